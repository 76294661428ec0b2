/* unroll.h — loops written out by the preprocessor.
 *
 * An array can live in registers only if every index is a constant before the
 * compiler looks for registers. EACH_7 (i, statement) is the statement seven
 * times, with i as a constant from 0 to 6.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

/* clang-format off */

#define EACH_STEP(i, n, ...) { enum { i = n }; __VA_ARGS__ }

#define EACH_1(i, ...) EACH_STEP (i, 0, __VA_ARGS__)
#define EACH_2(i, ...) EACH_1 (i, __VA_ARGS__) EACH_STEP (i, 1, __VA_ARGS__)
#define EACH_3(i, ...) EACH_2 (i, __VA_ARGS__) EACH_STEP (i, 2, __VA_ARGS__)
#define EACH_4(i, ...) EACH_3 (i, __VA_ARGS__) EACH_STEP (i, 3, __VA_ARGS__)
#define EACH_5(i, ...) EACH_4 (i, __VA_ARGS__) EACH_STEP (i, 4, __VA_ARGS__)
#define EACH_6(i, ...) EACH_5 (i, __VA_ARGS__) EACH_STEP (i, 5, __VA_ARGS__)
#define EACH_7(i, ...) EACH_6 (i, __VA_ARGS__) EACH_STEP (i, 6, __VA_ARGS__)
#define EACH_8(i, ...) EACH_7 (i, __VA_ARGS__) EACH_STEP (i, 7, __VA_ARGS__)
#define EACH_9(i, ...) EACH_8 (i, __VA_ARGS__) EACH_STEP (i, 8, __VA_ARGS__)
#define EACH_10(i, ...) EACH_9 (i, __VA_ARGS__) EACH_STEP (i, 9, __VA_ARGS__)
#define EACH_11(i, ...) EACH_10 (i, __VA_ARGS__) EACH_STEP (i, 10, __VA_ARGS__)
#define EACH_12(i, ...) EACH_11 (i, __VA_ARGS__) EACH_STEP (i, 11, __VA_ARGS__)
#define EACH_13(i, ...) EACH_12 (i, __VA_ARGS__) EACH_STEP (i, 12, __VA_ARGS__)
#define EACH_14(i, ...) EACH_13 (i, __VA_ARGS__) EACH_STEP (i, 13, __VA_ARGS__)
#define EACH_15(i, ...) EACH_14 (i, __VA_ARGS__) EACH_STEP (i, 14, __VA_ARGS__)
#define EACH_16(i, ...) EACH_15 (i, __VA_ARGS__) EACH_STEP (i, 15, __VA_ARGS__)
#define EACH_17(i, ...) EACH_16 (i, __VA_ARGS__) EACH_STEP (i, 16, __VA_ARGS__)

/* The counts may be macros themselves. */
#define EACH_JOIN(n) EACH_##n
#define EACH_COUNT(n) EACH_JOIN (n)
#define EACH(i, n, ...) { EACH_COUNT (n) (i, __VA_ARGS__) }
