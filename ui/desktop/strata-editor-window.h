/* strata-editor-window.h — a window that shows one graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"
#include "strata-recovery.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_EDITOR_WINDOW (strata_editor_window_get_type ())

G_DECLARE_FINAL_TYPE (StrataEditorWindow, strata_editor_window, STRATA, EDITOR_WINDOW,
                      AdwApplicationWindow)

StrataEditorWindow *strata_editor_window_new          (AdwApplication      *application);

StrataDocument     *strata_editor_window_get_document (StrataEditorWindow  *window);
void                strata_editor_window_set_document (StrataEditorWindow  *window,
                                                       StrataDocument      *document);

/* Whether it shows an untitled graph without cards and without history. */
gboolean            strata_editor_window_is_blank     (StrataEditorWindow  *window);
gboolean            strata_editor_window_shows_file   (StrataEditorWindow  *window,
                                                       GFile               *file);
gboolean            strata_editor_window_load         (StrataEditorWindow  *window,
                                                       GFile               *file,
                                                       GError             **error);
gboolean            strata_editor_window_save         (StrataEditorWindow  *window,
                                                       GFile               *file);

/* Shows what a program that died has left of a graph. */
gboolean            strata_editor_window_restore      (StrataEditorWindow  *window,
                                                       StrataLeftover      *leftover,
                                                       GError             **error);

/* Writes the tensor that the viewer shows. */
gboolean            strata_editor_window_save_tensor  (StrataEditorWindow  *window,
                                                       GFile               *file,
                                                       GError             **error);

/* Shows a sentence that stays until it is closed. */
void                strata_editor_window_report       (StrataEditorWindow  *window,
                                                       const char          *sentence);

/* Adds a card in the middle of what is seen; NULL where that cannot be, which
 * is reported. */
StrataCard         *strata_editor_window_add_card     (StrataEditorWindow  *window,
                                                       const char          *type);

/* Selects a card and brings it into view. */
void                strata_editor_window_show_card    (StrataEditorWindow  *window,
                                                       const char          *card);

/* Says where things are, in pixels from the window's corner; to the log. */
void                strata_editor_window_log_places   (StrataEditorWindow  *window);

G_END_DECLS
