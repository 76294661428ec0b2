/* strata-mark-icon.h — the mark of a port's type, as a small picture.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-port-mark.h"

G_BEGIN_DECLS

#define STRATA_TYPE_MARK_ICON (strata_mark_icon_get_type ())

G_DECLARE_FINAL_TYPE (StrataMarkIcon, strata_mark_icon, STRATA, MARK_ICON, GtkWidget)

GtkWidget      *strata_mark_icon_new         (StrataPortType    type);
void            strata_mark_icon_set_type    (StrataMarkIcon   *icon,
                                              StrataPortType    type);

/* What stands for a kind of card: a layer, or else its first output, or else
 * its first input that only a wire can feed. */
StrataPortType  strata_mark_icon_type_of     (const StrataKind *kind);

G_END_DECLS
