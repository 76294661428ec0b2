/* strata-editor-window-drop.c — files that are dropped on a window.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-application.h"
#include "strata-canvas.h"
#include "strata-dropped-file.h"
#include "strata-editor-log.h"
#include "strata-editor-window-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define BESIDE 300 /* how far to the left of an Input its tensor comes */

/* A file and where it was dropped, until all is answered. */
typedef struct
{
  StrataEditorWindow *window;
  char *path;
  char *folder; /* of the graph */
  char *target; /* an Input, or NULL */
  char **keys;  /* of an archive */
  GtkWidget *choice;
  double x;
  double y;
} Drop;

static void
drop_free (Drop *drop)
{
  g_object_unref (drop->window);
  g_free (drop->path);
  g_free (drop->folder);
  g_free (drop->target);
  g_strfreev (drop->keys);
  g_free (drop);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Drop, drop_free)

static void
drop_closure_free (gpointer data, GClosure *closure)
{
  drop_free (data);
}

/* Takes @drop. Its folder and its path stand below the question. */
static AdwMessageDialog *
ask (Drop *drop,
     const char *heading,
     const char *body,
     const char *id,
     const char *label,
     GCallback response_cb)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (drop->window), heading, body));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), id, label,
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, id,
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, id);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", response_cb, drop,
                         drop_closure_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static char *
dup_name (Drop *drop)
{
  return g_filename_display_basename (drop->path);
}

/* The card. */

static gboolean
set_string (StrataGraph *graph,
            StrataCard *card,
            const char *port,
            const char *string,
            GError **error)
{
  g_autoptr (StrataValue) value = strata_value_new_string (string);

  return strata_graph_set_value (graph, card, port, value, error);
}

static gboolean
fill_card (Drop *drop,
           StrataGraph *graph,
           StrataCard *card,
           const char *relative,
           const char *key,
           GError **error)
{
  StrataCard *target =
      drop->target ? strata_graph_find_card (graph, drop->target) : NULL;

  return set_string (graph, card, "path", relative, error)
         && (!key || set_string (graph, card, "key", key, error))
         && (!target
             || strata_graph_connect (graph, card, "tensor", target, "value",
                                      error));
}

/* One step: the card, what it loads, and its wire. */
static void
add_card (Drop *drop, const char *relative, const char *key)
{
  StrataGraph *graph = strata_document_get_graph (drop->window->document);
  g_autoptr (GError) error = NULL;
  StrataCard *card;

  strata_graph_begin (graph, _ ("Drop File"));
  card = strata_canvas_add_card (STRATA_CANVAS (drop->window->canvas),
                                 "LoadTensor", drop->x, drop->y, NULL);
  if (card)
    fill_card (drop, graph, card, relative, key, &error);
  strata_graph_end (graph);
  if (error)
    strata_editor_window_report (drop->window, error->message);
  strata_editor_log ("dropped %s", relative);
}

/* Archives: which of its arrays. */

static void
key_response_cb (AdwMessageDialog *dialog, const char *response, Drop *drop)
{
  g_autofree char *relative = NULL;
  guint chosen;

  if (!g_str_equal (response, "load"))
    return;
  relative = strata_dropped_file_dup_relative (drop->folder, drop->path);
  chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (drop->choice));
  if (relative && chosen < g_strv_length (drop->keys))
    add_card (drop, relative, drop->keys[chosen]);
}

static void
ask_for_key (Drop *drop)
{
  g_autofree char *name = dup_name (drop);
  g_autofree char *body =
      g_strdup_printf (_ ("“%s” holds several arrays."), name);
  AdwMessageDialog *dialog;

  drop->choice =
      gtk_drop_down_new_from_strings ((const char *const *) drop->keys);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (drop->choice), TRUE);
  dialog = ask (drop, _ ("Load Which Array?"), body, "load", _ ("_Load"),
                G_CALLBACK (key_response_cb));
  adw_message_dialog_set_extra_child (dialog, drop->choice);
}

