/* test-bench.c — the benchmark's answers, not its times.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "json-check.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum
{
  EXIT_GOOD = 0,
  EXIT_USAGE = 2,
};

typedef struct
{
  int exit_status;
  char *out, *err;
} Answer;

typedef struct
{
  const char *name, *dtype, *threads;
  const char *more; /* another option, or NULL */
} Report;

/* What is refused, and words that the refusal says. */
typedef struct
{
  const char *name, *words;
  const char *arguments[4];
} Refusal;

typedef struct
{
  const char *name, *words, *line;
} BadLine;

typedef struct
{
  const char *key;
  JsonKind kind;
  gboolean optional; /* null where no peer computes the layer */
} Member;

#define GOOD_LINE "a,nhwc,1,8,8,4,1,3x3,1x1,1x1,same,linear,"

/* clang-format off */
static const Report reports[] = {
  { "float32",           "float32",  "1", NULL },
  { "float32-2-threads", "float32",  "2", NULL },
  { "float64",           "float64",  "1", NULL },
  { "float16",           "float16",  "1", NULL },
  { "bfloat16",          "bfloat16", "1", NULL },
  { "gradients",         "float32",  "1", "--gradients" },
  { "float16-gradients", "float16",  "1", "--gradients" },
};

static const Member layer_members[] = {
  { "name",              JSON_STRING,  FALSE },
  { "format",            JSON_STRING,  FALSE },
  { "kind",              JSON_STRING,  FALSE },
  { "us",                JSON_NUMBER,  FALSE },
  { "peers",             JSON_OBJECT,  FALSE },
  { "ratio_same_format", JSON_NUMBER,  TRUE },
  { "ratio_any",         JSON_NUMBER,  TRUE },
  { "bound_us",          JSON_NUMBER,  FALSE },
  { "bound_fraction",    JSON_NUMBER,  FALSE },
  { "max_error",         JSON_NUMBER,  FALSE },
  { "correct",           JSON_BOOLEAN, FALSE },
};

static const Member mean_members[] = {
  { "ratio_same_format", JSON_NUMBER, TRUE },
  { "ratio_any",         JSON_NUMBER, TRUE },
  { "bound_fraction",    JSON_NUMBER, FALSE },
};

static const Refusal refusals[] = {
  { "threads", "--threads",   { "--threads", "-1" } },
  { "repeat",  "--repeat",    { "--repeat", "0" } },
  { "dtype",   "--dtype",     { "--dtype", "int8" } },
  { "option",  "--bogus",     { "--bogus" } },
  { "only",    "nobody",      { "--only", "nobody" } },
  { "file",    "nowhere.csv", { "--layers", "nowhere.csv" } },
};

static const BadLine bad_lines[] = {
  { "columns",    "columns",
    "a,nhwc,1,8,8,4,1,3x3,1x1,1x1,same,linear" },
  { "name",       "name",
    ",nhwc,1,8,8,4,1,3x3,1x1,1x1,same,linear," },
  { "format",     "format",
    "a,nwhc,1,8,8,4,1,3x3,1x1,1x1,same,linear," },
  { "batch",      "batch",
    "a,nhwc,0,8,8,4,1,3x3,1x1,1x1,same,linear," },
  { "height",     "height",
    "a,nhwc,1,-8,8,4,1,3x3,1x1,1x1,same,linear," },
  { "kernel",     "kernel",
    "a,nhwc,1,8,8,4,1,3,1x1,1x1,same,linear," },
  { "strides",    "strides",
    "a,nhwc,1,8,8,4,1,3x3,1x0,1x1,same,linear," },
  { "padding",    "padding",
    "a,nhwc,1,8,8,4,1,3x3,1x1,1x1,1:1,linear," },
  { "activation", "activation",
    "a,nhwc,1,8,8,4,1,3x3,1x1,1x1,same,lineal," },
  { "filters",    "filters",
    "a,nhwc,1,8,8,4,1,3x3,1x1,1x1,same,linear,many" },
  { "fit",        "kernel is larger",
    "a,nhwc,1,8,8,4,1,9x9,1x1,1x1,valid,linear," },
};

static const char *const good_json[] = {
  "null", " true\n", "[]", "{ }", "[1, -0, 0.5, 1e3, 12.25E-2, 1e+9]",
  "{\"a\": {\"b\": [false]}, \"c\": \"\"}",
  "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00 \xc3\xa9\"",
};

static const char *const bad_json[] = {
  "", " ", "nul", "True", "nan", "NaN", "Infinity", "-", "+1", "01", ".5", "1.",
  "1e", "0x1", "1 2", "[", "[1", "[1,]", "[,1]", "[1 2]", "]", "{", "{\"a\"}",
  "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\":1 \"b\":2}",
  "{\"a\":1,\"a\":2}", "\"", "\"\n\"", "'a'", "\"\\x\"", "\"\\", "\"\\u12g4\"",
  "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\xff\"", "{} {}", "1,",
};
/* clang-format on */

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->out, g_free);
  g_clear_pointer (&answer->err, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static char *
layers_path (void)
{
  return g_test_build_filename (G_TEST_DIST, "bench", "test-layers.csv", NULL);
}

static char **
read_lines (const char *path)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (g_strchomp (contents), "\n", 0);
}

