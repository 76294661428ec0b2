/* strata-kernels.h — the boundary between the engine and its kernels.
 *
 * A StrataKernels is what one instruction set offers for one element type.
 * Kernels know sizes and pointers and nothing of formats' names, threads,
 * memory or refusals; they are handed one task's share of a computation at a
 * time. "Compute type" is float64 for float64 and float32 for the others.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-activation.h"
#include "strata-window.h"

/* What is done to a sum before it is stored: a clamp, which costs next to
 * nothing, or a function. */
typedef struct
{
  double           minimum, maximum;
  bool             clamp;      /* the bounds say all there is to do */
  StrataActivation activation; /* applied where clamp is false */
} StrataFinish;

/* A depthwise convolution, seen by a kernel. */
typedef struct
{
  const StrataWindow *window;   /* of both axes */
  int64_t             channels; /* of the input */
  int64_t             multiplier;
  const void         *packed;   /* weights and bias; see each kernel */
  StrataFinish        finish;
  bool                wide;     /* the output is of the compute type */
  bool                far;      /* input and output are in no near cache */
} StrataDepthwise;

/* The part of it that one task computes. */
typedef struct
{
  const void *input;          /* of one image, at its first element */
  void       *output;         /* of that image, at row row_first of channel 0 */
  int64_t     output_plane;   /* NCHW: elements from a channel to the next */
  int64_t     row_first, row_end;
  int64_t     phase;          /* NHWC: of these rows those of one phase, from 1
                                 on; 0: all. See strata_window_phases() */
  int64_t     block_first, block_end; /* blocks of output channels (NHWC), or
                                         output channels (NCHW) */
} StrataDepthwisePart;

/* C = finish (bias + A·B), with C of m × n elements. All but C are of the
 * compute type. n must not pass the kernel's panel width. */
typedef struct
{
  int64_t      m, n, k;
  const void  *a;           /* element (i, l) at i·a_row + l·a_column */
  int64_t      a_row, a_column;
  const void  *b;           /* element (l, j) at l·b_row + j */
  int64_t      b_row;
  void        *c;           /* element (i, j) at i·c_row + j */
  int64_t      c_row;
  const void  *bias_row;    /* one for each row i, or NULL */
  const void  *bias_column; /* one for each column j, or NULL */
  bool         add;         /* C += A·B, without bias and finish */
  bool         far;         /* C is in no near cache */
  bool         wide;        /* C is of the compute type */
  StrataFinish finish;
} StrataProduct;

/* Products of split numbers. A number of float32 is the sum of three of
 * bfloat16, its parts, and machines that multiply matrices of bfloat16 make of
 * the parts' products what float32 would make of the numbers. Sixteen rows of
 * the left factor, or columns of the right one, are a unit: of each
 * STRATA_SPLIT_TERMS terms first their highest parts, then the middle ones,
 * then the lowest, as the machine wants them, and zeros where the factor has
 * no more rows, columns or terms. */
#define STRATA_SPLIT_SIDE 16
#define STRATA_SPLIT_TERMS 32
#define STRATA_SPLIT_PARTS 3
#define STRATA_SPLIT_PART_BYTES (2 * STRATA_SPLIT_SIDE * STRATA_SPLIT_TERMS)

/* The biased exponents of a row or column, zeros left out: none but zeros is
 * 255 to 0. */
typedef struct
{
  uint8_t lowest, highest;
} StrataExponents;

/* C = finish (A·B + bias), with C of m × n elements. One factor is weights, and
 * these are of the element type, before they are split. */
typedef struct
{
  int64_t      m, n;
  int64_t      groups;      /* of STRATA_SPLIT_TERMS terms */
  const void  *a, *b;       /* units */
  bool         left;        /* the weights are the left factor */
  void        *c;           /* element (i, j) at i·c_row + j */
  int64_t      c_row;
  const void  *bias_row;    /* one for each row i, or NULL */
  const void  *bias_column; /* one for each column j, or NULL */
  bool         wide;        /* C is of the compute type */
  StrataFinish finish;
} StrataSplitProduct;

/* What an instruction set offers for them. Each element of C depends on its row
 * and its column alone, whatever m and n are and on whichever side the weights
 * are. */
