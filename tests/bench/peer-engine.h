/* peer-engine.h — the engine, timed as its peers are.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "bench-peer.h"

/* The engine in the format of a layer. */
extern const BenchPeer bench_peer_engine[2];

/* What a prepared engine chose is asked of its convolution. */
const StrataConv *bench_peer_engine_conv (void *state);
