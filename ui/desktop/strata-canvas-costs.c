/* strata-canvas-costs.c — what each card costs, as a share of all.
 *
 * It is a way to look at the graph, so it belongs to the canvas and stands in
 * no file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-text.h"
#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>

#define DEEPEST 0.3f      /* tint of the dearest card; letters stay legible */
#define RADIUS 12         /* of a card */
#define LABEL_SCALE 0.75f /* least of its letters, seen from afar */
#define LABEL_HEIGHT 20
#define LEAST_WIDTH 56 /* of a card on the widget, to carry a number */
#define LEGEND_WIDTH 232
#define LEGEND_HEIGHT 76
#define LEGEND_GAP 12

static const char *const titles[STRATA_N_COSTS] = {
  [STRATA_COSTS_MACS] = N_ ("Multiply-Accumulates"),
  [STRATA_COSTS_PARAMETERS] = N_ ("Parameters"),
  [STRATA_COSTS_TIME] = N_ ("Time of the Last Run"),
};

static const char *const words[STRATA_N_COSTS] = { "off", "macs", "parameters",
                                                   "time" };

/* Of one card; less than 0 where it is not known. */
static double
get_cost (StrataCanvas *self, StrataCard *card)
{
  const char *id = strata_card_get_id (card);
  StrataPlan *plan = strata_document_get_plan (self->document);
  int index;

  if (self->costs == STRATA_COSTS_TIME)
    return strata_document_get_card_time (self->document, id);
  index = strata_plan_find_card (plan, id);
  if (index < 0)
    return 0;
  return self->costs == STRATA_COSTS_MACS
             ? (double) strata_plan_get_macs (plan, (guint) index)
             : (double) strata_plan_get_parameters (plan, (guint) index);
}

static char *
cost_to_text (StrataCanvas *self, double cost)
{
  return self->costs == STRATA_COSTS_TIME
             ? strata_canvas_time_to_text (cost)
             : strata_canvas_count_to_text ((gint64) cost);
}

/* Once for each frame. */
void
strata_canvas_add_up_costs (StrataCanvas *self)
{
  self->cost_all = self->cost_most = 0;
  for (guint i = 0; self->costs != STRATA_COSTS_OFF && i < self->cards->len;
       i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      double cost = get_cost (self, card->card);

      self->cost_all += MAX (cost, 0);
      self->cost_most = MAX (self->cost_most, cost);
    }
}

static void
get_tint (StrataCanvas *self, double part, GdkRGBA *tint)
{
  GdkRGBA inside;

  strata_canvas_get_tint (self, "orange", &inside, tint);
  tint->alpha = DEEPEST * (float) part;
}

char *
strata_canvas_describe_cost (StrataCanvas *self, StrataCard *card)
{
  double cost = get_cost (self, card);
  g_autofree char *text = NULL;

  if (self->costs == STRATA_COSTS_OFF || cost == 0 || self->cost_all <= 0)
    return NULL;
  if (cost < 0)
    return g_strdup (_ ("not known"));
  text = cost_to_text (self, cost);
  /* Translators: an amount, and its share of all in percent */
  return g_strdup_printf (_ ("%s · %.0f %%"), text,
                          100 * cost / self->cost_all);
}

/* Over the upper edge, in letters that can be read wherever there is room. */
static void
draw_label (StrataCanvas *self,
            GtkSnapshot *snapshot,
            float width,
            const char *text)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  GtkSnapshot *letters = gtk_snapshot_new ();
  float scale = MAX (self->zoom, LABEL_SCALE);
  float room = width * self->zoom / scale;
  float taken;
  GskRenderNode *node;
  GdkRGBA inside, border;

  taken = strata_canvas_paint_text (
      self, letters, text,
      &GRAPHENE_RECT_INIT (8, -LABEL_HEIGHT - 3, room - 16, LABEL_HEIGHT),
      STRATA_TEXT_SMALL | STRATA_TEXT_BOLD, &colors->text);
  node = gtk_snapshot_free_to_node (letters);
  strata_canvas_get_tint (self, "orange", &inside, &border);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, scale, scale);
  strata_canvas_paint_box (
      snapshot,
      &GRAPHENE_RECT_INIT (0, -LABEL_HEIGHT - 3, taken + 16, LABEL_HEIGHT),
      LABEL_HEIGHT / 2.0f, &colors->card, &border, colors->line);
  if (node)
    gtk_snapshot_append_node (snapshot, node);
  gtk_snapshot_restore (snapshot);
  g_clear_pointer (&node, gsk_render_node_unref);
}

