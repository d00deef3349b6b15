#include "tests/support/naive_batch_norm.h"

#include <cmath>
#include <cstdint>

namespace stepgrad::testing {
namespace {

struct Statistics {
    double mean;
    double variance;
};

Statistics statistics_of_channel(const Tensor& input, std::int64_t c) {
    const std::int64_t rows = input.shape()[0];
    const std::int64_t channels = input.shape()[1];
    double mean = 0;
    for (std::int64_t r = 0; r < rows; ++r) {
        mean += static_cast<double>(input.data()[r * channels + c]) / static_cast<double>(rows);
    }
    double variance = 0;
    for (std::int64_t r = 0; r < rows; ++r) {
        const double d = static_cast<double>(input.data()[r * channels + c]) - mean;
        variance += d * d / static_cast<double>(rows);
    }
    return {mean, variance};
}

}  // namespace

NaiveBatchNorm naive_batch_norm(const Tensor& input, const Tensor& gamma, const Tensor& beta,
                                double epsilon) {
    const std::int64_t channels = input.shape()[1];
    NaiveBatchNorm result{Tensor::empty(input.shape()), Tensor::empty({channels}),
                          Tensor::empty({channels})};
    for (std::int64_t c = 0; c < channels; ++c) {
        const Statistics statistics = statistics_of_channel(input, c);
        result.mean.mutable_data()[c] = static_cast<Scalar>(statistics.mean);
        result.variance.mutable_data()[c] = static_cast<Scalar>(statistics.variance);
        for (std::int64_t r = 0; r < input.shape()[0]; ++r) {
            const double centred = input.data()[r * channels + c] - statistics.mean;
            const double normalised = centred / std::sqrt(statistics.variance + epsilon);
            result.output.mutable_data()[r * channels + c] =
                static_cast<Scalar>(normalised * gamma.data()[c] + beta.data()[c]);
        }
    }
    return result;
}

NaiveBatchNormGradients naive_batch_norm_backward(const Tensor& input, const Tensor& gamma,
                                                  const Tensor& grad_output, double epsilon) {
    const std::int64_t rows = input.shape()[0];
    const std::int64_t channels = input.shape()[1];
    NaiveBatchNormGradients result{Tensor::empty(input.shape()), Tensor::empty({channels}),
                                   Tensor::empty({channels})};
    for (std::int64_t c = 0; c < channels; ++c) {
        const Statistics statistics = statistics_of_channel(input, c);
        const double inverse = 1 / std::sqrt(statistics.variance + epsilon);
        double grad_gamma = 0;
        double grad_beta = 0;
        for (std::int64_t r = 0; r < rows; ++r) {
            const double g = grad_output.data()[r * channels + c];
            grad_beta += g;
            grad_gamma += g * (input.data()[r * channels + c] - statistics.mean) * inverse;
        }
        result.gamma.mutable_data()[c] = static_cast<Scalar>(grad_gamma);
        result.beta.mutable_data()[c] = static_cast<Scalar>(grad_beta);
        for (std::int64_t r = 0; r < rows; ++r) {
            const double g = grad_output.data()[r * channels + c];
            const double normalised = (input.data()[r * channels + c] - statistics.mean) * inverse;
            const double of_mean =
                (grad_beta + normalised * grad_gamma) / static_cast<double>(rows);
            result.input.mutable_data()[r * channels + c] =
                static_cast<Scalar>(gamma.data()[c] * inverse * (g - of_mean));
        }
    }
    return result;
}

}  // namespace stepgrad::testing
