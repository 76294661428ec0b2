/* test-catalogue.c — walks every bundled card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-activation.h"
#include "strata-catalogue.h"
#include "strata-output-set.h"
#include "strata-plan-private.h"
#include "test-cards.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Arguments that the descriptions of the layers name, in the order of a
 * constructor's call. */
static const struct
{
  const char *type;
  const char *arguments;
} described[] = {
  /* tf.keras.layers.DepthwiseConv2D of TensorFlow 1. */
  { "DepthwiseConv2D",
    "kernel_size strides padding depth_multiplier data_format activation "
    "use_bias depthwise_initializer bias_initializer depthwise_regularizer "
    "bias_regularizer activity_regularizer depthwise_constraint "
    "bias_constraint" },
  /* The same of TensorFlow 2. */
  { "DepthwiseConv2D",
    "kernel_size strides padding depth_multiplier data_format dilation_rate "
    "activation use_bias depthwise_initializer bias_initializer "
    "depthwise_regularizer bias_regularizer activity_regularizer "
    "depthwise_constraint bias_constraint" },
  /* Protopipe's card. */
  { "DepthwiseConv2D",
    "kernel_size strides padding depth_multiplier data_format dilation_rate "
    "activation use_bias depthwise_initializer bias_initializer "
    "depthwise_regularizer bias_regularizer activity_regularizer "
    "depthwise_constraint bias_constraint input" },
  /* tf.nn.depthwise_conv2d. */
  { "nn.depthwise_conv2d",
    "input filter strides padding data_format dilations name" },
  /* tf.keras.layers.SeparableConv2D. */
  { "SeparableConv2D",
    "filters kernel_size strides padding data_format dilation_rate "
    "depth_multiplier activation use_bias depthwise_initializer "
    "pointwise_initializer bias_initializer depthwise_regularizer "
    "pointwise_regularizer bias_regularizer activity_regularizer "
    "depthwise_constraint pointwise_constraint bias_constraint" },
};

/* What graph files rely on: inputs, in order, with the defaults that Keras has;
 * "-" for one that must be given, and "?" for one that may be left out. */
static const struct
{
  const char *type;
  const char *inputs;
} contract[] = {
  { "DepthwiseConv2D",
    "kernel_size=- strides=[1,1] padding=valid depth_multiplier=1 "
    "data_format=? dilation_rate=[1,1] activation=linear use_bias=true "
    "depthwise_initializer=glorot_uniform bias_initializer=zeros "
    "depthwise_regularizer=? bias_regularizer=? activity_regularizer=? "
    "depthwise_constraint=? bias_constraint=? input=-" },
  { "SeparableConv2D",
    "filters=- kernel_size=- strides=[1,1] padding=valid depth_multiplier=1 "
    "data_format=? dilation_rate=[1,1] activation=linear use_bias=true "
    "depthwise_initializer=glorot_uniform "
    "pointwise_initializer=glorot_uniform bias_initializer=zeros "
    "depthwise_regularizer=? pointwise_regularizer=? bias_regularizer=? "
    "activity_regularizer=? depthwise_constraint=? pointwise_constraint=? "
    "bias_constraint=? input=-" },
  { "nn.depthwise_conv2d", "input=- filter=- strides=- padding=- "
                           "data_format=NHWC dilations=[1,1] name=?" },
  { "TimeDistributed", "layer=- input=-" },
  { "Bidirectional", "layer=- merge_mode=concat input=-" },
  { "Zeros", "" },
  { "Ones", "" },
  { "Constant", "value=0.0" },
  { "RandomNormal", "mean=0.0 stddev=0.05 seed=?" },
  { "RandomUniform", "minval=-0.05 maxval=0.05 seed=?" },
  { "TruncatedNormal", "mean=0.0 stddev=0.05 seed=?" },
  { "VarianceScaling",
    "scale=1.0 mode=fan_in distribution=truncated_normal seed=?" },
  { "GlorotNormal", "seed=?" },
  { "GlorotUniform", "seed=?" },
  { "HeNormal", "seed=?" },
  { "HeUniform", "seed=?" },
  { "LecunNormal", "seed=?" },
  { "LecunUniform", "seed=?" },
  { "Orthogonal", "gain=1.0 seed=?" },
  { "Identity", "gain=1.0" },
  { "L1", "l1=0.01" },
  { "L2", "l2=0.01" },
  { "L1L2", "l1=0.0 l2=0.0" },
  { "OrthogonalRegularizer", "factor=0.01 mode=rows" },
  { "MaxNorm", "max_value=2.0 axis=0" },
  { "MinMaxNorm", "min_value=0.0 max_value=1.0 rate=1.0 axis=0" },
  { "NonNeg", "" },
  { "UnitNorm", "axis=0" },
  { "RadialConstraint", "" },
  { "ConstantTensor", "shape=- values=[0] dtype=float32" },
  { "RandomTensor", "shape=- distribution=uniform minval=0.0 maxval=1.0 "
                    "mean=0.0 stddev=1.0 seed=?" },
  { "LoadTensor", "path=- key=?" },
  { "SaveTensor", "path=- tensor=-" },
  { "Input", "name=? shape=? dtype=float32 value=?" },
  { "Output", "name=? data=-" },
};

