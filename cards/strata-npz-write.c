/* strata-npz-write.c — archives of arrays as numpy.savez() writes them.
 *
 * A ZIP file of stored members goes out from its first byte to its last, so
 * that it can go into a pipe, and tensors go out from where they are. Numbers
 * are those of PKWARE's APPNOTE.TXT 6.3.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npz-private.h"
#include "strata-file-error-private.h"

#include <string.h>
#include <zlib.h>

/* Of the format, 4.5, which brought sizes of 64 bits; made on Unix. */
#define VERSION 45
#define MADE_ON_UNIX (3 << 8)

/* The first day of the format's calendar. */
#define NO_TIME 0
#define NO_DATE 0x21

#define NAME_IS_UTF8 0x800
#define OWNER_MAY_READ_AND_WRITE (0600u << 16)

/* What is above these stands elsewhere, in 64 bits. The first limit is that of
 * Python, which keeps clear of the sign. */
#define LARGEST_32 G_MAXINT32
#define LARGEST_16 G_MAXUINT16

#define EXTRA_64 1

typedef struct
{
  char *name;
  const StrataTensor *tensor;
  guint64 length;
  guint64 offset;
  guint32 checksum;
} Member;

/* Where the bytes go, and how many went there. */
typedef struct
{
  StrataByteSink write;
  gpointer sink;
  guint64 offset;
} Output;

static void
member_clear (gpointer data)
{
  g_free (((Member *) data)->name);
}

static void
put (GByteArray *record, guint64 number, int size)
{
  for (int i = 0; i < size; i++)
    g_byte_array_append (record, &(guint8){ (number >> 8 * i) & 0xff }, 1);
}

static void
put_name (GByteArray *record, const Member *member)
{
  g_byte_array_append (record, (const guint8 *) member->name,
                       (guint) strlen (member->name));
}

/* A StrataByteSink of an Output. */
static gboolean
send_bytes (gpointer data, const void *bytes, gsize n, GError **error)
{
  Output *output = data;

  output->offset += n;
  return output->write (output->sink, bytes, n, error);
}

static gboolean
send_record (Output *output, const GByteArray *record, GError **error)
{
  return send_bytes (output, record->data, record->len, error);
}

/* A StrataByteSink of a checksum. */
static gboolean
add_to_checksum (gpointer data, const void *bytes, gsize n, GError **error)
{
  guint32 *checksum = data;

  *checksum = (guint32) crc32_z (*checksum, bytes, n);
  return TRUE;
}

/* From the version to the checksum: the same at both places. */
static void
put_common (GByteArray *record, const Member *member)
{
  put (record, VERSION, 2);
  put (record, g_str_is_ascii (member->name) ? 0 : NAME_IS_UTF8, 2);
  put (record, 0, 2);
  put (record, NO_TIME, 2);
  put (record, NO_DATE, 2);
  put (record, member->checksum, 4);
}

/* NumPy's members always have their sizes in 64 bits here. */
static GByteArray *
new_member_header (const Member *member)
{
  GByteArray *record = g_byte_array_new ();

  g_byte_array_append (record, (const guint8 *) "PK\3\4", 4);
  put_common (record, member);
  put (record, G_MAXUINT32, 4);
  put (record, G_MAXUINT32, 4);
  put (record, strlen (member->name), 2);
  put (record, 20, 2);
  put_name (record, member);
  put (record, EXTRA_64, 2);
  put (record, 16, 2);
  put (record, member->length, 8);
  put (record, member->length, 8);
  return record;
}

static GByteArray *
new_directory_entry (const Member *member)
{
  GByteArray *record = g_byte_array_new ();
  gboolean is_long = member->length > LARGEST_32;
  gboolean is_far = member->offset > LARGEST_32;
  guint64 extra = (is_long ? 16u : 0u) + (is_far ? 8u : 0u);

  g_byte_array_append (record, (const guint8 *) "PK\1\2", 4);
  put (record, VERSION | MADE_ON_UNIX, 2);
  put_common (record, member);
  put (record, is_long ? G_MAXUINT32 : member->length, 4);
  put (record, is_long ? G_MAXUINT32 : member->length, 4);
  put (record, strlen (member->name), 2);
  put (record, extra > 0 ? extra + 4 : 0, 2);
  put (record, 0, 2 + 2 + 2);
  put (record, OWNER_MAY_READ_AND_WRITE, 4);
  put (record, is_far ? G_MAXUINT32 : member->offset, 4);
  put_name (record, member);

  if (extra > 0)
    {
      put (record, EXTRA_64, 2);
      put (record, extra, 2);
    }
  if (is_long)
    {
      put (record, member->length, 8);
      put (record, member->length, 8);
    }
  if (is_far)
    put (record, member->offset, 8);
  return record;
}

