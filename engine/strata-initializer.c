/* strata-initializer.c — Keras' initializers: the first values of weights.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializer.h"
#include "strata-memory-private.h"
#include "strata-orthogonal-private.h"
#include "strata-random.h"
#include "strata-refusal-private.h"

#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <string.h>

/* Standard deviation of the normal distribution cut at two deviations. */
#define TRUNCATED_DEVIATION 0.87962566103423978

/* Each kind's class name, then the other names that Keras knows it by; for
 * those that scale a variance, how. */
typedef struct
{
  const char *names[3];
  bool scales;
  double scale;
  StrataFanMode mode;
  StrataDistribution distribution;
} Kind;

#define NORMAL STRATA_DISTRIBUTION_TRUNCATED_NORMAL
#define UNIFORM STRATA_DISTRIBUTION_UNIFORM

/* clang-format off */
static const Kind kinds[STRATA_N_INITIALIZERS] = {
  [STRATA_ZEROS]            = { { "Zeros", "zeros", "zero" } },
  [STRATA_ONES]             = { { "Ones", "ones", "one" } },
  [STRATA_CONSTANT]         = { { "Constant", "constant" } },
  [STRATA_RANDOM_NORMAL]    = { { "RandomNormal", "random_normal", "normal" } },
  [STRATA_RANDOM_UNIFORM]   = { { "RandomUniform", "random_uniform", "uniform" } },
  [STRATA_TRUNCATED_NORMAL] = { { "TruncatedNormal", "truncated_normal" } },
  [STRATA_VARIANCE_SCALING] = { { "VarianceScaling", "variance_scaling" }, true, 1, STRATA_FAN_IN, NORMAL },
  [STRATA_GLOROT_NORMAL]    = { { "GlorotNormal", "glorot_normal" }, true, 1, STRATA_FAN_AVG, NORMAL },
  [STRATA_GLOROT_UNIFORM]   = { { "GlorotUniform", "glorot_uniform" }, true, 1, STRATA_FAN_AVG, UNIFORM },
  [STRATA_HE_NORMAL]        = { { "HeNormal", "he_normal" }, true, 2, STRATA_FAN_IN, NORMAL },
  [STRATA_HE_UNIFORM]       = { { "HeUniform", "he_uniform" }, true, 2, STRATA_FAN_IN, UNIFORM },
  [STRATA_LECUN_NORMAL]     = { { "LecunNormal", "lecun_normal" }, true, 1, STRATA_FAN_IN, NORMAL },
  [STRATA_LECUN_UNIFORM]    = { { "LecunUniform", "lecun_uniform" }, true, 1, STRATA_FAN_IN, UNIFORM },
  [STRATA_ORTHOGONAL]       = { { "Orthogonal", "orthogonal", "OrthogonalInitializer" } },
  [STRATA_IDENTITY]         = { { "Identity", "identity", "IdentityInitializer" } },
};
/* clang-format on */

static bool
is_kind (StrataInitializerKind kind)
{
  return (unsigned) kind < STRATA_N_INITIALIZERS;
}

StrataInitializer
strata_initializer_init (StrataInitializerKind kind)
{
  const Kind *scaling =
      &kinds[is_kind (kind) && kinds[kind].scales ? kind
                                                  : STRATA_VARIANCE_SCALING];

  return (StrataInitializer){
    .kind = kind,
    .stddev = 0.05,
    .minval = -0.05,
    .maxval = 0.05,
    .scale = scaling->scale,
    .mode = scaling->mode,
    .distribution = scaling->distribution,
    .gain = 1,
  };
}

const char *
strata_initializer_name (StrataInitializerKind kind)
{
  return is_kind (kind) ? kinds[kind].names[0] : NULL;
}

bool
strata_initializer_from_name (const char *name, StrataInitializerKind *kind)
{
  for (int i = 0; i < STRATA_N_INITIALIZERS; i++)
    for (int j = 0; j < 3 && kinds[i].names[j]; j++)
      if (strcmp (name, kinds[i].names[j]) == 0)
        {
          *kind = (StrataInitializerKind) i;
          return true;
        }
  return false;
}

void
strata_initializer_fans (int rank,
                         const int64_t *shape,
                         double *fan_in,
                         double *fan_out)
{
  double field = 1;

  for (int i = 0; i < rank - 2; i++)
    field *= (double) shape[i];

  *fan_out = rank > 0 ? (double) shape[rank - 1] * field : 1;
  *fan_in = rank > 1 ? (double) shape[rank - 2] * field : *fan_out;
}

/* A weight to fill: its matrix is the one that an orthogonal initializer sees,
 * all axes but the last in its rows. */
typedef struct
{
  StrataDType dtype;
  int rank;
  const int64_t *shape;
  size_t n_elements;
  size_t rows, columns;
} Weight;

