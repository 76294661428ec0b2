/* test-keras-config.c — what Keras' configuration file says to layers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-keras-config-private.h"
#include "test-cards.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define LAST "{ \"image_data_format\": \"channels_last\" }"
#define FIRST "{ \"image_data_format\": \"channels_first\" }"

static const struct
{
  const char *name;
  const char *text;
  const char *format; /* or NULL for a fault */
} files[] = {
  { "last", LAST, "channels_last" },
  { "first", FIRST, "channels_first" },
  { "keras",
    "{\n    \"floatx\": \"float32\",\n    \"epsilon\": 1e-07,\n"
    "    \"backend\": \"tensorflow\",\n"
    "    \"image_data_format\": \"channels_first\"\n}",
    "channels_first" },
  { "no-key", "{ \"floatx\": \"float32\" }", "channels_last" },
  { "empty", "", "channels_last" },
  { "cut", "{ \"image_data_format\": \"channels_fi", "channels_last" },
  { "list", "[\"channels_first\"]", "channels_last" },
  { "bytes", "\xff\xfe\x00{}", "channels_last" },
  { "capitals", "{ \"image_data_format\": \"Channels_First\" }", NULL },
  { "other", "{ \"image_data_format\": \"nchw\" }", NULL },
  { "number", "{ \"image_data_format\": 1 }", NULL },
  { "null", "{ \"image_data_format\": null }", NULL },
};

typedef struct
{
  char *folder;
  char *file;
} Home;

static void
set_up (Home *home, gconstpointer data)
{
  home->folder = g_dir_make_tmp ("strata-XXXXXX", NULL);
  home->file = g_build_filename (home->folder, "keras.json", NULL);
}

static void
tear_down (Home *home, gconstpointer data)
{
  g_remove (home->file);
  g_assert_cmpint (g_rmdir (home->folder), ==, 0);
  g_free (home->folder);
  g_free (home->file);
}

static const char *
name_of (StrataFormat format)
{
  return format == STRATA_NHWC ? "channels_last" : "channels_first";
}

static void
test_values (Home *home, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *message = NULL;
      StrataFormat format;
      gboolean valid;

      g_test_message ("%s", files[i].name);
      g_assert_true (g_file_set_contents (home->file, files[i].text, -1, NULL));
      valid = strata_keras_config_read (home->file, &format, &message);
      g_assert_cmpint (valid, ==, files[i].format != NULL);
      if (valid)
        {
          g_assert_cmpstr (name_of (format), ==, files[i].format);
          g_assert_null (message);
          continue;
        }
      g_assert_nonnull (strstr (message, home->file));
      g_assert_nonnull (strstr (message, "channels_first"));
    }
}

static void
assert_no_format (const char *file)
{
  char *message = NULL;
  StrataFormat format;

  g_assert_true (strata_keras_config_read (file, &format, &message));
  g_assert_cmpint (format, ==, STRATA_NHWC);
  g_assert_null (message);
}

/* None of these may be waited for, or be read to its end. */
static void
test_hostile (Home *home, gconstpointer data)
{
  const gsize large = 1 << 20;
  g_autofree char *text = g_malloc (large);

  assert_no_format (home->file);
  g_assert_cmpint (g_mkdir (home->file, 0700), ==, 0);
  assert_no_format (home->file);
  g_assert_cmpint (g_rmdir (home->file), ==, 0);

  g_assert_cmpint (mkfifo (home->file, 0600), ==, 0);
  assert_no_format (home->file);
  g_assert_cmpint (g_remove (home->file), ==, 0);

  memset (text, ' ', large);
  memcpy (text, FIRST, strlen (FIRST));
  g_assert_true (g_file_set_contents (home->file, text, (gssize) large, NULL));
  assert_no_format (home->file);

  memset (text, '[', large);
  g_assert_true (g_file_set_contents (home->file, text, 60000, NULL));
  assert_no_format (home->file);
  assert_no_format ("/dev/zero");
}

#define GRAPH                                                                  \
  "{ \"format\": \"strata-graph\", \"version\": 1, \"cards\": ["               \
  "{ \"id\": \"x\", \"type\": \"ConstantTensor\","                             \
  "  \"inputs\": { \"shape\": [1, 5, 7, 9] } },"                               \
  "{ \"id\": \"dw\", \"type\": \"DepthwiseConv2D\","                           \
  "  \"inputs\": { \"kernel_size\": 3, \"data_format\": %s } } ],"             \
  "\"wires\": [ { \"from\": \"x.tensor\", \"to\": \"dw.input\" } ] }"

static char *
output_shape (StrataPlan *plan)
{
  int card = strata_plan_find_card (plan, "dw");

  return strata_spec_to_string (
      strata_plan_get_spec (plan, (guint) card, "output"));
}

/* Each in a process of its own, because the file is read once in a process. */
static void
check_layer (Home *home, const char *text, const char *shape)
{
  g_autofree char *graph = g_strdup_printf (GRAPH, "null");
  g_autoptr (StrataPlan) plan = NULL;
  g_autofree char *found = NULL;

  g_assert_true (g_file_set_contents (home->file, text, -1, NULL));
  g_setenv ("KERAS_HOME", home->folder, TRUE);
  plan = test_cards_check (graph);
  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 0);
  found = output_shape (plan);
  g_assert_cmpstr (found, ==, shape);
}

static void
test_layer_last (Home *home, gconstpointer data)
{
  if (g_test_subprocess ())
    {
      check_layer (home, LAST, "(1, 3, 5, 9)");
      /* Read once. */
      check_layer (home, FIRST, "(1, 3, 5, 9)");
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_layer_first (Home *home, gconstpointer data)
{
  if (g_test_subprocess ())
    {
      check_layer (home, FIRST, "(1, 5, 5, 7)");
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

/* A layer that says its format does not ask the file. */
static void
test_layer_wrong (Home *home, gconstpointer data)
{
  g_autofree char *open = g_strdup_printf (GRAPH, "null");
  g_autofree char *given = g_strdup_printf (GRAPH, "\"channels_last\"");
  g_autoptr (StrataPlan) plan = NULL;
  StrataFault *fault;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  g_assert_true (g_file_set_contents (
      home->file, "{ \"image_data_format\": \"nchw\" }", -1, NULL));
  g_setenv ("KERAS_HOME", home->folder, TRUE);
  plan = test_cards_check (given);
  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 0);
  g_clear_object (&plan);

  plan = test_cards_check (open);
  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 1);
  fault = strata_plan_get_faults (plan)->pdata[0];
  g_assert_cmpstr (strata_fault_get_card (fault), ==, "dw");
  g_assert_cmpstr (strata_fault_get_port (fault), ==, "data_format");
  g_assert_nonnull (strstr (strata_fault_get_message (fault), home->file));
}

/* Neither the file nor its folder is made. */
static void
test_home (Home *home, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (home->folder, ".keras", NULL);
  char *message = NULL;
  StrataFormat format;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  g_unsetenv ("KERAS_HOME");
  g_setenv ("HOME", home->folder, TRUE);
  g_assert_true (strata_keras_config_get_data_format (&format, &message));
  g_assert_cmpint (format, ==, STRATA_NHWC);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

#define ADD(path, func) g_test_add (path, Home, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/keras-config/values", test_values);
  ADD ("/keras-config/hostile", test_hostile);
  ADD ("/keras-config/layer/last", test_layer_last);
  ADD ("/keras-config/layer/first", test_layer_first);
  ADD ("/keras-config/layer/wrong", test_layer_wrong);
  ADD ("/keras-config/home", test_home);

  return g_test_run ();
}
