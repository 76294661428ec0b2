/* test-value.c — values: their text both ways, their making, their owners.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error.h"
#include "strata-value.h"

#include <float.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static StrataValue *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  StrataValue *value = strata_value_parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (value);
  return value;
}

static void
assert_text (StrataValue *value, const char *expected)
{
  g_autofree char *text = strata_value_to_text (value);

  g_assert_cmpstr (text, ==, expected);
}

/* Text becomes @expected, and that stays what it is. */
static void
assert_prints (const char *text, const char *expected)
{
  g_autoptr (StrataValue) value = parse (text);
  g_autoptr (StrataValue) again = parse (expected);

  assert_text (value, expected);
  assert_text (again, expected);
  g_assert_true (strata_value_equal (value, again));
}

static void
assert_refused_bytes (const char *text,
                      gssize length,
                      int code,
                      const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (strata_value_parse (text, length, &error));
  g_assert_error (error, STRATA_FILE_ERROR, code);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_null (strata_value_parse (text, length, NULL));
}

static void
assert_refused (const char *text, const char *message)
{
  assert_refused_bytes (text, -1, STRATA_FILE_ERROR_FORMAT, message);
}

static void
test_scalars (void)
{
  g_autoptr (StrataValue) null = parse ("null");
  g_autoptr (StrataValue) yes = parse (" true\n");
  g_autoptr (StrataValue) no = parse ("false");
  g_autoptr (StrataValue) integer = parse ("-9223372036854775808");
  g_autoptr (StrataValue) real = parse ("2.5E-1");
  g_autoptr (StrataValue) string = parse ("\"a\\u00e9\\ud83d\\ude00\\n\"");

  g_assert_cmpint (strata_value_get_kind (null), ==, STRATA_VALUE_NULL);
  g_assert_cmpint (strata_value_get_kind (yes), ==, STRATA_VALUE_BOOLEAN);
  g_assert_true (strata_value_get_boolean (yes));
  g_assert_false (strata_value_get_boolean (no));
  g_assert_cmpint (strata_value_get_integer (integer), ==, G_MININT64);
  g_assert_cmpfloat (strata_value_get_real (integer), ==, -0x1p63);
  g_assert_cmpint (strata_value_get_kind (real), ==, STRATA_VALUE_REAL);
  g_assert_cmpfloat (strata_value_get_real (real), ==, 0.25);
  g_assert_cmpstr (strata_value_get_string (string), ==, "aé😀\n");

  g_assert_true (strata_value_is (real, STRATA_VALUE_REAL));
  g_assert_false (strata_value_is (integer, STRATA_VALUE_REAL));
  g_assert_false (strata_value_is (NULL, STRATA_VALUE_NULL));
}

static void
test_length (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataValue) value = strata_value_parse ("123 4", 3, &error);

  g_assert_no_error (error);
  g_assert_cmpint (strata_value_get_integer (value), ==, 123);
}

static gboolean
count_member (const char *key, StrataValue *value, gpointer data)
{
  ++*(int *) data;
  return TRUE;
}

static gboolean
stop_at_b (const char *key, StrataValue *value, gpointer data)
{
  g_string_append (data, key);
  return !g_str_equal (key, "b");
}

static void
test_containers (void)
{
  static const char *const keys[] = { "z", "b", "", "a", NULL };
  g_autoptr (StrataValue) list = parse ("[1, [], {}, \"x\"]");
  g_autoptr (StrataValue) object =
      parse ("{\"z\": 1, \"b\": [2], \"\": 3, \"a\": null}");
  g_autoptr (GString) seen = g_string_new (NULL);
  g_auto (GStrv) listed = strata_value_list_keys (object);
  StrataValueIter iter;
  const char *key;
  StrataValue *member;
  int n = 0;

  g_assert_cmpuint (strata_value_get_length (list), ==, 4);
  g_assert_cmpstr (strata_value_get_string (strata_value_get_item (list, 3)),
                   ==, "x");

  g_assert_cmpuint (strata_value_get_n_members (object), ==, 4);
  g_assert_cmpstrv (listed, keys);
  strata_value_iter_init (&iter, object);
  for (; strata_value_iter_next (&iter, &key, &member); n++)
    {
      g_assert_cmpstr (key, ==, keys[n]);
      g_assert_true (member == strata_value_get_member (object, key));
    }
  g_assert_cmpint (n, ==, 4);
  g_assert_false (strata_value_iter_next (&iter, NULL, NULL));
  g_assert_null (strata_value_get_member (object, "c"));

  g_assert_false (strata_value_foreach_member (object, stop_at_b, seen));
  g_assert_cmpstr (seen->str, ==, "zb");
  n = 0;
  g_assert_true (strata_value_foreach_member (object, count_member, &n));
  g_assert_cmpint (n, ==, 4);
}

