/* strata-remark.c — a frame around cards, or a note beside them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-remark-private.h"

G_DEFINE_FINAL_TYPE (StrataRemark, strata_remark, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (StrataRemarkKind,
                    strata_remark_kind,
                    G_DEFINE_ENUM_VALUE (STRATA_REMARK_FRAME, "frame"),
                    G_DEFINE_ENUM_VALUE (STRATA_REMARK_NOTE, "note"))

static void
strata_remark_finalize (GObject *object)
{
  StrataRemark *self = STRATA_REMARK (object);

  g_free (self->id);
  g_free (self->text);
  g_free (self->color);
  g_clear_pointer (&self->extras, strata_value_unref);

  G_OBJECT_CLASS (strata_remark_parent_class)->finalize (object);
}

static void
strata_remark_class_init (StrataRemarkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_remark_finalize;
}

static void
strata_remark_init (StrataRemark *self)
{
}

StrataRemark *
strata_remark_new (StrataRemarkKind kind, const char *id)
{
  StrataRemark *self = g_object_new (STRATA_TYPE_REMARK, NULL);

  self->kind = kind;
  self->id = g_strdup (id);
  self->text = g_strdup ("");
  self->area = kind == STRATA_REMARK_FRAME ? (StrataArea){ 0, 0, 400, 300 }
                                           : (StrataArea){ 0, 0, 240, 120 };
  return self;
}

/**
 * strata_remark_get_kind:
 * @remark: a remark
 *
 * Says whether a remark is a frame or a note.
 *
 * Returns: what it is
 */
StrataRemarkKind
strata_remark_get_kind (StrataRemark *remark)
{
  g_return_val_if_fail (STRATA_IS_REMARK (remark), STRATA_REMARK_NOTE);

  return remark->kind;
}

/**
 * strata_remark_get_id:
 * @remark: a remark
 *
 * Gives the id of a remark, unique among the remarks of its graph.
 *
 * Returns: the id
 */
const char *
strata_remark_get_id (StrataRemark *remark)
{
  g_return_val_if_fail (STRATA_IS_REMARK (remark), NULL);

  return remark->id;
}

/**
 * strata_remark_get_graph:
 * @remark: a remark
 *
 * Gives the graph that a remark stands in.
 *
 * Returns: (transfer none) (nullable): the graph, or %NULL for a remark that
 *   was removed
 */
StrataGraph *
strata_remark_get_graph (StrataRemark *remark)
{
  g_return_val_if_fail (STRATA_IS_REMARK (remark), NULL);

  return remark->graph;
}

/**
 * strata_remark_get_text:
 * @remark: a remark
 *
 * Gives the title of a frame, or the text of a note.
 *
 * Returns: the text; empty for none
 */
const char *
strata_remark_get_text (StrataRemark *remark)
{
  g_return_val_if_fail (STRATA_IS_REMARK (remark), NULL);

  return remark->text;
}

/**
 * strata_remark_get_color:
 * @remark: a remark
 *
 * Names the colour of a remark. Which names there are, its editor knows.
 *
 * Returns: (nullable): the name, or %NULL for none
 */
const char *
strata_remark_get_color (StrataRemark *remark)
{
  g_return_val_if_fail (STRATA_IS_REMARK (remark), NULL);

  return remark->color;
}

/**
 * strata_remark_get_position:
 * @remark: a remark
 * @x: (out) (optional): distance from the left
 * @y: (out) (optional): distance from the top
 *
 * Gives the place of a remark on the canvas.
 */
void
strata_remark_get_position (StrataRemark *remark, double *x, double *y)
{
  g_return_if_fail (STRATA_IS_REMARK (remark));

  if (x)
    *x = remark->area.x;
  if (y)
    *y = remark->area.y;
}

/**
 * strata_remark_get_size:
 * @remark: a remark
 * @width: (out) (optional): its width, more than 0
 * @height: (out) (optional): its height, more than 0
 *
 * Gives the size of a remark on the canvas.
 */
void
strata_remark_get_size (StrataRemark *remark, double *width, double *height)
{
  g_return_if_fail (STRATA_IS_REMARK (remark));

  if (width)
    *width = remark->area.width;
  if (height)
    *height = remark->area.height;
}

/**
 * strata_remark_get_extra:
 * @remark: a remark
 * @key: a key
 *
 * Gives a further member of the remark's object in the file.
 *
 * Returns: (transfer none) (nullable): its value, or %NULL where there is none
 */
StrataValue *
strata_remark_get_extra (StrataRemark *remark, const char *key)
{
  g_return_val_if_fail (STRATA_IS_REMARK (remark), NULL);
  g_return_val_if_fail (key, NULL);

  return remark->extras ? strata_value_get_member (remark->extras, key) : NULL;
}
