/* strata-canvas-card.c — how one card looks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-slots.h"
#include "strata-canvas-text.h"

#include <glib/gi18n.h>

#define RADIUS 12
#define MOST_WIDE 1.5f /* width of one of them, by its height */

/* What the painter of a card needs. */
typedef struct
{
  StrataCanvas *canvas;
  StrataCanvasCard *card;
  StrataCardLayout *layout;
  GtkSnapshot *snapshot;
  const StrataCanvasColors *colors;
  const char *id;
  StrataDocumentCardState state;
} Painter;

/* Previews. */

/* As large as its cell allows, with its own proportions. */
void
strata_canvas_place_picture (StrataCanvasCard *card,
                             guint picture,
                             graphene_rect_t *box)
{
  const graphene_rect_t *room = &card->layout->preview;
  GdkTexture *texture = card->pictures->pdata[picture];
  float step = MIN ((room->size.width + 6) / card->pictures->len,
                    room->size.height * MOST_WIDE + 6);
  float width = gdk_texture_get_width (texture);
  float height = gdk_texture_get_height (texture);
  float scale = MIN ((step - 6) / width, room->size.height / height);

  width = MAX (width * scale, 2);
  height = MAX (height * scale, 2);
  graphene_rect_init (box, room->origin.x + picture * step,
                      room->origin.y + (room->size.height - height) / 2, width,
                      height);
}

static void
paint_picture (Painter *painter, GPtrArray *pictures, guint picture)
{
  graphene_rect_t box;
  GskRoundedRect outline;

  strata_canvas_place_picture (painter->card, picture, &box);
  gsk_rounded_rect_init_from_rect (&outline, &box, 3);
  gtk_snapshot_push_rounded_clip (painter->snapshot, &outline);
  gtk_snapshot_append_texture (painter->snapshot, pictures->pdata[picture],
                               &box);
  gtk_snapshot_pop (painter->snapshot);
  /* A picture may be as white as the card. */
  strata_canvas_paint_box (painter->snapshot, &box, 3, &(GdkRGBA){ 0 },
                           &painter->colors->border, 1);
  strata_canvas_paint_sight (painter->canvas, painter->card, painter->snapshot,
                             picture, &box);
}

static void
paint_preview (Painter *painter)
{
  const graphene_rect_t *room = &painter->layout->preview;
  GPtrArray *pictures =
      strata_canvas_get_pictures (painter->canvas, painter->card);
  gboolean stale = painter->state != STRATA_DOCUMENT_CARD_FRESH;

  if (room->size.width <= 0 || !pictures || pictures->len == 0)
    return;
  if (stale)
    gtk_snapshot_push_opacity (painter->snapshot, 0.4);
  for (guint i = 0; i < pictures->len; i++)
    paint_picture (painter, pictures, i);
  if (stale)
    gtk_snapshot_pop (painter->snapshot);
}

/* The card itself. */

/* In rings, because a blurred shadow takes longer than all else on a card. */
static void
paint_shadow (Painter *painter, const graphene_rect_t *box)
{
  static const float rings[] = { 0.10f, 0.06f, 0.035f, 0.015f };

  for (guint i = 0; i < G_N_ELEMENTS (rings); i++)
    {
      graphene_rect_t ring;

      graphene_rect_offset_r (box, 0, 2, &ring);
      graphene_rect_inset (&ring, -1.0f - i, -1.0f - i);
      strata_canvas_paint_box (painter->snapshot, &ring, RADIUS + 1 + i, NULL,
                               &(GdkRGBA){ 0, 0, 0, rings[i] }, i == 0 ? 3 : 1);
    }
}

static void
paint_ground (Painter *painter)
{
  const StrataCanvasColors *colors = painter->colors;
  graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, painter->layout->width,
                                            painter->layout->height);
  gboolean selected = painter->card->selected;
  const GdkRGBA *border = selected                  ? &colors->accent
                          : painter->layout->faulty ? &colors->fault
                                                    : &colors->border;

  if (colors->line < 2)
    paint_shadow (painter, &box);
  strata_canvas_paint_box (painter->snapshot, &box, RADIUS, &colors->card,
                           border,
                           selected ? MAX (2, colors->line + 1) : colors->line);
}

