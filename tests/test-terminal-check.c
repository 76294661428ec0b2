/* test-terminal-check.c — strata check and strata format.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "terminal/graphs.h"
#include "terminal/workplace.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>

/* Two layers of known size, one whose size is open, and an initializer. */
#define CARDS                                                                  \
  "{\"id\": \"x\", \"type\": \"Input\", \"inputs\": {\"shape\": [8, 8, 3]}},"  \
  "{\"id\": \"g\", \"type\": \"GlorotUniform\"},"                              \
  "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\":"                \
  " {\"kernel_size\": 3, \"strides\": 2, \"padding\": \"SAME\","               \
  " \"depth_multiplier\": 2}},"                                                \
  "{\"id\": \"sep\", \"type\": \"SeparableConv2D\", \"inputs\":"               \
  " {\"kernel_size\": 3, \"filters\": 1000}},"                                 \
  "{\"id\": \"y\", \"type\": \"Output\"}"
#define WIRES                                                                  \
  "{\"from\": \"x.data\", \"to\": \"dw.input\"},"                              \
  "{\"from\": \"g.initializer_instance\","                                     \
  " \"to\": \"dw.depthwise_initializer\"},"                                    \
  "{\"from\": \"dw.output\", \"to\": \"sep.input\"},"                          \
  "{\"from\": \"sep.output\", \"to\": \"y.data\"}"

static void
test_table (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", CARDS, WIRES);
  call = workplace_call (&place, "check", "net.strata", NULL);
  call_assert (call, 0,
               "Card (type)            Output shape        Parameters    MACs\n"
               "x (Input)              (None, 8, 8, 3)              0       0\n"
               "dw (DepthwiseConv2D)   (None, 4, 4, 6)             60     864\n"
               "sep (SeparableConv2D)  (None, 2, 2, 1000)       7,054  24,216\n"
               "y (Output)             (None, 2, 2, 1000)           0       0\n"
               "\n"
               "Total parameters: 7,114\n"
               "Total MACs: 25,080\n",
               "");
}

static json_t *
parse (Call *call)
{
  json_error_t error;
  json_t *object = json_loads (call->out, JSON_REJECT_DUPLICATES, &error);

  if (!object)
    g_error ("%s: %s", error.text, call->out);
  return object;
}

static void
assert_json (Call *call, json_t *expected)
{
  json_t *object = parse (call);

  g_assert_true (json_equal (object, expected));
  json_decref (object);
  json_decref (expected);
}

static void
test_json (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", CARDS, WIRES);
  call = workplace_call (&place, "check", "--json", "net.strata", NULL);
  call_assert (call, 0, NULL, "");
  assert_json (
      call,
      json_pack ("{s:[{s:s,s:s,s:[n,i,i,i],s:i,s:i}, {s:s,s:s,s:n,s:i,s:i},"
                 "{s:s,s:s,s:[n,i,i,i],s:i,s:i}, {s:s,s:s,s:[n,i,i,i],s:i,s:i},"
                 "{s:s,s:s,s:[n,i,i,i],s:i,s:i}], s:i,s:i,s:[]}",
                 "cards",
                 /* x */
                 "id", "x", "type", "Input", "output_shape", 8, 8, 3,
                 "parameters", 0, "macs", 0,
                 /* g */
                 "id", "g", "type", "GlorotUniform", "output_shape",
                 "parameters", 0, "macs", 0,
                 /* dw */
                 "id", "dw", "type", "DepthwiseConv2D", "output_shape", 4, 4, 6,
                 "parameters", 60, "macs", 864,
                 /* sep */
                 "id", "sep", "type", "SeparableConv2D", "output_shape", 2, 2,
                 1000, "parameters", 7054, "macs", 24216,
                 /* y */
                 "id", "y", "type", "Output", "output_shape", 2, 2, 1000,
                 "parameters", 0, "macs", 0,
                 /* all */
                 "parameters", 7114, "macs", 25080, "faults"));
}

