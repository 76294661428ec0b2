/* strata-bench-editor.c — prints how long the editor takes for a frame.
 *
 * A frame is timed by its window's clock, from before it is painted until it is
 * painted and the display server has done all that it was told.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-editor-graph.h"
#include "strata-application.h"
#include "strata-canvas-private.h"
#include "strata-command.h"
#include "strata-editor-window-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strata-loader.h>

#define WIDTH 1600
#define HEIGHT 1000
#define STEP 13 /* pixels that a frame goes on */
#define TURN 60 /* frames until it goes back */

static int n_frames = 240;
static gboolean live;
static gboolean panels;
static gboolean json;
static char *match;
static int child; /* cards, in a process of its own */

static const GOptionEntry entries[] = {
  { "frames", 'f', 0, G_OPTION_ARG_INT, &n_frames,
    "Frames of each measurement (240)", "N" },
  { "live", 'l', 0, G_OPTION_ARG_NONE, &live,
    "Evaluate the graph, and show its results, before measuring", NULL },
  { "panels", 'p', 0, G_OPTION_ARG_NONE, &panels,
    "Leave the palette and the viewer open", NULL },
  { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print one object for each row",
    NULL },
  { "match", 'm', 0, G_OPTION_ARG_STRING, &match,
    "Only what has this in its name", "TEXT" },
  { "child", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &child, NULL, NULL },
  { NULL },
};

typedef struct
{
  StrataEditorWindow *window;
  StrataCanvas *canvas;
  GdkFrameClock *clock;
  GtkEventController *drag;
  void (*move) (gpointer bench);
  GArray *times; /* double, ms */
  GArray *busy;  /* double, ms: of the processor, which a busy machine leaves
                  * as it is */
  gint64 started;
  double busy_started;
  int frame;
  int n_cards;
} Bench;

static void
fail (const char *what)
{
  fprintf (stderr, "strata-bench-editor: %s\n", what);
  exit (EXIT_FAILURE);
}

/* Frames. */

static double
get_busy (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void
before_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->started = g_get_monotonic_time ();
  bench->busy_started = get_busy ();
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  double time, busy;

  gdk_display_sync (gdk_display_get_default ());
  time = (g_get_monotonic_time () - bench->started) / 1e3;
  busy = get_busy () - bench->busy_started;
  g_array_append_val (bench->times, time);
  g_array_append_val (bench->busy, busy);
}

/* Forth and back, on a path that does not repeat the same pixels. */
static void
get_way (const Bench *bench, double *x, double *y)
{
  int round = bench->frame / TURN;
  int along = bench->frame % TURN;

  *x = STEP * (round % 2 ? TURN - along : along);
  *y = 5 * *x / STEP + round;
}

static void
move_view (gpointer data)
{
  Bench *bench = data;
  double x, y, last_x, last_y;

  get_way (bench, &x, &y);
  bench->frame--;
  get_way (bench, &last_x, &last_y);
  bench->frame++;
  if (bench->frame > 0)
    strata_canvas_pan (bench->canvas, bench->canvas->offset_x + last_x - x,
                       bench->canvas->offset_y + last_y - y);
}

static void
move_card (gpointer data)
{
  Bench *bench = data;
  double x, y;

  get_way (bench, &x, &y);
  g_signal_emit_by_name (bench->drag, "drag-update", x / 3, y / 3);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;

  bench->move (bench);
  gtk_widget_queue_draw (widget);
  bench->frame++;
  return bench->frame < n_frames ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_part (GArray *times, guint percent)
{
  g_array_sort (times, compare);
  return g_array_index (times, double, times->len *percent / 100);
}

static void
settle (void)
{
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 10;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* Results. */

static void
print_number (double number)
{
  if (number > 0)
    printf (" %8.1f", number);
  else
    printf ("         ");
}

static void
print_row (Bench *bench,
           const char *what,
           double value,
           double worse,
           double busy,
           const char *unit,
           double bound)
{
  if (json)
    {
      printf ("{\"cards\": %d, \"what\": \"%s\", \"median\": %.3f, "
              "\"p95\": %.3f, \"busy\": %.3f, \"unit\": \"%s\", "
              "\"bound\": %g}\n",
              bench->n_cards, what, value, worse, busy, unit, bound);
      return;
    }
  printf ("%6d  %-26s", bench->n_cards, what);
  print_number (value);
  print_number (worse);
  print_number (busy);
  printf ("  %s", unit);
  if (bound > 0)
    printf ("  ≤ %g%s", bound, value <= bound ? "" : ": missed");
  printf ("\n");
  fflush (stdout);
}

static void
measure (Bench *bench, const char *what, void (*move) (gpointer), double bound)
{
  if (match && !strstr (what, match))
    return;
  settle ();
  bench->frame = 0;
  bench->move = move;
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->canvas), tick_cb, bench,
                                NULL);
  g_array_set_size (bench->times, 0);
  g_array_set_size (bench->busy, 0);
  while (bench->frame < n_frames || bench->times->len < (guint) n_frames)
    g_main_context_iteration (NULL, TRUE);
  print_row (bench, what, get_part (bench->times, 50),
             get_part (bench->times, 95), get_part (bench->busy, 50), "ms",
             bound);
}

