/* strata-card-layout.c — where everything stands on a card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-card-layout.h"

#include "strata-canvas-text.h"
#include "strata-shape-arithmetic.h"

#include <glib/gi18n.h>
#include <math.h>

/* Widths are estimates: what does not fit is drawn with an ellipsis. */
#define LETTER 7.4f
#define NARROWEST 180.0f
#define WIDEST 288.0f
#define NARROWEST_VALUE 40.0f
#define WIDEST_VALUE 140.0f
#define PREVIEW_HEIGHT 48.0f
#define PREVIEW_HEIGHT_ALONE 140.0f
#define SMALLER 0.85f /* letters of the footer */
#define LINE_HEIGHT 17.0f
#define MOST_FOOTER_LINES 4

typedef struct
{
  StrataCard *card;
  StrataDocument *document;
  const StrataPortRow *dragged;
  gboolean unfolded;
  guint n_hidden;
  guint n_foldable;
} Maker;

static void
clear_row (gpointer data)
{
  StrataCardRow *row = data;

  g_clear_object (&row->input);
  g_clear_object (&row->output);
  g_free (row->input_title);
  g_free (row->output_title);
  g_free (row->text);
}

static float
text_width (const char *text)
{
  return text ? LETTER * g_utf8_strlen (text, -1) : 0;
}

/* Rows. */

static gboolean
is_object (StrataPort *port)
{
  const StrataPortRow *row = strata_port_get_row (port);

  return row
         && (row->type == STRATA_PORT_INITIALIZER
             || row->type == STRATA_PORT_REGULARIZER
             || row->type == STRATA_PORT_CONSTRAINT);
}

/* Whether only a wire can feed it. */
static gboolean
is_data (StrataPort *port)
{
  return strata_port_is_output (port)
         || (strata_port_is_known (port) && !strata_port_is_editable (port));
}

static void
fill_value (StrataCardRow *row)
{
  StrataValue *value = strata_port_get_value (row->input);
  g_autoptr (StrataValue) standard = NULL;

  if (strata_port_is_wired (row->input))
    return;
  row->given = value != NULL;
  if (!value)
    value = standard = strata_port_dup_default (row->input);
  row->text = strata_canvas_value_to_text (value);
}

/* Labels start with a capital letter. */
static char *
get_title (StrataPort *port)
{
  g_autofree char *title = strata_port_dup_title (port);
  char first[7] = { 0 };

  g_unichar_to_utf8 (g_unichar_totitle (g_utf8_get_char (title)), first);
  return *title ? g_strconcat (first, g_utf8_next_char (title), NULL)
                : g_strdup ("");
}

static void
add_input (StrataCardLayout *self, StrataCardRowKind kind, StrataPort *port)
{
  StrataCardRow row = { .kind = kind };

  row.input = g_object_ref (port);
  row.input_title = get_title (port);
  if (kind != STRATA_CARD_ROW_DATA)
    fill_value (&row);
  g_array_append_val (self->rows, row);
}

/* Outputs stand beside the inputs, as long as there are some. */
static void
add_output (StrataCardLayout *self, guint index, StrataPort *port)
{
  StrataCardRow empty = { .kind = STRATA_CARD_ROW_DATA };
  StrataCardRow *row;

  if (index >= self->rows->len)
    g_array_append_val (self->rows, empty);
  row = &g_array_index (self->rows, StrataCardRow, index);
  row->output = g_object_ref (port);
  row->output_title = get_title (port);
}

static void
add_outputs (StrataCardLayout *self, StrataCard *card, gboolean tensors)
{
  guint n = strata_card_get_n_ports (card);
  guint index = 0;

  while (index < self->rows->len
         && g_array_index (self->rows, StrataCardRow, index).output)
    index++;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card, i);
      const StrataPortRow *row = strata_port_get_row (port);

      if (strata_port_is_output (port)
          && (row && row->type == STRATA_PORT_TENSOR) == tensors)
        add_output (self, index++, port);
    }
}

static void
add_data_rows (StrataCardLayout *self, StrataCard *card)
{
  guint n = strata_card_get_n_ports (card);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card, i);

      if (!strata_port_is_output (port) && is_data (port))
        add_input (self, STRATA_CARD_ROW_DATA, port);
    }
  add_outputs (self, card, TRUE);
  add_outputs (self, card, FALSE);
}

