/* strata-keras-config.c — what Keras' configuration file says.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-keras-config-private.h"
#include "strata-port-type-private.h"
#include "strata-value.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Keras writes five short lines. What is larger than this is something else. */
#define LARGEST 65536

/* Bytes of the file, at most @size; -1 where it cannot be read to its end. */
static gssize
read_all (int fd, char *buffer, gsize size)
{
  gsize length = 0;

  while (length < size)
    {
      gssize n = read (fd, buffer + length, size - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return n < 0 ? -1 : (gssize) length;
      length += (gsize) n;
    }
  return (gssize) length;
}

/* Anything may stand under the file's name: what would make a reader wait is
 * not opened for long. */
static StrataValue *
parse_file (const char *file)
{
  StrataValue *value = NULL;
  g_autofree char *text = g_malloc (LARGEST + 1);
  struct stat about;
  gssize length = -1;
  int fd = open (file, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

  if (fd < 0)
    return NULL;
  if (fstat (fd, &about) == 0 && S_ISREG (about.st_mode))
    length = read_all (fd, text, LARGEST + 1);
  if (length >= 0 && length <= LARGEST)
    value = strata_value_parse (text, length, NULL);
  close (fd);
  return value;
}

gboolean
strata_keras_config_read (const char *file,
                          StrataFormat *format,
                          char **message)
{
  g_autoptr (StrataValue) config = parse_file (file);
  g_autofree char *found = NULL;
  StrataValue *value = NULL;

  if (config && strata_value_is (config, STRATA_VALUE_OBJECT))
    value = strata_value_get_member (config, "image_data_format");

  *format = STRATA_NHWC;
  if (!value)
    return TRUE;
  if (strata_value_is (value, STRATA_VALUE_STRING))
    {
      const char *name = strata_value_get_string (value);

      if (g_str_equal (name, "channels_last"))
        return TRUE;
      *format = STRATA_NCHW;
      if (g_str_equal (name, "channels_first"))
        return TRUE;
    }

  found = strata_port_describe_value (value);
  *message = g_strdup_printf ("The data format is not given, and the file %s "
                              "gives %s for it, which must be "
                              "\"channels_last\" or \"channels_first\"",
                              file, found);
  return FALSE;
}

typedef struct
{
  gboolean valid;
  StrataFormat format;
  char *message;
} Config;

static gpointer
read_once (gpointer data)
{
  static Config config;
  const char *home = g_getenv ("KERAS_HOME");
  g_autofree char *folder = NULL;
  g_autofree char *file = NULL;

  if (home && *home)
    folder = g_strdup (home);
  else
    folder = g_build_filename (g_get_home_dir (), ".keras", NULL);
  file = g_build_filename (folder, "keras.json", NULL);
  config.valid =
      strata_keras_config_read (file, &config.format, &config.message);
  return &config;
}

/**
 * strata_keras_config_get_data_format: (skip)
 * @format: (out): the data format that layers have which are given none
 * @message: (out) (transfer full): a sentence that says what is wrong
 *
 * Looks up the key `image_data_format`. Where there is no file, or none that
 * can be read, the format is channels_last.
 *
 * Returns: whether there is a data format; if not, @message is set
 */
gboolean
strata_keras_config_get_data_format (StrataFormat *format, char **message)
{
  static GOnce once = G_ONCE_INIT;
  const Config *config = g_once (&once, read_once, NULL);

  *format = config->format;
  if (!config->valid)
    *message = g_strdup (config->message);
  return config->valid;
}
