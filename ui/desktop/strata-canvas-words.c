/* strata-canvas-words.c — cards and ports of the canvas, said in words.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-words.h"
#include "strata-canvas-text.h"

#include <glib/gi18n.h>

static void
append (GString *text, const char *part)
{
  if (!part || !*part)
    return;
  if (text->len > 0)
    /* Translators: between the parts of a list that is read aloud. */
    g_string_append (text, C_ ("list", ", "));
  g_string_append (text, part);
}

/* Labels start with a capital letter. */
char *
strata_canvas_dup_port_title (StrataPort *port)
{
  g_autofree char *title = strata_port_dup_title (port);
  char first[7] = { 0 };

  if (!*title)
    return g_strdup (strata_port_get_name (port));
  g_unichar_to_utf8 (g_unichar_totitle (g_utf8_get_char (title)), first);
  return g_strconcat (first, g_utf8_next_char (title), NULL);
}

/* Cards. */

static char *
get_shape (StrataDocument *document, StrataCard *card, const char *port)
{
  StrataPlan *plan = strata_document_get_plan (document);
  int index = strata_plan_find_card (plan, strata_card_get_id (card));

  if (index < 0)
    return NULL;
  return strata_canvas_shape_to_text (
      port ? strata_plan_get_spec (plan, index, port)
           : strata_plan_get_main_spec (plan, index));
}

/* Of the first tensor that comes in through a wire. */
static char *
get_input_shape (StrataDocument *document, StrataCard *card)
{
  const StrataKind *kind = strata_card_get_kind (card);

  for (gsize i = 0; kind && i < kind->n_ports; i++)
    {
      const StrataPortRow *row = &kind->ports[i];
      StrataWire *wire;

      if (row->type != STRATA_PORT_TENSOR || (row->flags & STRATA_PORT_OUT))
        continue;
      wire = strata_card_get_wire (card, row->name);
      if (wire)
        return get_shape (document, strata_wire_get_source (wire),
                          strata_wire_get_source_port (wire));
    }
  return NULL;
}

char *
strata_canvas_name_shapes (StrataDocument *document, StrataCard *card)
{
  g_autofree char *from = get_input_shape (document, card);
  g_autofree char *to = get_shape (document, card, NULL);

  if (from && to)
    /* Translators: shapes of what goes into a card and what comes out. */
    return g_strdup_printf (_ ("%s to %s"), from, to);
  return to ? g_steal_pointer (&to) : g_steal_pointer (&from);
}

char *
strata_canvas_name_parameters (StrataDocument *document, StrataCard *card)
{
  StrataPlan *plan = strata_document_get_plan (document);
  int index = strata_plan_find_card (plan, strata_card_get_id (card));
  gint64 n = index < 0 ? 0 : strata_plan_get_parameters (plan, index);
  g_autofree char *count = NULL;

  if (n <= 0)
    return NULL;
  count = strata_canvas_count_to_text (n);
  return g_strdup_printf (
      ngettext ("%s parameter", "%s parameters", (gulong) MIN (n, G_MAXINT32)),
      count);
}

char *
strata_canvas_name_card (StrataDocument *document, StrataCard *card)
{
  g_autofree char *title = g_strdup_printf (
      "%s %s", strata_card_get_title (card), strata_card_get_id (card));
  g_autofree char *shapes = strata_canvas_name_shapes (document, card);
  g_autofree char *parameters = strata_canvas_name_parameters (document, card);
  GString *text = g_string_new (title);

  append (text, shapes);
  append (text, parameters);
  return g_string_free (text, FALSE);
}

/* Ports. */

static char *
title_of (StrataCard *card, const char *name, gboolean output)
{
  g_autoptr (StrataPort) port = strata_card_find_port (card, name, output);

  return port ? strata_canvas_dup_port_title (port) : g_strdup (name);
}

/* A wire, seen from one of its ends. */
static char *
name_other_end (StrataPort *port, StrataWire *wire)
{
  gboolean from = strata_port_is_output (port);
  StrataCard *card =
      from ? strata_wire_get_target (wire) : strata_wire_get_source (wire);
  g_autofree char *title = title_of (card,
                                     from ? strata_wire_get_target_port (wire)
                                          : strata_wire_get_source_port (wire),
                                     !from);

  /* Translators: a card and its port. */
  return from ? g_strdup_printf (_ ("wired to %s, %s"),
                                 strata_card_get_id (card), title)
              : g_strdup_printf (_ ("wired from %s, %s"),
                                 strata_card_get_id (card), title);
}

static char *
name_wires (StrataPort *port)
{
  g_autoptr (GPtrArray) wires = strata_port_list_wires (port);

  if (wires->len == 0)
    return NULL;
  if (wires->len == 1)
    return name_other_end (port, wires->pdata[0]);
  return g_strdup_printf (ngettext ("%u wire", "%u wires", wires->len),
                          wires->len);
}

static char *
name_value (StrataPort *port)
{
  StrataValue *value = strata_port_get_value (port);
  g_autoptr (StrataValue) standard = NULL;

  if (!value)
    value = standard = strata_port_dup_default (port);
  return value ? strata_canvas_value_to_text (value) : NULL;
}

static char *
name_content (StrataPort *port)
{
  g_autofree char *text = name_wires (port);

  if (!text && !strata_port_is_output (port))
    text = name_value (port);
  if (text && *text)
    return g_steal_pointer (&text);
  if (strata_port_is_output (port))
    return g_strdup (_ ("not wired"));
  return g_strdup (strata_port_is_required (port) ? _ ("empty, required")
                                                  : _ ("empty"));
}

char *
strata_canvas_name_port (StrataPort *port)
{
  g_autofree char *title = strata_canvas_dup_port_title (port);
  g_autofree char *content = name_content (port);
  GString *text = g_string_new (title);

  append (text, strata_port_get_type_name (port));
  append (text, strata_port_is_output (port) ? _ ("output") : _ ("input"));
  append (text, content);
  return g_string_free (text, FALSE);
}