static bool
refuse_shape (int rank, const int64_t *shape, StrataRefusal *refusal)
{
  for (int i = 0; i < rank; i++)
    if (shape[i] < 0)
      return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                            "Axis %d of the weight has the size %" PRId64
                            ", but each size must be at least 0",
                            i, shape[i]);

  return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                        "The weight has more than %td bytes", PTRDIFF_MAX);
}

/* Every type is measured as the largest, so that the sizes of temporary
 * copies fit too. */
static bool
measure (Weight *weight, StrataRefusal *refusal)
{
  const int64_t *shape = weight->shape;
  int last = weight->rank - 1;
  int64_t factors[3] = { 1, 1, sizeof (double) };
  int64_t bytes;

  if (last >= 0)
    factors[1] = shape[last];
  if (!strata_size_product (shape, last > 0 ? last : 0, &factors[0])
      || !strata_size_product (factors, 3, &bytes)
      || (uint64_t) bytes > PTRDIFF_MAX)
    return refuse_shape (weight->rank, shape, refusal);

  weight->rows = (size_t) factors[0];
  weight->columns = (size_t) factors[1];
  weight->n_elements = (size_t) bytes / sizeof (double);
  return true;
}

static bool
check_scaling (const StrataInitializer *initializer, StrataRefusal *refusal)
{
  if (initializer->scale <= 0)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The scale is %g, but it must be above 0",
                          initializer->scale);
  if ((unsigned) initializer->mode > STRATA_FAN_AVG)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The mode must be fan_in, fan_out or fan_avg, "
                          "not number %d",
                          (int) initializer->mode);
  if ((unsigned) initializer->distribution > STRATA_DISTRIBUTION_UNIFORM)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The distribution must be truncated_normal, "
                          "untruncated_normal or uniform, not number %d",
                          (int) initializer->distribution);
  return true;
}

/* Keras hands these numbers over as float32, whatever the weight's type. */
static bool
check_single (double value, const char *name, StrataRefusal *refusal)
{
  if (!isfinite (value) || isfinite ((float) value))
    return true;

  return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                        "The %s is %g, but it must fit into float32, which "
                        "ends at %g",
                        name, value, (double) FLT_MAX);
}

static bool
check_rank (const char *what,
            int rank,
            int least,
            int most,
            StrataRefusal *refusal)
{
  if (rank >= least && rank <= most)
    return true;

  return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                        "%s initializer needs a kernel of rank %d%s, but this "
                        "one has rank %d",
                        what, least, most > least ? " or more" : "", rank);
}

static bool
check (const StrataInitializer *initializer, int rank, StrataRefusal *refusal)
{
  switch (initializer->kind)
    {
    case STRATA_CONSTANT:
      return check_single (initializer->value, "value", refusal);
    case STRATA_RANDOM_UNIFORM:
      return check_single (initializer->minval, "minval", refusal)
             && check_single (initializer->maxval, "maxval", refusal);
    case STRATA_VARIANCE_SCALING:
      return check_scaling (initializer, refusal);
    case STRATA_ORTHOGONAL:
      return check_rank ("An orthogonal", rank, 2, INT_MAX, refusal);
    case STRATA_IDENTITY:
      return check_rank ("An identity", rank, 2, 2, refusal);
    default:
      return is_kind (initializer->kind)
             || strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                               "There is no initializer number %d",
                               (int) initializer->kind);
    }
}

static void
fill_constant (const Weight *weight, double value, void *values)
{
  for (size_t i = 0; i < weight->n_elements; i++)
    strata_dtype_set (weight->dtype, values, i, value);
}

/* A product off the diagonal too: the zeros take the sign of the gain. */
static void
fill_identity (const Weight *weight, double gain, void *values)
{
  if (weight->dtype != STRATA_FLOAT64)
    gain = (float) gain;

  fill_constant (weight, gain * 0, values);
  for (size_t i = 0; i < weight->rows && i < weight->columns; i++)
    strata_dtype_set (weight->dtype, values, i * weight->columns + i, gain);
}

/* From here on @values are of a type that is computed in. */
static void
draw_uniform (const Weight *weight,
              int64_t seed,
              double minval,
              double maxval,
              void *values)
{
  StrataRandom random = strata_random_from_seed (seed);

  if (weight->dtype == STRATA_FLOAT64)
    strata_random_uniform_f64 (&random, weight->n_elements, values, minval,
                               maxval);
  else
    strata_random_uniform_f32 (&random, weight->n_elements, values, minval,
                               maxval);
}

static void
draw_normal (const Weight *weight,
             int64_t seed,
             double mean,
             double stddev,
             void *values)
{
  StrataRandom random = strata_random_from_seed (seed);

  if (weight->dtype == STRATA_FLOAT64)
    strata_random_normal_f64 (&random, weight->n_elements, values, mean,
                              stddev);
  else
    strata_random_normal_f32 (&random, weight->n_elements, values, mean,
                              stddev);
}