/* Takes @drop. */
static void
load_archive (Drop *drop)
{
  g_autofree char *relative =
      strata_dropped_file_dup_relative (drop->folder, drop->path);

  if (g_strv_length (drop->keys) != 1)
    {
      ask_for_key (drop);
      return;
    }
  if (relative)
    add_card (drop, relative, drop->keys[0]);
  drop_free (drop);
}

static Drop *
drop_copy (Drop *drop)
{
  Drop *copy = g_new0 (Drop, 1);

  copy->window = g_object_ref (drop->window);
  copy->path = g_strdup (drop->path);
  copy->folder = g_strdup (drop->folder);
  copy->target = g_strdup (drop->target);
  copy->keys = g_strdupv (drop->keys);
  copy->x = drop->x;
  copy->y = drop->y;
  return copy;
}

static void
weights_response_cb (AdwMessageDialog *dialog, const char *response, Drop *drop)
{
  StrataGraph *graph = strata_document_get_graph (drop->window->document);
  g_autofree char *relative =
      strata_dropped_file_dup_relative (drop->folder, drop->path);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (response, "load"))
    load_archive (drop_copy (drop));
  else if (g_str_equal (response, "weights") && relative
           && !strata_graph_set_weights (graph, relative, &error))
    strata_editor_window_report (drop->window, error->message);
}

/* Takes @drop. */
static void
take_archive (Drop *drop)
{
  StrataGraph *graph = strata_document_get_graph (drop->window->document);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = dup_name (drop);
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;

  drop->keys = strata_dropped_file_list_keys (drop->path, &error);
  if (!drop->keys || !*drop->keys)
    {
      g_autofree char *sentence =
          g_strdup_printf (_ ("“%s” holds no array"), name);

      strata_editor_window_report (drop->window,
                                   error ? error->message : sentence);
      drop_free (drop);
      return;
    }
  if (!strata_dropped_file_has_weights (graph, drop->keys))
    {
      load_archive (drop);
      return;
    }
  body = g_strdup_printf (
      _ ("“%s” holds weights of cards that stand in this graph."), name);
  dialog = ask (drop, _ ("Use These Weights?"), body, "weights",
                _ ("_Use as Weights"), G_CALLBACK (weights_response_cb));
  adw_message_dialog_add_response (dialog, "load", _ ("_Load an Array"));
}

/* Takes @drop, whose file lies in the graph's folder. */
static void
take_array (Drop *drop)
{
  g_autofree char *relative =
      strata_dropped_file_dup_relative (drop->folder, drop->path);

  if (strata_dropped_file_get_kind (drop->path) == STRATA_DROPPED_ARCHIVE)
    {
      take_archive (drop);
      return;
    }
  if (relative)
    add_card (drop, relative, NULL);
  drop_free (drop);
}

/* What comes into the folder first. */

static void
take_new (Drop *drop, char *name, GError *error)
{
  Drop *copy;

  if (!name)
    {
      strata_editor_window_report (drop->window, error->message);
      return;
    }
  copy = drop_copy (drop);
  g_free (copy->path);
  copy->path = g_build_filename (drop->folder, name, NULL);
  take_array (copy);
}

static void
copy_response_cb (AdwMessageDialog *dialog, const char *response, Drop *drop)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (!g_str_equal (response, "copy"))
    return;
  name = strata_dropped_file_copy (drop->folder, drop->path, &error);
  take_new (drop, name, error);
}

static void
convert_response_cb (AdwMessageDialog *dialog, const char *response, Drop *drop)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (!g_str_equal (response, "convert"))
    return;
  name = strata_dropped_file_convert (drop->folder, drop->path, &error);
  take_new (drop, name, error);
}

static void
ask_to_copy (Drop *drop)
{
  g_autofree char *name = dup_name (drop);
  g_autofree char *body = g_strdup_printf (
      _ ("“%s” lies outside the folder of the graph, which reads only what "
         "lies in it."),
      name);

  ask (drop, _ ("Copy the File Beside the Graph?"), body, "copy", _ ("C_opy"),
       G_CALLBACK (copy_response_cb));
}