/* At the place of the card, on the widget. */
void
strata_canvas_draw_cost (StrataCanvas *self,
                         GtkSnapshot *snapshot,
                         StrataCanvasCard *card)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);
  g_autofree char *text = strata_canvas_describe_cost (self, card->card);
  double cost;
  GdkRGBA tint;

  if (!text)
    return;
  cost = get_cost (self, card->card);
  if (cost > 0)
    {
      get_tint (self, cost / self->cost_most, &tint);
      strata_canvas_paint_box (
          snapshot,
          &GRAPHENE_RECT_INIT (0, 0, layout->width * self->zoom,
                               layout->height * self->zoom),
          RADIUS * self->zoom, &tint, NULL, 0);
    }
  if (layout->width * self->zoom >= LEAST_WIDTH)
    draw_label (self, snapshot, layout->width, text);
}

/* The legend. */

static void
draw_scale (StrataCanvas *self, GtkSnapshot *snapshot, float y, float width)
{
  graphene_rect_t bar = GRAPHENE_RECT_INIT (LEGEND_GAP, y, width, 8);
  GskColorStop stops[2] = { { 0, { 0 } }, { 1, { 0 } } };

  get_tint (self, 0, &stops[0].color);
  get_tint (self, 1, &stops[1].color);
  gtk_snapshot_append_linear_gradient (
      snapshot, &bar, &GRAPHENE_POINT_INIT (LEGEND_GAP, y),
      &GRAPHENE_POINT_INIT (LEGEND_GAP + width, y), stops, 2);
  strata_canvas_paint_box (snapshot, &bar, 0, NULL,
                           &strata_canvas_get_colors (self)->border, 1);
}

static char *
describe_all (StrataCanvas *self)
{
  g_autofree char *all = NULL;

  if (self->cost_all <= 0)
    return self->costs == STRATA_COSTS_TIME
               ? g_strdup (_ ("Nothing was computed yet"))
               : g_strdup (_ ("None in this graph"));
  all = cost_to_text (self, self->cost_all);
  return g_strdup_printf (_ ("Total: %s"), all);
}

void
strata_canvas_draw_legend (StrataCanvas *self, GtkSnapshot *snapshot)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  float width = LEGEND_WIDTH - 2 * LEGEND_GAP;
  graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, LEGEND_WIDTH, LEGEND_HEIGHT);
  graphene_rect_t title = GRAPHENE_RECT_INIT (LEGEND_GAP, 6, width, 20);
  graphene_rect_t ends = GRAPHENE_RECT_INIT (LEGEND_GAP, 52, width, 20);
  g_autofree char *all = NULL;
  g_autofree char *most = NULL;

  if (self->costs == STRATA_COSTS_OFF)
    return;
  all = describe_all (self);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (LEGEND_GAP,
                                      gtk_widget_get_height (GTK_WIDGET (self))
                                          - LEGEND_HEIGHT - LEGEND_GAP));
  strata_canvas_paint_box (snapshot, &box, RADIUS, &colors->card,
                           &colors->border, colors->line);
  strata_canvas_paint_text (self, snapshot, _ (titles[self->costs]), &title,
                            STRATA_TEXT_BOLD, &colors->text);
  draw_scale (self, snapshot, 34, width);
  strata_canvas_paint_text (self, snapshot, all, &ends, STRATA_TEXT_SMALL,
                            &colors->text);
  if (self->cost_all > 0)
    {
      /* Translators: the largest share that a card has of all, in percent */
      most = g_strdup_printf (_ ("up to %.0f %%"),
                              100 * self->cost_most / self->cost_all);
      strata_canvas_paint_text (self, snapshot, most, &ends,
                                STRATA_TEXT_SMALL | STRATA_TEXT_RIGHT,
                                &colors->text);
    }
  gtk_snapshot_restore (snapshot);
}

/* Off, then each kind in turn. */
void
strata_canvas_toggle_costs (StrataCanvas *self)
{
  g_autofree char *hint = NULL;

  self->costs = (self->costs + 1) % STRATA_N_COSTS;
  strata_canvas_add_up_costs (self);
  /* Translators: what is shown on the cards of what they cost */
  hint = self->costs == STRATA_COSTS_OFF
             ? g_strdup (_ ("Costs are no longer shown"))
             : g_strdup_printf (_ ("Costs shown: %s"), _ (titles[self->costs]));
  strata_canvas_emit_hint (self, hint);
  strata_editor_log ("costs %s", words[self->costs]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
