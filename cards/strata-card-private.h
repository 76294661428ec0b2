/* strata-card-private.h — what the files of cards, wires and graphs share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-card.h"
#include "strata-wire.h"

G_BEGIN_DECLS

/* The longest id, in bytes. */
#define STRATA_MAX_ID 64

/* What of a card, a wire or a remark a step of the history has changed already. */
typedef enum
{
  STRATA_TOUCHED_POSITION = 1 << 0,
  STRATA_TOUCHED_VALUES = 1 << 1,
  STRATA_TOUCHED_EXTRAS = 1 << 2,
  STRATA_TOUCHED_VIEW = 1 << 3,
  STRATA_TOUCHED_POINTS = 1 << 4,
  STRATA_TOUCHED_AREA = 1 << 5,
  STRATA_TOUCHED_TEXT = 1 << 6,
  STRATA_TOUCHED_COLOR = 1 << 7,
  STRATA_TOUCHED_BYPASS = 1 << 8,
  STRATA_TOUCHED_ALL = (1 << 9) - 1,
} StrataTouched;

typedef struct
{
  guint64 step; /* the last that changed it */
  StrataTouched touched;
} StrataTrace;

struct _StrataCard
{
  GObject parent_instance;

  StrataGraph *graph;   /* NULL while it is in none; not owned */
  GSequenceIter *place; /* among the cards of the graph */

  const StrataKind *kind;
  char *type; /* of a card without a kind */
  char *id;

  StrataValue *values; /* an object, or NULL */
  StrataValue *view;   /* what the file says, or NULL */
  StrataValue *extras; /* an object that is not empty, or NULL */
  guint64 revision;

  gboolean has_position;
  double x, y;
  gboolean bypassed;

  /* First wire at each port of the kind, and at each other port that has one.
   * Both are made for the first wire. */
  StrataWire **wires;
  GHashTable *others;

  /* Made when they are asked for: the ports that the kind does not have, and
   * the ports that somebody holds. */
  GArray *strangers; /* of StrataPortKey */
  GHashTable *ports;

  StrataTrace trace;
  guint64 visit; /* the search that last came by */
};

struct _StrataWire
{
  GObject parent_instance;

  StrataCard *source;
  StrataCard *target;
  const StrataPortRow *source_row;
  const StrataPortRow *target_row;
  char *source_port; /* the row's, where there is one */
  char *target_port;
  GArray *points; /* x and y by turns, doubles; NULL for none */
  StrataValue *extras;

  StrataTrace trace;
  GSequenceIter *place; /* among the wires of the graph; NULL while in none */
  StrataWire *next;     /* from the same output */
  StrataWire *previous;
};

/* A number that was never given before, in any graph and any thread. */
guint64              strata_next_revision        (void);

/* 1 to 64 of A-Z a-z 0-9 _ -. */
gboolean             strata_id_is_valid          (const char          *id);

/* @value with @key set to @member, or without it where that is NULL; NULL for
 * an object without members. @value may be NULL. */
StrataValue         *strata_object_with          (StrataValue         *value,
                                                  const char          *key,
                                                  StrataValue         *member);

/* A card in no graph. */
StrataCard          *strata_card_new             (const StrataKind    *kind,
                                                  const char          *type,
                                                  const char          *id);

const StrataPortRow *strata_card_find_row        (StrataCard          *card,
                                                  const char          *name,
                                                  gboolean             output);

/* First wire at a port, or NULL. @row is NULL for a port that the kind does not
 * have. */
StrataWire          *strata_card_peek_wire       (StrataCard          *card,
                                                  const StrataPortRow *row,
                                                  const char          *name,
                                                  gboolean             output);

/* Adds references to the wires into the card, or out of it, in any order. */
void                 strata_card_add_wires       (StrataCard          *card,
                                                  gboolean             output,
                                                  GPtrArray           *wires);

/* Makes @wire the first at a port, or leaves the port without wires. */
void                 strata_card_set_first_wire  (StrataCard          *card,
                                                  const StrataPortRow *row,
                                                  const char          *name,
                                                  gboolean             output,
                                                  StrataWire          *wire);

/* Must be called after each change of what the card has on ports that its kind
 * does not have. */
void                 strata_card_forget_ports    (StrataCard          *card);

/* The ports of a card that hand a tensor through while it is bypassed. FALSE
 * for a kind that cannot be. */
gboolean             strata_kind_find_bypass     (const StrataKind    *kind,
                                                  const StrataPortRow **input,
                                                  const StrataPortRow **output);

/* A wire in no graph. */
StrataWire          *strata_wire_new             (StrataCard          *source,
                                                  const char          *source_port,
                                                  StrataCard          *target,
                                                  const char          *target_port);

/* Tells both cards of it. The input must be free. */
void                 strata_wire_attach          (StrataWire          *wire);
void                 strata_wire_detach          (StrataWire          *wire);

/* Adds references to the wire into an input, or to all that follow the first
 * one at an output. */
void                 strata_wires_add_from       (GPtrArray           *wires,
                                                  StrataWire          *first,
                                                  gboolean             output);

/* Into the order of the graph, which they must all be in. */
void                 strata_wires_sort           (GPtrArray           *wires);

StrataPort          *strata_port_new             (StrataCard          *card,
                                                  const StrataPortRow *row,
                                                  const char          *name,
                                                  gboolean             output);

/* The sentence that says why two ports do not fit. With the id of the target's
 * card, it says that too. */
char                *strata_port_misfit          (const StrataPortRow *source,
                                                  const StrataPortRow *target,
                                                  const char          *card);

/* As keys of a hash table, ports are equal whose name and direction are. A file
 * can hold as many names as it likes, so their hash has a secret. */
typedef struct
{
  const char *name;
  gboolean output;
} StrataPortKey;

guint                strata_port_key_hash        (gconstpointer        key);
gboolean             strata_port_key_equal       (gconstpointer        a,
                                                  gconstpointer        b);
guint                strata_text_hash            (gconstpointer        text);

G_END_DECLS
