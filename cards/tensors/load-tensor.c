/* load-tensor.c — a tensor from a file of NumPy's.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-evaluation.h"
#include "strata-inference.h"
#include "strata-npz.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *path;
  const char *key;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_STRING          (path, NULL,
                          .help = N_("The file, .npy or .npz, seen from the folder of the graph’s file, "
                                     "which it must not leave.")),
  STRATA_OPTIONAL_STRING (key,
                          .help = N_("Which of the arrays in an .npz is meant. A .npy has a single one, "
                                     "and takes no key.")),
  STRATA_TENSOR_OUT      (tensor,
                          .help = N_("The array. Floating types stay what they are; integers and booleans "
                                     "become float32.")),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("An array of an archive that stands beside the graph’s file."),
      "{ \"path\": \"arrays.npz\", \"key\": \"images\" }",
      NULL,
      "{ \"tensor\": { \"shape\": [1, 2], \"values\": [0.25, 0.75] } }",
  },
};

static gboolean
ends_in (const char *path, const char *ending)
{
  gsize length = strlen (path), n = strlen (ending);

  return length >= n && g_ascii_strcasecmp (path + length - n, ending) == 0;
}

/* Names of what is in an archive, as many as a sentence holds. */
static char *
list_keys (StrataNpz *archive)
{
  const char *const *keys = strata_npz_keys (archive);
  GString *list = g_string_new (NULL);

  for (guint i = 0; keys[i]; i++)
    {
      if (i == 8)
        {
          g_string_append (list, " …");
          break;
        }
      g_string_append_printf (list, "%s\"%.64s\"", i > 0 ? ", " : "", keys[i]);
    }
  return g_string_free (list, FALSE);
}

static gboolean
check_key (const Self *self, StrataNpz *archive, StrataInference *inference)
{
  g_autofree char *keys = list_keys (archive);

  if (self->key && strata_npz_has (archive, self->key))
    return TRUE;
  if (!*keys)
    return strata_inference_fault (
        inference, "path", "The archive %s holds no arrays", self->path);
  if (!self->key)
    return strata_inference_fault (
        inference, "key",
        "An .npz holds arrays by their keys; give the key of one: %s", keys);
  return strata_inference_fault (
      inference, "key", "There is no array \"%s\" in %s, which holds %s",
      self->key, self->path, keys);
}

static gboolean
read_npz_header (const Self *self,
                 const char *file,
                 StrataNpyHeader *header,
                 StrataInference *inference)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataNpz) archive = strata_npz_open (file, &error);

  if (!archive)
    return strata_inference_fault (inference, "path", "%s", error->message);
  if (!check_key (self, archive, inference))
    return FALSE;
  return strata_npz_header (archive, self->key, header, &error)
         || strata_inference_fault (inference, "key", "%s", error->message);
}

static gboolean
read_npy_header (const Self *self,
                 const char *file,
                 StrataNpyHeader *header,
                 StrataInference *inference)
{
  g_autoptr (GError) error = NULL;

  if (self->key)
    return strata_inference_fault (
        inference, "key",
        "The key is \"%s\", but %s is a .npy, which holds a single array "
        "without a key",
        self->key, self->path);
  return strata_npy_header_read (file, header, &error)
         || strata_inference_fault (inference, "path", "%s", error->message);
}

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  const gboolean archive = ends_in (self->path, ".npz");
  g_autofree char *file = NULL;
  StrataNpyHeader header;
  StrataSpec spec;

  if (!archive && !ends_in (self->path, ".npy"))
    {
      strata_inference_fault (inference, "path",
                              "The file \"%s\" is neither a .npy nor an .npz",
                              self->path);
      return;
    }
  file = strata_inference_find_file (inference, "path", self->path);
  if (!file
      || !(archive ? read_npz_header (self, file, &header, inference)
                   : read_npy_header (self, file, &header, inference)))
    return;

  spec = (StrataSpec){ .dtype = strata_npy_header_dtype (&header),
                       .rank = header.rank };
  for (int i = 0; i < header.rank; i++)
    spec.shape[i] = header.shape[i];
  strata_inference_set_spec (inference, "tensor", &spec);
}

/* The archive may claim what it likes: no more is read than is needed. */
static StrataTensor *
read_npz (const char *file, const char *key, GError **error)
{
  g_autoptr (StrataNpz) archive = strata_npz_open (file, error);
  StrataNpyHeader header;
  guint64 size;

  if (!archive || !strata_npz_header (archive, key, &header, error))
    return NULL;
  size = strata_dtype_size (strata_npy_header_dtype (&header));
  return strata_npz_read (archive, key, NULL,
                          size * (guint64) header.n_elements, error);
}

static gboolean
evaluate (const void *data, StrataEvaluation *evaluation)
{
  const Self *self = data;
  g_autofree char *file =
      strata_evaluation_find_file (evaluation, "path", self->path);
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor;

  if (!file)
    return FALSE;
  tensor = self->key ? read_npz (file, self->key, &error)
                     : strata_npy_read (file, &error);
  if (!tensor)
    return strata_evaluation_fail (evaluation, "path", "%s", error->message);

  strata_evaluation_set_output (evaluation, "tensor", tensor);
  return TRUE;
}

const StrataKind strata_kind_load_tensor = {
  .type = "LoadTensor",
  .title = N_ ("Load tensor"),
  .category = N_ ("Tensors"),
  .summary = N_ ("Reads an array from a file of NumPy’s."),
  .help = N_ ("Taken are float16, float32, float64, every type of integers, "
              "and booleans, little- or big-endian, in C or Fortran order. "
              "Wire it into the value of an Input to have it in another type."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
  .evaluate = evaluate,
};
