#include "autograd/kernels/patch_convolution.h"

#include "autograd/kernels/in_parallel.h"
#include "autograd/kernels/padded_strip.h"
#include "autograd/kernels/panels.h"
#include "autograd/kernels/sliding_tiles.h"

#include <omp.h>

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// What a panel of columns is computed with; the panel's weights come packed.
struct Panel {
    const Scalar* weights;
    const Scalar* bias;
    std::int64_t first_input_channel;
    std::int64_t first_column;
    int column_count, vectors;
};

// What patches are cut from: a copy with zeros around it, or the image itself. The first position's
// patch begins at first_row, first_column, which in the image may lie outside.
struct Source {
    const Scalar* pixels;
    std::int64_t height, width, channels;
    std::int64_t first_row, first_column;
};

// Tiles of positions, which may lie in several rows of the image.
void run_row_tiles(const PatchPhase& phase, const Panel& panel, const Source& source,
                   Scalar* output, std::int64_t position_count) noexcept {
    const Scalar* const patches =
        source.pixels + (source.first_row * source.width + source.first_column) * source.channels +
        panel.first_input_channel;
    const std::int64_t tile_count = divided_up(position_count, max_tile_rows(panel.vectors));
    for (std::int64_t t = 0; t < tile_count; ++t) {
        const std::int64_t first = position_count * t / tile_count;
        const std::int64_t end = position_count * (t + 1) / tile_count;
        const RowTile tile{.a = patches,
                           .row_offset = phase.row_offset.data() + first,
                           .segment_offset = phase.segment_offset.data(),
                           .segment_count = phase.segment_count(),
                           .segment_length = phase.segment_length,
                           .b = panel.weights,
                           .bias = panel.bias,
                           .c = output + panel.first_column,
                           .output_offset = phase.output_offset.data() + first,
                           .column_count = panel.column_count};
        row_tile(tile, static_cast<int>(end - first), panel.vectors);
    }
}

// Those rows of the filter that lie inside the source when its first row is at `row`.
struct FilterRows {
    std::int64_t first, count;
};

FilterRows filter_rows_inside(const PatchPhase& phase, const Source& source,
                              std::int64_t row) noexcept {
    const std::int64_t pitch = source.width * source.channels;
    FilterRows rows{0, 0};
    for (const std::int64_t offset : phase.segment_offset) {
        const std::int64_t y = row + offset / pitch;
        rows.first += y < 0;
        rows.count += y >= 0 && y < source.height;
    }
    return rows;
}

// Tiles of neighbouring positions in one row of the image. Filter rows outside are left out.
void run_sliding_tiles(const PatchPhase& phase, const Panel& panel, const Source& source,
                       Scalar* output, std::int64_t position_count) noexcept {
    const std::int64_t width = phase.positions_per_row;
    const std::int64_t tiles_per_row = divided_up(width, max_sliding_pixels(panel.vectors));
    const std::int64_t channels = source.channels;
    const std::int64_t weights_per_row = kSlidingTaps * channels * panel.vectors * kLanes;
    for (std::int64_t j = 0; j * width < position_count; ++j) {
        const std::int64_t row = source.first_row + j * phase.image_row_step;
        const FilterRows filter_rows = filter_rows_inside(phase, source, row);
        for (std::int64_t t = 0; t < tiles_per_row; ++t) {
            const std::int64_t first = width * t / tiles_per_row;
            const std::int64_t end = width * (t + 1) / tiles_per_row;
            const std::int64_t left = source.first_column + first;
            const auto position = static_cast<std::size_t>(j * width + first);
            const SlidingTile tile{
                .a = source.pixels,
                .first_pixel = (row * source.width + left + 1) * channels,
                .has_left = left >= 0,
                .has_right = left + (end - first) + 1 < source.width,
                .pixel_step = channels,
                .segment_offset = phase.segment_offset.data() + filter_rows.first,
                .segment_count = filter_rows.count,
                .channels = channels,
                .b = panel.weights + filter_rows.first * weights_per_row,
                .bias = panel.bias,
                .c = output + phase.output_offset[position] + panel.first_column,
                .output_step = phase.output_step,
                .column_count = panel.column_count};
            sliding_tile(tile, static_cast<int>(end - first), panel.vectors);
        }
    }
}

// All positions of one phase in one strip, for group g.
void run_phase(const PatchPlan& plan, const PatchPhase& phase, std::int64_t g, const Source& source,
               const Scalar* panels, const Scalar* bias, Scalar* output,
               std::int64_t position_count) noexcept {
    const std::int64_t columns = plan.output_group_channels;
    const std::int64_t depth = phase.segment_count() * phase.segment_length;
    for (std::int64_t j = 0; j < panel_count(columns); ++j) {
        const Panel panel{.weights = panels + j * depth * kPanelWidth,
                          .bias = bias != nullptr ? bias + j * kPanelWidth : nullptr,
                          .first_input_channel = g * plan.image_group_channels,
                          .first_column = j * kPanelWidth,
                          .column_count = panel_columns(columns, j),
                          .vectors = panel_vectors(columns, j)};
        if (plan.slides) {
            run_sliding_tiles(phase, panel, source, output, position_count);
        } else {
            run_row_tiles(phase, panel, source, output, position_count);
        }
    }
}