static void
test_text (void)
{
  assert_prints ("null", "null");
  assert_prints ("[true,false]", "[true, false]");
  assert_prints ("[]", "[]");
  assert_prints ("[ [ ] , { } ]", "[[], {}]");
  assert_prints ("[3,3]", "[3, 3]");
  assert_prints ("{\"shape\":[8,8,3]}", "{ \"shape\": [8, 8, 3] }");
  assert_prints ("{\"b\":{\"d\":1},\t\r\n\"a\":-0}",
                 "{ \"b\": { \"d\": 1 }, \"a\": 0 }");
}

static void
test_strings (void)
{
  assert_prints ("\"\"", "\"\"");
  assert_prints ("\"\\/é\\u00e9\\ud83d\\ude00\"", "\"/éé😀\"");
  assert_prints ("\"\\\"\\\\\\b\\f\\n\\r\\t\"", "\"\\\"\\\\\\b\\f\\n\\r\\t\"");
  assert_prints ("\"\\u0001\\u001f\\u007f\"", "\"\\u0001\\u001f\x7f\"");
  assert_prints ("{\"a\\n\\u0061\":1}", "{ \"a\\na\": 1 }");
  assert_prints ("\"\\uffff\\u2028\\ue000\"", "\"\xef\xbf\xbf\xe2\x80\xa8"
                                              "\xee\x80\x80\"");
}

static void
test_numbers (void)
{
  assert_prints ("9223372036854775807", "9223372036854775807");
  assert_prints ("-9223372036854775808", "-9223372036854775808");
  assert_prints ("3.0", "3.0");
  assert_prints ("3e0", "3.0");
  assert_prints ("-0.0", "-0.0");
  assert_prints ("-0e5", "-0.0");
  assert_prints ("1E30", "1e+30");
  assert_prints ("0.1", "0.1");
  assert_prints ("0.30000000000000004", "0.30000000000000004");
  assert_prints ("0.0000001", "1e-07");
  assert_prints ("123456789012345678.0", "1.2345678901234568e+17");
  assert_prints ("1.7976931348623157e308", "1.7976931348623157e+308");
  assert_prints ("5e-324", "5e-324");
  assert_prints ("2.2250738585072014e-308", "2.2250738585072014e-308");
  assert_prints ("1e-400", "0.0");
}

/* Any number that there is comes back as the very same. */
static void
test_random_reals (void)
{
  for (int i = 0; i < 200000; i++)
    {
      union
      {
        guint64 bits;
        double real;
      } number = { (guint64) g_test_rand_int () << 32
                   | (guint32) g_test_rand_int () };
      char text[32];
      gboolean denormal = i % 4 == 0;

      if (denormal)
        number.bits &= G_GUINT64_CONSTANT (0x800fffffffffffff);
      if (!isfinite (number.real))
        continue;

      g_autoptr (StrataValue) value =
          parse (strata_value_print_real (number.real, text));
      double real = strata_value_get_real (value);

      g_assert_true (strata_value_is (value, STRATA_VALUE_REAL));
      g_assert_cmpmem (&real, sizeof real, &number.real, sizeof number.real);
      assert_text (value, text);
    }
}

static void
test_print_real (void)
{
  char text[32];

  g_assert_cmpstr (strata_value_print_real (0.1, text), ==, "0.1");
  g_assert_cmpstr (strata_value_print_real (-7, text), ==, "-7.0");
  g_assert_cmpstr (strata_value_print_real (1e15, text), ==, "1e+15");
  g_assert_cmpstr (strata_value_print_real (100000, text), ==, "100000.0");
  g_assert_cmpstr (strata_value_print_real (0.1f, text), ==,
                   "0.10000000149011612");
  g_assert_cmpstr (strata_value_print_real (-DBL_MAX, text), ==,
                   "-1.7976931348623157e+308");
  g_assert_cmpstr (strata_value_print_real (NAN, text), ==, "nan");
  g_assert_cmpstr (strata_value_print_real (-INFINITY, text), ==, "-inf");
}

