/* strata-wire-offer.c — where a wire may go: a port, or a card that is to come.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-wire-offer.h"

#include <string.h>

struct _StrataWireOffer
{
  GObject parent_instance;

  StrataPort *port;
  const StrataKind *kind;
  char *text;
  char *note;
  char *folded;
  gboolean fits;
};

G_DEFINE_FINAL_TYPE (StrataWireOffer, strata_wire_offer, G_TYPE_OBJECT)

static void
strata_wire_offer_finalize (GObject *object)
{
  StrataWireOffer *self = STRATA_WIRE_OFFER (object);

  g_clear_object (&self->port);
  g_free (self->text);
  g_free (self->note);
  g_free (self->folded);

  G_OBJECT_CLASS (strata_wire_offer_parent_class)->finalize (object);
}

static void
strata_wire_offer_class_init (StrataWireOfferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_wire_offer_finalize;
}

static void
strata_wire_offer_init (StrataWireOffer *self)
{
}

StrataWireOffer *
strata_wire_offer_new_port (StrataPort *port,
                            const char *text,
                            const char *note,
                            gboolean fits)
{
  StrataWireOffer *self = g_object_new (STRATA_TYPE_WIRE_OFFER, NULL);

  self->port = g_object_ref (port);
  self->text = g_strdup (text);
  self->note = g_strdup (note);
  self->folded = g_utf8_casefold (text, -1);
  self->fits = fits;
  return self;
}

StrataWireOffer *
strata_wire_offer_new_kind (const StrataKind *kind, const char *text)
{
  StrataWireOffer *self = g_object_new (STRATA_TYPE_WIRE_OFFER, NULL);
  g_autofree char *all = g_strconcat (text, " ", kind->type, NULL);

  self->kind = kind;
  self->text = g_strdup (text);
  self->folded = g_utf8_casefold (all, -1);
  self->fits = TRUE;
  return self;
}

StrataPort *
strata_wire_offer_get_port (StrataWireOffer *offer)
{
  g_return_val_if_fail (STRATA_IS_WIRE_OFFER (offer), NULL);

  return offer->port;
}

const StrataKind *
strata_wire_offer_get_kind (StrataWireOffer *offer)
{
  g_return_val_if_fail (STRATA_IS_WIRE_OFFER (offer), NULL);

  return offer->kind;
}

const char *
strata_wire_offer_get_text (StrataWireOffer *offer)
{
  g_return_val_if_fail (STRATA_IS_WIRE_OFFER (offer), NULL);

  return offer->text;
}

const char *
strata_wire_offer_get_note (StrataWireOffer *offer)
{
  g_return_val_if_fail (STRATA_IS_WIRE_OFFER (offer), NULL);

  return offer->note;
}

gboolean
strata_wire_offer_fits (StrataWireOffer *offer)
{
  g_return_val_if_fail (STRATA_IS_WIRE_OFFER (offer), FALSE);

  return offer->fits;
}

gboolean
strata_wire_offer_matches (StrataWireOffer *offer, const char *const *words)
{
  g_return_val_if_fail (STRATA_IS_WIRE_OFFER (offer), FALSE);

  for (; *words; words++)
    if (!strstr (offer->folded, *words))
      return FALSE;
  return TRUE;
}
