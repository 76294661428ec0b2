/* strata-port-mark.c — the mark of a port: a shape and a colour for each type.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-port-mark.h"

#include <adwaita.h>
#include <math.h>

typedef struct
{
  StrataMarkShape shape;
  gboolean twice;
  guint32 light;
  guint32 dark;
} Mark;

/* clang-format off */
static const Mark marks[STRATA_N_PORT_TYPES] = {
  [STRATA_PORT_INTEGER]     = { STRATA_MARK_CIRCLE,        FALSE, 0x1b7f4f, 0x8ff0a4 },
  [STRATA_PORT_FLOAT]       = { STRATA_MARK_DOTTED_CIRCLE, FALSE, 0x8f5902, 0xf8e45c },
  [STRATA_PORT_BOOLEAN]     = { STRATA_MARK_HALF_DISC,     FALSE, 0x613583, 0xdc8add },
  [STRATA_PORT_STRING]      = { STRATA_MARK_BAR,           FALSE, 0xa51d2d, 0xf66151 },
  [STRATA_PORT_CHOICE]      = { STRATA_MARK_BAR,           FALSE, 0xa51d2d, 0xf66151 },
  [STRATA_PORT_INTEGERS]    = { STRATA_MARK_CIRCLE,        TRUE,  0x1b7f4f, 0x8ff0a4 },
  [STRATA_PORT_FLOATS]      = { STRATA_MARK_DOTTED_CIRCLE, TRUE,  0x8f5902, 0xf8e45c },
  [STRATA_PORT_PAIR]        = { STRATA_MARK_CIRCLE,        TRUE,  0x1b7f4f, 0x8ff0a4 },
  [STRATA_PORT_PADDING]     = { STRATA_MARK_BAR,           FALSE, 0xa51d2d, 0xf66151 },
  [STRATA_PORT_TENSOR]      = { STRATA_MARK_SQUARE,        FALSE, 0x1a5fb4, 0x99c1f1 },
  [STRATA_PORT_LAYER]       = { STRATA_MARK_LAYERS,        FALSE, 0x3d3846, 0xdeddda },
  [STRATA_PORT_INITIALIZER] = { STRATA_MARK_DIAMOND,       FALSE, 0x0b6e75, 0x5bc8d0 },
  [STRATA_PORT_REGULARIZER] = { STRATA_MARK_TRIANGLE,      FALSE, 0x63452c, 0xcdab8f },
  [STRATA_PORT_CONSTRAINT]  = { STRATA_MARK_HEXAGON,       FALSE, 0x9c2a6b, 0xf7a8d0 },
};
/* clang-format on */

static void
unpack (guint32 rgb, GdkRGBA *color)
{
  color->red = (rgb >> 16 & 0xff) / 255.0f;
  color->green = (rgb >> 8 & 0xff) / 255.0f;
  color->blue = (rgb & 0xff) / 255.0f;
  color->alpha = 1;
}

StrataLook
strata_look_get_current (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager);

  if (adw_style_manager_get_high_contrast (manager))
    return dark ? STRATA_LOOK_DARK_CONTRAST : STRATA_LOOK_LIGHT_CONTRAST;
  return dark ? STRATA_LOOK_DARK : STRATA_LOOK_LIGHT;
}

static gboolean
is_dark (StrataLook look)
{
  return look == STRATA_LOOK_DARK || look == STRATA_LOOK_DARK_CONTRAST;
}

void
strata_look_get_card_color (StrataLook look, GdkRGBA *color)
{
  static const guint32 colors[STRATA_N_LOOKS] = {
    [STRATA_LOOK_LIGHT] = 0xffffff,
    [STRATA_LOOK_DARK] = 0x383838,
    [STRATA_LOOK_LIGHT_CONTRAST] = 0xffffff,
    [STRATA_LOOK_DARK_CONTRAST] = 0x000000,
  };

  unpack (colors[look], color);
}

/* Types may come from a plugin's table. */
static const Mark *
find_mark (StrataPortType type)
{
  return &marks[(guint) type < STRATA_N_PORT_TYPES ? type : STRATA_PORT_STRING];
}

void
strata_port_mark_get_color (StrataPortType type,
                            StrataLook look,
                            GdkRGBA *color)
{
  const Mark *mark = find_mark (type);

  unpack (is_dark (look) ? mark->dark : mark->light, color);
}

