#include "tests/support/naive_conv2d.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace stepgrad::testing {
namespace {

using kernels::Conv2dSizes;

// Calls visit(position in input, in weight, in output) for every product of the sum: wherever the
// filter meets the image.
template <typename Visit>
void for_every_product(const Conv2dSizes& sizes, Visit visit) {
    const std::int64_t in_group = sizes.in_group_channels();
    const std::int64_t out_group = sizes.out_group_channels();
    for (std::int64_t n = 0; n < sizes.batch; ++n) {
        for (std::int64_t y = 0; y < sizes.out_height; ++y) {
            for (std::int64_t x = 0; x < sizes.out_width; ++x) {
                for (std::int64_t o = 0; o < sizes.out_channels; ++o) {
                    for (std::int64_t r = 0; r < sizes.kernel_height; ++r) {
                        for (std::int64_t s = 0; s < sizes.kernel_width; ++s) {
                            const std::int64_t iy =
                                y * sizes.stride_height - sizes.pad_top + r * sizes.dilation_height;
                            const std::int64_t ix =
                                x * sizes.stride_width - sizes.pad_left + s * sizes.dilation_width;
                            if (iy < 0 || iy >= sizes.in_height || ix < 0 || ix >= sizes.in_width) {
                                continue;
                            }
                            for (std::int64_t c = 0; c < in_group; ++c) {
                                visit(((n * sizes.in_height + iy) * sizes.in_width + ix) *
                                              sizes.in_channels +
                                          o / out_group * in_group + c,
                                      ((r * sizes.kernel_width + s) * in_group + c) *
                                              sizes.out_channels +
                                          o,
                                      ((n * sizes.out_height + y) * sizes.out_width + x) *
                                              sizes.out_channels +
                                          o);
                            }
                        }
                    }
                }
            }
        }
    }
}

// Sums are kept in double, so that the twin is a reference for rounding errors too.
Tensor rounded(const std::vector<double>& sums, const Shape& shape) {
    Tensor tensor = Tensor::empty(shape);
    std::copy(sums.begin(), sums.end(), tensor.mutable_data());
    return tensor;
}

std::vector<double> zeros(const Shape& shape) {
    return std::vector<double>(static_cast<std::size_t>(shape.numel()));
}

}  // namespace

Tensor naive_conv2d_forward(const Conv2dSizes& sizes, const Tensor& input, const Tensor& weight,
                            const Tensor& bias) {
    const Shape shape = {sizes.batch, sizes.out_height, sizes.out_width, sizes.out_channels};
    std::vector<double> y = zeros(shape);
    if (bias.is_defined()) {
        for (std::size_t i = 0; i < y.size(); ++i) {
            y[i] = bias.data()[static_cast<std::int64_t>(i) % sizes.out_channels];
        }
    }
    for_every_product(sizes, [&](std::int64_t in, std::int64_t w, std::int64_t out) {
        y[static_cast<std::size_t>(out)] += double(input.data()[in]) * double(weight.data()[w]);
    });
    return rounded(y, shape);
}

Tensor naive_conv2d_backward_input(const Conv2dSizes& sizes, const Tensor& grad_output,
                                   const Tensor& weight) {
    const Shape shape = {sizes.batch, sizes.in_height, sizes.in_width, sizes.in_channels};
    std::vector<double> dx = zeros(shape);
    for_every_product(sizes, [&](std::int64_t in, std::int64_t w, std::int64_t out) {
        dx[static_cast<std::size_t>(in)] +=
            double(grad_output.data()[out]) * double(weight.data()[w]);
    });
    return rounded(dx, shape);
}

Tensor naive_conv2d_backward_weight(const Conv2dSizes& sizes, const Tensor& input,
                                    const Tensor& grad_output) {
    const Shape shape = {sizes.kernel_height, sizes.kernel_width, sizes.in_group_channels(),
                         sizes.out_channels};
    std::vector<double> dw = zeros(shape);
    for_every_product(sizes, [&](std::int64_t in, std::int64_t w, std::int64_t out) {
        dw[static_cast<std::size_t>(w)] +=
            double(input.data()[in]) * double(grad_output.data()[out]);
    });
    return rounded(dw, shape);
}

Tensor naive_conv2d_backward_bias(const Conv2dSizes& sizes, const Tensor& grad_output) {
    Tensor grad_bias = Tensor::zeros({sizes.out_channels});
    Scalar* const db = grad_bias.mutable_data();
    for (std::int64_t i = 0; i < grad_output.numel(); ++i) {
        db[i % sizes.out_channels] += grad_output.data()[i];
    }
    return grad_bias;
}

Tensor naive_matmul(const Tensor& a, const Tensor& b, const Tensor& bias, bool transpose_a,
                    bool transpose_b) {
    const std::int64_t rows = a.shape()[transpose_a ? 1 : 0];
    const std::int64_t depth = a.shape()[transpose_a ? 0 : 1];
    const std::int64_t columns = b.shape()[transpose_b ? 0 : 1];
    Tensor product = Tensor::empty({rows, columns});
    Scalar* const c = product.mutable_data();
    for (std::int64_t m = 0; m < rows; ++m) {
        for (std::int64_t n = 0; n < columns; ++n) {
            Scalar sum = bias.is_defined() ? bias.data()[n] : Scalar{0};
            for (std::int64_t k = 0; k < depth; ++k) {
                sum += a.data()[transpose_a ? k * rows + m : m * depth + k] *
                       b.data()[transpose_b ? n * depth + k : k * columns + n];
            }
            c[m * columns + n] = sum;
        }
    }
    return product;
}

Conv2dSizes sizes_of(const ConvolutionCase& given) {
    Conv2dSizes sizes{.batch = given.batch,
                      .in_height = given.height,
                      .in_width = given.width,
                      .in_channels = given.in_channels,
                      .out_height = 0,
                      .out_width = 0,
                      .out_channels = given.out_channels,
                      .kernel_height = given.kernel_height,
                      .kernel_width = given.kernel_width,
                      .stride_height = given.stride_height,
                      .stride_width = given.stride_width,
                      .dilation_height = given.dilation_height,
                      .dilation_width = given.dilation_width,
                      .pad_top = given.top,
                      .pad_left = given.left,
                      .groups = given.groups};
    sizes.out_height =
        (given.height + given.top + given.bottom - sizes.reach_height()) / given.stride_height + 1;
    sizes.out_width =
        (given.width + given.left + given.right - sizes.reach_width()) / given.stride_width + 1;
    return sizes;
}

std::string described(const Conv2dSizes& sizes) {
    std::ostringstream text;
    text << sizes.batch << "x" << sizes.in_height << "x" << sizes.in_width << "x"
         << sizes.in_channels << " to " << sizes.out_height << "x" << sizes.out_width << "x"
         << sizes.out_channels << ", kernel " << sizes.kernel_height << "x" << sizes.kernel_width
         << ", stride " << sizes.stride_height << "x" << sizes.stride_width << ", dilation "
         << sizes.dilation_height << "x" << sizes.dilation_width << ", top " << sizes.pad_top
         << ", left " << sizes.pad_left << ", groups " << sizes.groups;
    return text.str();
}

}  // namespace stepgrad::testing
