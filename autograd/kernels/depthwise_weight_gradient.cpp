#include "autograd/kernels/depthwise_axis.h"
#include "autograd/kernels/depthwise_conv2d.h"
#include "autograd/kernels/vector.h"

#include <omp.h>

#include <algorithm>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kMostParts = 16;
constexpr std::int64_t kChannelsOfTask = 64;  // about
constexpr std::int64_t kPixelsOfBlock = 256;
constexpr std::int64_t kWorthParallel = 32 * 1024;  // multiply-adds

// Every weight is summed up in this many chains, over pixels 0, 4, 8, ..., over 1, 5, 9, ... and so
// on: an addition need not wait for the one before it.
constexpr int kChains = 4;
constexpr int kTapsAtOnce = 3;  // whose chains fit the registers

// What one task works on: some images, some channels.
struct Task {
    std::int64_t first_image, end_image;
    std::int64_t first_channel, channel_count;
    bool wants_bias;
    Scalar* sums;    // of this part: [tap][channel], and behind them the bias gradient
    Scalar* chains;  // [vector][tap][chain], and for the bias [vector][chain]
};

// How the filter meets the image, worked out once per call.
struct Geometry {
    explicit Geometry(const Conv2dSizes& all_sizes)
        : sizes(all_sizes),
          rows(forward_phase(rows_of(sizes))),
          columns(forward_phase(columns_of(sizes))),
          inner(columns.inner_outputs()) {
        inner.end -= (inner.end - inner.first) % kChains;
    }

    Conv2dSizes sizes;
    AxisPhase rows, columns;
    IndexRange inner;  // pixels of a row that meet all taps, whole rounds of the chains
};

// Some rows of one image's grad_output, one vector of channels: those from `channel` on.
struct PixelBlock {
    const Scalar* image;
    const Scalar* grads;
    std::int64_t first_row, end_row;
    std::int64_t channel;
    int lanes;  // how many of the vector's lanes are real
};

template <bool kIsWhole>
inline Vector load_lanes(const Scalar* numbers, int lanes) {
    return kIsWhole ? load(numbers) : load_first(numbers, lanes);
}

// Taps s to s + kTaps of filter row r, over the inner pixels. chains: [kTaps][kChains] vectors.
template <int kTaps, bool kIsWhole>
void add_inner_pixels(const Geometry& geometry, const PixelBlock& block, std::int64_t r,
                      std::int64_t s, Scalar* chains) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    const std::int64_t channels = sizes.out_channels;
    const std::int64_t tap_step = sizes.dilation_width * channels;
    const std::int64_t input_step = sizes.stride_width * channels;
    Vector sums[kTaps][kChains];
#pragma GCC unroll 3
    for (int t = 0; t < kTaps; ++t) {
#pragma GCC unroll 4
        for (int p = 0; p < kChains; ++p) {
            sums[t][p] = load(chains + (t * kChains + p) * kLanes);
        }
    }
    for (std::int64_t y = block.first_row; y < block.end_row; ++y) {
        const std::int64_t iy = geometry.rows.first_input(y) + r * sizes.dilation_height;
        if (iy < 0 || iy >= sizes.in_height || geometry.inner.first == geometry.inner.end) {
            continue;
        }
        const std::int64_t ix =
            geometry.columns.first_input(geometry.inner.first) + s * sizes.dilation_width;
        const Scalar* input = block.image + (iy * sizes.in_width + ix) * channels + block.channel;
        const Scalar* grads =
            block.grads + (y * sizes.out_width + geometry.inner.first) * channels + block.channel;
        for (std::int64_t x = geometry.inner.first; x < geometry.inner.end; x += kChains) {
#pragma GCC unroll 4
            for (int p = 0; p < kChains; ++p) {
                const Vector grad = load_lanes<kIsWhole>(grads + p * channels, block.lanes);
#pragma GCC unroll 3
                for (int t = 0; t < kTaps; ++t) {
                    const Vector number =
                        load_lanes<kIsWhole>(input + p * input_step + t * tap_step, block.lanes);
                    sums[t][p] = fused_multiply_add(number, grad, sums[t][p]);
                }
            }
            input += kChains * input_step;
            grads += kChains * channels;
        }
    }
#pragma GCC unroll 3
    for (int t = 0; t < kTaps; ++t) {
#pragma GCC unroll 4
        for (int p = 0; p < kChains; ++p) {
            store(chains + (t * kChains + p) * kLanes, sums[t][p]);
        }
    }
}