static void
test_refused_bytes (void)
{
  assert_refused ("[\n  \"é\xff\"]",
                  "Line 2, column 5: the byte 0xff is not UTF-8");
  assert_refused ("\"\xed\xa0\x80\"",
                  "Line 1, column 2: the byte 0xed is not UTF-8");
  assert_refused ("\"\xc3", "Line 1, column 2: the byte 0xc3 is not UTF-8");
  assert_refused ("\xef\xbb\xbf{}", "Line 1, column 1: the text begins with a "
                                    "byte-order mark, which JSON does not "
                                    "allow");
  assert_refused_bytes ("[1]\0", 4, STRATA_FILE_ERROR_FORMAT,
                        "Line 1, column 4: there is a NUL character");
  assert_refused ("\"a\\u0000\"", "Line 1, column 3: a string cannot hold the "
                                  "NUL character '\\u0000'");
}

static void
test_refused_comments (void)
{
  assert_refused ("[1, // one\n2]", "Line 1, column 5: JSON has no comments");
  assert_refused ("/* one */ 1", "Line 1, column 1: JSON has no comments");
  assert_refused ("{}\n# end", "Line 2, column 1: JSON has no comments");
}

static void
test_refused_keys (void)
{
  g_autofree char *longest = g_strnfill (300, 'k');
  g_autofree char *text =
      g_strdup_printf ("{ \"%s\": 1,\n\"%s\": 2}", longest, longest);
  g_autofree char *message = g_strdup_printf (
      "Line 2, column 1: the key '%.200s…' stands twice in one object",
      longest);

  assert_refused ("{ \"a\": 1,\n  \"a\": 2}",
                  "Line 2, column 3: the key 'a' stands twice in one object");
  assert_refused ("[{\"a\\\"\\\\\": {\"a\": 0}, \"a\\u0022\\\\\": 2}]",
                  "Line 1, column 22: the key 'a\\u0022\\\\' stands twice in "
                  "one object");
  assert_refused ("{\"\":1, \"\":2}",
                  "Line 1, column 8: the key '' stands twice in one object");
  assert_refused (text, message);
}

static void
test_refused_trailing (void)
{
  assert_refused ("{} {}", "Line 1, column 4: the end of the text should stand "
                           "here, not '{'");
  assert_refused ("1 2", "Line 1, column 3: the end of the text should stand "
                         "here, not '2'");
  assert_refused ("[1]]", "Line 1, column 4: the end of the text should stand "
                          "here, not ']'");
  assert_refused ("\"a\" \"b\"", "Line 1, column 5: the end of the text should "
                                 "stand here, not '\"b\"'");
}

static void
test_refused_ends (void)
{
  assert_refused ("", "Line 1, column 1: the text ends where a value should "
                      "stand");
  assert_refused (" \n\n ", "Line 3, column 2: the text ends where a value "
                            "should stand");
  assert_refused ("[", "Line 1, column 2: the text ends where a value or ']' "
                       "should stand");
  assert_refused ("[1", "Line 1, column 3: the text ends where ',' or ']' "
                        "should stand");
  assert_refused ("{", "Line 1, column 2: the text ends where a key in double "
                       "quotes or '}' should stand");
  assert_refused ("{\"a\"", "Line 1, column 5: the text ends where ':' should "
                            "stand");
  assert_refused ("{\"a\":1", "Line 1, column 7: the text ends where ',' or "
                              "'}' should stand");
  assert_refused ("[\"abc", "Line 1, column 2: the string does not end");
  assert_refused ("\"abc\\", "Line 1, column 5: a backslash in a string is "
                             "written '\\\\'");
}

