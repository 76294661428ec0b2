/* strata-run-private.h — one evaluation of a plan, from inside.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-evaluation.h"
#include "strata-plan-private.h"
#include "strata-session.h"
#include "strata-sync-private.h"

G_BEGIN_DECLS

/* What makes a weight what it is. Compared byte by byte, so cleared first. */
typedef struct
{
  StrataSpec              spec;
  StrataSeededInitializer initializer;
  gint64                  seed;
  guint64                 file_stamp;
} StrataWeightSignature;

/* A weight of the session: drawn once. */
typedef struct
{
  StrataWeightSignature signature;
  StrataTensor         *tensor;
} StrataStoredWeight;

/* What a card gave in an earlier run. */
typedef struct
{
  guint64        key;
  guint          n_tensors;
  StrataTensor **tensors; /* by row of the kind; the input that an Output took
                             stands at the row of that input */
  double         penalty;
} StrataStoredCard;

struct _StrataSession
{
  GObject parent_instance;

  guint       n_threads;
  gboolean    keep_results;
  StrataPool *pool;
  pthread_mutex_t      mutex;
  GHashTable *cards;   /* id to StrataStoredCard */
  GHashTable *weights; /* key to StrataStoredWeight */
};

typedef enum
{
  STRATA_SLOT_EMPTY,
  STRATA_SLOT_BUSY,
  STRATA_SLOT_READY,
  STRATA_SLOT_FAILED,
} StrataSlotState;

/* A weight in a run. */
typedef struct
{
  StrataSlotState state;
  StrataTensor   *tensor;
  guint           n_left;  /* uses that have not ended */
  double          penalty;
} StrataSlot;

/* A card in a run. */
typedef struct
{
  StrataCardState state;
  guint           n_waiting; /* cards before it that have not ended */
  gboolean        blocked;   /* something before it failed */
  gboolean        wanted;    /* by somebody, or by a card that is */
  guint64         key;
  StrataTensor  **tensors;   /* by row, see StrataStoredCard */
  guint          *n_readers; /* by row; cards that have yet to read it */
  guint64         kept;      /* bits: rows that stay after their last reader */
  double          penalty;
  double          seconds;
  double          cost;
} StrataRunCard;

typedef struct
{
  guint   card;
  guint   sequence;
  StrataFault *fault;
} StrataRunFault;

typedef struct
{
  StrataControl *control;
  int            card; /* being evaluated, or -1 */
} StrataWorker;

struct _StrataRun
{
  GObject parent_instance;

  StrataSession *session;
  StrataPlan    *plan;
  StrataWeightTable *weights; /* of the plan */
  GMainContext  *context;
  StrataRunCard *cards;
  StrataSlot    *slots;
  gboolean       keep_weights;
  gboolean       partial;  /* only cards that are wanted are evaluated */

  pthread_mutex_t         mutex;
  pthread_cond_t          wake;
  GArray        *ready;    /* numbers of cards; the last one is next */
  GPtrArray     *threads;  /* GThread */
  GPtrArray     *workers;  /* StrataWorker */
  guint          n_running;
  guint          n_idle;
  gboolean       started;
  gboolean       finished;
  gboolean       cancelled;
  guint          n_evaluated;
  double         cost_done;
  double         cost_all;
  GArray        *fault_list; /* StrataRunFault */
  GPtrArray     *faults;     /* StrataFault, once finished */
  GArray        *news;       /* cards whose state changed, for the signal */
  gboolean       news_waiting;
};

/* What a card sees while it computes. */
struct _StrataEvaluation
{
  StrataRun     *run;
  guint          card;
  StrataControl *control;
  double         penalty;
  gboolean       failed;
};

/* strata-evaluation.c: computes one card. FALSE where it failed or the run was
 * cancelled. */
gboolean      strata_run_evaluate_card   (StrataRun        *run,
                                          guint             card,
                                          StrataControl    *control);
gboolean      strata_run_has_work        (StrataRun        *run,
                                          guint             card);
void          strata_run_fault           (StrataRun        *run,
                                          guint             card,
                                          const char       *port,
                                          const char       *message);

/* The tensor at the source of the wire into the port @row, or NULL. */
StrataTensor *strata_run_get_wired       (StrataRun        *run,
                                          guint             card,
                                          guint             row);

/* strata-slot.c */
StrataTensor *strata_run_get_slot        (StrataRun        *run,
                                          guint             card,
                                          guint             use,
                                          StrataEvaluation *evaluation);
void          strata_run_leave_slots     (StrataRun        *run,
                                          guint             card);

double        strata_run_weight_penalty  (StrataRun        *run,
                                          guint             weight);

/* strata-schedule.c: evaluates all cards, on this thread and on others. */
void          strata_run_prepare         (StrataRun        *run);
void          strata_run_evaluate        (StrataRun        *run);
void          strata_run_call_back       (StrataRun        *run,
                                          GSourceFunc       func);
void          strata_run_set_state       (StrataRun        *run,
                                          guint             card,
                                          StrataCardState   state);

/* strata-run-part.c */
void          strata_run_spread_wants    (StrataRun        *run);
gboolean      strata_run_leaves_out      (StrataRun        *run,
                                          guint             card);

/* strata-memory-guard.c: FALSE after a fault where the tensors of the run would
 * not fit into the memory that is free. */
gboolean      strata_run_check_memory    (StrataRun        *run);

/* strata-session.c */
void          strata_session_recall      (StrataSession    *session,
                                          StrataRun        *run);
void          strata_session_remember    (StrataSession    *session,
                                          StrataRun        *run);
void          strata_weight_signature    (StrataPlan       *plan,
                                          guint             weight,
                                          StrataWeightSignature *signature);
StrataTensor *strata_session_find_weight (StrataSession    *session,
                                          StrataPlan       *plan,
                                          guint             weight);

G_END_DECLS
