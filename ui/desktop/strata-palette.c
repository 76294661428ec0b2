/* strata-palette.c — the kinds of cards by category, to search and to add.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-palette.h"
#include "strata-editor-log.h"
#include "strata-kind-match.h"
#include "strata-mark-icon.h"

#include <glib/gi18n.h>

struct _StrataPalette
{
  GtkBox parent_instance;

  StrataRegistry *registry;
  const StrataPortRow *fit;
  GtkWidget *entry;
  GtkWidget *list;
};

enum
{
  ADD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataPalette, strata_palette, GTK_TYPE_BOX)

static const char kind_key[] = "strata-kind";

static const StrataKind *
row_kind (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), kind_key);
}

static const char *
get_words (StrataPalette *self)
{
  return self->entry ? gtk_editable_get_text (GTK_EDITABLE (self->entry)) : "";
}

/* The list: categories in the order in which graphs are built, and what fits
 * the words best first. */

static guint
category_rank (const char *category)
{
  static const char *const order[] = {
    "Inputs and outputs", "Layers",       "Wrappers",    "Tensors",
    "Initializers",       "Regularizers", "Constraints",
  };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (g_str_equal (order[i], category))
      return i;
  return G_N_ELEMENTS (order);
}

static int
compare_cb (GtkListBoxRow *row, GtkListBoxRow *other, gpointer data)
{
  const StrataKind *a = row_kind (row);
  const StrataKind *b = row_kind (other);
  const char *words = get_words (data);
  int order = 0;

  if (*words)
    order =
        (int) strata_kind_match (b, words) - (int) strata_kind_match (a, words);
  if (order == 0)
    order =
        (int) category_rank (a->category) - (int) category_rank (b->category);
  if (order == 0)
    order = g_strcmp0 (a->category, b->category);
  return order != 0 ? order : g_utf8_collate (_ (a->title), _ (b->title));
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer data)
{
  StrataPalette *self = data;
  const StrataKind *kind = row_kind (row);

  return (!self->fit || strata_kind_find_fit (kind, self->fit))
         && strata_kind_match (kind, get_words (self)) > 0;
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *category = row_kind (row)->category;
  GtkWidget *header = NULL;

  if (!*get_words (data)
      && (!before || g_strcmp0 (row_kind (before)->category, category) != 0))
    {
      header = gtk_label_new (_ (category));
      gtk_label_set_xalign (GTK_LABEL (header), 0);
      gtk_widget_add_css_class (header, "heading");
      gtk_widget_add_css_class (header, "strata-category");
    }
  gtk_list_box_row_set_header (row, header);
}

/* Choosing. */

static void
choose (StrataPalette *self, GtkListBoxRow *row)
{
  if (row)
    g_signal_emit (self, signals[ADD], 0, row_kind (row)->type);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, StrataPalette *self)
{
  choose (self, row);
}

static GtkListBoxRow *
find_shown (StrataPalette *self, guint *n)
{
  GtkListBox *list = GTK_LIST_BOX (self->list);
  GtkListBoxRow *first = NULL;

  *n = 0;
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, i);

      if (!row)
        return first;
      if (!gtk_widget_get_child_visible (GTK_WIDGET (row)))
        continue;
      ++*n;
      if (!first)
        first = row;
    }
}

static void
entry_activate_cb (GtkSearchEntry *entry, StrataPalette *self)
{
  GtkListBoxRow *row =
      gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  guint n;

  if (!row || !gtk_widget_get_child_visible (GTK_WIDGET (row)))
    row = find_shown (self, &n);
  choose (self, row);
}

static void
select_first (StrataPalette *self)
{
  guint n;
  GtkListBoxRow *row = find_shown (self, &n);

  gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                           *get_words (self) ? row : NULL);
}

static void
search_changed_cb (GtkEditable *editable, StrataPalette *self)
{
  GtkListBox *list = GTK_LIST_BOX (self->list);

  gtk_list_box_invalidate_filter (list);
  gtk_list_box_invalidate_sort (list);
  gtk_list_box_invalidate_headers (list);
  select_first (self);
}

/* Escape: the search is over, and so is a popover around it. */
static void
stop_search_cb (GtkSearchEntry *entry, StrataPalette *self)
{
  GtkWidget *popover =
      gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  if (popover)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

/* Down leads from the entry into the list. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                StrataPalette *self)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

/* Rows. */

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, gpointer data)
{
  const StrataKind *kind = data;

  return gdk_content_provider_new_typed (G_TYPE_STRING, kind->type);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer data)
{
  const StrataKind *kind = data;
  GtkWidget *label = gtk_label_new (_ (kind->title));

  gtk_widget_add_css_class (label, "strata-dragged");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)),
                           label);
  strata_editor_log ("dragging %s", kind->type);
}

