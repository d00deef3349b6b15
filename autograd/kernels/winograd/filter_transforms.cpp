#include "autograd/kernels/winograd/filter_transforms.h"

#include "autograd/kernels/transpose.h"
#include "autograd/kernels/winograd/transforms.h"

namespace stepgrad::kernels {
namespace {

constexpr int kTaps = 3;  // of a filter, in each direction

// One filter for kLanes output channels: down the columns, then along the rows.
template <int kOutputs>
inline void transform_filter(const Scalar* weight, std::int64_t tap_step, Scalar* transformed,
                             std::int64_t to_step) {
    using Transform = FilterTransform<kOutputs>;
    constexpr int kTile = Transform::kTo;
    Vector columns[kTaps][kTile];
    for (int s = 0; s < kTaps; ++s) {
        Vector taps[kTaps];
        for (int r = 0; r < kTaps; ++r) {
            taps[r] = load(weight + (r * kTaps + s) * tap_step);
        }
        Transform::apply(taps, columns[s]);
    }
    for (int i = 0; i < kTile; ++i) {
        const Vector row[kTaps] = {columns[0][i], columns[1][i], columns[2][i]};
        Vector values[kTile];
        Transform::apply(row, values);
        for (int j = 0; j < kTile; ++j) {
            store(transformed + (i * kTile + j) * to_step, values[j]);
        }
    }
}

template <int kOutputs>
void transform_filters_of(const Scalar* weight, std::int64_t inputs, std::int64_t outputs,
                          IndexRange range, Scalar* transformed) noexcept {
    constexpr std::int64_t kPositions = (kOutputs + 2) * (kOutputs + 2);
    const std::int64_t panel_step = kPositions * position_step(inputs, kPanelWidth);
    for (std::int64_t k = range.first; k < range.end; ++k) {
        for (std::int64_t n = 0; n < outputs; n += kLanes) {
            const std::int64_t panel = n / kPanelWidth;
            const std::int64_t width = std::int64_t{panel_vectors(outputs, panel)} * kLanes;
            transform_filter<kOutputs>(
                weight + k * outputs + n, inputs * outputs,
                transformed + panel * panel_step + k * width + n % kPanelWidth,
                position_step(inputs, width));
        }
    }
}

// The gradient of one filter for kLanes output channels.
template <int kOutputs>
inline void transform_filter_gradient(const Scalar* sums, std::int64_t position_step,
                                      Scalar* grad_weight, std::int64_t tap_step) {
    using Transform = FilterAdjoint<kOutputs>;
    constexpr int kTile = Transform::kFrom;
    Vector rows[kTaps][kTile];
    for (int j = 0; j < kTile; ++j) {
        Vector column[kTile];
        Vector taps[kTaps];
        for (int i = 0; i < kTile; ++i) {
            column[i] = load(sums + (i * kTile + j) * position_step);
        }
        Transform::apply(column, taps);
        for (int r = 0; r < kTaps; ++r) {
            rows[r][j] = taps[r];
        }
    }
    for (int r = 0; r < kTaps; ++r) {
        Vector taps[kTaps];
        Transform::apply(rows[r], taps);
        for (int s = 0; s < kTaps; ++s) {
            store(grad_weight + (r * kTaps + s) * tap_step, taps[s]);
        }
    }
}

template <int kOutputs>
void transform_filter_gradients_of(const Scalar* sums, std::int64_t inputs,
                                   const ChannelRange& range, Scalar* grad_weight) noexcept {
    const std::int64_t step = position_step(inputs, range.count);
    for (std::int64_t k = 0; k < inputs; ++k) {
        for (std::int64_t n = 0; n < range.count; n += kLanes) {
            transform_filter_gradient<kOutputs>(sums + k * range.count + n, step,
                                                grad_weight + k * range.all + range.first + n,
                                                inputs * range.all);
        }
    }
}

}  // namespace

void transform_filters(int tile_outputs, const Scalar* weight, std::int64_t inputs,
                       std::int64_t outputs, IndexRange range, Scalar* transformed) noexcept {
    tile_outputs == 2 ? transform_filters_of<2>(weight, inputs, outputs, range, transformed)
                      : transform_filters_of<4>(weight, inputs, outputs, range, transformed);
}

void flip_filters(const Scalar* weight, std::int64_t inputs, std::int64_t outputs, IndexRange range,
                  Scalar* flipped) noexcept {
    constexpr std::int64_t kTapCount = kTaps * kTaps;
    const std::int64_t tap_step = inputs * outputs;
    for (std::int64_t tap = 0; tap < kTapCount; ++tap) {
        transpose(weight + tap * tap_step + range.first, outputs, inputs, range.end - range.first,
                  flipped + (kTapCount - 1 - tap) * tap_step + range.first * inputs, inputs);
    }
}

void transform_filter_gradients(int tile_outputs, const Scalar* sums, std::int64_t inputs,
                                const ChannelRange& range, Scalar* grad_weight) noexcept {
    tile_outputs == 2 ? transform_filter_gradients_of<2>(sums, inputs, range, grad_weight)
                      : transform_filter_gradients_of<4>(sums, inputs, range, grad_weight);
}

}  // namespace stepgrad::kernels
