#include "autograd/kernels/panels.h"

#include "autograd/kernels/transpose.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

// Tap t of panel j.
void pack_panel_tap(const PanelSource& source, std::int64_t j, std::int64_t t,
                    Scalar* packed) noexcept {
    const std::int64_t rows = source.tap_count * source.rows_per_tap;
    const std::int64_t width = std::int64_t{panel_vectors(source.columns, j)} * kLanes;
    const std::int64_t real_columns = panel_columns(source.columns, j);
    const Scalar* from =
        source.numbers + source.tap_offset[t] + j * kPanelWidth * source.column_stride;
    const std::int64_t step = source.interleaved_taps * width;  // between rows of one tap
    const std::int64_t run = t / source.interleaved_taps;
    Scalar* to = packed + j * rows * kPanelWidth + run * source.rows_per_tap * step +
                 t % source.interleaved_taps * width;
    if (source.column_stride == 1) {
        for (std::int64_t k = 0; k < source.rows_per_tap; ++k) {
            std::copy_n(from + k * source.row_stride, real_columns, to + k * step);
            std::fill_n(to + k * step + real_columns, width - real_columns, Scalar{0});
        }
        return;
    }
    transpose(from, source.column_stride, real_columns, source.rows_per_tap, to, step);
    for (std::int64_t k = 0; k < source.rows_per_tap; ++k) {
        std::fill_n(to + k * step + real_columns, width - real_columns, Scalar{0});
    }
}

}  // namespace

void pack_blocks(const PanelSource& source, IndexRange blocks, Scalar* packed) noexcept {
    for (std::int64_t block = blocks.first; block < blocks.end; ++block) {
        pack_panel_tap(source, block / source.tap_count, block % source.tap_count, packed);
    }
}

void pack_panels_in_parallel_region(const PanelSource& source, Scalar* packed) noexcept {
    pack_blocks(source, own_share(block_count(source)), packed);
#pragma omp barrier
}

void pack_bias(const Scalar* bias, std::int64_t columns, Scalar* packed) noexcept {
    std::copy_n(bias, columns, packed);
    std::fill(packed + columns, packed + packed_size(1, columns), Scalar{0});
}

}  // namespace stepgrad::kernels
