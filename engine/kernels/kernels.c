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

extern const StrataKernels STRATA_KERNELS;

static void
kernel_activate (const StrataActivation *activation,
                 size_t n,
                 const void *x,
                 void *y)
{
  activate (activation, n, x, y);
}

const StrataKernels STRATA_KERNELS = {
  .isa = STRING (STRATA_ISA),
  .lanes = V_LANES,
  .panel_vectors = V_PRODUCT_VECTORS,
  .product_rows = V_PRODUCT_ROWS,
  .crowd = V_CROWD,
  .rolls = depthwise_rolls,
  .depthwise_nhwc = depthwise_nhwc,
  .depthwise_nchw = depthwise_nchw,
  .plane_group = plane_group,
  .product = product,
  .kernel_gradient_nhwc = kernel_gradient_nhwc,
  .kernel_gradient_nchw = kernel_gradient_nchw,
  .input_gradient_nhwc = input_gradient_nhwc,
  .input_gradient_nchw = input_gradient_nchw,
  .activate = kernel_activate,
};
