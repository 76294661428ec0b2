/* test-port-mark.c — each type of port can be seen, and told from the others.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-port-mark.h"

#include <math.h>

static double
linear (double channel)
{
  return channel <= 0.03928 ? channel / 12.92
                            : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (const GdkRGBA *color)
{
  return 0.2126 * linear (color->red) + 0.7152 * linear (color->green)
         + 0.0722 * linear (color->blue);
}

static double
contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  double x = luminance (a);
  double y = luminance (b);

  return (MAX (x, y) + 0.05) / (MIN (x, y) + 0.05);
}

static void
test_contrast (void)
{
  for (guint look = 0; look < STRATA_N_LOOKS; look++)
    {
      GdkRGBA card;

      strata_look_get_card_color (look, &card);
      for (guint type = 0; type < STRATA_N_PORT_TYPES; type++)
        {
          GdkRGBA color;

          strata_port_mark_get_color (type, look, &color);
          g_assert_cmpfloat (contrast (&color, &card), >=, 3);
        }
    }
}

/* Types that cannot be told apart by shape are those of one family. */
static void
test_shapes (void)
{
  static const StrataPortType different[] = {
    STRATA_PORT_INTEGER,     STRATA_PORT_FLOAT,       STRATA_PORT_BOOLEAN,
    STRATA_PORT_STRING,      STRATA_PORT_TENSOR,      STRATA_PORT_LAYER,
    STRATA_PORT_INITIALIZER, STRATA_PORT_REGULARIZER, STRATA_PORT_CONSTRAINT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (different); i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpint (strata_port_mark_get_shape (different[i]), !=,
                       strata_port_mark_get_shape (different[j]));
  g_assert_true (strata_port_mark_is_double (STRATA_PORT_INTEGERS));
  g_assert_true (strata_port_mark_is_double (STRATA_PORT_PAIR));
  g_assert_false (strata_port_mark_is_double (STRATA_PORT_INTEGER));
}

static guint
count_pixels (StrataPortType type, StrataMarkFlags flags, StrataLook look)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_A8, 40, 40);
  cairo_t *cr = cairo_create (surface);
  guint n = 0;

  cairo_translate (cr, 20, 20);
  strata_port_mark_draw (cr, type, flags, look);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (guint y = 0; y < 40; y++)
    for (guint x = 0; x < 40; x++)
      if (cairo_image_surface_get_data (
              surface)[y * cairo_image_surface_get_stride (surface) + x])
        {
          g_assert_cmpint (ABS ((int) x - 20), <=, STRATA_PORT_MARK_SIZE / 2);
          g_assert_cmpint (ABS ((int) y - 20), <=, STRATA_PORT_MARK_SIZE / 2);
          n++;
        }
  cairo_surface_destroy (surface);
  return n;
}

/* Each is drawn, and within the square that is kept for it. */
static void
test_draw (void)
{
  for (guint look = 0; look < STRATA_N_LOOKS; look++)
    for (guint type = 0; type <= STRATA_N_PORT_TYPES; type++)
      for (guint flags = 0; flags < 4; flags++)
        g_assert_cmpuint (count_pixels (type, flags, look), >, 50);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/port-mark/contrast", test_contrast);
  g_test_add_func ("/port-mark/shapes", test_shapes);
  g_test_add_func ("/port-mark/draw", test_draw);
  return g_test_run ();
}
