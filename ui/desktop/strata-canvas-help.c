/* strata-canvas-help.c — the page of help for what is selected.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-words.h"
#include "strata-editor-log.h"
#include "strata-help-page.h"
#include "strata-help-window.h"

#include <glib/gi18n.h>

static void
show (StrataCanvas *self, const char *title, GtkWidget *page)
{
  strata_editor_log ("help %s", title);
  strata_help_window_show (GTK_WIDGET (self), title, page);
}

/* Of the port that keys are on, else of the card. */
void
strata_canvas_show_help (StrataCanvas *self, StrataPort *port)
{
  StrataCanvasCard *card = strata_canvas_find_current (self);

  if (port)
    {
      g_autofree char *title = strata_canvas_dup_port_title (port);

      show (self, title,
            strata_help_page_new_card (strata_port_get_card (port), port));
    }
  else if (card)
    show (self, strata_card_get_title (card->card),
          strata_help_page_new_card (card->card, NULL));
  else
    show (self, _ ("Help"), strata_help_page_new_start ());
}
