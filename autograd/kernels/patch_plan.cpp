#include "autograd/kernels/padded_strip.h"
#include "autograd/kernels/panels.h"
#include "autograd/kernels/parallel.h"
#include "autograd/kernels/patch_convolution.h"
#include "autograd/kernels/sliding_tiles.h"

#include <algorithm>
#include <utility>

namespace stepgrad::kernels {
namespace {

// A strip of this many numbers still fits the second-level cache beside the panels.
constexpr std::int64_t kLargestStrip = 32 * 1024;

constexpr std::int64_t kStripSlack = 64;  // keeps the threads' strips off each other's cache lines

std::int64_t floor_divided(std::int64_t a, std::int64_t b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

// Fewer rows for each strip until every thread has work and a strip fits the cache.
std::int64_t chosen_rows_per_strip(std::int64_t rows, std::int64_t batch, std::int64_t image_row,
                                   std::int64_t image_rows_per_row, std::int64_t granularity,
                                   int thread_count) {
    const std::int64_t wanted_tasks = 2 * std::int64_t{thread_count};
    std::int64_t strips = batch >= wanted_tasks || batch == 0 ? 1 : divided_up(wanted_tasks, batch);
    strips = std::max(strips, rows * image_rows_per_row * image_row / kLargestStrip);
    const std::int64_t rows_per_strip = divided_up(rows, std::clamp<std::int64_t>(strips, 1, rows));
    return std::max<std::int64_t>(divided_up(rows_per_strip, granularity), 1) * granularity;
}

// One output pixel's patch begins at row_offset, and its result goes to output_offset.
void list_positions(PatchPhase& phase, std::int64_t rows, std::int64_t image_row_step,
                    std::int64_t image_column_step, std::int64_t output_origin,
                    std::int64_t output_row_step, std::int64_t output_column_step) {
    phase.output_step = output_column_step;
    const auto count = static_cast<std::size_t>(rows * phase.positions_per_row);
    phase.row_offset.reserve(count);
    phase.output_offset.reserve(count);
    for (std::int64_t j = 0; j < rows; ++j) {
        for (std::int64_t i = 0; i < phase.positions_per_row; ++i) {
            phase.row_offset.push_back(j * image_row_step + i * image_column_step);
            phase.output_offset.push_back(output_origin + j * output_row_step +
                                          i * output_column_step);
        }
    }
}

// Taps in ascending order of where they lie in the strip, so that neighbours can be merged.
struct Tap {
    std::int64_t image_offset, weight_offset;
};

void list_taps(PatchPhase& phase, std::vector<Tap> taps, std::int64_t channels) {
    std::sort(taps.begin(), taps.end(),
              [](const Tap& a, const Tap& b) { return a.image_offset < b.image_offset; });
    std::vector<std::int64_t> image_offset;
    for (const Tap& tap : taps) {
        image_offset.push_back(tap.image_offset);
        phase.weight_offset.push_back(tap.weight_offset);
    }
    Segments segments = merged_segments(image_offset, channels);
    phase.segment_offset = std::move(segments.offset);
    phase.segment_length = segments.length;
}

// All output pixels meet all taps.
PatchPhase forward_phase(const Conv2dSizes& sizes, std::int64_t rows_per_strip,
                         std::int64_t pitch) {
    PatchPhase phase{.first_row = 0,
                     .row_step = 1,
                     .positions_per_row = sizes.out_width,
                     .image_row_step = sizes.stride_height};
    list_positions(phase, rows_per_strip, sizes.stride_height * pitch,
                   sizes.stride_width * sizes.in_channels, 0, sizes.out_width * sizes.out_channels,
                   sizes.out_channels);
    std::vector<Tap> taps;
    for (std::int64_t r = 0; r < sizes.kernel_height; ++r) {
        for (std::int64_t s = 0; s < sizes.kernel_width; ++s) {
            taps.push_back(
                {r * sizes.dilation_height * pitch + s * sizes.dilation_width * sizes.in_channels,
                 (r * sizes.kernel_width + s) * sizes.in_group_channels() * sizes.out_channels});
        }
    }
    list_taps(phase, std::move(taps), sizes.in_group_channels());
    return phase;
}

// Input pixel iy is reached by output pixel oy through filter row r where
//   iy = oy * stride - pad + r * dilation,   so   oy = (iy + pad - r * dilation) / stride
// for those r that divide evenly. With iy = a + j * stride, a < stride: oy = j + (a + pad -
// r * dilation) / stride, and the fraction depends on the phase a alone.
PatchPhase backward_phase(const Conv2dSizes& sizes, const PatchPlan& plan, std::int64_t a,
                          std::int64_t b) {
    const std::int64_t pitch = plan.strip_width * sizes.out_channels;
    PatchPhase phase{.first_row = a,
                     .row_step = sizes.stride_height,
                     .positions_per_row = divided_up(sizes.in_width - b, sizes.stride_width),
                     .image_row_step = 1};
    list_positions(phase, plan.rows_per_strip / sizes.stride_height, pitch, sizes.out_channels,
                   (a * sizes.in_width + b) * sizes.in_channels,
                   sizes.stride_height * sizes.in_width * sizes.in_channels,
                   sizes.stride_width * sizes.in_channels);
    std::vector<Tap> taps;
    for (std::int64_t r = 0; r < sizes.kernel_height; ++r) {
        for (std::int64_t s = 0; s < sizes.kernel_width; ++s) {
            const std::int64_t y = a + sizes.pad_top - r * sizes.dilation_height;
            const std::int64_t x = b + sizes.pad_left - s * sizes.dilation_width;
            if (y % sizes.stride_height != 0 || x % sizes.stride_width != 0) {
                continue;
            }
            taps.push_back(
                {(y / sizes.stride_height - plan.first_image_row) * pitch +
                     (x / sizes.stride_width - plan.first_image_column) * sizes.out_channels,
                 (r * sizes.kernel_width + s) * sizes.in_group_channels() * sizes.out_channels});
        }
    }
    list_taps(phase, std::move(taps), sizes.out_group_channels());
    return phase;
}

void finish(PatchPlan& plan, int thread_count) {
    plan.strips_per_image = divided_up(plan.output_height, plan.rows_per_strip);
    plan.packed_group_size = 0;
    for (PatchPhase& phase : plan.phases) {
        phase.packed_offset = plan.packed_group_size;
        const auto taps = static_cast<std::int64_t>(phase.weight_offset.size());
        plan.packed_group_size +=
            packed_size(taps * plan.image_group_channels, plan.output_group_channels);
    }
    plan.bias_group_size = packed_size(1, plan.output_group_channels);
    plan.strip_size =
        plan.needs_copy
            ? divided_up(plan.strip_height * plan.strip_width * plan.image_channels + kStripSlack,
                         kLanes) *
                  kLanes
            : 0;
    plan.panels_size = plan.groups * plan.packed_group_size;
    plan.shares_panels = plan.panels_size > kLargestOwnCopy;
    plan.thread_size = plan.strip_size + (plan.shares_panels ? 0 : plan.panels_size);
    plan.workspace_size = plan.groups * plan.bias_group_size +
                          (plan.shares_panels ? plan.panels_size : 0) +
                          thread_count * plan.thread_size;
}

}  // namespace

std::int64_t PatchPhase::position_count(std::int64_t strip_rows) const {
    return strip_rows <= first_row
               ? 0
               : divided_up(strip_rows - first_row, row_step) * positions_per_row;
}

PatchPlan plan_conv2d_forward(const Conv2dSizes& sizes, int thread_count) {
    PatchPlan plan{.batch = sizes.batch,
                   .groups = sizes.groups,
                   .is_parallel = sizes.multiply_adds() > kParallelMultiplyAdds,
                   .image_height = sizes.in_height,
                   .image_width = sizes.in_width,
                   .image_channels = sizes.in_channels,
                   .image_group_channels = sizes.in_group_channels(),
                   .output_height = sizes.out_height,
                   .output_width = sizes.out_width,
                   .output_channels = sizes.out_channels,
                   .output_group_channels = sizes.out_group_channels()};
    plan.weight_row_stride = sizes.out_channels;
    plan.weight_column_stride = 1;

    plan.slides = can_slide(sizes, sizes.out_width);
    plan.first_image_column = -sizes.pad_left;
    plan.needs_copy = needs_input_copy(sizes, plan.slides);
    plan.strip_width = plan.needs_copy ? sizes.covered_width() : sizes.in_width;
    const std::int64_t pitch = plan.strip_width * sizes.in_channels;

    plan.rows_per_strip = chosen_rows_per_strip(sizes.out_height, sizes.batch, pitch,
                                                sizes.stride_height, 1, thread_count);
    plan.first_image_row = -sizes.pad_top;
    plan.image_rows_step = plan.rows_per_strip * sizes.stride_height;
    plan.strip_height = (plan.rows_per_strip - 1) * sizes.stride_height + sizes.reach_height();

    plan.phases.push_back(forward_phase(sizes, plan.rows_per_strip, pitch));
    finish(plan, thread_count);
    return plan;
}

PatchPlan plan_conv2d_backward_input(const Conv2dSizes& sizes, int thread_count) {
    PatchPlan plan{.batch = sizes.batch,
                   .groups = sizes.groups,
                   .is_parallel = sizes.multiply_adds() > kParallelMultiplyAdds,
                   .image_height = sizes.out_height,
                   .image_width = sizes.out_width,
                   .image_channels = sizes.out_channels,
                   .image_group_channels = sizes.out_group_channels(),
                   .output_height = sizes.in_height,
                   .output_width = sizes.in_width,
                   .output_channels = sizes.in_channels,
                   .output_group_channels = sizes.in_group_channels()};
    plan.weight_row_stride = 1;
    plan.weight_column_stride = sizes.out_channels;

    // The smallest and the largest oy (and ox) that a strip asks for, relative to its first.
    const std::int64_t lowest_row =
        floor_divided(sizes.pad_top - sizes.reach_height() + 1, sizes.stride_height);
    const std::int64_t lowest_column =
        floor_divided(sizes.pad_left - sizes.reach_width() + 1, sizes.stride_width);
    const std::int64_t highest_column =
        floor_divided(sizes.in_width - 1 + sizes.pad_left, sizes.stride_width);
    const std::int64_t highest_row =
        floor_divided(sizes.in_height - 1 + sizes.pad_top, sizes.stride_height);
    const std::int64_t covered_width = highest_column - lowest_column + 1;
    plan.slides = can_slide(sizes, sizes.in_width);
    plan.needs_copy =
        plan.slides ? !fits_image_columns(lowest_column, covered_width, sizes.out_width)
                    : lowest_row < 0 || lowest_column < 0 || highest_row >= sizes.out_height ||
                          highest_column >= sizes.out_width;
    plan.first_image_column = plan.needs_copy || plan.slides ? lowest_column : 0;
    plan.strip_width = plan.needs_copy ? covered_width : sizes.out_width;
    const std::int64_t pitch = plan.strip_width * sizes.out_channels;

    plan.rows_per_strip = chosen_rows_per_strip(sizes.in_height, sizes.batch, pitch, 1,
                                                sizes.stride_height, thread_count);
    plan.first_image_row = lowest_row;
    plan.image_rows_step = plan.rows_per_strip / sizes.stride_height;
    plan.strip_height =
        floor_divided(plan.rows_per_strip - 1 + sizes.pad_top, sizes.stride_height) - lowest_row +
        1;

    for (std::int64_t a = 0; a < sizes.stride_height; ++a) {
        for (std::int64_t b = 0; b < sizes.stride_width && b < sizes.in_width; ++b) {
            plan.phases.push_back(backward_phase(sizes, plan, a, b));
        }
    }
    finish(plan, thread_count);
    return plan;
}

}  // namespace stepgrad::kernels
