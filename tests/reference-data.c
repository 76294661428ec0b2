/* reference-data.c — reading what other programs computed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "reference-data.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

struct _ReferenceCase
{
  const ReferenceData *data;
  const char *name;
  GHashTable *settings; /* both sides point into the data's text */
};

struct _ReferenceData
{
  char *text;
  GBytes *blob;
  GPtrArray *cases;
};

/* A tensor as its setting describes it. */
typedef struct
{
  gsize element; /* bytes */
  int rank;
  int64_t shape[REFERENCE_MAX_RANK];
  gsize n;
  gsize offset;
  const char *literal; /* NULL: in the blob */
} Place;

G_DEFINE_QUARK (reference - error - quark, reference_error)

static gboolean fail (GError **error, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  g_autofree char *message = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error_literal (error, REFERENCE_ERROR, 0, message);
  return FALSE;
}

/* One number that ends at @end or at the string's; @text moves behind it. */
static gboolean
scan_int (const char **text, char end, int64_t *value)
{
  char *rest;
  const char *start = *text;

  if (!g_ascii_isdigit (*start) && *start != '-')
    return FALSE;
  errno = 0;
  *value = g_ascii_strtoll (start, &rest, 10);
  if (errno != 0 || rest == start || (*rest != end && *rest != '\0'))
    return FALSE;
  *text = *rest == end && end != '\0' ? rest + 1 : rest;
  return TRUE;
}

static gboolean
scan_double (const char **text, char end, double *value)
{
  char *rest;

  if (**text == '\0' || g_ascii_isspace (**text))
    return FALSE;
  *value = g_ascii_strtod (*text, &rest);
  if (rest == *text || (*rest != end && *rest != '\0'))
    return FALSE;
  *text = *rest == end && end != '\0' ? rest + 1 : rest;
  return TRUE;
}

/* Sizes up to "@" or "="; the number of elements must not overflow. */
static gboolean
scan_shape (const char **text, Place *place)
{
  const char *at = *text;

  place->n = 1;
  for (place->rank = 0; place->rank < REFERENCE_MAX_RANK; place->rank++)
    {
      char *rest;
      guint64 size;

      if (!g_ascii_isdigit (*at))
        return FALSE;
      errno = 0;
      size = g_ascii_strtoull (at, &rest, 10);
      if (errno != 0 || size > G_MAXINT32
          || !g_size_checked_mul (&place->n, place->n, (gsize) size))
        return FALSE;
      place->shape[place->rank] = (int64_t) size;
      at = rest;
      if (*at != ',')
        break;
      at++;
    }
  place->rank++;
  *text = at;
  return place->rank <= REFERENCE_MAX_RANK && (*at == '@' || *at == '=');
}

static gboolean
scan_place (const char *text, Place *place)
{
  int64_t offset;

  if (g_str_has_prefix (text, "float32:"))
    place->element = 4;
  else if (g_str_has_prefix (text, "float64:"))
    place->element = 8;
  else
    return FALSE;
  text += strlen ("float32:");
  if (!scan_shape (&text, place))
    return FALSE;
  place->literal = *text == '=' ? text + 1 : NULL;
  if (place->literal != NULL)
    return TRUE;
  text++;
  if (!scan_int (&text, '\0', &offset) || offset < 0)
    return FALSE;
  place->offset = (gsize) offset;
  return TRUE;
}

/* How many numbers stand in a literal, or -1. */
static gssize
count_literal (const char *text)
{
  double value;
  gssize n = 0;

  while (*text != '\0')
    {
      if (!scan_double (&text, ',', &value))
        return -1;
      n++;
    }
  return n;
}

static gboolean
check_place (const char *text, gsize blob_size)
{
  Place place;
  gsize bytes;

  if (!scan_place (text, &place))
    return FALSE;
  if (place.literal != NULL)
    return count_literal (place.literal) == (gssize) place.n;
  return g_size_checked_mul (&bytes, place.n, place.element)
         && place.offset <= blob_size && bytes <= blob_size - place.offset;
}

static gboolean
looks_like_tensor (const char *value)
{
  return g_str_has_prefix (value, "float32:")
         || g_str_has_prefix (value, "float64:");
}

static gboolean
add_setting (ReferenceCase *item, char *word, gsize blob_size, GError **error)
{
  char *value = strchr (word, '=');

  if (value == NULL || value == word)
    return fail (error, "Case %s: “%s” is no setting", item->name, word);
  *value++ = '\0';
  if (looks_like_tensor (value) && !check_place (value, blob_size))
    return fail (error, "Case %s: no tensor at %s=%s", item->name, word, value);
  if (!g_hash_table_insert (item->settings, word, value))
    return fail (error, "Case %s has two settings %s", item->name, word);
  return TRUE;
}

