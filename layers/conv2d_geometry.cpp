#include "layers/conv2d_geometry.h"

#include <algorithm>
#include <string>

namespace stepgrad {
namespace {

std::string text(std::int64_t number) {
    return std::to_string(number);
}

// One axis of the image: how large the output is, and how many zeros stand before it.
struct AxisSize {
    std::int64_t out, pad_before;
};

AxisSize checked_axis(const Operation& operation, const char* axis, std::int64_t extent,
                      std::int64_t kernel, std::int64_t stride, std::int64_t dilation,
                      std::int64_t pad_before, std::int64_t pad_after, bool is_same) {
    if (stride < 1 || dilation < 1) {
        throw operation.error("stride and dilation must be at least 1, the " + std::string(axis) +
                              " has stride " + text(stride) + " and dilation " + text(dilation));
    }
    const std::int64_t reach = (kernel - 1) * dilation + 1;
    if (is_same) {
        const std::int64_t out = (extent + stride - 1) / stride;
        const std::int64_t zeros = std::max<std::int64_t>((out - 1) * stride + reach - extent, 0);
        pad_before = zeros / 2;
        pad_after = zeros - zeros / 2;
    }
    if (pad_before < 0 || pad_after < 0) {
        throw operation.error("padding must not be negative, the " + std::string(axis) + " has " +
                              text(pad_before) + " before and " + text(pad_after) + " after");
    }
    const std::int64_t padded = extent + pad_before + pad_after;
    if (extent < 1 || padded < reach) {
        throw operation.error("the filter covers " + text(reach) + " pixels of the " + axis +
                              ", the padded image has " + text(padded) +
                              "; add padding or pool less before");
    }
    return {(padded - reach) / stride + 1, pad_before};
}

void check_channels(const Operation& operation, const Variable& input, const Variable& weight,
                    const Variable& bias, std::int64_t groups) {
    const Shape& filter = weight.shape();
    if (filter.rank() != 4 || filter.numel() == 0) {
        throw operation.error(
            "weight must be [kernel_height, kernel_width, in_channels / groups, out_channels] "
            "without empty axes");
    }
    if (groups < 1 || input.shape()[3] % groups != 0 || filter[3] % groups != 0) {
        throw operation.error("groups must divide the channels: " + text(groups) +
                              " groups do not divide " + text(input.shape()[3]) + " in, " +
                              text(filter[3]) + " out");
    }
    if (input.shape()[3] != filter[2] * groups) {
        throw operation.error("input has " + text(input.shape()[3]) + " channels but weight " +
                              filter.to_string() + " expects " + text(filter[2] * groups));
    }
    if (bias.is_defined() && bias.shape() != Shape{filter[3]}) {
        throw operation.error("bias must be [" + text(filter[3]) +
                              "], one number for each output channel");
    }
}

}  // namespace

kernels::Conv2dSizes conv2d_sizes(const Operation& operation, const Variable& input,
                                  const Variable& weight, const Variable& bias,
                                  const Conv2dOptions& options) {
    operation.require_image(input);
    check_channels(operation, input, weight, bias, options.groups);
    const Shape& image = input.shape();
    const Shape& filter = weight.shape();
    const Padding2d& padding = options.padding;
    const AxisSize height =
        checked_axis(operation, "height", image[1], filter[0], options.stride.height,
                     options.dilation.height, padding.top, padding.bottom, padding.is_same);
    const AxisSize width =
        checked_axis(operation, "width", image[2], filter[1], options.stride.width,
                     options.dilation.width, padding.left, padding.right, padding.is_same);
    return {.batch = image[0],
            .in_height = image[1],
            .in_width = image[2],
            .in_channels = image[3],
            .out_height = height.out,
            .out_width = width.out,
            .out_channels = filter[3],
            .kernel_height = filter[0],
            .kernel_width = filter[1],
            .stride_height = options.stride.height,
            .stride_width = options.stride.width,
            .dilation_height = options.dilation.height,
            .dilation_width = options.dilation.width,
            .pad_top = height.pad_before,
            .pad_left = width.pad_before,
            .groups = options.groups};
}

Shape output_shape_of(const kernels::Conv2dSizes& sizes) {
    return {sizes.batch, sizes.out_height, sizes.out_width, sizes.out_channels};
}

std::int64_t multiply_adds_of(const kernels::Conv2dSizes& sizes) {
    return sizes.batch * sizes.out_height * sizes.out_width * sizes.out_channels *
           sizes.tap_count() * sizes.in_group_channels();
}

}  // namespace stepgrad
