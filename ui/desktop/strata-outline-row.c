/* strata-outline-row.c — a row of the outline: a card, a port or a wire.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-outline-row.h"
#include "strata-canvas-words.h"
#include "strata-mark-icon.h"

#include <glib/gi18n.h>

#define ARROW " \342\206\222 "

/* Words. */

static char *
describe_wire (StrataWire *wire)
{
  return g_strdup_printf ("%s.%s" ARROW "%s.%s",
                          strata_card_get_id (strata_wire_get_source (wire)),
                          strata_wire_get_source_port (wire),
                          strata_card_get_id (strata_wire_get_target (wire)),
                          strata_wire_get_target_port (wire));
}

static char *
describe_card (StrataDocument *document, StrataCard *card)
{
  StrataPlan *plan = strata_document_get_plan (document);
  const char *id = strata_card_get_id (card);
  int index = strata_plan_find_card (plan, id);
  const StrataSpec *spec =
      index >= 0 ? strata_plan_get_main_spec (plan, (guint) index) : NULL;
  g_autofree char *shape = spec ? strata_spec_to_string (spec) : NULL;
  StrataFault *fault = strata_document_find_fault (document, id, NULL);

  g_autofree char *name =
      g_strdup_printf ("%s %s", strata_card_get_title (card), id);

  if (fault)
    /* Translators: a card and what is wrong with it. */
    return g_strdup_printf (_ ("%s: %s"), name,
                            strata_fault_get_message (fault));
  return shape ? g_strdup_printf ("%s, %s", name, shape)
               : g_steal_pointer (&name);
}

char *
strata_outline_row_describe (StrataDocument *document, gpointer item)
{
  if (STRATA_IS_CARD (item))
    return describe_card (document, item);
  if (STRATA_IS_PORT (item))
    return strata_canvas_name_port (item);
  return describe_wire (item);
}

char *
strata_outline_row_describe_alone (StrataDocument *document, gpointer item)
{
  g_autofree char *text = strata_outline_row_describe (document, item);

  if (!STRATA_IS_PORT (item))
    return g_steal_pointer (&text);
  return g_strconcat (strata_card_get_id (strata_port_get_card (item)),
                      " \302\267 ", text, NULL);
}

/* Looks. */

static StrataPortType
get_type (gpointer item)
{
  const StrataPortRow *row = NULL;

  if (STRATA_IS_CARD (item))
    {
      const StrataKind *kind = strata_card_get_kind (item);

      return kind ? strata_mark_icon_type_of (kind) : STRATA_PORT_STRING;
    }
  if (STRATA_IS_PORT (item))
    row = strata_port_get_row (item);
  else
    row = strata_wire_get_source_row (item);
  return row ? row->type : STRATA_PORT_STRING;
}

static gboolean
is_faulty (StrataDocument *document, gpointer item)
{
  if (STRATA_IS_CARD (item))
    return strata_document_is_wrong (document, strata_card_get_id (item), NULL);
  return STRATA_IS_PORT (item)
         && strata_document_is_wrong (
             document, strata_card_get_id (strata_port_get_card (item)),
             strata_port_get_name (item));
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

GtkWidget *
strata_outline_row_new (void)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), strata_mark_icon_new (STRATA_PORT_TENSOR));
  gtk_box_append (GTK_BOX (box), label);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), box);
  return expander;
}

void
strata_outline_row_bind (GtkWidget *row,
                         StrataDocument *document,
                         GtkTreeListRow *item)
{
  g_autoptr (GObject) object = gtk_tree_list_row_get_item (item);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (row);
  GtkWidget *icon =
      gtk_widget_get_first_child (gtk_tree_expander_get_child (expander));
  GtkWidget *label = gtk_widget_get_next_sibling (icon);
  gboolean faulty = is_faulty (document, object);
  g_autofree char *text =
      gtk_tree_list_row_get_depth (item) == 0
          ? strata_outline_row_describe_alone (document, object)
          : strata_outline_row_describe (document, object);

  gtk_tree_expander_set_list_row (expander, item);
  strata_mark_icon_set_type (STRATA_MARK_ICON (icon), get_type (object));
  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (row, text);
  set_class (label, "dim-label", STRATA_IS_WIRE (object));
  set_class (label, "error", faulty);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
      faulty ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

void
strata_outline_row_unbind (GtkWidget *row)
{
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (row), NULL);
}