static void
test_refused_syntax (void)
{
  assert_refused ("[1 2]",
                  "Line 1, column 4: ',' or ']' should stand here, not '2'");
  assert_refused ("[1,]",
                  "Line 1, column 4: a value should stand here, not ']'");
  assert_refused ("[,1]", "Line 1, column 2: a value or ']' should stand here, "
                          "not ','");
  assert_refused ("[1}",
                  "Line 1, column 3: ',' or ']' should stand here, not '}'");
  assert_refused ("{\"a\":1]",
                  "Line 1, column 7: ',' or '}' should stand here, not ']'");
  assert_refused ("{\"a\" 1}",
                  "Line 1, column 6: ':' should stand here, not '1'");
  assert_refused ("{\"a\":}",
                  "Line 1, column 6: a value should stand here, not '}'");
  assert_refused ("{\"a\":1,}", "Line 1, column 8: a key in double quotes "
                                "should stand here, not '}'");
  assert_refused ("{1:2}", "Line 1, column 2: a key in double quotes or '}' "
                           "should stand here, not '1'");
  assert_refused ("{\"a\":1 \"b\":2}", "Line 1, column 8: ',' or '}' should "
                                       "stand here, not '\"b\"'");
  assert_refused ("]", "Line 1, column 1: a value should stand here, not ']'");
  assert_refused (":", "Line 1, column 1: a value should stand here, not ':'");
  assert_refused ("(1)",
                  "Line 1, column 1: a value should stand here, not '('");
}

static void
test_refused_strings (void)
{
  assert_refused ("\"a\\x\"", "Line 1, column 3: a backslash in a string is "
                              "written '\\\\'");
  assert_refused ("\"\\u12g4\"", "Line 1, column 2: four hexadecimal digits "
                                 "should follow '\\u'");
  assert_refused ("\"\\u12", "Line 1, column 2: four hexadecimal digits should "
                             "follow '\\u'");
  assert_refused ("\"\\ud800\"", "Line 1, column 2: '\\ud800' is half of a "
                                 "character");
  assert_refused ("\"\\ud800\\u0041\"", "Line 1, column 2: '\\ud800' is half "
                                        "of a character");
  assert_refused ("\"\\udc00\\ud800\"", "Line 1, column 2: '\\udc00' is half "
                                        "of a character");
  assert_refused ("[\"a\n\"]",
                  "Line 1, column 4: the string does not end on its line; a "
                  "line break in it is written '\\n'");
  assert_refused ("\"\t\"",
                  "Line 1, column 2: a tab in a string is written '\\t'");
  assert_refused ("\"\x1b[0m\"", "Line 1, column 2: the control character in "
                                 "the string is written '\\u001b'");
}

static void
test_refused_words (void)
{
  assert_refused ("True", "Line 1, column 1: 'True' is written 'true'");
  assert_refused ("[None]", "Line 1, column 2: 'None' is written 'null'");
  assert_refused ("SAME", "Line 1, column 1: a value should stand here, not "
                          "'SAME'; a string stands in double quotes");
  assert_refused ("['a']", "Line 1, column 2: a string stands in double "
                           "quotes, not in single ones");
  assert_refused ("éa", "Line 1, column 1: a value should stand here, not "
                        "'éa'; a string stands in double quotes");
  assert_refused ("[NaN]", "Line 1, column 2: JSON has no number 'NaN'");
  assert_refused ("-Infinity",
                  "Line 1, column 1: JSON has no number '-Infinity'");
  assert_refused ("inf", "Line 1, column 1: JSON has no number 'inf'");
}

static void
test_refused_numbers (void)
{
  static const char *const none[] = {
    "01",  "-",  "-01", "1.",   "1.e5", "+1",    ".5",
    "-.5", "1e", "1e+", "0x10", "1_0",  "1.2.3", "--1",
  };
  g_autofree char *digits = g_strnfill (2001, '1');
  g_autofree char *too_long =
      g_strdup_printf ("Line 1, column 1: a number has at most 2000 "
                       "characters, unlike '%.200s…'",
                       digits);

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autofree char *message = g_strdup_printf (
          "Line 1, column 1: '%s' is no number of JSON's", none[i]);

      assert_refused (none[i], message);
    }

  assert_refused ("[9223372036854775808]",
                  "Line 1, column 2: the integer '9223372036854775808' does "
                  "not fit into 64 bits");
  assert_refused ("-9223372036854775809",
                  "Line 1, column 1: the integer '-9223372036854775809' does "
                  "not fit into 64 bits");
  assert_refused ("1e309", "Line 1, column 1: the number '1e309' does not fit "
                           "into 64 bits");
  assert_refused (digits, too_long);
}

