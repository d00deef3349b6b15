#pragma once

#include <cstdint>

namespace stepgrad::kernels {

/// Everything a convolution's loops need to know. The operation has checked that it fits together.
///
/// input   [batch, in_height, in_width, in_channels]
/// weight  [kernel_height, kernel_width, in_channels / groups, out_channels]
/// output  [batch, out_height, out_width, out_channels]
///
/// Padding at the bottom and the right is whatever the output's size calls for.
struct Conv2dSizes {
    std::int64_t batch;
    std::int64_t in_height, in_width, in_channels;
    std::int64_t out_height, out_width, out_channels;
    std::int64_t kernel_height, kernel_width;
    std::int64_t stride_height, stride_width;
    std::int64_t dilation_height, dilation_width;
    std::int64_t pad_top, pad_left;
    std::int64_t groups;

    std::int64_t in_group_channels() const { return in_channels / groups; }
    std::int64_t out_group_channels() const { return out_channels / groups; }
    std::int64_t tap_count() const { return kernel_height * kernel_width; }
    std::int64_t weight_count() const { return tap_count() * in_group_channels() * out_channels; }

    /// By the plain formula, zeros around the image included; the same for all three passes.
    std::int64_t multiply_adds() const {
        return batch * out_height * out_width * tap_count() * in_group_channels() * out_channels;
    }

    /// Rows and columns of the input that one filter covers, gaps included.
    std::int64_t reach_height() const { return (kernel_height - 1) * dilation_height + 1; }
    std::int64_t reach_width() const { return (kernel_width - 1) * dilation_width + 1; }

    /// Rows and columns that all outputs together cover, from the first one's padding on.
    std::int64_t covered_height() const {
        return (out_height - 1) * stride_height + reach_height();
    }
    std::int64_t covered_width() const { return (out_width - 1) * stride_width + reach_width(); }
};

}  // namespace stepgrad::kernels
