/* strata-canvas-edit.c — editing a value where it stands.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-text.h"
#include "strata-canvas-words.h"
#include "strata-editor-log.h"

#include <glib/gi18n.h>

#define NARROWEST 140
#define TALLEST_LIST 320

/* What an editor is about. */
typedef struct
{
  StrataCanvas *canvas;
  StrataPort *port;
  GtkWidget *entry;
  GtkWidget *message;
} Editing;

static void
editing_free (gpointer data, GClosure *closure)
{
  Editing *editing = data;

  g_object_unref (editing->port);
  g_free (editing);
}

/* Applying. */

static gboolean
apply (StrataCanvas *self, StrataPort *port, StrataValue *value, GError **error)
{
  StrataCard *card = strata_port_get_card (port);
  const char *name = strata_port_get_name (port);
  g_autofree char *text = value ? strata_value_to_text (value) : NULL;

  if (!strata_canvas_has_card (self, card))
    return TRUE;
  if (!strata_graph_set_value (self->graph, card, name, value, error))
    return FALSE;
  strata_editor_log ("value %s.%s %s", strata_card_get_id (card), name,
                     text ?: "default");
  return TRUE;
}

/* What cannot be read is handed on as it stands: the port says best what it
 * takes. */
static gboolean
apply_text (StrataCanvas *self,
            StrataPort *port,
            const char *text,
            GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (StrataValue) value =
      strata_canvas_value_from_text (strata_port_get_row (port), text, &wrong);

  if (wrong)
    value = strata_value_new_string (text);
  return apply (self, port, value, error);
}

static char *
get_text (StrataPort *port)
{
  StrataValue *value = strata_port_get_value (port);
  g_autoptr (StrataValue) standard = NULL;

  if (!value)
    value = standard = strata_port_dup_default (port);
  return strata_canvas_value_to_text (value);
}

/* The entry. */

