#pragma once

#include "autograd/scalar.h"

#include <cstdint>

namespace stepgrad::kernels {

/// C[m][n] = sum over k < depth of A[m][k] * B[k][n]: the matrix products of one position.
///
/// The same block of registers as row_tile(), but for rows that lie at equal distances, and with
/// the loop over blocks inside: depth is often 16 or 32 here, where calling a tile took as long as
/// its work (57 of 101 GFLOP/s at depth 16 with AVX2, and 86 this way).
///
/// a  row_count rows of `depth` numbers
/// b  depth rows of vector_count * kLanes numbers
/// c  row_count rows of as many; must not overlap the others
///
/// Vectors: 1 to kMaxTileVectors.
void small_product(const Scalar* a, const Scalar* b, Scalar* c, std::int64_t row_count,
                   std::int64_t depth, int vector_count) noexcept;

}  // namespace stepgrad::kernels
