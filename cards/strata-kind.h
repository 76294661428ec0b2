/* strata-kind.h — a kind of card: the one table that says all about it.
 *
 * A card is one file, and the file is a table. Whatever the model, the saved
 * file, the programs, the manual and the tests know of a card they read from
 * its StrataKind. A card file declares a struct of its fields named Self, one
 * row for each port, which ties the port to its field, and the functions that
 * infer shapes and compute:
 *
 *     typedef struct
 *     {
 *       const StrataSpec *input;
 *       double            factor;
 *     } Self;
 *
 *     static const StrataPortRow ports[] = {
 *       STRATA_TENSOR_IN  (input, .help = N_("What is scaled.")),
 *       STRATA_FLOAT      (factor, "1.0", .help = N_("What it is scaled by.")),
 *       STRATA_TENSOR_OUT (output, .help = N_("The scaled tensor.")),
 *     };
 *
 * The type of the field is the truth, and a row of another kind does not
 * compile. A default is the text that a graph file would hold, without quotes.
 * Ports that take an object take a string too, which names a kind of it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-constraint.h"
#include "strata-conv.h"
#include "strata-initializer.h"
#include "strata-regularizer.h"
#include "strata-role.h"
#include "strata-spec.h"
#include "strata-value.h"
#include "strata-window.h"

G_BEGIN_DECLS

/* What travels through a port. */
typedef enum
{
  STRATA_PORT_INTEGER,
  STRATA_PORT_FLOAT,
  STRATA_PORT_BOOLEAN,
  STRATA_PORT_STRING,
  STRATA_PORT_CHOICE,      /* one of some strings, whatever their case */
  STRATA_PORT_INTEGERS,
  STRATA_PORT_FLOATS,
  STRATA_PORT_PAIR,        /* two integers, or one for both */
  STRATA_PORT_PADDING,     /* "SAME", "VALID" or four [before, after] pairs */
  STRATA_PORT_TENSOR,
  STRATA_PORT_LAYER,
  STRATA_PORT_INITIALIZER,
  STRATA_PORT_REGULARIZER,
  STRATA_PORT_CONSTRAINT,
} StrataPortType;

#define STRATA_N_PORT_TYPES 14

typedef enum
{
  STRATA_PORT_OUT          = 1 << 0, /* an output */
  STRATA_PORT_REQUIRED     = 1 << 1, /* has no default and must be given */
  STRATA_PORT_OPTIONAL     = 1 << 2, /* has no default and may stay empty */
  STRATA_PORT_TAKES_SINGLE = 1 << 3, /* a list that takes one number too */
  STRATA_PORT_TAKES_NULL   = 1 << 4, /* null in a list: STRATA_UNKNOWN */
} StrataPortFlags;

/* Fields of Self. What they point at lives as long as Self does. */
typedef struct
{
  gboolean       given;
  int64_t        value;
} StrataOptionalInteger;

typedef struct
{
  gboolean       given;
  gsize          n;
  const int64_t *at;
} StrataIntegers;

typedef struct
{
  gboolean      given;
  gsize         n;
  const double *at;
} StrataFloats;

typedef struct
{
  int64_t at[2];
} StrataPair;

/* Number of a choice in the row's list; -1 where none was given. */
typedef struct
{
  int index;
} StrataChoice;

typedef struct
{
  StrataPadding rule;
  int64_t       pairs[4][2]; /* read for STRATA_PADDING_EXPLICIT alone */
} StrataPaddingChoice;

/* An initializer, and whether it was given a seed. One without a seed draws
 * from the graph's seed, the card's id and the name of the weight. */
typedef struct
{
  StrataInitializer how;
  gboolean          seeded;
} StrataSeededInitializer;

typedef struct _StrataRegistry   StrataRegistry;
typedef struct _StrataLayer      StrataLayer;
typedef struct _StrataInference  StrataInference;
typedef struct _StrataEvaluation StrataEvaluation;

/**
 * StrataPortRow: (skip)
 * @name: Keras' name of the argument
 * @type: what travels through it
 * @flags: what is special about it
 * @offset: of its field in Self
 * @standard: the default, as a graph file would hold it, a string without its
 *   quotes; %NULL for none
 * @choices: what a choice may be, ending with %NULL; the first spelling of each
 *   is shown, and an alias is written "alias=name"
 * @length: of a list that must have one length; 0 for any
 * @minimum: smallest value of an integer or of those in a list; read where
 *   @maximum is larger
 * @maximum: largest
 * @title: (nullable): label, where it is not the name with spaces
 * @help: what it means, in a sentence
 *
 * One row of a card's table.
 */