static void
show_refusal (Editing *editing, const char *message)
{
  strata_editor_log ("refused %s", message);
  gtk_widget_add_css_class (editing->entry, "error");
  gtk_label_set_text (GTK_LABEL (editing->message), message);
  gtk_widget_show (editing->message);
  gtk_accessible_update_state (GTK_ACCESSIBLE (editing->entry),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  strata_canvas_place_editor (editing->canvas);
}

static void
activate_cb (GtkEntry *entry, Editing *editing)
{
  StrataCanvas *self = editing->canvas;
  g_autoptr (GError) error = NULL;

  if (apply_text (self, editing->port,
                  gtk_editable_get_text (GTK_EDITABLE (entry)), &error))
    {
      strata_canvas_stop_editing (self);
      strata_canvas_return_focus (self);
    }
  else
    show_refusal (editing, error->message);
}

/* GTK is about to use what has just lost the focus, or was just closed: it goes
 * a little later. */

static void
drop_retired (StrataCanvas *self)
{
  g_clear_handle_id (&self->retiring, g_source_remove);
  for (guint i = 0; i < self->retired->len; i++)
    gtk_widget_unparent (self->retired->pdata[i]);
  g_ptr_array_set_size (self->retired, 0);
}

static gboolean
drop_retired_cb (gpointer data)
{
  StrataCanvas *self = data;

  self->retiring = 0;
  drop_retired (self);
  return G_SOURCE_REMOVE;
}

void
strata_canvas_retire (StrataCanvas *self, GtkWidget *widget)
{
  g_ptr_array_add (self->retired, widget);
  if (self->retiring == 0)
    self->retiring = g_idle_add (drop_retired_cb, self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What was typed counts when something else is clicked, unless it is wrong. */
static void
leave_cb (GtkEventController *controller, Editing *editing)
{
  StrataCanvas *self = editing->canvas;

  if (!self->editor)
    return;
  strata_canvas_retire (self, g_steal_pointer (&self->editor));
  g_clear_object (&self->editor_port);
  apply_text (self, editing->port,
              gtk_editable_get_text (GTK_EDITABLE (editing->entry)), NULL);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        StrataCanvas *self)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  strata_canvas_stop_editing (self);
  strata_canvas_return_focus (self);
  return GDK_EVENT_STOP;
}

static Editing *
editing_new (StrataCanvas *self, StrataPort *port)
{
  Editing *editing = g_new0 (Editing, 1);

  editing->canvas = self;
  editing->port = g_object_ref (port);
  return editing;
}

static void
follow_entry (StrataCanvas *self, Editing *editing)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_data (editing->entry, "activate", G_CALLBACK (activate_cb),
                         editing, editing_free, 0);
  g_signal_connect (focus, "leave", G_CALLBACK (leave_cb), editing);
  gtk_widget_add_controller (editing->entry, focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (editing->entry, keys);
}

static void
open_entry (StrataCanvas *self, StrataPort *port)
{
  Editing *editing = editing_new (self, port);
  g_autofree char *text = get_text (port);
  g_autofree char *title = strata_canvas_dup_port_title (port);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  editing->entry = gtk_entry_new ();
  editing->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (editing->message), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (editing->message), 32);
  gtk_label_set_xalign (GTK_LABEL (editing->message), 0);
  gtk_widget_add_css_class (editing->message, "error");
  gtk_widget_add_css_class (editing->message, "caption");
  gtk_widget_hide (editing->message);
  gtk_widget_add_css_class (box, "background");
  gtk_box_append (GTK_BOX (box), editing->entry);
  gtk_box_append (GTK_BOX (box), editing->message);
  gtk_editable_set_text (GTK_EDITABLE (editing->entry), text);
  gtk_editable_set_width_chars (GTK_EDITABLE (editing->entry), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (editing->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  follow_entry (self, editing);
  self->editor = box;
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  gtk_widget_grab_focus (editing->entry);
  gtk_editable_select_region (GTK_EDITABLE (editing->entry), 0, -1);
}

/* The list. */

static gboolean
makes (const StrataKind *kind, StrataPortType type)
{
  for (gsize i = 0; i < kind->n_ports; i++)
    if ((kind->ports[i].flags & STRATA_PORT_OUT) && kind->ports[i].type == type)
      return TRUE;
  return FALSE;
}

/* What may be chosen; NULL where there is no list of it. */
static char **
list_choices (StrataCanvas *self, StrataPort *port)
{
  const StrataPortRow *row = strata_port_get_row (port);
  StrataRegistry *registry = strata_graph_get_registry (self->graph);
  guint n = strata_registry_get_n_kinds (registry);
  g_autoptr (GStrvBuilder) names = NULL;

  if (!row)
    return NULL;
  if (row->type == STRATA_PORT_CHOICE)
    return strata_port_list_choices (port);
  if (row->type < STRATA_PORT_INITIALIZER)
    return NULL;
  names = g_strv_builder_new ();
  for (guint i = 0; i < n; i++)
    {
      const StrataKind *kind = strata_registry_get_kind (registry, i);

      if (makes (kind, row->type))
        g_strv_builder_add (names, kind->type);
    }
  return g_strv_builder_end (names);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, Editing *editing)
{
  StrataCanvas *self = editing->canvas;
  const char *name = g_object_get_data (G_OBJECT (row), "choice");
  g_autoptr (StrataValue) value = name ? strata_value_new_string (name) : NULL;
  g_autoptr (GError) error = NULL;

  if (!apply (self, editing->port, value, &error))
    strata_canvas_emit_hint (self, error->message);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
add_choice (GtkWidget *list, const char *name, const char *chosen)
{
  GtkWidget *label = gtk_label_new (name ?: _ ("Default"));
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (!name)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data_full (G_OBJECT (row), "choice", g_strdup (name), g_free);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  if (name && g_ascii_strcasecmp (name, chosen) == 0)
    gtk_list_box_select_row (GTK_LIST_BOX (list), GTK_LIST_BOX_ROW (row));
}

static void
closed_cb (GtkPopover *popover, StrataCanvas *self)
{
  if (self->popover != GTK_WIDGET (popover))
    return;
  strata_canvas_retire (self, g_steal_pointer (&self->popover));
  g_clear_object (&self->editor_port);
  strata_canvas_return_focus (self);
}

void
strata_canvas_pop_up (StrataCanvas *self,
                      GtkWidget *popover,
                      StrataPort *port,
                      const graphene_rect_t *place)
{
  strata_canvas_stop_editing (self);
  g_set_object (&self->editor_port, port);
  self->popover = popover;
  self->edited = *place;
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), self);
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  strata_canvas_place_editor (self);
  gtk_popover_popup (GTK_POPOVER (popover));
}

gboolean
strata_canvas_commit (StrataCanvas *self)
{
  if (self->editor)
    g_signal_emit_by_name (gtk_widget_get_first_child (self->editor),
                           "activate");
  return self->editor == NULL;
}

static GtkWidget *
make_list (StrataCanvas *self, StrataPort *port, char **choices)
{
  g_autofree char *chosen = get_text (port);
  GtkWidget *list = gtk_list_box_new ();

  add_choice (list, NULL, chosen);
  for (guint i = 0; choices[i]; i++)
    add_choice (list, choices[i], chosen);
  g_signal_connect_data (list, "row-activated", G_CALLBACK (row_activated_cb),
                         editing_new (self, port), editing_free, 0);
  return list;
}

static void
open_list (StrataCanvas *self, StrataPort *port, char **choices)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (
      GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled),
                                              TALLEST_LIST);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 make_list (self, port, choices));
  self->popover = gtk_popover_new ();
  gtk_widget_add_css_class (self->popover, "menu");
  gtk_popover_set_child (GTK_POPOVER (self->popover), scrolled);
  g_signal_connect (self->popover, "closed", G_CALLBACK (closed_cb), self);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