static void
case_free (gpointer memory)
{
  ReferenceCase *item = memory;

  g_hash_table_unref (item->settings);
  g_free (item);
}

/* Cuts the line into words where it stands. */
static gboolean
add_case (ReferenceData *data, GHashTable *names, char *line, GError **error)
{
  gsize blob_size = g_bytes_get_size (data->blob);
  ReferenceCase *item = g_new0 (ReferenceCase, 1);
  char *rest = NULL;

  item->data = data;
  item->settings = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (data->cases, item);
  item->name = strtok_r (line, " ", &rest);
  if (item->name == NULL || strchr (item->name, '=') != NULL)
    return fail (error, "Case %u has no name", data->cases->len);
  if (!g_hash_table_add (names, (gpointer) item->name))
    return fail (error, "Two cases are called %s", item->name);
  for (char *word; (word = strtok_r (NULL, " ", &rest)) != NULL;)
    if (!add_setting (item, word, blob_size, error))
      return FALSE;
  return TRUE;
}

static gboolean
scan_head (const char *text, int64_t *n_cases, int64_t *bytes)
{
  return scan_int (&text, ' ', n_cases) && scan_int (&text, '\0', bytes)
         && *n_cases >= 0 && *bytes >= 0;
}

/* The number of cases that the first line promises, or -1. */
static int64_t
read_head (const char *line, gsize blob_size, GError **error)
{
  const char *head = "strata-reference 1 ";
  int64_t n_cases, bytes;

  if (!g_str_has_prefix (line, head))
    fail (error, "This is no index of version 1");
  else if (!scan_head (line + strlen (head), &n_cases, &bytes))
    fail (error, "The index's first line is malformed");
  else if ((gsize) bytes != blob_size)
    fail (error, "The blob has %" G_GSIZE_FORMAT " bytes, not %" PRId64,
          blob_size, bytes);
  else
    return n_cases;
  return -1;
}

static gboolean
read_lines (ReferenceData *data, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  char *line = data->text;
  int64_t promised = -1;

  for (char *end; (end = strchr (line, '\n')) != NULL; line = end + 1)
    {
      *end = '\0';
      if (promised < 0)
        {
          promised = read_head (line, g_bytes_get_size (data->blob), error);
          if (promised < 0)
            return FALSE;
        }
      else if (*line != '#' && !add_case (data, names, line, error))
        return FALSE;
    }
  if (*line != '\0' || promised < 0)
    return fail (error, "The index ends within a line");
  if (promised != (int64_t) data->cases->len)
    return fail (error, "The index has %u cases, not %" PRId64,
                 data->cases->len, promised);
  return TRUE;
}

ReferenceData *
reference_data_parse (GBytes *index, GBytes *blob, GError **error)
{
  g_autoptr (ReferenceData) data = g_new0 (ReferenceData, 1);
  gsize size;
  const char *text = g_bytes_get_data (index, &size);

  data->text = g_strndup (size > 0 ? text : "", size);
  data->blob = g_bytes_ref (blob);
  data->cases = g_ptr_array_new_with_free_func (case_free);
  if (strlen (data->text) != size)
    {
      fail (error, "The index is not text");
      return NULL;
    }
  if (!read_lines (data, error))
    return NULL;
  return g_steal_pointer (&data);
}

static GBytes *
load_bytes (const char *folder,
            const char *name,
            const char *suffix,
            GError **error)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  char *contents;
  gsize size;

  if (!g_file_get_contents (path, &contents, &size, error))
    return NULL;
  return g_bytes_new_take (contents, size);
}