static void
add_value_rows (StrataCardLayout *self, StrataCard *card)
{
  guint n = strata_card_get_n_ports (card);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card, i);

      if (!is_data (port) && !is_object (port))
        add_input (self, STRATA_CARD_ROW_VALUE, port);
    }
}

/* Whether an object must be seen, even folded. */
static gboolean
stands_out (const Maker *maker, StrataPort *port)
{
  return strata_port_is_wired (port) || strata_port_get_value (port)
         || (maker->dragged
             && strata_port_rows_fit (maker->dragged,
                                      strata_port_get_row (port), NULL))
         || (maker->document
             && strata_document_find_fault (maker->document,
                                            strata_card_get_id (maker->card),
                                            strata_port_get_name (port)));
}

static void
add_object_rows (StrataCardLayout *self, Maker *maker)
{
  guint n = strata_card_get_n_ports (maker->card);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (maker->card, i);
      gboolean out;

      if (!is_object (port) || strata_port_is_output (port))
        continue;
      out = stands_out (maker, port);
      maker->n_foldable += !out;
      if (out || maker->unfolded)
        add_input (self, STRATA_CARD_ROW_OBJECT, port);
      else
        maker->n_hidden++;
    }
}

/* Wired, or where the wire that is drawn may go. */
static gboolean
is_in_use (const Maker *maker, StrataPort *port)
{
  return strata_port_is_wired (port)
         || (maker->dragged && !strata_port_is_output (port)
             && strata_port_rows_fit (maker->dragged,
                                      strata_port_get_row (port), NULL));
}

static void
drop_unused (StrataPort **port, char **title, const Maker *maker)
{
  if (!*port || is_in_use (maker, *port))
    return;
  g_clear_object (port);
  g_clear_pointer (title, g_free);
}

static void
collapse (StrataCardLayout *self, const Maker *maker)
{
  for (guint i = self->rows->len; i-- > 0;)
    {
      StrataCardRow *row = &g_array_index (self->rows, StrataCardRow, i);

      drop_unused (&row->input, &row->input_title, maker);
      drop_unused (&row->output, &row->output_title, maker);
      if (!row->input && !row->output)
        g_array_remove_index (self->rows, i);
    }
}

static void
add_more_row (StrataCardLayout *self, const Maker *maker)
{
  StrataCardRow row = { .kind = STRATA_CARD_ROW_MORE };

  if (maker->n_foldable == 0)
    return;
  row.input_title =
      maker->n_hidden == 0
          ? g_strdup (_ ("▾ Fewer ports"))
          : g_strdup_printf (
              ngettext ("▸ %u more port", "▸ %u more ports", maker->n_hidden),
              maker->n_hidden);
  g_array_append_val (self->rows, row);
}

/* The footer. */

static char *
costs_to_text (StrataPlan *plan, guint index)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 parameters = strata_plan_get_parameters (plan, index);
  gint64 macs = strata_plan_get_macs (plan, index);

  if (parameters > 0)
    {
      g_autofree char *count = strata_canvas_count_to_text (parameters);

      g_string_append_printf (text,
                              ngettext ("%s parameter", "%s parameters",
                                        (gulong) MIN (parameters, G_MAXINT32)),
                              count);
    }
  if (macs > 0)
    {
      g_autofree char *count = strata_canvas_count_to_text (macs);

      if (text->len)
        g_string_append (text, " · ");
      g_string_append_printf (
          text, ngettext ("%s MAC", "%s MACs", (gulong) MIN (macs, G_MAXINT32)),
          count);
    }
  return text->len ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* The costs, or that the data is only there to show something. */
static char *
describe (const Maker *maker, StrataPlan *plan, guint index)
{
  if (strata_document_is_sample (maker->document,
                                 strata_card_get_id (maker->card)))
    return g_strdup (_ ("sample data"));
  return costs_to_text (plan, index);
}

/* By the names on the card. */
static char *
list_missing (const Maker *maker)
{
  GPtrArray *faults = strata_document_get_faults (maker->document);
  const char *id = strata_card_get_id (maker->card);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < faults->len; i++)
    {
      const char *name = strata_fault_get_port (faults->pdata[i]);
      g_autoptr (StrataPort) port = NULL;
      g_autofree char *title = NULL;

      if (!name
          || g_strcmp0 (strata_fault_get_card (faults->pdata[i]), id) != 0)
        continue;
      port = strata_card_find_port (maker->card, name, FALSE);
      title = port ? get_title (port) : g_strdup (name);
      g_string_append_printf (names, "%s%s", names->len ? ", " : "", title);
    }
  /* Translators: the ports of a card that are empty. */
  return g_strdup_printf (_ ("Still needed: %s"), names->str);
}