// One pixel, some of whose taps may be outside; what is inside is added to the first chain.
void add_outer_pixel(const Geometry& geometry, const PixelBlock& block, std::int64_t r,
                     std::int64_t y, std::int64_t x, Scalar* chains) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    const std::int64_t channels = sizes.out_channels;
    const std::int64_t iy = geometry.rows.first_input(y) + r * sizes.dilation_height;
    const Vector grad =
        load_first(block.grads + (y * sizes.out_width + x) * channels + block.channel, block.lanes);
    for (std::int64_t t = 0; t < sizes.kernel_width; ++t) {
        const std::int64_t ix = geometry.columns.first_input(x) + t * sizes.dilation_width;
        if (ix < 0 || ix >= sizes.in_width) {
            continue;
        }
        const Scalar* const input =
            block.image + (iy * sizes.in_width + ix) * channels + block.channel;
        Scalar* const chain = chains + t * kChains * kLanes;
        store(chain, fused_multiply_add(load_first(input, block.lanes), grad, load(chain)));
    }
}

// The pixels at both ends of the rows, one row of the filter.
void add_outer_pixels(const Geometry& geometry, const PixelBlock& block, std::int64_t r,
                      Scalar* chains) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    for (std::int64_t y = block.first_row; y < block.end_row; ++y) {
        const std::int64_t iy = geometry.rows.first_input(y) + r * sizes.dilation_height;
        if (iy < 0 || iy >= sizes.in_height) {
            continue;
        }
        for (std::int64_t x = 0; x < geometry.inner.first; ++x) {
            add_outer_pixel(geometry, block, r, y, x, chains);
        }
        for (std::int64_t x = geometry.inner.end; x < sizes.out_width; ++x) {
            add_outer_pixel(geometry, block, r, y, x, chains);
        }
    }
}

template <bool kIsWhole>
void add_filter_row(const Geometry& geometry, const PixelBlock& block, std::int64_t r,
                    Scalar* chains) noexcept {
    const std::int64_t taps = geometry.sizes.kernel_width;
    for (std::int64_t s = 0; s < taps; s += kTapsAtOnce) {
        Scalar* const to = chains + s * kChains * kLanes;
        switch (std::min<std::int64_t>(taps - s, kTapsAtOnce)) {
            case 1:
                add_inner_pixels<1, kIsWhole>(geometry, block, r, s, to);
                break;
            case 2:
                add_inner_pixels<2, kIsWhole>(geometry, block, r, s, to);
                break;
            default:
                add_inner_pixels<kTapsAtOnce, kIsWhole>(geometry, block, r, s, to);
        }
    }
    add_outer_pixels(geometry, block, r, chains);
}

void add_bias(const Geometry& geometry, const PixelBlock& block, Scalar* chains) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    const std::int64_t count = (block.end_row - block.first_row) * sizes.out_width;
    const Scalar* grads =
        block.grads + block.first_row * sizes.out_width * sizes.out_channels + block.channel;
    Vector sums[kChains] = {};
    for (std::int64_t pixel = 0; pixel < count; ++pixel, grads += sizes.out_channels) {
        sums[pixel % kChains] += load_first(grads, block.lanes);
    }
    for (int p = 0; p < kChains; ++p) {
        store(chains + p * kLanes, load(chains + p * kLanes) + sums[p]);
    }
}

// All rows of the filter, and the bias where it is wanted.
void add_block(const Geometry& geometry, const PixelBlock& block, bool wants_bias,
               Scalar* chains) noexcept {
    const std::int64_t row_step = geometry.sizes.kernel_width * kChains * kLanes;
    for (std::int64_t r = 0; r < geometry.sizes.kernel_height; ++r) {
        block.lanes == kLanes ? add_filter_row<true>(geometry, block, r, chains + r * row_step)
                              : add_filter_row<false>(geometry, block, r, chains + r * row_step);
    }
    if (wants_bias) {
        add_bias(geometry, block, chains + geometry.sizes.kernel_height * row_step);
    }
}

// Channels of vector v of a task: the last vector ends with the last channel and may compute some
// channels a second time.
std::int64_t first_channel(const Task& task, std::int64_t v) noexcept {
    return task.first_channel +
           std::min(v * kLanes, std::max<std::int64_t>(task.channel_count - kLanes, 0));
}

// Adds the chains of each sum, in order.
void add_chains(const Conv2dSizes& sizes, const Task& task, std::int64_t channel, int lanes,
                const Scalar* chains) noexcept {
    for (std::int64_t tap = 0; tap <= sizes.tap_count(); ++tap) {
        const Scalar* const from = chains + tap * kChains * kLanes;
        const Vector sum = (load(from) + load(from + kLanes)) +
                           (load(from + 2 * kLanes) + load(from + 3 * kLanes));
        store_first(task.sums + tap * sizes.out_channels + channel, sum, lanes);
    }
}

