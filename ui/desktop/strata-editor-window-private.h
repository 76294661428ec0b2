/* strata-editor-window-private.h — what the window's files share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-editor-window.h"

G_BEGIN_DECLS

struct _StrataEditorWindow
{
  AdwApplicationWindow parent_instance;

  StrataDocument *document;
  AdwToast *toast; /* that offers to undo a deletion; weak */
  guint n_removed; /* cards, since the graph last said "changed" */
  guint slow_run;  /* source: the run is not over yet */
  StrataRecovery *recovery; /* once something has changed; or NULL */
  guint keeping;            /* source */
  double wanted_x; /* where a card is searched for */
  double wanted_y;
  gboolean in_history;
  gboolean may_close; /* nothing is to be asked any more */

  GtkWidget *canvas;
  GtkWidget *commands; /* a popover */
  GtkWidget *outline;
  GtkWidget *palette;
  GtkWidget *search; /* a popover */
  GtkWidget *status;
  GtkWidget *viewer;

  AdwBin *palette_bin;
  AdwBin *status_bin;
  AdwBin *viewer_bin;
  AdwFlap *palette_flap;
  AdwFlap *viewer_flap;
  AdwSplitButton *open_button;
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkButton *redo_button;
  GtkButton *undo_button;
  GtkInfoBar *report_bar;
  GtkLabel *report_label;
  GtkMenuButton *examples_button;
  GtkMenuButton *menu_button;
  GtkOverlay *canvas_overlay;
  GtkStack *run_stack;
  GtkWidget *empty_page;
};

/* strata-editor-window-actions.c */
void strata_editor_window_init_actions   (StrataEditorWindow *self);
void strata_editor_window_update_actions (StrataEditorWindow *self);

/* strata-editor-window-canvas.c */
void strata_editor_window_init_canvas    (StrataEditorWindow *self);
void strata_editor_window_update_canvas  (StrataEditorWindow *self);
void strata_editor_window_leave_canvas   (StrataEditorWindow *self);

/* strata-editor-window-files.c */
void strata_editor_window_choose_open    (StrataEditorWindow *self);
void strata_editor_window_choose_save    (StrataEditorWindow *self,
                                          gboolean            then_close);
void strata_editor_window_ask_to_close   (StrataEditorWindow *self);

/* strata-editor-window-recovery.c */
void strata_editor_window_keep_soon      (StrataEditorWindow *self);
void strata_editor_window_stop_keeping   (StrataEditorWindow *self);

G_END_DECLS
