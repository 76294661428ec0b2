/* strata-words.c — what people read, in the language of the program.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-words.h"

#include <glib/gi18n.h>

#define DOMAIN "strata"

/* Keras' names of arguments, as titles. A port that is missing here has its
 * title in English. */
static const char *const titles[] = {
  N_ ("activation"),
  N_ ("activity regularizer"),
  N_ ("axis"),
  N_ ("backward output"),
  N_ ("bias constraint"),
  N_ ("bias initializer"),
  N_ ("bias regularizer"),
  N_ ("constraint instance"),
  N_ ("data"),
  N_ ("data format"),
  N_ ("depth multiplier"),
  N_ ("depthwise constraint"),
  N_ ("depthwise initializer"),
  N_ ("depthwise regularizer"),
  N_ ("dilation rate"),
  N_ ("dilations"),
  N_ ("distribution"),
  N_ ("dtype"),
  N_ ("factor"),
  N_ ("filter"),
  N_ ("filters"),
  N_ ("gain"),
  N_ ("initializer instance"),
  N_ ("input"),
  N_ ("kernel size"),
  N_ ("key"),
  N_ ("layer"),
  N_ ("layer instance"),
  N_ ("max value"),
  N_ ("maxval"),
  N_ ("mean"),
  N_ ("merge mode"),
  N_ ("min value"),
  N_ ("minval"),
  N_ ("mode"),
  N_ ("name"),
  N_ ("output"),
  N_ ("padding"),
  N_ ("path"),
  N_ ("pointwise constraint"),
  N_ ("pointwise initializer"),
  N_ ("pointwise regularizer"),
  N_ ("rate"),
  N_ ("regularizer instance"),
  N_ ("scale"),
  N_ ("seed"),
  N_ ("shape"),
  N_ ("stddev"),
  N_ ("strides"),
  N_ ("tensor"),
  N_ ("use bias"),
  N_ ("value"),
  N_ ("values"),
};

const char *
strata_words_translate (const char *text)
{
  /* An empty text stands for the head of the translation. */
  return text && *text ? g_dgettext (DOMAIN, text) : text;
}

char *
strata_words_title (const char *name)
{
  g_autofree char *title = g_strdelimit (g_strdup (name), "_", ' ');

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i], title))
      return g_strdup (strata_words_translate (titles[i]));
  return g_steal_pointer (&title);
}
