#include "tests/benchmarks/memory_bound_kernels.h"

#include "autograd/kernels/activations.h"
#include "autograd/kernels/avg_pool.h"
#include "autograd/kernels/batch_norm.h"
#include "autograd/kernels/elementwise.h"
#include "autograd/kernels/global_pool.h"
#include "autograd/kernels/losses.h"
#include "autograd/kernels/max_pool.h"
#include "autograd/kernels/optimizer_kernels.h"
#include "autograd/kernels/padded_strip.h"
#include "autograd/kernels/panels.h"
#include "autograd/kernels/softmax.h"
#include "autograd/kernels/zero_pad.h"
#include "tests/benchmarks/memory_bound_arrays.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

namespace stepgrad::benchmarks {
namespace {

using namespace kernels;

constexpr MapSizes kMaps{kImages, kExtent* kExtent, kChannels};
constexpr ScoreSizes kScores{kRows, kChannels};
constexpr PadSizes kPad{kImages, kExtent, kExtent, kChannels, 1, 1, 1, 1};
constexpr AvgPoolDivisor kDivisor{/*counts_padding=*/false, 0, 0};
constexpr SgdRates kSgd{Scalar(1e-3), Scalar(1e-4), Scalar(0.9)};
constexpr AdamRates kAdam{.beta1 = Scalar(0.9),
                          .beta1_complement = Scalar(0.1),
                          .beta2 = Scalar(0.999),
                          .beta2_complement = Scalar(0.001),
                          .grad_decay = 0,
                          .shrinking = 1,
                          .step_size = Scalar(1e-3),
                          .root_factor = 1,
                          .epsilon = Scalar(1e-8)};

using Arrays = MemoryBoundArrays;

struct MemoryBoundKernel {
    const char* name;
    std::int64_t numbers;  // read or written
    void (*run)(Arrays& m);
};

constexpr MemoryBoundKernel kElementwise[] = {
    {"add", 3 * kNumbers,
     [](Arrays& m) {
         add(m.x, m.dy, m.y, {1, kNumbers});
     }},
    {"add_bias", 2 * kNumbers,
     [](Arrays& m) {
         add(m.x, m.channel, m.y, {kRows, kChannels});
     }},
    {"scale", 2 * kNumbers,
     [](Arrays& m) {
         scale(m.x, Scalar(2), m.y, kNumbers);
     }},
    {"exp", 2 * kNumbers,
     [](Arrays& m) {
         exp(m.x, m.y, kNumbers);
     }},
    {"relu_forward", 2 * kNumbers,
     [](Arrays& m) {
         relu_forward(m.x, m.y, kNumbers);
     }},
    {"relu_backward", 3 * kNumbers,
     [](Arrays& m) {
         relu_backward(m.x, m.dy, m.y, kNumbers);
     }},
    {"sigmoid_forward", 2 * kNumbers,
     [](Arrays& m) {
         sigmoid_forward(m.x, m.y, kNumbers);
     }},
    {"tanh_forward", 2 * kNumbers,
     [](Arrays& m) {
         tanh_forward(m.x, m.y, kNumbers);
     }},
    {"tanh_backward", 3 * kNumbers,
     [](Arrays& m) {
         tanh_backward(m.x, m.dy, m.y, kNumbers);
     }},
    {"sum", kNumbers,
     [](Arrays& m) {
         benchmark::DoNotOptimize(sum(m.x, kNumbers));
     }},
    {"sum_over_rows", kNumbers,
     [](Arrays& m) {
         sum_over_rows(m.x, m.sums, m.workspace, {kRows, kChannels});
     }},
    {"zero_pad", kNumbers + kPadded,
     [](Arrays& m) {
         zero_pad(m.x, m.y, kPad);
     }},
    {"crop", 2 * kNumbers,
     [](Arrays& m) {
         crop(m.y, m.v, kPad);
     }},
};

// Winners are 32 bits each and count as numbers.
constexpr MemoryBoundKernel kPooling[] = {
    {"max_pool_2x2_forward", kNumbers + 2 * kPooled,
     [](Arrays& m) {
         max_pool_2x2_forward(m.x, m.y, m.winner_2x2.data(), kPool2x2);
     }},
    {"max_pool_2x2_backward", kNumbers + 2 * kPooled,
     [](Arrays& m) {
         max_pool_2x2_backward(m.dy, m.winner_2x2.data(), m.y, kPool2x2);
     }},
    {"max_pool_3x3_forward", kNumbers + 2 * kPooled,
     [](Arrays& m) {
         max_pool_forward(m.x, m.y, m.winner_3x3.data(), kPool3x3);
     }},
    {"max_pool_3x3_backward", kNumbers + 2 * kPooled,
     [](Arrays& m) {
         max_pool_backward(m.dy, m.winner_3x3.data(), m.y, kPool3x3);
     }},
    {"avg_pool_2x2_forward", kNumbers + kPooled,
     [](Arrays& m) {
         avg_pool_2x2_forward(m.x, m.y, kPool2x2);
     }},
    {"avg_pool_2x2_backward", kNumbers + kPooled,
     [](Arrays& m) {
         avg_pool_2x2_backward(m.dy, m.y, kPool2x2);
     }},
    {"avg_pool_3x3_forward", kNumbers + kPooled,
     [](Arrays& m) {
         avg_pool_forward(m.x, m.y, kPool3x3, kDivisor);
     }},
    {"avg_pool_3x3_backward", kNumbers + kPooled,
     [](Arrays& m) {
         avg_pool_backward(m.dy, m.y, kPool3x3, kDivisor);
     }},
    {"mean_over_pixels", kNumbers,
     [](Arrays& m) {
         mean_over_pixels(m.x, m.y, kMaps);
     }},
    {"spread_over_pixels", kNumbers,
     [](Arrays& m) {
         spread_over_pixels(m.dy, m.y, kMaps);
     }},
};

constexpr MemoryBoundKernel kNormalising[] = {
    {"batch_statistics", kNumbers,
     [](Arrays& m) {
         batch_statistics(m.x, m.workspace, m.sums, m.more_sums, kBatchNorm);
     }},
    {"batch_norm_forward", 2 * kNumbers,
     [](Arrays& m) {
         batch_norm_forward(m.x, m.channel, m.channel, m.channel, m.y, kBatchNorm);
     }},
    {"batch_norm_gradient_sums", 2 * kNumbers,
     [](Arrays& m) {
         batch_norm_gradient_sums(m.x, m.dy, m.channel, m.workspace, m.sums, m.more_sums,
                                  kBatchNorm);
     }},
    {"batch_norm_backward", 3 * kNumbers,
     [](Arrays& m) {
         batch_norm_backward(m.x, m.dy, m.channel, m.channel, m.channel, m.channel, m.y,
                             kBatchNorm);
     }},
    {"batch_norm_relu_forward", 2 * kNumbers,
     [](Arrays& m) {
         batch_norm_relu_forward(m.x, m.normalisation, m.y, kBatchNorm);
     }},
    {"batch_norm_relu_gradient_sums", 2 * kNumbers,
     [](Arrays& m) {
         batch_norm_relu_gradient_sums(m.x, m.dy, m.normalisation, m.workspace, m.sums, m.more_sums,
                                       kBatchNorm);
     }},
    {"batch_norm_relu_backward", 3 * kNumbers,
     [](Arrays& m) {
         batch_norm_relu_backward(m.x, m.dy, m.normalisation, m.channel, m.channel, m.y,
                                  kBatchNorm);
     }},
};

constexpr MemoryBoundKernel kLossesAndSteps[] = {
    {"softmax_forward", 2 * kNumbers,
     [](Arrays& m) {
         softmax_forward(m.x, m.y, kScores);
     }},
    {"softmax_backward", 3 * kNumbers,
     [](Arrays& m) {
         softmax_backward(m.x, m.dy, m.y, kScores);
     }},
    {"cross_entropy_forward", 2 * kNumbers + 2 * kRows,
     [](Arrays& m) {
         cross_entropy_forward(m.x, m.labels.data(), m.y, m.v, kScores);
     }},
    {"cross_entropy_backward", 2 * kNumbers + kRows,
     [](Arrays& m) {
         cross_entropy_backward(m.x, m.labels.data(), Scalar(0.5), m.y, kScores);
     }},
    {"sum_of_squared_differences", 2 * kNumbers,
     [](Arrays& m) {
         benchmark::DoNotOptimize(sum_of_squared_differences(m.x, m.dy, kNumbers));
     }},
    {"scaled_difference", 3 * kNumbers,
     [](Arrays& m) {
         scaled_difference(m.x, m.dy, Scalar(2), m.y, kNumbers);
     }},
    {"sgd_step", 3 * kNumbers,
     [](Arrays& m) {
         sgd_step(m.x, m.w, kNumbers, kSgd);
     }},
    {"sgd_momentum_step", 5 * kNumbers,
     [](Arrays& m) {
         sgd_momentum_step(m.x, m.v, m.w, kNumbers, kSgd);
     }},
    {"adam_step", 7 * kNumbers,
     [](Arrays& m) {
         adam_step(m.x, m.v, m.y, m.w, kNumbers, kAdam);
     }},
};

// Strips of 16 rows with a border of one pixel, which stay in the second-level cache: only reading
// the image counts.
void copy_strips(Arrays& m) {
    for (std::int64_t row = 0; row < kImages * kExtent; row += 16) {
        const Strip strip{kExtent, kExtent, kChannels, row % kExtent - 1, 18, -1, kExtent + 2};
        copy_strip(strip, m.x + row / kExtent * kExtent * kExtent * kChannels, m.y);
    }
}

// 4096 filters of one pixel, 64 to 64 channels, as forward packs them or as backward does.
void pack_panels(Arrays& m, bool transposes) {
    pack_panels_in_parallel_region({.numbers = m.x,
                                    .tap_offset = m.filter_offset.data(),
                                    .tap_count = kNumbers / kFilter,
                                    .rows_per_tap = kChannels,
                                    .columns = kChannels,
                                    .row_stride = transposes ? 1 : kChannels,
                                    .column_stride = transposes ? kChannels : 1},
                                   m.y);
}

// Threads call these on parts of their own: measured is one thread.
constexpr MemoryBoundKernel kOfOneThread[] = {
    {"one_thread_copy_strip", kNumbers, copy_strips},
    {"one_thread_pack_panels", 2 * kNumbers,
     [](Arrays& m) {
         pack_panels(m, false);
     }},
    {"one_thread_pack_transposed", 2 * kNumbers,
     [](Arrays& m) {
         pack_panels(m, true);
     }},
};

void time_kernel(benchmark::State& state, const MemoryBoundKernel& kernel, double bandwidth) {
    Arrays& numbers = memory_bound_arrays();
    numbers.y_tensor.fill(0);  // what others left must not slow down the steps of optimizers
    numbers.v_tensor.fill(0);
    numbers.w_tensor.fill(0);
    for (auto _ : state) {
        kernel.run(numbers);
        benchmark::ClobberMemory();
    }
    using benchmark::Counter;
    const double giga = static_cast<double>(kernel.numbers) * sizeof(Scalar) / 1e9;
    state.counters["gb_per_second"] = Counter(giga, Counter::kIsIterationInvariantRate);
    state.counters["triad_fraction"] =
        Counter(giga / bandwidth, Counter::kIsIterationInvariantRate);
}

template <typename Kernels>
void add_all(const Kernels& kernels, double bandwidth) {
    for (const MemoryBoundKernel& kernel : kernels) {
        benchmark::RegisterBenchmark((std::string("memory_bound/") + kernel.name).c_str(),
                                     time_kernel, kernel, bandwidth)
            ->UseRealTime()
            ->Unit(benchmark::kMicrosecond);
    }
}

}  // namespace

void add_memory_bound_kernels(double bandwidth, double bandwidth_of_one) {
    add_all(kElementwise, bandwidth);
    add_all(kPooling, bandwidth);
    add_all(kNormalising, bandwidth);
    add_all(kLossesAndSteps, bandwidth);
    add_all(kOfOneThread, bandwidth_of_one);
}

}  // namespace stepgrad::benchmarks
