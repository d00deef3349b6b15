// precision: float, double
#include "autograd/optim/sgd.h"

#include "tests/support/naive_optimizers.h"
#include "tests/support/optimizers.h"

#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(sgd_test)

BOOST_AUTO_TEST_CASE(plain_steps_are_those_of_pencil_and_paper) {
    SGD optimizer({scalar_parameter(1)}, {.learning_rate = 0.1});
    // 1 - 0.1 * 0.5; 0.95 - 0.1 * 1; 0.85 + 0.1 * 1
    check_values(values_after_steps(optimizer, {Scalar(0.5), 1, -1}),
                 {Scalar(0.95), Scalar(0.85), Scalar(0.95)});
}

BOOST_AUTO_TEST_CASE(momentum_steps_are_those_of_pencil_and_paper) {
    SGD optimizer({scalar_parameter(1)}, {.learning_rate = 0.1, .momentum = 0.9});
    // v: 0.5; 0.9 * 0.5 + 1 = 1.45; 0.9 * 1.45 - 1 = 0.305
    check_values(values_after_steps(optimizer, {Scalar(0.5), 1, -1}),
                 {Scalar(0.95), Scalar(0.805), Scalar(0.7745)});
}

BOOST_AUTO_TEST_CASE(nesterov_steps_are_those_of_pencil_and_paper) {
    SGD optimizer({scalar_parameter(1)}, {.learning_rate = 0.1, .momentum = 0.9, .nesterov = true});
    // g + 0.9 v: 0.5 + 0.45; 1 + 0.9 * 1.45; -1 + 0.9 * 0.305
    check_values(values_after_steps(optimizer, {Scalar(0.5), 1, -1}),
                 {Scalar(0.905), Scalar(0.6745), Scalar(0.74705)});
}

BOOST_AUTO_TEST_CASE(weight_decay_steps_are_those_of_pencil_and_paper) {
    SGD optimizer({scalar_parameter(1)}, {.learning_rate = 0.1, .weight_decay = 0.1});
    // g + 0.1 p: 0.5 + 0.1; 1 + 0.094
    check_values(values_after_steps(optimizer, {Scalar(0.5), 1}), {Scalar(0.94), Scalar(0.8306)});
}

BOOST_AUTO_TEST_CASE(weight_decay_passes_through_the_momentum) {
    SGD optimizer({scalar_parameter(1)},
                  {.learning_rate = 0.1, .momentum = 0.9, .weight_decay = 0.1});
    // v: 0.6; 0.9 * 0.6 + 1 + 0.094 = 1.634
    check_values(values_after_steps(optimizer, {Scalar(0.5), 1}), {Scalar(0.94), Scalar(0.7766)});
}

BOOST_AUTO_TEST_CASE(ten_steps_follow_the_naive_rule) {
    const auto parameter = [] {
        return std::vector<Variable>{leaf(Tensor::zeros({37}))};
    };
    SGD plain(parameter(), {.learning_rate = 0.1});
    check_against_naive(plain, NaiveSgd{.learning_rate = 0.1});
    SGD decaying(parameter(), {.learning_rate = 0.1, .weight_decay = 0.02});
    check_against_naive(decaying, NaiveSgd{.learning_rate = 0.1, .weight_decay = 0.02});
    SGD momentum(parameter(), {.learning_rate = 0.1, .momentum = 0.8, .weight_decay = 0.02});
    check_against_naive(momentum,
                        NaiveSgd{.learning_rate = 0.1, .momentum = 0.8, .weight_decay = 0.02});
    SGD nesterov(parameter(), {.learning_rate = 0.1, .momentum = 0.8, .nesterov = true});
    check_against_naive(nesterov,
                        NaiveSgd{.learning_rate = 0.1, .momentum = 0.8, .nesterov = true});
}

BOOST_AUTO_TEST_CASE(each_parameter_has_its_own_velocity) {
    const Variable a = scalar_parameter(1);
    const Variable b = scalar_parameter(1);
    SGD optimizer({a, b}, {.learning_rate = 0.1, .momentum = 0.5});
    set_gradient(a, Tensor::full({}, 1));
    optimizer.step();  // a: v = 1, p = 0.9
    set_gradient(b, Tensor::full({}, 2));
    optimizer.step();  // a: v = 1.5, p = 0.75; b: v = 2, p = 0.8
    check_values({a.item(), b.item()}, {Scalar(0.75), Scalar(0.8)});
}

BOOST_AUTO_TEST_CASE(rejects_bad_options_and_says_so) {
    const Variable parameter = scalar_parameter(1);
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   SGD optimizer({parameter}, {.momentum = -0.5});
               }) == "SGD: momentum must be a finite number and at least 0, -0.5 was given");
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   SGD optimizer({parameter}, {.weight_decay = -0.5});
               }) == "SGD: weight_decay must be a finite number and at least 0, -0.5 was given");
    BOOST_TEST(message_of<std::invalid_argument>(
                   [&] { SGD optimizer({parameter}, {.nesterov = true}); }) ==
               "SGD: Nesterov looks ahead along the momentum, which is 0; set .momentum = 0.9");
}

BOOST_AUTO_TEST_SUITE_END()
