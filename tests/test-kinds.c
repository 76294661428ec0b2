/* test-kinds.c — kinds of cards for the tests of graphs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "test-kinds.h"

#include <stddef.h>

#define HELP .help = "For tests."

/* The fields of all kinds: nothing here computes. */
typedef struct
{
  const char *name;
  const char *text;
  StrataIntegers shape;
  StrataOptionalInteger seed;
  StrataPair kernel_size;
  StrataPair strides;
  StrataChoice padding;
  StrataChoice choice;
  int64_t multiplier;
  int64_t integer;
  double factor;
  double number;
  gboolean use_bias;
  gboolean boolean;
  StrataFloats values;
  StrataIntegers integers;
  StrataIntegers single_integers;
  StrataFloats floats;
  StrataFloats single_floats;
  StrataPair pair;
  StrataPaddingChoice borders;
  const StrataSeededInitializer *initializer;
  const StrataRegularizer *regularizer;
  const StrataConstraint *constraint;
  StrataLayer *layer;
  const StrataSpec *input;
  const StrataSpec *data;
  const StrataSpec *first;
  const StrataSpec *second;
  const StrataSpec *third;
} Self;

static const char *const paddings[] = { "valid", "same", "none=valid", NULL };

/* clang-format off */
#define LIST(field, what, ctype, text, how)                             \
  { .name = #field, .type = (what), .standard = (text), .flags = (how), \
    .offset = STRATA_FIELD (field, ctype), HELP }
#define INTEGERS(field, text, how) \
  LIST (field, STRATA_PORT_INTEGERS, StrataIntegers, text, how)
#define FLOATS(field, text, how) \
  LIST (field, STRATA_PORT_FLOATS, StrataFloats, text, how)

static const StrataPortRow source_ports[] = {
  STRATA_OPTIONAL_STRING  (name, HELP),
  INTEGERS                (shape, NULL, STRATA_PORT_OPTIONAL | STRATA_PORT_TAKES_NULL),
  STRATA_OPTIONAL_INTEGER (seed, HELP),
  STRATA_TENSOR_OUT       (data, HELP),
};

static const StrataPortRow filter_ports[] = {
  STRATA_PAIR           (kernel_size, NULL, HELP, .minimum = 1, .maximum = INT64_MAX),
  STRATA_PAIR           (strides, "[1, 1]", HELP),
  STRATA_CHOICE         (padding, paddings, "valid", HELP),
  STRATA_INTEGER        (multiplier, "1", HELP),
  STRATA_FLOAT          (factor, "1.0", HELP, .title = "scale"),
  STRATA_BOOLEAN        (use_bias, "true", HELP),
  STRATA_FLOATS         (values, "[]", HELP),
  STRATA_INITIALIZER_IN (initializer, "he_normal", HELP),
  STRATA_REGULARIZER_IN (regularizer, HELP),
  STRATA_TENSOR_IN      (input, HELP),
  STRATA_TENSOR_OUT     (output, HELP),
  /* The name of an input, too. */
  STRATA_TENSOR_OUT     (input, HELP),
};

static const StrataPortRow join_ports[] = {
  STRATA_TENSOR_IN          (first, HELP),
  STRATA_OPTIONAL_TENSOR_IN (second, HELP),
  STRATA_OPTIONAL_TENSOR_IN (third, HELP),
  STRATA_TENSOR_OUT         (output, HELP),
};

static const StrataPortRow initializer_ports[] = {
  STRATA_OPTIONAL_INTEGER (seed, HELP),
  STRATA_INITIALIZER_OUT  (initializer_instance, HELP),
};

static const StrataPortRow sink_ports[] = {
  STRATA_OPTIONAL_STRING (name, HELP),
  STRATA_TENSOR_IN       (data, HELP),
};

static const StrataPortRow giver_ports[] = {
  STRATA_OUT (integer,     STRATA_PORT_INTEGER,     HELP),
  STRATA_OUT (number,      STRATA_PORT_FLOAT,       HELP),
  STRATA_OUT (boolean,     STRATA_PORT_BOOLEAN,     HELP),
  STRATA_OUT (text,        STRATA_PORT_STRING,      HELP),
  STRATA_OUT (choice,      STRATA_PORT_CHOICE,      HELP, .choices = paddings),
  STRATA_OUT (integers,    STRATA_PORT_INTEGERS,    HELP),
  STRATA_OUT (floats,      STRATA_PORT_FLOATS,      HELP),
  STRATA_OUT (pair,        STRATA_PORT_PAIR,        HELP),
  STRATA_OUT (borders,     STRATA_PORT_PADDING,     HELP),
  STRATA_OUT (data,        STRATA_PORT_TENSOR,      HELP),
  STRATA_OUT (layer,       STRATA_PORT_LAYER,       HELP),
  STRATA_OUT (initializer, STRATA_PORT_INITIALIZER, HELP),
  STRATA_OUT (regularizer, STRATA_PORT_REGULARIZER, HELP),
  STRATA_OUT (constraint,  STRATA_PORT_CONSTRAINT,  HELP),
};

static const StrataPortRow taker_ports[] = {
  STRATA_INTEGER            (integer, "0", HELP),
  STRATA_FLOAT              (number, "0.0", HELP),
  STRATA_BOOLEAN            (boolean, "false", HELP),
  STRATA_OPTIONAL_STRING    (text, HELP),
  STRATA_CHOICE             (choice, paddings, "same", HELP),
  STRATA_INTEGERS           (integers, "[]", HELP),
  INTEGERS                  (single_integers, "[]", STRATA_PORT_REQUIRED | STRATA_PORT_TAKES_SINGLE),
  STRATA_FLOATS             (floats, "[]", HELP),
  FLOATS                    (single_floats, "[]", STRATA_PORT_REQUIRED | STRATA_PORT_TAKES_SINGLE),
  STRATA_PAIR               (pair, "[0, 0]", HELP),
  STRATA_PADDING            (borders, "VALID", HELP),
  STRATA_OPTIONAL_TENSOR_IN (data, HELP),
  STRATA_LAYER_IN           (layer, HELP),
  STRATA_INITIALIZER_IN     (initializer, NULL, HELP),
  STRATA_REGULARIZER_IN     (regularizer, HELP),
  STRATA_CONSTRAINT_IN      (constraint, HELP),
};

#define KIND(name, rows)                                                \
  { .type = (name), .title = "The " name, .category = "Tests",          \
    .summary = "For tests.", .size = sizeof (Self), .ports = (rows),    \
    .n_ports = G_N_ELEMENTS (rows) }

static const StrataKind kinds[] = {
  KIND ("Source", source_ports),
  KIND ("Filter2D", filter_ports),
  KIND ("Join", join_ports),
  KIND ("HeNormal", initializer_ports),
  KIND ("Sink", sink_ports),
  KIND ("Giver", giver_ports),
  KIND ("Taker", taker_ports),
};
/* clang-format on */

StrataRegistry *
test_kinds_new_registry (void)
{
  StrataRegistry *registry = strata_registry_new ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      strata_registry_add (registry, &kinds[i], &error);
      g_assert_no_error (error);
    }
  return registry;
}
