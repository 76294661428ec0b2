/* strata-explainer.c — the number that is being explained, and what it has
 * seen.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-explainer.h"

#include <glib/gi18n.h>

/* An element of the tensor at a port. */
typedef struct
{
  char *card;
  char *port;
  StrataRegion at; /* one element */
} Element;

struct _StrataExplainer
{
  GObject parent_instance;

  StrataDocument *document;
  gboolean active;
  Element chosen;    /* by the user; no card for none */
  Element explained; /* the one whose number is told */
  gint64 middle;
  StrataExplanation *explanation;
  char *sentence;
  GPtrArray *sights; /* StrataSight */
};

enum
{
  PROP_0,
  PROP_ACTIVE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataExplainer, strata_explainer, G_TYPE_OBJECT)

static void
element_clear (Element *element)
{
  g_clear_pointer (&element->card, g_free);
  g_clear_pointer (&element->port, g_free);
}

static void
element_set (Element *element,
             const char *card,
             const char *port,
             const StrataRegion *at)
{
  Element copy = { g_strdup (card), g_strdup (port), *at };

  element_clear (element);
  *element = copy;
}

static gboolean
element_equal (const Element *a, const Element *b)
{
  if (g_strcmp0 (a->card, b->card) != 0 || g_strcmp0 (a->port, b->port) != 0
      || a->at.rank != b->at.rank)
    return FALSE;
  for (int axis = 0; axis < a->at.rank; axis++)
    if (a->at.first[axis] != b->at.first[axis])
      return FALSE;
  return TRUE;
}

/* What it tells. */

static void
forget (StrataExplainer *self)
{
  g_clear_pointer (&self->explanation, strata_explanation_unref);
  g_clear_pointer (&self->sentence, g_free);
  g_ptr_array_set_size (self->sights, 0);
}

static void
add_own_sight (StrataExplainer *self)
{
  StrataSight sight = { self->explained.card, self->explained.port,
                        self->explained.at };

  g_ptr_array_insert (self->sights, 0, strata_sight_copy (&sight));
}

static void
trace (StrataExplainer *self, StrataRun *run)
{
  g_autoptr (GPtrArray) sights = strata_run_trace (
      run, self->explained.card, self->explained.port, &self->explained.at);

  for (guint i = 0; i < sights->len; i++)
    g_ptr_array_add (self->sights, strata_sight_copy (sights->pdata[i]));
  add_own_sight (self);
}

/* Where a card hands on what another one computed, the element of that one. */
static void
follow_up (StrataExplainer *self, StrataRun *run)
{
  for (;;)
    {
      Element *element = &self->explained;
      StrataGraph *graph = strata_document_get_graph (self->document);
      StrataCard *card = strata_graph_find_card (graph, element->card);
      const StrataKind *kind = card ? strata_card_get_kind (card) : NULL;
      g_autoptr (GPtrArray) sights = NULL;
      const StrataSight *first;

      if (!kind || kind->role == STRATA_ROLE_PLAIN)
        return;
      sights =
          strata_run_trace (run, element->card, element->port, &element->at);
      if (sights->len == 0)
        return;
      first = sights->pdata[0];
      element_set (element, first->card, first->port, &first->region);
    }
}

/* There may be fewer channels than there were. */
static StrataExplanation *
explain (StrataExplainer *self, StrataRun *run, GError **error)
{
  const Element *element = &self->explained;
  const gint64 *index = element->at.first;
  gsize n = (gsize) element->at.rank;
  StrataExplanation *explanation =
      strata_run_explain (run, element->card, index, n, self->middle, NULL);

  if (explanation)
    return explanation;
  self->middle = 0;
  return strata_run_explain (run, element->card, index, n, 0, error);
}

static void
tell (StrataExplainer *self)
{
  StrataRun *run =
      self->document ? strata_document_get_finished_run (self->document) : NULL;
  g_autoptr (GError) error = NULL;

  forget (self);
  if (!self->active)
    return;
  if (!self->chosen.card)
    {
      self->sentence = g_strdup (_ (
          "Click on a number in a picture, or go there with the arrow keys"));
      return;
    }
  if (!run)
    {
      self->sentence = g_strdup (_ ("The graph must be run first"));
      return;
    }
  element_set (&self->explained, self->chosen.card, self->chosen.port,
               &self->chosen.at);
  follow_up (self, run);
  self->explanation = explain (self, run, &error);
  if (self->explanation)
    trace (self, run);
  else
    self->sentence = g_strdup (error->message);
}

