/* strata-graph.c — a graph of cards: the document, and what it tells of itself.
 *
 * Cards and wires stand in balanced trees, so that any number of them comes and
 * goes, at any place, without moving the others.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph.h"
#include "strata-graph-private.h"

G_DEFINE_FINAL_TYPE (StrataGraph, strata_graph, G_TYPE_OBJECT)

/* Other languages find the domain of an error by the type of its code. */
G_DEFINE_ENUM_TYPE (StrataGraphError,
                    strata_graph_error,
                    G_DEFINE_ENUM_VALUE (STRATA_GRAPH_ERROR_ID, "id"),
                    G_DEFINE_ENUM_VALUE (STRATA_GRAPH_ERROR_TYPE, "type"),
                    G_DEFINE_ENUM_VALUE (STRATA_GRAPH_ERROR_PORT, "port"),
                    G_DEFINE_ENUM_VALUE (STRATA_GRAPH_ERROR_VALUE, "value"),
                    G_DEFINE_ENUM_VALUE (STRATA_GRAPH_ERROR_WIRE, "wire"),
                    G_DEFINE_ENUM_VALUE (STRATA_GRAPH_ERROR_CYCLE, "cycle"),
                    G_DEFINE_ENUM_VALUE (STRATA_GRAPH_ERROR_FORMAT, "format"),
                    G_DEFINE_ENUM_VALUE (STRATA_GRAPH_ERROR_LOSS, "loss"))

enum
{
  PROP_0,
  PROP_REGISTRY,
  PROP_PATH,
  PROP_MODIFIED,
  PROP_UNDO_NAME,
  PROP_REDO_NAME,
  N_PROPS,
};

enum
{
  CARD_ADDED,
  CARD_REMOVED,
  CARD_CHANGED,
  WIRE_ADDED,
  WIRE_REMOVED,
  WIRE_CHANGED,
  REMARK_ADDED,
  REMARK_REMOVED,
  REMARK_CHANGED,
  CHANGED,
  HISTORY_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Somebody may still hold a card or a wire. */
static void
release_wires (StrataGraph *self)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (self->wires);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      StrataWire *wire = g_sequence_get (iter);

      strata_wire_detach (wire);
      wire->place = NULL;
    }
}

static void
release_cards (StrataGraph *self)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (self->cards);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      StrataCard *card = g_sequence_get (iter);

      card->graph = NULL;
      card->place = NULL;
    }
}

static void
release_remarks (StrataGraph *self)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (self->remarks);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      StrataRemark *remark = g_sequence_get (iter);

      remark->graph = NULL;
      remark->place = NULL;
    }
}

static void
strata_graph_finalize (GObject *object)
{
  StrataGraph *self = STRATA_GRAPH (object);

  strata_graph_clear_history (self);
  release_wires (self);
  release_cards (self);
  release_remarks (self);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->remarks_by_id);
  g_sequence_free (self->remarks);
  g_sequence_free (self->wires);
  g_sequence_free (self->cards);
  g_clear_object (&self->registry);
  g_free (self->weights);
  g_clear_pointer (&self->extras, strata_value_unref);
  g_free (self->path);
  g_free (self->faulty_path);
  g_ptr_array_unref (self->load_faults);
  g_ptr_array_unref (self->steps);

  G_OBJECT_CLASS (strata_graph_parent_class)->finalize (object);
}

static void
strata_graph_constructed (GObject *object)
{
  StrataGraph *self = STRATA_GRAPH (object);

  if (!self->registry)
    self->registry = g_object_ref (strata_registry_get_default ());

  G_OBJECT_CLASS (strata_graph_parent_class)->constructed (object);
}

