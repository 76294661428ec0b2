/* strata-sample-feeds.h — samples for the Inputs that nothing is fed to.
 *
 * They are for looking at results while a graph is edited: they belong to no
 * file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

typedef struct _StrataSampleFeeds StrataSampleFeeds;

StrataSampleFeeds *strata_sample_feeds_new    (void);
void               strata_sample_feeds_free   (StrataSampleFeeds *samples);

/* Looks at the graph anew. A sample stays the same tensor for as long as its
 * Input has the same shape. */
void               strata_sample_feeds_update (StrataSampleFeeds *samples,
                                               StrataGraph       *graph);

/* NULL where nothing is to be fed. */
StrataFeeds       *strata_sample_feeds_get    (StrataSampleFeeds *samples);
/* Whether a sample is fed to the card; whether nothing else is. */
gboolean           strata_sample_feeds_has    (StrataSampleFeeds *samples,
                                               const char        *card);
gboolean           strata_sample_feeds_is_unfed (StrataSampleFeeds *samples,
                                               const char        *card);

G_END_DECLS
