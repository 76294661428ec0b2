/* strata-graph-private.h — what the files of graphs share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-card-private.h"
#include "strata-graph.h"
#include "strata-remark-private.h"

G_BEGIN_DECLS

/* A graph is changed by swapping a part of it with what a StrataChange holds:
 * the same swap takes the change back, and does it again. */
typedef enum
{
  STRATA_CHANGE_CARD, /* comes or goes */
  STRATA_CHANGE_WIRE, /* comes or goes */
  STRATA_CHANGE_REMARK, /* comes or goes */
  STRATA_CHANGE_ID,
  STRATA_CHANGE_POSITION,
  STRATA_CHANGE_VALUES,
  STRATA_CHANGE_CARD_EXTRAS,
  STRATA_CHANGE_VIEW,
  STRATA_CHANGE_BYPASS,
  STRATA_CHANGE_POINTS,
  STRATA_CHANGE_REMARK_AREA,
  STRATA_CHANGE_REMARK_TEXT,
  STRATA_CHANGE_REMARK_COLOR,
  STRATA_CHANGE_SEED,
  STRATA_CHANGE_WEIGHTS,
  STRATA_CHANGE_EXTRAS,
} StrataChangeKind;

typedef struct
{
  StrataChangeKind kind;
  gpointer subject; /* a card, a wire or a remark, owned; NULL for the graph */

  /* What the graph has not now. */
  union
  {
    gpointer before; /* what of its kind it stands before, or NULL */
    char *text;      /* an id, a text, or a name, which may be NULL */
    StrataValue *value;
    GArray *points;  /* of a wire, or NULL */
    StrataArea area;
    gboolean bypassed;
    struct
    {
      gboolean given;
      double x, y;
    } position;
    struct
    {
      gboolean given;
      gint64 number;
    } seed;
  };
} StrataChange;

typedef struct
{
  guint64 serial;
  char *name;
  GArray *changes; /* of StrataChange */
} StrataStep;

struct _StrataGraph
{
  GObject parent_instance;

  StrataRegistry *registry;
  GSequence *cards;
  GSequence *wires;
  GSequence *remarks;
  GHashTable *by_id;
  GHashTable *remarks_by_id;
  guint64 structure;

  gboolean has_seed;
  gint64 seed;
  char *weights;
  StrataValue *extras; /* an object that is not empty, or NULL */

  char *path;
  char *faulty_path; /* the file that the load faults are about */
  GPtrArray *load_faults;

  GPtrArray *steps;
  guint n_done;
  StrataStep *open;
  guint depth;
  gboolean busy; /* somebody is told of a change */
  guint64 saved; /* serial of the step that was last when it was saved */

  guint64 last_visit;
};

/* Without history and signals, for loading and for the history itself.
 * Inserting takes a reference, extracting drops one; @before is NULL for the
 * end. */
void     strata_graph_insert_card       (StrataGraph      *graph,
                                         StrataCard       *card,
                                         StrataCard       *before);
void     strata_graph_insert_wire       (StrataGraph      *graph,
                                         StrataWire       *wire,
                                         StrataWire       *before);
void     strata_graph_insert_remark     (StrataGraph      *graph,
                                         StrataRemark     *remark,
                                         StrataRemark     *before);
void     strata_graph_extract_remark    (StrataGraph      *graph,
                                         StrataRemark     *remark);
void     strata_graph_extract_card      (StrataGraph      *graph,
                                         StrataCard       *card);
void     strata_graph_extract_wire      (StrataGraph      *graph,
                                         StrataWire       *wire);

/* That it has come or gone. */
void     strata_graph_emit_card         (StrataGraph      *graph,
                                         StrataCard       *card);
void     strata_graph_emit_wire         (StrataGraph      *graph,
                                         StrataWire       *wire);
void     strata_graph_emit_remark       (StrataGraph      *graph,
                                         StrataRemark     *remark);
/* @what: the detail of the signal. */
void     strata_graph_emit_remark_changed (StrataGraph    *graph,
                                         StrataRemark     *remark,
                                         const char       *what);
void     strata_graph_emit_card_changed (StrataGraph      *graph,
                                         StrataCard       *card,
                                         const char       *what);
void     strata_graph_emit_wire_changed (StrataGraph      *graph,
                                         StrataWire       *wire,
                                         const char       *what);
void     strata_graph_emit_changed      (StrataGraph      *graph);
void     strata_graph_emit_history      (StrataGraph      *graph);

/* History. */
gboolean strata_graph_is_editable       (StrataGraph      *graph);
void     strata_graph_begin_named       (StrataGraph      *graph,
                                         const char       *format,
                                         ...) G_GNUC_PRINTF (2, 3);
/* Does a change and records it in the open step. Takes what @change owns, but
 * for the subject. */
void     strata_graph_change            (StrataGraph      *graph,
                                         StrataChange      change);
/* Does a change of a step again, or takes it back: they are the same. */
void     strata_graph_replay            (StrataGraph      *graph,
                                         StrataChange     *change);
/* Frees what a StrataChange owns. */
void     strata_change_clear            (gpointer          change);
/* Whether it would change nothing. */
gboolean strata_change_is_idle          (const StrataChange *change);

void     strata_graph_mark_saved        (StrataGraph      *graph);
void     strata_graph_clear_history     (StrataGraph      *graph);

/* Changes that several files make. */
void     strata_graph_change_card       (StrataGraph      *graph,
                                         StrataCard       *card);
void     strata_graph_change_wire       (StrataGraph      *graph,
                                         StrataWire       *wire);
void     strata_graph_change_remark     (StrataGraph      *graph,
                                         StrataRemark     *remark);

/* Why a card has no such port, or NULL where it has one, or may have any. */
char    *strata_card_refuse_port        (StrataCard       *card,
                                         const char       *name,
                                         gboolean          output);

/* Why an id cannot be had, or NULL. */
char    *strata_graph_refuse_id         (StrataGraph      *graph,
                                         const char       *id);

/* An id that is no key of @taken: @base, a line and a number, 64 bytes at
 * most. */
char    *strata_number_id               (GHashTable       *taken,
                                         const char       *base);

/* References to all of them. */
GPtrArray *strata_sequence_list_objects (GSequence        *sequence);

/* Lists and objects around a value in the file: the graph; its cards, and the
 * card; an object of the card. */
#define STRATA_IN_GRAPH 1
#define STRATA_IN_CARD 3
#define STRATA_IN_INPUTS 4
#define STRATA_IN_VIEW 4

/* Whether a file can hold the value, inside @outer lists and objects. */
gboolean strata_graph_check_depth       (StrataValue      *value,
                                         int               outer,
                                         GError          **error);

/* Whether two values are equal, or both NULL. */
gboolean strata_value_is_same           (StrataValue      *one,
                                         StrataValue      *other);

/* Keys that the format itself uses. */
gboolean strata_graph_knows_key         (const char       *key);
gboolean strata_card_knows_key          (const char       *key);
gboolean strata_wire_knows_key          (const char       *key);

/* The text of a whole graph, or of some of its cards and remarks and the wires
 * between those cards: a set of StrataCard and StrataRemark. */
GString *strata_graph_write             (StrataGraph      *graph,
                                         GHashTable       *only);

/* Whether a text of @length bytes is read, and hence written. */
gboolean strata_graph_check_size        (guint64           length,
                                         GError          **error);

G_END_DECLS