// Block by block: a vector of channels of the block's pixels stays in the first-level cache while
// the rows of the filter go over it.
void run_task(const Geometry& geometry, const Task& task, const Scalar* input,
              const Scalar* grad_output) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    const std::int64_t vectors = divided_up(task.channel_count, kLanes);
    const int lanes = static_cast<int>(std::min<std::int64_t>(task.channel_count, kLanes));
    const std::int64_t chains_step = (sizes.tap_count() + 1) * kChains * kLanes;
    const std::int64_t rows = std::max<std::int64_t>(kPixelsOfBlock / sizes.out_width, 1);
    std::fill_n(task.chains, vectors * chains_step, Scalar{0});
    for (std::int64_t n = task.first_image; n < task.end_image; ++n) {
        for (std::int64_t y = 0; y < sizes.out_height; y += rows) {
            for (std::int64_t v = 0; v < vectors; ++v) {
                const PixelBlock block{
                    .image = input + n * sizes.in_height * sizes.in_width * sizes.in_channels,
                    .grads =
                        grad_output + n * sizes.out_height * sizes.out_width * sizes.out_channels,
                    .first_row = y,
                    .end_row = std::min(y + rows, sizes.out_height),
                    .channel = first_channel(task, v),
                    .lanes = lanes};
                add_block(geometry, block, task.wants_bias, task.chains + v * chains_step);
            }
        }
    }
    for (std::int64_t v = 0; v < vectors; ++v) {
        add_chains(sizes, task, first_channel(task, v), lanes, task.chains + v * chains_step);
    }
}

std::int64_t part_count(const Conv2dSizes& sizes) noexcept {
    return std::clamp<std::int64_t>(sizes.batch, 1, kMostParts);
}

std::int64_t part_size(const Conv2dSizes& sizes) noexcept {
    return (sizes.tap_count() + 1) * sizes.out_channels;
}

std::int64_t thread_size(const Conv2dSizes& sizes) noexcept {
    const std::int64_t vectors = divided_up(kChannelsOfTask, kLanes) + 1;
    return vectors * (sizes.tap_count() + 1) * kChains * kLanes;
}

}  // namespace

std::int64_t depthwise_backward_weight_workspace_size(const Conv2dSizes& sizes,
                                                      int thread_count) noexcept {
    return part_count(sizes) * part_size(sizes) + thread_count * thread_size(sizes);
}

void depthwise_conv2d_backward_weight(const Conv2dSizes& sizes, const Scalar* input,
                                      const Scalar* grad_output, Scalar* grad_weight,
                                      Scalar* grad_bias, Scalar* workspace) noexcept {
    const std::int64_t parts = part_count(sizes);
    const std::int64_t channels = sizes.out_channels;
    const Geometry geometry(sizes);
    // As even as can be: no task is left with less than a vector unless there is none.
    const std::int64_t cuts = divided_up(channels, kChannelsOfTask);
    Scalar* const chains = workspace + parts * part_size(sizes);
    const std::int64_t multiply_adds =
        sizes.batch * sizes.out_height * sizes.out_width * channels * sizes.tap_count();
#pragma omp parallel for schedule(dynamic, 1) collapse(2) if (multiply_adds > kWorthParallel)
    for (std::int64_t p = 0; p < parts; ++p) {
        for (std::int64_t cut = 0; cut < cuts; ++cut) {
            const std::int64_t first = channels * cut / cuts;
            const Task task{.first_image = sizes.batch * p / parts,
                            .end_image = sizes.batch * (p + 1) / parts,
                            .first_channel = first,
                            .channel_count = channels * (cut + 1) / cuts - first,
                            .wants_bias = grad_bias != nullptr,
                            .sums = workspace + p * part_size(sizes),
                            .chains = chains + omp_get_thread_num() * thread_size(sizes)};
            run_task(geometry, task, input, grad_output);
        }
    }
    // The parts one after the other, on top of the first.
    for (std::int64_t p = 1; p < parts; ++p) {
        for (std::int64_t i = 0; i < part_size(sizes); ++i) {
            workspace[i] += workspace[p * part_size(sizes) + i];
        }
    }
    const std::int64_t weight_count = sizes.tap_count() * channels;
    std::copy_n(workspace, weight_count, grad_weight);
    if (grad_bias != nullptr) {
        std::copy_n(workspace + weight_count, channels, grad_bias);
    }
}

}  // namespace stepgrad::kernels
