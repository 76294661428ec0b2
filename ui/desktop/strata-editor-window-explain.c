/* strata-editor-window-explain.c — a window that explains numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas.h"
#include "strata-editor-log.h"
#include "strata-editor-window-private.h"
#include "strata-explain-text.h"
#include "strata-viewer.h"

static void
active_cb (StrataExplainer *explainer,
           GParamSpec *pspec,
           StrataEditorWindow *self)
{
  strata_editor_log ("explain %s",
                     strata_explainer_is_active (explainer) ? "on" : "off");
  if (strata_explainer_is_active (explainer))
    adw_flap_set_reveal_flap (self->viewer_flap, TRUE);
}

static void
changed_cb (StrataExplainer *explainer, StrataEditorWindow *self)
{
  StrataExplanation *explanation = strata_explainer_get_explanation (explainer);
  g_autofree char *result = NULL;

  if (!explanation)
    return;
  result = strata_explain_text_result (explanation);
  strata_editor_log ("explained %s %s",
                     strata_explanation_get_card (explanation), result);
}

/* A number of a picture on the canvas is shown where all of them are. */
static void
number_picked_cb (StrataCanvas *canvas,
                  const char *card,
                  GVariant *index,
                  StrataEditorWindow *self)
{
  StrataViewer *viewer = STRATA_VIEWER (self->viewer);
  gsize n;
  const gint64 *at = g_variant_get_fixed_array (index, &n, sizeof *at);

  strata_viewer_show_card (viewer, card);
  strata_viewer_select_element (viewer, at, n);
}

void
strata_editor_window_init_explain (StrataEditorWindow *self)
{
  g_autoptr (StrataExplainer) explainer = strata_explainer_new ();
  g_autoptr (GPropertyAction) action =
      g_property_action_new ("explain", explainer, "active");

  self->explainer = explainer;
  g_signal_connect_object (explainer, "notify::active", G_CALLBACK (active_cb),
                           self, 0);
  g_signal_connect_object (explainer, "changed", G_CALLBACK (changed_cb), self,
                           0);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  strata_viewer_set_explainer (STRATA_VIEWER (self->viewer), explainer);
  strata_canvas_set_explainer (STRATA_CANVAS (self->canvas), explainer);
  g_signal_connect (self->canvas, "number-picked",
                    G_CALLBACK (number_picked_cb), self);
}