static void
measure_pan (Bench *bench, const char *what, double zoom, double bound)
{
  double x = gtk_widget_get_width (GTK_WIDGET (bench->canvas)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (bench->canvas)) / 2.0;

  strata_canvas_fit (bench->canvas, FALSE);
  strata_canvas_zoom_at (bench->canvas, zoom, x, y);
  measure (bench, what, move_view, bound);
}

/* The card nearest to the middle of the view, by its title. */
static void
measure_drag (Bench *bench, const char *what, double bound)
{
  StrataCanvas *canvas = bench->canvas;
  double best = G_MAXDOUBLE;
  double start_x = 0, start_y = 0;

  for (guint i = 0; i < canvas->cards->len; i++)
    {
      StrataCanvasCard *card = canvas->cards->pdata[i];
      double x, y, distance;

      strata_canvas_to_widget (canvas, card->x + 60, card->y + 18, &x, &y);
      distance = hypot (x - WIDTH / 2.0, y - HEIGHT / 2.0);
      if (distance >= best)
        continue;
      best = distance;
      start_x = x;
      start_y = y;
    }
  g_signal_emit_by_name (bench->drag, "drag-begin", start_x, start_y);
  if (canvas->drag.kind != STRATA_DRAG_CARDS)
    fail ("no card is where one should be");
  measure (bench, what, move_card, bound);
  strata_canvas_cancel_drag (canvas);
}

static double
read_memory (const char *key)
{
  g_autofree char *text = NULL;
  const char *at;

  g_file_get_contents ("/proc/self/status", &text, NULL, NULL);
  at = text ? strstr (text, key) : NULL;
  return at ? g_ascii_strtod (at + strlen (key), NULL) / 1000 : 0;
}

/* One size. */

static void
find_controllers (Bench *bench)
{
  g_autoptr (GListModel) list =
      gtk_widget_observe_controllers (GTK_WIDGET (bench->canvas));
  guint n = g_list_model_get_n_items (list);

  for (guint i = 0; i < n && !bench->drag; i++)
    {
      g_autoptr (GtkEventController) controller =
          g_list_model_get_item (list, i);

      if (GTK_IS_GESTURE_DRAG (controller))
        bench->drag = controller;
    }
  if (!bench->drag)
    fail ("the canvas has no gesture of dragging");
}

static char *
make_file (int n_cards)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataGraph) graph = bench_editor_graph_new (n_cards);
  char *path = NULL;
  int file = g_file_open_tmp ("strata-bench-XXXXXX.strata", &path, &error);

  if (file < 0)
    fail (error->message);
  g_close (file, NULL);
  if (!strata_graph_save (graph, path, &error))
    fail (error->message);
  return path;
}

