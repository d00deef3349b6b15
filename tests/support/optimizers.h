#pragma once

#include "autograd/optim/optimizer.h"
#include "tests/support/tensors.h"

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace stepgrad::testing {

/// Relative error of ten steps in this precision.
constexpr Scalar kStepTolerance = sizeof(Scalar) == sizeof(float) ? Scalar(5e-6) : Scalar(1e-13);

inline Variable scalar_parameter(Scalar value) {
    return leaf(Tensor::from({}, {value}));
}

/// Gives the parameter this gradient, as backward would.
inline void set_gradient(const Variable& parameter, const Tensor& grad) {
    parameter.node()->grad = grad;
}

/// The value of a single number after one step with each of these gradients.
inline std::vector<Scalar> values_after_steps(Optimizer& optimizer,
                                              std::initializer_list<Scalar> gradients) {
    std::vector<Scalar> values;
    const Variable& parameter = optimizer.parameters()[0];
    for (const Scalar gradient : gradients) {
        set_gradient(parameter, Tensor::from({}, {gradient}));
        optimizer.step();
        values.push_back(parameter.item());
    }
    return values;
}

inline std::vector<double> in_double(const Tensor& tensor) {
    return std::vector<double>(tensor.numbers().begin(), tensor.numbers().end());
}

/// Ten steps of an optimizer over a single parameter beside the naive rule, with random gradients
/// and a learning rate that changes on the way.
template <typename NaiveRule>
void check_against_naive(Optimizer& optimizer, NaiveRule naive) {
    const Tensor start = random_tensor({37}, 1);
    Tensor value = optimizer.parameters().at(0).value();
    value.copy_from(start);
    std::vector<double> expected = in_double(start);
    for (std::uint64_t step = 0; step < 10; ++step) {
        if (step == 5) {
            optimizer.set_learning_rate(0.03);
            naive.learning_rate = 0.03;
        }
        const Tensor grad = random_tensor({37}, 100 + step);
        set_gradient(optimizer.parameters()[0], grad);
        optimizer.step();
        naive.step(expected, in_double(grad));
    }
    const std::vector<Scalar> rounded(expected.begin(), expected.end());
    check_close(value, Tensor::from({37}, rounded), kStepTolerance);
    BOOST_TEST(!same_bits(value, start));
}

inline void check_values(const std::vector<Scalar>& actual,
                         std::initializer_list<Scalar> expected) {
    const auto count = static_cast<std::int64_t>(expected.size());
    check_close(Tensor::from({count}, actual), Tensor::from({count}, expected), kStepTolerance);
}

}  // namespace stepgrad::testing
