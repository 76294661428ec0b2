/* strata-document.c — an open graph: the document, its plan, its run.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-document.h"
#include "strata-file-stamp.h"
#include "strata-newer-graph.h"
#include "strata-outside-paths.h"

#include <glib/gi18n.h>

#include "strata-evaluator.h"
#include "strata-sample-feeds.h"

struct _StrataDocument
{
  GObject parent_instance;

  StrataGraph *graph;
  StrataPlan *plan;
  StrataPlan *fed_plan; /* the same, with samples for Inputs without data */
  StrataSampleFeeds *samples;
  StrataEvaluator *evaluator;
  GPtrArray *faults;
  guint planning;  /* source, while a plan is due */
  guint n_threads; /* that runs were asked to use */
  gboolean live;
  gboolean run_due; /* the plan that is due is to be run as well */
  GStrv run_cards;  /* these and what they need only; or NULL */
  gboolean modified;
  gboolean trusted;
  StrataFileStamp stamp; /* of the file as it was opened or saved */
  gint64 newer; /* version of the file's format that is not known; or 0 */
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_MODIFIED,
  PROP_RUNNING,
  PROP_LIVE,
  PROP_TRUSTED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  PLANNED,
  FAULTS_CHANGED,
  CARD_CHANGED,
  PROGRESSED,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataDocument, strata_document, G_TYPE_OBJECT)

/* Faults: those of the run stand only as long as its plan does. */

static void
set_faults (StrataDocument *self, GPtrArray *faults)
{
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  self->faults = g_ptr_array_ref (faults);
  g_signal_emit (self, signals[FAULTS_CHANGED], 0);
}

/* An Input without data is no fault while its graph is edited. */
static gboolean
is_excused (StrataDocument *self, StrataFault *fault)
{
  const char *card = strata_fault_get_card (fault);

  return card && strata_sample_feeds_is_unfed (self->samples, card)
         && g_strcmp0 (strata_fault_get_port (fault), "value") == 0;
}

static void
take_faults (StrataDocument *self, GPtrArray *faults)
{
  g_autoptr (GPtrArray) taken =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_fault_unref);

  for (guint i = 0; i < faults->len; i++)
    if (!is_excused (self, faults->pdata[i]))
      g_ptr_array_add (taken, strata_fault_ref (faults->pdata[i]));
  set_faults (self, taken);
}

/* Runs. */

static void
card_changed_cb (StrataEvaluator *evaluator,
                 const char *id,
                 StrataDocument *self)
{
  g_signal_emit (self, signals[CARD_CHANGED], 0, id);
}

static void
progressed_cb (StrataEvaluator *evaluator, StrataDocument *self)
{
  g_signal_emit (self, signals[PROGRESSED], 0);
}

static void
running_cb (StrataEvaluator *evaluator, StrataDocument *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static void
finished_cb (StrataEvaluator *evaluator, StrataDocument *self)
{
  GPtrArray *faults = strata_evaluator_get_faults (evaluator);

  if (faults)
    take_faults (self, faults);
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
init_evaluator (StrataDocument *self)
{
  self->evaluator =
      strata_evaluator_new (strata_graph_get_registry (self->graph));
  g_signal_connect (self->evaluator, "card-changed",
                    G_CALLBACK (card_changed_cb), self);
  g_signal_connect (self->evaluator, "progressed", G_CALLBACK (progressed_cb),
                    self);
  g_signal_connect (self->evaluator, "running", G_CALLBACK (running_cb), self);
  g_signal_connect (self->evaluator, "finished", G_CALLBACK (finished_cb),
                    self);
}

/* Plans. */

/* What the graph says does not depend on samples: they have a plan of their
 * own. */
static void
feed_plan (StrataDocument *self, StrataPlanFlags flags)
{
  g_autoptr (StrataPlan) previous = g_steal_pointer (&self->fed_plan);
  StrataFeeds *feeds;

  strata_sample_feeds_update (self->samples, self->graph);
  feeds = strata_sample_feeds_get (self->samples);
  self->fed_plan =
      feeds ? strata_plan_new (self->graph, feeds, NULL, flags, previous)
            : g_object_ref (self->plan);
  strata_evaluator_set_plan (self->evaluator, self->fed_plan);
}

static void
make_plan (StrataDocument *self)
{
  StrataPlanFlags flags =
      STRATA_PLAN_FOR_CHECK | (self->trusted ? STRATA_PLAN_TRUST : 0);
  StrataPlan *plan =
      strata_plan_new (self->graph, NULL, NULL, flags, self->plan);

  g_clear_object (&self->plan);
  self->plan = plan;
  feed_plan (self, flags);
  set_faults (self, strata_plan_get_faults (plan));
  g_signal_emit (self, signals[PLANNED], 0);
}

static gboolean
plan_cb (gpointer data)
{
  StrataDocument *self = data;
  g_auto (GStrv) cards = g_steal_pointer (&self->run_cards);
  gboolean run = self->run_due;

  self->planning = 0;
  self->run_due = FALSE;
  make_plan (self);
  if (run || cards)
    strata_evaluator_run (self->evaluator,
                          run ? NULL : (const char *const *) cards);
  return G_SOURCE_REMOVE;
}

/* One plan for all changes of a turn of the main loop; before drawing. */
static void
plan_soon (StrataDocument *self, gboolean run)
{
  self->run_due |= run;
  if (self->planning == 0)
    self->planning =
        g_idle_add_full (G_PRIORITY_HIGH_IDLE, plan_cb, self, NULL);
}

static void
update_modified (StrataDocument *self)
{
  gboolean modified = strata_graph_is_modified (self->graph);

  if (modified == self->modified)
    return;
  self->modified = modified;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODIFIED]);
}

