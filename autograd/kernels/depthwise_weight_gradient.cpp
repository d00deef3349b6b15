#include "autograd/kernels/batch_parts.h"
#include "autograd/kernels/channel_strip.h"
#include "autograd/kernels/convolution_axis.h"
#include "autograd/kernels/depthwise_conv2d.h"
#include "autograd/kernels/depthwise_gradient_tile.h"
#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/vector.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kMostParts = 8;

constexpr std::int64_t kPixelsOfTile = 64;

constexpr std::int64_t kMostTapsOfStrip = 9;  // whose sums lie beside a strip in the nearest cache

std::int64_t part_count(const Conv2dSizes& sizes) noexcept {
    return std::clamp<std::int64_t>(sizes.batch * sizes.out_height, 1, kMostParts);
}

std::int64_t part_size(const Conv2dSizes& sizes) noexcept {
    return (sizes.tap_count() + 1) * sizes.out_channels;
}

// How the filter meets the image, worked out once per call.
struct Geometry {
    explicit Geometry(const Conv2dSizes& all_sizes)
        : sizes(all_sizes),
          rows(forward_phase(rows_of(sizes))),
          columns(forward_phase(columns_of(sizes))),
          slides(sizes.stride_width == 1 && sizes.dilation_width == 1),
          inner(slides ? IndexRange{0, sizes.out_width} : columns.inner_outputs()) {}

    bool has_strips() const {
        return slides && sizes.tap_count() <= kMostTapsOfStrip &&
               copies_strips(sizes.out_channels, sizes.in_width, sizes.reach_height());
    }

    Conv2dSizes sizes;
    AxisPhase rows, columns;
    bool slides;       // neighbouring pixels share columns of the input
    IndexRange inner;  // pixels of a row that all taps are added for
};

// The pixels to read: of an image, or some of its channels and rows, copied.
struct Input {
    const Scalar* pixels;
    std::int64_t first_row;   // of the image; what pixels begin with
    std::int64_t pixel_step;  // numbers from one pixel to the next
    IndexRange channels;
};

// Where to add: [tap][channel], for the input's channels.
struct Sums {
    Scalar* first;
    std::int64_t tap_step;  // numbers from one tap to the next
};

// What one task works on: some rows of grad_output, counted through the batch.
struct Task {
    std::int64_t first_row, end_row;
    Scalar* sums;  // of this part: [tap][channel], and behind them the bias gradient
};

// One row of grad_output.
struct Row {
    const Scalar* grads;
    std::int64_t y;  // in its image
};

// Pixels [x, x + count) of a row.
void add_pixels(const Geometry& geometry, const Input& input, const Row& row, std::int64_t x,
                std::int64_t count, IndexRange column_taps, Sums sums) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    const std::int64_t channels = sizes.out_channels;
    const std::int64_t first_pixel =
        (geometry.rows.first_input(row.y) - input.first_row) * sizes.in_width +
        geometry.columns.first_input(x);
    const std::int64_t step = input.pixel_step;
    const DepthwiseGradientTile tile{
        .image = input.pixels,
        .first_input = first_pixel * step,
        .first_column = geometry.columns.first_input(x),
        .in_width = sizes.in_width,
        .input_pixel_step = sizes.stride_width * step,
        .input_row_step = sizes.dilation_height * sizes.in_width * step,
        .input_column_step = sizes.dilation_width * step,
        .grads = row.grads + x * channels + input.channels.first,
        .grads_pixel_step = channels,
        .pixel_count = count,
        .slides = geometry.slides,
        .rows = geometry.rows.taps_inside(row.y),
        .columns = column_taps,
        .sums = sums.first,
        .sums_row_step = sizes.kernel_width * sums.tap_step,
        .sums_column_step = sums.tap_step,
        .channels = input.channels.end - input.channels.first};
    add_weight_gradient_of_tile(tile);
}

void add_row(const Geometry& geometry, const Input& input, const Row& row, Sums sums) noexcept {
    const IndexRange inner = geometry.inner;
    const auto add_single = [&](std::int64_t x) {
        add_pixels(geometry, input, row, x, 1, geometry.columns.taps_inside(x), sums);
    };
    for (std::int64_t x = 0; x < inner.first; ++x) {
        add_single(x);
    }
    for (std::int64_t x = inner.first; x < inner.end; x += kPixelsOfTile) {
        add_pixels(geometry, input, row, x, std::min(kPixelsOfTile, inner.end - x),
                   {0, geometry.columns.tap_count}, sums);
    }
    for (std::int64_t x = inner.end; x < geometry.sizes.out_width; ++x) {
        add_single(x);
    }
}