static void
strata_graph_get_property (GObject *object,
                           guint id,
                           GValue *value,
                           GParamSpec *pspec)
{
  StrataGraph *self = STRATA_GRAPH (object);

  switch (id)
    {
    case PROP_REGISTRY:
      g_value_set_object (value, self->registry);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, strata_graph_is_modified (self));
      break;
    case PROP_UNDO_NAME:
      g_value_set_string (value, strata_graph_get_undo_name (self));
      break;
    case PROP_REDO_NAME:
      g_value_set_string (value, strata_graph_get_redo_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
strata_graph_set_property (GObject *object,
                           guint id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  StrataGraph *self = STRATA_GRAPH (object);

  switch (id)
    {
    case PROP_REGISTRY:
      self->registry = g_value_dup_object (value);
      break;
    case PROP_PATH:
      strata_graph_set_path (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *class)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  /**
   * StrataGraph:registry:
   *
   * The kinds of cards that the graph knows.
   */
  properties[PROP_REGISTRY] = g_param_spec_object (
      "registry", NULL, NULL, STRATA_TYPE_REGISTRY,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * StrataGraph:path:
   *
   * The file that the graph was loaded from or saved to.
   */
  properties[PROP_PATH] = g_param_spec_string (
      "path", NULL, NULL, NULL,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * StrataGraph:modified:
   *
   * Whether the graph differs from what was last loaded or saved.
   */
  properties[PROP_MODIFIED] =
      g_param_spec_boolean ("modified", NULL, NULL, FALSE, readable);

  /**
   * StrataGraph:undo-name:
   *
   * What undo would take back; %NULL where there is nothing.
   */
  properties[PROP_UNDO_NAME] =
      g_param_spec_string ("undo-name", NULL, NULL, NULL, readable);

  /**
   * StrataGraph:redo-name:
   *
   * What redo would do again; %NULL where there is nothing.
   */
  properties[PROP_REDO_NAME] =
      g_param_spec_string ("redo-name", NULL, NULL, NULL, readable);

  g_object_class_install_properties (class, N_PROPS, properties);
}

static guint
new_signal (const char *name, GSignalFlags flags, GType type)
{
  if (type == G_TYPE_NONE)
    return g_signal_new (name, STRATA_TYPE_GRAPH, G_SIGNAL_RUN_LAST | flags, 0,
                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  return g_signal_new (name, STRATA_TYPE_GRAPH, G_SIGNAL_RUN_LAST | flags, 0,
                       NULL, NULL, NULL, G_TYPE_NONE, 1, type);
}

static void
install_signals (void)
{
  /**
   * StrataGraph::card-added:
   * @graph: the graph
   * @card: the card
   *
   * A card has come.
   */
  signals[CARD_ADDED] = new_signal ("card-added", 0, STRATA_TYPE_CARD);

  /**
   * StrataGraph::card-removed:
   * @graph: the graph
   * @card: the card
   *
   * A card has gone. Its wires went before it.
   */
  signals[CARD_REMOVED] = new_signal ("card-removed", 0, STRATA_TYPE_CARD);

  /**
   * StrataGraph::card-changed:
   * @graph: the graph
   * @card: the card
   *
   * Something of a card has changed: the detail says whether its `id`, its
   * `position`, its `values`, its `view`, its `extras`, or whether it is
   * bypassed, `bypass`.
   */
  signals[CARD_CHANGED] =
      new_signal ("card-changed", G_SIGNAL_DETAILED, STRATA_TYPE_CARD);

  /**
   * StrataGraph::wire-added:
   * @graph: the graph
   * @wire: the wire
   *
   * A wire has come.
   */
  signals[WIRE_ADDED] = new_signal ("wire-added", 0, STRATA_TYPE_WIRE);

  /**
   * StrataGraph::wire-removed:
   * @graph: the graph
   * @wire: the wire
   *
   * A wire has gone.
   */
  signals[WIRE_REMOVED] = new_signal ("wire-removed", 0, STRATA_TYPE_WIRE);

  /**
   * StrataGraph::wire-changed:
   * @graph: the graph
   * @wire: the wire
   *
   * Something of a wire has changed: the detail says that its `points`.
   */
  signals[WIRE_CHANGED] =
      new_signal ("wire-changed", G_SIGNAL_DETAILED, STRATA_TYPE_WIRE);

  /**
   * StrataGraph::remark-added:
   * @graph: the graph
   * @remark: the frame or note
   *
   * A frame or a note has come.
   */
  signals[REMARK_ADDED] = new_signal ("remark-added", 0, STRATA_TYPE_REMARK);

  /**
   * StrataGraph::remark-removed:
   * @graph: the graph
   * @remark: the frame or note
   *
   * A frame or a note has gone.
   */
  signals[REMARK_REMOVED] =
      new_signal ("remark-removed", 0, STRATA_TYPE_REMARK);

  /**
   * StrataGraph::remark-changed:
   * @graph: the graph
   * @remark: the frame or note
   *
   * Something of a frame or a note has changed: the detail says whether its
   * `area`, which is its position and its size, its `text` or its `color`.
   */
  signals[REMARK_CHANGED] =
      new_signal ("remark-changed", G_SIGNAL_DETAILED, STRATA_TYPE_REMARK);

  /**
   * StrataGraph::changed:
   * @graph: the graph
   *
   * A whole step has been made, taken back or made again.
   */
  signals[CHANGED] = new_signal ("changed", 0, G_TYPE_NONE);

  /**
   * StrataGraph::history-changed:
   * @graph: the graph
   *
   * Undo or redo would do something else than before, or the graph was saved.
   */
  signals[HISTORY_CHANGED] = new_signal ("history-changed", 0, G_TYPE_NONE);
}

static void
strata_graph_class_init (StrataGraphClass *klass)
{
  GObjectClass *class = G_OBJECT_CLASS (klass);

  class->constructed = strata_graph_constructed;
  class->finalize = strata_graph_finalize;
  class->get_property = strata_graph_get_property;
  class->set_property = strata_graph_set_property;

  install_properties (class);
  install_signals ();
}

static void
strata_graph_init (StrataGraph *self)
{
  self->cards = g_sequence_new (g_object_unref);
  self->wires = g_sequence_new (g_object_unref);
  self->remarks = g_sequence_new (g_object_unref);
  self->by_id = g_hash_table_new (strata_text_hash, g_str_equal);
  self->remarks_by_id = g_hash_table_new (strata_text_hash, g_str_equal);
  self->structure = strata_next_revision ();
  self->load_faults =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_fault_unref);
  self->steps = g_ptr_array_new ();
}

static GSequenceIter *
insert (GSequence *sequence, GSequenceIter *before, gpointer object)
{
  return before ? g_sequence_insert_before (before, g_object_ref (object))
                : g_sequence_append (sequence, g_object_ref (object));
}

void
strata_graph_insert_card (StrataGraph *self,
                          StrataCard *card,
                          StrataCard *before)
{
  card->graph = self;
  card->place = insert (self->cards, before ? before->place : NULL, card);
  g_hash_table_insert (self->by_id, card->id, card);
  self->structure = strata_next_revision ();
}

void
strata_graph_insert_wire (StrataGraph *self,
                          StrataWire *wire,
                          StrataWire *before)
{
  wire->place = insert (self->wires, before ? before->place : NULL, wire);
  strata_wire_attach (wire);
  self->structure = strata_next_revision ();
}

void
strata_graph_insert_remark (StrataGraph *self,
                            StrataRemark *remark,
                            StrataRemark *before)
{
  remark->graph = self;
  remark->place = insert (self->remarks, before ? before->place : NULL, remark);
  g_hash_table_insert (self->remarks_by_id, remark->id, remark);
}

void
strata_graph_extract_remark (StrataGraph *self, StrataRemark *remark)
{
  remark->graph = NULL;
  g_hash_table_remove (self->remarks_by_id, remark->id);
  g_sequence_remove (g_steal_pointer (&remark->place));
}

void
strata_graph_extract_card (StrataGraph *self, StrataCard *card)
{
  card->graph = NULL;
  g_hash_table_remove (self->by_id, card->id);
  g_sequence_remove (g_steal_pointer (&card->place));
  self->structure = strata_next_revision ();
}

void
strata_graph_extract_wire (StrataGraph *self, StrataWire *wire)
{
  strata_wire_detach (wire);
  g_sequence_remove (g_steal_pointer (&wire->place));
  self->structure = strata_next_revision ();
}

void
strata_graph_emit_card (StrataGraph *self, StrataCard *card)
{
  g_signal_emit (self, signals[card->place ? CARD_ADDED : CARD_REMOVED], 0,
                 card);
}

void
strata_graph_emit_wire (StrataGraph *self, StrataWire *wire)
{
  g_signal_emit (self, signals[wire->place ? WIRE_ADDED : WIRE_REMOVED], 0,
                 wire);
}

void
strata_graph_emit_remark (StrataGraph *self, StrataRemark *remark)
{
  g_signal_emit (self, signals[remark->place ? REMARK_ADDED : REMARK_REMOVED],
                 0, remark);
}

void
strata_graph_emit_remark_changed (StrataGraph *self,
                                  StrataRemark *remark,
                                  const char *what)
{
  g_signal_emit (self, signals[REMARK_CHANGED],
                 g_quark_from_static_string (what), remark);
}

void
strata_graph_emit_card_changed (StrataGraph *self,
                                StrataCard *card,
                                const char *what)
{
  g_signal_emit (self, signals[CARD_CHANGED], g_quark_from_static_string (what),
                 card);
}

void
strata_graph_emit_wire_changed (StrataGraph *self,
                                StrataWire *wire,
                                const char *what)
{
  g_signal_emit (self, signals[WIRE_CHANGED], g_quark_from_static_string (what),
                 wire);
}

void
strata_graph_emit_changed (StrataGraph *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
strata_graph_emit_history (StrataGraph *self)
{
  g_signal_emit (self, signals[HISTORY_CHANGED], 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODIFIED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDO_NAME]);
}

GQuark
strata_graph_error_quark (void)
{
  return g_quark_from_static_string ("strata-graph-error-quark");
}

/**
 * strata_graph_new:
 * @registry: (nullable): the kinds of cards that the graph knows, or %NULL for
 *   the default ones
 *
 * Makes an empty graph.
 *
 * Returns: (transfer full): the graph
 */
StrataGraph *
strata_graph_new (StrataRegistry *registry)
{
  g_return_val_if_fail (!registry || STRATA_IS_REGISTRY (registry), NULL);

  return g_object_new (STRATA_TYPE_GRAPH, "registry", registry, NULL);
}

/**
 * strata_graph_get_registry:
 * @graph: a graph
 *
 * Gives the kinds of cards that the graph knows.
 *
 * Returns: (transfer none): the registry
 */
StrataRegistry *
strata_graph_get_registry (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  return graph->registry;
}

/**
 * strata_graph_get_load_faults:
 * @graph: a graph
 *
 * Lists what the graph's file said that the graph could not take in. A graph
 * with such faults cannot be saved over its file.
 *
 * Returns: (transfer none) (element-type StrataFault): the faults
 */
GPtrArray *
strata_graph_get_load_faults (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  return graph->load_faults;
}

/**
 * strata_graph_get_path:
 * @graph: a graph
 *
 * Gives the file that the graph was loaded from or saved to. Paths in the graph
 * are relative to its folder.
 *
 * Returns: (type filename) (nullable): the path, or %NULL for a new graph,
 * whose paths are relative to the current folder
 */
const char *
strata_graph_get_path (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  return graph->path;
}

/**
 * strata_graph_set_path:
 * @graph: a graph
 * @path: (type filename) (nullable): a path, or %NULL for none
 *
 * Says which file the graph belongs to.
 */
void
strata_graph_set_path (StrataGraph *graph, const char *path)
{
  g_autofree char *old = NULL;

  g_return_if_fail (STRATA_IS_GRAPH (graph));

  if (g_strcmp0 (graph->path, path) == 0)
    return;
  old = g_steal_pointer (&graph->path);
  graph->path = g_strdup (path);
  g_object_notify_by_pspec (G_OBJECT (graph), properties[PROP_PATH]);
}
