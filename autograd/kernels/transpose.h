#pragma once

#include "autograd/kernels/vector.h"

#include <cstdint>
#include <utility>

// Rows become columns, a square of kLanes x kLanes numbers at a time: its rows are loaded as
// vectors, and ever smaller squares within it change places.
//
//     a b│c d       a b│i j       a e i m
//     e f│g h       e f│m n       b f j n
//     ───┼───  ──►  ───┼───  ──►  c g k o      (4 lanes: squares of 2 x 2, then of 1 x 1)
//     i j│k l       c d│k l       d h l p
//     m n│o p       g h│o p
namespace stepgrad::kernels {

/// Of two rows that are kStep apart, the upper one's right squares and the lower one's left ones
/// change places.
template <int kStep, int... kLane>
inline void swap_squares(Vector& upper, Vector& lower, std::integer_sequence<int, kLane...>) {
    const Vector first = __builtin_shufflevector(
        upper, lower, ((kLane & kStep) != 0 ? kLanes + kLane - kStep : kLane)...);
    lower = __builtin_shufflevector(upper, lower,
                                    ((kLane & kStep) != 0 ? kLanes + kLane : kLane + kStep)...);
    upper = first;
}

template <int kStep>
inline void swap_all_squares(Vector (&rows)[kLanes]) {
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; ++i) {
        if ((i & kStep) == 0) {
            swap_squares<kStep>(rows[i], rows[i + kStep],
                                std::make_integer_sequence<int, kLanes>());
        }
    }
    if constexpr (kStep > 1) {
        swap_all_squares<kStep / 2>(rows);
    }
}

/// to[j * to_step + i] = from[i * from_step + j] for i, j < kLanes.
inline void transpose_square(const Scalar* from, std::int64_t from_step, Scalar* to,
                             std::int64_t to_step) {
    Vector rows[kLanes];
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; ++i) {
        rows[i] = load(from + i * from_step);
    }
    swap_all_squares<kLanes / 2>(rows);
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; ++i) {
        store(to + i * to_step, rows[i]);
    }
}

/// to[j * to_step + i] = from[i * from_step + j] for i < row_count, j < column_count.
inline void transpose(const Scalar* from, std::int64_t from_step, std::int64_t row_count,
                      std::int64_t column_count, Scalar* to, std::int64_t to_step) {
    const std::int64_t whole_rows = row_count / kLanes * kLanes;
    const std::int64_t whole_columns = column_count / kLanes * kLanes;
    for (std::int64_t i = 0; i < whole_rows; i += kLanes) {
        for (std::int64_t j = 0; j < whole_columns; j += kLanes) {
            transpose_square(from + i * from_step + j, from_step, to + j * to_step + i, to_step);
        }
    }
    for (std::int64_t i = 0; i < row_count; ++i) {
        for (std::int64_t j = i < whole_rows ? whole_columns : 0; j < column_count; ++j) {
            to[j * to_step + i] = from[i * from_step + j];
        }
    }
}

}  // namespace stepgrad::kernels