static void
graph_changed_cb (StrataGraph *graph, StrataDocument *self)
{
  update_modified (self);
  plan_soon (self, self->live);
}

/* The object. */

static void
strata_document_dispose (GObject *object)
{
  StrataDocument *self = STRATA_DOCUMENT (object);

  g_clear_handle_id (&self->planning, g_source_remove);
  if (self->evaluator)
    {
      g_signal_handlers_disconnect_by_data (self->evaluator, self);
      strata_evaluator_stop (self->evaluator);
    }
  g_clear_object (&self->evaluator);
  if (self->graph)
    g_signal_handlers_disconnect_by_data (self->graph, self);
  g_clear_object (&self->plan);
  g_clear_object (&self->fed_plan);
  g_clear_object (&self->graph);

  G_OBJECT_CLASS (strata_document_parent_class)->dispose (object);
}

static void
strata_document_finalize (GObject *object)
{
  StrataDocument *self = STRATA_DOCUMENT (object);

  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_strfreev (self->run_cards);
  strata_sample_feeds_free (self->samples);

  G_OBJECT_CLASS (strata_document_parent_class)->finalize (object);
}

static void
strata_document_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  StrataDocument *self = STRATA_DOCUMENT (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_take_string (value, strata_document_dup_title (self));
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, strata_document_is_modified (self));
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, strata_document_is_running (self));
      break;
    case PROP_LIVE:
      g_value_set_boolean (value, strata_document_is_live (self));
      break;
    case PROP_TRUSTED:
      g_value_set_boolean (value, strata_document_is_trusted (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
strata_document_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  StrataDocument *self = STRATA_DOCUMENT (object);

  switch (prop_id)
    {
    case PROP_LIVE:
      strata_document_set_live (self, g_value_get_boolean (value));
      break;
    case PROP_TRUSTED:
      strata_document_set_trusted (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static guint
new_signal (const char *name, guint n_params)
{
  return g_signal_new (name, STRATA_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                       NULL, NULL, G_TYPE_NONE, n_params, G_TYPE_STRING);
}

static void
strata_document_class_init (StrataDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = strata_document_dispose;
  object_class->finalize = strata_document_finalize;
  object_class->get_property = strata_document_get_property;
  object_class->set_property = strata_document_set_property;

  properties[PROP_TITLE] = g_param_spec_string (
      "title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MODIFIED] = g_param_spec_boolean (
      "modified", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_RUNNING] = g_param_spec_boolean (
      "running", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIVE] = g_param_spec_boolean (
      "live", NULL, NULL, TRUE,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TRUSTED] = g_param_spec_boolean (
      "trusted", NULL, NULL, FALSE,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[PLANNED] = new_signal ("planned", 0);
  signals[FAULTS_CHANGED] = new_signal ("faults-changed", 0);
  signals[CARD_CHANGED] = new_signal ("card-changed", 1);
  signals[PROGRESSED] = new_signal ("progressed", 0);
  signals[FINISHED] = new_signal ("finished", 0);
}

static void
strata_document_init (StrataDocument *self)
{
  self->live = TRUE;
  self->samples = strata_sample_feeds_new ();
}

/* Takes @graph. The first plan is there at once. */
static StrataDocument *
document_new (StrataGraph *graph)
{
  StrataDocument *self = g_object_new (STRATA_TYPE_DOCUMENT, NULL);

  self->graph = graph;
  init_evaluator (self);
  self->modified = strata_graph_is_modified (graph);
  g_signal_connect (graph, "changed", G_CALLBACK (graph_changed_cb), self);
  make_plan (self);
  if (strata_graph_get_n_cards (graph) > 0)
    plan_soon (self, TRUE);
  return self;
}

StrataDocument *
strata_document_new (void)
{
  return document_new (strata_graph_new (NULL));
}

StrataDocument *
strata_document_new_from_file (const char *path, GError **error)
{
  StrataFileStamp stamp;
  g_autoptr (GError) reason = NULL;
  StrataDocument *document;
  StrataGraph *graph;
  gint64 newer = 0;

  /* Taken before, so that a change in between is one. */
  strata_file_stamp_take (&stamp, path);
  graph = strata_graph_load (NULL, path, &reason);
  if (g_error_matches (reason, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_FORMAT))
    graph = strata_newer_graph_load (path, &newer);
  if (!graph)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  document = document_new (graph);
  document->stamp = stamp;
  document->newer = newer;
  return document;
}

StrataGraph *
strata_document_get_graph (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), NULL);

  return document->graph;
}

char *
strata_document_dup_title (StrataDocument *document)
{
  const char *path;

  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), NULL);

  path = strata_graph_get_path (document->graph);
  return path ? g_filename_display_basename (path) : g_strdup (_ ("Untitled"));
}

gboolean
strata_document_is_modified (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), FALSE);

  return document->modified;
}

