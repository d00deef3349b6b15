#include "layers/pool_sizes.h"

#include <cstdint>
#include <limits>
#include <string>

namespace stepgrad {
namespace {

std::string text_of(Extent2d extent) {
    return std::to_string(extent.height) + "x" + std::to_string(extent.width);
}

void require_valid_windows(const Operation& operation, const PoolWindows& windows) {
    const Extent2d& kernel = windows.kernel;
    const Extent2d& stride = windows.stride;
    const Extent2d& padding = windows.padding;
    if (kernel.height < 1 || kernel.width < 1) {
        throw operation.error("kernel must be at least 1x1, it is " + text_of(kernel));
    }
    if (stride.height < 0 || stride.width < 0) {
        throw operation.error("stride must be at least 1, or 0 for that of the kernel; it is " +
                              text_of(stride));
    }
    if (padding.height < 0 || padding.width < 0 || padding.height * 2 > kernel.height ||
        padding.width * 2 > kernel.width) {
        throw operation.error("padding must be between 0 and half the kernel; padding is " +
                              text_of(padding) + ", kernel " + text_of(kernel) +
                              ". For more use ZeroPad2d");
    }
}

// How many windows stand along one axis; 0 if none fits.
std::int64_t window_count(std::int64_t extent, std::int64_t kernel, std::int64_t stride,
                          std::int64_t padding, bool ceil_mode) {
    const std::int64_t room = extent + 2 * padding - kernel;  // for the first window to move in
    if (extent == 0 || room <= -stride || (room < 0 && !ceil_mode)) {
        return 0;
    }
    if (!ceil_mode) {
        return room / stride + 1;
    }
    const std::int64_t count = (room + stride - 1) / stride + 1;
    const bool last_starts_outside = (count - 1) * stride >= extent + padding;
    return last_starts_outside ? count - 1 : count;
}

}  // namespace

kernels::PoolSizes pool_sizes(const Operation& operation, const Variable& input,
                              const PoolWindows& windows) {
    operation.require_image(input);
    require_valid_windows(operation, windows);
    const Extent2d kernel = windows.kernel;
    const Extent2d padding = windows.padding;
    const Extent2d stride(windows.stride.height == 0 ? kernel.height : windows.stride.height,
                          windows.stride.width == 0 ? kernel.width : windows.stride.width);
    const Shape& shape = input.shape();
    const std::int64_t output_height =
        window_count(shape[1], kernel.height, stride.height, padding.height, windows.ceil_mode);
    const std::int64_t output_width =
        window_count(shape[2], kernel.width, stride.width, padding.width, windows.ceil_mode);
    if (output_height < 1 || output_width < 1) {
        throw operation.error("the kernel " + text_of(kernel) + " does not fit into images of " +
                              text_of({shape[1], shape[2]}) + " with padding " + text_of(padding));
    }
    if (shape[1] * shape[2] > std::numeric_limits<std::int32_t>::max()) {
        throw operation.error("images must have fewer than 2^31 pixels");
    }
    return {shape[0],       shape[1],      shape[2],      shape[3],
            kernel.height,  kernel.width,  stride.height, stride.width,
            padding.height, padding.width, output_height, output_width};
}

}  // namespace stepgrad