// Rows of grad_output, all of one image, strip by strip. `first_grads` is that image's.
void add_rows_by_strips(const Geometry& geometry, const Scalar* image, const Scalar* first_grads,
                        IndexRange rows, Scalar* sums) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    const std::int64_t channels = sizes.out_channels;
    alignas(64) Scalar strip[kStripSize];
    alignas(64) Scalar strip_sums[kMostTapsOfStrip * kStripChannels];
    const std::int64_t first_met = geometry.rows.first_input(rows.first);
    const std::int64_t last_met =
        geometry.rows.first_input(rows.end - 1) + sizes.reach_height() - 1;
    const std::int64_t first_row = std::clamp<std::int64_t>(first_met, 0, sizes.in_height);
    const std::int64_t end_row = std::clamp<std::int64_t>(last_met + 1, first_row, sizes.in_height);
    for (std::int64_t c = 0; c < channels; c += kStripChannels) {
        const Input input{.pixels = strip,
                          .first_row = first_row,
                          .pixel_step = kStripChannels,
                          .channels = {c, std::min(c + kStripChannels, channels)}};
        copy_channels(image + first_row * sizes.in_width * channels,
                      (end_row - first_row) * sizes.in_width, channels, input.channels, strip);
        std::fill_n(strip_sums, sizes.tap_count() * kStripChannels, Scalar{0});
        for (std::int64_t y = rows.first; y < rows.end; ++y) {
            const Row row{.grads = first_grads + y * sizes.out_width * channels, .y = y};
            add_row(geometry, input, row, {strip_sums, kStripChannels});
        }
        for (std::int64_t tap = 0; tap < sizes.tap_count(); ++tap) {
            Scalar* const to = sums + tap * channels;
            for (std::int64_t i = c; i < input.channels.end; ++i) {
                to[i] += strip_sums[tap * kStripChannels + i - c];
            }
        }
    }
}

// Rows of grad_output, all of one image.
void add_rows(const Geometry& geometry, const Scalar* image, const Scalar* first_grads,
              IndexRange rows, Scalar* sums) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    if (geometry.has_strips()) {
        const std::int64_t at_once =
            (rows_of_strip(sizes.in_width) - sizes.reach_height()) / sizes.stride_height + 1;
        for (std::int64_t y = rows.first; y < rows.end; y += at_once) {
            add_rows_by_strips(geometry, image, first_grads, {y, std::min(y + at_once, rows.end)},
                               sums);
        }
        return;
    }
    const Input input{.pixels = image,
                      .first_row = 0,
                      .pixel_step = sizes.in_channels,
                      .channels = {0, sizes.out_channels}};
    for (std::int64_t y = rows.first; y < rows.end; ++y) {
        add_row(geometry, input,
                {.grads = first_grads + y * sizes.out_width * sizes.out_channels, .y = y},
                {sums, sizes.out_channels});
    }
}

void add_bias_row(const Conv2dSizes& sizes, const Scalar* grads, Scalar* sums) noexcept {
    for (std::int64_t x = 0; x < sizes.out_width; ++x, grads += sizes.out_channels) {
        for (std::int64_t c = 0; c < sizes.out_channels; ++c) {
            sums[c] += grads[c];
        }
    }
}

void run_task(const Geometry& geometry, const Task& task, const Scalar* input,
              const Scalar* grad_output, bool wants_bias) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    const std::int64_t height = sizes.out_height;
    const std::int64_t image_size = sizes.in_height * sizes.in_width * sizes.in_channels;
    const std::int64_t row_size = sizes.out_width * sizes.out_channels;
    std::fill_n(task.sums, part_size(sizes), Scalar{0});
    for (std::int64_t i = task.first_row; i < task.end_row;) {
        const std::int64_t n = i / height;
        const std::int64_t end = std::min(task.end_row, (n + 1) * height);
        add_rows(geometry, input + n * image_size, grad_output + n * height * row_size,
                 {i - n * height, end - n * height}, task.sums);
        for (; i < end && wants_bias; ++i) {
            add_bias_row(sizes, grad_output + i * row_size, task.sums + sizes.weight_count());
        }
        i = end;
    }
}

}  // namespace

std::int64_t depthwise_backward_weight_workspace_size(const Conv2dSizes& sizes) noexcept {
    return part_count(sizes) * part_size(sizes);
}

void depthwise_conv2d_backward_weight(const Conv2dSizes& sizes, const Scalar* input,
                                      const Scalar* grad_output, Scalar* grad_weight,
                                      Scalar* grad_bias, Scalar* workspace) noexcept {
    const Geometry geometry(sizes);
    const std::int64_t parts = part_count(sizes);
    const std::int64_t rows = sizes.batch * sizes.out_height;
    in_parallel(sizes.multiply_adds() > kParallelMultiplyAdds, [&] {
#pragma omp for schedule(static)
        for (std::int64_t p = 0; p < parts; ++p) {
            const Task task{.first_row = rows * p / parts,
                            .end_row = rows * (p + 1) / parts,
                            .sums = workspace + p * part_size(sizes)};
            run_task(geometry, task, input, grad_output, grad_bias != nullptr);
        }
        add_parts_in_parallel_region(workspace, part_size(sizes), parts, sizes.weight_count(),
                                     grad_weight);
        if (grad_bias != nullptr) {
            add_parts_in_parallel_region(workspace + sizes.weight_count(), part_size(sizes), parts,
                                         sizes.out_channels, grad_bias);
        }
    });
}

}  // namespace stepgrad::kernels
