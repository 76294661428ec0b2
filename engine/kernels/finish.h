/* finish.h — from a sum in a register to an element in memory.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "vector.h"

#include "strata-kernels.h"

#include "activate.h"

/* How results are stored: as they are, as elements, or as elements none of
 * which is rare. */
typedef enum
{
  STORE_WIDE,
  STORE_ELEMENTS,
  STORE_COMMON
} StoreWay;

/* A StrataFinish, ready for registers, and where its results go. */
typedef struct
{
  vf minimum, maximum;
  const StrataActivation *function; /* or NULL: the clamp is all */
  bool clamps;                      /* the bounds leave something out */
  bool wide;
} Finish;

W_ Finish
finish_init (const StrataFinish *finish, bool wide)
{
  Finish f = {
    .minimum = v_set1 ((V) finish->minimum),
    .maximum = v_set1 ((V) finish->maximum),
    .function = finish->clamp ? NULL : &finish->activation,
    .clamps = finish->minimum > -V_INFINITY || finish->maximum < V_INFINITY,
    .wide = wide,
  };

  return f;
}

/* Known beforehand where the two types are one. */
W_ bool
finish_wide (const Finish *f)
{
  return sizeof (E) == sizeof (V) || f->wide;
}

/* NaN stays NaN: it is the second argument each time. A clamp takes as long as
 * two products; who stores many vectors asks first whether there is one. */
W_ vf
finish_clamp (const Finish *f, vf x)
{
  return v_min (f->maximum, v_max (f->minimum, x));
}

/* Out of line, so that the registers of a tile are saved around one call. */
static __attribute__ ((noinline, unused)) void
finish_sums (const StrataActivation *function, int n, V *sums)
{
  for (int i = 0; i < n; i++)
    v_store (sums + i * V_LANES,
             v_activate (v_load (sums + i * V_LANES), function));
}

/* @rare: seen of all that is to be stored. */
W_ StoreWay
store_way (const Finish *f, er rare)
{
  return finish_wide (f)     ? STORE_WIDE
         : e_any_rare (rare) ? STORE_ELEMENTS
                             : STORE_COMMON;
}

/* The statement, with the way as a constant `way`. Asked at each store it would
 * be read from memory each time, for all a compiler knows. */
/* clang-format off */
#define STORE_CASE(value, ...)                                                 \
  case value: { const StoreWay way = value; __VA_ARGS__ } break;
#define IN_STORE_WAY(value, ...)                                               \
  switch (value)                                                               \
    {                                                                          \
      STORE_CASE (STORE_WIDE, __VA_ARGS__)                                     \
      STORE_CASE (STORE_ELEMENTS, __VA_ARGS__)                                 \
      STORE_CASE (STORE_COMMON, __VA_ARGS__)                                   \
    }
/* clang-format on */

/* Element @index of an output of either type. */
W_ void *
store_at (const StoreWay way, void *output, int64_t index)
{
  return way == STORE_WIDE ? (void *) ((V *) output + index)
                           : (void *) ((E *) output + index);
}

W_ void
store (const StoreWay way, void *at, vf x)
{
  if (way == STORE_WIDE)
    v_store (at, x);
  else if (way == STORE_COMMON)
    e_store_common (at, x);
  else
    e_store (at, x);
}

W_ void
store_m (const StoreWay way, void *at, vf x, vm m)
{
  if (way == STORE_WIDE)
    v_store_m (at, x, m);
  else if (way == STORE_COMMON)
    e_store_common_m (at, x, m);
  else
    e_store_m (at, x, m);
}

#ifdef E_STORES_TOGETHER
/* Elements that were told apart. */
W_ void
store_together (const StoreWay way, void *at, vf even, vf odd, vm low, vm high)
{
  vf x, y;

  if (way == STORE_COMMON)
    {
      e_store_together (at, even, odd, low, high);
      return;
    }
  v_zip (even, odd, &x, &y);
  store_m (way, at, x, low);
  store_m (way, store_at (way, at, V_LANES), y, high);
}
#endif

/* The same for those that do not ask once for many. */
W_ void *
finish_at (const Finish *f, void *output, int64_t index)
{
  return store_at (finish_wide (f) ? STORE_WIDE : STORE_ELEMENTS, output,
                   index);
}

W_ void
finish_store (const Finish *f, void *at, vf x)
{
  store (finish_wide (f) ? STORE_WIDE : STORE_ELEMENTS, at, x);
}

W_ void
finish_store_m (const Finish *f, void *at, vf x, vm m)
{
  store_m (finish_wide (f) ? STORE_WIDE : STORE_ELEMENTS, at, x, m);
}
