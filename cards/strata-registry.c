/* strata-registry.c — the kinds of cards that there are.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-registry.h"
#include "strata-port-type-private.h"

#include <gio/gio.h>
#include <string.h>

struct _StrataRegistry
{
  GObject parent_instance;

  GPtrArray *kinds;
  GHashTable *by_type;
  /* Names of objects: one table for each type of port. */
  GHashTable *by_name[STRATA_N_PORT_TYPES];
};

G_DEFINE_FINAL_TYPE (StrataRegistry, strata_registry, G_TYPE_OBJECT)

static void
strata_registry_finalize (GObject *object)
{
  StrataRegistry *self = STRATA_REGISTRY (object);

  g_ptr_array_unref (self->kinds);
  g_hash_table_unref (self->by_type);
  for (int i = 0; i < STRATA_N_PORT_TYPES; i++)
    g_clear_pointer (&self->by_name[i], g_hash_table_unref);

  G_OBJECT_CLASS (strata_registry_parent_class)->finalize (object);
}

static void
strata_registry_class_init (StrataRegistryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_registry_finalize;
}

static void
strata_registry_init (StrataRegistry *self)
{
  self->kinds = g_ptr_array_new ();
  self->by_type = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * strata_registry_new:
 *
 * Makes an empty registry.
 *
 * Returns: (transfer full): the registry
 */
StrataRegistry *
strata_registry_new (void)
{
  return g_object_new (STRATA_TYPE_REGISTRY, NULL);
}

/**
 * strata_registry_get_default:
 *
 * Gives the registry that graphs use unless they are told otherwise.
 *
 * Returns: (transfer none): the registry
 */
StrataRegistry *
strata_registry_get_default (void)
{
  static StrataRegistry *registry;

  if (g_once_init_enter (&registry))
    g_once_init_leave (&registry, strata_registry_new ());
  return registry;
}

static gboolean refuse (GError **error,
                        const StrataKind *kind,
                        const char *format,
                        ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (GError **error, const StrataKind *kind, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list values;

  va_start (values, format);
  reason = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "The card type '%s' %s", kind->type ? kind->type : "", reason);
  return FALSE;
}

static gboolean
is_name (const char *name, const char *further)
{
  if (!name || !*name || strlen (name) > 64)
    return FALSE;
  for (const char *c = name; *c; c++)
    if (!g_ascii_isalnum (*c) && *c != '_' && !strchr (further, *c))
      return FALSE;
  return TRUE;
}

static gboolean
check_field (const StrataKind *kind, const StrataPortRow *row, GError **error)
{
  gsize size = strata_port_field_size (row);

  if (row->flags & STRATA_PORT_OUT)
    return TRUE;
  if (row->offset > kind->size || size > kind->size - row->offset)
    return refuse (error, kind, "has a port '%s' outside its fields",
                   row->name);
  return TRUE;
}

static gboolean
check_standard (const StrataKind *kind,
                const StrataPortRow *row,
                GError **error)
{
  g_autoptr (StrataValue) standard = NULL;
  g_autofree char *message = NULL;

  if (!row->standard)
    return TRUE;
  standard = strata_port_dup_standard (row);
  if (!standard)
    return refuse (error, kind,
                   "has a default of port '%s' that is no value: %s", row->name,
                   row->standard);
  if (!strata_port_check_value (row, standard, NULL, &message))
    return refuse (error, kind, "has a wrong default of port '%s': %s",
                   row->name, message);
  return TRUE;
}

static gboolean
check_row (const StrataKind *kind, const StrataPortRow *row, GError **error)
{
  if (!is_name (row->name, ""))
    return refuse (error, kind,
                   "has a port whose name is not 1 to 64 of "
                   "A-Z a-z 0-9 _");
  if ((guint) row->type >= STRATA_N_PORT_TYPES)
    return refuse (error, kind, "has a port '%s' of an unknown type",
                   row->name);
  if (!row->help || !*row->help)
    return refuse (error, kind, "has a port '%s' without help", row->name);
  if (row->type == STRATA_PORT_CHOICE && (!row->choices || !row->choices[0]))
    return refuse (error, kind, "has a port '%s' without choices", row->name);
  return check_field (kind, row, error) && check_standard (kind, row, error);
}

static gboolean
check_rows (const StrataKind *kind, GError **error)
{
  for (gsize i = 0; i < kind->n_ports; i++)
    {
      gboolean output = (kind->ports[i].flags & STRATA_PORT_OUT) != 0;

      if (!check_row (kind, &kind->ports[i], error))
        return FALSE;
      if (strata_kind_find_port (kind, kind->ports[i].name, output)
          != &kind->ports[i])
        return refuse (error, kind, "has two ports called '%s'",
                       kind->ports[i].name);
    }
  return TRUE;
}

static gboolean
has_port (const StrataKind *kind,
          const char *name,
          gboolean output,
          StrataPortType type)
{
  const StrataPortRow *row = strata_kind_find_port (kind, name, output);

  return row && row->type == type;
}

/* The ports that others look for by name. */
static gboolean
check_role (const StrataKind *kind, GError **error)
{
  if (kind->layer
      && (!kind->layer->infer || !kind->layer->call
          || !has_port (kind, "input", FALSE, STRATA_PORT_TENSOR)
          || !has_port (kind, "layer_instance", TRUE, STRATA_PORT_LAYER)
          || !has_port (kind, "output", TRUE, STRATA_PORT_TENSOR)))
    return refuse (error, kind,
                   "is a layer, which needs the ports 'input', "
                   "'layer_instance' and 'output', and functions "
                   "to infer and to call");
  if ((kind->role == STRATA_ROLE_INPUT || kind->role == STRATA_ROLE_OUTPUT)
      && !has_port (kind, "name", FALSE, STRATA_PORT_STRING))
    return refuse (error, kind, "is an input or output without a port 'name'");
  if (kind->role == STRATA_ROLE_OUTPUT
      && !has_port (kind, "data", FALSE, STRATA_PORT_TENSOR))
    return refuse (error, kind, "is an output without a port 'data'");
  if (kind->role == STRATA_ROLE_SINK
      && (!has_port (kind, "path", FALSE, STRATA_PORT_STRING)
          || !has_port (kind, "tensor", FALSE, STRATA_PORT_TENSOR)))
    return refuse (error, kind,
                   "writes a file, but lacks the ports 'path' and "
                   "'tensor'");
  return TRUE;
}

static gboolean
check_kind (const StrataKind *kind, GError **error)
{
  if (!is_name (kind->type, ".-"))
    return refuse (error, kind,
                   "has a name that is not 1 to 64 of "
                   "A-Z a-z 0-9 _ . -");
  if (!kind->title || !kind->category || !kind->summary)
    return refuse (error, kind, "lacks a title, a category or a summary");
  if (kind->n_ports == 0 || !kind->ports)
    return refuse (error, kind, "has no ports");
  if (kind->n_ports > 64)
    return refuse (error, kind, "has more than 64 ports");
  if (kind->size > 64 * 1024)
    return refuse (error, kind, "has fields of more than 64 KiB");
  return check_rows (kind, error) && check_role (kind, error);
}

/* "GlorotUniform" to "glorot_uniform", "L1L2" to "l1l2", as Keras does. */
static char *
to_snake_case (const char *type)
{
  GString *name = g_string_new (NULL);

  for (const char *c = type; *c; c++)
    {
      gboolean starts =
          g_ascii_isupper (*c) && c > type
          && (g_ascii_islower (c[-1])
              || (g_ascii_isupper (c[-1]) && g_ascii_islower (c[1])));

      if (starts)
        g_string_append_c (name, '_');
      g_string_append_c (name, g_ascii_tolower (*c));
    }
  return g_string_free (name, FALSE);
}

/* The first kind of a name keeps it. */
static void
add_name (StrataRegistry *self,
          StrataPortType what,
          const char *name,
          const StrataKind *kind)
{
  if (!self->by_name[what])
    self->by_name[what] =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_contains (self->by_name[what], name))
    g_hash_table_insert (self->by_name[what], g_strdup (name), (gpointer) kind);
}

