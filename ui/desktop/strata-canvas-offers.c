/* strata-canvas-offers.c — where a wire from a port may go.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-words.h"
#include "strata-kind-match.h"
#include "strata-wire-offer.h"

#include <glib/gi18n.h>
#include <math.h>

/* Nobody reads more of what cannot be. */
#define MOST_REFUSED 200

typedef struct
{
  StrataCanvas *canvas;
  StrataPort *from;
  GPtrArray *fitting; /* StrataWireOffer */
  GPtrArray *refused;
} Search;

static char *
name_port (StrataPort *port)
{
  StrataCard *card = strata_port_get_card (port);
  g_autofree char *title = strata_canvas_dup_port_title (port);

  /* Translators: a card, what it is, and one of its ports. */
  return g_strdup_printf (_ ("%s · %s — %s"), strata_card_get_id (card),
                          strata_card_get_title (card), title);
}

/* What is on an input already, and would go. */
static char *
name_present (StrataPort *port)
{
  StrataWire *wire = strata_port_get_wire (port);

  if (!wire)
    return NULL;
  return g_strdup_printf (_ ("Wired from %s, which would be replaced"),
                          strata_card_get_id (strata_wire_get_source (wire)));
}

static void
offer (Search *search, StrataPort *port)
{
  g_autoptr (GError) error = NULL;
  gboolean fits =
      strata_canvas_fits (search->canvas, search->from, port, &error);
  g_autofree char *text = NULL;
  g_autofree char *present = NULL;

  if (!fits && search->refused->len >= MOST_REFUSED)
    return;
  text = name_port (port);
  present = fits ? name_present (port) : NULL;
  g_ptr_array_add (fits ? search->fitting : search->refused,
                   strata_wire_offer_new_port (
                       port, text, fits ? present : error->message, fits));
}

/* Ports that take values and no wire in practice are left out: nothing makes a
 * number. */
static gboolean
is_worth_a_look (const Search *search, StrataPort *port)
{
  const StrataPortRow *from = strata_port_get_row (search->from);
  const StrataPortRow *to = strata_port_get_row (port);

  if (strata_port_is_output (port) == strata_port_is_output (search->from))
    return FALSE;
  return !from || !to || from->type == to->type
         || (from->type >= STRATA_PORT_TENSOR && to->type >= STRATA_PORT_TENSOR)
         || strata_port_rows_fit (strata_port_is_output (port) ? to : from,
                                  strata_port_is_output (port) ? from : to,
                                  NULL);
}

static void
offer_card (Search *search, StrataCard *card)
{
  guint n = strata_card_get_n_ports (card);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card, i);

      if (is_worth_a_look (search, port))
        offer (search, port);
    }
}

/* The nearest card first. */

static double
get_distance (Search *search, StrataWireOffer *offer)
{
  StrataCanvasCard *here =
      strata_canvas_find (search->canvas, strata_port_get_card (search->from));
  StrataCanvasCard *there = strata_canvas_find (
      search->canvas,
      strata_port_get_card (strata_wire_offer_get_port (offer)));

  return here && there ? hypot (there->x - here->x, there->y - here->y) : 0;
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  double first = get_distance (data, *(StrataWireOffer **) a);
  double second = get_distance (data, *(StrataWireOffer **) b);

  return first < second ? -1 : first > second;
}

static void
offer_kinds (Search *search, GListStore *list)
{
  const StrataPortRow *row = strata_port_get_row (search->from);
  StrataRegistry *registry = strata_graph_get_registry (search->canvas->graph);
  guint n = row ? strata_registry_get_n_kinds (registry) : 0;

  for (guint i = 0; i < n; i++)
    {
      const StrataKind *kind = strata_registry_get_kind (registry, i);
      g_autofree char *text = NULL;
      g_autoptr (StrataWireOffer) offer = NULL;

      if (!strata_kind_find_fit (kind, row))
        continue;
      text = g_strdup_printf (_ ("New card: %s"), _ (kind->title));
      offer = strata_wire_offer_new_kind (kind, text);
      g_list_store_append (list, offer);
    }
}

/* What fits, then cards that are to come, then what does not fit. */
GListModel *
strata_canvas_list_offers (StrataCanvas *self, StrataPort *from)
{
  GListStore *list = g_list_store_new (STRATA_TYPE_WIRE_OFFER);
  g_autoptr (GPtrArray) fitting =
      g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) refused =
      g_ptr_array_new_with_free_func (g_object_unref);
  Search search = { self, from, fitting, refused };
  guint n = strata_graph_get_n_cards (self->graph);

  for (guint i = 0; i < n; i++)
    offer_card (&search, strata_graph_get_card (self->graph, i));
  g_ptr_array_sort_with_data (fitting, compare_cb, &search);
  g_list_store_splice (list, 0, 0, fitting->pdata, fitting->len);
  offer_kinds (&search, list);
  g_list_store_splice (list, g_list_model_get_n_items (G_LIST_MODEL (list)), 0,
                       refused->pdata, refused->len);
  return G_LIST_MODEL (list);
}
