/* strata-port-peer.h — a port of the canvas, for keys and for screen readers.
 *
 * The canvas paints the port; this stands over it and paints nothing. It can
 * have the focus, and says what the port is called, what it holds, and what is
 * wrong with it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>
#include <strata.h>

G_BEGIN_DECLS

#define STRATA_TYPE_PORT_PEER (strata_port_peer_get_type ())

/* Signal "activate" (): the space bar, or whatever else activates it. */
G_DECLARE_FINAL_TYPE (StrataPortPeer, strata_port_peer, STRATA, PORT_PEER, GtkWidget)

/* Without a port it stands for the row that unfolds the card. */
GtkWidget  *strata_port_peer_new        (StrataPort     *port);
StrataPort *strata_port_peer_get_port   (StrataPortPeer *peer);

/* @fault is what is wrong with it, or NULL; @help what it is for. */
void        strata_port_peer_describe   (StrataPortPeer *peer,
                                         const char     *name,
                                         const char     *help,
                                         const char     *fault);
const char *strata_port_peer_get_name   (StrataPortPeer *peer);

G_END_DECLS
