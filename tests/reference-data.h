/* reference-data.h — reading what other programs computed.
 *
 * An index is text: "strata-reference 1 CASES BLOB_BYTES", then one line for
 * each case with its name and key=value settings; lines that start with '#'
 * are comments. A tensor is "dtype:shape@offset", a place in the little-endian
 * blob beside the index, or "dtype:shape=v,v,…", the numbers themselves. All
 * of it is checked when it is read.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>
#include <stdint.h>

#define REFERENCE_MAX_RANK 8

typedef struct _ReferenceData ReferenceData;
typedef struct _ReferenceCase ReferenceCase;

typedef struct
{
  int rank;
  int64_t shape[REFERENCE_MAX_RANK];
  gsize n;
  double *values;
} ReferenceTensor;

#define REFERENCE_ERROR (reference_error_quark ())
GQuark reference_error_quark (void);

/* NULL and an error where anything does not hold together. */
ReferenceData *reference_data_parse (GBytes *index,
                                     GBytes *blob,
                                     GError **error);
ReferenceData *reference_data_load (const char *folder,
                                    const char *name,
                                    GError **error);
void reference_data_free (ReferenceData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReferenceData, reference_data_free)

guint reference_data_n_cases (const ReferenceData *data);
const ReferenceCase *reference_data_case (const ReferenceData *data,
                                          guint number);

const char *reference_case_name (const ReferenceCase *item);

/* NULL where the case does not have the setting. */
const char *reference_case_text (const ReferenceCase *item,
                                 const char *key);

/* FALSE, and nothing written, where the setting is missing or is none. */
gboolean reference_case_double (const ReferenceCase *item,
                                const char *key,
                                double *value);
gboolean reference_case_int (const ReferenceCase *item,
                             const char *key,
                             int64_t *value);

/* How many integers the list has, or -1 where it is missing, malformed or
 * longer than @most. */
int reference_case_ints (const ReferenceCase *item,
                         const char *key,
                         int most,
                         int64_t *values);

/* A copy, to be cleared. */
gboolean reference_case_tensor (const ReferenceCase *item,
                                const char *key,
                                ReferenceTensor *tensor);
void reference_tensor_clear (ReferenceTensor *tensor);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReferenceTensor, reference_tensor_clear)

/* Tensor @number of the case with this seed: multiples of 2⁻²³ in [-1, 1),
 * from splitmix64, the same as in reference/dataset.py. */
void reference_generate (int64_t seed,
                         int number,
                         gsize n,
                         double *values);

/* |value − expected| / max (1, |expected|); infinite where one is NaN or
 * infinite and the other is not the same. */
double reference_distance (double value,
                           double expected);

/* Fails the running test and names the worst element where one is further from
 * @expected than @tolerance. */
void reference_expect (const char *what,
                       const double *values,
                       const ReferenceTensor *expected,
                       double tolerance);

/* Adds a test "/reference/NAME/…" for each case of the data of that name, and
 * ends the program where the data cannot be read. The data must outlive the
 * tests. */
ReferenceData *reference_add_tests (const char *name,
                                    GTestDataFunc test);
