/* strata-editor-window-log.c — what a window shows, for tests from outside.
 *
 * Their hands know nothing of widgets: they ask where things are, in pixels
 * from the window's corner, and never guess.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"
#include "strata-card-search.h"
#include "strata-editor-log.h"
#include "strata-editor-window-private.h"
#include "strata-palette.h"

/* Popovers have surfaces of their own, which stand somewhere on others. */
static gboolean
find_pixel (GtkWidget *widget, double *x, double *y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native ? gtk_native_get_surface (native) : NULL;
  double left, top;

  if (!surface || !gtk_widget_get_mapped (widget)
      || !gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), *x, *y,
                                            x, y))
    return FALSE;
  gtk_native_get_surface_transform (native, &left, &top);
  *x += left;
  *y += top;
  while (GDK_IS_POPUP (surface))
    {
      *x += gdk_popup_get_position_x (GDK_POPUP (surface));
      *y += gdk_popup_get_position_y (GDK_POPUP (surface));
      surface = gdk_popup_get_parent (GDK_POPUP (surface));
    }
  *x *= gdk_surface_get_scale_factor (surface);
  *y *= gdk_surface_get_scale_factor (surface);
  return TRUE;
}

static void
log_place (GtkWidget *widget, double x, double y, const char *what)
{
  if (find_pixel (widget, &x, &y))
    strata_editor_log ("place %s %.0f %.0f", what, x, y);
}

/* Its middle, unless that is scrolled away. */
static void
log_row (GtkWidget *palette,
         GtkWidget *row,
         const char *where,
         const char *type)
{
  g_autofree char *what = g_strdup_printf ("%s %s", where, type);
  double x, y;

  if (row
      && gtk_widget_translate_coordinates (
          row, palette, gtk_widget_get_width (row) / 2.0,
          gtk_widget_get_height (row) / 2.0, &x, &y)
      && gtk_widget_contains (palette, x, y))
    log_place (palette, x, y, what);
}

static void
log_kinds (StrataEditorWindow *self)
{
  StrataRegistry *registry = strata_registry_get_default ();
  guint n = strata_registry_get_n_kinds (registry);

  for (guint i = 0; i < n; i++)
    {
      const char *type = strata_registry_get_kind (registry, i)->type;

      log_row (self->palette,
               strata_palette_find_row (STRATA_PALETTE (self->palette), type),
               "palette", type);
      log_row (
          self->search,
          strata_card_search_find_row (STRATA_CARD_SEARCH (self->search), type),
          "search", type);
    }
}

static void
log_port (StrataCanvas *canvas, StrataPort *port, gboolean output)
{
  StrataCard *card = port ? strata_port_get_card (port) : NULL;
  g_autofree char *what = NULL;
  double x, y;

  if (!port)
    return;
  what =
      g_strdup_printf ("%s %s %s", output ? "output" : "input",
                       strata_card_get_id (card), strata_port_get_name (port));
  strata_canvas_get_port_place (canvas, card, strata_port_get_name (port),
                                output, &x, &y);
  log_place (GTK_WIDGET (canvas), x, y, what);
}

static void
log_value (StrataCanvas *canvas,
           StrataCanvasCard *card,
           const StrataCardRow *row)
{
  g_autofree char *what = NULL;
  graphene_point_t middle;
  double x, y;

  if (!row->input || row->value.size.width <= 0)
    return;
  what = g_strdup_printf ("value %s %s", strata_card_get_id (card->card),
                          strata_port_get_name (row->input));
  graphene_rect_get_center (&row->value, &middle);
  strata_canvas_to_widget (canvas, card->x + middle.x, card->y + middle.y, &x,
                           &y);
  log_place (GTK_WIDGET (canvas), x, y, what);
}

static void
log_card (StrataCanvas *canvas, StrataCanvasCard *card)
{
  StrataCardLayout *layout = strata_canvas_lay_out (canvas, card);
  g_autofree char *what =
      g_strdup_printf ("card %s", strata_card_get_id (card->card));
  double x, y;

  strata_canvas_to_widget (canvas, card->x + layout->width / 2.0,
                           card->y + STRATA_CARD_TITLE_HEIGHT / 2.0, &x, &y);
  log_place (GTK_WIDGET (canvas), x, y, what);
  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);

      log_port (canvas, row->input, FALSE);
      log_port (canvas, row->output, TRUE);
      log_value (canvas, card, row);
    }
}

void
strata_editor_window_log_places (StrataEditorWindow *window)
{
  StrataCanvas *canvas;

  g_return_if_fail (STRATA_IS_EDITOR_WINDOW (window));

  canvas = STRATA_CANVAS (window->canvas);
  log_place (window->canvas, 0, 0, "corner");
  log_place (window->canvas, gtk_widget_get_width (window->canvas),
             gtk_widget_get_height (window->canvas), "far-corner");
  log_kinds (window);
  for (guint i = 0; i < canvas->cards->len; i++)
    log_card (canvas, canvas->cards->pdata[i]);
  strata_editor_log ("placed");
}

/* Runs. */

static void
log_result (StrataDocument *document, StrataCard *card)
{
  const StrataKind *kind = strata_card_get_kind (card);
  const char *id = strata_card_get_id (card);
  StrataTensor *tensor = kind && kind->role == STRATA_ROLE_OUTPUT
                             ? strata_document_get_tensor (document, id, "data")
                             : NULL;
  StrataTensorStatistics statistics;

  if (tensor && strata_tensor_get_statistics (tensor, NULL, &statistics))
    strata_editor_log ("result %s %.9g %.9g %.9g", id, statistics.min,
                       statistics.mean, statistics.max);
}

static void
finished_cb (StrataDocument *document)
{
  StrataGraph *graph = strata_document_get_graph (document);
  guint n = strata_graph_get_n_cards (graph);

  for (guint i = 0; i < n; i++)
    log_result (document, strata_graph_get_card (graph, i));
  strata_editor_log ("finished %u", strata_document_get_n_evaluated (document));
}

static void
running_cb (StrataDocument *document)
{
  strata_editor_log ("running %d", strata_document_is_running (document));
}

void
strata_editor_window_follow_runs (StrataEditorWindow *self)
{
  if (!strata_editor_log_is_on ())
    return;
  g_signal_connect (self->document, "finished", G_CALLBACK (finished_cb), self);
  g_signal_connect (self->document, "notify::running", G_CALLBACK (running_cb),
                    self);
}
