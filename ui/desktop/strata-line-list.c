/* strata-line-list.c — a list of lines that are written when they are read.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-line-list.h"

struct _StrataLineList
{
  GObject parent_instance;

  guint n_lines;
  StrataLineFunc write;
  gpointer data;
  GDestroyNotify destroy;
};

static GType
get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return STRATA_LINE_LIST (model)->n_lines;
}

static gpointer
get_item (GListModel *model, guint position)
{
  StrataLineList *self = STRATA_LINE_LIST (model);
  g_autofree char *line = NULL;

  if (position >= self->n_lines)
    return NULL;
  line = self->write (position, self->data);
  return gtk_string_object_new (line);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (StrataLineList,
                               strata_line_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_model_init))

static void
strata_line_list_finalize (GObject *object)
{
  StrataLineList *self = STRATA_LINE_LIST (object);

  if (self->destroy)
    self->destroy (self->data);

  G_OBJECT_CLASS (strata_line_list_parent_class)->finalize (object);
}

static void
strata_line_list_class_init (StrataLineListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_line_list_finalize;
}

static void
strata_line_list_init (StrataLineList *self)
{
}

StrataLineList *
strata_line_list_new (guint n_lines,
                      StrataLineFunc write,
                      gpointer data,
                      GDestroyNotify destroy)
{
  StrataLineList *list = g_object_new (STRATA_TYPE_LINE_LIST, NULL);

  list->n_lines = n_lines;
  list->write = write;
  list->data = data;
  list->destroy = destroy;
  return list;
}
