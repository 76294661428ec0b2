/* strata-channel-strip.c — all channels of an image, as small pictures.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-channel-strip.h"
#include "strata-channel-kinship.h"
#include "strata-count-list.h"
#include "strata-thumbnail.h"

#include <glib/gi18n.h>

#define SIDE 72
#define HEIGHT 260

struct _StrataChannelStrip
{
  AdwBin parent_instance;

  StrataTensor *tensor;
  StrataSliceFormat format;
  gint64 image;
  gint64 multiplier;
  guint n;
  StrataCountList *channels;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataChannelStrip, strata_channel_strip, ADW_TYPE_BIN)

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          StrataChannelStrip *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *picture = gtk_picture_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_size_request (picture, SIDE, SIDE);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         StrataChannelStrip *self)
{
  guint channel = strata_count_get (gtk_list_item_get_item (item));
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *picture = gtk_widget_get_first_child (box);
  GtkWidget *label = gtk_widget_get_last_child (box);
  g_autofree char *number = g_strdup_printf ("%u", channel);
  g_autofree char *words =
      strata_channel_kinship_describe (channel, self->n, self->multiplier);
  g_autoptr (GdkTexture) texture =
      self->tensor ? strata_thumbnail_new (self->tensor, self->format,
                                           self->image, channel)
                   : NULL;

  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), words);
  gtk_widget_set_tooltip_text (box, words);
  gtk_label_set_text (GTK_LABEL (label), number);
}

static void
activate_cb (GtkGridView *view, guint position, StrataChannelStrip *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, (gint64) position);
}

static void
strata_channel_strip_dispose (GObject *object)
{
  StrataChannelStrip *self = STRATA_CHANNEL_STRIP (object);

  g_clear_pointer (&self->tensor, strata_tensor_unref);
  g_clear_object (&self->channels);

  G_OBJECT_CLASS (strata_channel_strip_parent_class)->dispose (object);
}

static void
strata_channel_strip_class_init (StrataChannelStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_channel_strip_dispose;

  signals[CHOSEN] =
      g_signal_new ("chosen", STRATA_TYPE_CHANNEL_STRIP, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
strata_channel_strip_init (StrataChannelStrip *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSelectionModel *selection;
  GtkWidget *view;

  self->channels = strata_count_list_new ();
  selection = GTK_SELECTION_MODEL (
      gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->channels))));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  view = gtk_grid_view_new (selection, factory);
  gtk_grid_view_set_single_click_activate (GTK_GRID_VIEW (view), TRUE);
  gtk_grid_view_set_max_columns (GTK_GRID_VIEW (view), 6);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Channels"), -1);
  g_signal_connect (view, "activate", G_CALLBACK (activate_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled),
                                              HEIGHT);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
strata_channel_strip_new (void)
{
  return g_object_new (STRATA_TYPE_CHANNEL_STRIP, NULL);
}

void
strata_channel_strip_set (StrataChannelStrip *strip,
                          StrataTensor *tensor,
                          StrataSliceFormat format,
                          gint64 image,
                          gint64 multiplier)
{
  g_return_if_fail (STRATA_IS_CHANNEL_STRIP (strip));

  if (tensor)
    strata_tensor_ref (tensor);
  g_clear_pointer (&strip->tensor, strata_tensor_unref);
  strip->tensor = tensor;
  strip->format = format;
  strip->image = image;
  strip->multiplier = multiplier;
  strip->n =
      tensor ? strata_thumbnail_count (tensor, format, G_MAXUINT / 2) : 0;
  strata_count_list_set (strip->channels, strip->n);
}
