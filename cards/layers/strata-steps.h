/* strata-steps.h — a layer on each step of a sequence.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-evaluation.h"
#include "strata-layer.h"

/* Help of the port that both wrappers have. */
#define STRATA_STEPS_LAYER                                                     \
  N_("The layer that is wrapped: wire the layer_instance of its card. Its own " \
     "input may stay empty.")

/* The sequence (batch, time, …) is shown to @wrapped as (batch × time, …), all
 * steps at once. Faults stand on the ports of @wrapper. */
gboolean strata_steps_infer (StrataLayer      *wrapper,
                             StrataLayer      *wrapped,
                             const StrataSpec *input,
                             StrataLayerUse   *use,
                             StrataSpec       *output);
gboolean strata_steps_call  (StrataLayer      *wrapped,
                             StrataTensor     *input,
                             StrataTensor    **output,
                             StrataEvaluation *evaluation);

/* A use of a layer that must give one tensor. */
gboolean strata_steps_infer_one (StrataLayer      *wrapper,
                                 StrataLayer      *wrapped,
                                 const StrataSpec *input,
                                 StrataLayerUse   *use,
                                 int64_t           times,
                                 StrataSpec       *output);