/* What depends on the data is not known before. */
static void
test_unknown (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) text = NULL;
  g_autoptr (Call) call = NULL;
  json_t *object, *layer;

  workplace_init (&place);
  workplace_put_graph (
      &place, "net.strata",
      "{\"id\": \"x\", \"type\": \"Input\", \"inputs\": {\"shape\":"
      " [null, 8, 3]}},"
      "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\":"
      " {\"kernel_size\": 3}},"
      "{\"id\": \"y\", \"type\": \"Output\"}",
      "{\"from\": \"x.data\", \"to\": \"dw.input\"},"
      "{\"from\": \"dw.output\", \"to\": \"y.data\"}");
  text = workplace_call (&place, "check", "net.strata", NULL);
  call_assert (text, 0, NULL, "");
  g_assert_nonnull (
      strstr (text->out, "(None, None, 6, 3)          30     ?\n"));
  g_assert_true (g_str_has_suffix (text->out, "\nTotal MACs: ?\n"));

  call = workplace_call (&place, "check", "net.strata", "--json", NULL);
  call_assert (call, 0, NULL, "");
  object = parse (call);
  layer = json_array_get (json_object_get (object, "cards"), 1);
  g_assert_true (json_is_null (json_object_get (layer, "macs")));
  g_assert_true (json_is_null (json_object_get (object, "macs")));
  g_assert_cmpint (json_integer_value (json_object_get (layer, "parameters")),
                   ==, 30);
  g_assert_true (json_is_null (
      json_array_get (json_object_get (layer, "output_shape"), 1)));
  g_assert_cmpint (json_integer_value (json_array_get (
                       json_object_get (layer, "output_shape"), 2)),
                   ==, 6);
  json_decref (object);
}

#define FAULTY_CARDS                                                           \
  "{\"id\": \"x\", \"type\": \"Input\", \"inputs\": {\"shape\":"               \
  " [8, 8, 3]}},"                                                              \
  "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\":"                \
  " {\"kernel_size\": 3, \"strides\": 3.0, \"padding\": \"sam\"}},"            \
  "{\"id\": \"u\", \"type\": \"NoSuchCard\"},"                                 \
  "{\"id\": \"y\", \"type\": \"Output\"}"
#define FAULTY_WIRES "{\"from\": \"x.data\", \"to\": \"dw.input\"}"

/* Every fault is a line, and nothing else is printed. */
static void
test_faults (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;
  g_auto (GStrv) lines = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", FAULTY_CARDS, FAULTY_WIRES);
  call = workplace_call (&place, "check", "./net.strata", NULL);
  call_assert (call, 1, "", NULL);
  call_assert_says (call, "./net.strata: card 'dw', port 'strides': ");
  call_assert_says (call, "./net.strata: card 'dw', port 'padding': ");
  call_assert_says (call, "./net.strata: card 'u': ");
  call_assert_says (call, "NoSuchCard");
  call_assert_says (call, "./net.strata: card 'y', port 'data': ");
  lines = g_strsplit (call->err, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  for (guint i = 0; i < 4; i++)
    g_assert_true (g_str_has_prefix (lines[i], "./net.strata: card '"));
}

static void
test_faults_json (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) text = NULL;
  g_autoptr (Call) call = NULL;
  json_t *object, *faults;
  size_t i;
  json_t *fault;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", FAULTY_CARDS, FAULTY_WIRES);
  text = workplace_call (&place, "check", "net.strata", NULL);
  call = workplace_call (&place, "check", "net.strata", "--json", NULL);
  call_assert (call, 1, NULL, text->err);
  object = parse (call);
  g_assert_cmpuint (json_array_size (json_object_get (object, "cards")), ==, 4);
  faults = json_object_get (object, "faults");
  g_assert_cmpuint (json_array_size (faults), ==, 4);
  json_array_foreach (faults, i, fault)
  {
    const char *message =
        json_string_value (json_object_get (fault, "message"));

    g_assert_cmpuint (json_object_size (fault), ==, 3);
    g_assert_nonnull (json_object_get (fault, "port"));
    call_assert_says (call,
                      json_string_value (json_object_get (fault, "card")));
    call_assert_says (call, message);
  }
  json_decref (object);
}

