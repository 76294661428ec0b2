/* strata-steps-private.h — the steps that a convolution is made of.
 *
 * A step is prepared once: weights packed for its kernel, work cut into tasks.
 * It is then run any number of times on different tensors, by one kernel call
 * for each task. How the work is cut depends on sizes alone, never on the
 * number of threads.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-conv.h"
#include "strata-kernels.h"

/* What strata_activation_apply() would do to elements one by one, in the type
 * that @dtype is computed in, for kernels. */
StrataFinish strata_finish_init (const StrataActivation *activation,
                                 StrataDType             dtype);

/* How the work of a depthwise step is cut into tasks. */
typedef struct
{
  int64_t rows, blocks;     /* of a task */
  int64_t n_rows, n_blocks; /* tasks along each */
} StrataDepthwiseCut;

/* Depthwise convolution of a batch of images. */
typedef struct
{
  const StrataKernels *kernels;
  StrataDType dtype;
  StrataFormat format;
  int64_t batch;
  StrataWindow window[2];
  StrataDepthwise depthwise;
  void *packed;
  StrataDepthwiseCut shared; /* among threads */
  StrataDepthwiseCut alone;  /* for a single one */
  int64_t phases;            /* of rows, a task for each */
  int64_t row_blocks;        /* at a time, where rows are asked for */
} StrataDepthwiseStep;

/* @bias may be NULL. @wide: the output is of the compute type. */
bool strata_depthwise_step_init    (StrataDepthwiseStep   *step,
                                    const StrataKernels   *kernels,
                                    const StrataConvDesc  *desc,
                                    const StrataConvShape *shape,
                                    const void            *weights,
                                    const void            *bias,
                                    StrataFinish           finish,
                                    bool                   wide,
                                    StrataRefusal         *refusal);
void strata_depthwise_step_clear   (StrataDepthwiseStep       *step);
int64_t strata_depthwise_step_n_tasks (const StrataDepthwiseStep *step,
                                       const StrataPool          *pool);
bool strata_depthwise_step_run     (const StrataDepthwiseStep *step,
                                    const void                *input,
                                    void                      *output,
                                    StrataPool                *pool,
                                    StrataControl             *control);

/* Rows @first to @end of one image, into a tensor of their own that has
 * nothing else. False if @control was cancelled meanwhile. */
bool strata_depthwise_step_run_rows (const StrataDepthwiseStep *step,
                                     const void                *input,
                                     int64_t                    image,
                                     int64_t                    first,
                                     int64_t                    end,
                                     void                      *output,
                                     StrataControl             *control);

/* What a pointwise step is prepared from. @weights has inputs × outputs
 * elements of the description's type, or, with @transposed, outputs ×
 * inputs. */
typedef struct
{
  StrataDType   dtype;
  StrataFormat  format;
  int64_t       batch, places, inputs, outputs;
  const void   *weights;
  bool          transposed;
  const void   *bias; /* or NULL */
  StrataFinish  finish;
  bool          wide;
} StrataPointwiseDesc;

/* A 1×1 convolution in products of split numbers, for a pointwise step. Items
 * are places: rows of the product (NHWC) or columns of it (NCHW). */
typedef struct
{
  const StrataSplitKernels *kernels; /* or NULL: there are no such products */
  StrataDType dtype;
  StrataFormat format;
  int64_t places, inputs, outputs;
  int64_t chunk;              /* items that are split at one time at most */
  size_t unit;                /* bytes */
  char *units;                /* of the weights */
  StrataExponents *exponents; /* of each unit of them, */
  StrataExponents all;        /* and of them all */
  StrataSplitProduct product; /* what is the same in all of them */
} StrataSplitStep;

/* Items from the one at @input and @output on, times some units of weights. */
typedef struct
{
  const void *input;
  int64_t     step; /* from item to item (NHWC) or from input to input (NCHW) */
  void       *output;
  int64_t     n;    /* items; no more than the step's chunk */
  int64_t     unit_first, unit_end;
} StrataSplitPart;

/* Called for an @item of the part and a @unit of weights that do not fit
 * together: somewhere a part of a product would leave the range of normal
 * numbers. What stands in the output is to be computed otherwise. */
typedef void (*StrataMisfitFunc) (const void *data, int64_t item, int64_t unit);

/* Where such products would not be faster, or the kernels have none, the step
 * is left without any. The bias is that of the pointwise step. */
bool strata_split_step_init        (StrataSplitStep           *step,
                                    const StrataKernels       *kernels,
                                    const StrataPointwiseDesc *desc,
                                    const void                *bias,
                                    StrataRefusal             *refusal);
void strata_split_step_clear       (StrataSplitStep           *step);
int64_t strata_split_step_n_units  (const StrataSplitStep     *step);

/* Bytes that one part needs at @room. */
size_t strata_split_step_room      (const StrataSplitStep     *step);
void strata_split_step_run         (const StrataSplitStep     *step,
                                    const StrataSplitPart     *part,
                                    void                      *room,
                                    StrataMisfitFunc           misfit,
                                    const void                *data);

