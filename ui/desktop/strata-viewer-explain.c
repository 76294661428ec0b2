/* strata-viewer-explain.c — how the number that is chosen came to be, below its
 * picture.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-viewer-private.h"

#include "strata-explain-view.h"

static gboolean
is_explained (StrataViewer *self)
{
  StrataGraph *graph =
      self->document ? strata_document_get_graph (self->document) : NULL;
  StrataCard *card =
      graph && self->card ? strata_graph_find_card (graph, self->card) : NULL;

  return card && strata_kind_is_explained (strata_card_get_kind (card));
}

static const StrataRegion *
find_sight (StrataViewer *self)
{
  if (!self->explainer || !self->card || !self->port || !self->tensor)
    return NULL;
  return strata_explainer_find_sight (self->explainer, self->card, self->port);
}

void
strata_viewer_show_sight (StrataViewer *self)
{
  StrataHeatMap *map = STRATA_HEAT_MAP (self->map);
  const StrataTensorLayout *l = &self->layout;
  const StrataRegion *region = find_sight (self);

  if (!region || strata_explainer_is_own (self->explainer, self->card)
      || region->rank != l->rank || l->column_axis < 0
      || strata_region_is_empty (region))
    strata_heat_map_mark (map, 0, 0, 0, 0);
  else
    strata_heat_map_mark (map, l->row_axis < 0 ? 0 : region->first[l->row_axis],
                          l->row_axis < 0 ? 1 : region->end[l->row_axis],
                          region->first[l->column_axis],
                          region->end[l->column_axis]);
}

gboolean
strata_viewer_follow_explainer (StrataViewer *self)
{
  const StrataRegion *region = find_sight (self);

  if (!region)
    return FALSE;
  if (strata_explainer_is_own (self->explainer, self->card))
    strata_viewer_select_element (self, region->first, (gsize) region->rank);
  else if (is_explained (self))
    return FALSE;
  else
    strata_heat_map_set_element (STRATA_HEAT_MAP (self->map), -1, -1);
  return TRUE;
}

void
strata_viewer_explain (StrataViewer *self, GVariant *index)
{
  gsize n = 0;
  const gint64 *at =
      index ? g_variant_get_fixed_array (index, &n, sizeof *at) : NULL;

  if (self->explainer)
    strata_explainer_choose (self->explainer, self->card, self->port, at, n);
}

/* Who asks for a number that can be explained wants to know. */
void
strata_viewer_want_explained (StrataViewer *self)
{
  if (self->explainer && is_explained (self))
    strata_explainer_set_active (self->explainer, TRUE);
}

static void
middle_chosen_cb (StrataExplainView *view, gint64 middle, StrataViewer *self)
{
  if (self->explainer)
    strata_explainer_choose_middle (self->explainer, middle);
}

GtkWidget *
strata_viewer_new_explain (StrataViewer *self)
{
  self->explain = strata_explain_view_new ();
  g_signal_connect (self->explain, "middle-chosen",
                    G_CALLBACK (middle_chosen_cb), self);
  return self->explain;
}

static void
changed_cb (StrataExplainer *explainer, StrataViewer *self)
{
  strata_explain_view_set (STRATA_EXPLAIN_VIEW (self->explain),
                           strata_explainer_get_explanation (explainer),
                           strata_explainer_get_sentence (explainer));
  strata_viewer_show_sight (self);
}

void
strata_viewer_set_explainer (StrataViewer *viewer, StrataExplainer *explainer)
{
  g_return_if_fail (STRATA_IS_VIEWER (viewer));

  g_set_object (&viewer->explainer, explainer);
  g_signal_connect_object (explainer, "changed", G_CALLBACK (changed_cb),
                           viewer, 0);
  changed_cb (explainer, viewer);
}
