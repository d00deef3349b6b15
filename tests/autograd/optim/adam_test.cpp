// precision: float, double
#include "autograd/optim/adam.h"

#include "tests/support/naive_optimizers.h"
#include "tests/support/optimizers.h"

#include <cmath>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(adam_test)

BOOST_AUTO_TEST_CASE(the_first_moment_is_that_of_pencil_and_paper) {
    // With beta2 = 0 each step is 0.1 m^ / |g|, where m^ = m / (1 - 0.5^t):
    // m = 1, m^ = 2, 2 / 2; m = 2.5, m^ = 10/3, 10/3 / 4; m = 1.75, m^ = 2, 2 / 1
    Adam optimizer({scalar_parameter(1)},
                   {.learning_rate = 0.1, .beta1 = 0.5, .beta2 = 0, .epsilon = 0});
    check_values(values_after_steps(optimizer, {2, 4, 1}),
                 {Scalar(0.9), Scalar(0.9 - 0.25 / 3), Scalar(0.7 - 0.25 / 3)});
}

BOOST_AUTO_TEST_CASE(the_second_moment_is_that_of_pencil_and_paper) {
    // With beta1 = 0 each step is 0.1 g / sqrt(v^), where v^ = v / (1 - 0.5^t):
    // v = 2, v^ = 4, 2 / 2; v = 1 + 12.5, v^ = 18, 5 / sqrt(18)
    Adam optimizer({scalar_parameter(1)},
                   {.learning_rate = 0.1, .beta1 = 0, .beta2 = 0.5, .epsilon = 0});
    check_values(values_after_steps(optimizer, {2, 5}),
                 {Scalar(0.9), Scalar(0.9 - 0.5 / std::sqrt(18.0))});
}

BOOST_AUTO_TEST_CASE(epsilon_is_added_to_the_unbiased_root) {
    // m^ = 2, v^ = 4, and 0.1 * 2 / (2 + 2)
    Adam optimizer({scalar_parameter(1)}, {.learning_rate = 0.1, .epsilon = 2});
    check_values(values_after_steps(optimizer, {2}), {Scalar(0.95)});
}

BOOST_AUTO_TEST_CASE(weight_decay_is_part_of_the_gradient) {
    // g = 1.5 + 0.5 * 1 = 2, and 0.1 * 2 / (2 + 2); then g = 1.525 + 0.5 * 0.95 = 2 once more
    Adam optimizer({scalar_parameter(1)},
                   {.learning_rate = 0.1, .epsilon = 2, .weight_decay = 0.5});
    check_values(values_after_steps(optimizer, {Scalar(1.5), Scalar(1.525)}),
                 {Scalar(0.95), Scalar(0.9)});
}

BOOST_AUTO_TEST_CASE(ten_steps_follow_the_naive_rule) {
    Adam plain({leaf(Tensor::zeros({37}))}, {.learning_rate = 0.1});
    check_against_naive(plain, NaiveAdam{.learning_rate = 0.1});
    Adam decaying(
        {leaf(Tensor::zeros({37}))},
        {.learning_rate = 0.1, .beta1 = 0.8, .beta2 = 0.95, .epsilon = 1e-3, .weight_decay = 0.05});
    check_against_naive(decaying, NaiveAdam{.learning_rate = 0.1,
                                            .beta1 = 0.8,
                                            .beta2 = 0.95,
                                            .epsilon = 1e-3,
                                            .weight_decay = 0.05});
}

BOOST_AUTO_TEST_CASE(each_parameter_counts_its_own_steps) {
    const Variable a = scalar_parameter(1);
    const Variable b = scalar_parameter(1);
    Adam optimizer({a, b}, {.learning_rate = 0.1, .epsilon = 0});
    set_gradient(a, Tensor::full({}, 3));
    optimizer.step();
    optimizer.step();
    set_gradient(b, Tensor::full({}, 3));
    a.node()->grad = Tensor();
    optimizer.step();  // the first step of b is as long as the learning rate
    check_values({a.item(), b.item()}, {Scalar(0.8), Scalar(0.9)});
}

BOOST_AUTO_TEST_CASE(a_gradient_of_zero_is_no_step_and_no_nan) {
    Adam optimizer({scalar_parameter(1)}, {.learning_rate = 0.1});
    check_values(values_after_steps(optimizer, {0, 0}), {1, 1});
}

BOOST_AUTO_TEST_CASE(rejects_bad_options_and_says_so) {
    const auto message = [](const AdamOptions& options) {
        return message_of<std::invalid_argument>(
            [&] { Adam optimizer({scalar_parameter(1)}, options); });
    };
    BOOST_TEST(message({.beta1 = -0.5}) ==
               "Adam: beta1 must be a finite number and at least 0, -0.5 was given");
    BOOST_TEST(message({.beta2 = -0.5}) ==
               "Adam: beta2 must be a finite number and at least 0, -0.5 was given");
    BOOST_TEST(message({.epsilon = -0.5}) ==
               "Adam: epsilon must be a finite number and at least 0, -0.5 was given");
    BOOST_TEST(message({.weight_decay = -0.5}) ==
               "Adam: weight_decay must be a finite number and at least 0, -0.5 was given");
    BOOST_TEST(message({.beta1 = 1}) == "Adam: beta1 must be below 1, 1.000000 was given");
    BOOST_TEST(message({.beta2 = 1.5}) == "Adam: beta2 must be below 1, 1.500000 was given");
}

BOOST_AUTO_TEST_SUITE_END()