static void
add_row (StrataPalette *self, const StrataKind *kind)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_ (kind->title));
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box),
                  strata_mark_icon_new (strata_mark_icon_type_of (kind)));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (row, _ (kind->summary));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (kind->title),
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ (kind->summary), -1);
  g_object_set_data (G_OBJECT (row), kind_key, (gpointer) kind);

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb),
                    (gpointer) kind);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb),
                    (gpointer) kind);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/* The object. */

static void
strata_palette_dispose (GObject *object)
{
  StrataPalette *self = STRATA_PALETTE (object);

  /* The list still sorts and filters while it goes. */
  self->entry = NULL;
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (strata_palette_parent_class)->dispose (object);
}

static void
strata_palette_class_init (StrataPaletteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_palette_dispose;

  signals[ADD] = g_signal_new ("add", STRATA_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
init_entry (StrataPalette *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  gtk_widget_add_css_class (self->entry, "strata-search");
  g_object_set (self->entry, "placeholder-text", _ ("Search cards"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search cards"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect (self->entry, "changed", G_CALLBACK (search_changed_cb),
                    self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (entry_activate_cb),
                    self);
  g_signal_connect (self->entry, "stop-search", G_CALLBACK (stop_search_cb),
                    self);
  gtk_box_append (GTK_BOX (self), self->entry);
}

static GtkWidget *
new_empty_label (void)
{
  GtkWidget *label = gtk_label_new (_ ("No card fits"));

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_margin_top (label, 12);
  return label;
}

static void
init_list (StrataPalette *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkListBox *list;

  self->list = gtk_list_box_new ();
  list = GTK_LIST_BOX (self->list);
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_list_box_set_activate_on_single_click (list, FALSE);
  gtk_list_box_set_filter_func (list, filter_cb, self, NULL);
  gtk_list_box_set_sort_func (list, compare_cb, self, NULL);
  gtk_list_box_set_header_func (list, header_cb, self, NULL);
  gtk_list_box_set_placeholder (list, new_empty_label ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Kinds of cards"), -1);
  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self), scrolled);
}

static void
strata_palette_init (StrataPalette *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self),
                                  GTK_ORIENTATION_VERTICAL);
  init_entry (self);
  init_list (self);
}

GtkWidget *
strata_palette_new (StrataRegistry *registry)
{
  StrataPalette *self = g_object_new (STRATA_TYPE_PALETTE, NULL);
  guint n = strata_registry_get_n_kinds (registry);

  self->registry = g_object_ref (registry);
  for (guint i = 0; i < n; i++)
    add_row (self, strata_registry_get_kind (registry, i));
  return GTK_WIDGET (self);
}

void
strata_palette_set_fit (StrataPalette *palette, const StrataPortRow *row)
{
  g_return_if_fail (STRATA_IS_PALETTE (palette));

  palette->fit = row;
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (palette->list));
}

void
strata_palette_set_single_click (StrataPalette *palette, gboolean single)
{
  g_return_if_fail (STRATA_IS_PALETTE (palette));

  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (palette->list),
                                             single);
}

void
strata_palette_start_search (StrataPalette *palette)
{
  g_return_if_fail (STRATA_IS_PALETTE (palette));

  gtk_editable_set_text (GTK_EDITABLE (palette->entry), "");
  gtk_widget_grab_focus (palette->entry);
}

void
strata_palette_set_words (StrataPalette *palette, const char *words)
{
  g_return_if_fail (STRATA_IS_PALETTE (palette));

  gtk_editable_set_text (GTK_EDITABLE (palette->entry), words);
}

GtkWidget *
strata_palette_find_row (StrataPalette *palette, const char *type)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (STRATA_IS_PALETTE (palette), NULL);

  for (int i = 0;
       (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (palette->list), i));
       i++)
    if (g_str_equal (row_kind (row)->type, type))
      return gtk_widget_get_child_visible (GTK_WIDGET (row)) ? GTK_WIDGET (row)
                                                             : NULL;
  return NULL;
}

guint
strata_palette_get_n_shown (StrataPalette *palette)
{
  guint n;

  g_return_val_if_fail (STRATA_IS_PALETTE (palette), 0);

  find_shown (palette, &n);
  return n;
}
