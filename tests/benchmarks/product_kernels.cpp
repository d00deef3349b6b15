#include "tests/benchmarks/product_kernels.h"

#include "autograd/kernels/gemm.h"
#include "autograd/kernels/register_tiles.h"
#include "autograd/random.h"
#include "autograd/tensor.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

namespace stepgrad::benchmarks {
namespace {

using namespace kernels;

/// The dense layer of net A: 64 images of 7x7x32 numbers, 128 units. X [64, 1568], W [1568, 128].
constexpr std::int64_t kImages = 64;
constexpr std::int64_t kFeatures = 7 * 7 * 32;
constexpr std::int64_t kUnits = 128;

struct DensePass {
    const char* name;
    GemmSizes sizes;
};

constexpr DensePass kDensePasses[] = {
    {"forward", {kImages, kUnits, kFeatures, false, false}},          // Y = X W
    {"backward_data", {kImages, kFeatures, kUnits, false, true}},     // dL/dX = dL/dY W^T
    {"backward_weights", {kFeatures, kUnits, kImages, true, false}},  // dL/dW = X^T dL/dY
};

void count_products(benchmark::State& state, std::int64_t products, double peak) {
    using benchmark::Counter;
    const double giga = 2e-9 * static_cast<double>(products);
    state.counters["gflops"] = Counter(giga, Counter::kIsIterationInvariantRate);
    state.counters["peak_fraction"] = Counter(giga / peak, Counter::kIsIterationInvariantRate);
}

void time_gemm(benchmark::State& state, const GemmSizes& sizes, double peak) {
    const Tensor a = random_normal({sizes.rows, sizes.depth}, global_random());
    const Tensor b = random_normal({sizes.depth, sizes.columns}, global_random());
    Tensor c = Tensor::empty({sizes.rows, sizes.columns});
    Tensor workspace = Tensor::empty({gemm_workspace_size(sizes)});
    for (auto _ : state) {
        gemm(sizes, a.data(), b.data(), nullptr, c.mutable_data(), workspace.mutable_data());
        benchmark::ClobberMemory();
    }
    count_products(state, sizes.rows * sizes.columns * sizes.depth, peak);
}

// A deep enough sum that its beginning and its end hardly count; the tile's numbers fill half of a
// first-level cache of 48 KB.
constexpr std::int64_t kDepth = 128;
constexpr int kTileRows = max_tile_rows(kMaxTileVectors);

/// The numbers of one tile: A as [rows, depth] or [depth, rows], B as [depth, panel].
struct TileNumbers {
    Tensor a = random_normal({kTileRows, kDepth}, global_random());
    Tensor b = random_normal({kDepth, kPanelWidth}, global_random());
    Tensor c = Tensor::zeros({kTileRows, kPanelWidth});
};

void time_row_tile(benchmark::State& state, double peak) {
    TileNumbers numbers;
    std::int64_t row_offset[kTileRows];
    std::int64_t output_offset[kTileRows];
    for (int m = 0; m < kTileRows; ++m) {
        row_offset[m] = m * kDepth;
        output_offset[m] = m * kPanelWidth;
    }
    const std::int64_t segment_offset = 0;
    const RowTile tile{.a = numbers.a.data(),
                       .row_offset = row_offset,
                       .segment_offset = &segment_offset,
                       .segment_count = 1,
                       .segment_length = kDepth,
                       .b = numbers.b.data(),
                       .bias = nullptr,
                       .c = numbers.c.mutable_data(),
                       .output_offset = output_offset,
                       .column_count = kPanelWidth};
    for (auto _ : state) {
        row_tile(tile, kTileRows, kMaxTileVectors);
        benchmark::ClobberMemory();
    }
    count_products(state, kTileRows * kPanelWidth * kDepth, peak);
}

void time_outer_tile(benchmark::State& state, double peak) {
    TileNumbers numbers;
    const OuterTile tile{.a = numbers.a.data(),
                         .a_image = 0,
                         .a_row = 0,
                         .a_column = kTileRows,
                         .row_offset = nullptr,
                         .b = numbers.b.data(),
                         .b_image = 0,
                         .b_row = 0,
                         .b_column = kPanelWidth,
                         .image_count = 1,
                         .height = 1,
                         .width = kDepth,
                         .c = numbers.c.mutable_data(),
                         .c_row = kPanelWidth,
                         .column_count = kPanelWidth,
                         .is_first = true};
    for (auto _ : state) {
        outer_tile(tile, kTileRows, kMaxTileVectors);
        benchmark::ClobberMemory();
    }
    count_products(state, kTileRows * kPanelWidth * kDepth, peak);
}

}  // namespace

void add_product_kernels(double peak, double peak_of_one) {
    for (const DensePass& pass : kDensePasses) {
        benchmark::RegisterBenchmark((std::string("dense/64x1568x128/") + pass.name).c_str(),
                                     time_gemm, pass.sizes, peak)
            ->UseRealTime()
            ->Unit(benchmark::kMicrosecond);
    }
    benchmark::RegisterBenchmark("tiles/one_thread/row_tile", time_row_tile, peak_of_one)
        ->UseRealTime();
    benchmark::RegisterBenchmark("tiles/one_thread/outer_tile", time_outer_tile, peak_of_one)
        ->UseRealTime();
}

}  // namespace stepgrad::benchmarks