/* Files that are no graphs. The object has all its members all the same. */
static void
test_no_graph (void)
{
  static const struct
  {
    const char *text;
    gsize length;
  } files[] = {
#define TEXT(text) { text, sizeof text - 1 }
    TEXT (""),
    TEXT ("{"),
    TEXT ("[]"),
    TEXT ("null"),
    TEXT ("{}"),
    TEXT ("{\"format\": \"other\", \"version\": 1, \"cards\": [],"
          " \"wires\": []}"),
    TEXT ("{\"format\": \"strata-graph\", \"version\": 2, \"cards\": [],"
          " \"wires\": []}"),
    TEXT ("\xef\xbb\xbf{\"format\": \"strata-graph\", \"version\": 1,"
          " \"cards\": [], \"wires\": []}"),
    TEXT ("{\"format\": \"strata-graph\", \"version\": 1, \"cards\": [],"
          " \"cards\": [], \"wires\": []}"),
    TEXT ("{\"format\": \"strata-graph\", \"version\": 1, \"cards\": [],"
          " /* none */ \"wires\": []}"),
    TEXT ("{\"format\": \"strata-graph\", \"version\": 1, \"x\": \"\xff\","
          " \"cards\": [], \"wires\": []}"),
    TEXT ("\0\0\0\0"),
    TEXT ("\x93NUMPY\1\0v\0"),
#undef TEXT
  };
  g_auto (Workplace) place;

  workplace_init (&place);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (Call) check = NULL;
      g_autoptr (Call) run = NULL;
      g_autoptr (Call) format = NULL;
      g_autoptr (GBytes) after = NULL;
      json_t *object;

      workplace_put_bytes (&place, "net.strata", files[i].text,
                           files[i].length);
      check = workplace_call (&place, "check", "net.strata", "--json", NULL);
      call_assert (check, 1, NULL, NULL);
      g_assert_true (g_str_has_prefix (check->err, "net.strata: "));
      object = parse (check);
      g_assert_cmpuint (json_object_size (object), ==, 4);
      g_assert_cmpuint (json_array_size (json_object_get (object, "faults")),
                        >=, 1);
      json_decref (object);

      run = workplace_call (&place, "run", "net.strata", NULL);
      call_assert (run, 1, "", check->err);
      format = workplace_call (&place, "format", "net.strata", NULL);
      call_assert (format, 1, "", check->err);
      after = workplace_get_bytes (&place, "net.strata");
      g_assert_cmpmem (g_bytes_get_data (after, NULL), g_bytes_get_size (after),
                       files[i].text, files[i].length);
    }
}

/* Lists that stand in each other without end. */
static void
test_deep (void)
{
  g_auto (Workplace) place;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  for (int i = 0; i < 1000000; i++)
    g_string_append_c (text, '[');
  workplace_put (&place, "net.strata", text->str);
  call = workplace_call (&place, "check", "net.strata", NULL);
  call_assert (call, 1, "", NULL);
}

static void
test_missing_file (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) missing = NULL;
  g_autoptr (Call) folder = NULL;

  workplace_init (&place);
  workplace_make (&place, "sub");
  missing = workplace_call (&place, "check", "no.strata", NULL);
  call_assert (missing, 1, "", NULL);
  g_assert_true (g_str_has_prefix (missing->err, "no.strata: "));
  call_assert_says (missing, "No such file or directory");
  folder = workplace_call (&place, "check", "sub", NULL);
  call_assert (folder, 1, "", NULL);
  g_assert_true (g_str_has_prefix (folder->err, "sub: "));
}

/* A graph of nothing is in order. */
static void
test_nothing (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) check = NULL;
  g_autoptr (Call) run = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", "", "");
  check = workplace_call (&place, "check", "net.strata", "--json", NULL);
  call_assert (check, 0,
               "{ \"cards\": [], \"parameters\": 0, \"macs\": 0, \"faults\": "
               "[] }\n",
               "");
  run = workplace_call (&place, "run", "net.strata", NULL);
  call_assert (run, 0, "", "");
}

static void
test_stdin (void)
{
  static const char *const arguments[] = { "check", "-", NULL };
  g_auto (Workplace) place;
  g_autofree char *text = NULL;
  g_autoptr (Call) file = NULL;
  g_autoptr (Call) call = NULL;
  g_autoptr (Call) bad = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", CARDS, WIRES);
  text = workplace_get (&place, "net.strata");
  file = workplace_call (&place, "check", "net.strata", NULL);
  call = workplace_call_with (&place, text, NULL, arguments);
  call_assert (call, 0, file->out, "");
  bad = workplace_call_with (&place, "[]", NULL, arguments);
  call_assert (bad, 1, "", NULL);
  g_assert_true (g_str_has_prefix (bad->err, "-: "));
}