typedef struct
{
  const char        *name;
  StrataPortType     type;
  StrataPortFlags    flags;
  gsize              offset;
  const char        *standard;
  const char *const *choices;
  gsize              length;
  int64_t            minimum;
  int64_t            maximum;
  const char        *title;
  const char        *help;
} StrataPortRow;

#define STRATA_NO_FIELD ((gsize) -1)

/* Offset of a field of Self, which must have the type named. */
#define STRATA_FIELD(field, ctype) \
  _Generic (((Self *) 0)->field, ctype: offsetof (Self, field))

/* Rows. A default of NULL says that the value must be given; the rows with
 * OPTIONAL in their name may stay empty. */
#define STRATA_INTEGER(field, text, ...)                                      \
  { .name = #field, .type = STRATA_PORT_INTEGER, .standard = (text),          \
    .flags = STRATA_PORT_REQUIRED, .offset = STRATA_FIELD (field, int64_t), __VA_ARGS__ }
#define STRATA_OPTIONAL_INTEGER(field, ...)                                   \
  { .name = #field, .type = STRATA_PORT_INTEGER, .flags = STRATA_PORT_OPTIONAL, \
    .offset = STRATA_FIELD (field, StrataOptionalInteger), __VA_ARGS__ }
#define STRATA_FLOAT(field, text, ...)                                        \
  { .name = #field, .type = STRATA_PORT_FLOAT, .standard = (text),            \
    .flags = STRATA_PORT_REQUIRED, .offset = STRATA_FIELD (field, double), __VA_ARGS__ }
#define STRATA_BOOLEAN(field, text, ...)                                      \
  { .name = #field, .type = STRATA_PORT_BOOLEAN, .standard = (text),          \
    .flags = STRATA_PORT_REQUIRED, .offset = STRATA_FIELD (field, gboolean), __VA_ARGS__ }
#define STRATA_STRING(field, text, ...)                                       \
  { .name = #field, .type = STRATA_PORT_STRING, .standard = (text),           \
    .flags = STRATA_PORT_REQUIRED, .offset = STRATA_FIELD (field, const char *), __VA_ARGS__ }
#define STRATA_OPTIONAL_STRING(field, ...)                                    \
  { .name = #field, .type = STRATA_PORT_STRING, .flags = STRATA_PORT_OPTIONAL, \
    .offset = STRATA_FIELD (field, const char *), __VA_ARGS__ }
#define STRATA_CHOICE(field, list, text, ...)                                 \
  { .name = #field, .type = STRATA_PORT_CHOICE, .standard = (text), .choices = (list), \
    .flags = STRATA_PORT_REQUIRED, .offset = STRATA_FIELD (field, StrataChoice), __VA_ARGS__ }
#define STRATA_OPTIONAL_CHOICE(field, list, ...)                              \
  { .name = #field, .type = STRATA_PORT_CHOICE, .choices = (list),            \
    .flags = STRATA_PORT_OPTIONAL, .offset = STRATA_FIELD (field, StrataChoice), __VA_ARGS__ }
#define STRATA_INTEGERS(field, text, ...)                                     \
  { .name = #field, .type = STRATA_PORT_INTEGERS, .standard = (text),         \
    .flags = STRATA_PORT_REQUIRED, .offset = STRATA_FIELD (field, StrataIntegers), __VA_ARGS__ }
#define STRATA_INTEGERS_OR_ONE(field, text, ...)                              \
  { .name = #field, .type = STRATA_PORT_INTEGERS, .standard = (text),         \
    .flags = STRATA_PORT_REQUIRED | STRATA_PORT_TAKES_SINGLE,                 \
    .offset = STRATA_FIELD (field, StrataIntegers), __VA_ARGS__ }
#define STRATA_OPTIONAL_SHAPE(field, ...)                                     \
  { .name = #field, .type = STRATA_PORT_INTEGERS,                             \
    .flags = STRATA_PORT_OPTIONAL | STRATA_PORT_TAKES_NULL,                   \
    .offset = STRATA_FIELD (field, StrataIntegers), __VA_ARGS__ }
#define STRATA_FLOATS(field, text, ...)                                       \
  { .name = #field, .type = STRATA_PORT_FLOATS, .standard = (text),           \
    .flags = STRATA_PORT_REQUIRED, .offset = STRATA_FIELD (field, StrataFloats), __VA_ARGS__ }