static const char *
describe_state (Painter *painter, char **time)
{
  double seconds;

  switch (painter->state)
    {
    case STRATA_DOCUMENT_CARD_RUNNING:
      return _ ("running …");
    case STRATA_DOCUMENT_CARD_STALE:
      return _ ("out of date");
    case STRATA_DOCUMENT_CARD_FRESH:
      seconds = strata_document_get_card_time (painter->canvas->document,
                                               painter->id);
      *time = seconds > 0 ? strata_canvas_time_to_text (seconds) : NULL;
      return *time ? *time : "";
    case STRATA_DOCUMENT_CARD_INCOMPLETE:
      return _ ("incomplete");
    case STRATA_DOCUMENT_CARD_IDLE:
    case STRATA_DOCUMENT_CARD_FAULTY:
      break;
    }
  return "";
}

/* Along the lower edge of the title, as far as the card is. */
static void
paint_progress (Painter *painter)
{
  float room = painter->layout->width - 2 * STRATA_CARD_PADDING;
  float done = (float) strata_document_get_card_progress (
      painter->canvas->document, painter->id);
  float y = STRATA_CARD_TITLE_HEIGHT - 5;

  if (painter->state != STRATA_DOCUMENT_CARD_RUNNING)
    return;
  strata_canvas_paint_box (
      painter->snapshot, &GRAPHENE_RECT_INIT (STRATA_CARD_PADDING, y, room, 4),
      2, &painter->colors->box, NULL, 0);
  strata_canvas_paint_box (
      painter->snapshot,
      &GRAPHENE_RECT_INIT (STRATA_CARD_PADDING, y, MAX (done * room, 4), 4), 2,
      &painter->colors->accent, NULL, 0);
}

/* With its slot, in a circle. */
static void
paint_id (Painter *painter, const graphene_rect_t *room)
{
  guint slot = strata_canvas_get_slot (painter->card->card);
  g_autofree char *text = NULL;
  char circled[7] = { 0 };

  if (slot > 0)
    g_unichar_to_utf8 (0x2460 + slot - 1, circled);
  text = g_strconcat (painter->id, slot > 0 ? " " : "", circled, NULL);
  strata_canvas_paint_text (painter->canvas, painter->snapshot, text, room,
                            STRATA_TEXT_SMALL, &painter->colors->dim);
}

static void
paint_title (Painter *painter)
{
  const StrataCanvasColors *colors = painter->colors;
  gboolean running = painter->state == STRATA_DOCUMENT_CARD_RUNNING;
  graphene_rect_t room =
      GRAPHENE_RECT_INIT (STRATA_CARD_PADDING, 4,
                          painter->layout->width - 2 * STRATA_CARD_PADDING, 30);
  g_autofree char *time = NULL;
  const char *state = describe_state (painter, &time);
  float width =
      strata_canvas_paint_text (painter->canvas, painter->snapshot, state,
                                &room, STRATA_TEXT_SMALL | STRATA_TEXT_RIGHT,
                                running ? &colors->accent : &colors->dim);

  if (*state)
    room.size.width -= width + 8;
  width = strata_canvas_paint_text (painter->canvas, painter->snapshot,
                                    strata_card_get_title (painter->card->card),
                                    &room, STRATA_TEXT_BOLD, &colors->text);
  room.origin.x += width + 7;
  room.size.width -= width + 7;
  if (room.size.width > 10)
    paint_id (painter, &room);
}

/* Rows. */

static gboolean
is_wrong (Painter *painter, StrataPort *port)
{
  return strata_document_is_wrong (painter->canvas->document, painter->id,
                                   strata_port_get_name (port));
}

static gboolean
is_empty (StrataPort *port)
{
  return !strata_port_is_wired (port) && !strata_port_get_value (port);
}

