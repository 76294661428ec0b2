/* strata-document.h — an open graph: the document, its plan, its run.
 *
 * Widgets show a document and send it commands; nothing is stored in widgets.
 * After each change the graph is planned again at once, in the main loop, and
 * what changed is evaluated in the background. A run that is overtaken by a
 * change is cancelled.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

#define STRATA_TYPE_DOCUMENT (strata_document_get_type ())

G_DECLARE_FINAL_TYPE (StrataDocument, strata_document, STRATA, DOCUMENT, GObject)

/* How a card stands: for its looks. */
typedef enum
{
  STRATA_DOCUMENT_CARD_IDLE,    /* nothing to evaluate, or not yet */
  STRATA_DOCUMENT_CARD_STALE,   /* shows a result of before the last change */
  STRATA_DOCUMENT_CARD_RUNNING,
  STRATA_DOCUMENT_CARD_FRESH,
  STRATA_DOCUMENT_CARD_INCOMPLETE, /* lacks a value or a wire, no more */
  STRATA_DOCUMENT_CARD_FAULTY,
} StrataDocumentCardState;

StrataDocument *strata_document_new            (void);
/* A file of a newer version of the format is read as far as it is understood.
 */
StrataDocument *strata_document_new_from_file  (const char      *path,
                                                GError         **error);

StrataGraph    *strata_document_get_graph      (StrataDocument  *document);
/* Property "title": the file's name, or "Untitled". */
char           *strata_document_dup_title      (StrataDocument  *document);
/* Property "modified". */
gboolean        strata_document_is_modified    (StrataDocument  *document);
gboolean        strata_document_save           (StrataDocument  *document,
                                                const char      *path,
                                                GError         **error);

/* The version of the file's format, where it is newer than this program; 0 for
 * one that is known. Such a file is never written over. */
gint64          strata_document_get_newer_version (StrataDocument *document);
/* Whether the file says more than the graph does now, so that it can only be
 * saved under another name. */
gboolean        strata_document_would_lose     (StrataDocument  *document);
/* Whether somebody else has written the file since it was opened or saved. */
gboolean        strata_document_has_file_changed (StrataDocument *document);

/* Property "trusted": whether paths that lead out of the folder of the graph's
 * file are read. FALSE unless set. */
gboolean        strata_document_is_trusted     (StrataDocument  *document);
void            strata_document_set_trusted    (StrataDocument  *document,
                                                gboolean         trusted);
/* Those paths; free with g_strfreev(). */
char          **strata_document_list_outside   (StrataDocument  *document);

/* The plan of the graph as it is now. Signal "planned" when it is another. */
StrataPlan     *strata_document_get_plan       (StrataDocument  *document);

/* Faults of plan and run: StrataFault. Signal "faults-changed". */
GPtrArray      *strata_document_get_faults     (StrataDocument  *document);
/* The first fault of a card, or of its port; one that is merely missing only
 * where nothing is wrong. */
StrataFault    *strata_document_find_fault     (StrataDocument  *document,
                                                const char      *card,
                                                const char      *port);

/* Whether something of a card, or of its port, is wrong and not just missing. */
gboolean        strata_document_is_wrong       (StrataDocument  *document,
                                                const char      *card,
                                                const char      *port);
guint           strata_document_count_faults   (StrataDocument  *document,
                                                StrataFaultKind  kind);

/* Evaluates whatever changed. Property "running". Signals "card-changed" (id)
 * when a card's state, progress or results changed, "progressed" now and then
 * during a run, "finished" when a run has ended by itself. An Input that
 * nothing is fed to gets a sample: see strata-sample-feeds.h. */
void            strata_document_run            (StrataDocument  *document);
/* Only these, ended by NULL, and what they need. */
void            strata_document_run_cards      (StrataDocument  *document,
                                                const char *const *cards);
void            strata_document_stop           (StrataDocument  *document);
gboolean        strata_document_is_running     (StrataDocument  *document);
double          strata_document_get_progress   (StrataDocument  *document);
/* Seconds that the last run took which ended by itself. */
double          strata_document_get_run_time   (StrataDocument  *document);

/* Property "live": whether each change starts a run. TRUE unless set. */
gboolean        strata_document_is_live        (StrataDocument  *document);
void            strata_document_set_live       (StrataDocument  *document,
                                                gboolean         live);

/* How many threads evaluate; 0 for one on each core. */
void            strata_document_set_n_threads  (StrataDocument  *document,
                                                guint            n_threads);

/* As many as there are: never 0. */
guint           strata_document_get_n_threads  (StrataDocument  *document);

StrataDocumentCardState strata_document_get_card_state (StrataDocument *document,
                                                const char      *card);
/* How much of a running card is done, from 0 to 1. */
double          strata_document_get_card_progress (StrataDocument *document,
                                                const char      *card);
/* Whether a card is an Input that takes a sample, for want of data. */
gboolean        strata_document_is_sample      (StrataDocument  *document,
                                                const char      *card);
/* The last run that ended by itself, which can explain its numbers; or NULL. */
StrataRun      *strata_document_get_finished_run (StrataDocument *document);
/* The last tensor at a port that was computed, stale or not; NULL for none. */
StrataTensor   *strata_document_get_tensor     (StrataDocument  *document,
                                                const char      *card,
                                                const char      *port);
/* Seconds that the card took, 0 where that is not known. */
double          strata_document_get_card_time  (StrataDocument  *document,
                                                const char      *card);
/* How many cards the last run evaluated, with those that only pass on what they
 * are given. */
guint           strata_document_get_n_evaluated (StrataDocument *document);

G_END_DECLS
