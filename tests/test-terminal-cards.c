/* test-terminal-cards.c — strata cards: the catalogue.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "terminal/workplace.h"

#include <jansson.h>
#include <string.h>

/* Types that the catalogue must have, whatever comes besides. */
static const char *const types[] = {
  "Bidirectional",
  "Constant",
  "ConstantTensor",
  "DepthwiseConv2D",
  "GlorotNormal",
  "GlorotUniform",
  "HeNormal",
  "HeUniform",
  "Identity",
  "Input",
  "L1",
  "L1L2",
  "L2",
  "LecunNormal",
  "LecunUniform",
  "LoadTensor",
  "MaxNorm",
  "MinMaxNorm",
  "NonNeg",
  "Ones",
  "Orthogonal",
  "OrthogonalRegularizer",
  "Output",
  "RadialConstraint",
  "RandomNormal",
  "RandomTensor",
  "RandomUniform",
  "SaveTensor",
  "SeparableConv2D",
  "TimeDistributed",
  "TruncatedNormal",
  "UnitNorm",
  "VarianceScaling",
  "Zeros",
  "nn.depthwise_conv2d",
};

static json_t *
parse (Call *call)
{
  json_error_t error;
  json_t *value = json_loads (call->out, JSON_REJECT_DUPLICATES, &error);

  if (!value)
    g_error ("%s: %s", error.text, call->out);
  return value;
}

static void
test_list (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  call = workplace_call (&place, "cards", NULL);
  call_assert (call, 0, NULL, "");
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *line = g_strdup_printf ("\n  %s ", types[i]);

      g_assert_nonnull (strstr (call->out, line));
    }
  g_assert_true (g_str_has_prefix (call->out, "Layers\n"));
}

/* No line is too long for a window of 80 columns, and every card and port says
 * what it is for. */
static void
test_pages (void)
{
  g_auto (Workplace) place;

  workplace_init (&place);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (Call) call = workplace_call (&place, "cards", types[i], NULL);
      g_autofree char *head = g_strdup_printf ("%s – ", types[i]);
      g_auto (GStrv) lines = NULL;

      call_assert (call, 0, NULL, "");
      g_assert_true (g_str_has_prefix (call->out, head));
      lines = g_strsplit (call->out, "\n", -1);
      for (char **line = lines; *line; line++)
        if (g_utf8_strlen (*line, -1) > 80 && strchr (g_strstrip (*line), ' '))
          g_error ("%s: a long line: %s", types[i], *line);
    }
}

static void
test_page (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  call = workplace_call (&place, "cards", "DepthwiseConv2D", NULL);
  call_assert (call, 0, NULL, "");
  g_assert_nonnull (strstr (call->out, "\nInputs\n"));
  g_assert_nonnull (strstr (call->out, "\n  kernel_size  "));
  g_assert_nonnull (strstr (call->out, ", required\n"));
  g_assert_nonnull (strstr (call->out, ", default \"valid\"\n"));
  g_assert_nonnull (strstr (call->out, "\nOutputs\n"));
  g_assert_nonnull (strstr (call->out, "\n  layer_instance  "));
  g_assert_nonnull (strstr (call->out, "\nExamples\n"));
}

static void
assert_port (json_t *port, gboolean input)
{
  g_assert_true (json_is_string (json_object_get (port, "name")));
  g_assert_true (json_is_string (json_object_get (port, "type")));
  g_assert_true (json_is_string (json_object_get (port, "help")));
  g_assert_cmpuint (json_object_size (port), ==, input ? 6 : 3);
  if (!input)
    return;
  g_assert_nonnull (json_object_get (port, "default"));
  g_assert_true (json_is_boolean (json_object_get (port, "required")));
  g_assert_true (json_is_null (json_object_get (port, "choices"))
                 || json_is_array (json_object_get (port, "choices")));
}

static void
assert_card (json_t *card)
{
  json_t *port;
  size_t i;

  g_assert_cmpuint (json_object_size (card), ==, 8);
  g_assert_true (json_is_string (json_object_get (card, "type")));
  g_assert_true (json_is_string (json_object_get (card, "title")));
  g_assert_true (json_is_string (json_object_get (card, "category")));
  g_assert_true (json_is_string (json_object_get (card, "summary")));
  g_assert_nonnull (json_object_get (card, "help"));
  json_array_foreach (json_object_get (card, "inputs"), i, port)
      assert_port (port, TRUE);
  json_array_foreach (json_object_get (card, "outputs"), i, port)
      assert_port (port, FALSE);
  g_assert_true (json_is_array (json_object_get (card, "examples")));
}