static void
wait_for_frame (Bench *bench)
{
  g_array_set_size (bench->times, 0);
  while (bench->times->len == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_run (Bench *bench)
{
  StrataDocument *document = strata_editor_window_get_document (bench->window);

  while (strata_document_get_n_evaluated (document) == 0
         || strata_document_is_running (document))
    g_main_context_iteration (NULL, TRUE);
  settle ();
}

static void
start (Bench *bench, StrataApplication *application)
{
  GtkWindow *window;

  bench->window = strata_editor_window_new (ADW_APPLICATION (application));
  bench->canvas = STRATA_CANVAS (bench->window->canvas);
  bench->times = g_array_new (FALSE, FALSE, sizeof (double));
  bench->busy = g_array_new (FALSE, FALSE, sizeof (double));
  window = GTK_WINDOW (bench->window);
  gtk_window_set_default_size (window, WIDTH, HEIGHT);
  adw_flap_set_reveal_flap (bench->window->palette_flap, panels);
  adw_flap_set_reveal_flap (bench->window->viewer_flap, panels);
  gtk_window_present (window);
  bench->clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect (bench->clock, "before-paint", G_CALLBACK (before_paint_cb),
                    bench);
  g_signal_connect_after (bench->clock, "after-paint",
                          G_CALLBACK (after_paint_cb), bench);
  find_controllers (bench);
  wait_for_frame (bench);
  settle ();
}

static void
open_file (Bench *bench, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();

  if (!strata_editor_window_load (bench->window, file, &error))
    fail (error->message);
  /* Measured from the file to the picture; what is evaluated comes later. */
  wait_for_frame (bench);
  print_row (bench, "open, first frame",
             (g_get_monotonic_time () - began) / 1e3, 0, 0, "ms",
             bench->n_cards <= 1000 ? 1000 : 0);
  if (live)
    wait_for_run (bench);
  else
    {
      strata_document_set_live (
          strata_editor_window_get_document (bench->window), FALSE);
      strata_document_stop (strata_editor_window_get_document (bench->window));
    }
}

static void
measure_all (Bench *bench)
{
  gboolean large = bench->n_cards > 1000;
  double pan = large ? 50 : 20;

  measure_pan (bench, "pan, zoom 1", 1, large ? 50 : 16);
  strata_canvas_fit (bench->canvas, FALSE);
  strata_canvas_zoom_at (bench->canvas, 1, WIDTH / 2.0, HEIGHT / 2.0);
  measure_drag (bench, "drag a card, zoom 1", large ? 50 : 8);
  measure_pan (bench, "pan, zoom 0.7", 0.7, pan);
  measure_pan (bench, "pan, zoom 0.5", 0.5, pan);
  measure_pan (bench, "pan, zoom 0.35", 0.35, pan);
  measure_pan (bench, "pan, zoom 0.25", 0.25, pan);
  strata_canvas_fit (bench->canvas, FALSE);
  measure (bench, "pan, all in view", move_view, pan);
  strata_canvas_fit (bench->canvas, FALSE);
  measure_drag (bench, "drag a card, all in view", large ? 50 : 0);
  print_row (bench, "memory", read_memory ("VmRSS:"), 0, 0, "MB",
             large ? 0 : 250);
  print_row (bench, "memory, at most", read_memory ("VmHWM:"), 0, 0, "MB", 0);
}

static int
run_child (void)
{
  g_autoptr (StrataApplication) application = strata_application_new ();
  g_autofree char *path = NULL;
  Bench bench = { .n_cards = child };

  g_application_set_flags (G_APPLICATION (application),
                           G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    fail ("the application cannot be registered");
  path = make_file (child);
  start (&bench, application);
  open_file (&bench, path);
  measure_all (&bench);
  g_unlink (path);
  g_signal_handlers_disconnect_by_data (bench.clock, &bench);
  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_array_unref (bench.times);
  g_array_unref (bench.busy);
  return EXIT_SUCCESS;
}

/* All sizes, each in a process of its own, whose memory tells of it alone. */

static void
run_size (const char *size)
{
  g_autofree char *frames = g_strdup_printf ("--frames=%d", n_frames);
  g_autofree char *cards = g_strconcat ("--child=", size, NULL);
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  int status;

  g_ptr_array_add (args, (char *) "/proc/self/exe");
  g_ptr_array_add (args, frames);
  g_ptr_array_add (args, cards);
  if (live)
    g_ptr_array_add (args, (char *) "--live");
  if (panels)
    g_ptr_array_add (args, (char *) "--panels");
  if (json)
    g_ptr_array_add (args, (char *) "--json");
  if (match)
    {
      g_ptr_array_add (args, (char *) "--match");
      g_ptr_array_add (args, match);
    }
  g_ptr_array_add (args, NULL);
  fflush (stdout);
  if (!g_spawn_sync (NULL, (char **) args->pdata, NULL,
                     G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL,
                     &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    fail (error->message);
}

static void
print_head (void)
{
  double load[3] = { 0 };

  if (json)
    return;
  if (getloadavg (load, 3) < 1)
    load[0] = NAN;
  printf ("%u processors, load %.1f; window %d×%d, panels %s, live "
          "evaluation %s, %d frames each\n",
          g_get_num_processors (), load[0], WIDTH, HEIGHT,
          panels ? "open" : "closed", live ? "on" : "off", n_frames);
  printf (" cards  %-26s %8s %8s %8s\n", "", "median", "95 %", "busy");
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("[CARDS…]");
  g_autofree char *state = g_dir_make_tmp ("strata-bench-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    fail (error->message);
  n_frames = CLAMP (n_frames, 1, 100000);
  if (child <= 0)
    {
      g_setenv ("GSK_RENDERER", "cairo", FALSE);
      g_setenv ("GTK_A11Y", "none", FALSE);
      g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE);
      g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
      g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
      g_setenv ("XDG_STATE_HOME", state, TRUE);
      g_setenv ("XDG_DATA_HOME", state, TRUE);
      print_head ();
      for (int i = 1; i < argc; i++)
        run_size (argv[i]);
      if (argc == 1)
        {
          run_size ("1000");
          run_size ("5000");
        }
      g_rmdir (state);
      return EXIT_SUCCESS;
    }
  g_rmdir (state);
  if (!gtk_init_check ())
    fail ("there is no display");
  return run_child ();
}
