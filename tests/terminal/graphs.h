/* graphs.h — cards and wires of graphs that several tests of the program use.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

/* x → y. */
#define THROUGH_CARDS \
  "{\"id\": \"x\", \"type\": \"Input\"}, {\"id\": \"y\", \"type\": \"Output\"}"
#define THROUGH_WIRES "{\"from\": \"x.data\", \"to\": \"y.data\"}"

/* y = 2 x, for images of 2 × 3 with one channel. */
#define DOUBLING_CARDS                                                        \
  "{\"id\": \"x\", \"type\": \"Input\", \"inputs\": {\"shape\": [2, 3, 1]}}," \
  "{\"id\": \"c\", \"type\": \"Constant\", \"inputs\": {\"value\": 2}},"      \
  "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\":"               \
  " {\"kernel_size\": 1}},"                                                   \
  "{\"id\": \"y\", \"type\": \"Output\"}"
#define DOUBLING_WIRES                                  \
  "{\"from\": \"x.data\", \"to\": \"dw.input\"},"       \
  "{\"from\": \"c.initializer_instance\","              \
  " \"to\": \"dw.depthwise_initializer\"},"             \
  "{\"from\": \"dw.output\", \"to\": \"y.data\"}"

/* One weight of 1, and a penalty of half its square. */
#define PENALTY_CARDS                                                       \
  "{\"id\": \"x\", \"type\": \"Input\"},"                                   \
  "{\"id\": \"r\", \"type\": \"L2\", \"inputs\": {\"l2\": 0.5}},"           \
  "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\":"             \
  " {\"kernel_size\": 1, \"depthwise_initializer\": \"ones\"}},"            \
  "{\"id\": \"y\", \"type\": \"Output\"}"
#define PENALTY_WIRES                             \
  "{\"from\": \"x.data\", \"to\": \"dw.input\"}," \
  "{\"from\": \"r.regularizer_instance\","        \
  " \"to\": \"dw.depthwise_regularizer\"},"       \
  "{\"from\": \"dw.output\", \"to\": \"y.data\"}"

/* Enough work for several threads. */
#define LARGE_CARDS                                                       \
  "{\"id\": \"x\", \"type\": \"RandomTensor\", \"inputs\":"               \
  " {\"shape\": [3, 61, 67, 24], \"seed\": 1}},"                          \
  "{\"id\": \"s\", \"type\": \"SeparableConv2D\", \"inputs\":"            \
  " {\"filters\": 40, \"kernel_size\": 5, \"padding\": \"same\","         \
  " \"activation\": \"gelu\"}},"                                          \
  "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\":"           \
  " {\"kernel_size\": 3, \"depth_multiplier\": 2, \"strides\": [2, 1]}}," \
  "{\"id\": \"y\", \"type\": \"Output\"}"
#define LARGE_WIRES                               \
  "{\"from\": \"x.tensor\", \"to\": \"s.input\"}," \
  "{\"from\": \"s.output\", \"to\": \"dw.input\"}," \
  "{\"from\": \"dw.output\", \"to\": \"y.data\"}"
