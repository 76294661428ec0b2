/* strata-conv-private.h — a prepared convolution, for the gradient's use.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-steps-private.h"

/* A way to compute a convolution, from the input to the output. */
typedef struct
{
  const char *name;
  bool pointwise; /* depthwise, then pointwise */
  bool bands;     /* both for one band of rows after the other */
  bool rows;      /* at the end a function along the last axis */
} StrataWay;

struct _StrataConv
{
  StrataConvDesc desc;
  StrataConvShape shape;
  const StrataKernels *kernels;
  const StrataWay *way;
  StrataDepthwiseStep depthwise;
  StrataPointwiseStep pointwise;
  StrataSeparableStep separable; /* of these two, by bands */
  StrataRowsStep rows;
  size_t middle; /* bytes between depthwise and pointwise, */
  size_t before; /* before the rows' function, */
  size_t room;   /* and for the pointwise step, where it runs by itself */
};

/* Elements of an image's depthwise result, and of the result before the
 * activation, times the batch. */
int64_t strata_conv_n_middle (const StrataConvDesc *desc,
                              const StrataConvShape *shape);
int64_t strata_conv_n_before (const StrataConvDesc *desc,
                              const StrataConvShape *shape);

/* Bytes of @n elements on whole cache lines; SIZE_MAX where that does not
 * fit. */
size_t strata_conv_room (int64_t n, StrataDType dtype);

/* Refuses what strata_conv_new() would refuse of the descriptions. */
bool strata_conv_check (const StrataConvDesc *desc,
                        const StrataConvWeights *weights,
                        StrataConvShape *shape,
                        StrataRefusal *refusal);

/* strata_conv_run() that leaves the whole depthwise result of a separable layer
 * in @middle, which has strata_conv_n_middle() elements; for layers without a
 * function along the last axis. @room is that of
 * strata_pointwise_step_workspace_size(). */
bool strata_conv_run_apart (const StrataConv *conv,
                            const void *input,
                            void *output,
                            void *middle,
                            void *room,
                            StrataPool *pool,
                            StrataControl *control);

/* strata_conv_new() for a result in the compute type. */
StrataConv *strata_conv_new_wide (const StrataConvDesc *desc,
                                  const StrataConvWeights *weights,
                                  StrataRefusal *refusal);
