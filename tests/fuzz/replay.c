/* replay.c — gives each file of a corpus to a fuzz target, without libFuzzer.
 *
 * Arguments are files and folders of files. A target that finds a fault
 * aborts; the last name printed is then the file to look at.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes);

static int n_replayed;

static void
fail (const char *path)
{
  perror (path);
  exit (EXIT_FAILURE);
}

/* A block of the exact size lets a sanitizer see a read past the end. */
static void
replay_file (const char *path, size_t size)
{
  FILE *file = fopen (path, "rb");
  uint8_t *bytes = malloc (size > 0 ? size : 1);

  if (file == NULL || bytes == NULL)
    fail (path);
  fprintf (stderr, "%s\n", path);
  if (fread (bytes, 1, size, file) != size)
    fail (path);
  fclose (file);
  LLVMFuzzerTestOneInput (bytes, size);
  free (bytes);
  n_replayed++;
}

static void
replay (const char *path)
{
  struct stat status;
  struct dirent **entries;

  if (stat (path, &status) != 0)
    fail (path);
  if (!S_ISDIR (status.st_mode))
    {
      replay_file (path, (size_t) status.st_size);
      return;
    }

  int n = scandir (path, &entries, NULL, alphasort);
  if (n < 0)
    fail (path);
  for (int i = 0; i < n; i++)
    {
      char child[4096];

      snprintf (child, sizeof child, "%s/%s", path, entries[i]->d_name);
      if (entries[i]->d_name[0] != '.')
        replay (child);
      free (entries[i]);
    }
  free (entries);
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    replay (argv[i]);
  printf ("%d files replayed\n", n_replayed);
  return n_replayed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