StrataMarkShape
strata_port_mark_get_shape (StrataPortType type)
{
  return find_mark (type)->shape;
}

gboolean
strata_port_mark_is_double (StrataPortType type)
{
  return find_mark (type)->twice;
}

/* Drawing. */

static void
trace_polygon (cairo_t *cr, guint n, double radius, double start)
{
  for (guint i = 0; i < n; i++)
    {
      double angle = start + 2 * G_PI * i / n;

      cairo_line_to (cr, radius * cos (angle), radius * sin (angle));
    }
  cairo_close_path (cr);
}

static void
trace_bar (cairo_t *cr, double width, double height, double radius)
{
  double x = width / 2 - radius;
  double y = height / 2 - radius;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x, -y, radius, -G_PI / 2, 0);
  cairo_arc (cr, x, y, radius, 0, G_PI / 2);
  cairo_arc (cr, -x, y, radius, G_PI / 2, G_PI);
  cairo_arc (cr, -x, -y, radius, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

static void
trace (cairo_t *cr, StrataMarkShape shape)
{
  cairo_new_path (cr);
  switch (shape)
    {
    case STRATA_MARK_SQUARE:
      trace_bar (cr, 10, 10, 1.5);
      break;
    case STRATA_MARK_CIRCLE:
    case STRATA_MARK_DOTTED_CIRCLE:
      cairo_arc (cr, 0, 0, 5, 0, 2 * G_PI);
      break;
    case STRATA_MARK_HALF_DISC:
      cairo_arc (cr, 0, 2.5, 6, G_PI, 2 * G_PI);
      cairo_close_path (cr);
      break;
    case STRATA_MARK_BAR:
      trace_bar (cr, 13, 7, 3.4);
      break;
    case STRATA_MARK_DIAMOND:
      trace_polygon (cr, 4, 6.5, 0);
      break;
    case STRATA_MARK_TRIANGLE:
      cairo_translate (cr, 0, 1);
      trace_polygon (cr, 3, 6.5, -G_PI / 2);
      cairo_translate (cr, 0, -1);
      break;
    case STRATA_MARK_HEXAGON:
      trace_polygon (cr, 6, 6, 0);
      break;
    case STRATA_MARK_LAYERS:
      cairo_rectangle (cr, -5.5, -5, 11, 3.6);
      cairo_rectangle (cr, -5.5, 1.4, 11, 3.6);
      break;
    }
}

static void
draw_once (cairo_t *cr,
           StrataMarkShape shape,
           const GdkRGBA *inside,
           const GdkRGBA *outline,
           double width)
{
  trace (cr, shape);
  gdk_cairo_set_source_rgba (cr, inside);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, outline);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

static void
draw_dot (cairo_t *cr, const GdkRGBA *color)
{
  gdk_cairo_set_source_rgba (cr, color);
  cairo_arc (cr, 0, 0, 1.7, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_bang (cairo_t *cr, const GdkRGBA *color)
{
  gdk_cairo_set_source_rgba (cr, color);
  cairo_rectangle (cr, -0.9, -3.2, 1.8, 3.9);
  cairo_rectangle (cr, -0.9, 1.5, 1.8, 1.8);
  cairo_fill (cr);
}

void
strata_port_mark_draw (cairo_t *cr,
                       StrataPortType type,
                       StrataMarkFlags flags,
                       StrataLook look)
{
  StrataMarkShape shape = strata_port_mark_get_shape (type);
  gboolean filled = (flags & STRATA_MARK_FILLED) != 0;
  gboolean contrast = look >= STRATA_LOOK_LIGHT_CONTRAST;
  double width = contrast ? 2.2 : 1.6;
  GdkRGBA color, card;

  strata_port_mark_get_color (type, look, &color);
  strata_look_get_card_color (look, &card);
  if (strata_port_mark_is_double (type))
    {
      cairo_translate (cr, 2, 0);
      draw_once (cr, shape, filled ? &color : &card, &color, width);
      cairo_translate (cr, -4, 0);
    }
  draw_once (cr, shape, filled ? &color : &card, &color, width);
  if (shape == STRATA_MARK_DOTTED_CIRCLE)
    draw_dot (cr, filled ? &card : &color);
  else if ((flags & STRATA_MARK_WANTED) && !filled)
    draw_bang (cr, &color);
  if (strata_port_mark_is_double (type))
    cairo_translate (cr, 2, 0);
}
