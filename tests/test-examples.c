/* test-examples.c — every graph in resources/examples/ through the program,
 * and against what Keras' layers give for it.
 *
 * A new example is found by itself. Its numbers are in reference/examples/; see
 * examples.py there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "terminal/workplace.h"

#include <gio/gio.h>
#include <jansson.h>
#include <math.h>
#include <strata.h>
#include <string.h>

/* What a card takes on a canvas, at the least. */
#define CARD_WIDTH 240
#define CARD_HEIGHT 160

static char *
find_example (const char *name, const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);

  return g_test_build_filename (G_TEST_DIST, "..", "resources", "examples",
                                file, NULL);
}

static json_t *
parse (const char *text)
{
  json_error_t error;
  json_t *object = json_loads (text, JSON_REJECT_DUPLICATES, &error);

  if (!object)
    g_error ("%s: %s", error.text, text);
  return object;
}

/* Calls a command of the program on an example, where nothing must go wrong;
 * what it prints. */
static json_t *
call_json (const char *command, const char *name)
{
  g_auto (Workplace) place;
  g_autofree char *path = find_example (name, ".strata");
  g_autoptr (Call) call = NULL;
  json_t *object;

  workplace_init (&place);
  call = workplace_call (&place, command, path, "--json", NULL);
  call_assert (call, 0, NULL, "");
  object = parse (call->out);
  g_assert_cmpuint (json_array_size (json_object_get (object, "faults")), ==,
                    0);
  return object;
}

/* No size is left open but those of a batch and of a sequence. */
static void
test_check (gconstpointer name)
{
  json_t *object = call_json ("check", name);

  g_assert_cmpuint (json_array_size (json_object_get (object, "cards")), >, 1);
  g_assert_true (json_is_integer (json_object_get (object, "parameters")));
  g_assert_true (json_is_integer (json_object_get (object, "macs")));
  json_decref (object);
}

/* An example brings all that it needs. */
static void
test_run (gconstpointer name)
{
  json_t *object = call_json ("run", name);

  g_assert_cmpuint (json_object_size (json_object_get (object, "outputs")), >,
                    0);
  json_decref (object);
}

/* Saving it changes no byte. */
static void
test_format (gconstpointer name)
{
  g_auto (Workplace) place;
  g_autofree char *path = find_example (name, ".strata");
  g_autofree char *text = NULL;
  g_autofree char *formatted = NULL;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  call = workplace_call (&place, "format", path, "--output", "formatted.strata",
                         NULL);
  call_assert (call, 0, "", "");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  formatted = workplace_get (&place, "formatted.strata");
  g_assert_cmpstr (formatted, ==, text);
}

static double
place_of (json_t *card, size_t axis)
{
  json_t *place = json_array_get (json_object_get (card, "position"), axis);

  g_assert_true (json_is_number (place));
  return json_number_value (place);
}

static json_t *
find_card (json_t *cards, const char *end)
{
  const char *dot = strchr (end, '.');
  json_t *card;
  size_t i;

  json_array_foreach (cards, i, card)
  {
    const char *id = json_string_value (json_object_get (card, "id"));

    if (strlen (id) == (size_t) (dot - end) && g_str_has_prefix (end, id))
      return card;
  }
  g_error ("There is no card at %s", end);
}

static void
assert_apart (json_t *one, json_t *other)
{
  if (fabs (place_of (one, 0) - place_of (other, 0)) < CARD_WIDTH
      && fabs (place_of (one, 1) - place_of (other, 1)) < CARD_HEIGHT)
    g_error ("%s lies on %s", json_string_value (json_object_get (one, "id")),
             json_string_value (json_object_get (other, "id")));
}

/* It can be read: no card lies on another one, and all wires lead to the
 * right. */
static void
test_layout (gconstpointer name)
{
  g_autofree char *path = find_example (name, ".strata");
  json_t *graph = json_load_file (path, 0, NULL);
  json_t *cards = json_object_get (graph, "cards");
  json_t *card, *wire;
  size_t i;

  json_array_foreach (cards, i, card) for (size_t j = 0; j < i; j++)
      assert_apart (card, json_array_get (cards, j));
  json_array_foreach (json_object_get (graph, "wires"), i, wire)
  {
    const char *from = json_string_value (json_object_get (wire, "from"));
    const char *to = json_string_value (json_object_get (wire, "to"));

    if (place_of (find_card (cards, from), 0) + CARD_WIDTH
        > place_of (find_card (cards, to), 0))
      g_error ("The wire from %s to %s does not lead to the right", from, to);
  }
  json_decref (graph);
}

static StrataTensor *
read_expected (StrataNpz *data, const char *key)
{
  const StrataDType type = STRATA_FLOAT64;
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor =
      strata_npz_read (data, key, &type, G_MAXUINT64, &error);

  g_assert_no_error (error);
  return tensor;
}

/* Within what is promised of float32. */
static gboolean
is_close (double value, double expected)
{
  return fabs (value - expected) <= 1e-5 * MAX (1, fabs (expected));
}