static void
tell_fault (StrataCardLayout *self, const Maker *maker, StrataFault *fault)
{
  self->incomplete = strata_fault_get_kind (fault) == STRATA_FAULT_MISSING;
  self->faulty = !self->incomplete;
  self->footer_text = self->incomplete
                          ? list_missing (maker)
                          : g_strdup (strata_fault_get_message (fault));
}

static void
fill_footer (StrataCardLayout *self, const Maker *maker)
{
  const char *id = strata_card_get_id (maker->card);
  StrataFault *fault;
  StrataPlan *plan;
  int index;

  if (!maker->document)
    return;
  fault = strata_document_find_fault (maker->document, id, NULL);
  plan = strata_document_get_plan (maker->document);
  index = strata_plan_find_card (plan, id);
  if (fault)
    tell_fault (self, maker, fault);
  else if (index >= 0)
    {
      self->footer_head =
          strata_canvas_shape_to_text (strata_plan_get_main_spec (plan, index));
      self->footer_text = describe (maker, plan, (guint) index);
      self->arithmetic =
          strata_shape_arithmetic_describe (maker->document, maker->card);
    }
}

/* Places. */

static float
value_width (const StrataCardRow *row)
{
  const StrataPortRow *port;
  float arrow;

  if (!row->text)
    return 0;
  port = strata_port_get_row (row->input);
  arrow = row->kind == STRATA_CARD_ROW_OBJECT
                  || (port && port->type == STRATA_PORT_CHOICE)
              ? 22
              : 0;
  return CLAMP (text_width (row->text) + 22 + arrow, NARROWEST_VALUE,
                WIDEST_VALUE);
}

static float
choose_width (const StrataCardLayout *self, StrataCard *card)
{
  float width = NARROWEST;
  float title = 8 * g_utf8_strlen (strata_card_get_title (card), -1)
                + text_width (strata_card_get_id (card)) + 70;

  width = MAX (width, title + 2 * STRATA_CARD_PADDING);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (self, i);
      float row_width = text_width (row->input_title)
                        + text_width (row->output_title) + value_width (row);

      width = MAX (width, row_width + 16 + 2 * STRATA_CARD_PADDING);
    }
  return ceilf (MIN (width, WIDEST) / 4) * 4;
}

static void
add_line (StrataCardLayout *self, float *y)
{
  *y += 4;
  self->lines[self->n_lines++] = *y;
  *y += 4;
}

static void
place_value (StrataCardLayout *self, StrataCardRow *row)
{
  float width = value_width (row);
  float left =
      MAX (self->width - STRATA_CARD_PADDING - width, self->width * 0.4f);

  if (width > 0)
    graphene_rect_init (&row->value, left, row->y - 11,
                        self->width - STRATA_CARD_PADDING - left, 22);
}

/* Data, values and objects: each part begins with a line. */
static guint
get_part (const StrataCardRow *row)
{
  return row->kind == STRATA_CARD_ROW_MORE ? STRATA_CARD_ROW_OBJECT : row->kind;
}

static float
place_rows (StrataCardLayout *self)
{
  float y = STRATA_CARD_TITLE_HEIGHT;
  guint part = STRATA_CARD_ROW_DATA;

  for (guint i = 0; i < self->rows->len; i++)
    {
      StrataCardRow *row = &g_array_index (self->rows, StrataCardRow, i);

      if (get_part (row) != part && i > 0)
        add_line (self, &y);
      part = get_part (row);
      row->y = y + STRATA_CARD_ROW_HEIGHT / 2;
      place_value (self, row);
      y += STRATA_CARD_ROW_HEIGHT;
    }
  return y;
}

static guint
count_footer_lines (const StrataCardLayout *self)
{
  float width = text_width (self->footer_head) + text_width (self->footer_text);
  float room = self->width - 2 * STRATA_CARD_PADDING;
  guint n;

  if (width <= 0)
    return 0;
  n = ceilf (width * SMALLER / room);
  return CLAMP (n, 1, MOST_FOOTER_LINES);
}