static void
paint_port (Painter *painter, StrataPort *port, float x, float y)
{
  const StrataPortRow *row = strata_port_get_row (port);
  StrataMarkFlags flags = 0;

  if (strata_port_is_wired (port))
    flags |= STRATA_MARK_FILLED;
  else if (strata_port_is_required (port) && is_empty (port))
    flags |= STRATA_MARK_WANTED;
  strata_canvas_paint_mark (painter->snapshot, x, y,
                            row ? row->type : STRATA_PORT_STRING, flags,
                            painter->canvas->look);
}

/* Beside the port, outside the card. */
static void
paint_badge (Painter *painter, float y)
{
  graphene_rect_t box = GRAPHENE_RECT_INIT (-28, y - 8, 16, 16);

  strata_canvas_paint_box (painter->snapshot, &box, 8, &painter->colors->fault,
                           NULL, 0);
  strata_canvas_paint_text (painter->canvas, painter->snapshot, "!", &box,
                            STRATA_TEXT_BOLD | STRATA_TEXT_SMALL
                                | STRATA_TEXT_CENTRE,
                            &painter->colors->card);
}

static void
paint_switch (Painter *painter, const StrataCardRow *row, gboolean on)
{
  const StrataCanvasColors *colors = painter->colors;
  float right = row->value.origin.x + row->value.size.width;
  graphene_rect_t box = GRAPHENE_RECT_INIT (right - 34, row->y - 9, 34, 18);
  graphene_rect_t knob =
      GRAPHENE_RECT_INIT (on ? right - 17 : right - 33, row->y - 8, 16, 16);

  strata_canvas_paint_box (painter->snapshot, &box, 9,
                           on ? &colors->accent : &colors->box, &colors->border,
                           on ? 0 : 1);
  strata_canvas_paint_box (painter->snapshot, &knob, 8,
                           on ? &colors->on_accent : &colors->card,
                           &colors->border, on ? 0 : 1);
}

static gboolean
has_list (const StrataCardRow *row)
{
  const StrataPortRow *port = strata_port_get_row (row->input);

  return row->kind == STRATA_CARD_ROW_OBJECT
         || (port && port->type == STRATA_PORT_CHOICE);
}

static void
paint_value (Painter *painter, const StrataCardRow *row)
{
  const StrataCanvasColors *colors = painter->colors;
  const StrataPortRow *port = strata_port_get_row (row->input);
  gboolean faulty = strata_canvas_is_at_fault (painter->canvas, row->input);
  gboolean wanted =
      strata_port_is_required (row->input) && is_empty (row->input);
  g_autofree char *text = NULL;
  graphene_rect_t room;

  if (port && port->type == STRATA_PORT_BOOLEAN
      && (g_str_equal (row->text, "true") || g_str_equal (row->text, "false")))
    {
      paint_switch (painter, row, g_str_equal (row->text, "true"));
      return;
    }
  strata_canvas_paint_box (painter->snapshot, &row->value, 6, &colors->box,
                           faulty ? &colors->fault : &colors->dim,
                           faulty   ? 2
                           : wanted ? 1
                                    : 0);
  text = g_strconcat (*row->text ? row->text : "–", has_list (row) ? " ▾" : "",
                      NULL);
  graphene_rect_inset_r (&row->value, 7, 0, &room);
  strata_canvas_paint_text (painter->canvas, painter->snapshot, text, &room,
                            STRATA_TEXT_CENTRE,
                            row->given ? &colors->text : &colors->dim);
}