/* The places of both. */

static void
get_edited_box (StrataCanvas *self, GdkRectangle *box)
{
  double x, y;

  strata_canvas_to_widget (self, self->edited.origin.x, self->edited.origin.y,
                           &x, &y);
  box->x = x;
  box->y = y;
  box->width = MAX (self->edited.size.width * self->zoom, 1);
  box->height = MAX (self->edited.size.height * self->zoom, 1);
}

void
strata_canvas_place_editor (StrataCanvas *self)
{
  GtkAllocation place;
  int width, height;

  get_edited_box (self, &place);
  if (self->popover)
    {
      strata_canvas_keep_inside (self, &place);
      gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
      gtk_popover_present (GTK_POPOVER (self->popover));
    }
  if (self->menu)
    gtk_popover_present (GTK_POPOVER (self->menu));
  if (!self->editor)
    return;
  gtk_widget_measure (self->editor, GTK_ORIENTATION_HORIZONTAL, -1, &width,
                      NULL, NULL, NULL);
  width = MAX (MAX (width, NARROWEST), place.width);
  gtk_widget_measure (self->editor, GTK_ORIENTATION_VERTICAL, width, NULL,
                      &height, NULL, NULL);
  place.x += place.width - width;
  place.y -= 6;
  place.width = width;
  place.height = height;
  gtk_widget_size_allocate (self->editor, &place, -1);
}

void
strata_canvas_stop_editing (StrataCanvas *self)
{
  GtkWidget *editor = g_steal_pointer (&self->editor);
  GtkWidget *popover = g_steal_pointer (&self->popover);

  drop_retired (self);
  g_clear_object (&self->editor_port);
  if (editor)
    gtk_widget_unparent (editor);
  if (popover)
    gtk_widget_unparent (popover);
}

static void
toggle (StrataCanvas *self, StrataPort *port)
{
  g_autofree char *text = get_text (port);
  g_autoptr (StrataValue) value =
      strata_value_new_boolean (!g_str_equal (text, "true"));

  apply (self, port, value, NULL);
}

static void
find_edited (StrataCanvas *self, StrataPort *port)
{
  StrataCanvasCard *card =
      strata_canvas_find (self, strata_port_get_card (port));
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);

  graphene_rect_init (&self->edited, card->x, card->y, 100, 20);
  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);

      if (row->input == port)
        graphene_rect_offset_r (&row->value, card->x, card->y, &self->edited);
    }
}

/* FALSE for a port that takes no value, or gets it through a wire. */
gboolean
strata_canvas_edit (StrataCanvas *self, StrataPort *port)
{
  const StrataPortRow *row = strata_port_get_row (port);
  g_auto (GStrv) choices = NULL;
  /* Ending another edit may let go of the port. */
  g_autoptr (StrataPort) held G_GNUC_UNUSED = g_object_ref (port);

  strata_canvas_stop_editing (self);
  if (strata_port_is_output (port) || strata_port_is_wired (port)
      || !strata_port_is_editable (port))
    return FALSE;
  if (row && row->type == STRATA_PORT_BOOLEAN)
    {
      toggle (self, port);
      return TRUE;
    }
  g_set_object (&self->editor_port, port);
  find_edited (self, port);
  strata_editor_log ("editing %s.%s",
                     strata_card_get_id (strata_port_get_card (port)),
                     strata_port_get_name (port));
  choices = list_choices (self, port);
  if (choices)
    open_list (self, port, choices);
  else
    open_entry (self, port);
  strata_canvas_place_editor (self);
  if (self->popover)
    gtk_popover_popup (GTK_POPOVER (self->popover));
  return TRUE;
}
