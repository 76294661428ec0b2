/* save-tensor.c — a tensor into a file of NumPy's.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-inference.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *path;
  const StrataSpec *tensor;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_STRING    (path, NULL,
                    .help = N_("The file, a .npy, seen from the folder of the graph’s file, which it must "
                               "not leave. Folders on the way must be there already.")),
  STRATA_TENSOR_IN (tensor, .help = N_("What is written.")),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A result is kept beside the graph’s file."),
      "{ \"path\": \"result.npy\" }",
      "{ \"tensor\": { \"shape\": [1, 2], \"values\": [0.25, 0.75] } }",
      "{ \"tensor\": { \"shape\": [1, 2], \"values\": [0.25, 0.75] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  const char *ending = strrchr (self->path, '.');

  if (ending && g_ascii_strcasecmp (ending, ".npz") == 0)
    strata_inference_fault (inference, "path",
                            "The file is \"%s\", but a tensor is written as "
                            "a .npy; an .npz holds several",
                            self->path);
  /* It might be the very graph that names it. */
  if (ending && g_ascii_strcasecmp (ending, ".strata") == 0)
    strata_inference_fault (inference, "path",
                            "The file is \"%s\", which is a graph’s name, but "
                            "a tensor is written as a .npy",
                            self->path);
}

const StrataKind strata_kind_save_tensor = {
  .type = "SaveTensor",
  .title = N_ ("Save tensor"),
  .category = N_ ("Tensors"),
  .summary = N_ ("Writes a tensor into a file when a run has succeeded."),
  .help = N_ ("The file is a .npy: little-endian, in C order, of the tensor’s "
              "own type, except that bfloat16 becomes float32."),
  .role = STRATA_ROLE_SINK,
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
