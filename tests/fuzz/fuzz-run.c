/* fuzz-run.c — strata run, as a whole, on files of any bytes at all.
 *
 * The bytes are files that stand one after the other, in a folder of their own:
 *
 *     FLAGS        a letter, whose bits choose options
 *     the graph    net.strata
 *     "\n=npy=\n"  and x.npy, fed to the Input `x`
 *     "\n=npz=\n"  and w.npz, its weights, or what a LoadTensor loads
 *
 * The call must end as the manual page says: with faults in lines, or without
 * any; with one object of JSON, if that is asked for; and with no file more
 * than before after a fault. Graphs whose tensors are large or whose sums are
 * long are only checked.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-terminal.h"

#include "strata-loader.h"
#include "strata-npy.h"
#include "strata-plan.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* What a run may cost. */
#define MOST_ELEMENTS 100000
#define MOST_MACS 2000000
#define MOST_PARAMETERS 20000
#define MOST_CARDS 50

#define CHECK(what)                                                            \
  do                                                                           \
    {                                                                          \
      if (!(what))                                                             \
        fault (__LINE__, #what);                                               \
    }                                                                          \
  while (0)

enum
{
  WITH_INPUT = 1 << 0,
  WITH_WEIGHTS = 1 << 1,
  WITH_JSON = 1 << 2,
  WITH_OUTPUT = 1 << 3,
  WITH_SAVE_WEIGHTS = 1 << 4,
};

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes);

static void
fault (int line, const char *what)
{
  fprintf (stderr, "line %d: not so: %s\n", line, what);
  abort ();
}

/* The folder of the process, in which each call finds its own files alone. */
static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static guint
count_files (gboolean clean)
{
  g_autoptr (GDir) open = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (open)))
    {
      g_autofree char *path = path_of (name);

      n++;
      if (clean)
        g_remove (path);
    }
  return n;
}

static void
remove_folder (void)
{
  count_files (TRUE);
  g_rmdir (folder);
  g_free (folder);
}

static void
make_folder (void)
{
  if (folder)
    return;
  folder = g_dir_make_tmp ("strata-fuzz-run-XXXXXX", NULL);
  CHECK (folder != NULL);
  atexit (remove_folder);
  g_strfreev (strata_plugins_load (strata_registry_get_default ()));
}

/* Writes what stands before @mark, and returns what stands after it. */
static GBytes *
put_file (const char *name, GBytes *bytes, const char *mark)
{
  g_autofree char *path = path_of (name);
  gsize length, size = strlen (mark);
  const char *data = g_bytes_get_data (bytes, &length);
  const char *end = length > 0 ? memmem (data, length, mark, size) : NULL;
  gsize before = end ? (gsize) (end - data) : length;

  if (length == 0)
    return g_bytes_ref (bytes);
  CHECK (g_file_set_contents (path, data, (gssize) before, NULL));
  return g_bytes_new_from_bytes (bytes, end ? before + size : length,
                                 end ? length - before - size : 0);
}

static void
put_files (const uint8_t *bytes, size_t n_bytes)
{
  g_autoptr (GBytes) all = g_bytes_new_static (bytes, n_bytes);
  g_autoptr (GBytes) arrays = put_file ("net.strata", all, "\n=npy=\n");
  g_autoptr (GBytes) archive = put_file ("x.npy", arrays, "\n=npz=\n");

  g_bytes_unref (put_file ("w.npz", archive, "\n=end=\n"));
}

static gboolean
is_small (StrataPlan *plan, guint card)
{
  const StrataSpec *spec = strata_plan_get_main_spec (plan, card);

  return (!spec
          || (strata_spec_n_elements (spec) >= 0
              && strata_spec_n_elements (spec) < MOST_ELEMENTS))
         && strata_plan_get_macs (plan, card) >= 0
         && strata_plan_get_macs (plan, card) < MOST_MACS
         && strata_plan_get_parameters (plan, card) >= 0
         && strata_plan_get_parameters (plan, card) < MOST_PARAMETERS;
}