static gboolean
is_input (const StrataPortRow *row)
{
  return !(row->flags & STRATA_PORT_OUT);
}

static char *
describe_default (const StrataPortRow *row)
{
  g_autoptr (GString) text = g_string_new (row->standard);

  if (!row->standard)
    return g_strdup (row->flags & STRATA_PORT_OPTIONAL ? "?" : "-");
  g_string_replace (text, " ", "", 0);
  return g_strdup (text->str);
}

static char *
describe_inputs (const StrataKind *kind)
{
  GString *inputs = g_string_new (NULL);

  for (gsize i = 0; i < kind->n_ports; i++)
    if (is_input (&kind->ports[i]))
      {
        g_autofree char *standard = describe_default (&kind->ports[i]);

        g_string_append_printf (inputs, "%s%s=%s", inputs->len ? " " : "",
                                kind->ports[i].name, standard);
      }
  return g_string_free (inputs, FALSE);
}

static void
test_contract (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (contract); i++)
    {
      const StrataKind *kind =
          strata_registry_lookup (test_cards_get_registry (), contract[i].type);
      g_autofree char *inputs = NULL;

      g_test_message ("%s", contract[i].type);
      g_assert_nonnull (kind);
      inputs = describe_inputs (kind);
      g_assert_cmpstr (inputs, ==, contract[i].inputs);
    }
}

static void
test_described (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (described); i++)
    {
      const StrataKind *kind = strata_registry_lookup (
          test_cards_get_registry (), described[i].type);
      g_auto (GStrv) names = g_strsplit (described[i].arguments, " ", -1);

      for (guint j = 0; names[j]; j++)
        {
          const StrataPortRow *row =
              strata_kind_find_port (kind, names[j], FALSE);

          g_test_message ("%s.%s", kind->type, names[j]);
          g_assert_nonnull (row);
          g_assert_cmpuint (strlen (row->help), >, 10);
        }
    }
}

/* A sentence, or several, that end as sentences do. */
static void
check_text (const char *where, const char *what, const char *text)
{
  g_test_message ("%s: %s: %s", where, what, text ? text : "nothing");
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), >=, 5);
  g_assert_false (g_ascii_islower (*text) || g_ascii_isspace (*text));
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_null (strstr (text, "  "));
  g_assert_null (strchr (text, '\''));
}

static void
check_title (const char *where, const char *title)
{
  g_test_message ("%s: title: %s", where, title ? title : "nothing");
  g_assert_nonnull (title);
  g_assert_cmpuint (strlen (title), >=, 2);
  g_assert_false (g_str_has_suffix (title, "."));
}

static void
test_texts (void)
{
  for (guint i = 0; i < strata_n_catalogue; i++)
    {
      const StrataKind *kind = strata_catalogue[i];

      check_title (kind->type, kind->title);
      check_title (kind->type, kind->category);
      check_text (kind->type, "summary", kind->summary);
      if (kind->help)
        check_text (kind->type, "help", kind->help);
      for (gsize j = 0; j < kind->n_ports; j++)
        check_text (kind->type, kind->ports[j].name, kind->ports[j].help);
      g_assert_cmpuint (kind->n_examples, >, 0);
      for (gsize j = 0; j < kind->n_examples; j++)
        check_text (kind->type, "example", kind->examples[j].help);
    }
}

/* A palette has each heading once. */
static void
test_categories (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < strata_n_catalogue; i++)
    {
      const char *category = strata_catalogue[i]->category;

      if (i == 0 || !g_str_equal (category, strata_catalogue[i - 1]->category))
        g_assert_true (g_hash_table_add (seen, (gpointer) category));
    }
}

static void
test_defaults (void)
{
  for (guint i = 0; i < strata_n_catalogue; i++)
    for (gsize j = 0; j < strata_catalogue[i]->n_ports; j++)
      {
        const StrataPortRow *row = &strata_catalogue[i]->ports[j];
        g_autoptr (StrataValue) standard = strata_port_dup_standard (row);
        g_autofree char *message = NULL;

        if (!standard)
          continue;
        if (!strata_port_check_value (row, standard, test_cards_get_registry (),
                                      &message))
          g_error ("%s.%s: %s", strata_catalogue[i]->type, row->name, message);
      }
}