/* Threads that spin for each other take forever on a machine that is busy with
 * other tests. */
static char **
patient_environment (void)
{
  return g_environ_setenv (g_get_environ (), "OMP_WAIT_POLICY", "passive",
                           TRUE);
}

static Answer
run_bench (const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program =
      g_test_build_filename (G_TEST_BUILT, "strata-bench", NULL);
  g_auto (GStrv) environment = patient_environment ();
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;
  Answer answer;
  int status;

  g_strv_builder_add (builder, program);
  g_strv_builder_addv (builder, (const char **) arguments);
  command = g_strv_builder_end (builder);

  g_spawn_sync (NULL, command, environment, G_SPAWN_DEFAULT, NULL, NULL,
                &answer.out, &answer.err, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  answer.exit_status = WEXITSTATUS (status);
  return answer;
}

static JsonValue *
parse (const char *text)
{
  const char *stop;
  JsonValue *value = json_value_parse (text, &stop);

  if (value == NULL)
    g_error ("Byte %td is no JSON any more: %.60s", stop - text, stop);
  return value;
}

static double
number_of (const JsonValue *object, const char *key)
{
  const JsonValue *value = json_value_member (object, key);

  g_assert_nonnull (value);
  g_assert_true (value->kind == JSON_NUMBER || value->kind == JSON_BOOLEAN);
  return value->number;
}

static void
check_members (const JsonValue *object, const Member *members, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      const JsonValue *value = json_value_member (object, members[i].key);

      if (value == NULL)
        g_error ("There is no %s", members[i].key);
      if (value->kind != JSON_NULL || !members[i].optional)
        g_assert_cmpint (value->kind, ==, members[i].kind);
    }
}

/* @line is the layer's in the table, which begins with its name. */
static void
check_layer (const JsonValue *layer, const char *line)
{
  const JsonValue *peers = json_value_member (layer, "peers");
  const JsonValue *ratio = json_value_member (layer, "ratio_any");
  g_autofree char *start = NULL;

  g_test_message ("%s", line);
  check_members (layer, layer_members, G_N_ELEMENTS (layer_members));

  start = g_strconcat (json_value_member (layer, "name")->string, ",", NULL);
  g_assert_true (g_str_has_prefix (line, start));
  g_assert_true (number_of (layer, "correct") != 0.0);
  g_assert_cmpfloat (number_of (layer, "us"), >, 0.0);
  g_assert_cmpfloat (number_of (layer, "bound_us"), >, 0.0);
  g_assert_true ((ratio->kind == JSON_NULL)
                 == (g_hash_table_size (peers->members) == 0));
}

/* A depthwise layer is followed by its two gradients, if they are asked
 * for. */
static guint
check_gradients (const GPtrArray *layers, guint at, const char *line)
{
  static const char *const kinds[] = { "input gradient", "kernel gradient" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const JsonValue *layer;

      g_assert_cmpuint (at + i, <, layers->len);
      layer = layers->pdata[at + i];
      g_assert_cmpstr (json_value_member (layer, "kind")->string, ==, kinds[i]);
      g_assert_cmpfloat (number_of (layer, "over_forward"), >, 0.0);
      check_layer (layer, line);
    }

  return at + G_N_ELEMENTS (kinds);
}

static void
check_layers (const JsonValue *layers, const char *path, gboolean gradients)
{
  g_auto (GStrv) lines = read_lines (path);
  guint at = 0;

  g_assert_nonnull (layers);
  g_assert_cmpint (layers->kind, ==, JSON_ARRAY);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      const JsonValue *layer;

      g_assert_cmpuint (at, <, layers->items->len);
      layer = layers->items->pdata[at++];
      check_layer (layer, lines[i]);
      if (gradients
          && g_str_equal (json_value_member (layer, "kind")->string,
                          "depthwise"))
        at = check_gradients (layers->items, at, lines[i]);
    }
  g_assert_cmpuint (at, ==, layers->items->len);
}

static void
test_report (gconstpointer data)
{
  const Report *wanted = data;
  g_autofree char *path = layers_path ();
  const char *const arguments[] = {
    "--layers",
    path,
    "--repeat",
    "1",
    "--json",
    "--threads",
    wanted->threads,
    "--dtype",
    wanted->dtype,
    wanted->more,
    NULL,
  };
  g_auto (Answer) answer = run_bench (arguments);
  g_autoptr (JsonValue) report = NULL;

  g_assert_cmpstr (answer.err, ==, "");
  g_assert_cmpint (answer.exit_status, ==, EXIT_GOOD);

  report = parse (answer.out);
  g_assert_nonnull (
      json_value_member (json_value_member (report, "machine"), "model"));
  g_assert_cmpfloat (number_of (report, "threads"), ==,
                     g_ascii_strtod (wanted->threads, NULL));
  check_members (json_value_member (report, "geomean"), mean_members,
                 G_N_ELEMENTS (mean_members));
  check_layers (json_value_member (report, "layers"), path,
                wanted->more != NULL);
}

