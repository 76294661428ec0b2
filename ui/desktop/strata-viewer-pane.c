/* strata-viewer-pane.c — the widgets that the viewer is made of.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-viewer-private.h"

#include "strata-channel-strip.h"
#include "strata-histogram.h"
#include "strata-number-table.h"
#include "strata-preview-view.h"

#include <glib/gi18n.h>

static GtkWidget *
append_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* "viewer.show-in-card": what the card is to show of its tensor. */
static void
show_in_card_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const words[] = { "off", "channels", "image", "heat-map" };
  StrataViewer *self = STRATA_VIEWER (widget);
  StrataGraph *graph =
      self->document ? strata_document_get_graph (self->document) : NULL;
  StrataCard *card =
      graph && self->card ? strata_graph_find_card (graph, self->card) : NULL;

  for (guint i = 0; card && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (g_variant_get_string (parameter, NULL), words[i]))
      {
        strata_graph_begin (graph, _ ("Change Preview"));
        strata_preview_view_set (
            card, (StrataPreview) i,
            (gint64) gtk_adjustment_get_value (self->channel));
        strata_graph_end (graph);
      }
}

void
strata_viewer_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "viewer.show-in-card", "s",
                                   show_in_card_cb);
}

static GtkWidget *
new_card_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _ ("Channels"), "viewer.show-in-card::channels");
  g_menu_append (menu, _ ("Image"), "viewer.show-in-card::image");
  g_menu_append (menu, _ ("This Channel"), "viewer.show-in-card::heat-map");
  g_menu_append (menu, _ ("Nothing"), "viewer.show-in-card::off");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button),
                                  G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button),
                                 "view-more-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show in Card"), -1);
  gtk_widget_set_tooltip_text (button, _ ("Show in Card"));
  return button;
}

/* The ways to look. */

static void
way_chosen_cb (GtkDropDown *drop_down, GParamSpec *pspec, StrataViewer *self)
{
  if (self->tensor)
    strata_viewer_update_look (self);
}

static GtkWidget *
new_drop_down (StrataViewer *self, const char *const *words, const char *title)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  for (guint i = 0; words[i]; i++)
    gtk_string_list_append (list, _ (words[i]));
  drop_down = gtk_drop_down_new (G_LIST_MODEL (list), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (way_chosen_cb),
                    self);
  return drop_down;
}

static void
append_ways (StrataViewer *self, GtkWidget *box)
{
  static const char *const modes[] = {
    N_ ("Heat Map"), N_ ("Gray Image"), N_ ("Color Image"),
    N_ ("Channels"), N_ ("Numbers"),    NULL,
  };
  static const char *const ranges[] = {
    N_ ("Min to Max"),
    N_ ("0 to 1"),
    N_ ("0 to 255"),
    NULL,
  };
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->mode = new_drop_down (self, modes, _ ("View"));
  self->range = new_drop_down (self, ranges, _ ("Black and White"));
  gtk_widget_set_hexpand (self->mode, TRUE);
  gtk_box_append (GTK_BOX (row), self->mode);
  gtk_box_append (GTK_BOX (row), self->range);
  gtk_box_append (GTK_BOX (row), new_card_menu ());
  gtk_box_append (GTK_BOX (box), row);
}

static void
append_legend (StrataViewer *self, GtkWidget *box)
{
  self->legend = gtk_picture_new ();
  self->ends = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_picture_set_content_fit (GTK_PICTURE (self->legend),
                               GTK_CONTENT_FIT_FILL);
  gtk_picture_set_alternative_text (GTK_PICTURE (self->legend),
                                    _ ("Scale of colors, from the smallest "
                                       "number to the largest"));
  gtk_widget_add_css_class (self->legend, "strata-legend");
  gtk_widget_set_size_request (self->legend, -1, 10);
  gtk_box_append (GTK_BOX (box), self->legend);
  self->min = append_label (self->ends, "caption");
  self->middle = append_label (self->ends, "caption");
  self->max = append_label (self->ends, "caption");
  gtk_widget_set_hexpand (self->middle, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->middle), 0.5);
  gtk_label_set_xalign (GTK_LABEL (self->max), 1);
  gtk_box_set_homogeneous (GTK_BOX (self->ends), TRUE);
  /* As the scale itself, which is data. */
  gtk_widget_set_direction (self->ends, GTK_TEXT_DIR_LTR);
  gtk_box_append (GTK_BOX (box), self->ends);
}

