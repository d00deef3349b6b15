// precision: float, double
#include "autograd/error.h"
#include "autograd/ops.h"
#include "autograd/random.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

using Unary = std::function<Variable(const Variable&)>;

constexpr Scalar kRounding = 8 * std::numeric_limits<Scalar>::epsilon();  // of a few operations

const std::vector<Unary> kAll = {
    [](const Variable& x) { return scale(x, Scalar(-1.5)); },
    [](const Variable& x) { return shift(x, Scalar(0.5)); },
    [](const Variable& x) { return neg(x); },
    [](const Variable& x) { return exp(x); },
    [](const Variable& x) { return log(x); },
    [](const Variable& x) { return pow(x, 0); },
    [](const Variable& x) { return pow(x, 1); },
    [](const Variable& x) { return pow(x, 2); },
    [](const Variable& x) { return pow(x, 3); },
    [](const Variable& x) { return pow(x, Scalar(-0.5)); },
};

// The value at x, and dy/dx.
std::vector<Scalar> at(const Unary& function, Scalar x) {
    const Variable input = leaf(Tensor::from({1}, {x}));
    const Variable output = function(input);
    output.backward();
    return {output.item(), input.grad().item()};
}

void check_at(const Unary& function, Scalar x, Scalar value, Scalar slope) {
    check_close(Tensor::from({2}, at(function, x)), Tensor::from({2}, {value, slope}), kRounding);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ops_math_test)

BOOST_AUTO_TEST_CASE(values_and_slopes_by_hand) {
    check_at([](const Variable& x) { return scale(x, 3); }, 2, 6, 3);
    check_at([](const Variable& x) { return shift(x, 3); }, 2, 5, 1);
    check_at([](const Variable& x) { return neg(x); }, 2, -2, -1);
    check_at([](const Variable& x) { return exp(x); }, 0, 1, 1);
    check_at([](const Variable& x) { return exp(x); }, 1, Scalar(2.718281828459045),
             Scalar(2.718281828459045));
    check_at([](const Variable& x) { return log(x); }, 4, Scalar(1.3862943611198906), Scalar(0.25));
    check_at([](const Variable& x) { return pow(x, 3); }, 2, 8, 12);
    check_at([](const Variable& x) { return pow(x, -1); }, 2, Scalar(0.5), Scalar(-0.25));
    check_at([](const Variable& x) { return pow(x, Scalar(0.5)); }, 9, 3, Scalar(1) / 6);
}

#ifdef STEPGRAD_SCALAR_DOUBLE
BOOST_AUTO_TEST_CASE(gradients_agree_with_difference_quotients) {
    for (const Unary& function : kAll) {
        for (const Shape& shape : {Shape{}, Shape{1}, Shape{3, 5}, Shape{1, 2, 1, 3}}) {
            Random random(1);
            const Tensor positive = random_uniform(shape, 0.5, 2, random);
            check_gradients([&](const std::vector<Variable>& x) { return function(x[0]); },
                            {leaf(positive)});
        }
    }
}
#endif

BOOST_AUTO_TEST_CASE(even_powers_take_negative_numbers) {
    check_at([](const Variable& x) { return pow(x, 2); }, -3, 9, -6);
    check_at([](const Variable& x) { return pow(x, 4); }, -2, 16, -32);
}

BOOST_AUTO_TEST_CASE(powers_at_zero_have_the_right_slope) {
    check_at([](const Variable& x) { return pow(x, 0); }, 0, 1, 0);
    check_at([](const Variable& x) { return pow(x, 1); }, 0, 0, 1);
    check_at([](const Variable& x) { return pow(x, 2); }, 0, 0, 0);
}

BOOST_AUTO_TEST_CASE(outside_of_their_domain_they_say_nan_or_infinity) {
    BOOST_TEST(std::isnan(at([](const Variable& x) { return log(x); }, -1)[0]));
    BOOST_TEST(std::isinf(at([](const Variable& x) { return log(x); }, 0)[0]));
    BOOST_TEST(std::isnan(at([](const Variable& x) { return pow(x, Scalar(0.5)); }, -1)[0]));
    BOOST_TEST(std::isinf(at([](const Variable& x) { return exp(x); }, 1000)[0]));
    for (const Unary& function : kAll) {
        const bool is_constant = &function == &kAll[5];  // x^0 is 1, whatever x is
        const Scalar nan = std::numeric_limits<Scalar>::quiet_NaN();
        BOOST_TEST(std::isnan(at(function, nan)[0]) == !is_constant);
    }
}

BOOST_AUTO_TEST_CASE(an_empty_batch_gives_empty_results) {
    for (const Unary& function : kAll) {
        const Variable x = leaf(Tensor::empty({0, 3}));
        const Variable y = function(x);
        BOOST_TEST(y.shape().to_string() == "[0, 3]");
        y.backward(Tensor::empty({0, 3}));
        BOOST_TEST(x.grad().shape().to_string() == "[0, 3]");
    }
}

BOOST_AUTO_TEST_CASE(rejects_an_undefined_input_by_name) {
    const auto message = [](const Unary& function) {
        return message_of<ShapeError>([&] { function(Variable()); });
    };
    const std::string rule = ": the input is undefined (given nothing)";
    BOOST_TEST(message(kAll[0]) == "scale" + rule);
    BOOST_TEST(message(kAll[1]) == "shift" + rule);
    BOOST_TEST(message(kAll[2]) == "neg" + rule);
    BOOST_TEST(message(kAll[3]) == "exp" + rule);
    BOOST_TEST(message(kAll[4]) == "log" + rule);
    BOOST_TEST(message(kAll[5]) == "pow" + rule);
}

BOOST_AUTO_TEST_CASE(gives_shapes_without_numbers_under_a_guard) {
    const ShapeOnlyGuard guard;
    for (const Unary& function : kAll) {
        const Variable y = function(leaf(Tensor::empty({2, 3})));
        BOOST_TEST(y.shape().to_string() == "[2, 3]");
        BOOST_TEST(!y.value().has_numbers());
    }
}

BOOST_AUTO_TEST_SUITE_END()
