/* test-layer-faults.c — what layers and other cards refuse, where, and in which
 * words.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "test-cards.h"

#include <string.h>

#define DW "DepthwiseConv2D"
#define SEP "SeparableConv2D"

/* An Input of a shape, which is 8 × 8 × 3 unless it is said, a card `l` behind
 * it, and an Output. Quotes are single here. */
typedef struct
{
  const char *name;
  const char *type;
  const char *inputs;
  const char *shape;
  const char *port; /* NULL where nothing is wrong */
  const char *text;
} LayerCase;

/* clang-format off */
static const LayerCase layers[] = {
  { "kernel/zero", DW, "'kernel_size': [0, 3]", NULL, "kernel_size", "at least 1" },
  { "kernel/negative", DW, "'kernel_size': -1", NULL, "kernel_size", "-1" },
  { "kernel/one", DW, "'kernel_size': [3]", NULL, "kernel_size", "[3]" },
  { "kernel/three", DW, "'kernel_size': [3, 3, 3]", NULL, "kernel_size", "[3, 3, 3]" },
  { "kernel/real", DW, "'kernel_size': 3.0", NULL, "kernel_size", "3.0" },
  { "kernel/boolean", DW, "'kernel_size': true", NULL, "kernel_size", "true" },
  { "kernel/string", DW, "'kernel_size': '3'", NULL, "kernel_size", "\"3\"" },
  { "kernel/missing", DW, "'strides': 1", NULL, "kernel_size", "must be given" },
  { "kernel/null", DW, "'kernel_size': null", NULL, "kernel_size", "must be given" },
  { "kernel/larger", DW, "'kernel_size': [9, 3]", NULL, "input", "9 × 3" },
  { "kernel/dilated-larger", DW, "'kernel_size': 3, 'dilation_rate': 4", NULL, "input", "9 × 9" },
  { "kernel/larger-unknown", DW, "'kernel_size': [9, 3]", "[null, 2, 3]", "input", "unknown × 2" },
  { "kernel/huge", DW, "'kernel_size': 9223372036854775807, 'padding': 'same'", NULL, "kernel_size", "more elements" },
  { "kernel/exact", DW, "'kernel_size': 8", NULL, NULL, NULL },
  { "strides/zero", DW, "'kernel_size': 3, 'strides': 0", NULL, "strides", "at least 1" },
  { "strides/unequal", DW, "'kernel_size': 3, 'strides': [1, 2]", NULL, NULL, NULL },
  { "strides/dilation", DW, "'kernel_size': 2, 'strides': 2, 'dilation_rate': 3", NULL, "strides", "2 × 2 and the dilation rate is 3 × 3" },
  { "strides/dilation-apart", DW, "'kernel_size': 2, 'strides': [1, 2], 'dilation_rate': [2, 1]", NULL, "strides", "1 × 2 and the dilation rate is 2 × 1" },
  { "strides/dilation-separable", SEP, "'filters': 1, 'kernel_size': 2, 'strides': 2, 'dilation_rate': 2", NULL, "strides", "1 × 1" },
  { "dilation/zero", DW, "'kernel_size': 3, 'dilation_rate': [1, 0]", NULL, "dilation_rate", "at least 1" },
  { "padding/causal", DW, "'kernel_size': 3, 'padding': 'causal'", NULL, "padding", "causal" },
  { "padding/list", DW, "'kernel_size': 3, 'padding': [[0, 0], [1, 1], [1, 1], [0, 0]]", NULL, "padding", "\"same\"" },
  { "padding/capitals", DW, "'kernel_size': 3, 'padding': 'SAME'", NULL, NULL, NULL },
  { "multiplier/zero", DW, "'kernel_size': 3, 'depth_multiplier': 0", NULL, "depth_multiplier", "at least 1" },
  { "multiplier/huge", DW, "'kernel_size': 1, 'depth_multiplier': 9223372036854775807", NULL, "depth_multiplier", "more elements" },
  { "filters/zero", SEP, "'filters': 0, 'kernel_size': 3", NULL, "filters", "at least 1" },
  { "filters/real", SEP, "'filters': 4.5, 'kernel_size': 3", NULL, "filters", "4.5" },
  { "filters/missing", SEP, "'kernel_size': 3", NULL, "filters", "must be given" },
  { "filters/huge", SEP, "'filters': 9223372036854775807, 'kernel_size': 1", NULL, "filters", "more elements" },
  { "format/nhwc", DW, "'kernel_size': 3, 'data_format': 'NHWC'", NULL, "data_format", "channels_last" },
  { "format/capitals", DW, "'kernel_size': 3, 'data_format': 'Channels_First'", NULL, NULL, NULL },
  { "format/small", DW, "'kernel_size': 4, 'data_format': 'channels_first'", NULL, "input", "8 × 3" },
  { "activation/threshold", DW, "'kernel_size': 3, 'activation': 'threshold'", NULL, "activation", "threshold" },
  { "activation/unknown", DW, "'kernel_size': 3, 'activation': 'rely'", NULL, "activation", "rely" },
  { "activation/capitals", DW, "'kernel_size': 3, 'activation': 'ReLU'", NULL, NULL, NULL },
  { "activation/alias", DW, "'kernel_size': 3, 'activation': 'hard_swish'", NULL, NULL, NULL },
  { "activation/glu-odd", DW, "'kernel_size': 3, 'activation': 'glu'", NULL, "activation", "3" },
  { "activation/glu-even", DW, "'kernel_size': 3, 'depth_multiplier': 2, 'activation': 'glu'", NULL, NULL, NULL },
  { "activation/glu-unknown", DW, "'kernel_size': 3, 'activation': 'glu'", "[8, 8, null]", NULL, NULL },
  { "activation/glu-width", SEP, "'filters': 4, 'kernel_size': [1, 2], 'activation': 'glu', 'data_format': 'channels_first'", "[3, 8, 8]", "activation", "7" },
  { "bias/number", DW, "'kernel_size': 3, 'use_bias': 1", NULL, "use_bias", "true or false" },
  { "rank/three", DW, "'kernel_size': 3", "[8, 3]", "input", "(None, 8, 3)" },
  { "rank/five", SEP, "'filters': 2, 'kernel_size': 3", "[2, 8, 8, 3]", "input", "(batch, height, width, channels)" },
  { "rank/first", DW, "'kernel_size': 3, 'data_format': 'channels_first'", "[8]", "input", "(batch, channels, height, width)" },
  { "channels/zero", DW, "'kernel_size': 3", "[8, 8, 0]", "input", "0 channels" },
  { "channels/huge", DW, "'kernel_size': 3", "[8, 8, 4611686018427387904]", "input", "more elements" },
  { "initializer/unknown", DW, "'kernel_size': 3, 'depthwise_initializer': 'glorot'", NULL, "depthwise_initializer", "glorot" },
  { "initializer/identity", DW, "'kernel_size': 3, 'depthwise_initializer': 'identity'", NULL, "depthwise_initializer", "rank" },
  { "initializer/orthogonal", DW, "'kernel_size': 3, 'bias_initializer': 'orthogonal'", NULL, "bias_initializer", "rank 1" },
  { "initializer/number", SEP, "'filters': 1, 'kernel_size': 3, 'pointwise_initializer': 1", NULL, "pointwise_initializer", "1" },
  { "regularizer/l1_l2", DW, "'kernel_size': 3, 'depthwise_regularizer': 'l1_l2'", NULL, "depthwise_regularizer", "L1L2" },
  { "regularizer/rank", SEP, "'filters': 1, 'kernel_size': 3, 'pointwise_regularizer': 'OrthogonalRegularizer'", NULL, "pointwise_regularizer", "rank 4" },
  { "regularizer/activity", DW, "'kernel_size': 3, 'activity_regularizer': 'orthogonal_regularizer'", NULL, "activity_regularizer", "rank 4" },
  { "constraint/radial", DW, "'kernel_size': [3, 2], 'depthwise_constraint': 'radial_constraint'", NULL, "depthwise_constraint", "3 × 2" },
  { "constraint/bias", DW, "'kernel_size': 3, 'bias_constraint': 'RadialConstraint'", NULL, "bias_constraint", "rank 1" },
  { "constraint/unknown", DW, "'kernel_size': 3, 'depthwise_constraint': 'maxnorm'", NULL, "depthwise_constraint", "maxnorm" },
  { "port/unknown", DW, "'kernel_size': 3, 'trainable': false", NULL, "trainable", "no such port" },
};
/* clang-format on */

