/* variance-scaling.c — an initializer: a variance that suits the number of
 * inputs or outputs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializing.h"

#include <glib/gi18n.h>

typedef struct
{
  double scale;
  StrataChoice mode;
  StrataChoice distribution;
  StrataOptionalInteger seed;
} Self;

/* In the order of StrataFanMode and of StrataDistribution. */
static const char *const modes[] = { "fan_in", "fan_out", "fan_avg", NULL };
static const char *const distributions[] = { "truncated_normal",
                                             "untruncated_normal", "uniform",
                                             "normal=truncated_normal", NULL };

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT            (scale, "1.0", .help = N_("What the variance is multiplied by; above 0.")),
  STRATA_CHOICE           (mode, modes, "fan_in",
                           .help = N_("What the variance is divided by: the number of inputs of the layer "
                                      "(fan_in), of its outputs (fan_out), or the mean of both (fan_avg).")),
  STRATA_CHOICE           (distribution, distributions, "truncated_normal",
                           .help = N_("What is drawn: normal numbers without their tails "
                                      "(truncated_normal) or with them (untruncated_normal), or evenly "
                                      "spread ones (uniform).")),
  STRATA_OPTIONAL_INTEGER (seed, .help = STRATA_INITIALIZING_SEED),
  STRATA_INITIALIZER_OUT  (initializer_instance, .help = STRATA_INITIALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("What Keras draws for the seed 7."),
      "{ \"seed\": 7 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [1, 1, 2, 4], \"values\": "
      "[-0.54194885, -0.28834304, -1.5109439, -1.1840181, -0.58300406, "
      "0.61123073, -0.04884851, -1.6019322] } }",
  },
  {
      N_ ("Evenly spread, by the four outputs."),
      "{ \"scale\": 2, \"mode\": \"fan_out\", \"distribution\": \"uniform\", "
      "\"seed\": 7 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [1, 1, 2, 4], \"values\": "
      "[0.605217, 0.42175364, -1.0832145, 0.35324872, -1.0525248, 0.4118936, "
      "-0.10668349, 0.7242743] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataInitializer how = strata_initializer_init (STRATA_VARIANCE_SCALING);

  how.scale = self->scale;
  how.mode = (StrataFanMode) self->mode.index;
  how.distribution = (StrataDistribution) self->distribution.index;
  if (!strata_initializing_check (inference, &how, "scale"))
    return;
  strata_initializing_set (inference, &how, &self->seed);
}

const StrataKind strata_kind_variance_scaling = {
  .type = "VarianceScaling",
  .title = N_ ("Variance scaling"),
  .category = N_ ("Initializers"),
  .summary = N_ (
      "Draws weights whose variance suits the number of inputs or outputs."),
  .help = N_ (
      "The variance is scale / n, where n is the fan in, the fan out or the "
      "mean of both, and at least 1. For a depthwise kernel (height, width, "
      "channels, multiplier) the fan in is height × width × channels and the "
      "fan out is height × width × multiplier, as in Keras. The other Glorot, "
      "He and LeCun initializers are special cases of this one."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
