/* strata-steps.c — what the steps of a convolution have in common.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-activation-private.h"
#include "strata-steps-private.h"

#include <math.h>

int64_t
strata_task_macs (double total)
{
  double share = total / 16;

  return share < 1 << 16   ? 1 << 16
         : share > 1 << 20 ? 1 << 20
                           : (int64_t) share;
}

double
strata_windows_bytes (const StrataWindow window[2],
                      int64_t channels,
                      int64_t multiplier,
                      StrataDType dtype)
{
  const StrataWindow *h = &window[0], *w = &window[1];

  return (double) strata_dtype_size (dtype) * (double) channels
         * ((double) h->input * (double) w->input
            + (double) h->output * (double) w->output * (double) multiplier);
}

StrataFinish
strata_finish_init (const StrataActivation *given, StrataDType dtype)
{
  const StrataActivation narrow =
      strata_activation_narrow (given, strata_dtype_compute (dtype));
  const StrataActivation *activation = &narrow;
  StrataFinish finish = {
    .minimum = -INFINITY,
    .maximum = INFINITY,
    .clamp = true,
    .activation = *activation,
  };

  switch (activation->kind)
    {
    case STRATA_LINEAR:
      break;
    case STRATA_RELU:
      finish.clamp =
          activation->negative_slope == 0 && activation->threshold == 0;
      finish.minimum = finish.clamp ? 0 : -INFINITY;
      finish.maximum = finish.clamp ? activation->max_value : INFINITY;
      break;
    case STRATA_RELU6:
      finish.minimum = 0;
      finish.maximum = 6;
      break;
    case STRATA_HARD_TANH:
      finish.minimum = -1;
      finish.maximum = 1;
      break;
    default:
      finish.clamp = false;
    }
  return finish;
}
