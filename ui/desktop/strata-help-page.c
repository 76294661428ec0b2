/* strata-help-page.c — all that there is to say of a card and its ports, or of
 * how the editor is used.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-help-page.h"

#include "strata-canvas-words.h"
#include "strata-command.h"
#include "strata-help-words.h"
#include "strata-mark-icon.h"

#include <glib/gi18n.h>

#define SPACE 12

/* What somebody must know to begin, with the keys for it. */
static const char *const first_commands[] = {
  "canvas.add",         "canvas.wire",   "canvas.open",
  "canvas.step((1,0))", "canvas.delete", "win.undo",
  "canvas.fit",         "win.explain",   "win.save",
  "win.commands",       "win.shortcuts", "canvas.help(('','',false))",
};

/* Texts that can be copied. */

static GtkWidget *
new_text (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
append (GtkWidget *box, const char *text, const char *style)
{
  if (text && *text)
    gtk_box_append (GTK_BOX (box), new_text (text, style));
}

static void
append_heading (GtkWidget *box, const char *text)
{
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "accessible-role",
                    GTK_ACCESSIBLE_ROLE_HEADING, "label", text, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, SPACE);
  gtk_box_append (GTK_BOX (box), label);
}

/* Lists. */

static GtkWidget *
new_list (const char *name)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return list;
}

static void
append_row (GtkWidget *list,
            GtkWidget *child,
            const char *name,
            const char *words)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_set_margin_top (child, SPACE / 2);
  gtk_widget_set_margin_bottom (child, SPACE / 2);
  gtk_widget_set_margin_start (child, SPACE);
  gtk_widget_set_margin_end (child, SPACE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words ? words : "", -1);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

/* Ports. */

static void
append_port (GtkWidget *list, StrataPort *port)
{
  const StrataPortRow *row = strata_port_get_row (port);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACE);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *title = strata_canvas_dup_port_title (port);
  g_autofree char *words = strata_help_words_port (port);
  const char *type = strata_port_get_type_name (port);

  if (row)
    {
      GtkWidget *mark = strata_mark_icon_new (row->type);

      gtk_widget_set_valign (mark, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (box), mark);
    }
  append (texts, title, "heading");
  append (texts, type, "dim-label");
  append (texts, words, NULL);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), texts);
  append_row (list, box, title, words);
}

static void
append_ports (GtkWidget *page,
              StrataCard *card,
              gboolean output,
              const char *heading)
{
  guint n = strata_card_get_n_ports (card);
  GtkWidget *list = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card, i);

      if (strata_port_is_output (port) != output)
        continue;
      if (!list)
        {
          list = new_list (heading);
          append_heading (page, heading);
          gtk_box_append (GTK_BOX (page), list);
        }
      append_port (list, port);
    }
}

/* Examples. */

static void
append_part (GtkWidget *box, const char *name, const char *text)
{
  if (!text)
    return;
  append (box, name, "dim-label");
  append (box, text, "monospace");
}

static void
append_examples (GtkWidget *page, const StrataKind *kind)
{
  GtkWidget *list;

  if (!kind || kind->n_examples == 0)
    return;
  list = new_list (_ ("Examples"));
  append_heading (page, _ ("Examples"));
  gtk_box_append (GTK_BOX (page), list);
  for (gsize i = 0; i < kind->n_examples; i++)
    {
      const StrataExample *example = &kind->examples[i];
      const char *help = example->help ? _ (example->help) : _ ("Example");
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

      append (box, help, NULL);
      append_part (box, _ ("Values"), example->inputs);
      append_part (box, _ ("Wired in"), example->tensors);
      append_part (box, _ ("Comes out"), example->outputs);
      append_row (list, box, help, example->inputs);
    }
}

/* Pages. */

static GtkWidget *
new_page (void)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACE / 2);

  gtk_widget_set_margin_top (page, SPACE);
  gtk_widget_set_margin_bottom (page, 2 * SPACE);
  gtk_widget_set_margin_start (page, SPACE);
  gtk_widget_set_margin_end (page, SPACE);
  return page;
}

GtkWidget *
strata_help_page_new_card (StrataCard *card, StrataPort *port)
{
  GtkWidget *page = new_page ();

  if (port)
    {
      GtkWidget *list = new_list (_ ("Port"));

      append_port (list, port);
      gtk_widget_set_margin_bottom (list, SPACE);
      gtk_box_append (GTK_BOX (page), list);
    }
  append (page, strata_card_get_title (card), "title-2");
  append (page, strata_card_get_type_name (card), "dim-label");
  if (!strata_card_is_known (card))
    append (page,
            _ ("This kind of card is not installed here: it is kept as it is, "
               "but cannot be evaluated"),
            NULL);
  append (page, strata_card_get_summary (card), NULL);
  append (page, strata_card_get_help (card), NULL);
  append_ports (page, card, FALSE, _ ("Inputs"));
  append_ports (page, card, TRUE, _ ("Outputs"));
  append_examples (page, strata_card_get_kind (card));
  return page;
}

static void
append_command (GtkWidget *list, const char *action)
{
  const StrataCommand *command = strata_command_find (action);
  g_auto (GStrv) keys = command ? strata_command_list_keys (command) : NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACE);
  GtkWidget *label;

  if (!keys || !*keys)
    {
      g_object_ref_sink (box);
      g_object_unref (box);
      return;
    }
  label = new_text (_ (command->title), NULL);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_shortcut_label_new (*keys));
  append_row (list, box, _ (command->title), *keys);
}

GtkWidget *
strata_help_page_new_start (void)
{
  GtkWidget *page = new_page ();
  GtkWidget *list = new_list (_ ("First Keys"));

  append (page, _ ("Strata"), "title-2");
  append (page,
          _ ("A graph is made of cards: each takes values and tensors at its "
             "inputs and gives what it has computed at its outputs."),
          NULL);
  append (page,
          _ ("Drag a card from the palette onto the canvas, or add it by its "
             "name. Drag from a port to another one to wire them; a wire that "
             "is dropped where nothing is offers the cards that fit."),
          NULL);
  append (page,
          _ ("Each change is computed at once. The cards and the viewer show "
             "what comes out; what is wrong is said at the port that it "
             "belongs to."),
          NULL);
  append (page,
          _ ("Point at a port, a card or a wire to read what it is. Select a "
             "card and ask for help again to read all of it."),
          NULL);
  append_heading (page, _ ("First Keys"));
  for (guint i = 0; i < G_N_ELEMENTS (first_commands); i++)
    append_command (list, first_commands[i]);
  gtk_box_append (GTK_BOX (page), list);
  return page;
}
