/* strata-canvas-repair.c — a fault where it is, and what makes it good.
 *
 * Only repairs that are certain are offered: what a person would have to choose
 * is left to them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-text.h"
#include "strata-canvas-words.h"
#include "strata-editor-log.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *fault;  /* the port that is at fault */
  const char *with;   /* a port that the card has as well */
  const char *target; /* the port that gets the value */
  const char *text;
  gboolean missing; /* only where it has none */
} Repair;

/* clang-format off */
static const Repair repairs[] = {
  { "strides",     "dilation_rate", "strides",       "1, 1",       FALSE },
  { "strides",     "dilation_rate", "dilation_rate", "1, 1",       FALSE },
  { "strides",     "dilations",     "strides",       "1, 1, 1, 1", FALSE },
  { "strides",     "dilations",     "dilations",     "1, 1",       FALSE },
  { "kernel_size", "kernel_size",   "kernel_size",   "3, 3",       TRUE },
};
/* clang-format on */

static StrataValue *
make_value (StrataPort *port, const char *text)
{
  return strata_canvas_value_from_text (strata_port_get_row (port), text, NULL);
}

/* Whether each number of a value is 1, as it is where nothing is given. */
static gboolean
is_ones (StrataPort *port)
{
  StrataValue *value = strata_port_get_value (port);
  g_autofree char *text = value ? strata_canvas_value_to_text (value) : NULL;

  return !text || !*text || strspn (text, "1, ") == strlen (text);
}

/* The port that a repair changes, if it does any good here. */
static StrataPort *
find_target (StrataCanvas *self, StrataCard *card, const Repair *repair)
{
  g_autoptr (StrataPort) with =
      strata_card_find_port (card, repair->with, FALSE);
  g_autoptr (StrataPort) target =
      strata_card_find_port (card, repair->target, FALSE);

  if (!with || !target || strata_port_is_wired (target)
      || !strata_document_find_fault (self->document, strata_card_get_id (card),
                                      repair->fault))
    return NULL;
  if (repair->missing ? strata_port_get_value (target) != NULL
                      : is_ones (target))
    return NULL;
  return g_steal_pointer (&target);
}

/* Whether the value of a port has to do with a fault of the card. */
gboolean
strata_canvas_is_at_fault (StrataCanvas *self, StrataPort *port)
{
  StrataCard *card = strata_port_get_card (port);

  if (strata_document_is_wrong (self->document, strata_card_get_id (card),
                                strata_port_get_name (port)))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (repairs); i++)
    {
      g_autoptr (StrataPort) target = NULL;

      if (repairs[i].missing
          || !g_str_equal (repairs[i].target, strata_port_get_name (port)))
        continue;
      target = find_target (self, card, &repairs[i]);
      if (target)
        return TRUE;
    }
  return FALSE;
}

static void
repair (StrataCanvas *self, StrataPort *port, const char *text)
{
  g_autoptr (StrataValue) value = make_value (port, text);
  g_autoptr (GError) error = NULL;
  StrataCard *card = strata_port_get_card (port);

  strata_graph_begin (self->graph, _ ("Repair"));
  if (!strata_graph_set_value (self->graph, card, strata_port_get_name (port),
                               value, &error))
    strata_canvas_emit_hint (self, error->message);
  strata_graph_end (self->graph);
  strata_editor_log ("repaired %s.%s %s", strata_card_get_id (card),
                     strata_port_get_name (port), text);
}

/* The box. */

static void
clicked_cb (GtkButton *button, StrataCanvas *self)
{
  StrataPort *port = g_object_get_data (G_OBJECT (button), "port");
  const char *text = g_object_get_data (G_OBJECT (button), "text");

  if (strata_canvas_has_card (self, strata_port_get_card (port)))
    repair (self, port, text);
  if (self->menu)
    gtk_popover_popdown (GTK_POPOVER (self->menu));
}

static GtkWidget *
new_button (StrataCanvas *self, StrataPort *port, const char *text)
{
  g_autofree char *title = strata_canvas_dup_port_title (port);
  /* TRANSLATORS: a port, and the value that it is to get. */
  g_autofree char *label = g_strdup_printf (_ ("%s → %s"), title, text);
  GtkWidget *button = gtk_button_new_with_label (label);

  g_object_set_data_full (G_OBJECT (button), "port", g_object_ref (port),
                          g_object_unref);
  g_object_set_data (G_OBJECT (button), "text", (gpointer) text);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  return button;
}

static GtkWidget *
new_sentence (StrataFault *fault)
{
  GtkWidget *label = gtk_label_new (strata_fault_get_message (fault));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (strata_fault_get_kind (fault) != STRATA_FAULT_MISSING)
    gtk_widget_add_css_class (label, "error");
  return label;
}

static GtkWidget *
new_box (StrataCanvas *self, StrataCard *card, StrataFault *fault)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_append (GTK_BOX (box), new_sentence (fault));
  for (guint i = 0; i < G_N_ELEMENTS (repairs); i++)
    {
      g_autoptr (StrataPort) target = find_target (self, card, &repairs[i]);

      if (target)
        gtk_box_append (GTK_BOX (buttons),
                        new_button (self, target, repairs[i].text));
    }
  gtk_box_append (GTK_BOX (box), buttons);
  return box;
}

/* The fault of the first selected card that has one, below it. */
void
strata_canvas_show_fault (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);

  for (guint i = 0; i < cards->len; i++)
    {
      StrataCard *card = cards->pdata[i];
      StrataCanvasCard *own = strata_canvas_find (self, card);
      StrataFault *fault = strata_document_find_fault (
          self->document, strata_card_get_id (card), NULL);
      StrataCardLayout *layout;
      GtkWidget *popover;
      double x, y;

      if (!fault)
        continue;
      layout = strata_canvas_lay_out (self, own);
      strata_canvas_to_widget (self, own->x + layout->width / 2,
                               own->y + layout->height, &x, &y);
      popover = gtk_popover_new ();
      gtk_popover_set_child (GTK_POPOVER (popover),
                             new_box (self, card, fault));
      strata_editor_log ("fault %s", strata_card_get_id (card));
      strata_canvas_open_popover (self, popover, x, y);
      return;
    }
  strata_canvas_emit_hint (self, _ ("No selected card has a fault"));
}

gboolean
strata_canvas_hit_fault (StrataCanvas *self, const StrataHit *hit, double y)
{
  StrataCardLayout *layout;
  double graph_x, graph_y;

  if (hit->kind != STRATA_HIT_CARD)
    return FALSE;
  layout = strata_canvas_lay_out (self, hit->card);
  strata_canvas_to_graph (self, 0, y, &graph_x, &graph_y);
  return (layout->faulty || layout->incomplete)
         && layout->footer.size.height > 0
         && graph_y - hit->card->y >= layout->footer.origin.y;
}
