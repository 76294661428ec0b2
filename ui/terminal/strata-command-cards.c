/* strata-command-cards.c — strata cards: the catalogue.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-card-page.h"
#include "strata-json.h"
#include "strata-suggestion.h"
#include "strata-table.h"
#include "strata-terminal.h"

#include "strata-registry.h"

#define INDENT 2

/* Headings in the order in which they first come. */
static GPtrArray *
list_categories (StrataRegistry *registry)
{
  GPtrArray *categories = g_ptr_array_new ();

  for (guint i = 0; i < strata_registry_get_n_kinds (registry); i++)
    {
      const char *category = strata_registry_get_kind (registry, i)->category;

      if (!g_ptr_array_find_with_equal_func (categories, category, g_str_equal,
                                             NULL))
        g_ptr_array_add (categories, (gpointer) category);
    }
  return categories;
}

/* One table for all, so that the columns of all headings line up. */
static guint
find_type_width (StrataRegistry *registry)
{
  guint width = 0;

  for (guint i = 0; i < strata_registry_get_n_kinds (registry); i++)
    width =
        MAX (width,
             strata_text_width (strata_registry_get_kind (registry, i)->type));
  return width;
}

static void
put_category (StrataStream *out, StrataRegistry *registry, const char *category)
{
  int width = (int) find_type_width (registry);

  strata_stream_put_bold (out, category);
  strata_stream_put (out, "\n");
  for (guint i = 0; i < strata_registry_get_n_kinds (registry); i++)
    {
      const StrataKind *kind = strata_registry_get_kind (registry, i);

      if (g_str_equal (kind->category, category))
        strata_stream_print (out, "%*s%-*s  %s\n", INDENT, "", width,
                             kind->type, kind->title);
    }
}

static void
put_catalogue (StrataStream *out, StrataRegistry *registry)
{
  g_autoptr (GPtrArray) categories = list_categories (registry);

  for (guint i = 0; i < categories->len; i++)
    {
      if (i > 0)
        strata_stream_put (out, "\n");
      put_category (out, registry, g_ptr_array_index (categories, i));
    }
}

static void
put_catalogue_json (StrataStream *out, StrataRegistry *registry)
{
  StrataValueBuilder *list = strata_value_builder_new (STRATA_VALUE_LIST);

  for (guint i = 0; i < strata_registry_get_n_kinds (registry); i++)
    strata_value_builder_append (
        list,
        strata_card_page_to_value (strata_registry_get_kind (registry, i)));
  strata_json_put (out, strata_value_builder_end (list));
}

static int
refuse_type (StrataTerminal *terminal,
             StrataRegistry *registry,
             const char *type)
{
  StrataSuggestion suggestion;
  g_autofree char *hint = NULL;

  strata_suggestion_init (&suggestion, type);
  for (guint i = 0; i < strata_registry_get_n_kinds (registry); i++)
    strata_suggestion_try (&suggestion,
                           strata_registry_get_kind (registry, i)->type);
  hint = strata_suggestion_text (&suggestion);
  strata_terminal_note (terminal, "There is no card of type '%s'%s", type,
                        *hint ? hint : "; 'strata cards' lists all types");
  return STRATA_STATUS_FAULT;
}

static int
run_cards (StrataTerminal *terminal, StrataOptions *options)
{
  StrataRegistry *registry = strata_registry_get_default ();
  GPtrArray *operands = strata_options_get_operands (options);
  gboolean json = strata_options_has (options, "json");
  const StrataKind *kind;

  strata_terminal_load_plugins (terminal);
  if (operands->len == 0)
    {
      (json ? put_catalogue_json : put_catalogue) (&terminal->out, registry);
      return STRATA_STATUS_DONE;
    }

  kind = strata_registry_lookup (registry, g_ptr_array_index (operands, 0));
  if (!kind)
    return refuse_type (terminal, registry, g_ptr_array_index (operands, 0));
  if (json)
    strata_json_put (&terminal->out, strata_card_page_to_value (kind));
  else
    strata_card_page_put (kind, &terminal->out);
  return STRATA_STATUS_DONE;
}

static const StrataOptionRow rows[] = {
  { "json", NULL, "Print JSON" },
  { NULL },
};

const StrataCommand strata_command_cards = {
  .name = "cards",
  .operand = "[TYPE]",
  .most = 1,
  .summary = "List the cards that there are, or describe one",
  .details = "Lists the types of cards that graphs are made of; or, given a "
             "TYPE, says what such a card does, which ports it has, and how it "
             "is used.",
  .options = rows,
  .run = run_cards,
};