static void
test_json (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;
  json_t *cards, *card;
  size_t i;

  workplace_init (&place);
  call = workplace_call (&place, "cards", "--json", NULL);
  call_assert (call, 0, NULL, "");
  cards = parse (call);
  g_assert_cmpuint (json_array_size (cards), >=, G_N_ELEMENTS (types));
  json_array_foreach (cards, i, card)
  {
    const char *type = json_string_value (json_object_get (card, "type"));
    g_autoptr (Call) one =
        workplace_call (&place, "cards", type, "--json", NULL);
    json_t *alone;

    assert_card (card);
    call_assert (one, 0, NULL, "");
    alone = parse (one);
    g_assert_true (json_equal (card, alone));
    json_decref (alone);
  }
  json_decref (cards);
}

static json_t *
find_port (json_t *card, const char *name)
{
  json_t *port;
  size_t i;

  json_array_foreach (
      json_object_get (card, "inputs"), i,
      port) if (g_str_equal (json_string_value (json_object_get (port, "name")),
                             name)) return port;
  g_error ("There is no port %s", name);
}

/* Defaults are what a graph file would hold. */
static void
test_defaults (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;
  json_t *card, *pair = json_pack ("[ii]", 1, 1);

  workplace_init (&place);
  call = workplace_call (&place, "cards", "DepthwiseConv2D", "--json", NULL);
  card = parse (call);
  g_assert_true (json_equal (
      json_object_get (find_port (card, "strides"), "default"), pair));
  g_assert_true (
      json_is_true (json_object_get (find_port (card, "use_bias"), "default")));
  g_assert_cmpstr (json_string_value (json_object_get (
                       find_port (card, "padding"), "default")),
                   ==, "valid");
  g_assert_true (json_is_null (
      json_object_get (find_port (card, "kernel_size"), "default")));
  g_assert_true (json_is_true (
      json_object_get (find_port (card, "kernel_size"), "required")));
  g_assert_true (json_is_false (
      json_object_get (find_port (card, "bias_regularizer"), "required")));
  json_decref (card);
  json_decref (pair);
}

static void
test_unknown (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) near = NULL;
  g_autoptr (Call) far = NULL;

  workplace_init (&place);
  near = workplace_call (&place, "cards", "depthwiseconv2d", NULL);
  call_assert (near, 1, "",
               "strata: There is no card of type 'depthwiseconv2d'; did you "
               "mean 'DepthwiseConv2D'?\n");
  far = workplace_call (&place, "cards", "Frobnicator3000", NULL);
  call_assert (far, 1, "",
               "strata: There is no card of type 'Frobnicator3000'; 'strata "
               "cards' lists all types\n");
}

/* A plugin that is none is a word on standard error, and no more. */
static void
test_bad_plugin (void)
{
  g_auto (Workplace) place;
  g_autofree char *folder = NULL;
  g_autoptr (Call) good = NULL;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  good = workplace_call (&place, "cards", NULL);
  workplace_make (&place, "plugins");
  workplace_put (&place, "plugins/bad.so", "This is no plugin");
  folder = workplace_path (&place, "plugins");
  g_setenv ("STRATA_PLUGIN_PATH", folder, TRUE);
  call = workplace_call (&place, "cards", NULL);
  g_unsetenv ("STRATA_PLUGIN_PATH");
  call_assert (call, 0, good->out, NULL);
  g_assert_true (g_str_has_prefix (call->err, "strata: "));
  call_assert_says (call, "/bad.so': ");
  g_assert_cmpint (strchr (call->err, '\n') - call->err + 1, ==,
                   strlen (call->err));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/cards/list", test_list);
  g_test_add_func ("/terminal/cards/pages", test_pages);
  g_test_add_func ("/terminal/cards/page", test_page);
  g_test_add_func ("/terminal/cards/json", test_json);
  g_test_add_func ("/terminal/cards/defaults", test_defaults);
  g_test_add_func ("/terminal/cards/unknown", test_unknown);
  g_test_add_func ("/terminal/cards/bad-plugin", test_bad_plugin);
  return g_test_run ();
}
