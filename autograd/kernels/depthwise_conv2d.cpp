#include "autograd/kernels/depthwise_conv2d.h"

#include "autograd/kernels/vector.h"

#include <algorithm>

namespace stepgrad::kernels {
namespace {

constexpr std::int64_t kMostParts = 16;
constexpr std::int64_t kWorthParallel = 32 * 1024;  // multiply-adds

// The taps r of a filter that meet the image: those with 0 <= start + r * dilation < extent.
struct TapRange {
    std::int64_t first, end;
};

TapRange taps_inside(std::int64_t start, std::int64_t dilation, std::int64_t extent,
                     std::int64_t taps) noexcept {
    const std::int64_t first = start >= 0 ? 0 : divided_up(-start, dilation);
    const std::int64_t end = start >= extent ? 0 : divided_up(extent - start, dilation);
    return {std::min(first, taps), std::min(end, taps)};
}

// One output pixel. `input` is its image, `output` the pixel.
void forward_pixel(const Conv2dSizes& sizes, const Scalar* input, const Scalar* weight,
                   const Scalar* bias, Scalar* output, std::int64_t y, std::int64_t x) noexcept {
    const std::int64_t channels = sizes.out_channels;
    const std::int64_t top = y * sizes.stride_height - sizes.pad_top;
    const std::int64_t left = x * sizes.stride_width - sizes.pad_left;
    const TapRange rows =
        taps_inside(top, sizes.dilation_height, sizes.in_height, sizes.kernel_height);
    const TapRange columns =
        taps_inside(left, sizes.dilation_width, sizes.in_width, sizes.kernel_width);
    for (std::int64_t c = 0; c < channels; c += kLanes) {
        const int lanes = static_cast<int>(std::min<std::int64_t>(kLanes, channels - c));
        Vector sum = bias != nullptr ? load_first(bias + c, lanes) : Vector{};
        for (std::int64_t r = rows.first; r < rows.end; ++r) {
            for (std::int64_t s = columns.first; s < columns.end; ++s) {
                const std::int64_t iy = top + r * sizes.dilation_height;
                const std::int64_t ix = left + s * sizes.dilation_width;
                const Scalar* const from = input + (iy * sizes.in_width + ix) * channels + c;
                const Scalar* const w = weight + (r * sizes.kernel_width + s) * channels + c;
                sum = fused_multiply_add(load_first(from, lanes), load_first(w, lanes), sum);
            }
        }
        store_first(output + c, sum, lanes);
    }
}

// One input pixel: the output pixels that saw it, each through another tap.
void backward_input_pixel(const Conv2dSizes& sizes, const Scalar* grad_output, const Scalar* weight,
                          Scalar* grad_input, std::int64_t iy, std::int64_t ix) noexcept {
    const std::int64_t channels = sizes.out_channels;
    for (std::int64_t c = 0; c < channels; c += kLanes) {
        const int lanes = static_cast<int>(std::min<std::int64_t>(kLanes, channels - c));
        Vector sum{};
        for (std::int64_t r = 0; r < sizes.kernel_height; ++r) {
            const std::int64_t y = iy + sizes.pad_top - r * sizes.dilation_height;
            if (y < 0 || y % sizes.stride_height != 0 ||
                y / sizes.stride_height >= sizes.out_height) {
                continue;
            }
            for (std::int64_t s = 0; s < sizes.kernel_width; ++s) {
                const std::int64_t x = ix + sizes.pad_left - s * sizes.dilation_width;
                if (x < 0 || x % sizes.stride_width != 0 ||
                    x / sizes.stride_width >= sizes.out_width) {
                    continue;
                }
                const std::int64_t pixel =
                    y / sizes.stride_height * sizes.out_width + x / sizes.stride_width;
                const Scalar* const w = weight + (r * sizes.kernel_width + s) * channels + c;
                sum = fused_multiply_add(load_first(grad_output + pixel * channels + c, lanes),
                                         load_first(w, lanes), sum);
            }
        }
        store_first(grad_input + c, sum, lanes);
    }
}

void forward_row(const Conv2dSizes& sizes, const Scalar* input, const Scalar* weight,
                 const Scalar* bias, Scalar* output, std::int64_t n, std::int64_t y) noexcept {
    const Scalar* const image = input + n * sizes.in_height * sizes.in_width * sizes.in_channels;
    Scalar* const row = output + (n * sizes.out_height + y) * sizes.out_width * sizes.out_channels;
    for (std::int64_t x = 0; x < sizes.out_width; ++x) {
        forward_pixel(sizes, image, weight, bias, row + x * sizes.out_channels, y, x);
    }
}

void backward_input_row(const Conv2dSizes& sizes, const Scalar* grad_output, const Scalar* weight,
                        Scalar* grad_input, std::int64_t n, std::int64_t y) noexcept {
    const Scalar* const grads =
        grad_output + n * sizes.out_height * sizes.out_width * sizes.out_channels;
    Scalar* const row = grad_input + (n * sizes.in_height + y) * sizes.in_width * sizes.in_channels;
    for (std::int64_t x = 0; x < sizes.in_width; ++x) {
        backward_input_pixel(sizes, grads, weight, row + x * sizes.in_channels, y, x);
    }
}

// Adds one image's share of the gradient of one tap, for some channels.
Vector tap_gradient(const Conv2dSizes& sizes, const Scalar* input, const Scalar* grads,
                    std::int64_t r, std::int64_t s, std::int64_t c, int lanes,
                    Vector sum) noexcept {
    for (std::int64_t y = 0; y < sizes.out_height; ++y) {
        const std::int64_t iy = y * sizes.stride_height - sizes.pad_top + r * sizes.dilation_height;
        if (iy < 0 || iy >= sizes.in_height) {
            continue;
        }
        for (std::int64_t x = 0; x < sizes.out_width; ++x) {
            const std::int64_t ix =
                x * sizes.stride_width - sizes.pad_left + s * sizes.dilation_width;
            if (ix < 0 || ix >= sizes.in_width) {
                continue;
            }
            const Scalar* const from = input + (iy * sizes.in_width + ix) * sizes.in_channels + c;
            const Scalar* const grad = grads + (y * sizes.out_width + x) * sizes.out_channels + c;
            sum = fused_multiply_add(load_first(from, lanes), load_first(grad, lanes), sum);
        }
    }
    return sum;
}

// The weight gradient (and behind it the bias gradient) of one part of the batch.
void run_part(const Conv2dSizes& sizes, const Scalar* input, const Scalar* grad_output,
              std::int64_t first_image, std::int64_t end_image, Scalar* sums) noexcept {
    const std::int64_t channels = sizes.out_channels;
    const std::int64_t image_size = sizes.in_height * sizes.in_width * channels;
    const std::int64_t grad_size = sizes.out_height * sizes.out_width * channels;
    std::fill_n(sums, (sizes.tap_count() + 1) * channels, Scalar{0});
    for (std::int64_t n = first_image; n < end_image; ++n) {
        const Scalar* const grads = grad_output + n * grad_size;
        for (std::int64_t c = 0; c < channels; c += kLanes) {
            const int lanes = static_cast<int>(std::min<std::int64_t>(kLanes, channels - c));
            for (std::int64_t tap = 0; tap < sizes.tap_count(); ++tap) {
                Scalar* const to = sums + tap * channels + c;
                const Vector sum =
                    tap_gradient(sizes, input + n * image_size, grads, tap / sizes.kernel_width,
                                 tap % sizes.kernel_width, c, lanes, load_first(to, lanes));
                store_first(to, sum, lanes);
            }
            Scalar* const bias = sums + sizes.tap_count() * channels + c;
            Vector sum = load_first(bias, lanes);
            for (std::int64_t i = 0; i < grad_size; i += channels) {
                sum += load_first(grads + i + c, lanes);
            }
            store_first(bias, sum, lanes);
        }
    }
}

std::int64_t part_count(const Conv2dSizes& sizes) noexcept {
    return std::clamp<std::int64_t>(sizes.batch, 1, kMostParts);
}

std::int64_t multiply_adds(const Conv2dSizes& sizes) noexcept {
    return sizes.batch * sizes.out_height * sizes.out_width * sizes.out_channels *
           sizes.tap_count();
}

}  // namespace

void depthwise_conv2d_forward(const Conv2dSizes& sizes, const Scalar* input, const Scalar* weight,
                              const Scalar* bias, Scalar* output) noexcept {
#pragma omp parallel for schedule(static) collapse(2) if (multiply_adds(sizes) > kWorthParallel)
    for (std::int64_t n = 0; n < sizes.batch; ++n) {
        for (std::int64_t y = 0; y < sizes.out_height; ++y) {
            forward_row(sizes, input, weight, bias, output, n, y);
        }
    }
}

void depthwise_conv2d_backward_input(const Conv2dSizes& sizes, const Scalar* grad_output,
                                     const Scalar* weight, Scalar* grad_input) noexcept {
#pragma omp parallel for schedule(static) collapse(2) if (multiply_adds(sizes) > kWorthParallel)
    for (std::int64_t n = 0; n < sizes.batch; ++n) {
        for (std::int64_t y = 0; y < sizes.in_height; ++y) {
            backward_input_row(sizes, grad_output, weight, grad_input, n, y);
        }
    }
}

std::int64_t depthwise_backward_weight_workspace_size(const Conv2dSizes& sizes) noexcept {
    return part_count(sizes) * (sizes.tap_count() + 1) * sizes.out_channels;
}

void depthwise_conv2d_backward_weight(const Conv2dSizes& sizes, const Scalar* input,
                                      const Scalar* grad_output, Scalar* grad_weight,
                                      Scalar* grad_bias, Scalar* workspace) noexcept {
    const std::int64_t parts = part_count(sizes);
    const std::int64_t part_size = (sizes.tap_count() + 1) * sizes.out_channels;
#pragma omp parallel for schedule(static) if (multiply_adds(sizes) > kWorthParallel)
    for (std::int64_t p = 0; p < parts; ++p) {
        run_part(sizes, input, grad_output, sizes.batch * p / parts, sizes.batch * (p + 1) / parts,
                 workspace + p * part_size);
    }
    // The parts one after the other, on top of the first.
    for (std::int64_t p = 1; p < parts; ++p) {
        for (std::int64_t i = 0; i < part_size; ++i) {
            workspace[i] += workspace[p * part_size + i];
        }
    }
    const std::int64_t weight_count = sizes.tap_count() * sizes.out_channels;
    std::copy_n(workspace, weight_count, grad_weight);
    if (grad_bias != nullptr) {
        std::copy_n(workspace + weight_count, sizes.out_channels, grad_bias);
    }
}

}  // namespace stepgrad::kernels