static void
ask_to_convert (Drop *drop)
{
  g_autofree char *name = dup_name (drop);
  g_autofree char *body = g_strdup_printf (
      _ ("“%s” becomes a file of numbers from 0 to 1 beside the graph; the "
         "picture itself stays as it is."),
      name);

  ask (drop, _ ("Convert the Picture?"), body, "convert", _ ("C_onvert"),
       G_CALLBACK (convert_response_cb));
}

/* Takes @drop. */
static void
take_tensor (Drop *drop)
{
  g_autofree char *relative =
      strata_dropped_file_dup_relative (drop->folder, drop->path);

  if (strata_dropped_file_get_kind (drop->path) == STRATA_DROPPED_PICTURE)
    ask_to_convert (drop);
  else if (!relative)
    ask_to_copy (drop);
  else
    take_array (drop);
}

/* Where it was dropped. */

static void
find_target (Drop *drop)
{
  StrataCanvas *canvas = STRATA_CANVAS (drop->window->canvas);
  StrataCard *card = strata_canvas_get_card_at (canvas, drop->x, drop->y);

  if (!card || g_strcmp0 (strata_card_get_type_name (card), "Input") != 0)
    return;
  drop->target = g_strdup (strata_card_get_id (card));
  strata_card_get_position (card, &drop->x, &drop->y);
  drop->x -= BESIDE;
}

static void
drop_tensor (StrataEditorWindow *self, const char *path, double x, double y)
{
  const char *graph =
      strata_graph_get_path (strata_document_get_graph (self->document));
  Drop *drop;

  if (!graph)
    {
      strata_editor_window_report (
          self, _ ("Save the graph first, because it names files by where they "
                   "are from its own"));
      return;
    }
  drop = g_new0 (Drop, 1);
  drop->window = g_object_ref (self);
  drop->path = g_strdup (path);
  drop->folder = g_path_get_dirname (graph);
  drop->x = x;
  drop->y = y;
  find_target (drop);
  take_tensor (drop);
}

static void
refuse (StrataEditorWindow *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *sentence = g_strdup_printf (
      _ ("“%s” is no graph (.strata), no array (.npy, .npz) and no picture "
         "(.png, .jpg)"),
      shown);

  strata_editor_window_report (self, sentence);
}

void
strata_editor_window_drop_file (StrataEditorWindow *self,
                                GFile *file,
                                double x,
                                double y)
{
  const char *path = g_file_peek_path (file);
  StrataDropped kind =
      path ? strata_dropped_file_get_kind (path) : STRATA_DROPPED_OTHER;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (kind == STRATA_DROPPED_OTHER)
    refuse (self, file);
  else if (kind != STRATA_DROPPED_GRAPH)
    drop_tensor (self, path, x, y);
  else if (application)
    strata_application_open_file (STRATA_APPLICATION (application), file, self);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue *value,
         double x,
         double y,
         StrataEditorWindow *self)
{
  GSList *files;
  double graph_x, graph_y;

  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  files = g_value_get_boxed (value);
  strata_canvas_to_graph (STRATA_CANVAS (self->canvas), x, y, &graph_x,
                          &graph_y);
  for (GSList *l = files; l; l = l->next, graph_y += 160)
    strata_editor_window_drop_file (self, l->data, graph_x, graph_y);
  return TRUE;
}

/* Beside the canvas: cards go where they would without a place. */
static gboolean
drop_beside_cb (GtkDropTarget *target,
                const GValue *value,
                double x,
                double y,
                StrataEditorWindow *self)
{
  double graph_x, graph_y;

  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  for (GSList *l = g_value_get_boxed (value); l; l = l->next)
    {
      strata_canvas_get_next_place (STRATA_CANVAS (self->canvas), &graph_x,
                                    &graph_y);
      strata_editor_window_drop_file (self, l->data, graph_x, graph_y);
    }
  return TRUE;
}

static void
take_files (GtkWidget *widget, GCallback drop, StrataEditorWindow *self)
{
  GtkDropTarget *target =
      gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", drop, self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

void
strata_editor_window_init_drop (StrataEditorWindow *self)
{
  take_files (self->canvas, G_CALLBACK (drop_cb), self);
  take_files (GTK_WIDGET (self), G_CALLBACK (drop_beside_cb), self);
}