static void
add_names (StrataRegistry *self, StrataPortType what, const StrataKind *kind)
{
  g_autofree char *snake = to_snake_case (kind->type);

  add_name (self, what, kind->type, kind);
  add_name (self, what, snake, kind);
  for (guint i = 0; kind->aliases && kind->aliases[i]; i++)
    add_name (self, what, kind->aliases[i], kind);
}

/**
 * strata_registry_add: (skip)
 * @registry: a registry
 * @kind: a kind of card, which must stay for ever
 * @error: where to say what is wrong
 *
 * Adds a kind of card.
 *
 * Returns: whether its table is well formed and its type was free
 */
gboolean
strata_registry_add (StrataRegistry *registry,
                     const StrataKind *kind,
                     GError **error)
{
  g_return_val_if_fail (STRATA_IS_REGISTRY (registry), FALSE);
  g_return_val_if_fail (kind, FALSE);

  if (!check_kind (kind, error))
    return FALSE;
  if (g_hash_table_contains (registry->by_type, kind->type))
    return refuse (error, kind, "is there already");

  g_ptr_array_add (registry->kinds, (gpointer) kind);
  g_hash_table_insert (registry->by_type, (gpointer) kind->type,
                       (gpointer) kind);
  for (gsize i = 0; i < kind->n_ports; i++)
    if ((kind->ports[i].flags & STRATA_PORT_OUT)
        && strata_port_is_object (kind->ports[i].type))
      add_names (registry, kind->ports[i].type, kind);
  return TRUE;
}