/* Whether a run is soon over: nothing is to be run, or little. */
static gboolean
is_cheap (int flags)
{
  g_autofree char *graph_path = path_of ("net.strata");
  g_autofree char *array_path = path_of ("x.npy");
  g_autoptr (StrataGraph) graph = strata_graph_load (NULL, graph_path, NULL);
  g_autoptr (StrataFeeds) feeds = strata_feeds_new ();
  g_autoptr (StrataPlan) plan = NULL;
  StrataTensor *tensor = strata_npy_read (array_path, NULL);
  gint64 batch = 1;

  if (tensor && strata_tensor_rank (tensor) > 0)
    batch = MAX (strata_tensor_shape (tensor)[0], 1);
  if (tensor && flags & WITH_INPUT)
    strata_feeds_set (feeds, "x", tensor);
  g_clear_pointer (&tensor, strata_tensor_unref);
  if (!graph)
    return TRUE;
  plan = strata_plan_new (graph, feeds, NULL, STRATA_PLAN_FOR_RUN, NULL);
  if (strata_plan_get_n_cards (plan) > MOST_CARDS || batch > 64)
    return FALSE;
  for (guint i = 0; i < strata_plan_get_n_cards (plan); i++)
    if (!is_small (plan, i))
      return strata_plan_get_faults (plan)->len > 0;
  return TRUE;
}

/* Lines of readable text. JSON writes a DEL as it is. */
static void
check_lines (const char *text, gsize length, gboolean json)
{
  CHECK (length == strlen (text));
  CHECK (g_utf8_validate (text, -1, NULL));
  CHECK (length == 0 || text[length - 1] == '\n');
  for (const char *c = text; *c; c++)
    CHECK (*c == '\n' || !g_ascii_iscntrl (*c) || (json && *c == '\177'));
}

static void
check_json (const char *text, int status)
{
  g_autoptr (StrataValue) value = strata_value_parse (text, -1, NULL);
  StrataValue *faults;

  CHECK (value && strata_value_is (value, STRATA_VALUE_OBJECT));
  faults = strata_value_get_member (value, "faults");
  CHECK (faults && strata_value_is (faults, STRATA_VALUE_LIST));
  CHECK ((strata_value_get_length (faults) == 0) == (status == 0));
}

/* A word of a call: @option, and the path of a file. */
static void
add_word (GPtrArray *line, const char *option, const char *file)
{
  g_autofree char *path = file ? path_of (file) : NULL;

  g_ptr_array_add (line, g_strconcat (option, path, NULL));
}

static void
call (GPtrArray *line)
{
  char *out = NULL, *err = NULL;
  gsize n_out, n_err;
  StrataTerminal terminal = { .in = NULL };
  FILE *out_file = open_memstream (&out, &n_out);
  FILE *err_file = open_memstream (&err, &n_err);
  guint before = count_files (FALSE);
  gboolean json =
      g_ptr_array_find_with_equal_func (line, "--json", g_str_equal, NULL);
  int status;

  g_ptr_array_add (line, NULL);
  strata_stream_init (&terminal.out, out_file);
  strata_stream_init (&terminal.err, err_file);
  status = strata_terminal_call (&terminal, (int) line->len - 1,
                                 (char **) line->pdata);
  fclose (out_file);
  fclose (err_file);

  CHECK (status == STRATA_STATUS_DONE || status == STRATA_STATUS_FAULT);
  CHECK ((status == STRATA_STATUS_FAULT) == (n_err > 0));
  CHECK (status == STRATA_STATUS_DONE || count_files (FALSE) == before);
  check_lines (out, n_out, json);
  check_lines (err, n_err, FALSE);
  if (json)
    check_json (out, status);
  free (out);
  free (err);
}

static GPtrArray *
begin_line (const char *command)
{
  GPtrArray *line = g_ptr_array_new_with_free_func (g_free);

  add_word (line, "strata", NULL);
  add_word (line, command, NULL);
  add_word (line, "", "net.strata");
  return line;
}

static void
call_check (void)
{
  g_autoptr (GPtrArray) line = begin_line ("check");

  add_word (line, "--json", NULL);
  call (line);
}

static void
call_run (int flags)
{
  static const struct
  {
    int flag;
    const char *option;
    const char *file;
  } options[] = {
    { WITH_INPUT, "--input=x=", "x.npy" },
    { WITH_WEIGHTS, "--weights=", "w.npz" },
    { WITH_JSON, "--json", NULL },
    { WITH_OUTPUT, "--output=y=", "y.npy" },
    { WITH_SAVE_WEIGHTS, "--save-weights=", "v.npz" },
  };
  g_autoptr (GPtrArray) line = begin_line ("run");

  add_word (line, "--threads=1", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (flags & options[i].flag)
      add_word (line, options[i].option, options[i].file);
  call (line);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes)
{
  if (n_bytes == 0)
    return 0;
  make_folder ();
  count_files (TRUE);
  put_files (bytes + 1, n_bytes - 1);
  call_check ();
  if (is_cheap (bytes[0]))
    call_run (bytes[0]);
  return 0;
}