/* A whole graph: its cards and wires. */
typedef struct
{
  const char *name;
  const char *cards;
  const char *wires;
  const char *card; /* NULL where nothing is wrong */
  const char *port;
  const char *text;
} GraphCase;

/* clang-format off */
#define CONSTANT(id, inputs) CARD (id, "ConstantTensor", inputs)

/* An initializer, regularizer or constraint on its own. */
#define OBJECT(type, inputs) CARD ("o", type, inputs), ""

/* The raw operation on 8 × 8 × 3 with a filter of 3 × 3 × 3 × 2. */
#define RAW_ON(input, filter, inputs)               \
  CONSTANT ("x", "'shape': " input)                 \
  CONSTANT ("w", "'shape': " filter)                \
  CARD ("r", "nn.depthwise_conv2d", inputs),        \
  WIRE ("x.tensor", "r.input")                      \
  WIRE ("w.tensor", "r.filter")
#define RAW(inputs) RAW_ON ("[1, 8, 8, 3]", "[3, 3, 3, 2]", inputs)
#define STEPS "'strides': [1, 1, 1, 1]"

/* A wrapper `w` of a convolution `l`. */
#define WRAPPED(type, inputs, layer, layer_inputs, shape) \
  CARD ("x", "Input", "'shape': " shape)                  \
  CARD ("l", layer, layer_inputs)                         \
  CARD ("w", type, inputs),                               \
  WIRE ("x.data", "w.input")                              \
  WIRE ("l.layer_instance", "w.layer")