static char *
nest (int depth, const char *open, const char *inside, const char *shut)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, inside);
  for (int i = 0; i < depth; i++)
    g_string_append (text, shut);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *lists = nest (200, "[", "", "]");
  g_autofree char *objects = nest (200, "{ \"a\": ", "1", " }");
  g_autofree char *deep_lists = nest (201, "[", "", "]");
  g_autofree char *deep_objects = nest (201, "{\"a\":", "1", "}");
  g_autofree char *abyss = nest (5000000, "[", "", "");

  assert_prints (lists, lists);
  assert_prints (objects, objects);
  assert_refused (deep_lists, "Line 1, column 201: lists and objects stand "
                              "more than 200 deep here");
  assert_refused (deep_objects, "Line 1, column 1001: lists and objects stand "
                                "more than 200 deep here");
  assert_refused (abyss, "Line 1, column 201: lists and objects stand more "
                         "than 200 deep here");
}

/* Three bytes that ask for a hundred times as much are told apart from a list
 * of as many numbers. */
static void
test_memory (void)
{
  const gsize n = 6000000;
  g_autofree char *text = g_malloc (3 * n + 1);
  g_autoptr (GError) error = NULL;

  text[0] = '[';
  for (gsize i = 0; i < n; i++)
    memcpy (text + 1 + 3 * i, "{},", 3);
  text[3 * n] = ']';
  g_assert_null (strata_value_parse (text, (gssize) (3 * n + 1), &error));
  g_assert_error (error, STRATA_FILE_ERROR, STRATA_FILE_ERROR_TOO_LARGE);
  g_assert_true (g_str_has_prefix (error->message, "Line 1, column "));
  g_assert_true (g_str_has_suffix (
      error->message, ": the values up to here need more than 1073741824 bytes "
                      "of memory"));
}

static int n_left;

static void *
allocate (size_t size)
{
  return n_left-- > 0 ? malloc (size) : NULL;
}

/* Wherever the memory ends while a text is read, that is what is said. */
static void
test_no_memory (void)
{
  const char *text = "{ \"a\": [1, 2.5, \"a string that is somewhat long\", "
                     "[1, 2, 3, 4, 5, 6, 7, 8, 9]], \"b\": 1, \"c\": 2, "
                     "\"d\": 3, \"e\": 4, \"f\": 5, \"g\": 6, \"h\": 7, "
                     "\"i\": 8, \"j\": 9 }";
  g_autoptr (StrataValue) value = NULL;
  int n;

  for (n = 0; value == NULL; n++)
    {
      g_autoptr (GError) error = NULL;

      n_left = n;
      json_set_alloc_funcs (allocate, free);
      value = strata_value_parse (text, -1, &error);
      json_set_alloc_funcs (malloc, free);
      if (value != NULL)
        break;
      g_assert_error (error, STRATA_FILE_ERROR, STRATA_FILE_ERROR_MEMORY);
      g_assert_cmpstr (error->message, ==,
                       "There is not enough memory for the text's values");
    }
  g_assert_cmpint (n, >, 20);
  assert_text (value, text);
}

static void
test_large (void)
{
  const gint64 n = 300000;
  g_autoptr (StrataValueBuilder) builder =
      strata_value_builder_new (STRATA_VALUE_LIST);
  g_autoptr (StrataValue) list = NULL;
  g_autoptr (StrataValue) again = NULL;
  g_autofree char *text = NULL;

  for (gint64 i = 0; i < n; i++)
    {
      StrataValueBuilder *object =
          strata_value_builder_new (STRATA_VALUE_OBJECT);

      strata_value_builder_set (object, "id", strata_value_new_integer (i));
      strata_value_builder_append (builder, strata_value_builder_end (object));
    }
  list = strata_value_builder_end (g_steal_pointer (&builder));
  text = strata_value_to_text (list);
  again = parse (text);
  g_assert_true (strata_value_equal (list, again));
  g_assert_cmpint (strata_value_get_integer (strata_value_get_member (
                       strata_value_get_item (again, 299999), "id")),
                   ==, 299999);
}

static void
test_many_members (void)
{
  g_autoptr (StrataValueBuilder) builder =
      strata_value_builder_new (STRATA_VALUE_OBJECT);
  g_autoptr (StrataValue) object = NULL;
  g_autoptr (StrataValue) again = NULL;
  g_autofree char *text = NULL;
  StrataValueIter iter;
  const char *key;
  int n = 0;

  for (int i = 0; i < 100000; i++)
    {
      char name[16];

      g_snprintf (name, sizeof name, "k%d", (i * 7919) % 100000);
      strata_value_builder_set (builder, name, strata_value_new_integer (i));
    }
  object = strata_value_builder_end (g_steal_pointer (&builder));
  text = strata_value_to_text (object);
  again = parse (text);
  g_assert_true (strata_value_equal (object, again));

  strata_value_iter_init (&iter, again);
  for (; strata_value_iter_next (&iter, &key, NULL); n++)
    g_assert_cmpint (atoi (key + 1), ==, (n * 7919) % 100000);
  g_assert_cmpint (n, ==, 100000);
}

