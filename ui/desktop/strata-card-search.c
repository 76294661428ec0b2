/* strata-card-search.c — a search for a card to add, where it is wanted.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-card-search.h"
#include "strata-editor-log.h"
#include "strata-palette.h"

struct _StrataCardSearch
{
  GtkPopover parent_instance;

  GtkWidget *palette;
  StrataPort *from;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataCardSearch, strata_card_search, GTK_TYPE_POPOVER)

static void
add_cb (StrataPalette *palette, const char *type, StrataCardSearch *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, type);
}

static void
strata_card_search_dispose (GObject *object)
{
  g_clear_object (&STRATA_CARD_SEARCH (object)->from);

  G_OBJECT_CLASS (strata_card_search_parent_class)->dispose (object);
}

static void
strata_card_search_class_init (StrataCardSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_card_search_dispose;

  signals[CHOSEN] =
      g_signal_new ("chosen", STRATA_TYPE_CARD_SEARCH, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
strata_card_search_init (StrataCardSearch *self)
{
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
}

GtkWidget *
strata_card_search_new (StrataRegistry *registry)
{
  StrataCardSearch *self = g_object_new (STRATA_TYPE_CARD_SEARCH, NULL);

  self->palette = strata_palette_new (registry);
  gtk_widget_set_size_request (self->palette, 280, 360);
  strata_palette_set_single_click (STRATA_PALETTE (self->palette), TRUE);
  g_signal_connect (self->palette, "add", G_CALLBACK (add_cb), self);
  gtk_popover_set_child (GTK_POPOVER (self), self->palette);
  return GTK_WIDGET (self);
}

void
strata_card_search_open (StrataCardSearch *search,
                         double x,
                         double y,
                         StrataPort *from)
{
  GdkRectangle place = { .x = (int) x, .y = (int) y, .width = 1, .height = 1 };
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (search));
  StrataPalette *palette;

  g_return_if_fail (STRATA_IS_CARD_SEARCH (search));

  /* What a popover points at must be on a monitor. */
  place.x = CLAMP (place.x, 0, MAX (gtk_widget_get_width (parent) - 1, 0));
  place.y = CLAMP (place.y, 0, MAX (gtk_widget_get_height (parent) - 1, 0));

  palette = STRATA_PALETTE (search->palette);
  g_set_object (&search->from, from);
  strata_palette_set_fit (palette, from ? strata_port_get_row (from) : NULL);
  gtk_popover_set_pointing_to (GTK_POPOVER (search), &place);
  gtk_popover_popup (GTK_POPOVER (search));
  strata_palette_start_search (palette);
  strata_editor_log ("search %u", strata_palette_get_n_shown (palette));
}

GtkWidget *
strata_card_search_find_row (StrataCardSearch *search, const char *type)
{
  g_return_val_if_fail (STRATA_IS_CARD_SEARCH (search), NULL);

  return gtk_widget_get_mapped (GTK_WIDGET (search))
             ? strata_palette_find_row (STRATA_PALETTE (search->palette), type)
             : NULL;
}

StrataPort *
strata_card_search_get_from (StrataCardSearch *search)
{
  g_return_val_if_fail (STRATA_IS_CARD_SEARCH (search), NULL);

  return search->from;
}
