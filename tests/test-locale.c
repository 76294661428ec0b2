/* test-locale.c — the model of cards in a language that writes 0,5.
 *
 * It is run by test-locale.sh, in a locale that was made for it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <strata-loader.h>
#include <strata.h>
#include <string.h>

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"position\": [0.5, "
    "-80.25], "
    "\"inputs\": {\"shape\": [1, 2, 2, 1], \"values\": [0.5, 1e-3, 2, 3]}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\": "
    "{\"kernel_size\": 1, \"depthwise_initializer\": \"ones\"}}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"}]}";

static StrataGraph *
parse (const char *source)
{
  g_autoptr (GError) error = NULL;
  StrataGraph *graph =
      strata_graph_parse (strata_registry_get_default (), source, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strata_graph_get_load_faults (graph)->len, ==, 0);
  return graph;
}

/* Otherwise nothing is proven. */
static void
test_comma (void)
{
  g_assert_cmpstr (localeconv ()->decimal_point, ==, ",");
}

static void
test_numbers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataValue) value = strata_value_parse ("0.5", -1, &error);
  g_autofree char *written = value ? strata_value_to_text (value) : NULL;

  g_assert_no_error (error);
  g_assert_cmpfloat (strata_value_get_real (value), ==, 0.5);
  g_assert_cmpstr (written, ==, "0.5");
}

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("strata-locale-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.strata", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataGraph) graph = parse (text);
  g_autoptr (StrataGraph) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *expected = strata_graph_to_text (graph, NULL);

  g_assert_true (strata_graph_save (graph, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, expected);
  g_assert_nonnull (strstr (written, "[0.5, -80.25]"));
  g_assert_nonnull (strstr (written, "0.001"));
  again = strata_graph_load (strata_registry_get_default (), path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strata_graph_get_load_faults (again)->len, ==, 0);
  g_unlink (path);
  g_rmdir (folder);
}

/* What a step is called, a card and its port. */
static void
test_words (void)
{
  g_autoptr (StrataGraph) graph = parse (text);
  StrataCard *card = strata_graph_find_card (graph, "dw");
  g_autoptr (StrataPort) port = strata_card_find_port (card, "strides", FALSE);
  g_autofree char *title = strata_port_dup_title (port);

  g_assert_cmpstr (strata_card_get_title (card), ==, "Tiefenweise Faltung 2D");
  g_assert_cmpstr (title, ==, "Schrittweite");
  strata_graph_remove_card (graph, card);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "dw entfernen");
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) messages = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain ("strata", g_getenv ("STRATA_TRANSLATIONS"));
  bind_textdomain_codeset ("strata", "UTF-8");
  textdomain ("strata");
  g_test_init (&argc, &argv, NULL);
  messages = strata_plugins_load (NULL);
  g_assert_cmpuint (g_strv_length (messages), ==, 0);
  g_test_add_func ("/locale/comma", test_comma);
  g_test_add_func ("/locale/numbers", test_numbers);
  g_test_add_func ("/locale/files", test_files);
  g_test_add_func ("/locale/words", test_words);
  return g_test_run ();
}