static const GraphCase graphs[] = {
  { "raw/good", RAW (STEPS ", 'padding': 'SAME'"), NULL, NULL, NULL },
  { "raw/strides-batch", RAW ("'strides': [2, 1, 1, 1], 'padding': 'SAME'"), "r", "strides", "[2, 1, 1, 1]" },
  { "raw/strides-channels", RAW ("'strides': [1, 1, 1, 2], 'padding': 'SAME'"), "r", "strides", "NHWC" },
  { "raw/strides-nchw", RAW_ON ("[1, 3, 8, 8]", "[3, 3, 3, 2]", "'strides': [1, 2, 1, 1], 'padding': 'SAME', 'data_format': 'NCHW'"), "r", "strides", "NCHW" },
  { "raw/strides-two", RAW ("'strides': [1, 1], 'padding': 'SAME'"), "r", "strides", "list of 4" },
  { "raw/strides-single", RAW ("'strides': 1, 'padding': 'SAME'"), "r", "strides", "list of 4" },
  { "raw/strides-zero", RAW ("'strides': [1, 0, 1, 1], 'padding': 'SAME'"), "r", "strides", "at least 1" },
  { "raw/strides-unequal", RAW ("'strides': [1, 2, 3, 1], 'padding': 'SAME'"), NULL, NULL, NULL },
  { "raw/strides-dilations", RAW ("'strides': [1, 2, 1, 1], 'padding': 'SAME', 'dilations': [1, 2]"), "r", "strides", "2 × 1 and the dilation is 1 × 2" },
  { "raw/dilations-zero", RAW (STEPS ", 'padding': 'SAME', 'dilations': [0, 1]"), "r", "dilations", "at least 1" },
  { "raw/padding-missing", RAW (STEPS), "r", "padding", "must be given" },
  { "raw/padding-explicit", RAW (STEPS ", 'padding': 'EXPLICIT'"), "r", "padding", "EXPLICIT" },
  { "raw/padding-case", RAW (STEPS ", 'padding': 'valid'"), NULL, NULL, NULL },
  { "raw/padding-pairs", RAW (STEPS ", 'padding': [[0, 0], [1, 2], [3, 4], [0, 0]]"), NULL, NULL, NULL },
  { "raw/padding-three", RAW (STEPS ", 'padding': [[0, 0], [1, 1], [1, 1]]"), "r", "padding", "four" },
  { "raw/padding-flat", RAW (STEPS ", 'padding': [0, 1, 1, 0]"), "r", "padding", "four" },
  { "raw/padding-negative", RAW (STEPS ", 'padding': [[0, 0], [-1, 1], [1, 1], [0, 0]]"), "r", "padding", "at least 0" },
  { "raw/padding-channels", RAW (STEPS ", 'padding': [[0, 0], [1, 1], [1, 1], [0, 1]]"), "r", "padding", "[0, 1]" },
  { "raw/padding-batch", RAW (STEPS ", 'padding': [[1, 0], [1, 1], [1, 1], [0, 0]]"), "r", "padding", "axis 0" },
  { "raw/padding-nchw", RAW_ON ("[1, 3, 8, 8]", "[3, 3, 3, 2]", STEPS ", 'data_format': 'NCHW', 'padding': [[0, 0], [1, 1], [1, 1], [0, 0]]"), "r", "padding", "axis 1" },
  { "raw/format", RAW (STEPS ", 'padding': 'SAME', 'data_format': 'channels_last'"), "r", "data_format", "NHWC" },
  { "raw/channels", RAW_ON ("[1, 8, 8, 3]", "[3, 3, 4, 1]", STEPS ", 'padding': 'SAME'"), "r", "filter", "input has 3 channels, but the filter is for 4" },
  { "raw/channels-nchw", RAW_ON ("[1, 8, 3, 3]", "[3, 3, 3, 1]", STEPS ", 'padding': 'SAME', 'data_format': 'NCHW'"), "r", "filter", "input has 8 channels, but the filter is for 3" },
  { "raw/filter-rank", RAW_ON ("[1, 8, 8, 3]", "[3, 3, 3]", STEPS ", 'padding': 'SAME'"), "r", "filter", "(3, 3, 3)" },
  { "raw/filter-empty", RAW_ON ("[1, 8, 8, 3]", "[0, 3, 3, 1]", STEPS ", 'padding': 'SAME'"), "r", "filter", "(0, 3, 3, 1)" },
  { "raw/input-rank", RAW_ON ("[8, 8, 3]", "[3, 3, 3, 1]", STEPS ", 'padding': 'SAME'"), "r", "input", "(8, 8, 3)" },
  { "raw/larger", RAW_ON ("[1, 2, 8, 3]", "[3, 3, 3, 1]", STEPS ", 'padding': 'VALID'"), "r", "input", "3 × 3" },
  { "raw/types", CONSTANT ("x", "'shape': [1, 4, 4, 1]") CONSTANT ("w", "'shape': [2, 2, 1, 1], 'dtype': 'float64'") CARD ("r", "nn.depthwise_conv2d", STEPS ", 'padding': 'VALID'"),
    WIRE ("x.tensor", "r.input") WIRE ("w.tensor", "r.filter"), "r", "filter", "float64" },
  { "raw/no-filter", CONSTANT ("x", "'shape': [1, 4, 4, 1]") CARD ("r", "nn.depthwise_conv2d", STEPS ", 'padding': 'VALID'"),
    WIRE ("x.tensor", "r.input"), "r", "filter", "wire" },

  { "time/good", WRAPPED ("TimeDistributed", "", DW, "'kernel_size': 3", "[5, 8, 8, 3]"), NULL, NULL, NULL },
  { "time/unknown", WRAPPED ("TimeDistributed", "", DW, "'kernel_size': 3", "[null, 8, 8, 3]"), NULL, NULL, NULL },
  { "time/rank-two", WRAPPED ("TimeDistributed", "", DW, "'kernel_size': 3", "[3]"), "w", "input", "(None, 3)" },
  { "time/rank-four", WRAPPED ("TimeDistributed", "", DW, "'kernel_size': 3", "[8, 8, 3]"), "w", "layer", "'l'" },
  { "time/larger", WRAPPED ("TimeDistributed", "", DW, "'kernel_size': 9", "[5, 8, 8, 3]"), "w", "layer", "9 × 9" },
  { "time/inner", WRAPPED ("TimeDistributed", "", DW, "'kernel_size': 0", "[5, 8, 8, 3]"), "l", "kernel_size", "at least 1" },
  { "time/steps", WRAPPED ("TimeDistributed", "", DW, "'kernel_size': 1", "[4611686018427387904, 1, 1, 1]"), NULL, NULL, NULL },
  { "time/no-layer", CARD ("x", "Input", "'shape': [5, 8, 8, 3]") CARD ("w", "TimeDistributed", ""), WIRE ("x.data", "w.input"), "w", "layer", "wire" },
  { "time/apart", CARD ("x", "Input", "'shape': [2, 5, 8, 8, 3]") CARD ("l", DW, "'kernel_size': 3") CARD ("b", "Bidirectional", "'merge_mode': 'none'") CARD ("w", "TimeDistributed", ""),
    WIRE ("x.data", "w.input") WIRE ("l.layer_instance", "b.layer") WIRE ("b.layer_instance", "w.layer"), "w", "layer", "2 tensors" },

  { "both/good", WRAPPED ("Bidirectional", "", DW, "'kernel_size': 3", "[5, 8, 8, 3]"), NULL, NULL, NULL },
  { "both/mode", WRAPPED ("Bidirectional", "'merge_mode': 'max'", DW, "'kernel_size': 3", "[5, 8, 8, 3]"), "w", "merge_mode", "concat" },
  { "both/capitals", WRAPPED ("Bidirectional", "'merge_mode': 'AVE'", DW, "'kernel_size': 3", "[5, 8, 8, 3]"), NULL, NULL, NULL },
  { "both/rank", WRAPPED ("Bidirectional", "", DW, "'kernel_size': 3", "[8, 3]"), "w", "layer", "'l'" },
  { "both/backward", CARD ("x", "Input", "'shape': [5, 8, 8, 3]") CARD ("l", DW, "'kernel_size': 3") CARD ("w", "Bidirectional", "") CARD ("y", "Output", ""),
    WIRE ("x.data", "w.input") WIRE ("l.layer_instance", "w.layer") WIRE ("w.backward_output", "y.data"), "w", "backward_output", "none" },
  { "both/apart", CARD ("x", "Input", "'shape': [5, 8, 8, 3]") CARD ("l", DW, "'kernel_size': 3") CARD ("w", "Bidirectional", "'merge_mode': 'none'") CARD ("y", "Output", ""),
    WIRE ("x.data", "w.input") WIRE ("l.layer_instance", "w.layer") WIRE ("w.backward_output", "y.data"), NULL, NULL, NULL },
  { "both/twice-apart", CARD ("x", "Input", "'shape': [5, 8, 8, 3]") CARD ("l", DW, "'kernel_size': 3") CARD ("b", "Bidirectional", "'merge_mode': 'none'") CARD ("w", "Bidirectional", ""),
    WIRE ("x.data", "w.input") WIRE ("l.layer_instance", "b.layer") WIRE ("b.layer_instance", "w.layer"), "w", "layer", "2 tensors" },

  { "constant/value", OBJECT ("Constant", "'value': 1e39"), "o", "value", "1e+39" },
  { "uniform/minval", OBJECT ("RandomUniform", "'minval': -1e39"), "o", "minval", "-1e+39" },
  { "uniform/maxval", OBJECT ("RandomUniform", "'maxval': 1e39"), "o", "maxval", "1e+39" },
  { "uniform/reversed", OBJECT ("RandomUniform", "'minval': 1, 'maxval': -1"), NULL, NULL, NULL },
  { "normal/negative", OBJECT ("RandomNormal", "'stddev': -1"), NULL, NULL, NULL },
  { "normal/seed", OBJECT ("RandomNormal", "'seed': 1.5"), "o", "seed", "1.5" },
  { "scaling/scale", OBJECT ("VarianceScaling", "'scale': 0"), "o", "scale", "above 0" },
  { "scaling/mode", OBJECT ("VarianceScaling", "'mode': 'fan'"), "o", "mode", "fan_in" },
  { "scaling/distribution", OBJECT ("VarianceScaling", "'distribution': 'gauss'"), "o", "distribution", "uniform" },
  { "scaling/normal", OBJECT ("VarianceScaling", "'distribution': 'normal', 'mode': 'FAN_AVG'"), NULL, NULL, NULL },
  { "l1/negative", OBJECT ("L1", "'l1': -0.5"), "o", "l1", "-0.5" },
  { "l2/huge", OBJECT ("L2", "'l2': 1e39"), "o", "l2", "1e+39" },
  { "l1l2/second", OBJECT ("L1L2", "'l1': 1, 'l2': -1"), "o", "l2", "-1" },
  { "orthogonal/mode", OBJECT ("OrthogonalRegularizer", "'mode': 'diagonals'"), "o", "mode", "rows" },
  { "orthogonal/factor", OBJECT ("OrthogonalRegularizer", "'factor': -1"), "o", "factor", "-1" },
  { "norm/axis", OBJECT ("MaxNorm", "'axis': [0, 8]"), "o", "axis", "8" },
  { "norm/axis-twice", OBJECT ("UnitNorm", "'axis': [1, 0, 1]"), "o", "axis", "Axis 1 is named twice" },
  { "norm/axis-real", OBJECT ("MinMaxNorm", "'axis': 0.5"), "o", "axis", "0.5" },
  { "norm/axes", OBJECT ("MinMaxNorm", "'axis': [-8, -7, -6, -5, -4, -3, -2, -1, 0]"), "o", "axis", "9 axes" },
  { "norm/outside", CARD ("x", "Input", "'shape': [8, 8, 3]") CARD ("l", DW, "'kernel_size': 3") CARD ("o", "MaxNorm", "'axis': 4"),
    WIRE ("x.data", "l.input") WIRE ("o.constraint_instance", "l.depthwise_constraint"), "l", "depthwise_constraint", "-4 to 3" },

  { "tensor/values", CONSTANT ("t", "'shape': [2, 3], 'values': [1, 2, 3, 4, 5]"), "", "t", "values", "5 values, but the shape (2, 3) takes 6" },
  { "tensor/no-values", CONSTANT ("t", "'shape': [2], 'values': []"), "", "t", "values", "0 values" },
  { "tensor/empty", CONSTANT ("t", "'shape': [0, 3], 'values': []"), "", NULL, NULL, NULL },
  { "tensor/scalar", CONSTANT ("t", "'shape': [], 'values': 3"), "", NULL, NULL, NULL },
  { "tensor/missing", CONSTANT ("t", "'values': 3"), "", "t", "shape", "must be given" },
  { "tensor/rank", CONSTANT ("t", "'shape': [1, 1, 1, 1, 1, 1, 1, 1, 1]"), "", "t", "shape", "9 axes" },
  { "tensor/negative", CONSTANT ("t", "'shape': [2, -1]"), "", "t", "shape", "-1" },
  { "tensor/null", CONSTANT ("t", "'shape': [2, null]"), "", "t", "shape", "null" },
  { "tensor/huge", CONSTANT ("t", "'shape': [4611686018427387904, 4611686018427387904]"), "", "t", "shape", "more elements" },
  { "tensor/huge-bytes", CONSTANT ("t", "'shape': [4611686018427387904]"), "", "t", "shape", "more elements" },
  { "tensor/large", CONSTANT ("t", "'shape': [1099511627776]"), "", NULL, NULL, NULL },
  { "tensor/dtype", CONSTANT ("t", "'shape': [2], 'dtype': 'int32'"), "", "t", "dtype", "float32" },
  { "random/reversed", CARD ("t", "RandomTensor", "'shape': [2], 'minval': 2"), "", "t", "minval", "upper end is 1" },
  { "random/stddev", CARD ("t", "RandomTensor", "'shape': [2], 'distribution': 'NORMAL', 'stddev': -1"), "", "t", "stddev", "-1" },
  { "random/unread", CARD ("t", "RandomTensor", "'shape': [2], 'stddev': -1"), "", NULL, NULL, NULL },
  { "random/large", CARD ("t", "RandomTensor", "'shape': [1099511627776]"), "", NULL, NULL, NULL },
  { "load/absent", CARD ("t", "LoadTensor", "'path': 'absent.npy'"), "", "t", "path", "absent.npy" },
  { "load/suffix", CARD ("t", "LoadTensor", "'path': 'image.png'"), "", "t", "path", "image.png" },
  { "load/outside", CARD ("t", "LoadTensor", "'path': '../x.npy'"), "", "t", "path", ".." },
  { "load/key", CARD ("t", "LoadTensor", "'path': 'x.npy', 'key': 'a'"), "", "t", "key", "\"a\"" },
  { "save/archive", CONSTANT ("x", "'shape': [2]") CARD ("t", "SaveTensor", "'path': 'x.npz'"), WIRE ("x.tensor", "t.tensor"), "t", "path", "x.npz" },
  { "save/graph", CONSTANT ("x", "'shape': [2]") CARD ("t", "SaveTensor", "'path': 'x.Strata'"), WIRE ("x.tensor", "t.tensor"), "t", "path", "x.Strata" },
  { "save/unwired", CARD ("t", "SaveTensor", "'path': 'x.npy'"), "", "t", "tensor", "wire" },

  { "input/rank", CARD ("x", "Input", "'shape': [1, 1, 1, 1, 1, 1, 1, 1]"), "", "x", "shape", "8 axes" },
  { "input/negative", CARD ("x", "Input", "'shape': [-1]"), "", "x", "shape", "-1" },
  { "input/dtype", CARD ("x", "Input", "'dtype': 'int8'"), "", "x", "dtype", "bfloat16" },
  { "input/name", CARD ("x", "Input", "'name': ''"), "", "x", "name", "empty" },
  { "input/value-rank", CONSTANT ("v", "'shape': [2, 3]") CARD ("x", "Input", "'shape': [3, 3]"), WIRE ("v.tensor", "x.value"), "x", "value", "(2, 3), but the Input takes (None, 3, 3)" },
  { "input/value-size", CONSTANT ("v", "'shape': [2, 4]") CARD ("x", "Input", "'shape': [3]"), WIRE ("v.tensor", "x.value"), "x", "value", "(2, 4), but the Input takes (None, 3)" },
  { "input/value-scalar", CONSTANT ("v", "'shape': []") CARD ("x", "Input", ""), WIRE ("v.tensor", "x.value"), "x", "value", "batch" },
  { "input/value", CONSTANT ("v", "'shape': [2, 5, 4]") CARD ("x", "Input", "'shape': [null, 4]"), WIRE ("v.tensor", "x.value"), NULL, NULL, NULL },
  { "output/unwired", CARD ("y", "Output", ""), "", "y", "data", "wire" },
  { "output/name", CONSTANT ("v", "'shape': []") CARD ("y", "Output", "'name': ''"), WIRE ("v.tensor", "y.data"), "y", "name", "empty" },
};
/* clang-format on */

