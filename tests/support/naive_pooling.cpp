#include "tests/support/naive_pooling.h"

#include <cmath>

namespace stepgrad::testing {
namespace {

bool is_inside(const kernels::PoolSizes& s, std::int64_t h, std::int64_t w) {
    return h >= 0 && h < s.height && w >= 0 && w < s.width;
}

std::int64_t input_index(const kernels::PoolSizes& s, std::int64_t n, std::int64_t h,
                         std::int64_t w, std::int64_t c) {
    return ((n * s.height + h) * s.width + w) * s.channels + c;
}

// Calls visit(n, i, j, c, output index) for every output number in order.
template <typename Visit>
void for_each_output(const kernels::PoolSizes& s, Visit visit) {
    std::int64_t index = 0;
    for (std::int64_t n = 0; n < s.batch; ++n) {
        for (std::int64_t i = 0; i < s.output_height; ++i) {
            for (std::int64_t j = 0; j < s.output_width; ++j) {
                for (std::int64_t c = 0; c < s.channels; ++c) {
                    visit(n, i, j, c, index++);
                }
            }
        }
    }
}

// Calls visit(h, w) for every place of a window, inside the image or not.
template <typename Visit>
void for_each_place(const kernels::PoolSizes& s, std::int64_t i, std::int64_t j, Visit visit) {
    for (std::int64_t a = 0; a < s.kernel_height; ++a) {
        for (std::int64_t b = 0; b < s.kernel_width; ++b) {
            visit(i * s.stride_height - s.pad_top + a, j * s.stride_width - s.pad_left + b);
        }
    }
}

std::int64_t divisor(const kernels::PoolSizes& s, std::int64_t i, std::int64_t j,
                     bool counts_padding, std::int64_t padding_bottom, std::int64_t padding_right) {
    std::int64_t count = 0;
    for_each_place(s, i, j, [&](std::int64_t h, std::int64_t w) {
        const bool in_padding = h < s.height + padding_bottom && w < s.width + padding_right;
        count += is_inside(s, h, w) || (counts_padding && in_padding) ? 1 : 0;
    });
    return count;
}

Shape output_shape(const kernels::PoolSizes& s) {
    return {s.batch, s.output_height, s.output_width, s.channels};
}

Shape input_shape(const kernels::PoolSizes& s) {
    return {s.batch, s.height, s.width, s.channels};
}

}  // namespace

NaiveMaxPool naive_max_pool(const Tensor& input, const kernels::PoolSizes& s) {
    NaiveMaxPool result{Tensor::empty(output_shape(s)), {}};
    Scalar* y = result.output.mutable_data();
    result.winner.resize(static_cast<std::size_t>(result.output.numel()));
    for_each_output(s, [&](auto n, auto i, auto j, auto c, auto index) {
        bool is_first = true;
        for_each_place(s, i, j, [&](std::int64_t h, std::int64_t w) {
            if (!is_inside(s, h, w)) {
                return;
            }
            const Scalar x = input.data()[input_index(s, n, h, w, c)];
            if (is_first || x > y[index] || std::isnan(x)) {
                y[index] = x;
                result.winner[static_cast<std::size_t>(index)] =
                    static_cast<std::int32_t>(h * s.width + w);
                is_first = false;
            }
        });
    });
    return result;
}

Tensor naive_max_pool_backward(const Tensor& grad_output, const std::vector<std::int32_t>& winner,
                               const kernels::PoolSizes& s) {
    Tensor grad_input = Tensor::zeros(input_shape(s));
    Scalar* dx = grad_input.mutable_data();
    for_each_output(s, [&](auto n, auto, auto, auto c, auto index) {
        const std::int64_t pixel = winner[static_cast<std::size_t>(index)];
        dx[input_index(s, n, pixel / s.width, pixel % s.width, c)] += grad_output.data()[index];
    });
    return grad_input;
}

Tensor naive_avg_pool(const Tensor& input, const kernels::PoolSizes& s, bool counts_padding,
                      std::int64_t padding_bottom, std::int64_t padding_right) {
    Tensor output = Tensor::zeros(output_shape(s));
    Scalar* y = output.mutable_data();
    for_each_output(s, [&](auto n, auto i, auto j, auto c, auto index) {
        for_each_place(s, i, j, [&](std::int64_t h, std::int64_t w) {
            if (is_inside(s, h, w)) {
                y[index] += input.data()[input_index(s, n, h, w, c)];
            }
        });
        y[index] *= Scalar{1} / static_cast<Scalar>(divisor(s, i, j, counts_padding, padding_bottom,
                                                            padding_right));
    });
    return output;
}

Tensor naive_avg_pool_backward(const Tensor& grad_output, const kernels::PoolSizes& s,
                               bool counts_padding, std::int64_t padding_bottom,
                               std::int64_t padding_right) {
    Tensor grad_input = Tensor::zeros(input_shape(s));
    Scalar* dx = grad_input.mutable_data();
    for_each_output(s, [&](auto n, auto i, auto j, auto c, auto index) {
        const Scalar share =
            Scalar{1} /
            static_cast<Scalar>(divisor(s, i, j, counts_padding, padding_bottom, padding_right));
        for_each_place(s, i, j, [&](std::int64_t h, std::int64_t w) {
            if (is_inside(s, h, w)) {
                dx[input_index(s, n, h, w, c)] += share * grad_output.data()[index];
            }
        });
    });
    return grad_input;
}

Tensor naive_global_average(const Tensor& input) {
    const Shape& shape = input.shape();
    const std::int64_t pixels = shape[1] * shape[2];
    Tensor output = Tensor::zeros({shape[0], shape[3]});
    Scalar* y = output.mutable_data();
    for (std::int64_t n = 0; n < shape[0]; ++n) {
        for (std::int64_t c = 0; c < shape[3]; ++c) {
            double sum = 0;
            for (std::int64_t p = 0; p < pixels; ++p) {
                sum += input.data()[(n * pixels + p) * shape[3] + c];
            }
            y[n * shape[3] + c] = static_cast<Scalar>(sum / static_cast<double>(pixels));
        }
    }
    return output;
}

}  // namespace stepgrad::testing
