/* test-auto-layout.c — places for boxes that wires join.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-auto-layout.h"

#include <math.h>
#include <string.h>

#define TALL 200
#define PORT 49

static void
make_boxes (StrataLayoutBox *boxes, guint n)
{
  for (guint i = 0; i < n; i++)
    boxes[i] =
        (StrataLayoutBox){ 180 + 7 * (i % 13), TALL - 11 * (i % 9), 0, 0 };
}

static gboolean
overlap (const StrataLayoutBox *one, const StrataLayoutBox *other)
{
  return one->x < other->x + other->width && other->x < one->x + one->width
         && one->y < other->y + other->height
         && other->y < one->y + one->height;
}

static void
assert_apart (const StrataLayoutBox *boxes, guint n)
{
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      g_assert_false (overlap (&boxes[i], &boxes[j]));
}

static void
assert_rightwards (const StrataLayoutBox *boxes,
                   const StrataLayoutWire *wires,
                   guint n_wires)
{
  for (guint i = 0; i < n_wires; i++)
    g_assert_cmpfloat (boxes[wires[i].from].x + boxes[wires[i].from].width, <,
                       boxes[wires[i].to].x);
}

static gboolean
is_level (const StrataLayoutBox *boxes, const StrataLayoutWire *wire)
{
  return fabs (boxes[wire->from].y + wire->from_y - boxes[wire->to].y
               - wire->to_y)
         < 0.5;
}

/* A chain is one straight line, whatever the ports' heights. */
static void
test_chain (void)
{
  StrataLayoutBox boxes[6];
  StrataLayoutWire wires[5];

  make_boxes (boxes, 6);
  for (guint i = 0; i < 5; i++)
    wires[i] = (StrataLayoutWire){ i, i + 1, PORT, PORT + 26 * (i % 2) };
  g_assert_true (strata_auto_layout (boxes, 6, wires, 5, NULL));
  assert_apart (boxes, 6);
  assert_rightwards (boxes, wires, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_true (is_level (boxes, &wires[i]));
  g_assert_cmpfloat (boxes[0].x, ==, 0);
}

/* As a net of layers with initializers: the spine is straight, whatever hangs
 * on it. */
static void
test_spine (void)
{
  StrataLayoutBox boxes[12];
  StrataLayoutWire wires[11];
  guint n = 0;

  make_boxes (boxes, 12);
  for (guint i = 0; i < 3; i++)
    wires[n++] = (StrataLayoutWire){ i, i + 1, PORT, PORT };
  for (guint i = 1; i < 4; i++)
    {
      wires[n++] = (StrataLayoutWire){ 2 + 2 * i, i, PORT, 150 };
      wires[n++] = (StrataLayoutWire){ 3 + 2 * i, i, PORT, 176 };
    }
  g_assert_true (strata_auto_layout (boxes, 10, wires, n, NULL));
  assert_apart (boxes, 10);
  assert_rightwards (boxes, wires, n);
  for (guint i = 0; i < 3; i++)
    g_assert_true (is_level (boxes, &wires[i]));
}

/* The data goes straight on; what feeds it from beside stands right before. */
static void
test_beside (void)
{
  StrataLayoutBox boxes[5];
  const StrataLayoutWire wires[] = {
    { 0, 1, PORT, PORT },
    { 1, 2, PORT, PORT },
    { 2, 3, PORT, PORT },
    { 4, 3, PORT, 180 },
  };

  make_boxes (boxes, 5);
  g_assert_true (strata_auto_layout (boxes, 5, wires, 4, NULL));
  assert_apart (boxes, 5);
  assert_rightwards (boxes, wires, 4);
  for (guint i = 0; i < 3; i++)
    g_assert_true (is_level (boxes, &wires[i]));
  g_assert_cmpfloat (boxes[4].x, ==, boxes[2].x);
  g_assert_cmpfloat (boxes[4].y, >, boxes[2].y);
}

/* Two branches stand side by side and do not cross. */
static void
test_branches (void)
{
  StrataLayoutBox boxes[6];
  const StrataLayoutWire wires[] = {
    { 0, 2, PORT, PORT }, { 0, 1, PORT + 26, PORT }, { 1, 3, PORT, PORT },
    { 2, 4, PORT, PORT }, { 4, 5, PORT, PORT },      { 3, 5, PORT, PORT + 26 },
  };

  make_boxes (boxes, 6);
  g_assert_true (strata_auto_layout (boxes, 6, wires, 6, NULL));
  assert_apart (boxes, 6);
  assert_rightwards (boxes, wires, 6);
  g_assert_cmpfloat (boxes[2].y, <, boxes[1].y);
  g_assert_cmpfloat (boxes[4].y, <, boxes[3].y);
}

static void
test_parts (void)
{
  StrataLayoutBox boxes[40];
  const StrataLayoutWire wires[] = {
    { 0, 1, PORT, PORT },
    { 3, 2, PORT, PORT },
  };

  make_boxes (boxes, 40);
  g_assert_true (strata_auto_layout (boxes, 40, wires, 2, NULL));
  assert_apart (boxes, 40);
  assert_rightwards (boxes, wires, 2);
}

/* Nothing promises that there is no cycle. */
static void
test_cycle (void)
{
  StrataLayoutBox boxes[4];
  const StrataLayoutWire wires[] = {
    { 0, 1, PORT, PORT }, { 1, 2, PORT, PORT }, { 2, 0, PORT, PORT },
    { 2, 3, PORT, PORT }, { 3, 3, PORT, PORT },
  };

  make_boxes (boxes, 4);
  g_assert_true (strata_auto_layout (boxes, 4, wires, 5, NULL));
  assert_apart (boxes, 4);
  assert_rightwards (boxes, wires, 2);
}

static void
test_nothing (void)
{
  StrataLayoutBox box = { 100, 100, 7, 7 };

  g_assert_true (strata_auto_layout (NULL, 0, NULL, 0, NULL));
  g_assert_true (strata_auto_layout (&box, 1, NULL, 0, NULL));
  g_assert_cmpfloat (box.x, ==, 0);
  g_assert_cmpfloat (box.y, ==, 0);
}

static guint
make_wires (StrataLayoutWire *wires, guint n_boxes)
{
  guint n = 0;

  for (guint i = 1; i < n_boxes; i++)
    for (guint j = 0; j < 2; j++)
      {
        guint from =
            (guint) g_test_rand_int_range (MAX ((int) i - 40, 0), (int) i);

        if (i % 50 != 0)
          wires[n++] = (StrataLayoutWire){ from, i, PORT + 26 * j, PORT };
      }
  return n;
}

/* Many, twice the same. */
static void
test_many (void)
{
  enum
  {
    N = 5000
  };
  g_autofree StrataLayoutBox *boxes = g_new (StrataLayoutBox, N);
  g_autofree StrataLayoutBox *again = g_new (StrataLayoutBox, N);
  g_autofree StrataLayoutWire *wires = g_new (StrataLayoutWire, 2 * N);
  guint n = make_wires (wires, N);

  make_boxes (boxes, N);
  make_boxes (again, N);
  g_assert_true (strata_auto_layout (boxes, N, wires, n, NULL));
  assert_apart (boxes, N);
  assert_rightwards (boxes, wires, n);
  g_assert_true (strata_auto_layout (again, N, wires, n, NULL));
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpfloat (boxes[i].x, ==, again[i].x);
      g_assert_cmpfloat (boxes[i].y, ==, again[i].y);
    }
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  StrataLayoutBox boxes[2];
  const StrataLayoutWire wire = { 0, 1, PORT, PORT };

  make_boxes (boxes, 2);
  g_cancellable_cancel (cancellable);
  g_assert_false (strata_auto_layout (boxes, 2, &wire, 1, cancellable));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/auto-layout/chain", test_chain);
  g_test_add_func ("/auto-layout/spine", test_spine);
  g_test_add_func ("/auto-layout/beside", test_beside);
  g_test_add_func ("/auto-layout/branches", test_branches);
  g_test_add_func ("/auto-layout/parts", test_parts);
  g_test_add_func ("/auto-layout/cycle", test_cycle);
  g_test_add_func ("/auto-layout/nothing", test_nothing);
  g_test_add_func ("/auto-layout/many", test_many);
  g_test_add_func ("/auto-layout/cancel", test_cancel);

  return g_test_run ();
}
