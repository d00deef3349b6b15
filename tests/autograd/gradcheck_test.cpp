// precision: double
#include "autograd/gradcheck.h"

#include "autograd/error.h"
#include "autograd/operation.h"
#include "autograd/ops.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// y = x^2 with a backward that says dx = factor x dy; right is 2.
struct WrongSquareBackward final : Node {
    Tensor input;
    Scalar factor = 2;
    const char* name() const override { return "WrongSquareBackward"; }
    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad_input = Tensor::empty(input.shape());
        for (std::int64_t i = 0; i < grad_input.numel(); ++i) {
            grad_input.mutable_data()[i] = factor * input.data()[i] * grad_output.data()[i];
        }
        return {grad_input};
    }
};

Variable square(const Variable& x, Scalar factor) {
    Operation operation("square", {&x});
    Tensor output = Tensor::empty(x.shape());
    for (std::int64_t i = 0; i < output.numel(); ++i) {
        output.mutable_data()[i] = x.value().data()[i] * x.value().data()[i];
    }
    if (!operation.is_recording()) {
        return operation.result(output);
    }
    auto node = std::make_shared<WrongSquareBackward>();
    node->input = x.value();
    node->factor = factor;
    return operation.result(output, node);
}

GradcheckResult check_square(Scalar factor) {
    return gradcheck([&](const std::vector<Variable>& x) { return square(x[0], factor); },
                     {leaf(Tensor::from({3}, {1, -2, 3}))});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gradcheck_test)

BOOST_AUTO_TEST_CASE(a_right_gradient_passes) {
    const GradcheckResult result = check_square(2);
    BOOST_TEST(result.passed);
    BOOST_TEST(bool(result));
    BOOST_TEST(result.checked_count == 3);
    BOOST_TEST(result.failure == "");
    BOOST_TEST(result.largest_error < 1e-8);
}

BOOST_AUTO_TEST_CASE(a_wrong_gradient_is_found_and_named) {
    const GradcheckResult result = check_square(2.0001);
    BOOST_TEST(!result.passed);
    BOOST_TEST(result.checked_count == 3);
    const std::string start = "gradcheck: input 0 [3], number 0: backward says ";
    BOOST_TEST(result.failure.substr(0, start.size()) == start);
    BOOST_TEST(result.largest_error > 1e-6);
}

BOOST_AUTO_TEST_CASE(a_gradient_that_is_not_a_number_is_found) {
    BOOST_TEST(!check_square(std::numeric_limits<Scalar>::quiet_NaN()).passed);
}

BOOST_AUTO_TEST_CASE(a_missing_gradient_counts_as_zero) {
    const Variable x = leaf(Tensor::from({1}, {2}));
    const Variable y = leaf(Tensor::from({1}, {2}));
    BOOST_TEST(
        gradcheck([](const std::vector<Variable>& v) { return scale(v[0], 2); }, {x, y}).passed);
    const GradcheckResult result =
        gradcheck([](const std::vector<Variable>& v) { return v[0] * v[1].detach(); }, {x, y});
    BOOST_TEST(!result.passed);
    BOOST_TEST(result.failure.find("input 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_inputs_are_what_they_were) {
    const Tensor before = random_tensor({4}, 1);
    const Variable x = leaf(before.clone());
    gradcheck([](const std::vector<Variable>& v) { return v[0] * v[0]; }, {x});
    BOOST_TEST(same_bits(x.value(), before));
}

BOOST_AUTO_TEST_CASE(the_inputs_are_what_they_were_even_if_the_function_throws) {
    const Tensor before = random_tensor({4}, 1);
    const Variable x = leaf(before.clone());
    int calls = 0;
    const auto function = [&](const std::vector<Variable>& v) {
        if (++calls == 4) {
            throw std::runtime_error("enough");
        }
        return v[0] * v[0];
    };
    BOOST_CHECK_THROW(gradcheck(function, {x}), std::runtime_error);
    BOOST_TEST(same_bits(x.value(), before));
}

BOOST_AUTO_TEST_CASE(earlier_gradients_do_not_count) {
    const Variable x = leaf(Tensor::from({1}, {2}));
    scale(x, 100).backward();
    BOOST_TEST(gradcheck([](const std::vector<Variable>& v) { return v[0] * v[0]; }, {x}).passed);
}

BOOST_AUTO_TEST_CASE(something_must_require_a_gradient) {
    BOOST_CHECK_THROW(gradcheck([](const std::vector<Variable>& v) { return neg(v[0]); },
                                {Variable(Tensor::from({1}, {2}))}),
                      GraphError);
}

BOOST_AUTO_TEST_SUITE_END()