ReferenceData *
reference_data_load (const char *folder, const char *name, GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (GBytes) index = load_bytes (folder, name, ".index", error);
  g_autoptr (GBytes) blob = NULL;

  if (index == NULL)
    return NULL;
  blob = load_bytes (folder, name, ".blob", &missing);
  /* An index of literals needs none; the first line says whether it does. */
  if (g_error_matches (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    blob = g_bytes_new (NULL, 0);
  if (blob == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return NULL;
    }
  return reference_data_parse (index, blob, error);
}

void
reference_data_free (ReferenceData *data)
{
  g_ptr_array_unref (data->cases);
  g_bytes_unref (data->blob);
  g_free (data->text);
  g_free (data);
}

guint
reference_data_n_cases (const ReferenceData *data)
{
  return data->cases->len;
}

const ReferenceCase *
reference_data_case (const ReferenceData *data, guint number)
{
  g_return_val_if_fail (number < data->cases->len, NULL);
  return g_ptr_array_index (data->cases, number);
}

const char *
reference_case_name (const ReferenceCase *item)
{
  return item->name;
}

const char *
reference_case_text (const ReferenceCase *item, const char *key)
{
  return g_hash_table_lookup (item->settings, key);
}

gboolean
reference_case_double (const ReferenceCase *item,
                       const char *key,
                       double *value)
{
  const char *text = reference_case_text (item, key);
  double read;

  if (text == NULL || !scan_double (&text, '\0', &read))
    return FALSE;
  *value = read;
  return TRUE;
}

gboolean
reference_case_int (const ReferenceCase *item, const char *key, int64_t *value)
{
  return reference_case_ints (item, key, 1, value) == 1;
}

int
reference_case_ints (const ReferenceCase *item,
                     const char *key,
                     int most,
                     int64_t *values)
{
  const char *text = reference_case_text (item, key);
  int n = 0;

  if (text == NULL)
    return -1;
  while (*text != '\0')
    {
      int64_t read;

      if (n == most || !scan_int (&text, ',', &read))
        return -1;
      values[n++] = read;
    }
  return n;
}

static double
blob_number (const guint8 *bytes, gsize element)
{
  guint64 bits64;
  guint32 bits32;
  double wide;
  float narrow;

  if (element == 8)
    {
      memcpy (&bits64, bytes, 8);
      bits64 = GUINT64_FROM_LE (bits64);
      memcpy (&wide, &bits64, 8);
      return wide;
    }
  memcpy (&bits32, bytes, 4);
  bits32 = GUINT32_FROM_LE (bits32);
  memcpy (&narrow, &bits32, 4);
  return narrow;
}

gboolean
reference_case_tensor (const ReferenceCase *item,
                       const char *key,
                       ReferenceTensor *tensor)
{
  const char *text = reference_case_text (item, key);
  const guint8 *bytes = g_bytes_get_data (item->data->blob, NULL);
  Place place;

  if (text == NULL || !scan_place (text, &place))
    return FALSE;
  tensor->rank = place.rank;
  memcpy (tensor->shape, place.shape, sizeof place.shape);
  tensor->n = place.n;
  tensor->values = g_new (double, MAX (place.n, 1));
  for (gsize i = 0; i < place.n; i++)
    if (place.literal != NULL)
      scan_double (&place.literal, ',', &tensor->values[i]);
    else
      tensor->values[i] =
          blob_number (bytes + place.offset + i * place.element, place.element);
  return TRUE;
}

void
reference_tensor_clear (ReferenceTensor *tensor)
{
  g_clear_pointer (&tensor->values, g_free);
}

#define GOLDEN G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)

static guint64
mix (guint64 z)
{
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ (z >> 31);
}

void
reference_generate (int64_t seed, int number, gsize n, double *values)
{
  guint64 start = mix ((guint64) seed * GOLDEN + (guint64) number);

  for (gsize i = 0; i < n; i++)
    values[i] =
        ldexp ((double) (mix (start + (i + 1) * GOLDEN) >> 40), -23) - 1.0;
}

double
reference_distance (double value, double expected)
{
  if (isnan (value) && isnan (expected))
    return 0.0;
  if (!isfinite (value) || !isfinite (expected))
    return value == expected ? 0.0 : INFINITY;
  return fabs (value - expected) / fmax (1.0, fabs (expected));
}

void
reference_expect (const char *what,
                  const double *values,
                  const ReferenceTensor *expected,
                  double tolerance)
{
  double worst = 0.0;
  gsize at = 0;

  for (gsize i = 0; i < expected->n; i++)
    {
      double distance = reference_distance (values[i], expected->values[i]);

      if (distance > worst)
        {
          worst = distance;
          at = i;
        }
    }
  if (worst <= tolerance)
    return;
  g_test_message ("%s: element %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                  " is %.17g, should be %.17g, off by %.3g, allowed %.3g",
                  what, at, expected->n, values[at], expected->values[at],
                  worst, tolerance);
  g_test_fail ();
}

ReferenceData *
reference_add_tests (const char *name, GTestDataFunc test)
{
  g_autofree char *folder =
      g_test_build_filename (G_TEST_DIST, "reference", NULL);
  g_autoptr (GError) error = NULL;
  ReferenceData *data = reference_data_load (folder, name, &error);

  if (data == NULL)
    g_error ("%s: %s", name, error->message);
  for (guint i = 0; i < reference_data_n_cases (data); i++)
    {
      const ReferenceCase *item = reference_data_case (data, i);
      g_autofree char *path = g_strdup_printf ("/reference/%s/%s", name,
                                               reference_case_name (item));

      g_test_add_data_func (path, item, test);
    }
  return data;
}
