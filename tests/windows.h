/* windows.h — a window of the editor, with a file, for tests.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-application.h"
#include "strata-editor-window-private.h"

G_BEGIN_DECLS

extern StrataApplication *windows_application;

typedef struct
{
  char               *folder; /* removed with all that is in it */
  char               *path;   /* of the file, which holds a small graph */
  GFile              *file;
  StrataEditorWindow *window;
} Windows;

/* A constant "x" of shape (1, 2, 2, 1) and a layer "dw" behind it. */
extern const char windows_text[];

void              windows_set_up        (Windows        *fixture,
                                         gconstpointer   data);
void              windows_tear_down     (Windows        *fixture,
                                         gconstpointer   data);

void              windows_write         (Windows        *fixture,
                                         const char     *text);
void              windows_load          (Windows        *fixture);
/* Shows it, so that it has a size. */
void              windows_show          (Windows        *fixture);
StrataGraph      *windows_get_graph     (Windows        *fixture);
void              windows_act           (Windows        *fixture,
                                         const char     *action);
gboolean          windows_can           (Windows        *fixture,
                                         const char     *action);
const char       *windows_get_notice    (Windows        *fixture,
                                         const char     *id);
/* What the report says, or NULL. */
const char       *windows_get_report    (Windows        *fixture);
guint             windows_count         (void);

/* The dialog that is open, or NULL; and the first of a type. */
AdwMessageDialog *windows_find_question (void);
GtkWidget        *windows_find          (GType           type);
void              windows_answer        (AdwMessageDialog *dialog,
                                         const char     *response);

/* A child of a type within a widget, or NULL. */
GtkWidget        *windows_find_child    (GtkWidget      *widget,
                                         GType           type);

/* Runs the tests that @add adds, or skips them where there is no display. */
int               windows_main          (int             argc,
                                         char          **argv,
                                         void          (*add) (void));

#define WINDOWS_ADD(path, func) \
  g_test_add (path, Windows, NULL, windows_set_up, func, windows_tear_down)

G_END_DECLS