/**
 * strata_registry_lookup: (skip)
 * @registry: a registry
 * @type: type of a card, as graph files name it
 *
 * Finds a kind of card.
 *
 * Returns: (nullable): the kind, or %NULL
 */
const StrataKind *
strata_registry_lookup (StrataRegistry *registry, const char *type)
{
  g_return_val_if_fail (STRATA_IS_REGISTRY (registry), NULL);

  return g_hash_table_lookup (registry->by_type, type);
}

/**
 * strata_registry_lookup_object: (skip)
 * @registry: a registry
 * @name: name of an object: `he_normal`
 * @what: type of port that takes it
 *
 * Finds the kind whose object with all defaults a name stands for.
 *
 * Returns: (nullable): the kind, or %NULL
 */
const StrataKind *
strata_registry_lookup_object (StrataRegistry *registry,
                               const char *name,
                               StrataPortType what)
{
  g_return_val_if_fail (STRATA_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail ((guint) what < STRATA_N_PORT_TYPES, NULL);

  if (!registry->by_name[what])
    return NULL;
  return g_hash_table_lookup (registry->by_name[what], name);
}

/**
 * strata_registry_get_n_kinds:
 * @registry: a registry
 *
 * Counts kinds of cards.
 *
 * Returns: their number
 */
guint
strata_registry_get_n_kinds (StrataRegistry *registry)
{
  g_return_val_if_fail (STRATA_IS_REGISTRY (registry), 0);

  return registry->kinds->len;
}

/**
 * strata_registry_get_kind: (skip)
 * @registry: a registry
 * @index: number of a kind
 *
 * Gives a kind of card, in the order in which they were added.
 *
 * Returns: the kind
 */
const StrataKind *
strata_registry_get_kind (StrataRegistry *registry, guint index)
{
  g_return_val_if_fail (STRATA_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (index < registry->kinds->len, NULL);

  return registry->kinds->pdata[index];
}

/**
 * strata_registry_get_types:
 * @registry: a registry
 *
 * Lists the types of cards, in the order in which they were added.
 *
 * Returns: (transfer full) (array zero-terminated=1): the types
 */
char **
strata_registry_get_types (StrataRegistry *registry)
{
  char **types;

  g_return_val_if_fail (STRATA_IS_REGISTRY (registry), NULL);

  types = g_new0 (char *, registry->kinds->len + 1);
  for (guint i = 0; i < registry->kinds->len; i++)
    types[i] =
        g_strdup (((const StrataKind *) registry->kinds->pdata[i])->type);
  return types;
}

/**
 * strata_kind_find_port: (skip)
 * @kind: a kind of card
 * @name: name of a port
 * @output: whether it is an output
 *
 * Finds a port; an input and an output may have the same name.
 *
 * Returns: (nullable): its row, or %NULL
 */
const StrataPortRow *
strata_kind_find_port (const StrataKind *kind,
                       const char *name,
                       gboolean output)
{
  for (gsize i = 0; i < kind->n_ports; i++)
    if (!(kind->ports[i].flags & STRATA_PORT_OUT) == !output
        && g_str_equal (kind->ports[i].name, name))
      return &kind->ports[i];
  return NULL;
}
