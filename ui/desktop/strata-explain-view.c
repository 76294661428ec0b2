/* strata-explain-view.c — how one number came to be, for all to see.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-explain-view.h"
#include "strata-explain-text.h"
#include "strata-line-list.h"
#include "strata-number-grid.h"

#include <glib/gi18n.h>

#define MOST_CELLS 7    /* along a side of a grid */
#define SIDE_BY_SIDE 3  /* columns of grids that stand beside each other */
#define MOST_AT_ONCE 49 /* lines that need no list of their own */
#define LIST_HEIGHT 220

/* A chain of sums: words before it, and its lines. */
typedef struct
{
  GtkWidget *box;
  GtkWidget *heading;
  GtkWidget *order;
  GtkWidget *start;
  GtkWidget *few;  /* a label with all lines */
  GtkWidget *many; /* a scrolled list of them */
  GtkWidget *list;
} Chain;

struct _StrataExplainView
{
  AdwBin parent_instance;

  StrataExplanation *explanation;
  gboolean setting;

  GtkWidget *pane;
  GtkWidget *title;
  GtkWidget *seen;
  GtkWidget *content;
  GtkWidget *middle_row;
  GtkAdjustment *middle;
  GtkWidget *grids;
  GtkWidget *window;
  GtkWidget *kernel;
  Chain depthwise;
  Chain pointwise;
  Chain row;
  GtkWidget *result;
};

enum
{
  MIDDLE_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataExplainView, strata_explain_view, ADW_TYPE_BIN)

static void
take_text (GtkWidget *label, char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text);
  g_free (text);
}

/* Chains. */

/* The sum stands below its term, where it is found again. */
static char *
fold (char *line)
{
  char **parts = g_strsplit (line, " → ", 2);
  char *folded = g_strjoinv ("\n\u2003→ ", parts);

  g_strfreev (parts);
  g_free (line);
  return folded;
}

static char *
write_depthwise (guint index, gpointer data)
{
  return fold (strata_explain_text_term (data, FALSE, index));
}

static char *
write_pointwise (guint index, gpointer data)
{
  return fold (strata_explain_text_term (data, TRUE, index));
}

static char *
write_row (guint index, gpointer data)
{
  return strata_explain_text_row_sum (data, index);
}

static void
write_few (Chain *chain, StrataLineList *lines)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (lines)); i++)
    {
      g_autoptr (GtkStringObject) line =
          g_list_model_get_item (G_LIST_MODEL (lines), i);

      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, gtk_string_object_get_string (line));
    }
  gtk_label_set_text (GTK_LABEL (chain->few), text->str);
}

/* Takes @lines, unless they are few. */
static void
list_many (Chain *chain, StrataLineList *lines)
{
  g_autoptr (GtkSelectionModel) model = GTK_SELECTION_MODEL (
      gtk_no_selection_new (G_LIST_MODEL (g_object_ref (lines))));

  gtk_list_view_set_model (GTK_LIST_VIEW (chain->list), model);
}

static void
set_lines (Chain *chain,
           StrataExplanation *explanation,
           gint64 n,
           StrataLineFunc write)
{
  g_autoptr (StrataLineList) lines = strata_line_list_new (
      (guint) n, write, strata_explanation_ref (explanation),
      (GDestroyNotify) strata_explanation_unref);
  gboolean many = n > MOST_AT_ONCE;

  gtk_widget_set_visible (chain->box, n > 0);
  gtk_widget_set_visible (chain->few, !many);
  gtk_widget_set_visible (chain->many, many);
  if (many)
    list_many (chain, lines);
  else
    {
      gtk_list_view_set_model (GTK_LIST_VIEW (chain->list), NULL);
      write_few (chain, lines);
    }
}

static void
set_chain (Chain *chain,
           StrataExplanation *explanation,
           gboolean pointwise,
           StrataLineFunc write)
{
  gint64 n = strata_explanation_get_n_terms (explanation, pointwise);

  set_lines (chain, explanation, n, write);
  if (n == 0)
    return;
  take_text (chain->order, strata_explain_text_order (explanation, pointwise));
  take_text (chain->start, strata_explain_text_start (explanation, pointwise));
}

