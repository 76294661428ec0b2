/* strata-canvas-cells.c — wires as pixels, in cells of a grid.
 *
 * A node costs as much as the area that it covers, both when it is drawn and
 * when it is drawn over because it is another; wires leave most of the area
 * that they span empty. So they are drawn once into a picture, and only the
 * cells of it that a wire goes through become nodes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define STRIDE 16 /* from one place on a wire to the next, at most */
#define MOST_STEPS 1000

/* Which cells are not empty, and between which they are. */
typedef struct
{
  guint8 *cells;
  int size;
  int n_columns;
  int n_rows;
  double width;
  double height;
  int left;
  int top;
  int right;
  int bottom;
} Grid;

static void
mark_cell (Grid *grid, int column, int row)
{
  grid->cells[row * grid->n_columns + column] = TRUE;
  grid->left = MIN (grid->left, column);
  grid->top = MIN (grid->top, row);
  grid->right = MAX (grid->right, column + 1);
  grid->bottom = MAX (grid->bottom, row + 1);
}

static void
mark_place (Grid *grid, double x, double y, double around)
{
  if (x < -around || y < -around || x > grid->width + around
      || y > grid->height + around)
    return;
  for (int row = MAX (floor ((y - around) / grid->size), 0);
       row <= (y + around) / grid->size && row < grid->n_rows; row++)
    for (int column = MAX (floor ((x - around) / grid->size), 0);
         column <= (x + around) / grid->size && column < grid->n_columns;
         column++)
      mark_cell (grid, column, row);
}

static double
get_longest_leg (const StrataPlace *at)
{
  double longest = 0;

  for (int i = 0; i < 3; i++)
    longest =
        MAX (longest, hypot (at[i + 1].x - at[i].x, at[i + 1].y - at[i].y));
  return longest;
}

/* A curve is never faster than three times its longest leg. */
static void
mark_piece (Grid *grid, const StrataWirePiece *piece, double margin)
{
  const StrataPlace *at = piece->at;
  double speed = 3 * get_longest_leg (at);
  int n = CLAMP (ceil (speed / STRIDE), 1, MOST_STEPS);

  for (int i = 0; i <= n; i++)
    {
      double t = (double) i / n, u = 1 - t;
      double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;

      mark_place (grid, a * at[0].x + b * at[1].x + c * at[2].x + d * at[3].x,
                  a * at[0].y + b * at[1].y + c * at[2].y + d * at[3].y,
                  margin + speed / n / 2 + 1);
    }
}

static void
mark_wires (Grid *grid, GPtrArray *wires)
{
  for (guint i = 0; i < wires->len; i++)
    {
      const StrataCanvasWire *wire = wires->pdata[i];

      for (guint j = 0; j < wire->path->len; j++)
        mark_piece (grid, &g_array_index (wire->path, StrataWirePiece, j),
                    strata_canvas_get_stroke_margin (wire));
    }
}

static void
mark_lines (Grid *grid, GArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const StrataCanvasLine *line =
          &g_array_index (lines, StrataCanvasLine, i);
      StrataPlace from = line->from, to = line->to;
      StrataWirePiece piece = {
        { from,
          { (2 * from.x + to.x) / 3, (2 * from.y + to.y) / 3 },
          { (from.x + 2 * to.x) / 3, (from.y + 2 * to.y) / 3 },
          to }
      };

      mark_piece (grid, &piece, 1);
    }
}

/* Only as large as it need be: it takes as long to clear it as to draw it. */
static cairo_surface_t *
make_surface (StrataCanvas *self, const Grid *grid)
{
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, (grid->right - grid->left) * grid->size * factor,
      (grid->bottom - grid->top) * grid->size * factor);

  cairo_surface_set_device_scale (surface, factor, factor);
  cairo_surface_set_device_offset (surface, -grid->left * grid->size * factor,
                                   -grid->top * grid->size * factor);
  return surface;
}

/* At its own origin, because GTK 4.8 loses pixels otherwise. */
static GskRenderNode *
make_cell (cairo_surface_t *surface, const Grid *grid, int column, int row)
{
  double x = column * grid->size;
  double y = row * grid->size;
  GskRenderNode *node = gsk_cairo_node_new (
      &GRAPHENE_RECT_INIT (0, 0, MIN (grid->size, grid->width - x),
                           MIN (grid->size, grid->height - y)));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, -x, -y);
  cairo_paint (cr);
  cairo_destroy (cr);
  return strata_canvas_move_node (node, x, y);
}

static void
set_up_grid (StrataCanvas *self, Grid *grid, int size)
{
  *grid = (Grid){ .size = size,
                  .width = gtk_widget_get_width (GTK_WIDGET (self)),
                  .height = gtk_widget_get_height (GTK_WIDGET (self)),
                  .left = G_MAXINT,
                  .top = G_MAXINT };
  grid->n_columns = ceil (grid->width / size);
  grid->n_rows = ceil (grid->height / size);
  grid->cells = g_new0 (guint8, grid->n_columns * grid->n_rows + 1);
}

/* Of @surface, which is NULL where no cell is marked. Takes both. */
static GskRenderNode *
make_cells (Grid *grid, cairo_surface_t *surface)
{
  g_autoptr (GPtrArray) nodes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gsk_render_node_unref);

  for (int row = grid->top; row < grid->bottom; row++)
    for (int column = grid->left; column < grid->right; column++)
      if (grid->cells[row * grid->n_columns + column])
        g_ptr_array_add (nodes, make_cell (surface, grid, column, row));
  g_clear_pointer (&surface, cairo_surface_destroy);
  g_clear_pointer (&grid->cells, g_free);
  return gsk_container_node_new ((GskRenderNode **) nodes->pdata, nodes->len);
}

/* All that is to be seen of the wires, which are StrataCanvasWire. */
GskRenderNode *
strata_canvas_make_cells (StrataCanvas *self, GPtrArray *wires, int size)
{
  cairo_surface_t *surface = NULL;
  Grid grid;

  set_up_grid (self, &grid, size);
  mark_wires (&grid, wires);
  if (grid.right > 0)
    {
      cairo_t *cr;

      surface = make_surface (self, &grid);
      cr = cairo_create (surface);
      for (guint i = 0; i < wires->len; i++)
        strata_canvas_stroke_wire (self, cr, wires->pdata[i]);
      cairo_destroy (cr);
    }
  return make_cells (&grid, surface);
}

/* The same for lines, which are StrataCanvasLine. */
GskRenderNode *
strata_canvas_make_line_cells (StrataCanvas *self, GArray *lines, int size)
{
  cairo_surface_t *surface = NULL;
  Grid grid;

  set_up_grid (self, &grid, size);
  mark_lines (&grid, lines);
  if (grid.right > 0)
    {
      cairo_t *cr;

      surface = make_surface (self, &grid);
      cr = cairo_create (surface);
      strata_canvas_stroke_lines (self, cr, lines);
      cairo_destroy (cr);
    }
  return make_cells (&grid, surface);
}