static void
test_make (void)
{
  g_autoptr (StrataValue) null = strata_value_new_null ();
  g_autoptr (StrataValue) yes = strata_value_new_boolean (TRUE);
  g_autoptr (StrataValue) real = strata_value_new_real (2);
  g_autoptr (StrataValue) string = strata_value_new_string ("é\"");
  g_autoptr (StrataValue) integers =
      strata_value_new_integers ((gint64[]){ 1, -2, 3 }, 3);
  g_autoptr (StrataValue) reals =
      strata_value_new_reals ((double[]){ 0.5, -0.0 }, 2);
  g_autoptr (StrataValue) none = strata_value_new_integers (NULL, 0);
  StrataValue *const items[] = { null, yes, real, string, integers, reals };
  g_autoptr (StrataValue) list = strata_value_new_list (items, 6);
  static const char *const keys[] = { "b", "a", "b" };
  g_autoptr (StrataValue) object = strata_value_new_object (keys, items, 3);

  assert_text (list, "[null, true, 2.0, \"é\\\"\", [1, -2, 3], [0.5, -0.0]]");
  assert_text (none, "[]");
  assert_text (object, "{ \"b\": 2.0, \"a\": true }");
}

static void
test_builder (void)
{
  g_autoptr (StrataValue) old = parse ("{ \"a\": 1, \"b\": 2, \"c\": 3 }");
  g_autoptr (StrataValue) numbers = parse ("[1]");
  StrataValueBuilder *builder = strata_value_builder_new_from (old);
  g_autoptr (StrataValue) changed = NULL;
  g_autoptr (StrataValue) longer = NULL;

  strata_value_builder_set (builder, "d", strata_value_new_null ());
  strata_value_builder_set (builder, "b", strata_value_ref (numbers));
  strata_value_builder_remove (builder, "a");
  strata_value_builder_remove (builder, "x");
  changed = strata_value_builder_end (builder);
  assert_text (changed, "{ \"b\": [1], \"c\": 3, \"d\": null }");
  assert_text (old, "{ \"a\": 1, \"b\": 2, \"c\": 3 }");

  builder = strata_value_builder_new_from (numbers);
  strata_value_builder_append (builder, strata_value_ref (changed));
  longer = strata_value_builder_end (builder);
  assert_text (longer, "[1, { \"b\": [1], \"c\": 3, \"d\": null }]");
  assert_text (numbers, "[1]");

  builder = strata_value_builder_new (STRATA_VALUE_LIST);
  strata_value_builder_append (builder, strata_value_ref (changed));
  strata_value_builder_free (builder);
}

static void
test_wrong_use (void)
{
  g_autoptr (StrataValue) deep = strata_value_new_null ();

  if (!g_test_undefined ())
    return;
  for (int i = 0; i < STRATA_VALUE_MAX_DEPTH; i++)
    {
      StrataValue *inside = g_steal_pointer (&deep);

      deep = strata_value_new_list (&inside, 1);
      strata_value_unref (inside);
    }

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*more than 200 deep*");
  g_assert_null (strata_value_new_list (&deep, 1));
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*more than 200 deep*");
  g_assert_null (strata_value_new_object ((const char *[]){ "a" }, &deep, 1));
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*isfinite*");
  g_assert_null (strata_value_new_real (NAN));
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*g_utf8_validate*");
  g_assert_null (strata_value_new_string ("\xff"));
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*STRATA_VALUE_STRING*");
  g_assert_null (strata_value_get_string (deep));
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*index <*");
  g_assert_null (strata_value_get_item (deep, 1));
  g_test_assert_expected_messages ();
}

