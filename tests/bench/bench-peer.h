/* bench-peer.h — who computes a layer: the engine, or a library to be held
 * against it.
 *
 * A peer computes in a layout of its own, whatever the layer's format: it
 * takes the problem's input in the format that it finds nearest, and brings
 * input and weights into shape while it prepares, which is not timed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "bench-problem.h"

typedef struct _BenchPeer BenchPeer;

struct _BenchPeer
{
  const char  *name;
  StrataFormat format;  /* of what output() gives */
  gboolean     blocked; /* computes in a layout that is no plain format */

  /* NULL for a layer that the peer cannot compute. */
  void       *(*prepare) (const BenchPeer    *peer,
                          const BenchProblem *problem,
                          int                 n_threads);
  void        (*run)     (void               *state);

  /* What the last run gave, owned by @state. */
  const void *(*output)  (void               *state);

  /* Sends the peer's threads to sleep, lest they spin while another is
   * timed; NULL where they do so by themselves. */
  void        (*rest)    (void               *state);
  void        (*free)    (void               *state);
};

extern const BenchPeer bench_peer_onednn_nhwc;
extern const BenchPeer bench_peer_onednn_blocked;
extern const BenchPeer bench_peer_onednn_nchw;
extern const BenchPeer bench_peer_xnnpack_nhwc;
extern const BenchPeer bench_peer_xnnpack_nchw;

/* Those that the build found. */
extern const BenchPeer *const bench_peers[];
extern const int              bench_n_peers;
