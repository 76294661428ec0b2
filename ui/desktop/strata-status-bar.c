/* strata-status-bar.c — what a graph costs, what is wrong, what was evaluated.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-status-bar.h"
#include "strata-announcer.h"
#include "strata-fault-list.h"
#include "strata-quantity.h"

#include <glib/gi18n.h>

struct _StrataStatusBar
{
  GtkBox parent_instance;

  StrataDocument *document;
  GtkWidget *cost;
  GtkWidget *faults; /* a button, with the two below */
  GtkWidget *wrong;
  GtkWidget *missing;
  GtkWidget *hint;
  GtkWidget *run;
  GtkWidget *zoom;
  StrataAnnouncer *announcer;
};

enum
{
  CARD_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataStatusBar, strata_status_bar, GTK_TYPE_BOX)

/* What is written. */

static char *
amount (gint64 n)
{
  return n == STRATA_UNKNOWN ? g_strdup ("?") : strata_quantity_short (n);
}

/* Which plural form it takes: an unknown amount, that of many. */
static gulong
form (gint64 n)
{
  return n < 0 ? G_MAXINT32 : (gulong) MIN (n, G_MAXINT32);
}

static void
update_cost (StrataStatusBar *self)
{
  StrataGraph *graph = strata_document_get_graph (self->document);
  StrataPlan *plan = strata_document_get_plan (self->document);
  guint n_cards = strata_graph_get_n_cards (graph);
  guint n_wires = strata_graph_get_n_wires (graph);
  gint64 n_parameters = strata_plan_get_total_parameters (plan);
  gint64 n_macs = strata_plan_get_total_macs (plan);
  g_autofree char *parameters = amount (n_parameters);
  g_autofree char *macs = amount (n_macs);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u card", "%u cards", n_cards),
                          n_cards);
  g_string_append (text, " \302\267 ");
  g_string_append_printf (text, ngettext ("%u wire", "%u wires", n_wires),
                          n_wires);
  g_string_append (text, "   ");
  g_string_append_printf (
      text, ngettext ("%s parameter", "%s parameters", form (n_parameters)),
      parameters);
  g_string_append (text, "   ");
  g_string_append_printf (text, ngettext ("%s MAC", "%s MACs", form (n_macs)),
                          macs);
  gtk_label_set_text (GTK_LABEL (self->cost), text->str);
}

static StrataFault *
find_wrong (GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    if (strata_fault_get_kind (faults->pdata[i]) == STRATA_FAULT_WRONG)
      return faults->pdata[i];
  return NULL;
}

/* The first of them, for those who do not see its mark. */
static void
announce_faults (StrataStatusBar *self, GPtrArray *faults)
{
  StrataFault *fault = find_wrong (faults);
  const char *card = fault ? strata_fault_get_card (fault) : NULL;
  g_autofree char *text = NULL;

  if (card)
    /* Translators: a card and what is wrong with it. */
    text =
        g_strdup_printf (_ ("%s: %s"), card, strata_fault_get_message (fault));
  else if (fault)
    text = g_strdup (strata_fault_get_message (fault));
  strata_announcer_warn (self->announcer, text);
}

static void
update_faults (StrataStatusBar *self)
{
  GPtrArray *faults = strata_document_get_faults (self->document);
  guint n_wrong =
      strata_document_count_faults (self->document, STRATA_FAULT_WRONG);
  guint n_missing =
      strata_document_count_faults (self->document, STRATA_FAULT_MISSING);
  g_autofree char *wrong =
      g_strdup_printf (ngettext ("%u fault", "%u faults", n_wrong), n_wrong);
  g_autofree char *missing = g_strdup_printf (
      ngettext ("%u port still empty", "%u ports still empty", n_missing),
      n_missing);
  GtkMenuButton *button = GTK_MENU_BUTTON (self->faults);

  gtk_label_set_text (GTK_LABEL (self->wrong), wrong);
  gtk_widget_set_visible (self->wrong, n_wrong > 0);
  gtk_label_set_text (GTK_LABEL (self->missing), missing);
  gtk_widget_set_visible (self->missing, n_missing > 0);
  gtk_widget_set_visible (self->faults, faults->len > 0);
  announce_faults (self, faults);
  strata_fault_list_set (
      STRATA_FAULT_LIST (gtk_menu_button_get_popover (button)),
      strata_document_get_graph (self->document), faults);
}

static void
update_run (StrataStatusBar *self)
{
  guint n = strata_document_get_n_evaluated (self->document);
  g_autofree char *time =
      strata_quantity_time (strata_document_get_run_time (self->document));
  g_autofree char *text = g_strdup_printf (
      /* Translators: a number of cards and a time. */
      ngettext ("%u card evaluated in %s", "%u cards evaluated in %s", n), n,
      time);

  gtk_label_set_text (GTK_LABEL (self->run),
                      n > 0 ? text : _ ("Nothing had to be evaluated"));
}

/* What is over at once need not be told. */
static void
progressed_cb (StrataDocument *document, StrataStatusBar *self)
{
  g_autofree char *text =
      g_strdup_printf (_ ("Running … %.0f\342\200\211%%"),
                       100 * strata_document_get_progress (document));

  gtk_label_set_text (GTK_LABEL (self->run), text);
}

static void
running_cb (StrataDocument *document, GParamSpec *pspec, StrataStatusBar *self)
{
  if (!strata_document_is_running (document))
    gtk_label_set_text (GTK_LABEL (self->run), _ ("Stopped"));
}

