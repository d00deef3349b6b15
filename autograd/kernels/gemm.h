#pragma once

#include "autograd/scalar.h"

#include <cstdint>

// C = op(A) op(B) + bias, from the register tiles. B is repacked into panels (panels.h), which all
// rows of C need again and again; A is read where it lies.
//
//                     B │ panel 0 ││ panel 1 ││ p. 2 │
//                       │    ▼    ││    ▼    ││  ▼   │
//     A  12 rows  ───►  │ C: tile ││  tile   ││ tile │   task: one tile of one panel
//        12 rows  ───►  │   tile  ││  tile   ││ tile │
//
// A transposed is not copied either: C is then a sum of outer products, one for each row of A.
//
// Measured on the dense layer 64x1568 to 128, in parts of the peak of two threads: Y = X W 0.7,
// X^T dY 0.7, dY W^T 0.5; the last packs a transposed matrix of 200704 numbers for 64 rows only.
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