/* What goes into the finish of one @output, from the inputs of one item. False
 * where they do not fit together, or there are no such products. Needs the
 * room of a unit. */
bool strata_split_step_sum         (const StrataSplitStep     *step,
                                    const float               *inputs,
                                    int64_t                    output,
                                    void                      *room,
                                    float                     *sum);

/* A 1×1 convolution of a batch of images; the input is of the compute type. */
typedef struct
{
  const StrataKernels *kernels;
  StrataDType dtype;
  StrataFormat format;
  int64_t batch, places;    /* images, and places in one */
  int64_t inputs, outputs;  /* channels */
  void *packed, *bias;
  StrataFinish finish;
  bool wide;
  int64_t n_panels;         /* of columns of the product */
  int64_t tile, n_tiles;    /* of rows, and how many there are */
  int64_t panels;           /* of a task */
  int64_t n_rows, n_groups; /* tasks along each, of one product */
  StrataSplitStep split;    /* where it has kernels, rows are items, and panels
                               are units */
} StrataPointwiseStep;

bool strata_pointwise_step_init    (StrataPointwiseStep       *step,
                                    const StrataKernels       *kernels,
                                    const StrataPointwiseDesc *desc,
                                    StrataRefusal             *refusal);
void strata_pointwise_step_clear   (StrataPointwiseStep       *step);
int64_t strata_pointwise_step_n_tasks (const StrataPointwiseStep *step);

/* Bytes that one task needs, and those of a whole run. */
size_t strata_pointwise_step_room  (const StrataPointwiseStep *step);
size_t strata_pointwise_step_workspace_size (const StrataPointwiseStep *step);
bool strata_pointwise_step_run     (const StrataPointwiseStep *step,
                                    const void                *input,
                                    void                      *output,
                                    void                      *workspace,
                                    StrataPool                *pool,
                                    StrataControl             *control);

/* The @n places of one image from place @first on: the input has nothing else,
 * the output is the whole one. @room is that of a task. False if @control was
 * cancelled meanwhile. */
bool strata_pointwise_step_run_places (const StrataPointwiseStep *step,
                                       const void                *input,
                                       int64_t                    image,
                                       int64_t                    first,
                                       int64_t                    n,
                                       void                      *output,
                                       void                      *room,
                                       StrataControl             *control);

/* Both, the one feeding the other a band of rows at a time. */
typedef struct
{
  const StrataDepthwiseStep *depthwise;
  const StrataPointwiseStep *pointwise;
  int64_t rows, n_bands; /* of a band, and bands of an image */
  int n_slots;           /* bands that can be computed at one time */
  size_t band, room;     /* bytes of one, and of what its task needs */
} StrataSeparableStep;

/* False where it is better to run one after the other. */
bool strata_separable_step_init    (StrataSeparableStep       *step,
                                    const StrataDepthwiseStep *depthwise,
                                    const StrataPointwiseStep *pointwise);
int64_t strata_separable_step_n_tasks (const StrataSeparableStep *step);
size_t strata_separable_step_workspace_size (const StrataSeparableStep *step);
bool strata_separable_step_run     (const StrataSeparableStep *step,
                                    const void                *input,
                                    void                      *output,
                                    void                      *workspace,
                                    StrataPool                *pool,
                                    StrataControl             *control);

/* An activation along the last axis: from the compute type to the element
 * type. */
typedef struct
{
  StrataDType dtype;
  StrataActivation activation;
  int64_t n, length, result; /* rows, and the length of one before and after */
  int64_t rows;              /* of a task */
} StrataRowsStep;

void strata_rows_step_init         (StrataRowsStep         *step,
                                    StrataDType             dtype,
                                    const StrataActivation *activation,
                                    int64_t                 n,
                                    int64_t                 length,
                                    int64_t                 result);
int64_t strata_rows_step_n_tasks   (const StrataRowsStep   *step);

/* Writes also to @input. */
bool strata_rows_step_run          (const StrataRowsStep   *step,
                                    void                   *input,
                                    void                   *output,
                                    StrataPool             *pool,
                                    StrataControl          *control);

/* Makes 1 of a stride that is never taken and of a dilation between no two
 * taps, so that no number is larger than the padded input. */
void strata_windows_tame (StrataWindow window[2]);

/* Parts of @whole if each is @part, the last perhaps less. */
static inline int64_t
strata_parts (int64_t whole, int64_t part)
{
  return whole / part + (whole % part != 0);
}

static inline int64_t
strata_min (int64_t a, int64_t b)
{
  return a < b ? a : b;
}

static inline int64_t
strata_max (int64_t a, int64_t b)
{
  return a > b ? a : b;
}

/* Multiply-accumulates that a task should do of @total: enough to be worth
 * handing out, few enough to share the work evenly and to stop soon. */
int64_t strata_task_macs (double total);

/* Of an image before and after depthwise windows. */
double strata_windows_bytes (const StrataWindow window[2],
                             int64_t channels,
                             int64_t multiplier,
                             StrataDType dtype);
