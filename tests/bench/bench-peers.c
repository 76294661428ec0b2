/* bench-peers.c — the libraries that the build found.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-peer.h"
#include "bench-config.h"

/* One empty place at the end: C has no empty arrays. */
const BenchPeer *const bench_peers[] = {
#if HAVE_ONEDNN
  &bench_peer_onednn_nhwc,
  &bench_peer_onednn_blocked,
  &bench_peer_onednn_nchw,
#endif
#if HAVE_XNNPACK
  &bench_peer_xnnpack_nhwc,
  &bench_peer_xnnpack_nchw,
#endif
  NULL,
};

const int bench_n_peers = G_N_ELEMENTS (bench_peers) - 1;
