/* kernels.c — all kernels for one instruction set and one element type.
 *
 * Compiled again and again with other -D options: see meson.build.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "vector.h"

#include "activate.h"
#include "depthwise-gradient.h"
#include "depthwise-nchw.h"
#include "depthwise-nhwc.h"
#include "product.h"

#define STRING_(x) #x
#define STRING(x) STRING_ (x)

static void
kernel_activate (const StrataActivation *activation,
                 size_t n,
                 const void *x,
                 void *y)
{
  activate (activation, n, x, y);
}

/* clang-format off */
#define KERNELS(name, split_kernels)                                          \
  {                                                                           \
    .isa = STRING (name),                                                     \
    .lanes = V_LANES,                                                         \
    .panel_vectors = V_PRODUCT_VECTORS,                                       \
    .product_rows = V_PRODUCT_ROWS,                                           \
    .crowd = V_CROWD,                                                         \
    .rolls = depthwise_rolls,                                                 \
    .depthwise_nhwc = depthwise_nhwc,                                         \
    .depthwise_nchw = depthwise_nchw,                                         \
    .plane_group = plane_group,                                               \
    .product = product,                                                       \
    .split = split_kernels,                                                   \
    .kernel_gradient_nhwc = kernel_gradient_nhwc,                             \
    .kernel_gradient_nchw = kernel_gradient_nchw,                             \
    .input_gradient_nhwc = input_gradient_nhwc,                               \
    .input_gradient_nchw = input_gradient_nchw,                               \
    .activate = kernel_activate,                                              \
  }
/* clang-format on */

extern const StrataKernels STRATA_KERNELS;

const StrataKernels STRATA_KERNELS = KERNELS (STRATA_ISA, NULL);

/* An instruction set that adds nothing but products of split numbers. */
#ifdef STRATA_SPLIT_ISA
extern const StrataKernels STRATA_SPLIT_KERNELS;

#ifdef V_DOUBLE
#define SPLIT NULL
#else
extern const StrataSplitKernels STRATA_SPLIT_PRODUCT;
#define SPLIT (&STRATA_SPLIT_PRODUCT)
#endif

const StrataKernels STRATA_SPLIT_KERNELS = KERNELS (STRATA_SPLIT_ISA, SPLIT);
#endif