static void
draw_truncated (const Weight *weight,
                int64_t seed,
                double mean,
                double stddev,
                void *values)
{
  StrataRandom random = strata_random_from_seed (seed);

  if (weight->dtype == STRATA_FLOAT64)
    strata_random_truncated_normal_f64 (&random, weight->n_elements, values,
                                        mean, stddev);
  else
    strata_random_truncated_normal_f32 (&random, weight->n_elements, values,
                                        mean, stddev);
}

static double
count_fans (const Weight *weight, StrataFanMode mode)
{
  double fan_in, fan_out;

  strata_initializer_fans (weight->rank, weight->shape, &fan_in, &fan_out);
  switch (mode)
    {
    case STRATA_FAN_IN:
      return fan_in;
    case STRATA_FAN_OUT:
      return fan_out;
    case STRATA_FAN_AVG:
      break;
    }
  return (fan_in + fan_out) / 2;
}

static void
draw_scaled (const Weight *weight,
             int64_t seed,
             double scale,
             StrataFanMode mode,
             StrataDistribution distribution,
             void *values)
{
  double fans = count_fans (weight, mode);
  double variance = scale / (fans > 1 ? fans : 1);
  double limit = sqrt (3 * variance);

  switch (distribution)
    {
    case STRATA_DISTRIBUTION_TRUNCATED_NORMAL:
      draw_truncated (weight, seed, 0, sqrt (variance) / TRUNCATED_DEVIATION,
                      values);
      break;
    case STRATA_DISTRIBUTION_UNTRUNCATED_NORMAL:
      draw_normal (weight, seed, 0, sqrt (variance), values);
      break;
    case STRATA_DISTRIBUTION_UNIFORM:
      draw_uniform (weight, seed, -(float) limit, (float) limit, values);
      break;
    }
}

static bool
draw_orthogonal (const Weight *weight,
                 int64_t seed,
                 double gain,
                 void *values,
                 StrataRefusal *refusal)
{
  draw_normal (weight, seed, 0, 1, values);
  return strata_orthogonalize (weight->dtype, weight->rows, weight->columns,
                               gain, values, refusal);
}

static bool
draw (const StrataInitializer *initializer,
      const Weight *weight,
      void *values,
      StrataRefusal *refusal)
{
  const Kind *kind = &kinds[initializer->kind];
  int64_t seed = initializer->seed;

  switch (initializer->kind)
    {
    case STRATA_RANDOM_NORMAL:
      draw_normal (weight, seed, initializer->mean, initializer->stddev,
                   values);
      return true;
    case STRATA_RANDOM_UNIFORM:
      draw_uniform (weight, seed, (float) initializer->minval,
                    (float) initializer->maxval, values);
      return true;
    case STRATA_TRUNCATED_NORMAL:
      draw_truncated (weight, seed, initializer->mean, initializer->stddev,
                      values);
      return true;
    case STRATA_ORTHOGONAL:
      return draw_orthogonal (weight, seed, initializer->gain, values, refusal);
    case STRATA_VARIANCE_SCALING:
      draw_scaled (weight, seed, initializer->scale, initializer->mode,
                   initializer->distribution, values);
      return true;
    default:
      draw_scaled (weight, seed, kind->scale, kind->mode, kind->distribution,
                   values);
      return true;
    }
}

/* The 16-bit types are drawn in float32 beside their place. */
static bool
draw_rounded (const StrataInitializer *initializer,
              const Weight *weight,
              void *values,
              StrataRefusal *refusal)
{
  StrataDType compute = strata_dtype_compute (weight->dtype);
  Weight drawn = *weight;
  void *wide;
  bool done;

  if (compute == weight->dtype)
    return draw (initializer, weight, values, refusal);

  wide = strata_memory_new (weight->n_elements * strata_dtype_size (compute),
                            "the initial weights", refusal);
  if (!wide)
    return false;

  drawn.dtype = compute;
  done = draw (initializer, &drawn, wide, refusal);
  if (done)
    strata_dtype_convert (compute, wide, weight->dtype, values,
                          weight->n_elements);
  strata_memory_free (wide);
  return done;
}

bool
strata_initializer_fill (const StrataInitializer *initializer,
                         StrataDType dtype,
                         int rank,
                         const int64_t *shape,
                         void *values,
                         StrataRefusal *refusal)
{
  Weight weight = { .dtype = dtype, .rank = rank, .shape = shape };

  if (!check (initializer, rank, refusal) || !measure (&weight, refusal))
    return false;

  switch (initializer->kind)
    {
    case STRATA_ZEROS:
      fill_constant (&weight, 0, values);
      return true;
    case STRATA_ONES:
      fill_constant (&weight, 1, values);
      return true;
    case STRATA_CONSTANT:
      fill_constant (&weight, (float) initializer->value, values);
      return true;
    case STRATA_IDENTITY:
      fill_identity (&weight, initializer->gain, values);
      return true;
    default:
      return draw_rounded (initializer, &weight, values, refusal);
    }
}
