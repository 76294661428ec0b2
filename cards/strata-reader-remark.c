/* strata-reader-remark.c — a frame or a note from its object in a graph's file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-reader-private.h"

static const char *
name_list (StrataRemarkKind kind)
{
  return kind == STRATA_REMARK_FRAME ? "frames" : "notes";
}

static const char *
read_id (StrataReader *reader,
         StrataRemarkKind kind,
         guint i,
         StrataValue *object)
{
  const char *id = strata_reader_read_id (reader, name_list (kind), i, object);

  if (!id || !strata_graph_find_remark (reader->graph, id))
    return id;
  strata_reader_add_fault (
      reader, NULL, NULL,
      "The id of %s[%u], '%s', is that of another frame or note before it, "
      "but each needs one of its own",
      name_list (kind), i, id);
  return NULL;
}

/* A string that is given, or NULL. */
static char *
dup_text (StrataReader *reader,
          StrataRemark *remark,
          guint i,
          StrataValue *object,
          const char *key)
{
  StrataValue *value = strata_reader_get_given (object, key);

  if (strata_value_is (value, STRATA_VALUE_STRING))
    return g_strdup (strata_value_get_string (value));
  if (value)
    strata_reader_add_fault (
        reader, NULL, NULL, "The %s of %s[%u] is %s, but it must be a string",
        key, name_list (remark->kind), i, strata_reader_name_kind (value));
  return NULL;
}

static void
load_position (StrataReader *reader,
               StrataRemark *remark,
               guint i,
               StrataValue *position)
{
  if (position
      && !strata_reader_read_pair (position, &remark->area.x, &remark->area.y))
    strata_reader_add_fault (reader, NULL, NULL,
                             "The position of %s[%u] is not a list of two "
                             "numbers, such as [40, 80]",
                             name_list (remark->kind), i);
}

static void
load_size (StrataReader *reader,
           StrataRemark *remark,
           guint i,
           StrataValue *size)
{
  StrataArea area = remark->area;

  if (!size)
    return;
  if (strata_reader_read_pair (size, &area.width, &area.height)
      && strata_area_is_valid (&area))
    remark->area = area;
  else
    strata_reader_add_fault (reader, NULL, NULL,
                             "The size of %s[%u] is not a list of two numbers "
                             "above 0, such as [400, 300]",
                             name_list (remark->kind), i);
}

static void
load_remark (StrataReader *reader,
             StrataRemarkKind kind,
             guint i,
             StrataValue *object)
{
  g_autoptr (StrataRemark) remark = NULL;
  g_autofree char *text = NULL;
  const char *id;

  if (!strata_value_is (object, STRATA_VALUE_OBJECT))
    {
      strata_reader_add_fault (
          reader, NULL, NULL,
          "The entry %s[%u] is %s, but it must be an object with an id",
          name_list (kind), i, strata_reader_name_kind (object));
      return;
    }
  id = read_id (reader, kind, i, object);
  if (!id)
    return;

  remark = strata_remark_new (kind, id);
  text = dup_text (reader, remark, i, object, strata_remark_text_key (kind));
  if (text)
    {
      g_free (remark->text);
      remark->text = g_steal_pointer (&text);
    }
  remark->color = dup_text (reader, remark, i, object, "color");
  load_position (reader, remark, i,
                 strata_reader_get_given (object, "position"));
  load_size (reader, remark, i, strata_reader_get_given (object, "size"));
  remark->extras = strata_reader_dup_extras (
      object, kind == STRATA_REMARK_FRAME ? strata_frame_knows_key
                                          : strata_note_knows_key);
  strata_graph_insert_remark (reader->graph, remark, NULL);
}

void
strata_reader_load_frame (StrataReader *reader, guint i, StrataValue *object)
{
  load_remark (reader, STRATA_REMARK_FRAME, i, object);
}

void
strata_reader_load_note (StrataReader *reader, guint i, StrataValue *object)
{
  load_remark (reader, STRATA_REMARK_NOTE, i, object);
}
