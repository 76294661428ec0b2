/* strata-canvas-remark-edit.c — commands for frames and notes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>

#define AROUND 24 /* space between a frame and its cards */
#define TITLE 32
#define NOTE_WIDTH 216
#define NOTE_HEIGHT 120

/* What is written in. */
typedef struct
{
  StrataCanvas *canvas;
  StrataRemark *remark;
  GtkWidget *text; /* GtkTextView or GtkEntry */
} Writing;

static void
writing_free (gpointer data, GClosure *closure)
{
  Writing *writing = data;

  g_object_unref (writing->remark);
  g_free (writing);
}

static char *
get_written (Writing *writing)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  if (GTK_IS_EDITABLE (writing->text))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (writing->text)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (writing->text));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
keep (Writing *writing)
{
  StrataCanvas *self = writing->canvas;
  g_autofree char *text = get_written (writing);
  g_autoptr (GError) error = NULL;

  if (strata_remark_get_graph (writing->remark) != self->graph)
    return;
  if (!strata_graph_set_remark_text (self->graph, writing->remark, text,
                                     &error))
    strata_canvas_emit_hint (self, error->message);
  strata_editor_log ("wrote %s", strata_remark_get_id (writing->remark));
}

static void
finish (Writing *writing)
{
  StrataCanvas *self = writing->canvas;
  GtkWidget *editor = g_steal_pointer (&self->editor);

  if (!editor)
    return;
  keep (writing);
  strata_canvas_retire (self, editor);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
leave_cb (GtkEventController *controller, Writing *writing)
{
  StrataCanvas *self = writing->canvas;

  if (!self->editor)
    return;
  keep (writing);
  strata_canvas_retire (self, g_steal_pointer (&self->editor));
}

static void
activate_cb (GtkEntry *entry, Writing *writing)
{
  finish (writing);
}

/* Return ends a note only with Control, because it has lines. */
static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        Writing *writing)
{
  StrataCanvas *self = writing->canvas;

  if (key == GDK_KEY_Escape)
    {
      strata_canvas_stop_editing (self);
      gtk_widget_grab_focus (GTK_WIDGET (self));
    }
  else if (key == GDK_KEY_Return && (state & GDK_CONTROL_MASK))
    finish (writing);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
follow (Writing *writing)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (focus, "leave", G_CALLBACK (leave_cb), writing);
  gtk_widget_add_controller (writing->text, focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_data (keys, "key-pressed", G_CALLBACK (key_cb), writing,
                         writing_free, 0);
  gtk_widget_add_controller (writing->text, keys);
}

static GtkWidget *
new_entry (Writing *writing)
{
  writing->text = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (writing->text),
                         strata_remark_get_text (writing->remark));
  gtk_editable_select_region (GTK_EDITABLE (writing->text), 0, -1);
  g_signal_connect (writing->text, "activate", G_CALLBACK (activate_cb),
                    writing);
  return writing->text;
}

static GtkWidget *
new_view (Writing *writing, double width, double height)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  writing->text = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (writing->text),
                               GTK_WRAP_WORD_CHAR);
  gtk_text_buffer_set_text (
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (writing->text)),
      strata_remark_get_text (writing->remark), -1);
  gtk_widget_set_size_request (scrolled, MAX (width, 160), MAX (height, 72));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), writing->text);
  return scrolled;
}

void
strata_canvas_edit_remark (StrataCanvas *self, StrataRemark *remark)
{
  gboolean frame = strata_remark_get_kind (remark) == STRATA_REMARK_FRAME;
  Writing *writing;

  strata_canvas_stop_editing (self);
  writing = g_new0 (Writing, 1);
  writing->canvas = self;
  writing->remark = g_object_ref (remark);
  strata_canvas_get_remark_box (self, remark, &self->edited);
  self->edited.origin.y += 6;
  self->editor = frame
                     ? new_entry (writing)
                     : new_view (writing, self->edited.size.width * self->zoom,
                                 self->edited.size.height * self->zoom);
  gtk_widget_add_css_class (self->editor, "background");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (writing->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
      frame ? _ ("Title of the frame") : _ ("Text of the note"), -1);
  follow (writing);
  gtk_widget_set_parent (self->editor, GTK_WIDGET (self));
  gtk_widget_grab_focus (writing->text);
  strata_canvas_place_editor (self);
  strata_editor_log ("writing %s", strata_remark_get_id (remark));
}

/* Adding. */

static StrataRemark *
add (StrataCanvas *self,
     StrataRemarkKind kind,
     const graphene_rect_t *box,
     const char *step)
{
  g_autoptr (GError) error = NULL;
  StrataRemark *remark;

  strata_graph_begin (self->graph, step);
  remark = strata_graph_add_remark (self->graph, kind, NULL, &error);
  if (remark)
    strata_graph_place_remark (self->graph, remark, round (box->origin.x),
                               round (box->origin.y), round (box->size.width),
                               round (box->size.height), NULL);
  strata_graph_end (self->graph);
  if (!remark)
    {
      strata_canvas_emit_hint (self, error->message);
      return NULL;
    }
  strata_editor_log ("added %s", strata_remark_get_id (remark));
  strata_canvas_select_none (self);
  strata_canvas_select_remark (self, remark, TRUE);
  strata_canvas_selection_changed (self);
  return remark;
}

void
strata_canvas_add_frame (StrataCanvas *self)
{
  graphene_rect_t box;
  StrataRemark *frame;

  if (!strata_canvas_get_selected_bounds (self, &box))
    {
      strata_canvas_emit_hint (self, _ ("Select the cards that the frame is to "
                                        "hold"));
      return;
    }
  graphene_rect_inset (&box, -AROUND, -AROUND);
  box.origin.y -= TITLE;
  box.size.height += TITLE;
  frame = add (self, STRATA_REMARK_FRAME, &box, _ ("Add Frame"));
  if (frame)
    strata_canvas_edit_remark (self, frame);
}

/* In the middle of what is shown, or beside, where no card hides it. */
void
strata_canvas_add_note (StrataCanvas *self)
{
  StrataRemark *note;
  graphene_rect_t box;
  double x, y;

  strata_canvas_get_centre (self, &x, &y);
  graphene_rect_init (&box, x - NOTE_WIDTH / 2, y - NOTE_HEIGHT / 2, NOTE_WIDTH,
                      NOTE_HEIGHT);
  strata_canvas_find_free_box (self, &box);
  note = add (self, STRATA_REMARK_NOTE, &box, _ ("Add Note"));
  if (note)
    strata_canvas_edit_remark (self, note);
}

/* TRUE if a frame or a note is what was to be renamed. */
gboolean
strata_canvas_rename_remark (StrataCanvas *self)
{
  g_autoptr (GPtrArray) remarks = strata_canvas_list_selected_remarks (self);

  if (remarks->len == 0)
    return FALSE;
  strata_canvas_edit_remark (self, remarks->pdata[0]);
  return TRUE;
}

static void
run_color (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  const char *color = g_variant_get_string (parameter, NULL);
  g_autoptr (GPtrArray) remarks = NULL;

  if (!self->graph)
    return;
  remarks = strata_canvas_list_selected_remarks (self);
  strata_graph_begin (self->graph, _ ("Color"));
  for (guint i = 0; i < remarks->len; i++)
    strata_graph_set_remark_color (self->graph, remarks->pdata[i],
                                   *color ? color : NULL, NULL);
  strata_graph_end (self->graph);
}

void
strata_canvas_set_up_remark_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "canvas.color", "s", run_color);
}
