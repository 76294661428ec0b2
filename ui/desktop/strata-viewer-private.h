/* strata-viewer-private.h — what the viewer's files share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-heat-map.h"
#include "strata-viewer.h"

G_BEGIN_DECLS

/* Ways to look at a tensor, in the order in which they are offered. */
typedef enum
{
  STRATA_VIEW_HEAT,
  STRATA_VIEW_GREY,
  STRATA_VIEW_COLOR,
  STRATA_VIEW_CHANNELS,
  STRATA_VIEW_NUMBERS,
} StrataViewMode;

/* What is black and white in an image. */
typedef enum
{
  STRATA_RANGE_NUMBERS, /* the smallest and the largest number */
  STRATA_RANGE_1,       /* 0 and 1 */
  STRATA_RANGE_255,     /* 0 and 255 */
} StrataViewRange;

struct _StrataViewer
{
  AdwBin parent_instance;

  StrataDocument *document;
  StrataExplainer *explainer; /* or NULL */
  char *card;
  char *port;
  gboolean pinned;
  StrataTensor *tensor;
  StrataSliceFormat format;
  StrataTensorLayout layout;
  double low; /* of the numbers; above high for none that is finite */
  double high;
  gint64 multiplier; /* see strata-channel-kinship.h */
  GCancellable *looking; /* at the numbers, in a thread */

  GtkWidget *stack;
  GtkWidget *empty;
  GtkWidget *title;
  GtkWidget *shape;
  GtkWidget *sample;
  GtkWidget *kinship; /* where the channel came from */
  GtkWidget *mode;
  GtkWidget *range;
  GtkWidget *ways; /* a stack: of the ways to look at it */
  GtkWidget *map;
  GtkWidget *strip;
  GtkWidget *table;
  GtkWidget *legend;
  GtkWidget *ends; /* what stands below it */
  GtkWidget *min;
  GtkWidget *middle;
  GtkWidget *max;
  GtkWidget *image_row;
  GtkWidget *channel_row;
  GtkAdjustment *image;
  GtkAdjustment *channel;
  GtkWidget *number;
  GtkWidget *explain;
  GtkWidget *statistics;
  GtkWidget *histogram;
};


/* strata-viewer-element.c */
void strata_viewer_watch_elements (StrataViewer *self);
void strata_viewer_watch_numbers  (StrataViewer *self);
void strata_viewer_tell_element   (StrataViewer *self);

/* strata-viewer-explain.c */
GtkWidget *strata_viewer_new_explain (StrataViewer *self);
/* What the number that is explained has seen of this tensor is marked. */
void strata_viewer_show_sight     (StrataViewer *self);
/* Another tensor is shown: its own number is chosen again, and of one that was
 * seen it is the part alone. TRUE where the explainer knew. */
gboolean strata_viewer_follow_explainer (StrataViewer *self);
/* An element was chosen, by the user or because another tensor is there. */
void strata_viewer_explain        (StrataViewer *self,
                                   GVariant     *index);
void strata_viewer_want_explained (StrataViewer *self);

/* strata-viewer-look.c */
void strata_viewer_look           (StrataViewer *self);
void strata_viewer_stop_looking   (StrataViewer *self);
void strata_viewer_update_look    (StrataViewer *self);

/* strata-viewer-pane.c */
GtkWidget *strata_viewer_new_pane (StrataViewer *self);
void strata_viewer_install_actions (GtkWidgetClass *klass);

G_END_DECLS
