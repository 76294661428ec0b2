/* strata-dtype.c — the element types of tensors, and their conversions.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-dtype.h"

#include <string.h>

/* A 16-bit format: a sign, the exponent, `fraction` bits. */
typedef struct
{
  int fraction;
  int smallest; /* exponent of the smallest normal number */
  uint32_t infinity;
} Format;

static const Format float16 = { 10, -14, 0x7c00 };
static const Format bfloat16 = { 7, -126, 0x7f80 };

/* clang-format off */
static const struct
{
  const char *name;
  size_t      size;
  StrataDType compute;
} types[STRATA_N_DTYPES] = {
  [STRATA_FLOAT32]  = { "float32",  4, STRATA_FLOAT32 },
  [STRATA_FLOAT64]  = { "float64",  8, STRATA_FLOAT64 },
  [STRATA_FLOAT16]  = { "float16",  2, STRATA_FLOAT32 },
  [STRATA_BFLOAT16] = { "bfloat16", 2, STRATA_FLOAT32 },
};
/* clang-format on */

static uint32_t
bits_of_float (float value)
{
  uint32_t bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

static float
float_of_bits (uint32_t bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static uint64_t
bits_of_double (double value)
{
  uint64_t bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

/* @bits / 2^@shift, a tie to the even number. */
static uint32_t
round_shift (uint64_t bits, int shift)
{
  uint64_t quotient, rest, half;

  /* Less than half of the last place, and more than a shift may take. */
  if (shift > 53)
    return 0;

  quotient = bits >> shift;
  rest = bits - (quotient << shift);
  half = UINT64_C (1) << (shift - 1);
  return (uint32_t) (quotient + (rest > half - (quotient & 1)));
}

/* All 53 bits are looked at once, hence no value is rounded twice. */
static uint16_t
narrow (const Format *format, double value)
{
  const int shift = 52 - format->fraction;
  uint64_t bits = bits_of_double (value);
  uint32_t sign = (uint32_t) (bits >> 63) << 15;
  uint64_t fraction = bits & (UINT64_MAX >> 12);
  int exponent = (int) (bits >> 52 & 0x7ff) - 1023;
  int above = exponent - format->smallest;
  uint32_t result;

  if (exponent == 1024 && fraction)
    result = format->infinity | 1u << (format->fraction - 1)
             | (uint32_t) (fraction >> shift);
  else if (above >= 0)
    result = ((uint32_t) above << format->fraction)
             + round_shift (fraction | UINT64_C (1) << 52, shift);
  else
    result = round_shift (fraction | UINT64_C (1) << 52, shift - above);

  /* A carry out of the fraction has already moved the exponent up. */
  if (result > format->infinity && !(exponent == 1024 && fraction))
    result = format->infinity;
  return (uint16_t) (sign | result);
}

uint16_t
strata_float16_from_double (double value)
{
  return narrow (&float16, value);
}

uint16_t
strata_bfloat16_from_double (double value)
{
  return narrow (&bfloat16, value);
}

static float
float16_widen (uint16_t bits)
{
  uint32_t sign = (uint32_t) (bits & 0x8000) << 16;
  uint32_t magnitude = (uint32_t) (bits & 0x7fff) << 13;
  /* The exponent counts from −15 instead of −127; a subnormal number has no
   * leading one to be moved along, so that one is lent and taken back. */
  float normal = float_of_bits (magnitude + (112u << 23));
  float subnormal =
      float_of_bits (magnitude + (113u << 23)) - float_of_bits (113u << 23);
  uint32_t result = bits_of_float (magnitude < 1u << 23 ? subnormal : normal);

  if (magnitude >= 31u << 23)
    result = magnitude | 0xffu << 23;
  return float_of_bits (result | sign);
}

float
strata_float16_to_float (uint16_t bits)
{
  return float16_widen (bits);
}

static float
bfloat16_widen (uint16_t bits)
{
  return float_of_bits ((uint32_t) bits << 16);
}

float
strata_bfloat16_to_float (uint16_t bits)
{
  return bfloat16_widen (bits);
}

/* What narrow() gives, written without branches so that loops of it become
 * vectors. */
static uint16_t
float16_round (float value)
{
  uint32_t bits = bits_of_float (value);
  uint32_t sign = bits >> 16 & 0x8000;
  uint32_t magnitude = bits & 0x7fffffff;
  uint32_t normal =
      (magnitude - (112u << 23) + 0xfff + (magnitude >> 13 & 1)) >> 13;
  /* The last place of 0.5 is the smallest float16, so that the sum rounds
   * to subnormal ones. */
  uint32_t subnormal =
      bits_of_float (float_of_bits (magnitude) + 0.5f) - bits_of_float (0.5f);
  uint32_t result = magnitude < 113u << 23 ? subnormal : normal;

  result = magnitude >= 143u << 23 ? float16.infinity : result;
  if (magnitude > 0xffu << 23)
    result = 0x7e00 | (magnitude >> 13 & 0x3ff);
  return (uint16_t) (sign | result);
}

static uint16_t
bfloat16_round (float value)
{
  uint32_t bits = bits_of_float (value);
  uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  uint32_t quiet = bits >> 16 | 0x40;

  return (uint16_t) ((bits & 0x7fffffff) > 0xffu << 23 ? quiet : rounded);
}

const char *
strata_dtype_name (StrataDType dtype)
{
  return (unsigned) dtype < STRATA_N_DTYPES ? types[dtype].name : NULL;
}

bool
strata_dtype_from_name (const char *name, StrataDType *dtype)
{
  for (int i = 0; i < STRATA_N_DTYPES; i++)
    if (strcmp (name, types[i].name) == 0)
      {
        *dtype = (StrataDType) i;
        return true;
      }
  return false;
}

size_t
strata_dtype_size (StrataDType dtype)
{
  return (unsigned) dtype < STRATA_N_DTYPES ? types[dtype].size : 0;
}

StrataDType
strata_dtype_compute (StrataDType dtype)
{
  return dtype == STRATA_FLOAT64 ? STRATA_FLOAT64 : STRATA_FLOAT32;
}

double
strata_dtype_get (StrataDType dtype, const void *data, size_t index)
{
  switch (dtype)
    {
    case STRATA_FLOAT32:
      return ((const float *) data)[index];
    case STRATA_FLOAT64:
      return ((const double *) data)[index];
    case STRATA_FLOAT16:
      return float16_widen (((const uint16_t *) data)[index]);
    case STRATA_BFLOAT16:
      return bfloat16_widen (((const uint16_t *) data)[index]);
    }
  return 0;
}

void
strata_dtype_set (StrataDType dtype, void *data, size_t index, double value)
{
  switch (dtype)
    {
    case STRATA_FLOAT32:
      ((float *) data)[index] = (float) value;
      break;
    case STRATA_FLOAT64:
      ((double *) data)[index] = value;
      break;
    case STRATA_FLOAT16:
      ((uint16_t *) data)[index] = narrow (&float16, value);
      break;
    case STRATA_BFLOAT16:
      ((uint16_t *) data)[index] = narrow (&bfloat16, value);
      break;
    }
}

/* The loops between float32 and the others, one function each. */
#define CONVERT(name, From, To, expression)                                    \
  static void name (const void *source, void *target, size_t n)                \
  {                                                                            \
    const From *from = source;                                                 \
    To *restrict to = target;                                                  \
                                                                               \
    for (size_t i = 0; i < n; i++)                                             \
      to[i] = expression;                                                      \
  }

CONVERT (float32_to_float64, float, double, (double) from[i])
CONVERT (float32_to_float16, float, uint16_t, float16_round (from[i]))
CONVERT (float32_to_bfloat16, float, uint16_t, bfloat16_round (from[i]))
CONVERT (float64_to_float32, double, float, (float) from[i])
CONVERT (float16_to_float32, uint16_t, float, float16_widen (from[i]))
CONVERT (bfloat16_to_float32, uint16_t, float, bfloat16_widen (from[i]))

#undef CONVERT

typedef void (*Convert) (const void *source, void *target, size_t n);

/* clang-format off */
static const Convert fast[STRATA_N_DTYPES][STRATA_N_DTYPES] = {
  [STRATA_FLOAT32][STRATA_FLOAT64]  = float32_to_float64,
  [STRATA_FLOAT32][STRATA_FLOAT16]  = float32_to_float16,
  [STRATA_FLOAT32][STRATA_BFLOAT16] = float32_to_bfloat16,
  [STRATA_FLOAT64][STRATA_FLOAT32]  = float64_to_float32,
  [STRATA_FLOAT16][STRATA_FLOAT32]  = float16_to_float32,
  [STRATA_BFLOAT16][STRATA_FLOAT32] = bfloat16_to_float32,
};
/* clang-format on */

void
strata_dtype_convert (StrataDType from,
                      const void *source,
                      StrataDType to,
                      void *target,
                      size_t n)
{
  if (n == 0)
    return;

  if (from == to)
    memcpy (target, source, n * types[from].size);
  else if (fast[from][to])
    fast[from][to](source, target, n);
  else
    for (size_t i = 0; i < n; i++)
      strata_dtype_set (to, target, i, strata_dtype_get (from, source, i));
}
