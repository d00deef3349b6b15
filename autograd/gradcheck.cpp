#include "autograd/gradcheck.h"

#include "autograd/error.h"
#include "autograd/grad_mode.h"
#include "autograd/random.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace stepgrad {
namespace {

using Function = std::function<Variable(const std::vector<Variable>&)>;

// sum(weights * output), added up in double: rounding must not hide behind the difference.
double weighted_sum(const Tensor& output, const Tensor& weights) {
    double sum = 0;
    for (std::int64_t i = 0; i < output.numel(); ++i) {
        sum += static_cast<double>(output.data()[i]) * static_cast<double>(weights.data()[i]);
    }
    return sum;
}

// Puts one number back where it was, also when the function throws.
class RestoredNumber {
public:
    RestoredNumber(const Tensor& tensor, std::int64_t index)
        : tensor_(tensor), index_(index), original_(tensor.data()[index]) {}
    ~RestoredNumber() { tensor_.mutable_data()[index_] = original_; }
    RestoredNumber(const RestoredNumber&) = delete;
    RestoredNumber& operator=(const RestoredNumber&) = delete;

private:
    Tensor tensor_;
    std::int64_t index_;
    Scalar original_;
};

// (f(x + h) - f(x - h)) / 2h for number `index` of one input, which is restored. The step is taken
// as the two points really differ after rounding.
double central_difference(const Function& function, const std::vector<Variable>& inputs,
                          Tensor value, std::int64_t index, const Tensor& weights, Scalar step) {
    const NoGradGuard no_grad;
    const RestoredNumber restored(value, index);
    const Scalar above = value.data()[index] + step;
    const Scalar below = value.data()[index] - step;
    value.mutable_data()[index] = above;
    const double sum_above = weighted_sum(function(inputs).value(), weights);
    value.mutable_data()[index] = below;
    const double sum_below = weighted_sum(function(inputs).value(), weights);
    return (sum_above - sum_below) / (static_cast<double>(above) - static_cast<double>(below));
}

std::string described_difference(std::size_t input, const Shape& shape, std::int64_t index,
                                 double analytic, double numeric) {
    std::ostringstream text;
    text.precision(10);
    text << "gradcheck: input " << input << " " << shape.to_string() << ", number " << index
         << ": backward says " << analytic << ", the difference quotient " << numeric;
    return text.str();
}

// Written so that a NaN does not agree.
bool agree(double analytic, double numeric, const GradcheckOptions& options) {
    const double larger = std::max(std::abs(analytic), std::abs(numeric));
    const double allowed = options.absolute_tolerance + options.relative_tolerance * larger;
    return std::abs(analytic - numeric) <= allowed;
}

}  // namespace

GradcheckResult gradcheck(const Function& function, const std::vector<Variable>& inputs,
                          const GradcheckOptions& options) {
    // Gradients by backward.
    for (Variable input : inputs) {
        input.clear_grad();
    }
    const Variable output = function(inputs);
    Random random(options.seed);
    const Tensor weights = random_uniform(output.shape(), Scalar(-1), Scalar(1), random);
    output.backward(weights);

    // The same by difference quotients.
    GradcheckResult result;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (!inputs[i].requires_grad()) {
            continue;
        }
        // An input that the output does not depend on has no gradient; that means 0.
        const Tensor grad = inputs[i].grad();
        for (std::int64_t index = 0; index < inputs[i].value().numel(); ++index) {
            const double analytic = grad.is_defined() ? grad.data()[index] : Scalar{0};
            const double numeric = central_difference(function, inputs, inputs[i].value(), index,
                                                      weights, options.step);
            ++result.checked_count;
            result.largest_error =
                std::max(result.largest_error, static_cast<Scalar>(std::abs(analytic - numeric)));
            if (result.passed && !agree(analytic, numeric, options)) {
                result.passed = false;
                result.failure =
                    described_difference(i, inputs[i].shape(), index, analytic, numeric);
            }
        }
    }
    return result;
}

}  // namespace stepgrad
