#pragma once

#include "autograd/scalar.h"

#include <cstdint>

// Weight gradients are sums over all pixels of all images. To share them among threads the batch is
// cut into parts, each with a gradient of its own, and these are added in order:
//
//     batch   │ part 0 │ part 1 │ part 2 │ part 3 │     runs of images, of rows of pixels
//                 │        │        │        │          (depthwise) or of rows of tiles (Winograd)
//                 ▼        ▼        ▼        ▼
//     parts   │ ▓▓▓▓▓▓ │ ▓▓▓▓▓▓ │ ▓▓▓▓▓▓ │ ▓▓▓▓▓▓ │     by one thread each, or several that share
//                                                       the channels
//     total[i] = ((part 0 + part 1) + part 2) + part 3  threads share the numbers i
//
// How many parts there are depends on sizes alone, never on the number of threads: so the bits do
// not depend on it either. There are at most 16, of depthwise and Winograd's gradients 8, and fewer
// of large gradients, whose parts would take too long to add up.
namespace stepgrad::kernels {

/// total[i] = part 0 + part 1 + ... , in this order. To be called by all threads of a parallel
/// region, which share the numbers; all have finished when it returns.
///
/// parts  part p begins at p * part_size
/// total  `count` numbers; may be part 0
void add_parts_in_parallel_region(const Scalar* parts, std::int64_t part_size,
                                  std::int64_t part_count, std::int64_t count,
                                  Scalar* total) noexcept;

}  // namespace stepgrad::kernels