#define STRATA_FLOATS_OR_ONE(field, text, ...)                                \
  { .name = #field, .type = STRATA_PORT_FLOATS, .standard = (text),           \
    .flags = STRATA_PORT_REQUIRED | STRATA_PORT_TAKES_SINGLE,                 \
    .offset = STRATA_FIELD (field, StrataFloats), __VA_ARGS__ }
#define STRATA_PAIR(field, text, ...)                                         \
  { .name = #field, .type = STRATA_PORT_PAIR, .standard = (text),             \
    .flags = STRATA_PORT_REQUIRED, .offset = STRATA_FIELD (field, StrataPair), __VA_ARGS__ }
#define STRATA_PADDING(field, text, ...)                                      \
  { .name = #field, .type = STRATA_PORT_PADDING, .standard = (text),          \
    .flags = STRATA_PORT_REQUIRED, .offset = STRATA_FIELD (field, StrataPaddingChoice), __VA_ARGS__ }

#define STRATA_TENSOR_IN(field, ...)                                          \
  { .name = #field, .type = STRATA_PORT_TENSOR, .flags = STRATA_PORT_REQUIRED, \
    .offset = STRATA_FIELD (field, const StrataSpec *), __VA_ARGS__ }
#define STRATA_OPTIONAL_TENSOR_IN(field, ...)                                 \
  { .name = #field, .type = STRATA_PORT_TENSOR, .flags = STRATA_PORT_OPTIONAL, \
    .offset = STRATA_FIELD (field, const StrataSpec *), __VA_ARGS__ }
#define STRATA_LAYER_IN(field, ...)                                           \
  { .name = #field, .type = STRATA_PORT_LAYER, .flags = STRATA_PORT_REQUIRED, \
    .offset = STRATA_FIELD (field, StrataLayer *), __VA_ARGS__ }
#define STRATA_INITIALIZER_IN(field, text, ...)                               \
  { .name = #field, .type = STRATA_PORT_INITIALIZER, .standard = (text),      \
    .flags = STRATA_PORT_REQUIRED, .offset = STRATA_FIELD (field, const StrataSeededInitializer *), __VA_ARGS__ }
#define STRATA_REGULARIZER_IN(field, ...)                                     \
  { .name = #field, .type = STRATA_PORT_REGULARIZER, .flags = STRATA_PORT_OPTIONAL, \
    .offset = STRATA_FIELD (field, const StrataRegularizer *), __VA_ARGS__ }
#define STRATA_CONSTRAINT_IN(field, ...)                                      \
  { .name = #field, .type = STRATA_PORT_CONSTRAINT, .flags = STRATA_PORT_OPTIONAL, \
    .offset = STRATA_FIELD (field, const StrataConstraint *), __VA_ARGS__ }

/* Outputs have no field: their values are handed to the inference and the
 * evaluation by name. */