static void
paint_row (Painter *painter, const StrataCardRow *row)
{
  const StrataCanvasColors *colors = painter->colors;
  float width = painter->layout->width;
  float left = STRATA_CARD_PADDING;
  float right = row->text ? row->value.origin.x - 6 : width - left;
  graphene_rect_t room =
      GRAPHENE_RECT_INIT (left, row->y - 13, right - left, 26);

  if (row->output_title)
    strata_canvas_paint_text (painter->canvas, painter->snapshot,
                              row->output_title, &room, STRATA_TEXT_RIGHT,
                              &colors->text);
  if (row->input_title)
    strata_canvas_paint_text (
        painter->canvas, painter->snapshot, row->input_title, &room, 0,
        row->kind == STRATA_CARD_ROW_MORE ? &colors->dim : &colors->text);
  if (row->text)
    paint_value (painter, row);
  if (row->output)
    paint_port (painter, row->output, width, row->y);
  if (!row->input)
    return;
  paint_port (painter, row->input, 0, row->y);
  if (is_wrong (painter, row->input))
    paint_badge (painter, row->y);
}

static void
paint_lines (Painter *painter)
{
  const StrataCardLayout *layout = painter->layout;

  for (guint i = 0; i < layout->n_lines; i++)
    gtk_snapshot_append_color (
        painter->snapshot, &painter->colors->border,
        &GRAPHENE_RECT_INIT (1, layout->lines[i], layout->width - 2, 1));
}

static void
paint_footer (Painter *painter)
{
  const StrataCardLayout *layout = painter->layout;
  const StrataCanvasColors *colors = painter->colors;
  g_autofree char *text = NULL;

  if (layout->footer.size.height <= 0)
    return;
  text = g_strconcat (layout->footer_head ?: "",
                      layout->footer_head && layout->footer_text ? " · " : "",
                      layout->footer_text ?: "", NULL);
  strata_canvas_paint_text (painter->canvas, painter->snapshot, text,
                            &layout->footer, STRATA_TEXT_SMALL,
                            layout->faulty ? &colors->fault : &colors->dim);
  if (layout->arithmetic)
    strata_canvas_paint_text (painter->canvas, painter->snapshot,
                              layout->arithmetic, &layout->arithmetic_room,
                              STRATA_TEXT_SMALL, &colors->dim);
}

static void
start (Painter *painter, StrataCanvas *self, StrataCanvasCard *card)
{
  painter->canvas = self;
  painter->card = card;
  painter->layout = strata_canvas_lay_out (self, card);
  painter->snapshot = gtk_snapshot_new ();
  painter->colors = strata_canvas_get_colors (self);
  painter->id = strata_card_get_id (card->card);
  painter->state = strata_document_get_card_state (self->document, painter->id);
}

GskRenderNode *
strata_canvas_make_card (StrataCanvas *self, StrataCanvasCard *card)
{
  gboolean bypassed = strata_card_is_bypassed (card->card);
  Painter painter;

  start (&painter, self, card);
  paint_ground (&painter);
  if (bypassed)
    gtk_snapshot_push_opacity (painter.snapshot, 0.45);
  paint_title (&painter);
  paint_progress (&painter);
  paint_lines (&painter);
  for (guint i = 0; i < painter.layout->rows->len; i++)
    paint_row (&painter, strata_card_layout_get_row (painter.layout, i));
  paint_preview (&painter);
  paint_footer (&painter);
  if (bypassed)
    {
      gtk_snapshot_pop (painter.snapshot);
      strata_canvas_paint_bypass (self, painter.snapshot, painter.layout);
    }
  return gtk_snapshot_free_to_node (painter.snapshot);
}

/* Seen from afar: the title, in larger letters, and the picture. */
GskRenderNode *
strata_canvas_make_far_card (StrataCanvas *self, StrataCanvasCard *card)
{
  Painter painter;
  graphene_rect_t room;

  start (&painter, self, card);
  paint_ground (&painter);
  gtk_snapshot_save (painter.snapshot);
  gtk_snapshot_scale (painter.snapshot, 1.7f, 1.7f);
  graphene_rect_init (&room, 8, 2, painter.layout->width / 1.7f - 16, 34);
  strata_canvas_paint_text (self, painter.snapshot,
                            strata_card_get_title (card->card), &room,
                            STRATA_TEXT_BOLD, &painter.colors->text);
  gtk_snapshot_restore (painter.snapshot);
  paint_preview (&painter);
  return gtk_snapshot_free_to_node (painter.snapshot);
}
