#include "autograd/kernels/elementwise.h"

#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/vector.h"

#include <algorithm>
#include <cmath>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kBlock = 4096;       // numbers of one row that one thread takes at a time
constexpr std::int64_t kSumLanes = 16;      // running sums: enough to hide an addition's latency
constexpr std::int64_t kMaxSumGroups = 64;  // each at least kParallelFrom numbers long
constexpr std::int64_t kMaxRowGroups = 16;  // each at least kRowGroupSize numbers large
constexpr std::int64_t kRowGroupSize = 16 * 1024;
constexpr std::int64_t kChannelBlock = 64;  // channels that are added up together, in registers

// `omp simd` tells the compiler that y may be a or b: it would else check for overlap and, finding
// one, go number by number.
void add_run(const Scalar* a, const Scalar* b, Scalar* y, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        y[i] = a[i] + b[i];
    }
}

void sub_run(const Scalar* a, const Scalar* b, Scalar* y, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        y[i] = a[i] - b[i];
    }
}

void mul_run(const Scalar* a, const Scalar* b, Scalar* y, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        y[i] = a[i] * b[i];
    }
}

void div_run(const Scalar* a, const Scalar* b, Scalar* y, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        y[i] = a[i] / b[i];
    }
}

using Run = void (*)(const Scalar* a, const Scalar* b, Scalar* y, std::int64_t count);

// Many short rows and one long row alike are cut into runs, each at most kBlock numbers of a row.
void for_each_run(Run run, const Scalar* a, const Scalar* b, Scalar* y, ChannelRows rows) {
    const std::int64_t block_count = divided_up(rows.channels, kBlock);
    const bool is_large = rows.row_count * rows.channels >= kParallelFrom;
    in_parallel(is_large, [&] {
#pragma omp for collapse(2) schedule(static) nowait
        for (std::int64_t row = 0; row < rows.row_count; ++row) {
            for (std::int64_t block = 0; block < block_count; ++block) {
                const std::int64_t channel = block * kBlock;
                const std::int64_t i = row * rows.channels + channel;
                run(a + i, b + channel, y + i, std::min(kBlock, rows.channels - channel));
            }
        }
    });
}

// The lanes are additions that do not wait for each other, so that they fill vector registers.
double sum_of_group(const Scalar* x, std::int64_t count) {
    double lanes[kSumLanes] = {};
    const std::int64_t whole = count / kSumLanes * kSumLanes;
    for (std::int64_t i = 0; i < whole; i += kSumLanes) {
        for (std::int64_t lane = 0; lane < kSumLanes; ++lane) {
            lanes[lane] += static_cast<double>(x[i + lane]);
        }
    }
    double sum = 0;
    for (const double lane : lanes) {
        sum += lane;
    }
    for (std::int64_t i = whole; i < count; ++i) {
        sum += static_cast<double>(x[i]);
    }
    return sum;
}

// sums[c] = sum over r of x[r][c], a block of channels at a time.
void sum_row_group(const Scalar* x, Scalar* sums, ChannelRows rows) {
    for (std::int64_t first = 0; first < rows.channels; first += kChannelBlock) {
        const std::int64_t width = std::min(kChannelBlock, rows.channels - first);
        double block[kChannelBlock] = {};
        for (std::int64_t row = 0; row < rows.row_count; ++row) {
            const Scalar* numbers = x + row * rows.channels + first;
            for (std::int64_t c = 0; c < width; ++c) {
                block[c] += static_cast<double>(numbers[c]);
            }
        }
        for (std::int64_t c = 0; c < width; ++c) {
            sums[first + c] = static_cast<Scalar>(block[c]);
        }
    }
}

}  // namespace

void add_in_place(const Scalar* x, Scalar* sum, std::int64_t count) noexcept {
    add(sum, x, sum, {1, count});
}

void add(const Scalar* a, const Scalar* b, Scalar* y, ChannelRows rows) noexcept {
    for_each_run(add_run, a, b, y, rows);
}

void sub(const Scalar* a, const Scalar* b, Scalar* y, ChannelRows rows) noexcept {
    for_each_run(sub_run, a, b, y, rows);
}

void mul(const Scalar* a, const Scalar* b, Scalar* y, ChannelRows rows) noexcept {
    for_each_run(mul_run, a, b, y, rows);
}

void div(const Scalar* a, const Scalar* b, Scalar* y, ChannelRows rows) noexcept {
    for_each_run(div_run, a, b, y, rows);
}

void scale(const Scalar* x, Scalar factor, Scalar* y, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            y[i] = factor * x[i];
        }
    });
}

void shift(const Scalar* x, Scalar amount, Scalar* y, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for simd schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            y[i] = x[i] + amount;
        }
    });
}

void exp(const Scalar* x, Scalar* y, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            y[i] = std::exp(x[i]);
        }
    });
}

void log(const Scalar* x, Scalar* y, std::int64_t count) noexcept {
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            y[i] = std::log(x[i]);
        }
    });
}

void pow(const Scalar* x, Scalar exponent, Scalar* y, std::int64_t count) noexcept {
    if (exponent == 2) {
        mul(x, x, y, {1, count});
        return;
    }
    in_parallel(count >= kParallelFrom, [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t i = 0; i < count; ++i) {
            y[i] = std::pow(x[i], exponent);
        }
    });
}

double sum(const Scalar* x, std::int64_t count) noexcept {
    double group_sums[kMaxSumGroups];
    const std::int64_t group_count =
        std::clamp(count / kParallelFrom, std::int64_t{1}, kMaxSumGroups);
    const std::int64_t length = divided_up(count, group_count);
    in_parallel(group_count > 1, [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t group = 0; group < group_count; ++group) {
            const std::int64_t first = std::min(group * length, count);
            group_sums[group] = sum_of_group(x + first, std::min(length, count - first));
        }
    });
    double sum = 0;
    for (std::int64_t group = 0; group < group_count; ++group) {
        sum += group_sums[group];
    }
    return sum;
}

std::int64_t row_group_count(ChannelRows rows) noexcept {
    const std::int64_t most = std::clamp(rows.row_count, std::int64_t{1}, kMaxRowGroups);
    return std::clamp(rows.row_count * rows.channels / kRowGroupSize, std::int64_t{1}, most);
}

void sum_over_rows(const Scalar* x, Scalar* sums, Scalar* partial_sums, ChannelRows rows) noexcept {
    const std::int64_t group_count = row_group_count(rows);
    const std::int64_t length = divided_up(rows.row_count, group_count);
    const bool is_large = rows.row_count * rows.channels >= kParallelFrom;
    in_parallel(is_large, [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t group = 0; group < group_count; ++group) {
            const std::int64_t first = std::min(group * length, rows.row_count);
            const std::int64_t row_count = std::min(length, rows.row_count - first);
            sum_row_group(x + first * rows.channels, partial_sums + group * rows.channels,
                          {row_count, rows.channels});
        }
    });
    sum_row_group(partial_sums, sums, {group_count, rows.channels});
}

void copy_rows(const Scalar* from, std::int64_t from_stride, Scalar* to, std::int64_t to_stride,
               std::int64_t row_count, std::int64_t length) noexcept {
    in_parallel(row_count * length >= kParallelFrom, [&] {
#pragma omp for schedule(static) nowait
        for (std::int64_t row = 0; row < row_count; ++row) {
            std::copy_n(from + row * from_stride, length, to + row * to_stride);
        }
    });
}

}  // namespace stepgrad::kernels