/* Exactly one fault, and in its place. */
static void
check (const char *text, const char *card, const char *port, const char *words)
{
  g_autoptr (StrataPlan) plan = test_cards_check (text);
  GPtrArray *faults = strata_plan_get_faults (plan);

  for (guint i = 0; i < faults->len; i++)
    {
      g_autofree char *line = strata_fault_to_line (faults->pdata[i], NULL);

      g_test_message ("%s", line);
    }
  g_assert_cmpuint (faults->len, ==, words ? 1 : 0);
  if (!words)
    return;

  g_assert_cmpstr (strata_fault_get_card (faults->pdata[0]), ==, card);
  g_assert_cmpstr (strata_fault_get_port (faults->pdata[0]), ==, port);
  if (!strstr (strata_fault_get_message (faults->pdata[0]), words))
    g_error ("\"%s\" is not in \"%s\"", words,
             strata_fault_get_message (faults->pdata[0]));
}

static const char layer_wires[] =
    WIRE ("x.data", "l.input") WIRE ("l.output", "y.data");

static void
test_layer (gconstpointer data)
{
  const LayerCase *item = data;
  g_autofree char *cards = g_strdup_printf (
      "{ 'id': 'x', 'type': 'Input', 'inputs': { 'shape': %s } }, "
      "{ 'id': 'l', 'type': '%s', 'inputs': { %s } }, "
      "{ 'id': 'y', 'type': 'Output' }",
      item->shape ? item->shape : "[8, 8, 3]", item->type, item->inputs);
  g_autofree char *text = test_cards_text (cards, layer_wires);

  check (text, "l", item->port, item->text);
}