/* Choices that stand for values of the engine, by number. */
static void
test_choices (void)
{
  StrataRegistry *registry = test_cards_get_registry ();
  const char *const *activations =
      strata_kind_find_port (
          strata_registry_lookup (registry, "DepthwiseConv2D"), "activation",
          FALSE)
          ->choices;
  const char *const *dtypes =
      strata_kind_find_port (strata_registry_lookup (registry, "Input"),
                             "dtype", FALSE)
          ->choices;
  StrataActivationKind kind;

  for (int i = 0; i < STRATA_N_ACTIVATIONS; i++)
    g_assert_cmpstr (activations[i], ==,
                     strata_activation_name ((StrataActivationKind) i));
  for (int i = STRATA_N_ACTIVATIONS; activations[i]; i++)
    {
      g_auto (GStrv) names = g_strsplit (activations[i], "=", 2);

      g_assert_true (strata_activation_from_name (names[0], &kind));
      g_assert_cmpstr (names[1], ==, strata_activation_name (kind));
    }
  for (int i = 0; i < STRATA_N_DTYPES; i++)
    g_assert_cmpstr (dtypes[i], ==, strata_dtype_name ((StrataDType) i));
  g_assert_null (dtypes[STRATA_N_DTYPES]);
}

/* Every card with a value on each port that takes one: what the file says is
 * what it said. */
static void
test_round_trip (void)
{
  g_autoptr (StrataGraph) graph = strata_graph_new (test_cards_get_registry ());
  g_autoptr (StrataGraph) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *second = NULL;
  guint n_values = 0;

  for (guint i = 0; i < strata_n_catalogue; i++)
    {
      const StrataKind *kind = strata_catalogue[i];
      g_autofree char *id = g_strdup_printf ("card-%u", i);
      g_autoptr (StrataValue) inputs =
          strata_value_parse (kind->examples[0].inputs, -1, NULL);
      StrataCard *card = strata_graph_add_card (graph, kind->type, id, NULL);

      for (gsize j = 0; j < kind->n_ports; j++)
        {
          const StrataPortRow *row = &kind->ports[j];
          g_autoptr (StrataValue) standard = strata_port_dup_standard (row);
          StrataValue *value = strata_value_get_member (inputs, row->name);

          if (!value)
            value = standard;
          if (!value || !strata_port_takes_value (row))
            continue;
          g_assert_true (
              strata_graph_set_value (graph, card, row->name, value, NULL));
          n_values++;
        }
    }
  g_assert_cmpuint (n_values, >, 60);

  text = strata_graph_to_text (graph, NULL);
  again = strata_graph_parse (test_cards_get_registry (), text, -1, NULL);
  g_assert_nonnull (again);
  second = strata_graph_to_text (again, NULL);
  g_assert_cmpstr (text, ==, second);
  for (guint i = 0; i < strata_graph_get_n_cards (graph); i++)
    {
      StrataCard *one = strata_graph_get_card (graph, i);
      StrataCard *other = strata_graph_get_card (again, i);
      const StrataKind *kind = strata_card_get_kind (one);

      for (gsize j = 0; j < kind->n_ports; j++)
        {
          StrataValue *value =
              is_input (&kind->ports[j])
                  ? strata_card_get_value (one, kind->ports[j].name)
                  : NULL;

          if (value)
            g_assert_true (strata_value_equal (
                value, strata_card_get_value (other, kind->ports[j].name)));
        }
    }
}