static void
test_equal (void)
{
  /* Those in a row are equal; no two of different rows are. */
  static const char *const rows[][2] = {
    { "null", "null" },
    { "true", "true" },
    { "false", "false" },
    { "0", "-0" },
    { "1", "1" },
    { "1.0", "1e0" },
    { "0.0", "0e9" },
    { "-0.0", "-0e9" },
    { "\"1\"", "\"\\u0031\"" },
    { "\"\"", "\"\"" },
    { "[]", "[ ]" },
    { "[1]", "[1]" },
    { "[1, 2]", "[1,2]" },
    { "[2, 1]", "[2,1]" },
    { "{}", "{ }" },
    { "{\"a\": 1}", "{\"a\": 1}" },
    { "{\"a\": 2}", "{\"a\": 2}" },
    { "{\"b\": 1}", "{\"b\": 1}" },
    { "{\"a\": 1, \"b\": [2]}", "{\"b\": [2], \"a\": 1}" },
    { "{\"a\": 1, \"c\": [2]}", "{\"c\": [2], \"a\": 1}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (rows); j++)
      {
        g_autoptr (StrataValue) value = parse (rows[i][0]);
        g_autoptr (StrataValue) other = parse (rows[j][1]);

        g_assert_true (strata_value_equal (value, value));
        g_assert_cmpint (strata_value_equal (value, other), ==, i == j);
      }
}

static void
test_boxed (void)
{
  g_auto (GValue) holder = G_VALUE_INIT;
  g_autoptr (StrataValue) value = parse ("[1]");

  g_value_init (&holder, STRATA_TYPE_VALUE);
  g_value_set_boxed (&holder, value);
  g_assert_true (g_value_get_boxed (&holder) == value);
  g_assert_cmpstr (g_type_name (STRATA_TYPE_VALUE), ==, "StrataValue");
}

static gpointer
share (gpointer data)
{
  StrataValue *value = data;

  for (int i = 0; i < 20000; i++)
    {
      StrataValue *item = strata_value_get_member (value, "list");
      g_autoptr (StrataValue) kept = strata_value_ref (item);
      g_autoptr (StrataValue) list = strata_value_new_list (&kept, 1);

      g_assert_cmpuint (strata_value_get_length (list), ==, 1);
      g_assert_cmpuint (strata_value_get_length (kept), ==, 2);
    }
  strata_value_unref (value);
  return NULL;
}

static void
test_threads (void)
{
  StrataValue *value = parse ("{\"list\": [1.5, [null]], \"b\": true}");
  g_autoptr (StrataValue) kept =
      strata_value_ref (strata_value_get_member (value, "list"));
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("share", share, strata_value_ref (value));
  strata_value_unref (value);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  assert_text (kept, "[1.5, [null]]");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cards/value/scalars", test_scalars);
  g_test_add_func ("/cards/value/length", test_length);
  g_test_add_func ("/cards/value/containers", test_containers);
  g_test_add_func ("/cards/value/text/layout", test_text);
  g_test_add_func ("/cards/value/text/strings", test_strings);
  g_test_add_func ("/cards/value/text/numbers", test_numbers);
  g_test_add_func ("/cards/value/text/random-reals", test_random_reals);
  g_test_add_func ("/cards/value/text/print-real", test_print_real);
  g_test_add_func ("/cards/value/refused/bytes", test_refused_bytes);
  g_test_add_func ("/cards/value/refused/comments", test_refused_comments);
  g_test_add_func ("/cards/value/refused/keys", test_refused_keys);
  g_test_add_func ("/cards/value/refused/trailing", test_refused_trailing);
  g_test_add_func ("/cards/value/refused/ends", test_refused_ends);
  g_test_add_func ("/cards/value/refused/syntax", test_refused_syntax);
  g_test_add_func ("/cards/value/refused/strings", test_refused_strings);
  g_test_add_func ("/cards/value/refused/words", test_refused_words);
  g_test_add_func ("/cards/value/refused/numbers", test_refused_numbers);
  g_test_add_func ("/cards/value/depth", test_depth);
  g_test_add_func ("/cards/value/memory", test_memory);
  g_test_add_func ("/cards/value/no-memory", test_no_memory);
  g_test_add_func ("/cards/value/large", test_large);
  g_test_add_func ("/cards/value/many-members", test_many_members);
  g_test_add_func ("/cards/value/make", test_make);
  g_test_add_func ("/cards/value/builder", test_builder);
  g_test_add_func ("/cards/value/wrong-use", test_wrong_use);
  g_test_add_func ("/cards/value/equal", test_equal);
  g_test_add_func ("/cards/value/boxed", test_boxed);
  g_test_add_func ("/cards/value/threads", test_threads);
  return g_test_run ();
}
