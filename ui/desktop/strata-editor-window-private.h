/* strata-editor-window-private.h — what the window's files share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-editor-window.h"
#include "strata-explainer.h"
#include "strata-toast.h"

G_BEGIN_DECLS

struct _StrataEditorWindow
{
  AdwApplicationWindow parent_instance;

  StrataDocument *document;
  StrataExplainer *explainer; /* the canvas and the viewer keep it */
  gboolean offers_undo; /* the toast, of a deletion */
  guint n_removed; /* cards, since the graph last said "changed" */
  guint slow_run;  /* source: the run is not over yet */
  StrataRecovery *recovery; /* once something has changed; or NULL */
  guint keeping;            /* source */
  GMenu *recent;            /* files */
  GFileMonitor *monitor;    /* of the graph's file; or NULL */
  gboolean swapping; /* the search is for another type */
  double wanted_x; /* where a card is searched for */
  double wanted_y;
  gboolean in_history;
  gboolean may_close; /* nothing is to be asked any more */

  GtkWidget *canvas;
  GtkWidget *commands; /* a popover */
  GtkWidget *notices;
  GtkWidget *outline;
  GtkWidget *palette;
  GtkWidget *search; /* a popover */
  GtkWidget *status;
  GtkWidget *toast;
  GtkWidget *viewer;

  AdwBin *notices_bin;
  AdwBin *palette_bin;
  AdwBin *status_bin;
  AdwBin *viewer_bin;
  AdwFlap *palette_flap;
  AdwFlap *viewer_flap;
  AdwSplitButton *open_button;
  AdwWindowTitle *title;
  GtkButton *redo_button;
  GtkButton *undo_button;
  GtkInfoBar *report_bar;
  GtkLabel *report_label;
  GtkMenuButton *menu_button;
  GtkOverlay *canvas_overlay;
  GtkOverlay *toast_overlay;
  GtkStack *run_stack;
  GtkWidget *empty_page;
};

/* Says what is no fault. */
void strata_editor_window_tell           (StrataEditorWindow *self,
                                          const char         *sentence);

/* strata-editor-window-actions.c */
void strata_editor_window_init_actions   (StrataEditorWindow *self);
void strata_editor_window_update_actions (StrataEditorWindow *self);
void strata_editor_window_leave_actions  (StrataEditorWindow *self);

/* strata-editor-window-canvas.c */
void strata_editor_window_init_canvas    (StrataEditorWindow *self);
void strata_editor_window_update_canvas  (StrataEditorWindow *self);
void strata_editor_window_leave_canvas   (StrataEditorWindow *self);

/* Once there is a viewer. */
void strata_editor_window_init_pin       (StrataEditorWindow *self);

/* strata-editor-window-explain.c */
void strata_editor_window_init_explain   (StrataEditorWindow *self);

/* strata-editor-window-files.c */
void strata_editor_window_choose_open    (StrataEditorWindow *self);
void strata_editor_window_choose_save    (StrataEditorWindow *self,
                                          gboolean            then_close);
/* Saves, or asks first where the file is not as it was. */
void strata_editor_window_save_safely    (StrataEditorWindow *self,
                                          gboolean            then_close);
/* Writes the graph to its file, whatever that holds now. */
void strata_editor_window_write          (StrataEditorWindow *self,
                                          gboolean            then_close);
void strata_editor_window_ask_to_close   (StrataEditorWindow *self);

/* strata-editor-window-drop.c */
void strata_editor_window_init_drop      (StrataEditorWindow *self);
/* At a place of the graph. */
void strata_editor_window_drop_file      (StrataEditorWindow *self,
                                          GFile              *file,
                                          double              x,
                                          double              y);

/* strata-editor-window-export.c */
void strata_editor_window_choose_export  (StrataEditorWindow *self);
gboolean strata_editor_window_export     (StrataEditorWindow *self,
                                          GFile              *file);

/* strata-editor-window-safety.c */
/* A question with the response "cancel", to which others are to be added. */
AdwMessageDialog *strata_editor_window_ask (StrataEditorWindow *self,
                                          const char         *heading,
                                          const char         *body,
                                          GCallback           response_cb);
void strata_editor_window_ask_to_trust   (StrataEditorWindow *self);
void strata_editor_window_ask_to_overwrite (StrataEditorWindow *self,
                                          gboolean            then_close);
void strata_editor_window_reload         (StrataEditorWindow *self);
void strata_editor_window_update_notices (StrataEditorWindow *self);
void strata_editor_window_watch_file     (StrataEditorWindow *self);
void strata_editor_window_stop_watching  (StrataEditorWindow *self);

/* strata-editor-window-tensor.c */
void strata_editor_window_init_tensor    (StrataEditorWindow *self);

/* strata-editor-window-log.c: for tests that look at the editor from outside. */
void strata_editor_window_follow_runs    (StrataEditorWindow *self);

/* strata-editor-window-recovery.c */
void strata_editor_window_keep_soon      (StrataEditorWindow *self);
void strata_editor_window_stop_keeping   (StrataEditorWindow *self);

/* strata-editor-window-settings.c */
void strata_editor_window_init_recent    (StrataEditorWindow *self);
void strata_editor_window_restore_size   (StrataEditorWindow *self);
void strata_editor_window_remember_size  (StrataEditorWindow *self);
/* To the document that it shows. */
void strata_editor_window_apply_settings (StrataEditorWindow *self);
void strata_editor_window_follow_settings (StrataEditorWindow *self);

G_END_DECLS