/* What this program does not know of the file would be lost. */
static gboolean
check_newer (StrataDocument *self, const char *path, GError **error)
{
  const char *own = strata_graph_get_path (self->graph);
  g_autofree char *version = NULL;
  g_autofree char *name = NULL;

  if (self->newer == 0 || !own || !strata_file_is_same (own, path))
    return TRUE;
  name = g_filename_display_basename (path);
  version = g_strdup_printf ("%" G_GINT64_FORMAT, self->newer);
  g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_LOSS,
               _ ("“%s” is of version %s of the format, which this program "
                  "would not keep whole; save under another name"),
               name, version);
  return FALSE;
}

gboolean
strata_document_save (StrataDocument *document,
                      const char *path,
                      GError **error)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), FALSE);

  if (!check_newer (document, path, error)
      || !strata_graph_save (document->graph, path, error))
    return FALSE;
  document->newer = 0;
  strata_file_stamp_take (&document->stamp, path);
  update_modified (document);
  g_object_notify_by_pspec (G_OBJECT (document), properties[PROP_TITLE]);
  return TRUE;
}

gint64
strata_document_get_newer_version (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), 0);

  return document->newer;
}

gboolean
strata_document_would_lose (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), FALSE);

  return document->newer != 0
         || strata_graph_get_load_faults (document->graph)->len > 0;
}

gboolean
strata_document_has_file_changed (StrataDocument *document)
{
  StrataFileStamp stamp;
  const char *path;

  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), FALSE);

  path = strata_graph_get_path (document->graph);
  return path && strata_file_stamp_take (&stamp, path)
         && !strata_file_stamp_equal (&stamp, &document->stamp);
}

char **
strata_document_list_outside (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), NULL);

  return strata_outside_paths_list (document->graph);
}

gboolean
strata_document_is_trusted (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), FALSE);

  return document->trusted;
}

void
strata_document_set_trusted (StrataDocument *document, gboolean trusted)
{
  g_return_if_fail (STRATA_IS_DOCUMENT (document));

  trusted = !!trusted;
  if (document->trusted == trusted)
    return;
  document->trusted = trusted;
  plan_soon (document, document->live);
  g_object_notify_by_pspec (G_OBJECT (document), properties[PROP_TRUSTED]);
}

/* What the old threads have kept goes with them. */
void
strata_document_set_n_threads (StrataDocument *document, guint n_threads)
{
  g_return_if_fail (STRATA_IS_DOCUMENT (document));

  if (document->n_threads == n_threads)
    return;
  document->n_threads = n_threads;
  strata_evaluator_set_n_threads (document->evaluator, n_threads);
  plan_soon (document, document->live);
}

guint
strata_document_get_n_threads (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), 0);

  return strata_evaluator_get_n_threads (document->evaluator);
}

StrataPlan *
strata_document_get_plan (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), NULL);

  return document->plan;
}

GPtrArray *
strata_document_get_faults (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), NULL);

  return document->faults;
}

