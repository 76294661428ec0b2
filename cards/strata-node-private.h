/* strata-node-private.h — one card, as a plan sees it.
 *
 * Immutable once made, and shared by all plans in which nothing about the card
 * has changed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-fault.h"
#include "strata-graph.h"
#include "strata-layer-private.h"
#include "strata-settings-private.h"

G_BEGIN_DECLS

/* What an output port gives. */
typedef struct
{
  gboolean                present;
  StrataSpec              spec;        /* of a tensor */
  StrataSeededInitializer initializer;
  StrataRegularizer       regularizer;
  StrataConstraint        constraint;
  StrataLayer            *layer;
  StrataValue            *value;       /* of all other types */
} StrataNodeOutput;

/* A weight that a card needs. */
typedef struct
{
  StrataLayer            *layer;       /* kept by the node's settings or outputs */
  char                   *name;        /* "depthwise_kernel" */
  char                   *key;         /* "dw/depthwise_kernel" */
  StrataSpec              spec;
  StrataSeededInitializer initializer;
  gboolean                has_regularizer;
  StrataRegularizer       regularizer;
} StrataWeightUse;

/* A file that a card's inference looked at, as it was then. */
typedef struct
{
  char   *path;
  gint64  size;
  gint64  modified; /* in nanoseconds */
  guint64 inode;
} StrataFileStamp;

typedef struct
{
  StrataRefCount   references;
  guint64           stamp;     /* never given twice */
  guint64           revision;  /* of the card's values */
  char             *id;
  char             *type;
  const StrataKind *kind;      /* NULL where no plugin has brought it */
  StrataSettings   *settings;  /* NULL likewise */
  StrataNodeOutput *outputs;   /* one for each port of the kind */
  GPtrArray        *faults;    /* StrataFault, or NULL */
  GArray           *weights;   /* StrataWeightUse, or NULL */
  GArray           *files;     /* StrataFileStamp, or NULL */
  int64_t           macs;
  gboolean          bypassed;
  guint             bypass_in;  /* rows of what is handed through then */
  guint             bypass_out;
  gboolean          is_loose;  /* something that it reads is at fault */
  gboolean          has_activity_penalty;
  gboolean          has_penalty;
  gboolean          shares;    /* weights that others may use, or have */
  gint64            parameters; /* of weights that it has for itself */
  StrataSpec        data;      /* what an Output or a SaveTensor takes */
  gboolean          has_data;
  char             *name;      /* of an Input or Output */
  char             *file;      /* of a SaveTensor */
  guint64           readers;   /* bits: outputs that are read, the first 64 */
} StrataNode;

/* A wire into a port of a node being made; no source where what stands there is
 * at fault. */
typedef struct
{
  guint       row;    /* of the target's kind */
  StrataNode *source;
  guint       output; /* row of the source's kind */
} StrataNodeInput;

/* What all nodes of a plan share while they are made. */
typedef struct
{
  StrataRegistry *registry;
  gint64          seed;
  gboolean        for_run;
  gboolean        trust;
  char           *folder;
  GHashTable     *feeds;   /* name to StrataTensor, or NULL */
  GHashTable     *objects; /* kind to StrataNode: objects by name */
  guint           n_copies; /* of wrapped layers */
} StrataNodeContext;

StrataNode *strata_node_new             (StrataNodeContext     *context,
                                         StrataCard            *card,
                                         const StrataNodeInput *inputs,
                                         guint                  n_inputs,
                                         guint64                readers);
StrataNode *strata_node_ref             (StrataNode            *node);
void        strata_node_unref           (StrataNode            *node);

/* Whether a wire leaves an output. */
gboolean    strata_node_is_read         (const StrataNode      *node,
                                         const StrataPortRow   *row);

/* Bits: outputs that look different from those of @other, of the first 64 rows;
 * all bits where the kind is another one. */
guint64     strata_node_compare         (const StrataNode      *node,
                                         const StrataNode      *other);

/* Whether a file that it looked at has changed since. */
gboolean    strata_node_is_outdated     (const StrataNode      *node);

/* Whether a layer is there for others too. */
gboolean    strata_node_is_instance_read (const StrataNode     *node);

void        strata_node_fault           (StrataNode            *node,
                                         const char            *port,
                                         const char            *format,
                                         ...) G_GNUC_PRINTF (3, 4);

/* Its first tensor output, or what it takes; NULL for none. */
const StrataSpec *strata_node_main_spec (const StrataNode      *node);

void        strata_node_context_clear   (StrataNodeContext     *context);

/* A seed for something that a card draws. */
int64_t     strata_derive_seed          (gint64                 graph_seed,
                                         const char            *card,
                                         const char            *what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataNode, strata_node_unref)

G_END_DECLS