static void
update (StrataExplainer *self)
{
  tell (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
finished_cb (StrataDocument *document, StrataExplainer *self)
{
  if (self->active)
    update (self);
}

/* The object. */

static void
leave_document (StrataExplainer *self)
{
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
}

static void
strata_explainer_get_property (GObject *object,
                               guint prop_id,
                               GValue *value,
                               GParamSpec *pspec)
{
  StrataExplainer *self = STRATA_EXPLAINER (object);

  switch (prop_id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
strata_explainer_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ACTIVE:
      strata_explainer_set_active (STRATA_EXPLAINER (object),
                                   g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
strata_explainer_dispose (GObject *object)
{
  leave_document (STRATA_EXPLAINER (object));

  G_OBJECT_CLASS (strata_explainer_parent_class)->dispose (object);
}

static void
strata_explainer_finalize (GObject *object)
{
  StrataExplainer *self = STRATA_EXPLAINER (object);

  element_clear (&self->chosen);
  element_clear (&self->explained);
  forget (self);
  g_ptr_array_unref (self->sights);

  G_OBJECT_CLASS (strata_explainer_parent_class)->finalize (object);
}

static void
strata_explainer_class_init (StrataExplainerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = strata_explainer_dispose;
  object_class->finalize = strata_explainer_finalize;
  object_class->get_property = strata_explainer_get_property;
  object_class->set_property = strata_explainer_set_property;

  properties[PROP_ACTIVE] = g_param_spec_boolean (
      "active", NULL, NULL, FALSE,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
      g_signal_new ("changed", STRATA_TYPE_EXPLAINER, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
strata_explainer_init (StrataExplainer *self)
{
  self->sights =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_sight_free);
}

StrataExplainer *
strata_explainer_new (void)
{
  return g_object_new (STRATA_TYPE_EXPLAINER, NULL);
}

void
strata_explainer_set_document (StrataExplainer *explainer,
                               StrataDocument *document)
{
  g_return_if_fail (STRATA_IS_EXPLAINER (explainer));

  leave_document (explainer);
  element_clear (&explainer->chosen);
  element_clear (&explainer->explained);
  if (document)
    {
      explainer->document = g_object_ref (document);
      g_signal_connect (document, "finished", G_CALLBACK (finished_cb),
                        explainer);
    }
  update (explainer);
}

gboolean
strata_explainer_is_active (StrataExplainer *explainer)
{
  g_return_val_if_fail (STRATA_IS_EXPLAINER (explainer), FALSE);

  return explainer->active;
}

void
strata_explainer_set_active (StrataExplainer *explainer, gboolean active)
{
  g_return_if_fail (STRATA_IS_EXPLAINER (explainer));

  if (!active == !explainer->active)
    return;
  explainer->active = active;
  update (explainer);
  g_object_notify_by_pspec (G_OBJECT (explainer), properties[PROP_ACTIVE]);
}

/* Whether the number has seen the card, and one is only looking there. */
static gboolean
is_looking_around (StrataExplainer *self, const char *card)
{
  StrataGraph *graph;
  StrataCard *found;

  if (!self->explanation || g_str_equal (card, self->explained.card)
      || !strata_explainer_find_card (self, card))
    return FALSE;
  graph = strata_document_get_graph (self->document);
  found = strata_graph_find_card (graph, card);
  return found && !strata_kind_is_explained (strata_card_get_kind (found));
}

void
strata_explainer_choose (StrataExplainer *explainer,
                         const char *card,
                         const char *port,
                         const gint64 *index,
                         gsize n)
{
  g_autoptr (StrataRegion) at = NULL;
  Element element;

  g_return_if_fail (STRATA_IS_EXPLAINER (explainer));
  g_return_if_fail (n <= STRATA_MAX_RANK);

  if (card && is_looking_around (explainer, card))
    return;
  at = strata_region_new (index, n);
  element = (Element){ n > 0 ? (char *) card : NULL,
                       n > 0 ? (char *) port : NULL, *at };
  if (element_equal (&element, &explainer->chosen))
    return;
  if (g_strcmp0 (element.card, explainer->chosen.card) != 0)
    explainer->middle = 0;
  element_set (&explainer->chosen, element.card, element.port, at);
  if (explainer->active)
    update (explainer);
}

void
strata_explainer_choose_middle (StrataExplainer *explainer, gint64 middle)
{
  g_return_if_fail (STRATA_IS_EXPLAINER (explainer));

  if (middle == explainer->middle)
    return;
  explainer->middle = middle;
  update (explainer);
}

StrataExplanation *
strata_explainer_get_explanation (StrataExplainer *explainer)
{
  g_return_val_if_fail (STRATA_IS_EXPLAINER (explainer), NULL);

  return explainer->explanation;
}

const char *
strata_explainer_get_sentence (StrataExplainer *explainer)
{
  g_return_val_if_fail (STRATA_IS_EXPLAINER (explainer), NULL);

  return explainer->sentence;
}

const StrataSight *
strata_explainer_find_card (StrataExplainer *explainer, const char *card)
{
  g_return_val_if_fail (STRATA_IS_EXPLAINER (explainer), NULL);

  for (guint i = 0; i < explainer->sights->len; i++)
    {
      const StrataSight *sight = explainer->sights->pdata[i];

      if (g_strcmp0 (sight->card, card) == 0)
        return sight;
    }
  return NULL;
}

const StrataRegion *
strata_explainer_find_sight (StrataExplainer *explainer,
                             const char *card,
                             const char *port)
{
  g_return_val_if_fail (STRATA_IS_EXPLAINER (explainer), NULL);

  for (guint i = 0; i < explainer->sights->len; i++)
    {
      const StrataSight *sight = explainer->sights->pdata[i];

      if (g_strcmp0 (sight->card, card) == 0
          && g_strcmp0 (sight->port, port) == 0)
        return &sight->region;
    }
  return NULL;
}

gboolean
strata_explainer_is_own (StrataExplainer *explainer, const char *card)
{
  g_return_val_if_fail (STRATA_IS_EXPLAINER (explainer), FALSE);

  return explainer->explanation
         && g_strcmp0 (explainer->explained.card, card) == 0;
}

GPtrArray *
strata_explainer_get_sights (StrataExplainer *explainer)
{
  g_return_val_if_fail (STRATA_IS_EXPLAINER (explainer), NULL);

  return explainer->sights;
}
