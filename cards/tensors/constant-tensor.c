/* constant-tensor.c — a tensor whose numbers stand on the card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-evaluation.h"
#include "strata-shaping.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

typedef struct
{
  StrataIntegers shape;
  StrataFloats values;
  StrataChoice dtype;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_INTEGERS (shape, NULL, .minimum = 0, .maximum = INT64_MAX,
                   .help = N_("Sizes of the axes, the batch among them. An empty list makes a single "
                              "number.")),
  STRATA_FLOATS_OR_ONE (values, "[0]",
                   .help = N_("The numbers, the last axis running fastest. A single one fills the whole "
                              "tensor.")),
  STRATA_CHOICE   (dtype, strata_shaping_dtypes, "float32",
                   .help = N_("Type of the elements, to which the numbers are rounded.")),
  STRATA_TENSOR_OUT (tensor, .help = N_("The tensor.")),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("Six numbers in two rows."),
      "{ \"shape\": [2, 3], \"values\": [1, 2, 3, 4, 5, 6] }",
      NULL,
      "{ \"tensor\": { \"shape\": [2, 3], \"values\": [1, 2, 3, 4, 5, 6] } }",
  },
  {
      N_ ("One number fills the tensor."),
      "{ \"shape\": [2, 2], \"values\": 0.5 }",
      NULL,
      "{ \"tensor\": { \"shape\": [2, 2], "
      "\"values\": [0.5, 0.5, 0.5, 0.5] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  g_autofree char *shape = NULL;
  StrataSpec spec;
  int64_t n;

  if (!strata_shaping_read (inference, &self->shape,
                            (StrataDType) self->dtype.index, &spec))
    return;

  n = strata_spec_n_elements (&spec);
  if (self->values.n != 1 && (int64_t) self->values.n != n)
    {
      shape = strata_spec_to_string (&spec);
      strata_inference_fault (inference, "values",
                              "There are %zu values, but the shape %s takes "
                              "%" PRId64 ", or 1 that fills it",
                              self->values.n, shape, (gint64) n);
      return;
    }
  strata_inference_set_spec (inference, "tensor", &spec);
}

/* Copies what is there already behind itself, until all is filled. */
static void
fill (void *elements, size_t filled, size_t n_bytes)
{
  for (; filled > 0 && filled < n_bytes; filled *= 2)
    memcpy ((char *) elements + filled, elements,
            MIN (filled, n_bytes - filled));
}

static gboolean
evaluate (const void *data, StrataEvaluation *evaluation)
{
  const Self *self = data;
  StrataTensor *tensor =
      strata_evaluation_new_tensor (evaluation, (StrataDType) self->dtype.index,
                                    (int) self->shape.n, self->shape.at);
  size_t n;

  if (!tensor)
    return FALSE;

  n = MIN (self->values.n, (size_t) strata_tensor_n_elements (tensor));
  strata_dtype_convert (STRATA_FLOAT64, self->values.at,
                        strata_tensor_dtype (tensor),
                        strata_tensor_edit (tensor), n);
  fill (strata_tensor_edit (tensor),
        n * strata_dtype_size (strata_tensor_dtype (tensor)),
        strata_tensor_n_bytes (tensor));
  strata_evaluation_set_output (evaluation, "tensor", tensor);
  return TRUE;
}

const StrataKind strata_kind_constant_tensor = {
  .type = "ConstantTensor",
  .title = N_ ("Constant tensor"),
  .category = N_ ("Tensors"),
  .summary = N_ ("Holds numbers that are written on the card."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
  .evaluate = evaluate,
};