StrataFault *
strata_document_find_fault (StrataDocument *document,
                            const char *card,
                            const char *port)
{
  StrataFault *missing = NULL;

  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), NULL);

  for (guint i = 0; i < document->faults->len; i++)
    {
      StrataFault *fault = document->faults->pdata[i];

      if (g_strcmp0 (strata_fault_get_card (fault), card) != 0
          || (port && g_strcmp0 (strata_fault_get_port (fault), port) != 0))
        continue;
      if (strata_fault_get_kind (fault) != STRATA_FAULT_MISSING)
        return fault;
      if (!missing)
        missing = fault;
    }
  return missing;
}

gboolean
strata_document_is_wrong (StrataDocument *document,
                          const char *card,
                          const char *port)
{
  StrataFault *fault = strata_document_find_fault (document, card, port);

  return fault && strata_fault_get_kind (fault) != STRATA_FAULT_MISSING;
}

guint
strata_document_count_faults (StrataDocument *document, StrataFaultKind kind)
{
  guint n = 0;

  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), 0);

  for (guint i = 0; i < document->faults->len; i++)
    n += strata_fault_get_kind (document->faults->pdata[i]) == kind;
  return n;
}

void
strata_document_run (StrataDocument *document)
{
  g_return_if_fail (STRATA_IS_DOCUMENT (document));

  plan_soon (document, TRUE);
}

void
strata_document_run_cards (StrataDocument *document, const char *const *cards)
{
  g_return_if_fail (STRATA_IS_DOCUMENT (document));
  g_return_if_fail (cards);

  g_strfreev (document->run_cards);
  document->run_cards = g_strdupv ((GStrv) cards);
  plan_soon (document, FALSE);
}

void
strata_document_stop (StrataDocument *document)
{
  g_return_if_fail (STRATA_IS_DOCUMENT (document));

  g_clear_pointer (&document->run_cards, g_strfreev);
  document->run_due = FALSE;
  strata_evaluator_stop (document->evaluator);
}

gboolean
strata_document_is_running (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), FALSE);

  return strata_evaluator_is_running (document->evaluator);
}

double
strata_document_get_progress (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), 0);

  return strata_evaluator_get_progress (document->evaluator);
}

double
strata_document_get_run_time (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), 0);

  return strata_evaluator_get_time (document->evaluator);
}

gboolean
strata_document_is_live (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), FALSE);

  return document->live;
}

void
strata_document_set_live (StrataDocument *document, gboolean live)
{
  g_return_if_fail (STRATA_IS_DOCUMENT (document));

  live = !!live;
  if (document->live == live)
    return;
  document->live = live;
  if (live)
    plan_soon (document, TRUE);
  g_object_notify_by_pspec (G_OBJECT (document), properties[PROP_LIVE]);
}

StrataDocumentCardState
strata_document_get_card_state (StrataDocument *document, const char *card)
{
  StrataFault *fault;

  g_return_val_if_fail (STRATA_IS_DOCUMENT (document),
                        STRATA_DOCUMENT_CARD_IDLE);

  fault = strata_document_find_fault (document, card, NULL);
  if (fault)
    return strata_fault_get_kind (fault) == STRATA_FAULT_MISSING
               ? STRATA_DOCUMENT_CARD_INCOMPLETE
               : STRATA_DOCUMENT_CARD_FAULTY;
  switch (strata_evaluator_get_state (document->evaluator, card))
    {
    case STRATA_RESULT_STALE:
      return STRATA_DOCUMENT_CARD_STALE;
    case STRATA_RESULT_RUNNING:
      return STRATA_DOCUMENT_CARD_RUNNING;
    case STRATA_RESULT_FRESH:
      return STRATA_DOCUMENT_CARD_FRESH;
    case STRATA_RESULT_NONE:
      break;
    }
  return STRATA_DOCUMENT_CARD_IDLE;
}

double
strata_document_get_card_progress (StrataDocument *document, const char *card)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), 0);

  return strata_evaluator_get_card_progress (document->evaluator, card);
}

StrataTensor *
strata_document_get_tensor (StrataDocument *document,
                            const char *card,
                            const char *port)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), NULL);

  return strata_evaluator_get_tensor (document->evaluator, card, port);
}

gboolean
strata_document_is_sample (StrataDocument *document, const char *card)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), FALSE);

  return strata_sample_feeds_has (document->samples, card);
}

double
strata_document_get_card_time (StrataDocument *document, const char *card)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), 0);

  return strata_evaluator_get_card_time (document->evaluator, card);
}

guint
strata_document_get_n_evaluated (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), 0);

  return strata_evaluator_get_n_evaluated (document->evaluator);
}

StrataRun *
strata_document_get_finished_run (StrataDocument *document)
{
  g_return_val_if_fail (STRATA_IS_DOCUMENT (document), NULL);

  return strata_evaluator_get_finished_run (document->evaluator);
}