typedef struct
{
  /* Units of the @n rows of a left factor, each with @k terms side by side and
   * @step after the one before. */
  void (*rows) (int64_t n,
                int64_t k,
                const float *x,
                int64_t step,
                void *units,
                StrataExponents *exponents);

  /* Units of the @n columns of a right factor: each of the @k terms has those
   * of all columns side by side, and they are @step after the term before. */
  void (*columns) (int64_t n,
                   int64_t k,
                   const float *x,
                   int64_t step,
                   void *units,
                   StrataExponents *exponents);

  void (*product) (const StrataSplitProduct *product);
} StrataSplitKernels;

/* Gradient of a depthwise convolution with respect to its kernel. The sums
 * over images and places are of the compute type. */
typedef struct
{
  const StrataWindow *window;
  int64_t             batch;
  int64_t             channels;
  int64_t             multiplier;
  const void         *input;    /* of the element type */
  const void         *gradient; /* of the output, in the compute type */
  void               *result;   /* (taps, channels·multiplier), element type */
  bool                far;      /* images are beyond the second-level cache */
} StrataKernelGradient;

/* Gradient of a depthwise convolution with respect to its input. */
typedef struct
{
  const StrataWindow *window;
  int64_t             channels;
  int64_t             multiplier;
  const void         *weights;  /* (taps, multiplier, channels) of each `lanes`
                                   channels, compute type */
  const void         *gradient; /* of the output of one image, compute type */
  void               *result;   /* of one image, element type */
} StrataInputGradient;

typedef struct
{
  const char *isa;
  int         lanes;         /* elements of the compute type in a vector */
  int         panel_vectors; /* widest panel of a product, in vectors */
  int         product_rows;  /* rows of a product's register tile */

  /* NHWC: where the columns under a tap are a multiple of so many bytes apart,
   * they crowd into few sets of a cache, and long bands of rows are best. */
  size_t      crowd;

  /* NHWC: whether sums roll down the rows of outputs, so that long bands of few
   * channels are best. */
  bool (*rolls) (const StrataDepthwise *depthwise);

  /* NHWC. packed: for each block of `lanes` output channels the bias, the
   * channel of each lane relative to the block's first as int32 (one vector's
   * room), then a vector for each tap. */
  void (*depthwise_nhwc) (const StrataDepthwise *depthwise,
                          const StrataDepthwisePart *part);

  /* NCHW. packed: for each output channel its bias, then its taps. */
  void (*depthwise_nchw) (const StrataDepthwise *depthwise,
                          const StrataDepthwisePart *part);

  /* NCHW: a task's channels should be a multiple of this. */
  int64_t (*plane_group) (const StrataWindow window[2]);

  void (*product) (const StrataProduct *product);

  /* Or NULL: the elements are not computed in float32, or the machine has
   * nothing that would be faster. */
  const StrataSplitKernels *split;

  /* Kernel gradient of the channels from @first to before @end (of the
   * output). */
  void (*kernel_gradient_nhwc) (const StrataKernelGradient *gradient,
                                int64_t first,
                                int64_t end);
  void (*kernel_gradient_nchw) (const StrataKernelGradient *gradient,
                                int64_t first,
                                int64_t end);

  /* Input gradient of the input rows from @first to before @end; for NCHW of
   * the channels from @channel to before @past, `lanes` at most. @channel is a
   * multiple of `lanes`. */
  void (*input_gradient_nhwc) (const StrataInputGradient *gradient,
                               int64_t first,
                               int64_t end);
  void (*input_gradient_nchw) (const StrataInputGradient *gradient,
                               int64_t channel,
                               int64_t past,
                               int64_t first,
                               int64_t end);

  /* Elementwise functions over @n numbers of the compute type. */
  void (*activate) (const StrataActivation *activation,
                    size_t n,
                    const void *x,
                    void *y);
} StrataKernels;

/* The kernels for @dtype of the best instruction set that this CPU has, or of
 * the one that the environment variable STRATA_ISA names; NULL and a refusal
 * where that is unknown or not to be had here. */
const StrataKernels *strata_kernels_get (StrataDType dtype,
                                         StrataRefusal *refusal);

/* Bytes of a core's cache of @level, 1 or 2; a common size where the system
 * does not tell. */
double strata_cache_bytes (int level);
