/* strata-tensor-type.h — tensors as other languages see them.
 *
 * The engine's tensors know nothing of GLib. Here they get a type, and
 * functions whose arguments every language has.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-tensor.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define STRATA_TYPE_TENSOR (strata_tensor_get_type ())

/**
 * STRATA_TENSOR_ERROR:
 *
 * The domain of [enum@Strata.TensorError].
 */
#define STRATA_TENSOR_ERROR (strata_tensor_error_quark ())

/**
 * StrataTensorError:
 * @STRATA_TENSOR_ERROR_INVALID: the type, the shape and the elements do not go
 *   together, or a size breaks a rule
 * @STRATA_TENSOR_ERROR_TOO_LARGE: a size does not fit the machine's integers
 * @STRATA_TENSOR_ERROR_MEMORY: the memory was not to be had
 *
 * Why a tensor could not be made. The message is one sentence.
 */
typedef enum
{
  STRATA_TENSOR_ERROR_INVALID,
  STRATA_TENSOR_ERROR_TOO_LARGE,
  STRATA_TENSOR_ERROR_MEMORY,
} StrataTensorError;

/**
 * StrataTensorRelease:
 * @owner: what was given to [ctor@Strata.Tensor.new_from_memory]
 *
 * Called once a tensor, all its views and all other uses of its memory are
 * gone, in the thread that drops the last of them.
 */
typedef void (*StrataTensorRelease) (gpointer owner);

STRATA_EXPORT GType         strata_tensor_get_type        (void) G_GNUC_CONST;
STRATA_EXPORT GQuark        strata_tensor_error_quark     (void);

STRATA_EXPORT StrataTensor *strata_tensor_new_from_values (StrataDType           dtype,
                                                           const gint64         *shape,
                                                           gsize                 rank,
                                                           const double         *values,
                                                           gsize                 n_values,
                                                           GError              **error);
STRATA_EXPORT StrataTensor *strata_tensor_new_from_bytes  (StrataDType           dtype,
                                                           const gint64         *shape,
                                                           gsize                 rank,
                                                           GBytes               *bytes,
                                                           GError              **error);
STRATA_EXPORT StrataTensor *strata_tensor_new_from_memory (StrataDType           dtype,
                                                           const gint64         *shape,
                                                           gsize                 rank,
                                                           gconstpointer         data,
                                                           StrataTensorRelease   release,
                                                           gpointer              owner,
                                                           GError              **error);

STRATA_EXPORT StrataDType   strata_tensor_get_dtype       (StrataTensor         *tensor);
STRATA_EXPORT gint64       *strata_tensor_get_shape       (StrataTensor         *tensor,
                                                           gsize                *rank);
STRATA_EXPORT gint64        strata_tensor_get_n_elements  (StrataTensor         *tensor);
STRATA_EXPORT gsize         strata_tensor_get_n_bytes     (StrataTensor         *tensor);
STRATA_EXPORT gconstpointer strata_tensor_get_data        (StrataTensor         *tensor);

STRATA_EXPORT double       *strata_tensor_to_values       (StrataTensor         *tensor,
                                                           gsize                *n_values,
                                                           GError              **error);
STRATA_EXPORT GBytes       *strata_tensor_to_bytes        (StrataTensor         *tensor);
STRATA_EXPORT StrataTensor *strata_tensor_to_dtype        (StrataTensor         *tensor,
                                                           StrataDType           dtype,
                                                           GError              **error);
STRATA_EXPORT char         *strata_tensor_to_string       (StrataTensor         *tensor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataTensor, strata_tensor_unref)

G_END_DECLS
