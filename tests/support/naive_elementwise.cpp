#include "tests/support/naive_elementwise.h"

#include <vector>

namespace stepgrad::testing {

Tensor naive_per_channel(char operation, const Tensor& a, const Tensor& b,
                         kernels::ChannelRows rows) {
    Tensor y = Tensor::empty(a.shape());
    Scalar* numbers = y.mutable_data();
    for (std::int64_t row = 0; row < rows.row_count; ++row) {
        for (std::int64_t channel = 0; channel < rows.channels; ++channel) {
            const std::int64_t i = row * rows.channels + channel;
            const Scalar left = a.data()[i];
            const Scalar right = b.data()[channel];
            numbers[i] = operation == '+'   ? left + right
                         : operation == '-' ? left - right
                         : operation == '*' ? left * right
                                            : left / right;
        }
    }
    return y;
}

double naive_sum(const Tensor& x) {
    double sum = 0;
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        sum += static_cast<double>(x.data()[i]);
    }
    return sum;
}

Tensor naive_sum_over_rows(const Tensor& x, kernels::ChannelRows rows) {
    Tensor sums = Tensor::empty({rows.channels});
    for (std::int64_t channel = 0; channel < rows.channels; ++channel) {
        double sum = 0;
        for (std::int64_t row = 0; row < rows.row_count; ++row) {
            sum += static_cast<double>(x.data()[row * rows.channels + channel]);
        }
        sums.mutable_data()[channel] = static_cast<Scalar>(sum);
    }
    return sums;
}

}  // namespace stepgrad::testing