static void
test_graph (gconstpointer data)
{
  const GraphCase *item = data;
  g_autofree char *text = test_cards_text (item->cards, item->wires);

  check (text, item->card, item->port, item->text);
}

/* clang-format off */
static const char several_cards[] =
  CARD ("x", "Input", "'shape': [8, 8, 3]")
  CARD ("l", DW, "'kernel_size': 2, 'strides': 2, 'dilation_rate': 2, 'activation': 'threshold'");
/* clang-format on */

/* Each rule that is broken has its fault. */
static void
test_several (void)
{
  g_autofree char *text =
      test_cards_text (several_cards, WIRE ("x.data", "l.input"));
  g_autoptr (StrataPlan) plan = test_cards_check (text);

  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 2);
}

/* An Input that is not fed is a fault of a run alone, one that is fed what it
 * does not take of a check too. */
static StrataPlan *
plan_input (const char *inputs, StrataTensor *fed, StrataPlanFlags flags)
{
  g_autofree char *card = g_strdup_printf (CARD ("x", "Input", "%s"), inputs);
  g_autofree char *text = test_cards_text (card, "");
  g_autoptr (StrataGraph) graph = test_cards_parse (text);
  g_autoptr (StrataFeeds) feeds = strata_feeds_new ();

  if (fed)
    strata_feeds_set (feeds, "x", fed);
  return strata_plan_new (graph, feeds, NULL, flags, NULL);
}

