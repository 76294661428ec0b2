/* strata-gallery.c — the examples, each with a picture of its graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-gallery.h"

#include "strata-canvas-picture.h"
#include "strata-examples.h"

#include <glib/gi18n.h>

#define PICTURE_WIDTH 310
#define PICTURE_HEIGHT 190

struct _StrataGallery
{
  AdwWindow parent_instance;

  GtkFlowBox *box;
  char **paths;
  guint n_drawn;
  guint drawing; /* source, until every example has its picture */
};

G_DEFINE_FINAL_TYPE (StrataGallery, strata_gallery, ADW_TYPE_WINDOW)

static guint chosen_signal;

/* Pictures: one at a time, so that the window is there at once. */

static GdkTexture *
draw_example (const char *path)
{
  g_autoptr (StrataDocument) document =
      strata_document_new_from_file (path, NULL);
  GskRenderNode *picture;
  GdkTexture *texture;

  if (!document)
    return NULL;
  picture = strata_canvas_picture_draw (document, NULL, NULL);
  texture =
      strata_canvas_picture_to_texture (picture, PICTURE_WIDTH, PICTURE_HEIGHT);
  gsk_render_node_unref (picture);
  return texture;
}

static gboolean
draw_next_cb (gpointer data)
{
  StrataGallery *self = data;
  GtkFlowBoxChild *child;
  GtkWidget *picture;
  g_autoptr (GdkTexture) texture = NULL;

  if (!self->paths[self->n_drawn])
    {
      self->drawing = 0;
      return G_SOURCE_REMOVE;
    }
  texture = draw_example (self->paths[self->n_drawn]);
  child = gtk_flow_box_get_child_at_index (self->box, (int) self->n_drawn);
  picture = gtk_widget_get_first_child (gtk_flow_box_child_get_child (child));
  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
  self->n_drawn++;
  return G_SOURCE_CONTINUE;
}

/* Examples. */

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
new_example (const char *path)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *picture = gtk_picture_new ();
  g_autofree char *title = strata_examples_dup_title (path);
  g_autofree char *summary = strata_examples_dup_summary (path);
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_set_size_request (picture, PICTURE_WIDTH, PICTURE_HEIGHT);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), title);
  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (picture, "strata-example");
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), new_label (title, "heading"));
  gtk_box_append (GTK_BOX (box), new_label (summary, "dim-label"));
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
  return child;
}

static void
activated_cb (GtkFlowBox *box, GtkFlowBoxChild *child, StrataGallery *self)
{
  strata_gallery_choose (self, (guint) gtk_flow_box_child_get_index (child));
}

static void
add_examples (StrataGallery *self)
{
  self->paths = strata_examples_list ();
  for (char **path = self->paths; *path; path++)
    gtk_flow_box_append (self->box, new_example (*path));
  self->drawing = g_idle_add (draw_next_cb, self);
}

static GtkWidget *
new_grid (StrataGallery *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *grid = gtk_flow_box_new ();

  self->box = GTK_FLOW_BOX (grid);
  gtk_flow_box_set_selection_mode (self->box, GTK_SELECTION_BROWSE);
  gtk_flow_box_set_homogeneous (self->box, TRUE);
  gtk_flow_box_set_max_children_per_line (self->box, 4);
  gtk_flow_box_set_column_spacing (self->box, 12);
  gtk_flow_box_set_row_spacing (self->box, 12);
  gtk_widget_set_valign (grid, GTK_ALIGN_START);
  gtk_widget_add_css_class (grid, "strata-gallery");
  g_signal_connect (grid, "child-activated", G_CALLBACK (activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static GtkWidget *
new_empty_page (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("No Examples"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page), _ ("They are not installed on this computer"));
  gtk_widget_set_vexpand (page, TRUE);
  return page;
}

/* The object. */

static void
strata_gallery_dispose (GObject *object)
{
  g_clear_handle_id (&STRATA_GALLERY (object)->drawing, g_source_remove);

  G_OBJECT_CLASS (strata_gallery_parent_class)->dispose (object);
}

static void
strata_gallery_finalize (GObject *object)
{
  g_strfreev (STRATA_GALLERY (object)->paths);

  G_OBJECT_CLASS (strata_gallery_parent_class)->finalize (object);
}

static void
strata_gallery_class_init (StrataGalleryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_gallery_dispose;
  G_OBJECT_CLASS (klass)->finalize = strata_gallery_finalize;

  chosen_signal =
      g_signal_new ("chosen", STRATA_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape,
                                       0, "window.close", NULL);
}

static void
strata_gallery_init (StrataGallery *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *grid = new_grid (self);

  gtk_window_set_title (GTK_WINDOW (self), _ ("Examples"));
  gtk_window_set_default_size (GTK_WINDOW (self), 1060, 640);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_window_set_content (ADW_WINDOW (self), box);
  add_examples (self);
  gtk_box_append (GTK_BOX (box), grid);
  if (!*self->paths)
    {
      gtk_box_remove (GTK_BOX (box), grid);
      self->box = NULL;
      gtk_box_append (GTK_BOX (box), new_empty_page ());
    }
}

GtkWidget *
strata_gallery_new (void)
{
  return g_object_new (STRATA_TYPE_GALLERY, NULL);
}

guint
strata_gallery_get_n_shown (StrataGallery *gallery)
{
  g_return_val_if_fail (STRATA_IS_GALLERY (gallery), 0);

  return g_strv_length (gallery->paths);
}

void
strata_gallery_choose (StrataGallery *gallery, guint index)
{
  g_return_if_fail (STRATA_IS_GALLERY (gallery));
  g_return_if_fail (index < g_strv_length (gallery->paths));

  g_signal_emit (gallery, chosen_signal, 0, gallery->paths[index]);
  gtk_window_close (GTK_WINDOW (gallery));
}