/* Strings that stand for objects, on any port of their type. */
static void
test_names (void)
{
  static const struct
  {
    StrataPortType what;
    const char *name, *type;
  } names[] = {
    { STRATA_PORT_INITIALIZER, "normal", "RandomNormal" },
    { STRATA_PORT_INITIALIZER, "uniform", "RandomUniform" },
    { STRATA_PORT_INITIALIZER, "zero", "Zeros" },
    { STRATA_PORT_INITIALIZER, "one", "Ones" },
    { STRATA_PORT_INITIALIZER, "he_normal", "HeNormal" },
    { STRATA_PORT_INITIALIZER, "HeNormal", "HeNormal" },
    { STRATA_PORT_INITIALIZER, "lecun_uniform", "LecunUniform" },
    { STRATA_PORT_INITIALIZER, "variance_scaling", "VarianceScaling" },
    { STRATA_PORT_INITIALIZER, "OrthogonalInitializer", "Orthogonal" },
    { STRATA_PORT_REGULARIZER, "l1", "L1" },
    { STRATA_PORT_REGULARIZER, "l2", "L2" },
    { STRATA_PORT_REGULARIZER, "l1l2", "L1L2" },
    { STRATA_PORT_REGULARIZER, "orthogonal_regularizer",
      "OrthogonalRegularizer" },
    { STRATA_PORT_CONSTRAINT, "max_norm", "MaxNorm" },
    { STRATA_PORT_CONSTRAINT, "non_neg", "NonNeg" },
    { STRATA_PORT_CONSTRAINT, "min_max_norm", "MinMaxNorm" },
  };
  StrataRegistry *registry = test_cards_get_registry ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const StrataKind *kind = strata_registry_lookup_object (
          registry, names[i].name, names[i].what);

      g_assert_nonnull (kind);
      g_assert_cmpstr (kind->type, ==, names[i].type);
    }
  g_assert_null (strata_registry_lookup_object (registry, "l1_l2",
                                                STRATA_PORT_REGULARIZER));
}

/* Examples. */

static void
set_inputs (StrataGraph *graph, StrataCard *card, StrataValue *inputs)
{
  StrataValueIter iter;
  const char *port;
  StrataValue *value;

  strata_value_iter_init (&iter, inputs);
  while (strata_value_iter_next (&iter, &port, &value))
    {
      g_autoptr (GError) error = NULL;

      strata_graph_set_value (graph, card, port, value, &error);
      g_assert_no_error (error);
    }
}

/* Wires a card into a port of @card: a layer, or a constant tensor. */
static void
wire (StrataGraph *graph,
      StrataCard *card,
      const char *port,
      StrataValue *value)
{
  const StrataPortRow *row =
      strata_kind_find_port (strata_card_get_kind (card), port, FALSE);
  g_autoptr (GError) error = NULL;
  StrataCard *source;

  g_assert_nonnull (row);
  if (row->type == STRATA_PORT_LAYER)
    {
      source = strata_graph_add_card (
          graph,
          strata_value_get_string (strata_value_get_member (value, "type")),
          port, &error);
      g_assert_no_error (error);
      set_inputs (graph, source, strata_value_get_member (value, "inputs"));
    }
  else
    {
      g_assert_cmpint (row->type, ==, STRATA_PORT_TENSOR);
      source = strata_graph_add_card (graph, "ConstantTensor", port, &error);
      g_assert_no_error (error);
      set_inputs (graph, source, value);
    }
  strata_graph_connect (graph, source,
                        row->type == STRATA_PORT_LAYER ? "layer_instance"
                                                       : "tensor",
                        card, port, &error);
  g_assert_no_error (error);
}

static StrataTensor *
make_tensor (StrataValue *shape, StrataValue *values)
{
  int64_t sizes[STRATA_MAX_RANK];
  int rank = (int) strata_value_get_length (shape);
  StrataTensor *tensor;

  for (int i = 0; i < rank; i++)
    sizes[i] =
        strata_value_get_integer (strata_value_get_item (shape, (gsize) i));
  tensor = strata_tensor_new (STRATA_FLOAT32, rank, sizes, NULL);
  g_assert_nonnull (tensor);
  for (gsize i = 0; values && i < strata_value_get_length (values); i++)
    strata_dtype_set (
        STRATA_FLOAT32, strata_tensor_edit (tensor), i,
        strata_value_get_real (strata_value_get_item (values, i)));
  return tensor;
}

static void
check_object (const StrataNodeOutput *object,
              StrataPortType type,
              StrataValue *wanted)
{
  StrataValue *shape = strata_value_get_member (wanted, "shape");
  StrataValue *values = strata_value_get_member (wanted, "values");
  StrataTensor *weight = make_tensor (shape, values);
  const int rank = strata_tensor_rank (weight);
  const int64_t *sizes = strata_tensor_shape (weight);
  void *data = strata_tensor_edit (weight);

  if (type == STRATA_PORT_INITIALIZER)
    {
      g_assert_true (strata_initializer_fill (
          &object->initializer.how, STRATA_FLOAT32, rank, sizes, data, NULL));
      test_cards_assert_values (weight, shape, values);
    }
  else if (type == STRATA_PORT_REGULARIZER)
    {
      double penalty = strata_regularizer_penalty (
          &object->regularizer, STRATA_FLOAT32, rank, sizes, data);

      g_assert_cmpfloat_with_epsilon (
          penalty,
          strata_value_get_real (strata_value_get_member (wanted, "penalty")),
          1e-7);
    }
  else
    {
      g_assert_true (
          strata_constraint_check (&object->constraint, rank, sizes, NULL));
      strata_constraint_project (&object->constraint, STRATA_FLOAT32, rank,
                                 sizes, data);
      test_cards_assert_values (weight, shape,
                                strata_value_get_member (wanted, "projected"));
    }
  strata_tensor_unref (weight);
}