/* One line that says @words after @place. */
static void
check_refusal (const char *const *arguments,
               const char *place,
               const char *words)
{
  g_auto (Answer) answer = run_bench (arguments);
  const char *found = strstr (answer.err, place);

  g_test_message ("%s", answer.err);
  g_assert_cmpint (answer.exit_status, ==, EXIT_USAGE);
  g_assert_nonnull (found);
  g_assert_nonnull (strstr (found + strlen (place), words));
  g_assert_true (strchr (answer.err, '\n')
                 == answer.err + strlen (answer.err) - 1);
}

static void
test_refusal (gconstpointer data)
{
  const Refusal *refusal = data;

  check_refusal (refusal->arguments, "", refusal->words);
}

static void
test_empty_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("bench-XXXXXX", &error);
  const char *const arguments[] = { "--layers", folder, NULL };

  g_assert_no_error (error);
  check_refusal (arguments, "", folder);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A new file with the header, a good line and @line. */
static char *
write_table (const char *line)
{
  g_autofree char *path = layers_path ();
  g_auto (GStrv) lines = read_lines (path);
  g_autofree char *contents =
      g_strdup_printf ("%s\n" GOOD_LINE "\n%s\n", lines[0], line);
  g_autoptr (GError) error = NULL;
  char *table = NULL;
  int file = g_file_open_tmp ("bench-XXXXXX.csv", &table, &error);

  g_assert_no_error (error);
  close (file);
  g_file_set_contents (table, contents, -1, &error);
  g_assert_no_error (error);
  return table;
}

static void
test_bad_line (gconstpointer data)
{
  const BadLine *bad = data;
  g_autofree char *table = write_table (bad->line);
  g_autofree char *place = g_strconcat (table, ":3: ", NULL);
  const char *const arguments[] = { "--layers", table, NULL };

  check_refusal (arguments, place, bad->words);
  g_assert_cmpint (g_unlink (table), ==, 0);
}

static void
test_help (void)
{
  const char *const arguments[] = { "--help", NULL };
  g_auto (Answer) answer = run_bench (arguments);

  g_assert_cmpint (answer.exit_status, ==, EXIT_GOOD);
  g_assert_nonnull (strstr (answer.out, "--layers"));
}

/* A reader that let anything pass would make every report look good. */
static void
test_json_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_json); i++)
    json_value_free (parse (good_json[i]));
}

static void
test_json_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_json); i++)
    {
      const char *stop;
      g_autoptr (JsonValue) value = json_value_parse (bad_json[i], &stop);

      if (value != NULL)
        g_error ("This passed for JSON: %s", bad_json[i]);
    }
}

static void
test_json_values (void)
{
  g_autoptr (JsonValue) value =
      parse ("{\"a\": [1.5, true], \"b\": \"\\u00e9\\ud83d\\ude00\\n\"}");
  const JsonValue *a = json_value_member (value, "a");
  const JsonValue *b = json_value_member (value, "b");

  g_assert_cmpint (a->kind, ==, JSON_ARRAY);
  g_assert_cmpuint (a->items->len, ==, 2);
  g_assert_cmpfloat (((JsonValue *) a->items->pdata[0])->number, ==, 1.5);
  g_assert_cmpfloat (((JsonValue *) a->items->pdata[1])->number, ==, 1.0);
  g_assert_cmpstr (b->string, ==, "\xc3\xa9\xf0\x9f\x98\x80\n");
  g_assert_null (json_value_member (value, "c"));
  g_assert_null (json_value_member (b, "c"));
}

static void
add_case (const char *group,
          const char *name,
          gconstpointer data,
          GTestDataFunc function)
{
  g_autofree char *path = g_strdup_printf ("/bench/%s/%s", group, name);

  g_test_add_data_func (path, data, function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bench/json/good", test_json_good);
  g_test_add_func ("/bench/json/bad", test_json_bad);
  g_test_add_func ("/bench/json/values", test_json_values);
  g_test_add_func ("/bench/help", test_help);
  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    add_case ("report", reports[i].name, &reports[i], test_report);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    add_case ("refusal", refusals[i].name, &refusals[i], test_refusal);
  g_test_add_func ("/bench/refusal/empty-folder", test_empty_folder);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_lines); i++)
    add_case ("table", bad_lines[i].name, &bad_lines[i], test_bad_line);

  return g_test_run ();
}