/* The window and the kernel. */

static void
show_grids (StrataExplainView *self, const StrataConvExplanation *e)
{
  const int rows = (int) MIN (e->window[0].kernel, MOST_CELLS + 1);
  const int columns = (int) MIN (e->window[1].kernel, MOST_CELLS + 1);
  const gboolean fits = rows <= MOST_CELLS && columns <= MOST_CELLS;
  StrataNumberCell window[MOST_CELLS * MOST_CELLS];
  StrataNumberCell kernel[MOST_CELLS * MOST_CELLS];

  gtk_widget_set_visible (self->grids, fits);
  if (!fits)
    return;
  for (int i = 0; i < rows * columns; i++)
    {
      const StrataConvTerm *term = &e->depthwise.terms[i];

      window[i] = (StrataNumberCell){ term->input, term->padded };
      kernel[i] = (StrataNumberCell){ term->weight, FALSE };
    }
  strata_number_grid_set (STRATA_NUMBER_GRID (self->window), rows, columns,
                          window, e->dtype);
  strata_number_grid_set (STRATA_NUMBER_GRID (self->kernel), rows, columns,
                          kernel, e->dtype);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->grids),
                                  columns <= SIDE_BY_SIDE
                                      ? GTK_ORIENTATION_HORIZONTAL
                                      : GTK_ORIENTATION_VERTICAL);
}

static void
middle_cb (GtkAdjustment *adjustment, StrataExplainView *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[MIDDLE_CHOSEN], 0,
                   (gint64) gtk_adjustment_get_value (adjustment));
}

static void
show_middle (StrataExplainView *self, const StrataConvExplanation *e)
{
  gint64 n = e->pointwise.n_terms;

  gtk_widget_set_visible (self->middle_row, n > 1);
  self->setting = TRUE;
  gtk_adjustment_configure (self->middle, (double) e->element.middle, 0,
                            (double) MAX (n - 1, 0), 1, 8, 0);
  self->setting = FALSE;
}

static void
show_explanation (StrataExplainView *self)
{
  const StrataConvExplanation *e =
      strata_explanation_get_numbers (self->explanation);
  const gboolean both = strata_explanation_is_separable (self->explanation);

  take_text (self->title, strata_explain_text_title (self->explanation));
  take_text (self->seen, strata_explain_text_seen (self->explanation));
  take_text (self->result, strata_explain_text_result (self->explanation));
  gtk_widget_set_visible (self->depthwise.heading, both);
  show_middle (self, e);
  show_grids (self, e);
  set_chain (&self->depthwise, self->explanation, FALSE, write_depthwise);
  set_chain (&self->pointwise, self->explanation, TRUE, write_pointwise);
  set_lines (&self->row, self->explanation, e->n_row, write_row);
}

/* Copying. */

static void
copy_cb (GtkButton *button, StrataExplainView *self)
{
  g_autofree char *text = NULL;

  if (!self->explanation)
    return;
  text = strata_explain_text_all (self->explanation);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

/* Parts. */

static GtkWidget *
append_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
setup_line_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "caption");
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, label);
}

static void
bind_line_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *line = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (line));
}

static GtkWidget *
new_list (GtkWidget **list)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_line_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_line_cb), NULL);
  *list = gtk_list_view_new (NULL, factory);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), *list);
  gtk_widget_set_size_request (scrolled, -1, LIST_HEIGHT);
  return scrolled;
}

static void
append_chain (Chain *chain, GtkWidget *box, const char *heading)
{
  chain->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  chain->heading = append_label (chain->box, heading, "heading");
  chain->order = append_label (chain->box, NULL, "dim-label");
  chain->start = append_label (chain->box, NULL, "caption");
  chain->few = append_label (chain->box, NULL, "caption");
  gtk_widget_add_css_class (chain->few, "numeric");
  chain->many = new_list (&chain->list);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chain->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  gtk_box_append (GTK_BOX (chain->box), chain->many);
  gtk_box_append (GTK_BOX (box), chain->box);
}