static GtkWidget *
new_map_box (StrataViewer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->map = strata_heat_map_new ();
  strata_viewer_watch_elements (self);
  gtk_box_append (GTK_BOX (box), self->map);
  append_legend (self, box);
  self->number = append_label (box, "numeric");
  return box;
}

/* Whoever chose a channel wants to see it. */
static void
channel_chosen_cb (StrataChannelStrip *strip,
                   gint64 channel,
                   StrataViewer *self)
{
  gtk_adjustment_set_value (self->channel, (double) channel);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->mode), STRATA_VIEW_HEAT);
}

static void
append_stack (StrataViewer *self, GtkWidget *box)
{
  self->ways = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->ways), FALSE);
  self->strip = strata_channel_strip_new ();
  g_signal_connect (self->strip, "chosen", G_CALLBACK (channel_chosen_cb),
                    self);
  self->table = strata_number_table_new ();
  strata_viewer_watch_numbers (self);
  gtk_stack_add_named (GTK_STACK (self->ways), new_map_box (self), "map");
  gtk_stack_add_named (GTK_STACK (self->ways), self->strip, "channels");
  gtk_stack_add_named (GTK_STACK (self->ways), self->table, "numbers");
  gtk_box_append (GTK_BOX (box), self->ways);
}

/* Channel and image. */

static void
changed_cb (GtkAdjustment *adjustment, StrataViewer *self)
{
  gint64 image = (gint64) gtk_adjustment_get_value (self->image);
  gint64 channel = (gint64) gtk_adjustment_get_value (self->channel);
  gint64 row, column;

  if (!self->tensor || image >= self->layout.n_images
      || channel >= self->layout.n_channels)
    return;
  strata_viewer_update_look (self);
  if (strata_heat_map_get_element (STRATA_HEAT_MAP (self->map), &row, &column))
    strata_viewer_tell_element (self);
}

static GtkWidget *
append_chooser (StrataViewer *self,
                GtkWidget *box,
                const char *title,
                GtkAdjustment **adjustment)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *scale, *spin;

  *adjustment = gtk_adjustment_new (0, 0, 0, 1, 8, 0);
  scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, *adjustment);
  spin = gtk_spin_button_new (*adjustment, 1, 0);
  gtk_scale_set_digits (GTK_SCALE (scale), 0);
  gtk_widget_set_hexpand (scale, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), scale);
  gtk_box_append (GTK_BOX (row), spin);
  gtk_box_append (GTK_BOX (box), row);
  g_signal_connect (*adjustment, "value-changed", G_CALLBACK (changed_cb),
                    self);
  return row;
}

static GtkWidget *
new_pin (StrataViewer *self)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), "view-pin-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _ ("Keep Showing This Tensor"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Keep Showing This Tensor"), -1);
  g_object_bind_property (self, "pinned", button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  return button;
}

static GtkWidget *
append_title (StrataViewer *self, GtkWidget *box)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box), row);
  self->title = append_label (row, "heading");
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (row), new_pin (self));
  self->shape = append_label (box, "dim-label");
  self->kinship = append_label (box, "dim-label");
  self->sample = append_label (box, "caption");
  gtk_widget_set_visible (self->sample, FALSE);
  gtk_label_set_text (GTK_LABEL (self->sample),
                      _ ("Sample data, because nothing is fed to this Input; "
                         "drop a .npy file on it or wire a Load tensor card"));
  return box;
}

static void
append_numbers (StrataViewer *self, GtkWidget *box)
{
  gtk_label_set_text (GTK_LABEL (append_label (box, "heading")),
                      _ ("Distribution"));
  self->histogram = strata_histogram_new ();
  gtk_box_append (GTK_BOX (box), self->histogram);
  self->statistics = append_label (box, "caption");
}

GtkWidget *
strata_viewer_new_pane (StrataViewer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (box, "strata-viewer");
  append_title (self, box);
  append_ways (self, box);
  append_stack (self, box);
  self->channel_row = append_chooser (self, box, _ ("Channel"), &self->channel);
  self->image_row = append_chooser (self, box, _ ("Image"), &self->image);
  gtk_box_append (GTK_BOX (box), strata_viewer_new_explain (self));
  append_numbers (self, box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  /* The picture is as high as it wants to be, and the rest is scrolled to. */
  gtk_scrollable_set_vscroll_policy (
      GTK_SCROLLABLE (
          gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled))),
      GTK_SCROLL_NATURAL);
  return scrolled;
}