static void
place_footer (StrataCardLayout *self, float *y)
{
  guint n = count_footer_lines (self);
  float width = self->width - 2 * STRATA_CARD_PADDING;

  if (n == 0)
    return;
  add_line (self, y);
  graphene_rect_init (&self->footer, STRATA_CARD_PADDING, *y + 3, width,
                      n * LINE_HEIGHT);
  *y += 3 + n * LINE_HEIGHT;
  if (!self->arithmetic)
    return;
  n = ceilf (text_width (self->arithmetic) * SMALLER / width);
  if (strchr (self->arithmetic, '\n'))
    n = MAX (n + n % 2, 2);
  graphene_rect_init (&self->arithmetic_room, STRATA_CARD_PADDING, *y, width,
                      n * LINE_HEIGHT);
  *y += n * LINE_HEIGHT;
}

static void
place_preview (StrataCardLayout *self, const Maker *maker, float *y)
{
  const StrataKind *kind = strata_card_get_kind (maker->card);
  gboolean alone = kind && kind->role == STRATA_ROLE_INPUT;

  graphene_rect_init (&self->preview, STRATA_CARD_PADDING, *y + 6,
                      self->width - 2 * STRATA_CARD_PADDING,
                      alone ? PREVIEW_HEIGHT_ALONE : PREVIEW_HEIGHT);
  *y += 8 + self->preview.size.height;
}

StrataCardLayout *
strata_card_layout_new (StrataCard *card,
                        StrataDocument *document,
                        StrataCardLayoutFlags flags,
                        const StrataPortRow *dragged)
{
  StrataCardLayout *self = g_new0 (StrataCardLayout, 1);
  Maker maker = {
    .card = card,
    .document = document,
    .dragged = dragged,
    .unfolded = (flags & STRATA_CARD_LAYOUT_UNFOLDED) != 0,
  };
  float y;

  self->rows = g_array_new (FALSE, TRUE, sizeof (StrataCardRow));
  g_array_set_clear_func (self->rows, clear_row);
  add_data_rows (self, card);
  add_value_rows (self, card);
  add_object_rows (self, &maker);
  if (flags & STRATA_CARD_LAYOUT_COLLAPSED)
    collapse (self, &maker);
  else
    add_more_row (self, &maker);
  fill_footer (self, &maker);
  self->width = choose_width (self, card);
  y = place_rows (self);
  if (flags & STRATA_CARD_LAYOUT_COLLAPSED)
    {
      self->height = y + 4;
      return self;
    }
  if (flags & STRATA_CARD_LAYOUT_PREVIEW)
    place_preview (self, &maker, &y);
  place_footer (self, &y);
  self->height = y + 8;
  return self;
}

void
strata_card_layout_free (StrataCardLayout *layout)
{
  g_array_unref (layout->rows);
  g_free (layout->footer_head);
  g_free (layout->footer_text);
  g_free (layout->arithmetic);
  g_free (layout);
}

/* Asking. */

const StrataCardRow *
strata_card_layout_get_row (const StrataCardLayout *layout, guint index)
{
  return &g_array_index (layout->rows, StrataCardRow, index);
}

const StrataCardRow *
strata_card_layout_row_at (const StrataCardLayout *layout, float y)
{
  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);

      if (fabsf (row->y - y) <= STRATA_CARD_ROW_HEIGHT / 2)
        return row;
    }
  return NULL;
}

void
strata_card_layout_get_anchor (const StrataCardLayout *layout,
                               const char *port,
                               gboolean output,
                               graphene_point_t *anchor)
{
  anchor->x = output ? layout->width : 0;
  anchor->y = STRATA_CARD_TITLE_HEIGHT / 2;
  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);
      StrataPort *here = output ? row->output : row->input;

      if (here && g_strcmp0 (strata_port_get_name (here), port) == 0)
        {
          anchor->y = row->y;
          return;
        }
      if (row->kind == STRATA_CARD_ROW_MORE && !output)
        anchor->y = row->y;
    }
}

StrataPort *
strata_card_layout_find_port (const StrataCardLayout *layout,
                              const graphene_point_t *point,
                              float radius)
{
  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);

      if (fabsf (row->y - point->y)
          > MIN (radius, STRATA_CARD_ROW_HEIGHT / 2.0f))
        continue;
      if (row->input && fabsf (point->x) <= radius)
        return row->input;
      if (row->output && fabsf (point->x - layout->width) <= radius)
        return row->output;
    }
  return NULL;
}