/* Runs the example for this Output alone. */
static StrataTensor *
compute (const char *example, const char *output)
{
  g_auto (Workplace) place;
  g_autofree char *path = find_example (example, ".strata");
  g_autofree char *argument = g_strconcat (output, "=y.npy", NULL);
  g_autofree char *file = NULL;
  g_autoptr (Call) call = NULL;
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor;

  workplace_init (&place);
  call = workplace_call (&place, "run", path, "--output", argument, NULL);
  call_assert (call, 0, "", "");
  file = workplace_path (&place, "y.npy");
  tensor = strata_npy_read_as (file, NULL, &error);
  g_assert_no_error (error);
  return tensor;
}

static void
assert_output (const char *example, const char *output, StrataTensor *expected)
{
  StrataTensor *tensor = compute (example, output);
  const float *values = strata_tensor_data (tensor);
  const double *wanted = strata_tensor_data (expected);

  g_assert_cmpint (strata_tensor_dtype (tensor), ==, STRATA_FLOAT32);
  g_assert_cmpint (strata_tensor_rank (tensor), ==,
                   strata_tensor_rank (expected));
  for (int axis = 0; axis < strata_tensor_rank (tensor); axis++)
    g_assert_cmpint (strata_tensor_shape (tensor)[axis], ==,
                     strata_tensor_shape (expected)[axis]);
  for (gint64 i = 0; i < strata_tensor_n_elements (tensor); i++)
    if (!is_close ((double) values[i], wanted[i]))
      g_error ("%s: element %" G_GINT64_FORMAT " is %.9g, Keras has %.9g",
               output, i, (double) values[i], wanted[i]);
  strata_tensor_unref (tensor);
}

static void
assert_penalty (const char *example, StrataNpz *data)
{
  json_t *object = call_json ("run", example);
  StrataTensor *expected = read_expected (data, "penalty");
  double penalty = json_number_value (json_object_get (object, "penalty"));

  g_assert_true (
      is_close (penalty, *(const double *) strata_tensor_data (expected)));
  strata_tensor_unref (expected);
  json_decref (object);
}

static void
test_numbers (gconstpointer name)
{
  g_autofree char *file = g_strconcat (name, ".npz", NULL);
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "reference", "examples", file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataNpz) data = strata_npz_open (path, &error);
  const char *const *keys;

  g_assert_no_error (error);
  keys = strata_npz_keys (data);
  for (guint i = 0; keys[i]; i++)
    if (g_str_has_prefix (keys[i], "out/"))
      {
        StrataTensor *expected = read_expected (data, keys[i]);

        assert_output (name, keys[i] + strlen ("out/"), expected);
        strata_tensor_unref (expected);
      }
  assert_penalty (name, data);
}

/* The page of the folder says a sentence about each. */
static void
test_named (gconstpointer name)
{
  g_autofree char *path = find_example ("README", ".md");
  g_autofree char *named = g_strdup_printf ("`%s.strata`", (const char *) name);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  if (!strstr (text, named))
    g_error ("README.md says nothing of %s", named);
}

/* What the page of tf.nn.depthwise_conv2d says, digit for digit. */
static void
test_page (void)
{
  static const float valid[] = { 10, 14, 14, 20, 18, 26, 22, 32 };
  static const float explicit[] = { 0,  0,  3,  4, 6, 8,  0,  0,  10,
                                    14, 14, 20, 0, 0, 18, 26, 22, 32 };
  g_auto (Workplace) place;
  g_autofree char *path = find_example ("depthwise", ".strata");
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  call = workplace_call (&place, "run", path, "--output", "valid=valid.npy",
                         "--output", "explicit=explicit.npy", NULL);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "valid.npy", "(1, 2, 2, 2)", valid,
                           G_N_ELEMENTS (valid));
  workplace_assert_floats (&place, "explicit.npy", "(1, 3, 3, 2)", explicit,
                           G_N_ELEMENTS (explicit));
}

static void
add (const char *name, const char *what, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/examples/%s/%s", name, what);

  g_test_add_data_func_full (path, g_strdup (name), test, g_free);
}

/* Calls @add_one with the name of each file of a folder that ends so. */
static void
walk (const char *folder, const char *suffix, void (*add_one) (const char *))
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *file;

  g_assert_nonnull (files);
  while ((file = g_dir_read_name (files)))
    if (g_str_has_suffix (file, suffix))
      {
        g_autofree char *name =
            g_strndup (file, strlen (file) - strlen (suffix));

        add_one (name);
      }
}

static void
add_example (const char *name)
{
  add (name, "check", test_check);
  add (name, "run", test_run);
  add (name, "format", test_format);
  add (name, "layout", test_layout);
  add (name, "named", test_named);
}

static void
add_numbers (const char *name)
{
  add (name, "numbers", test_numbers);
}

int
main (int argc, char **argv)
{
  g_autofree char *examples = NULL;
  g_autofree char *numbers = NULL;

  g_test_init (&argc, &argv, NULL);
  examples =
      g_test_build_filename (G_TEST_DIST, "..", "resources", "examples", NULL);
  numbers = g_test_build_filename (G_TEST_DIST, "reference", "examples", NULL);

  walk (examples, ".strata", add_example);
  walk (numbers, ".npz", add_numbers);
  g_test_add_func ("/examples/depthwise/page", test_page);
  return g_test_run ();
}
