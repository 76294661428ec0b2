/* strata-histogram.h — how many numbers are how large.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-tensor-slice.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_HISTOGRAM (strata_histogram_get_type ())

G_DECLARE_FINAL_TYPE (StrataHistogram, strata_histogram, STRATA, HISTOGRAM, GtkWidget)

GtkWidget *strata_histogram_new (void);
void       strata_histogram_set (StrataHistogram              *histogram,
                                 const StrataTensorStatistics *statistics);

G_END_DECLS
