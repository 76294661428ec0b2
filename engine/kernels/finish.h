/* finish.h — from a sum in a register to an element in memory.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "vector.h"

#include "strata-kernels.h"

#include "activate.h"

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

/* NaN stays NaN: it is the second argument each time. */
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

/* Element @index of an output of either type. */
W_ void *
finish_at (const Finish *f, void *output, int64_t index)
{
  return finish_wide (f) ? (void *) ((V *) output + index)
                 : (void *) ((E *) output + index);
}

W_ void
finish_store (const Finish *f, void *at, vf x)
{
  if (finish_wide (f))
    v_store (at, x);
  else
    e_store (at, x);
}

W_ void
finish_store_m (const Finish *f, void *at, vf x, vm m)
{
  if (finish_wide (f))
    v_store_m (at, x, m);
  else
    e_store_m (at, x, m);
}