static void
check_output (StrataRun *run,
              const StrataKind *kind,
              const char *port,
              StrataValue *wanted)
{
  StrataPlan *plan = strata_run_get_plan (run);
  StrataNode *node = plan->nodes->pdata[strata_plan_find_card (plan, "card")];
  const StrataPortRow *row = strata_kind_find_port (kind, port, TRUE);
  StrataTensor *tensor;

  if (row && row->type != STRATA_PORT_TENSOR)
    {
      g_assert_true (node->outputs[row - kind->ports].present);
      check_object (&node->outputs[row - kind->ports], row->type, wanted);
      return;
    }
  tensor = strata_run_get_tensor (run, "card", port);
  g_assert_nonnull (tensor);
  test_cards_assert_values (tensor, strata_value_get_member (wanted, "shape"),
                            strata_value_get_member (wanted, "values"));
}

/* Each member of @text, a JSON object that may be NULL. */
#define FOREACH(iter, text, key, value)                                        \
  g_autoptr (StrataValue) iter##_object =                                      \
      strata_value_parse (text ? text : "{}", -1, NULL);                       \
  StrataValueIter iter;                                                        \
  g_assert_nonnull (iter##_object);                                            \
  strata_value_iter_init (&iter, iter##_object);                               \
  while (strata_value_iter_next (&iter, key, value))

static void
run_example (const StrataKind *kind,
             const StrataExample *example,
             const char *folder)
{
  g_autoptr (StrataGraph) graph = strata_graph_new (test_cards_get_registry ());
  g_autofree char *path = g_build_filename (folder, "example.strata", NULL);
  g_autoptr (StrataValue) inputs =
      strata_value_parse (example->inputs, -1, NULL);
  g_autoptr (StrataRun) run = NULL;
  StrataCard *card = strata_graph_add_card (graph, kind->type, "card", NULL);
  const char *port;
  StrataValue *value;

  strata_graph_set_path (graph, path);
  g_assert_nonnull (inputs);
  set_inputs (graph, card, inputs);
  {
    FOREACH (tensors, example->tensors, &port, &value)
    wire (graph, card, port, value);
  }
  run = test_cards_run (graph, NULL);
  g_assert_nonnull (example->outputs);
  FOREACH (outputs, example->outputs, &port, &value)
  check_output (run, kind, port, value);
}

/* What the example of LoadTensor finds beside its graph. */
static void
write_archive (const char *folder)
{
  g_autoptr (StrataOutputSet) set = strata_output_set_new ();
  g_autoptr (GError) error = NULL;
  const double values[] = { 0.25, 0.75 };
  const char *const keys[] = { "images" };
  StrataTensor *tensors[] = { test_cards_tensor (values, 1, 2, -1) };

  strata_output_set_add_npz (set, folder, "arrays.npz", 1, keys, tensors);
  strata_output_set_commit (set, &error);
  g_assert_no_error (error);
  strata_tensor_unref (tensors[0]);
}

static void
test_examples (void)
{
  g_autofree char *folder = g_dir_make_tmp ("strata-XXXXXX", NULL);
  g_autofree char *archive = g_build_filename (folder, "arrays.npz", NULL);

  write_archive (folder);
  for (guint i = 0; i < strata_n_catalogue; i++)
    for (gsize j = 0; j < strata_catalogue[i]->n_examples; j++)
      {
        const StrataExample *example = &strata_catalogue[i]->examples[j];

        g_test_message ("%s: %s", strata_catalogue[i]->type, example->help);
        run_example (strata_catalogue[i], example, folder);
      }
  g_assert_cmpint (g_remove (archive), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalogue/contract", test_contract);
  g_test_add_func ("/catalogue/described", test_described);
  g_test_add_func ("/catalogue/texts", test_texts);
  g_test_add_func ("/catalogue/categories", test_categories);
  g_test_add_func ("/catalogue/defaults", test_defaults);
  g_test_add_func ("/catalogue/choices", test_choices);
  g_test_add_func ("/catalogue/round-trip", test_round_trip);
  g_test_add_func ("/catalogue/names", test_names);
  g_test_add_func ("/catalogue/examples", test_examples);

  return g_test_run ();
}
