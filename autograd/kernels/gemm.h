#pragma once

#include "autograd/scalar.h"

#include <cstdint>

namespace stepgrad::kernels {

/// The sizes of C = op(A) op(B) + bias, where op transposes if asked to.
struct GemmSizes {
    std::int64_t rows;     // of C and of op(A)
    std::int64_t columns;  // of C and of op(B)
    std::int64_t depth;    // columns of op(A), rows of op(B)
    bool transpose_a;      // A is [depth, rows] instead of [rows, depth]
    bool transpose_b;      // B is [columns, depth] instead of [depth, columns]
};

/// Numbers of workspace that gemm() wants for these sizes.
std::int64_t gemm_workspace_size(const GemmSizes& sizes) noexcept;

/// C = op(A) op(B) + bias: a matrix product.
///
/// a, b, c    row by row, without gaps; c must not overlap the others
/// bias       one number for each column of C, or null
/// workspace  gemm_workspace_size() numbers at a 64-byte boundary
void gemm(const GemmSizes& sizes, const Scalar* a, const Scalar* b, const Scalar* bias, Scalar* c,
          Scalar* workspace) noexcept;

}  // namespace stepgrad::kernels
