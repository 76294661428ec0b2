/* strata-npz-member.c — one array of an archive, while it is read.
 *
 * What an archive says of a member is believed only as far as the archive's own
 * length bears it out.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npz-member-private.h"
#include "strata-file-error-private.h"
#include "strata-npz-source-private.h"

/* deflate makes at most 1032 bytes out of one, and needs a few to begin. */
#define MOST_OUT_OF_ONE 1040

/* Whether the numbers that the archive gives for a member can be true. */
static gboolean
check (const zip_stat_t *status, guint64 archive_length, GError **error)
{
  const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC
                              | ZIP_STAT_COMP_METHOD
                              | ZIP_STAT_ENCRYPTION_METHOD;

  if ((status->valid & needed) != needed)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "The archive does not say how it is packed");
  if (status->encryption_method != ZIP_EM_NONE)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "It is encrypted");
  if (status->comp_method != ZIP_CM_STORE
      && status->comp_method != ZIP_CM_DEFLATE)
    return strata_file_error_set (
        error, STRATA_FILE_ERROR_FORMAT,
        "It is packed by method %d, but only %d (stored) and %d (deflated) can "
        "be read",
        status->comp_method, ZIP_CM_STORE, ZIP_CM_DEFLATE);

  if (status->comp_size > archive_length)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "It claims %" G_GUINT64_FORMAT
                                  " bytes of an archive of %" G_GUINT64_FORMAT,
                                  status->comp_size, archive_length);
  if (status->comp_method == ZIP_CM_STORE
          ? status->size != status->comp_size
          : status->size / MOST_OUT_OF_ONE > status->comp_size)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "It claims to be %" G_GUINT64_FORMAT
                                  " bytes long, which %" G_GUINT64_FORMAT
                                  " bytes of the archive cannot hold",
                                  status->size, status->comp_size);
  return TRUE;
}

gboolean
strata_npz_member_open (StrataNpzMember *self,
                        zip_t *archive,
                        guint64 archive_length,
                        guint64 place,
                        GError **error)
{
  zip_stat_t status;

  if (zip_stat_index (archive, place, 0, &status) != 0)
    return strata_npz_set_error (error, zip_get_error (archive),
                                 "The archive is damaged");
  if (!check (&status, archive_length, error))
    return FALSE;

  *self = (StrataNpzMember){
    .file = zip_fopen_index (archive, place, 0),
    .length = status.size,
    .checksum = status.crc,
  };
  return self->file
         || strata_npz_set_error (error, zip_get_error (archive),
                                  "The archive is damaged");
}

void
strata_npz_member_close (StrataNpzMember *self)
{
  g_clear_pointer (&self->file, zip_fclose);
}

static gboolean
set_error (StrataNpzMember *self, GError **error)
{
  zip_error_t *problem = zip_file_get_error (self->file);

  if (zip_error_code_zip (problem) != ZIP_ER_CRC)
    return strata_npz_set_error (error, problem, "It is damaged");
  return strata_file_error_set (
      error, STRATA_FILE_ERROR_CHECKSUM,
      "It is damaged: its bytes are not those of its checksum %08x",
      self->checksum);
}

gboolean
strata_npz_member_read (gpointer source, void *buffer, gsize n, GError **error)
{
  StrataNpzMember *self = source;
  zip_int64_t length = zip_fread (self->file, buffer, n);

  if (length < 0)
    return set_error (self, error);
  self->offset += (guint64) length;
  if ((gsize) length < n)
    return strata_file_error_set (
        error, STRATA_FILE_ERROR_FORMAT,
        "It is damaged: it ends after %" G_GUINT64_FORMAT
        " of %" G_GUINT64_FORMAT " bytes",
        self->offset, self->length);
  return TRUE;
}

/* libzip holds the checksum against the bytes when it sees their end. */
gboolean
strata_npz_member_end (StrataNpzMember *self, GError **error)
{
  char more;
  zip_int64_t length = zip_fread (self->file, &more, 1);

  if (length < 0)
    return set_error (self, error);
  return length == 0
         || strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                   "It is damaged: it is longer than the "
                                   "%" G_GUINT64_FORMAT " bytes it claims",
                                   self->length);
}
