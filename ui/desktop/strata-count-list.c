/* strata-count-list.c — a list model of the numbers from 0 on.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-count-list.h"

struct _StrataCountList
{
  GObject parent_instance;

  guint n;
};

static GQuark
count_quark (void)
{
  return g_quark_from_static_string ("strata-count");
}

static GType
strata_count_list_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
strata_count_list_get_n_items (GListModel *model)
{
  return STRATA_COUNT_LIST (model)->n;
}

static gpointer
strata_count_list_get_item (GListModel *model, guint position)
{
  GObject *item;

  if (position >= STRATA_COUNT_LIST (model)->n)
    return NULL;
  item = g_object_new (G_TYPE_OBJECT, NULL);
  g_object_set_qdata (item, count_quark (), GUINT_TO_POINTER (position));
  return item;
}

static void
init_model (GListModelInterface *iface)
{
  iface->get_item_type = strata_count_list_get_item_type;
  iface->get_n_items = strata_count_list_get_n_items;
  iface->get_item = strata_count_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (StrataCountList,
                               strata_count_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      init_model))

static void
strata_count_list_class_init (StrataCountListClass *klass)
{
}

static void
strata_count_list_init (StrataCountList *self)
{
}

StrataCountList *
strata_count_list_new (void)
{
  return g_object_new (STRATA_TYPE_COUNT_LIST, NULL);
}

void
strata_count_list_set (StrataCountList *list, guint n)
{
  guint before;

  g_return_if_fail (STRATA_IS_COUNT_LIST (list));

  before = list->n;
  list->n = n;
  g_list_model_items_changed (G_LIST_MODEL (list), 0, before, n);
}

guint
strata_count_get (GObject *item)
{
  return GPOINTER_TO_UINT (g_object_get_qdata (item, count_quark ()));
}
