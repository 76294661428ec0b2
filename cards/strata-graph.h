/* strata-graph.h — a graph of cards: the document.
 *
 * Owned by the main thread. Every change is one reversible step of its history
 * with a name, and emits a signal; changes between strata_graph_begin() and
 * strata_graph_end() are one step. Reading it for a run makes a StrataPlan,
 * after which the graph may change at once.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-card.h"
#include "strata-fault.h"
#include "strata-registry.h"
#include "strata-remark.h"
#include "strata-wire.h"

G_BEGIN_DECLS

#define STRATA_TYPE_GRAPH (strata_graph_get_type ())

/**
 * StrataGraph:
 *
 * A graph of cards: the document.
 *
 * Every change is one reversible step of its history with a name, and emits a
 * signal; changes between [method@Strata.Graph.begin] and
 * [method@Strata.Graph.end] are one step. Checking or running a graph makes a
 * [class@Strata.Plan] of it, after which the graph may change at once.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataGraph, strata_graph, STRATA, GRAPH, GObject)

/**
 * STRATA_GRAPH_ERROR:
 *
 * The domain of [enum@Strata.GraphError].
 */
#define STRATA_GRAPH_ERROR (strata_graph_error_quark ())
STRATA_EXPORT GQuark strata_graph_error_quark (void);

/**
 * StrataGraphError:
 * @STRATA_GRAPH_ERROR_ID: the id is not 1 to 64 of `A-Z a-z 0-9 _ -`, or taken
 * @STRATA_GRAPH_ERROR_TYPE: there is no such kind of card
 * @STRATA_GRAPH_ERROR_PORT: the card has no such port
 * @STRATA_GRAPH_ERROR_VALUE: the port does not take the value
 * @STRATA_GRAPH_ERROR_WIRE: the two ports do not fit
 * @STRATA_GRAPH_ERROR_CYCLE: the wire would close a cycle
 * @STRATA_GRAPH_ERROR_FORMAT: the text is no graph
 * @STRATA_GRAPH_ERROR_LOSS: saving would lose what could not be loaded
 *
 * Why a graph refused something. The message is one sentence.
 */
typedef enum
{
  STRATA_GRAPH_ERROR_ID,
  STRATA_GRAPH_ERROR_TYPE,
  STRATA_GRAPH_ERROR_PORT,
  STRATA_GRAPH_ERROR_VALUE,
  STRATA_GRAPH_ERROR_WIRE,
  STRATA_GRAPH_ERROR_CYCLE,
  STRATA_GRAPH_ERROR_FORMAT,
  STRATA_GRAPH_ERROR_LOSS,
} StrataGraphError;

STRATA_EXPORT GType strata_graph_error_get_type (void) G_GNUC_CONST;

/**
 * STRATA_GRAPH_MAX_FILE:
 *
 * The largest graph file that is read, in bytes.
 */
#define STRATA_GRAPH_MAX_FILE (64 * 1024 * 1024)

/**
 * STRATA_GRAPH_MAX_LOAD_FAULTS:
 *
 * How many faults of a file are told one by one.
 */
#define STRATA_GRAPH_MAX_LOAD_FAULTS 10000

/* With a NULL registry: the default one. */
STRATA_EXPORT StrataGraph    *strata_graph_new             (StrataRegistry  *registry);
STRATA_EXPORT StrataRegistry *strata_graph_get_registry    (StrataGraph     *graph);

/* Files: strata-graph-file.c. */
STRATA_EXPORT StrataGraph    *strata_graph_load            (StrataRegistry  *registry,
                                                            const char      *path,
                                                            GError         **error);
STRATA_EXPORT StrataGraph    *strata_graph_parse           (StrataRegistry  *registry,
                                                            const char      *text,
                                                            gssize           length,
                                                            GError         **error);
STRATA_EXPORT gboolean        strata_graph_save            (StrataGraph     *graph,
                                                            const char      *path,
                                                            GError         **error);
STRATA_EXPORT char           *strata_graph_to_text         (StrataGraph     *graph,
                                                            gsize           *length);

/* What the file said that the graph could not take in: StrataFault. A graph
 * with such faults cannot be saved over its file. */
STRATA_EXPORT GPtrArray      *strata_graph_get_load_faults (StrataGraph     *graph);

/* Where it was loaded from or saved to; paths in it are relative to the folder.
 * NULL for a new graph: the current folder. */
STRATA_EXPORT const char     *strata_graph_get_path        (StrataGraph     *graph);
STRATA_EXPORT void            strata_graph_set_path        (StrataGraph     *graph,
                                                            const char      *path);