#define STRATA_OUT(id, what, ...)                                             \
  { .name = #id, .type = (what), .flags = STRATA_PORT_OUT, .offset = STRATA_NO_FIELD, __VA_ARGS__ }
#define STRATA_TENSOR_OUT(id, ...)      STRATA_OUT (id, STRATA_PORT_TENSOR, __VA_ARGS__)
#define STRATA_LAYER_OUT(id, ...)       STRATA_OUT (id, STRATA_PORT_LAYER, __VA_ARGS__)
#define STRATA_INITIALIZER_OUT(id, ...) STRATA_OUT (id, STRATA_PORT_INITIALIZER, __VA_ARGS__)
#define STRATA_REGULARIZER_OUT(id, ...) STRATA_OUT (id, STRATA_PORT_REGULARIZER, __VA_ARGS__)
#define STRATA_CONSTRAINT_OUT(id, ...)  STRATA_OUT (id, STRATA_PORT_CONSTRAINT, __VA_ARGS__)

/**
 * StrataExample: (skip)
 * @help: what it shows
 * @inputs: values of ports, a JSON object as in a graph file
 * @tensors: (nullable): a JSON object that gives each wired tensor port the
 *   inputs of a `ConstantTensor`: `{ "input": { "shape": [2], "values": [1, 2] } }`,
 *   and each wired layer port a card: `{ "layer": { "type": "DepthwiseConv2D",
 *   "inputs": { … } } }`
 * @outputs: what must come out, a JSON object. A tensor port: `{ "shape": […],
 *   "values": […] }`, the values being optional. An initializer port: the same
 *   for a weight of that shape. A regularizer port: `{ "shape", "values",
 *   "penalty" }`. A constraint port: `{ "shape", "values", "projected" }`.
 *
 * A worked example: printed by the manual, and run by the tests.
 */
typedef struct
{
  const char *help;
  const char *inputs;
  const char *tensors;
  const char *outputs;
} StrataExample;

typedef struct _StrataLayerUse StrataLayerUse;

/**
 * StrataLayerClass: (skip)
 * @wrap: (nullable): called once for each layer, to add the layers that it wraps
 * @infer: says what a use of the layer on a tensor gives and needs. The spec may
 *   have unknown sizes or an unknown rank
 * @call: computes a use. Must set each output that @infer announced; returns
 *   %FALSE after strata_evaluation_fail(), or when cancelled
 * @rank: axes of the tensors that the layer takes; 0 where it takes any number,
 *   or as many as the layer that it wraps asks for
 *
 * What a card with a layer instance does. Such a card has the ports `input`,
 * `layer_instance` and `output`, and may have `activity_regularizer`, which is
 * looked after elsewhere.
 */
typedef struct
{
  void     (*wrap)  (StrataLayer      *layer);
  gboolean (*infer) (StrataLayer      *layer,
                     const StrataSpec *input,
                     StrataLayerUse   *use);
  gboolean (*call)  (StrataLayer      *layer,
                     StrataTensor     *input,
                     StrataTensor    **outputs,
                     StrataEvaluation *evaluation);
  int      rank;
} StrataLayerClass;

/* The largest number of tensors that a layer gives. */
#define STRATA_MAX_LAYER_OUTPUTS 2

/**
 * StrataKind: (skip)
 * @type: name in graph files, Keras' class name where there is one
 * @title: name for people
 * @category: heading in the palette: "Layers", "Initializers" …
 * @summary: what it does, in a sentence
 * @help: (nullable): more of it, in paragraphs
 * @aliases: (nullable): further names that a string on a port may use for an
 *   object of this kind, ending with %NULL; its type and the same in snake_case
 *   always count
 * @role: what it is to the program that runs a graph
 * @size: of Self
 * @ports: the rows
 * @n_ports: their number
 * @examples: worked examples
 * @n_examples: their number
 * @infer: (nullable): checks values against each other and says what the outputs
 *   will be, or calls strata_inference_fault(). Called for a layer too, before
 *   its own function
 * @evaluate: (nullable): computes the tensors that @infer announced; returns
 *   %FALSE after strata_evaluation_fail(), or when cancelled
 * @layer: (nullable): of a card with a layer instance, instead of @evaluate
 * @describe: (nullable): of a card whose `output` is a convolution of its
 *   `input`: describes it, or says in *message why it cannot, and lets every
 *   number be explained. The weights are the tensor at the port `filter`, whose
 *   spec is handed over, or, with %NULL, those of the layer
 *
 * A kind of card. All strings are static and, where people read them, marked
 * for translation.
 */
typedef struct _StrataKind StrataKind;
struct _StrataKind
{
  const char             *type;
  const char             *title;
  const char             *category;
  const char             *summary;
  const char             *help;
  const char *const      *aliases;
  StrataRole              role;
  gsize                   size;
  const StrataPortRow    *ports;
  gsize                   n_ports;
  const StrataExample    *examples;
  gsize                   n_examples;
  void                  (*infer)    (const void       *self,
                                     StrataInference  *inference);
  gboolean              (*evaluate) (const void       *self,
                                     StrataEvaluation *evaluation);
  const StrataLayerClass *layer;
  gboolean              (*describe) (const void       *self,
                                     const StrataSpec *input,
                                     const StrataSpec *filter,
                                     StrataConvDesc   *desc,
                                     char            **message);
  gpointer                reserved[3];
};

/* "integer", "list of integers" and so on. */
STRATA_EXPORT const char          *strata_port_type_name   (StrataPortType       type);

/* Whether values of this type may be typed in, rather than only wired. */
STRATA_EXPORT gboolean             strata_port_takes_value (const StrataPortRow *row);

/* The default as a value, which the caller owns; NULL for none. */
STRATA_EXPORT StrataValue         *strata_port_dup_standard (const StrataPortRow *row);

/* Whether a port takes a value; *message says in a sentence why not. Names of
 * objects are looked up in the registry, if there is one. */
STRATA_EXPORT gboolean             strata_port_check_value (const StrataPortRow *row,
                                                            StrataValue         *value,
                                                            StrataRegistry      *registry,
                                                            char               **message);

STRATA_EXPORT const StrataPortRow *strata_kind_find_port   (const StrataKind    *kind,
                                                            const char          *name,
                                                            gboolean             output);

G_END_DECLS
