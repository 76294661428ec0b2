/* strata-canvas-ports.c — commands for one port.
 *
 * Their target tells the card, the port and whether it is an output; empty
 * names mean the port that is pointed at.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>

static StrataPort *
get_target (StrataCanvas *self, GVariant *parameter)
{
  const char *card_id, *name;
  gboolean output;
  StrataCard *card;
  StrataHit hit;

  g_variant_get (parameter, "(&s&sb)", &card_id, &name, &output);
  if (!self->graph)
    return NULL;
  if (*card_id)
    {
      card = strata_graph_find_card (self->graph, card_id);
      return card ? strata_card_find_port (card, name, output) : NULL;
    }
  strata_canvas_hit (self, self->pointer_x, self->pointer_y, &hit);
  return hit.port ? g_object_ref (hit.port) : NULL;
}

/* The port that keys are on comes before the one that is pointed at. */
static void
run_help (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  g_autoptr (StrataPort) port = NULL;
  const char *card_id;

  g_variant_get_child (parameter, 0, "&s", &card_id);
  if (!*card_id)
    g_set_object (&port, self->focus_port);
  if (!port)
    port = get_target (self, parameter);
  if (self->document)
    strata_canvas_show_help (self, port);
}

static void
run_clear_wires (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  g_autoptr (StrataPort) port = get_target (self, parameter);

  if (port)
    strata_canvas_clear_port (self, port);
}

static void
run_reset_value (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  g_autoptr (StrataPort) port = get_target (self, parameter);

  if (!port || strata_port_is_output (port) || !strata_port_get_value (port))
    return;
  strata_graph_begin (self->graph, _ ("Use Default Value"));
  strata_graph_set_value (self->graph, strata_port_get_card (port),
                          strata_port_get_name (port), NULL, NULL);
  strata_graph_end (self->graph);
  strata_editor_log ("reset %s.%s",
                     strata_card_get_id (strata_port_get_card (port)),
                     strata_port_get_name (port));
}

void
strata_canvas_set_up_port_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "canvas.help", "(ssb)", run_help);
  gtk_widget_class_install_action (klass, "canvas.clear-wires", "(ssb)",
                                   run_clear_wires);
  gtk_widget_class_install_action (klass, "canvas.reset-value", "(ssb)",
                                   run_reset_value);
}
