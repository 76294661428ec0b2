/* strata-activation-private.h — the activations number by number.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-activation.h"

/* @activation with its parameters as @dtype can hold them: TensorFlow brings
 * them into the tensor's type before it compares or multiplies. Whoever calls
 * the functions below, or hands an activation to a kernel, passes it through
 * here once. */
StrataActivation strata_activation_narrow (const StrataActivation *activation,
                                           StrataDType             dtype);

/* f(x) and f'(x) of the functions without an axis. Those in float are the ones
 * in double, rounded once. */
double strata_activation_f64       (const StrataActivation *activation, double x);
float  strata_activation_f32       (const StrataActivation *activation, float x);
double strata_activation_slope_f64 (const StrataActivation *activation, double x);
float  strata_activation_slope_f32 (const StrataActivation *activation, float x);

/* The functions with an axis; arguments as in strata-activation.h. */
void strata_activation_axis_apply    (const StrataActivation *activation,
                                      StrataDType             dtype,
                                      StrataAxis              axis,
                                      const void             *x,
                                      void                   *y);
void strata_activation_axis_gradient (const StrataActivation *activation,
                                      StrataDType             dtype,
                                      StrataAxis              axis,
                                      const void             *x,
                                      const void             *dy,
                                      void                   *dx);
