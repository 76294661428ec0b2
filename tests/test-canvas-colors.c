/* test-canvas-colors.c — whether what the canvas paints can be seen.
 *
 * The Web Content Accessibility Guidelines ask for a contrast of 4.5 to 1 of
 * text, and of 3 to 1 of what else says something.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "canvases.h"
#include "strata-canvas-private.h"

#include <math.h>

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": []}";

/* As it looks on an opaque ground. */
static GdkRGBA
blend (const GdkRGBA *over, const GdkRGBA *ground)
{
  float rest = 1 - over->alpha;

  return (GdkRGBA){
    over->red * over->alpha + ground->red * rest,
    over->green * over->alpha + ground->green * rest,
    over->blue * over->alpha + ground->blue * rest,
    1,
  };
}

static double
linear (double component)
{
  return component <= 0.04045 ? component / 12.92
                              : pow ((component + 0.055) / 1.055, 2.4);
}

static double
luminance (const GdkRGBA *color)
{
  return 0.2126 * linear (color->red) + 0.7152 * linear (color->green)
         + 0.0722 * linear (color->blue);
}

static double
contrast (const GdkRGBA *color, const GdkRGBA *ground)
{
  GdkRGBA seen = blend (color, ground);
  double one = luminance (&seen);
  double other = luminance (ground);

  return (MAX (one, other) + 0.05) / (MIN (one, other) + 0.05);
}

static void
check (const char *what,
       const GdkRGBA *color,
       const GdkRGBA *ground,
       double least)
{
  double found = contrast (color, ground);

  g_test_message ("%s: %.2f", what, found);
  g_assert_cmpfloat (found, >=, least);
}

static void
test_text (CanvasFixture *fixture, gconstpointer data)
{
  for (guint look = 0; look < STRATA_N_LOOKS; look++)
    {
      const StrataCanvasColors *colors;
      GdkRGBA box;

      fixture->canvas->look = look;
      g_test_message ("look %u", look);
      colors = strata_canvas_get_colors (fixture->canvas);
      box = blend (&colors->box, &colors->card);
      check ("text on a card", &colors->text, &colors->card, 4.5);
      check ("text on the ground", &colors->text, &colors->ground, 4.5);
      check ("text in a value", &colors->text, &box, 4.5);
      check ("dim text on a card", &colors->dim, &colors->card, 4.5);
      check ("dim text in a value", &colors->dim, &box, 4.5);
      check ("a fault", &colors->fault, &colors->card, 4.5);
      check ("text on the accent", &colors->on_accent, &colors->accent, 4.5);
    }
}

static void
test_graphics (CanvasFixture *fixture, gconstpointer data)
{
  for (guint look = 0; look < STRATA_N_LOOKS; look++)
    {
      const StrataCanvasColors *colors;

      fixture->canvas->look = look;
      g_test_message ("look %u", look);
      colors = strata_canvas_get_colors (fixture->canvas);
      check ("the accent on a card", &colors->accent, &colors->card, 3);
      check ("the accent on the ground", &colors->accent, &colors->ground, 3);
      check ("a fault on the ground", &colors->fault, &colors->ground, 3);
    }
}

/* Marks of ports, and wires. */
static void
test_types (CanvasFixture *fixture, gconstpointer data)
{
  for (guint look = 0; look < STRATA_N_LOOKS; look++)
    for (guint type = 0; type < STRATA_N_PORT_TYPES; type++)
      {
        const StrataCanvasColors *colors;
        g_autofree char *what =
            g_strdup_printf ("look %u, type %u", look, type);
        GdkRGBA color;

        fixture->canvas->look = look;
        colors = strata_canvas_get_colors (fixture->canvas);
        strata_port_mark_get_color (type, look, &color);
        check (what, &color, &colors->card, 3);
        check (what, &color, &colors->ground, 3);
      }
}

int
main (int argc, char *argv[])
{
  if (!canvas_test_init (&argc, &argv))
    return 0;

#define ADD(path, test)                                                        \
  g_test_add (path, CanvasFixture, text, canvas_set_up, test, canvas_tear_down)
  ADD ("/canvas-colors/text", test_text);
  ADD ("/canvas-colors/graphics", test_graphics);
  ADD ("/canvas-colors/types", test_types);
#undef ADD
  return g_test_run ();
}
