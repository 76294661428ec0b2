/* test-recovery.c — unsaved changes that outlive the program.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-recovery.h"

#include <glib/gstdio.h>
#include <strata-loader.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  StrataGraph *graph;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("strata-recovery-XXXXXX", NULL);
  fixture->graph = strata_graph_new (NULL);
}

static void
empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  empty (fixture->folder);
  g_free (fixture->folder);
  g_assert_finalize_object (fixture->graph);
}

static void
change (StrataGraph *graph)
{
  g_autoptr (GError) error = NULL;

  strata_graph_add_card (graph, "Output", NULL, &error);
  g_assert_no_error (error);
}

static guint
count_left (const char *folder)
{
  g_autoptr (GPtrArray) left = strata_recovery_list (folder);

  return left->len;
}

static void
test_running (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataRecovery) recovery =
      strata_recovery_new (fixture->folder, &error);

  g_assert_no_error (error);
  change (fixture->graph);
  g_assert_true (strata_recovery_keep (recovery, fixture->graph, &error));
  g_assert_no_error (error);
  /* The program that keeps it is alive. */
  g_assert_cmpuint (count_left (fixture->folder), ==, 0);
}

static void
test_unmodified (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StrataRecovery) recovery =
      strata_recovery_new (fixture->folder, NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  change (fixture->graph);
  g_assert_true (strata_recovery_keep (recovery, fixture->graph, NULL));
  strata_graph_undo (fixture->graph);
  g_assert_true (strata_recovery_keep (recovery, fixture->graph, NULL));
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    g_assert_false (g_str_has_suffix (name, ".unsaved"));
}

/* Writes what a dead program would leave: nobody holds its lock. */
static char *
leave (Fixture *fixture, const char *text)
{
  char *file = g_build_filename (fixture->folder, "dead.unsaved", NULL);

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  return file;
}

static void
test_restore (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (StrataGraph) graph = strata_graph_new (NULL);
  StrataLeftover *leftover;
  g_autofree char *file G_GNUC_UNUSED = leave (
      fixture, "{\"uri\": \"file:///a/b.strata\", \"graph\": "
               "\"{\\\"format\\\": \\\"strata-graph\\\", \\\"version\\\": 1, "
               "\\\"seed\\\": 7, \\\"cards\\\": [{\\\"id\\\": \\\"y\\\", "
               "\\\"type\\\": \\\"Output\\\"}], \\\"wires\\\": []}\"}");

  left = strata_recovery_list (fixture->folder);
  g_assert_cmpuint (left->len, ==, 1);
  leftover = left->pdata[0];
  g_assert_cmpstr (leftover->path, ==, "/a/b.strata");
  change (graph);
  g_assert_true (strata_leftover_restore (leftover, graph, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 1);
  g_assert_nonnull (strata_graph_find_card (graph, "y"));
  g_assert_cmpint (strata_graph_get_seed (graph), ==, 7);
  g_assert_true (strata_graph_is_modified (graph));

  /* It is one step. */
  strata_graph_undo (graph);
  g_assert_null (strata_graph_find_card (graph, "y"));
  g_assert_cmpint (strata_graph_get_seed (graph), ==, 0);
  strata_leftover_remove (leftover);
  g_assert_cmpuint (count_left (fixture->folder), ==, 0);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "", "[]", "{", "{\"graph\": 3}", "{\"uri\": \"x\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *file G_GNUC_UNUSED = leave (fixture, texts[i]);

      g_assert_cmpuint (count_left (fixture->folder), ==, 0);
    }
}

static void
test_no_graph (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file G_GNUC_UNUSED =
      leave (fixture, "{\"graph\": \"no graph\"}");
  g_autoptr (GPtrArray) left = strata_recovery_list (fixture->folder);

  g_assert_cmpuint (left->len, ==, 1);
  g_assert_false (
      strata_leftover_restore (left->pdata[0], fixture->graph, &error));
  g_assert_nonnull (error);
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

/* What one program kept and could not forget, another restores. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataGraph) graph = strata_graph_new (NULL);

  g_setenv ("STRATA_TEST_FOLDER", fixture->folder, TRUE);
  g_test_trap_subprocess ("/recovery/keep-and-die/subprocess", 0, 0);
  g_test_trap_assert_failed ();
  left = strata_recovery_list (fixture->folder);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_true (strata_leftover_restore (left->pdata[0], graph, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 1);
}

static void
test_keep_and_die (void)
{
  g_autoptr (StrataGraph) graph = strata_graph_new (NULL);
  g_autoptr (StrataRecovery) recovery =
      strata_recovery_new (g_getenv ("STRATA_TEST_FOLDER"), NULL);

  change (graph);
  g_assert_true (strata_recovery_keep (recovery, graph, NULL));
  _exit (1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_strfreev (strata_plugins_load (strata_registry_get_default ()));

#define ADD(path, func)                                                        \
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/recovery/list/running", test_running);
  ADD ("/recovery/list/damaged", test_damaged);
  ADD ("/recovery/list/killed", test_killed);
  ADD ("/recovery/keep/unmodified", test_unmodified);
  ADD ("/recovery/restore/step", test_restore);
  ADD ("/recovery/restore/no-graph", test_no_graph);
  g_test_add_func ("/recovery/keep-and-die/subprocess", test_keep_and_die);

  return g_test_run ();
}
