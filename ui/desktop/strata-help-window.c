/* strata-help-window.c — a window beside the editor that shows a page of help.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-help-window.h"

#define WIDTH 520
#define HEIGHT 640

struct _StrataHelpWindow
{
  AdwWindow parent_instance;

  GtkWidget *scrolled;
};

G_DEFINE_FINAL_TYPE (StrataHelpWindow, strata_help_window, ADW_TYPE_WINDOW)

static void
strata_help_window_class_init (StrataHelpWindowClass *klass)
{
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape,
                                       0, "window.close", NULL);
}

static void
strata_help_window_init (StrataHelpWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_focusable (self->scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), self->scrolled);
  adw_window_set_content (ADW_WINDOW (self), box);
}

static StrataHelpWindow *
find (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = g_list_model_get_n_items (windows);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (STRATA_IS_HELP_WINDOW (window)
          && gtk_window_get_transient_for (window) == parent)
        return STRATA_HELP_WINDOW (window);
    }
  return NULL;
}

static StrataHelpWindow *
new_beside (GtkWindow *parent)
{
  return g_object_new (STRATA_TYPE_HELP_WINDOW, "transient-for", parent,
                       "destroy-with-parent", TRUE, NULL);
}

void
strata_help_window_show (GtkWidget *widget, const char *title, GtkWidget *page)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *parent = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  StrataHelpWindow *self = find (parent);
  GtkWidget *clamp = adw_clamp_new ();

  if (!self)
    self = new_beside (parent);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  /* The texts can be selected; the keys are to scroll first. */
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), clamp);
  gtk_window_set_focus (GTK_WINDOW (self), self->scrolled);
  gtk_window_present (GTK_WINDOW (self));
}
