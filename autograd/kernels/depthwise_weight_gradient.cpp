#include "autograd/kernels/batch_parts.h"
#include "autograd/kernels/channel_strip.h"
#include "autograd/kernels/convolution_axis.h"
#include "autograd/kernels/depthwise_conv2d.h"
#include "autograd/kernels/depthwise_gradient_rows.h"
#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/vector.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kMostParts = 8;

constexpr std::int64_t kRowsAtOnce = 4;  // of grad_output: what they meet stays in the second cache

// Two columns fill the nearest cache, or half of it.
constexpr std::int64_t kColumnSize = 16 * 1024 / std::int64_t{sizeof(Scalar)};  // in numbers

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
          columns(forward_phase(columns_of(sizes))) {}

    // The rows of the image that rows of grad_output meet.
    IndexRange rows_met(IndexRange outputs) const {
        const std::int64_t first = rows.first_input(outputs.first);
        const std::int64_t end = rows.first_input(outputs.end - 1) + sizes.reach_height();
        const std::int64_t from = std::clamp<std::int64_t>(first, 0, sizes.in_height);
        return {from, std::clamp<std::int64_t>(end, from, sizes.in_height)};
    }

    Conv2dSizes sizes;
    AxisPhase rows, columns;
};

// So many rows of grad_output at once meet no more pixels than a column holds.
std::int64_t rows_of_column(const Conv2dSizes& sizes) {
    return kColumnSize / (kLanes * sizes.in_width) - (sizes.reach_height() - 1);
}

// True if vectors of channels are copied before their turn. That takes a filter of three by three
// taps that moves from pixel to pixel, and grad_output as large as the image.
bool copies_columns(const Conv2dSizes& sizes) {
    constexpr std::int64_t kFewestRows = 4;  // the two rows beside them are copied, too
    const bool is_3x3 = sizes.kernel_height == 3 && sizes.kernel_width == 3 &&
                        sizes.reach_height() == 3 && sizes.reach_width() == 3;
    const bool keeps_size = sizes.stride_height == 1 && sizes.stride_width == 1 &&
                            sizes.in_height == sizes.out_height &&
                            sizes.in_width == sizes.out_width;
    return is_3x3 && keeps_size && sizes.out_channels >= kFewestChannelsToCopy &&
           sizes.out_channels % kLanes == 0 && rows_of_column(sizes) >= kFewestRows;
}

// The pixels to read: an image, or some rows of a vector of its channels, copied.
struct Input {
    const Scalar* pixels;
    std::int64_t first_row;   // of the image; what pixels begin with
    std::int64_t pixel_step;  // numbers from one pixel to the next
};

// Some channels of grad_output of one image and of the gradient.
struct Channels {
    const Scalar* grads;
    Scalar* sums;  // [tap][channel]
};

// What one task works on: some rows of grad_output, counted through the batch.
struct Task {
    std::int64_t first_row, end_row;
    Scalar* sums;  // of this part: [tap][channel], and behind them the bias gradient
};

// The first of `rows`, and those behind it that meet the same taps.
IndexRange rows_alike(const Geometry& geometry, IndexRange rows) noexcept {
    const IndexRange taps = geometry.rows.taps_inside(rows.first);
    std::int64_t end = rows.first + 1;
    while (end < rows.end && geometry.rows.taps_inside(end) == taps) {
        ++end;
    }
    return {rows.first, end};
}

DepthwiseGradientRows gradient_rows(const Geometry& geometry, const Input& input,
                                    const Channels& channels, IndexRange rows) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    const std::int64_t pitch = sizes.in_width * input.pixel_step;
    const IndexRange taps = geometry.rows.taps_inside(rows.first);
    const std::int64_t first_met =
        geometry.rows.first_input(rows.first) + taps.first * sizes.dilation_height;
    return {.input = input.pixels,
            .first_input = (first_met - input.first_row) * pitch,
            .input_pixel_step = input.pixel_step,
            .input_row_step = sizes.dilation_height * pitch,
            .input_advance = sizes.stride_height * pitch,
            .grads = channels.grads + rows.first * sizes.out_width * sizes.out_channels,
            .grads_pixel_step = sizes.out_channels,
            .grads_row_step = sizes.out_width * sizes.out_channels,
            .row_count = rows.end - rows.first,
            .columns = geometry.columns,
            .tap_rows = taps,
            .sums = channels.sums,
            .sums_row_step = sizes.kernel_width * sizes.out_channels,
            .sums_column_step = sizes.out_channels};
}

// Rows of grad_output, all of one image, with all channels of which no column is copied.
void add_rows(const Geometry& geometry, const Scalar* image, const Channels& channels,
              IndexRange rows) noexcept {
    const Input input{.pixels = image, .first_row = 0, .pixel_step = geometry.sizes.in_channels};
    while (rows.first < rows.end) {
        const IndexRange alike = rows_alike(geometry, rows);
        add_weight_gradient_of_rows(gradient_rows(geometry, input, channels, alike),
                                    geometry.sizes.out_channels);
        rows.first = alike.end;
    }
}

// The same, a vector of channels after the other: while one is multiplied, the next is copied.
void add_rows_by_columns(const Geometry& geometry, const Scalar* image, const Channels& channels,
                         IndexRange rows) noexcept {
    const Conv2dSizes& sizes = geometry.sizes;
    alignas(64) Scalar columns[2][kColumnSize];
    const IndexRange met = geometry.rows_met(rows);
    const std::int64_t pixel_count = (met.end - met.first) * sizes.in_width;
    const Scalar* const first_pixel = image + met.first * sizes.in_width * sizes.in_channels;
    const auto copy_rest = [&](ColumnCopy copy, const Scalar* column) {
        while (copy.to < column + pixel_count * kLanes) {
            copy.copy_pixel();
        }
    };
    copy_rest({.from = first_pixel, .from_step = sizes.in_channels, .to = columns[0]}, columns[0]);
    for (std::int64_t c = 0; c < sizes.out_channels; c += kLanes) {
        const std::int64_t turn = c / kLanes % 2;
        const std::int64_t next = std::min(c + kLanes, sizes.out_channels - kLanes);
        ColumnCopy copy{
            .from = first_pixel + next, .from_step = sizes.in_channels, .to = columns[1 - turn]};
        const Input input{.pixels = columns[turn], .first_row = met.first, .pixel_step = kLanes};
        for (IndexRange rest = rows; rest.first < rest.end;) {
            const IndexRange alike = rows_alike(geometry, rest);
            add_weight_gradient_and_copy(
                gradient_rows(geometry, input, {channels.grads + c, channels.sums + c}, alike),
                copy);
            rest.first = alike.end;
        }
        copy_rest(copy, columns[1 - turn]);
    }
}

// Rows of grad_output, all of one image.
void add_image(const Geometry& geometry, const Scalar* image, const Channels& channels,
               IndexRange rows) noexcept {
    const bool copies = copies_columns(geometry.sizes);
    const std::int64_t at_once = copies ? rows_of_column(geometry.sizes) : kRowsAtOnce;
    for (std::int64_t y = rows.first; y < rows.end; y += at_once) {
        (copies ? add_rows_by_columns : add_rows)(geometry, image, channels,
                                                  {y, std::min(y + at_once, rows.end)});
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
        add_image(geometry, input + n * image_size,
                  {.grads = grad_output + n * height * row_size, .sums = task.sums},
                  {i - n * height, end - n * height});
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