static void
append_middle (StrataExplainView *self)
{
  GtkWidget *label = gtk_label_new (_ ("Window of depthwise channel"));
  GtkWidget *spin;

  self->middle = gtk_adjustment_new (0, 0, 0, 1, 8, 0);
  g_signal_connect (self->middle, "value-changed", G_CALLBACK (middle_cb),
                    self);
  self->middle_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  spin = gtk_spin_button_new (self->middle, 1, 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (label)), -1);
  gtk_box_append (GTK_BOX (self->middle_row), label);
  gtk_box_append (GTK_BOX (self->middle_row), spin);
  gtk_box_append (GTK_BOX (self->content), self->middle_row);
}

static void
append_grids (StrataExplainView *self)
{
  GtkWidget *dot = gtk_label_new ("⊙");

  self->grids = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->window = strata_number_grid_new (_ ("Window of the input"));
  self->kernel = strata_number_grid_new (_ ("Kernel"));
  gtk_widget_set_direction (self->grids, GTK_TEXT_DIR_LTR);
  gtk_widget_set_hexpand (self->window, TRUE);
  gtk_widget_set_hexpand (self->kernel, TRUE);
  gtk_box_append (GTK_BOX (self->grids), self->window);
  gtk_box_append (GTK_BOX (self->grids), dot);
  gtk_box_append (GTK_BOX (self->grids), self->kernel);
  gtk_box_append (GTK_BOX (self->content), self->grids);
}

static void
append_copy (StrataExplainView *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Copy as Text"));

  g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), self);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->content), button);
}

static void
strata_explain_view_dispose (GObject *object)
{
  StrataExplainView *self = STRATA_EXPLAIN_VIEW (object);

  g_clear_pointer (&self->explanation, strata_explanation_unref);

  G_OBJECT_CLASS (strata_explain_view_parent_class)->dispose (object);
}

static void
strata_explain_view_class_init (StrataExplainViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_explain_view_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass),
                                        GTK_ACCESSIBLE_ROLE_GROUP);

  signals[MIDDLE_CHOSEN] = g_signal_new (
      "middle-chosen", STRATA_TYPE_EXPLAIN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
strata_explain_view_init (StrataExplainView *self)
{
  self->pane = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->title = append_label (self->pane, NULL, "heading");
  self->seen = append_label (self->pane, NULL, "dim-label");
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->pane), self->content);
  append_middle (self);
  append_grids (self);
  /* What all of it leads to is not to be scrolled for. */
  self->result = append_label (self->content, NULL, "heading");
  append_chain (&self->depthwise, self->content, _ ("Over the window"));
  append_chain (&self->pointwise, self->content,
                _ ("Over the depthwise channels"));
  append_chain (&self->row, self->content, _ ("Sums of the whole row"));
  gtk_widget_hide (self->row.order);
  gtk_widget_hide (self->row.start);
  append_copy (self);
  adw_bin_set_child (ADW_BIN (self), self->pane);
  strata_explain_view_set (self, NULL, NULL);
}

GtkWidget *
strata_explain_view_new (void)
{
  return g_object_new (STRATA_TYPE_EXPLAIN_VIEW, NULL);
}

void
strata_explain_view_set (StrataExplainView *view,
                         StrataExplanation *explanation,
                         const char *sentence)
{
  g_return_if_fail (STRATA_IS_EXPLAIN_VIEW (view));

  if (explanation)
    strata_explanation_ref (explanation);
  g_clear_pointer (&view->explanation, strata_explanation_unref);
  view->explanation = explanation;
  gtk_widget_set_visible (view->pane, explanation || sentence);
  gtk_widget_set_visible (view->content, explanation != NULL);
  if (explanation)
    {
      show_explanation (view);
      return;
    }
  gtk_label_set_text (GTK_LABEL (view->title), _ ("This number"));
  gtk_label_set_text (GTK_LABEL (view->seen), sentence ? sentence : "");
  gtk_label_set_text (GTK_LABEL (view->result), "");
}

const char *
strata_explain_view_get_result (StrataExplainView *view)
{
  GtkWidget *label;

  g_return_val_if_fail (STRATA_IS_EXPLAIN_VIEW (view), NULL);

  label = view->explanation ? view->result : view->seen;
  return gtk_label_get_text (GTK_LABEL (label));
}