static void
finished_cb (StrataDocument *document, StrataStatusBar *self)
{
  update_run (self);
  strata_announcer_tell (self->announcer,
                         gtk_label_get_text (GTK_LABEL (self->run)));
}

static void
planned_cb (StrataDocument *document, StrataStatusBar *self)
{
  update_cost (self);
}

static void
faults_changed_cb (StrataDocument *document, StrataStatusBar *self)
{
  update_faults (self);
}

static void
card_chosen_cb (StrataFaultList *list, const char *card, StrataStatusBar *self)
{
  g_signal_emit (self, signals[CARD_CHOSEN], 0, card);
}

/* The object. */

static void
leave_document (StrataStatusBar *self)
{
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
}

static void
strata_status_bar_dispose (GObject *object)
{
  leave_document (STRATA_STATUS_BAR (object));

  G_OBJECT_CLASS (strata_status_bar_parent_class)->dispose (object);
}

static void
strata_status_bar_class_init (StrataStatusBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_status_bar_dispose;

  signals[CARD_CHOSEN] =
      g_signal_new ("card-chosen", STRATA_TYPE_STATUS_BAR, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
append_label (StrataStatusBar *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (self), label);
  return label;
}

static void
append_faults (StrataStatusBar *self)
{
  GtkWidget *list = strata_fault_list_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->wrong = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->wrong, "error");
  gtk_box_append (GTK_BOX (box), self->wrong);
  self->missing = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->missing, "strata-missing");
  gtk_box_append (GTK_BOX (box), self->missing);
  self->faults = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->faults), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->faults), list);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->faults), GTK_ARROW_UP);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (self->faults), FALSE);
  gtk_widget_set_visible (self->faults, FALSE);
  g_signal_connect (list, "card-chosen", G_CALLBACK (card_chosen_cb), self);
  gtk_box_append (GTK_BOX (self), self->faults);
}

static void
strata_status_bar_init (StrataStatusBar *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "strata-status");
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->cost = append_label (self);
  append_faults (self);
  self->run = append_label (self);
  gtk_widget_set_hexpand (self->run, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->run), 1);
  self->hint = append_label (self);
  gtk_widget_set_hexpand (self->hint, TRUE);
  gtk_widget_set_visible (self->hint, FALSE);
  self->zoom = append_label (self);
  self->announcer = STRATA_ANNOUNCER (strata_announcer_new ());
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->announcer));
}

StrataAnnouncer *
strata_status_bar_get_announcer (StrataStatusBar *bar)
{
  g_return_val_if_fail (STRATA_IS_STATUS_BAR (bar), NULL);

  return bar->announcer;
}

GtkWidget *
strata_status_bar_new (void)
{
  return g_object_new (STRATA_TYPE_STATUS_BAR, NULL);
}

void
strata_status_bar_set_document (StrataStatusBar *bar, StrataDocument *document)
{
  g_return_if_fail (STRATA_IS_STATUS_BAR (bar));

  leave_document (bar);
  bar->document = g_object_ref (document);
  g_signal_connect (document, "planned", G_CALLBACK (planned_cb), bar);
  g_signal_connect (document, "faults-changed", G_CALLBACK (faults_changed_cb),
                    bar);
  g_signal_connect (document, "progressed", G_CALLBACK (progressed_cb), bar);
  g_signal_connect (document, "notify::running", G_CALLBACK (running_cb), bar);
  g_signal_connect (document, "finished", G_CALLBACK (finished_cb), bar);
  update_cost (bar);
  update_faults (bar);
  gtk_label_set_text (GTK_LABEL (bar->run), "");
}

void
strata_status_bar_set_zoom (StrataStatusBar *bar, double zoom)
{
  g_autofree char *text = NULL;

  g_return_if_fail (STRATA_IS_STATUS_BAR (bar));

  text = g_strdup_printf ("%.0f\342\200\211%%", zoom * 100);
  gtk_label_set_text (GTK_LABEL (bar->zoom), text);
}

void
strata_status_bar_set_hint (StrataStatusBar *bar, const char *sentence)
{
  g_return_if_fail (STRATA_IS_STATUS_BAR (bar));

  gtk_label_set_text (GTK_LABEL (bar->hint), sentence ? sentence : "");
  if (sentence)
    strata_announcer_tell (bar->announcer, sentence);
  gtk_widget_set_visible (bar->hint, sentence != NULL);
  gtk_widget_set_visible (bar->run, sentence == NULL);
}

void
strata_status_bar_show_faults (StrataStatusBar *bar)
{
  g_return_if_fail (STRATA_IS_STATUS_BAR (bar));

  if (gtk_widget_get_visible (bar->faults))
    gtk_menu_button_popup (GTK_MENU_BUTTON (bar->faults));
}

const char *
strata_status_bar_get_text (StrataStatusBar *bar, const char *part)
{
  g_return_val_if_fail (STRATA_IS_STATUS_BAR (bar), NULL);

  if (g_str_equal (part, "faults") || g_str_equal (part, "missing"))
    {
      GtkWidget *label = *part == 'f' ? bar->wrong : bar->missing;

      return gtk_widget_get_visible (label)
                 ? gtk_label_get_text (GTK_LABEL (label))
                 : "";
    }
  return gtk_label_get_text (
      GTK_LABEL (g_str_equal (part, "cost") ? bar->cost : bar->run));
}
