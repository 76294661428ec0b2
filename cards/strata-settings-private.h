/* strata-settings-private.h — the fields of one card, filled in.
 *
 * What a kind's functions get as `self`. Never changes once a plan has it, and
 * is shared by the plan's nodes and by layer instances.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-keep-private.h"
#include "strata-kind.h"
#include "strata-sync-private.h"

G_BEGIN_DECLS

typedef struct
{
  StrataRefCount   references;
  const StrataKind *kind;
  char             *id;   /* of the card */
  gpointer          self;
  StrataKeep       *keep; /* what self points at */
} StrataSettings;

StrataSettings *strata_settings_new   (const StrataKind *kind,
                                       const char       *id);
StrataSettings *strata_settings_ref   (StrataSettings   *settings);
void            strata_settings_unref (StrataSettings   *settings);

/* The field of a row. */
gpointer        strata_settings_field (StrataSettings      *settings,
                                       const StrataPortRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataSettings, strata_settings_unref)

G_END_DECLS