static void
test_fed (void)
{
  static const struct
  {
    const char *inputs;
    gboolean fed;
    StrataPlanFlags flags;
    const char *port;
    const char *text;
  } cases[] = {
    { "", FALSE, STRATA_PLAN_FOR_CHECK, NULL, NULL },
    { "", FALSE, STRATA_PLAN_FOR_RUN, "value", "\"x\"" },
    { "", TRUE, STRATA_PLAN_FOR_RUN, NULL, NULL },
    { "'shape': [3]", TRUE, STRATA_PLAN_FOR_RUN, NULL, NULL },
    { "'shape': [null]", TRUE, STRATA_PLAN_FOR_RUN, NULL, NULL },
    { "'shape': [4]", TRUE, STRATA_PLAN_FOR_RUN, "shape",
      "(2, 3), but the Input takes (None, 4)" },
    { "'shape': [3, 1]", TRUE, STRATA_PLAN_FOR_CHECK, "shape", "(None, 3, 1)" },
    { "'name': 'other'", TRUE, STRATA_PLAN_FOR_RUN, "value", "\"other\"" },
  };
  const double values[6] = { 0 };
  StrataTensor *tensor = test_cards_tensor (values, 2, 3, -1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StrataPlan) plan = plan_input (
          cases[i].inputs, cases[i].fed ? tensor : NULL, cases[i].flags);
      GPtrArray *faults = strata_plan_get_faults (plan);

      g_test_message ("%s", cases[i].inputs);
      g_assert_cmpuint (faults->len, ==, cases[i].port ? 1 : 0);
      if (!cases[i].port)
        continue;
      g_assert_cmpstr (strata_fault_get_port (faults->pdata[0]), ==,
                       cases[i].port);
      g_assert_nonnull (
          strstr (strata_fault_get_message (faults->pdata[0]), cases[i].text));
    }
  strata_tensor_unref (tensor);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autofree char *path =
          g_strconcat ("/layer-faults/layers/", layers[i].name, NULL);

      g_test_add_data_func (path, &layers[i], test_layer);
    }
  for (guint i = 0; i < G_N_ELEMENTS (graphs); i++)
    {
      g_autofree char *path =
          g_strconcat ("/layer-faults/graphs/", graphs[i].name, NULL);

      g_test_add_data_func (path, &graphs[i], test_graph);
    }
  g_test_add_func ("/layer-faults/several", test_several);
  g_test_add_func ("/layer-faults/fed", test_fed);

  return g_test_run ();
}