static void
put_end_64 (GByteArray *record, guint64 n, guint64 start, guint64 end)
{
  g_byte_array_append (record, (const guint8 *) "PK\6\6", 4);
  put (record, 44, 8);
  put (record, VERSION, 2);
  put (record, VERSION, 2);
  put (record, 0, 4 + 4);
  put (record, n, 8);
  put (record, n, 8);
  put (record, end - start, 8);
  put (record, start, 8);

  g_byte_array_append (record, (const guint8 *) "PK\6\7", 4);
  put (record, 0, 4);
  put (record, end, 8);
  put (record, 1, 4);
}

/* @n members, whose directory reaches from @start to @end. */
static GByteArray *
new_end (guint64 n, guint64 start, guint64 end)
{
  GByteArray *record = g_byte_array_new ();

  if (n > LARGEST_16 || start > LARGEST_32 || end - start > LARGEST_32)
    put_end_64 (record, n, start, end);

  g_byte_array_append (record, (const guint8 *) "PK\5\6", 4);
  put (record, 0, 2 + 2);
  put (record, MIN (n, G_MAXUINT16), 2);
  put (record, MIN (n, G_MAXUINT16), 2);
  put (record, MIN (end - start, G_MAXUINT32), 4);
  put (record, MIN (start, G_MAXUINT32), 4);
  put (record, 0, 2);
  return record;
}

static gboolean
check_name (GHashTable *names, const char *name, GError **error)
{
  g_autofree char *quoted = strata_file_quote (name);

  if (!g_utf8_validate (name, -1, NULL) || strlen (name) > LARGEST_16)
    return strata_file_error_set (
        error, STRATA_FILE_ERROR_KEY,
        "An archive cannot have a member %s: a name has at most %d bytes of "
        "UTF-8",
        quoted, LARGEST_16);
  if (!g_hash_table_add (names, (gpointer) name))
    return strata_file_error_set (error, STRATA_FILE_ERROR_KEY,
                                  "An archive cannot have two members %s",
                                  quoted);
  return TRUE;
}

static GArray *
new_members (gsize n,
             const char *const *keys,
             StrataTensor *const *tensors,
             GError **error)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_array_set_clear_func (members, member_clear);
  for (gsize i = 0; i < n; i++)
    {
      Member member = {
        .name = g_strconcat (keys[i], ".npy", NULL),
        .tensor = tensors[i],
        .length = strata_npy_length (tensors[i]),
      };

      g_array_append_val (members, member);
      if (!check_name (names, member.name, error))
        return NULL;
    }
  return g_steal_pointer (&members);
}

static gboolean
send_member (Output *output, Member *member, GError **error)
{
  g_autoptr (GByteArray) header = NULL;

  member->offset = output->offset;
  member->checksum = (guint32) crc32_z (0, NULL, 0);
  strata_npy_write (member->tensor, add_to_checksum, &member->checksum, NULL);
  header = new_member_header (member);
  return send_record (output, header, error)
         && strata_npy_write (member->tensor, send_bytes, output, error);
}

static gboolean
send_directory (Output *output, GArray *members, GError **error)
{
  guint64 start = output->offset;
  g_autoptr (GByteArray) end = NULL;

  for (guint i = 0; i < members->len; i++)
    {
      g_autoptr (GByteArray) entry =
          new_directory_entry (&g_array_index (members, Member, i));

      if (!send_record (output, entry, error))
        return FALSE;
    }
  end = new_end (members->len, start, output->offset);
  return send_record (output, end, error);
}

gboolean
strata_npz_write (gsize n_members,
                  const char *const *keys,
                  StrataTensor *const *tensors,
                  StrataByteSink write,
                  gpointer sink,
                  GError **error)
{
  g_autoptr (GArray) members = new_members (n_members, keys, tensors, error);
  Output output = { .write = write, .sink = sink };

  if (!members)
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    if (!send_member (&output, &g_array_index (members, Member, i), error))
      return FALSE;
  return send_directory (&output, members, error);
}
