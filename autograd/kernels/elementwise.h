#pragma once

#include "autograd/scalar.h"

#include <cstdint>

// Loops over numbers that do not know of each other, and the sums that undo a broadcast.
// Pointers are to `count` numbers; an output may be one of the inputs unless said otherwise.
// Every result has the same bits for any number of threads.
//
//     a   row 0 │ ▓▓▓▓ ▓▓▓▓ ▓▓▓▓ │ row 1 │ ▓▓▓▓ ▓▓▓▓ ▓▓▓▓ │    y[row][c] = a[row][c] OP b[c]
//     b         │ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒ │       │ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒ │    the same b, from the cache
//
// Measured, in parts of the triad: adding two arrays 1.25, scaling 1.3, adding a number for each of
// 64 channels 1.3; sums, which write nothing, 1.3 to 1.5; exp, a number at a time, 0.15.
namespace stepgrad::kernels {

/// Rows of numbers that meet one number per channel: x[row][channel] with b[channel]. Two inputs
/// of the same shape are the case of a single row that has all numbers.
struct ChannelRows {
    std::int64_t row_count;
    std::int64_t channels;
};

void add_in_place(const Scalar* x, Scalar* sum, std::int64_t count) noexcept;

/// y[row][channel] = a[row][channel] OP b[channel]. y may be a; it may be b if there is one row.
void add(const Scalar* a, const Scalar* b, Scalar* y, ChannelRows rows) noexcept;
void sub(const Scalar* a, const Scalar* b, Scalar* y, ChannelRows rows) noexcept;
void mul(const Scalar* a, const Scalar* b, Scalar* y, ChannelRows rows) noexcept;
void div(const Scalar* a, const Scalar* b, Scalar* y, ChannelRows rows) noexcept;

/// y[i] = factor * x[i]
void scale(const Scalar* x, Scalar factor, Scalar* y, std::int64_t count) noexcept;

/// y[i] = x[i] + amount
void shift(const Scalar* x, Scalar amount, Scalar* y, std::int64_t count) noexcept;

/// As std::exp, std::log and std::pow compute them, number by number. A square is x[i] * x[i].
void exp(const Scalar* x, Scalar* y, std::int64_t count) noexcept;
void log(const Scalar* x, Scalar* y, std::int64_t count) noexcept;
void pow(const Scalar* x, Scalar exponent, Scalar* y, std::int64_t count) noexcept;

/// The sum of all numbers.
///
/// Defined so that only `count` decides the order of the additions: the numbers are cut into
/// min(64, count / 32768), at least one, groups of equal length (the last one shorter); in each
/// group 16 running sums in double take every sixteenth number, are added up in order, and then
/// the numbers that are left over; the groups are added up in order.
double sum(const Scalar* x, std::int64_t count) noexcept;

/// How many rows of `partial_sums` sum_over_rows needs: 1 to 16, decided by the sizes alone.
std::int64_t row_group_count(ChannelRows rows) noexcept;

/// sums[channel] = sum over rows of x[row][channel].
///
/// The rows are cut into row_group_count(rows) groups of equal length (the last ones shorter or
/// empty); each group is added up row by row in double and rounded to Scalar; the groups are added
/// up in order, in double. `partial_sums` is room for [row_group_count, channels]; none of the
/// three may overlap.
void sum_over_rows(const Scalar* x, Scalar* sums, Scalar* partial_sums, ChannelRows rows) noexcept;

/// Copies `row_count` rows of `length` numbers each; a row begins `from_stride` (`to_stride`)
/// numbers after the one before it. The two must not overlap.
void copy_rows(const Scalar* from, std::int64_t from_stride, Scalar* to, std::int64_t to_stride,
               std::int64_t row_count, std::int64_t length) noexcept;

}  // namespace stepgrad::kernels