// Where strip number `strip` of an image comes from; the copy goes to strip_memory.
Source open_strip(const PatchPlan& plan, const Scalar* image, std::int64_t strip,
                  Scalar* strip_memory) noexcept {
    const std::int64_t first_row = strip * plan.image_rows_step + plan.first_image_row;
    if (!plan.needs_copy) {
        return {image,     plan.image_height,      plan.image_width, plan.image_channels,
                first_row, plan.first_image_column};
    }
    const Strip padded{.image_height = plan.image_height,
                       .image_width = plan.image_width,
                       .channels = plan.image_channels,
                       .first_row = first_row,
                       .row_count = plan.strip_height,
                       .first_column = plan.first_image_column,
                       .column_count = plan.strip_width};
    copy_strip(padded, image, strip_memory);
    return {strip_memory, plan.strip_height, plan.strip_width, plan.image_channels, 0, 0};
}

// Strip number `strip` of image n: every phase of every group.
void run_strip(const PatchPlan& plan, const Scalar* image, const Scalar* panels, const Scalar* bias,
               Scalar* output, Scalar* strip_memory, std::int64_t n, std::int64_t strip) noexcept {
    const Source source =
        open_strip(plan, image + n * plan.image_height * plan.image_width * plan.image_channels,
                   strip, strip_memory);
    const std::int64_t first_row = strip * plan.rows_per_strip;
    const std::int64_t row_count = std::min(plan.rows_per_strip, plan.output_height - first_row);
    Scalar* const to =
        output + (n * plan.output_height + first_row) * plan.output_width * plan.output_channels;
    for (std::int64_t g = 0; g < plan.groups; ++g) {
        for (const PatchPhase& phase : plan.phases) {
            run_phase(plan, phase, g, source,
                      panels + g * plan.packed_group_size + phase.packed_offset,
                      bias != nullptr ? bias + g * plan.bias_group_size : nullptr,
                      to + g * plan.output_group_channels, phase.position_count(row_count));
        }
    }
}

// Which numbers of the weight are the filter of one group, seen by one phase.
PanelSource panel_source(const PatchPlan& plan, const PatchPhase& phase, const Scalar* weight,
                         std::int64_t group, std::int64_t forward_group_columns) noexcept {
    return {.numbers = weight + group * forward_group_columns,
            .tap_offset = phase.weight_offset.data(),
            .tap_count = static_cast<std::int64_t>(phase.weight_offset.size()),
            .rows_per_tap = plan.image_group_channels,
            .columns = plan.output_group_channels,
            .row_stride = plan.weight_row_stride,
            .column_stride = plan.weight_column_stride,
            .interleaved_taps = plan.slides ? kSlidingTaps : 1};
}

// The packed filters of all groups and phases, by the threads of a parallel region: together, or
// each for itself.
void pack_filters(const PatchPlan& plan, const Scalar* weight, Scalar* panels) noexcept {
    // The weight's last axis holds the forward output channels of all groups, one after the other.
    const std::int64_t forward_group_columns =
        plan.weight_column_stride == 1 ? plan.output_group_channels : plan.image_group_channels;
    for (std::int64_t g = 0; g < plan.groups; ++g) {
        for (const PatchPhase& phase : plan.phases) {
            const PanelSource source = panel_source(plan, phase, weight, g, forward_group_columns);
            const std::int64_t blocks = block_count(source);
            pack_blocks(source, plan.shares_panels ? own_share(blocks) : IndexRange{0, blocks},
                        panels + g * plan.packed_group_size + phase.packed_offset);
        }
    }
    if (plan.shares_panels) {
#pragma omp barrier
    }
}

}  // namespace

void run_patch_plan(const PatchPlan& plan, const Scalar* image, const Scalar* weight,
                    const Scalar* bias, Scalar* output, Scalar* workspace) noexcept {
    Scalar* const padded_bias = workspace;
    Scalar* const shared_panels = padded_bias + plan.groups * plan.bias_group_size;
    Scalar* const threads = shared_panels + (plan.shares_panels ? plan.panels_size : 0);
    if (bias != nullptr) {
        for (std::int64_t g = 0; g < plan.groups; ++g) {
            pack_bias(bias + g * plan.output_group_channels, plan.output_group_channels,
                      padded_bias + g * plan.bias_group_size);
        }
    }
    const Scalar* const bias_or_null = bias != nullptr ? padded_bias : nullptr;
    in_parallel(plan.is_parallel, [&] {
        Scalar* const strip_memory = threads + omp_get_thread_num() * plan.thread_size;
        Scalar* const panels = plan.shares_panels ? shared_panels : strip_memory + plan.strip_size;
        pack_filters(plan, weight, panels);
#pragma omp for schedule(static) collapse(2) nowait
        for (std::int64_t n = 0; n < plan.batch; ++n) {
            for (std::int64_t strip = 0; strip < plan.strips_per_image; ++strip) {
                run_strip(plan, image, panels, bias_or_null, output, strip_memory, n, strip);
            }
        }
    });
}

}  // namespace stepgrad::kernels
