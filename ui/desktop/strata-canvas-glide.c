/* strata-canvas-glide.c — cards that a command moves are seen to move.
 *
 * The graph has their new places at once; what is drawn follows. Where
 * animations are switched off it follows at once as well.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <adwaita.h>

#define DURATION 220 /* ms */

/* Into the step that is open. */
void
strata_canvas_glide_card (StrataCanvas *self,
                          StrataCanvasCard *card,
                          double x,
                          double y)
{
  double old_x, old_y;

  strata_canvas_get_place (self, card, &old_x, &old_y);
  card->glide_x = old_x - x;
  card->glide_y = old_y - y;
  strata_graph_move_card (self->graph, card->card, x, y);
}

static void
value_cb (double value, gpointer data)
{
  StrataCanvas *self = data;

  self->glide_left = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
arrive (StrataCanvas *self)
{
  self->glide_left = 0;
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];

      card->glide_x = card->glide_y = 0;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The animation stays: one that is freed while it says that it is done is used
 * after that. */
static void
done_cb (StrataCanvas *self)
{
  arrive (self);
}

void
strata_canvas_stop_gliding (StrataCanvas *self)
{
  g_autoptr (AdwAnimation) animation = g_steal_pointer (&self->glide);

  self->glide_left = 0;
  if (!animation)
    return;
  g_signal_handlers_disconnect_by_data (animation, self);
  adw_animation_reset (animation);
  arrive (self);
}

/* All cards that were given a place since the last time. */
void
strata_canvas_glide (StrataCanvas *self)
{
  AdwAnimation *animation = self->glide;

  if (!animation)
    {
      animation = adw_timed_animation_new (
          GTK_WIDGET (self), 1, 0, DURATION,
          adw_callback_animation_target_new (value_cb, self, NULL));
      self->glide = animation;
      g_signal_connect_swapped (animation, "done", G_CALLBACK (done_cb), self);
    }
  adw_animation_reset (animation);
  self->glide_left = 1;
  adw_animation_play (animation);
}
