/* strata-output-file-private.h — one file that is written beside its place, and
 * then put there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-npy-private.h"

#include <sys/stat.h>

/* A folder that is written to. */
typedef struct
{
  int fd; /* O_PATH */
  dev_t device;
  ino_t inode;
} StrataOutputFolder;

void strata_output_folder_free  (StrataOutputFolder *folder);
void strata_output_folder_flush (StrataOutputFolder *folder);

typedef enum
{
  STRATA_OUTPUT_LOCATED,   /* nothing is there yet */
  STRATA_OUTPUT_STAGED,    /* complete, under its temporary name */
  STRATA_OUTPUT_ADDED,     /* in its place, where nothing was */
  STRATA_OUTPUT_EXCHANGED, /* in its place; the old file has the other name */
  STRATA_OUTPUT_REPLACED,  /* in its place; the old file is gone */
} StrataOutputState;

typedef struct
{
  const char *path;                 /* as messages call it */
  const StrataOutputFolder *folder; /* NULL: no regular file */
  char *name;                       /* in its folder */
  char temporary[32];               /* in its folder, too */
  gboolean exists;
  struct stat status;               /* of what exists */
  StrataOutputState state;
} StrataOutputFile;

/* Writes all of a file. */
typedef gboolean (*StrataOutputWrite) (gconstpointer  content,
                                       StrataByteSink write,
                                       gpointer       sink,
                                       GError       **error);

/* The number of a descriptor that is already open, where @path is its name, such
 * as /dev/stdout; or −1. */
int      strata_output_file_descriptor (const char *path);

/* Finds where @path leads, and takes the folder from @folders, or adds it. With
 * @inside, a graph's @path that must stay in there; NULL: the user's own, which
 * goes anywhere, by links too. */
gboolean strata_output_file_locate  (StrataOutputFile  *self,
                                     GPtrArray         *folders,
                                     const char        *inside,
                                     const char        *path,
                                     GError           **error);

/* Writes it under its temporary name. */
gboolean strata_output_file_stage   (StrataOutputFile  *self,
                                     StrataOutputWrite  write,
                                     gconstpointer      content,
                                     GError           **error);

/* Writes to what is no regular file. */
gboolean strata_output_file_stream  (StrataOutputFile  *self,
                                     StrataOutputWrite  write,
                                     gconstpointer      content,
                                     GError           **error);

/* Gives it its name. With @may_undo, an old file is kept until it is
 * finished. */
gboolean strata_output_file_place   (StrataOutputFile  *self,
                                     gboolean           may_undo,
                                     GError           **error);

/* Takes back what was done, as far as that can be. */
void     strata_output_file_undo    (StrataOutputFile  *self);

/* Removes the old file, if it is still there. */
void     strata_output_file_finish  (StrataOutputFile  *self);

void     strata_output_file_free    (StrataOutputFile  *self);