/* Reading. */
STRATA_EXPORT guint           strata_graph_get_n_cards     (StrataGraph     *graph);
STRATA_EXPORT StrataCard     *strata_graph_get_card        (StrataGraph     *graph,
                                                            guint            index);
STRATA_EXPORT StrataCard     *strata_graph_find_card       (StrataGraph     *graph,
                                                            const char      *id);
STRATA_EXPORT guint           strata_graph_get_n_wires     (StrataGraph     *graph);
STRATA_EXPORT StrataWire     *strata_graph_get_wire        (StrataGraph     *graph,
                                                            guint            index);
STRATA_EXPORT GPtrArray      *strata_graph_list_cards      (StrataGraph     *graph);
STRATA_EXPORT GPtrArray      *strata_graph_list_wires      (StrataGraph     *graph);
STRATA_EXPORT guint           strata_graph_get_n_remarks   (StrataGraph     *graph);
STRATA_EXPORT StrataRemark   *strata_graph_get_remark      (StrataGraph     *graph,
                                                            guint            index);
STRATA_EXPORT StrataRemark   *strata_graph_find_remark     (StrataGraph     *graph,
                                                            const char      *id);
STRATA_EXPORT GPtrArray      *strata_graph_list_remarks    (StrataGraph     *graph);
STRATA_EXPORT gint64          strata_graph_get_seed        (StrataGraph     *graph);
STRATA_EXPORT const char     *strata_graph_get_weights     (StrataGraph     *graph);
STRATA_EXPORT StrataValue    *strata_graph_get_extra       (StrataGraph     *graph,
                                                            const char      *key);

/* Grows when cards or wires come, go or are renamed. */
STRATA_EXPORT guint64         strata_graph_get_structure   (StrataGraph     *graph);

/* Changes. Each is one step of the history; one that changes nothing is none.
 * Whoever is told of a card or a wire must not change the graph, because the
 * step is half done then; whoever is told that it has "changed" may. */
STRATA_EXPORT StrataCard     *strata_graph_add_card        (StrataGraph     *graph,
                                                            const char      *type,
                                                            const char      *id,
                                                            GError         **error);
STRATA_EXPORT void            strata_graph_remove_card     (StrataGraph     *graph,
                                                            StrataCard      *card);
STRATA_EXPORT gboolean        strata_graph_rename_card     (StrataGraph     *graph,
                                                            StrataCard      *card,
                                                            const char      *id,
                                                            GError         **error);
STRATA_EXPORT void            strata_graph_move_card       (StrataGraph     *graph,
                                                            StrataCard      *card,
                                                            double           x,
                                                            double           y);
/* @lost: names of the ports whose value or wire could not be kept. */
STRATA_EXPORT StrataCard     *strata_graph_swap_card       (StrataGraph     *graph,
                                                            StrataCard      *card,
                                                            const char      *type,
                                                            GPtrArray      **lost,
                                                            GError         **error);
STRATA_EXPORT gboolean        strata_graph_set_value       (StrataGraph     *graph,
                                                            StrataCard      *card,
                                                            const char      *port,
                                                            StrataValue     *value,
                                                            GError         **error);
STRATA_EXPORT gboolean        strata_graph_set_card_bypassed (StrataGraph   *graph,
                                                            StrataCard      *card,
                                                            gboolean         bypassed,
                                                            GError         **error);
STRATA_EXPORT gboolean        strata_graph_set_card_view   (StrataGraph     *graph,
                                                            StrataCard      *card,
                                                            const char      *key,
                                                            StrataValue     *value,
                                                            GError         **error);
STRATA_EXPORT gboolean        strata_graph_set_card_extra  (StrataGraph     *graph,
                                                            StrataCard      *card,
                                                            const char      *key,
                                                            StrataValue     *value,
                                                            GError         **error);
STRATA_EXPORT StrataWire     *strata_graph_connect         (StrataGraph     *graph,
                                                            StrataCard      *source,
                                                            const char      *source_port,
                                                            StrataCard      *target,
                                                            const char      *target_port,
                                                            GError         **error);
STRATA_EXPORT void            strata_graph_disconnect      (StrataGraph     *graph,
                                                            StrataWire      *wire);
/* Points that a wire is led through: x and y by turns. A number that is not
 * finite, and more than STRATA_WIRE_MAX_POINTS points, are refused. */
STRATA_EXPORT gboolean        strata_graph_set_wire_points (StrataGraph     *graph,
                                                            StrataWire      *wire,
                                                            const double    *coordinates,
                                                            guint            n_coordinates,
                                                            GError         **error);
STRATA_EXPORT gboolean        strata_graph_insert_wire_point (StrataGraph   *graph,
                                                            StrataWire      *wire,
                                                            guint            index,
                                                            double           x,
                                                            double           y,
                                                            GError         **error);
