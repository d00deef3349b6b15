#include "autograd/kernels/winograd/small_products.h"

#include "autograd/kernels/register_tiles.h"

#include <array>
#include <utility>

namespace stepgrad::kernels {
namespace {

// `block_count` blocks of kRows rows, one below the other. The loops over rows and vectors are
// unrolled completely, so that `sums` lives in registers.
template <int kRows, int kVectors>
void blocks_of(const Scalar* a, const Scalar* b, Scalar* c, std::int64_t block_count,
               std::int64_t depth) noexcept {
    for (std::int64_t block = 0; block < block_count; ++block) {
        Vector sums[kRows][kVectors] = {};
        const Scalar* weights = b;
        for (std::int64_t k = 0; k < depth; ++k, weights += kVectors * kLanes) {
            Vector row[kVectors];
#pragma GCC unroll 2
            for (int v = 0; v < kVectors; ++v) {
                row[v] = load(weights + v * kLanes);
            }
#pragma GCC unroll 16
            for (int m = 0; m < kRows; ++m) {
                const Vector x = broadcast(a[m * depth + k]);
#pragma GCC unroll 2
                for (int v = 0; v < kVectors; ++v) {
                    sums[m][v] = fused_multiply_add(x, row[v], sums[m][v]);
                }
            }
        }
#pragma GCC unroll 16
        for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 2
            for (int v = 0; v < kVectors; ++v) {
                store(c + (m * kVectors + v) * kLanes, sums[m][v]);
            }
        }
        a += kRows * depth;
        c += kRows * kVectors * kLanes;
    }
}

using Blocks = void (*)(const Scalar*, const Scalar*, Scalar*, std::int64_t, std::int64_t) noexcept;

template <int kVectors, int... kIndex>
constexpr std::array<Blocks, sizeof...(kIndex)> blocks(std::integer_sequence<int, kIndex...>) {
    return {blocks_of<kIndex + 1, kVectors>...};
}

constexpr auto kNarrowBlocks = blocks<1>(std::make_integer_sequence<int, max_tile_rows(1)>());
constexpr auto kWideBlocks = blocks<2>(std::make_integer_sequence<int, max_tile_rows(2)>());

}  // namespace

void small_product(const Scalar* a, const Scalar* b, Scalar* c, std::int64_t row_count,
                   std::int64_t depth, int vector_count) noexcept {
    // As few blocks as the registers allow, some of them one row higher than the others.
    const std::int64_t block_count = divided_up(row_count, max_tile_rows(vector_count));
    const std::int64_t rows = row_count / block_count;
    const std::int64_t higher_count = row_count % block_count;
    const auto run = [&](std::int64_t block_rows, std::int64_t count) {
        const auto index = static_cast<std::size_t>(block_rows - 1);
        (vector_count == 1 ? kNarrowBlocks[index] : kWideBlocks[index])(a, b, c, count, depth);
        a += count * block_rows * depth;
        c += count * block_rows * vector_count * kLanes;
    };
    if (higher_count > 0) {
        run(rows + 1, higher_count);
    }
    run(rows, block_count - higher_count);
}

}  // namespace stepgrad::kernels
