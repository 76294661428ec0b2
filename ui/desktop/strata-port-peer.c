/* strata-port-peer.c — a port of the canvas, for keys and for screen readers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-port-peer.h"
#include "strata-peer-words.h"

struct _StrataPortPeer
{
  GtkWidget parent_instance;

  StrataPort *port;
  StrataPeerWords words;
};

enum
{
  ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataPortPeer, strata_port_peer, GTK_TYPE_WIDGET)

static void
strata_port_peer_finalize (GObject *object)
{
  StrataPortPeer *self = STRATA_PORT_PEER (object);

  g_clear_object (&self->port);
  strata_peer_words_clear (&self->words);

  G_OBJECT_CLASS (strata_port_peer_parent_class)->finalize (object);
}

static void
strata_port_peer_class_init (StrataPortPeerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = strata_port_peer_finalize;

  signals[ACTIVATE] = g_signal_new ("activate", STRATA_TYPE_PORT_PEER,
                                    G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_activate_signal (widget_class, signals[ACTIVATE]);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_space, 0,
                                       "activate", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_KP_Space, 0,
                                       "activate", NULL);
  gtk_widget_class_set_css_name (widget_class, "portpeer");
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
strata_port_peer_init (StrataPortPeer *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
strata_port_peer_new (StrataPort *port)
{
  StrataPortPeer *self = g_object_new (STRATA_TYPE_PORT_PEER, NULL);

  g_set_object (&self->port, port);
  return GTK_WIDGET (self);
}

StrataPort *
strata_port_peer_get_port (StrataPortPeer *peer)
{
  g_return_val_if_fail (STRATA_IS_PORT_PEER (peer), NULL);

  return peer->port;
}

void
strata_port_peer_describe (StrataPortPeer *peer,
                           const char *name,
                           const char *help,
                           const char *fault)
{
  g_return_if_fail (STRATA_IS_PORT_PEER (peer));

  strata_peer_words_set (&peer->words, GTK_ACCESSIBLE (peer), name, help,
                         fault);
}

const char *
strata_port_peer_get_name (StrataPortPeer *peer)
{
  g_return_val_if_fail (STRATA_IS_PORT_PEER (peer), NULL);

  return peer->words.name;
}
