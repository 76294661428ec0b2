/* strata-npy.h — arrays of NumPy in files: .npy.
 *
 * Read are float16, float32, float64, every integer type and bool, in either
 * byte order, in C or Fortran order, in the versions 1.0, 2.0 and 3.0 of the
 * format. What is written is little-endian, in C order, version 1.0: byte for
 * byte what numpy.save() writes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-file-error.h"
#include "strata-tensor.h"

STRATA_BEGIN_DECLS

/**
 * StrataNpyKind:
 * @STRATA_NPY_FLOAT: floating, of 2, 4 or 8 bytes
 * @STRATA_NPY_SIGNED: integer with a sign, of 1, 2, 4 or 8 bytes
 * @STRATA_NPY_UNSIGNED: integer without a sign, of 1, 2, 4 or 8 bytes
 * @STRATA_NPY_BOOL: one byte, where everything but 0 is true
 *
 * What the bytes of an element mean.
 */
typedef enum
{
  STRATA_NPY_FLOAT,
  STRATA_NPY_SIGNED,
  STRATA_NPY_UNSIGNED,
  STRATA_NPY_BOOL,
} StrataNpyKind;

/**
 * StrataNpyHeader:
 * @kind: what the bytes of an element mean
 * @element_size: bytes of an element: 1, 2, 4 or 8
 * @big_endian: whether the most significant byte comes first
 * @fortran_order: whether the first axis is the fastest
 * @rank: the number of axes, at most %STRATA_MAX_RANK
 * @shape: the size of each axis
 * @n_elements: the product of @shape
 * @data_offset: bytes before the first element
 * @data_size: bytes of all elements
 *
 * What an array file says of its array.
 */
typedef struct
{
  StrataNpyKind kind;
  int element_size;
  gboolean big_endian;
  gboolean fortran_order;
  int rank;
  gint64 shape[STRATA_MAX_RANK];
  gint64 n_elements;
  guint64 data_offset;
  guint64 data_size;
} StrataNpyHeader;

STRATA_EXPORT gboolean      strata_npy_header_parse   (const void            *bytes,
                                                       gsize                  length,
                                                       StrataNpyHeader       *header,
                                                       GError               **error);
STRATA_EXPORT gboolean      strata_npy_header_read    (const char            *path,
                                                       StrataNpyHeader       *header,
                                                       GError               **error);
STRATA_EXPORT gboolean      strata_npy_header_read_fd (int                    fd,
                                                       const char            *name,
                                                       StrataNpyHeader       *header,
                                                       GError               **error);
STRATA_EXPORT StrataDType   strata_npy_header_dtype   (const StrataNpyHeader *header);

STRATA_EXPORT StrataTensor *strata_npy_read           (const char            *path,
                                                       GError               **error);
STRATA_EXPORT StrataTensor *strata_npy_read_as        (const char            *path,
                                                       const StrataDType     *dtype,
                                                       GError               **error);
STRATA_EXPORT StrataTensor *strata_npy_read_fd        (int                    fd,
                                                       const char            *name,
                                                       const StrataDType     *dtype,
                                                       GError               **error);
STRATA_EXPORT StrataTensor *strata_npy_parse          (const void            *bytes,
                                                       gsize                  length,
                                                       const StrataDType     *dtype,
                                                       GError               **error);

STRATA_EXPORT GBytes       *strata_npy_to_bytes       (StrataTensor          *tensor,
                                                       GError               **error);

STRATA_END_DECLS