STRATA_EXPORT gboolean        strata_graph_move_wire_point (StrataGraph     *graph,
                                                            StrataWire      *wire,
                                                            guint            index,
                                                            double           x,
                                                            double           y,
                                                            GError         **error);
STRATA_EXPORT void            strata_graph_remove_wire_point (StrataGraph   *graph,
                                                            StrataWire      *wire,
                                                            guint            index);
STRATA_EXPORT void            strata_graph_set_seed        (StrataGraph     *graph,
                                                            gint64           seed);
STRATA_EXPORT gboolean        strata_graph_set_weights     (StrataGraph     *graph,
                                                            const char      *path,
                                                            GError         **error);
STRATA_EXPORT gboolean        strata_graph_set_extra       (StrataGraph     *graph,
                                                            const char      *key,
                                                            StrataValue     *value,
                                                            GError         **error);

/* Frames and notes: strata-graph-remark.c. They are added without text, at 0
 * and 0. */
STRATA_EXPORT StrataRemark   *strata_graph_add_remark      (StrataGraph     *graph,
                                                            StrataRemarkKind kind,
                                                            const char      *id,
                                                            GError         **error);
STRATA_EXPORT void            strata_graph_remove_remark   (StrataGraph     *graph,
                                                            StrataRemark    *remark);
STRATA_EXPORT void            strata_graph_move_remark     (StrataGraph     *graph,
                                                            StrataRemark    *remark,
                                                            double           x,
                                                            double           y);
STRATA_EXPORT gboolean        strata_graph_place_remark    (StrataGraph     *graph,
                                                            StrataRemark    *remark,
                                                            double           x,
                                                            double           y,
                                                            double           width,
                                                            double           height,
                                                            GError         **error);
STRATA_EXPORT gboolean        strata_graph_set_remark_text (StrataGraph     *graph,
                                                            StrataRemark    *remark,
                                                            const char      *text,
                                                            GError         **error);
STRATA_EXPORT gboolean        strata_graph_set_remark_color (StrataGraph    *graph,
                                                            StrataRemark    *remark,
                                                            const char      *color,
                                                            GError         **error);

/* The one rule of wires: whether strata_graph_connect() would accept, and if
 * not, why. A wire that is on the target now does not count against it:
 * strata_graph_connect() puts the new one in its place. */
STRATA_EXPORT gboolean        strata_graph_can_connect     (StrataGraph     *graph,
                                                            StrataCard      *source,
                                                            const char      *source_port,
                                                            StrataCard      *target,
                                                            const char      *target_port,
                                                            GError         **error);

/* An id for a new card of a type, not taken: "depthwise_conv2d_1". */
STRATA_EXPORT char           *strata_graph_suggest_id      (StrataGraph     *graph,
                                                            const char      *type);

/* History: strata-graph-history.c. Groups may stand in each other: the outermost
 * one is the step, and a group without changes leaves none. */
STRATA_EXPORT void            strata_graph_begin           (StrataGraph     *graph,
                                                            const char      *name);
STRATA_EXPORT void            strata_graph_end             (StrataGraph     *graph);
STRATA_EXPORT gboolean        strata_graph_undo            (StrataGraph     *graph);
STRATA_EXPORT gboolean        strata_graph_redo            (StrataGraph     *graph);
/* Name of what undo would take back or redo would do again, or NULL. */
STRATA_EXPORT const char     *strata_graph_get_undo_name   (StrataGraph     *graph);
STRATA_EXPORT const char     *strata_graph_get_redo_name   (StrataGraph     *graph);
/* Whether it differs from what was last loaded or saved. */
STRATA_EXPORT gboolean        strata_graph_is_modified     (StrataGraph     *graph);

/* Clipboard: strata-graph-clipboard.c. A selection is a valid graph file. */
STRATA_EXPORT char           *strata_graph_copy            (StrataGraph     *graph,
                                                            GPtrArray       *cards,
                                                            gsize           *length);
/* With frames and notes. */
STRATA_EXPORT char           *strata_graph_copy_part       (StrataGraph     *graph,
                                                            GPtrArray       *cards,
                                                            GPtrArray       *remarks,
                                                            gsize           *length);
STRATA_EXPORT gboolean        strata_graph_paste_part      (StrataGraph     *graph,
                                                            const char      *text,
                                                            gssize           length,
                                                            double           dx,
                                                            double           dy,
                                                            GPtrArray      **cards,
                                                            GPtrArray      **remarks,
                                                            GError         **error);
STRATA_EXPORT GPtrArray      *strata_graph_paste           (StrataGraph     *graph,
                                                            const char      *text,
                                                            gssize           length,
                                                            double           dx,
                                                            double           dy,
                                                            GError         **error);

G_END_DECLS