static void
test_format (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) first = NULL;
  g_autoptr (Call) second = NULL;
  g_autoptr (Call) other = NULL;
  g_autofree char *before = NULL;
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *kept = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata",
                       "{\"type\":\"Input\",\"id\":\"x\",\"colour\":\"red\"}",
                       "");
  before = workplace_get (&place, "net.strata");
  other = workplace_call (&place, "format", "net.strata", "--output",
                          "other.strata", NULL);
  call_assert (other, 0, "", "");
  kept = workplace_get (&place, "net.strata");
  g_assert_cmpstr (kept, ==, before);

  first = workplace_call (&place, "format", "net.strata", NULL);
  call_assert (first, 0, "", "");
  once = workplace_get (&place, "net.strata");
  elsewhere = workplace_get (&place, "other.strata");
  g_assert_cmpstr (once, ==, elsewhere);
  g_assert_nonnull (strstr (once, "\"colour\": \"red\""));
  second = workplace_call (&place, "format", "net.strata", NULL);
  call_assert (second, 0, "", "");
  twice = workplace_get (&place, "net.strata");
  g_assert_cmpstr (once, ==, twice);
}

/* What the model can keep is no reason to refuse; what it would lose is. */
static void
test_format_faulty (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) kept = NULL;
  g_autoptr (Call) lost = NULL;
  g_autofree char *text = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", FAULTY_CARDS, FAULTY_WIRES);
  kept = workplace_call (&place, "format", "net.strata", NULL);
  call_assert (kept, 0, "", "");
  text = workplace_get (&place, "net.strata");
  g_assert_nonnull (strstr (text, "\"NoSuchCard\""));
  g_assert_nonnull (strstr (text, "3.0"));

  workplace_put_graph (&place, "net.strata", CARDS,
                       WIRES ", {\"from\": \"x.data\", \"to\": \"no.input\"}");
  before = workplace_get (&place, "net.strata");
  lost = workplace_call (&place, "format", "net.strata", "--output",
                         "other.strata", NULL);
  call_assert (lost, 1, "", NULL);
  call_assert_says (lost, "net.strata: ");
  after = workplace_get (&place, "net.strata");
  g_assert_cmpstr (before, ==, after);
  g_assert_false (workplace_has (&place, "other.strata"));
}

static void
test_format_unwritable (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", CARDS, WIRES);
  call = workplace_call (&place, "format", "net.strata", "--output",
                         "no/net.strata", NULL);
  call_assert (call, 1, "", NULL);
  g_assert_true (g_str_has_prefix (call->err, "no/net.strata: "));
}

static void
test_format_stdin (void)
{
  static const char *const arguments[] = { "format", "-", NULL };
  g_auto (Workplace) place;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (Call) in_place = NULL;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", CARDS, WIRES);
  before = workplace_get (&place, "net.strata");
  call = workplace_call_with (&place, before, NULL, arguments);
  in_place = workplace_call (&place, "format", "net.strata", NULL);
  after = workplace_get (&place, "net.strata");
  call_assert (call, 0, after, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/check/table", test_table);
  g_test_add_func ("/terminal/check/json", test_json);
  g_test_add_func ("/terminal/check/unknown", test_unknown);
  g_test_add_func ("/terminal/check/faults", test_faults);
  g_test_add_func ("/terminal/check/faults-json", test_faults_json);
  g_test_add_func ("/terminal/check/no-graph", test_no_graph);
  g_test_add_func ("/terminal/check/deep", test_deep);
  g_test_add_func ("/terminal/check/missing-file", test_missing_file);
  g_test_add_func ("/terminal/check/nothing", test_nothing);
  g_test_add_func ("/terminal/check/stdin", test_stdin);
  g_test_add_func ("/terminal/format/file", test_format);
  g_test_add_func ("/terminal/format/faulty", test_format_faulty);
  g_test_add_func ("/terminal/format/unwritable", test_format_unwritable);
  g_test_add_func ("/terminal/format/stdin", test_format_stdin);
  return g_test_run ();
}
