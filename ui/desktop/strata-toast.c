/* strata-toast.c — a sentence over the window's content that goes by itself.
 *
 * Not AdwToastOverlay: that of libadwaita 1.2 frees a toast which is dismissed
 * as soon as it appears while the first of its animations still plays, and that
 * one then writes to it. Here there is one toast, which takes the next
 * sentence.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-toast.h"

#include <glib/gi18n.h>

#define SECONDS 5

struct _StrataToast
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkWidget *label;
  GtkWidget *button;
  GtkEventController *motion;
  guint timeout;
};

G_DEFINE_FINAL_TYPE (StrataToast, strata_toast, GTK_TYPE_WIDGET)

void
strata_toast_dismiss (StrataToast *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
}

/* It stays for whoever is about to use it. */
static gboolean
timeout_cb (gpointer data)
{
  StrataToast *self = data;

  if (gtk_event_controller_motion_contains_pointer (
          GTK_EVENT_CONTROLLER_MOTION (self->motion))
      || gtk_widget_get_focus_child (self->revealer))
    return G_SOURCE_CONTINUE;
  self->timeout = 0;
  strata_toast_dismiss (self);
  return G_SOURCE_REMOVE;
}

void
strata_toast_show (StrataToast *self,
                   const char *sentence,
                   const char *label,
                   const char *action)
{
  gtk_label_set_text (GTK_LABEL (self->label), sentence);
  gtk_button_set_label (GTK_BUTTON (self->button), label ? label : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
  gtk_widget_set_visible (self->button, label != NULL);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add_seconds (SECONDS, timeout_cb, self);
}

const char *
strata_toast_get_sentence (StrataToast *self)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer))
             ? gtk_label_get_text (GTK_LABEL (self->label))
             : NULL;
}

/* Parts. */

static void
add_close_button (StrataToast *self, GtkWidget *box)
{
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_set_tooltip_text (close, _ ("Close"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Close"), -1);
  gtk_widget_add_css_class (close, "circular");
  gtk_widget_add_css_class (close, "flat");
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (strata_toast_dismiss),
                            self);
  gtk_box_append (GTK_BOX (box), close);
}

/* libadwaita draws what is called "toast". */
static GtkWidget *
new_box (StrataToast *self)
{
  GtkWidget *box =
      g_object_new (GTK_TYPE_BOX, "css-name", "toast", "accessible-role",
                    GTK_ACCESSIBLE_ROLE_ALERT, NULL);

  self->label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->label, "heading");
  gtk_box_append (GTK_BOX (box), self->label);

  self->button = gtk_button_new ();
  g_signal_connect_swapped (self->button, "clicked",
                            G_CALLBACK (strata_toast_dismiss), self);
  gtk_box_append (GTK_BOX (box), self->button);
  add_close_button (self, box);
  return box;
}

/* The object. */

static void
strata_toast_dispose (GObject *object)
{
  StrataToast *self = STRATA_TOAST (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (strata_toast_parent_class)->dispose (object);
}

static void
strata_toast_class_init (StrataToastClass *class)
{
  G_OBJECT_CLASS (class)->dispose = strata_toast_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class),
                                            GTK_TYPE_BIN_LAYOUT);
}

static void
strata_toast_init (StrataToast *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);

  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer),
                                    GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), new_box (self));
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));

  self->motion = gtk_event_controller_motion_new ();
  gtk_widget_add_controller (GTK_WIDGET (self), self->motion);
}

GtkWidget *
strata_toast_new (void)
{
  return g_object_new (STRATA_TYPE_TOAST, NULL);
}
