// precision: float, double
#include "autograd/optim/optimizer.h"

#include "autograd/optim/adam.h"
#include "autograd/optim/adamw.h"
#include "autograd/optim/sgd.h"
#include "tests/support/optimizers.h"

#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(optimizer_test)

// Every rule, with everything that could change a parameter without a gradient.
std::vector<std::unique_ptr<Optimizer>> all_rules(const std::vector<Variable>& parameters) {
    std::vector<std::unique_ptr<Optimizer>> rules;
    rules.push_back(std::make_unique<SGD>(
        parameters, SGDOptions{.learning_rate = 0.1, .momentum = 0.9, .weight_decay = 0.1}));
    rules.push_back(std::make_unique<Adam>(parameters, AdamOptions{.weight_decay = 0.1}));
    rules.push_back(std::make_unique<AdamW>(parameters, AdamWOptions{.weight_decay = 0.1}));
    return rules;
}

BOOST_AUTO_TEST_CASE(leaves_a_parameter_without_gradient_untouched) {
    const Variable trained = leaf(random_tensor({3}, 1));
    const Variable idle = leaf(random_tensor({3}, 2));
    const Tensor before = idle.value().clone();
    for (const auto& optimizer : all_rules({trained, idle})) {
        const Tensor trained_before = trained.value().clone();
        set_gradient(trained, random_tensor({3}, 3));
        optimizer->step();
        BOOST_TEST(same_bits(idle.value(), before));
        BOOST_TEST(!same_bits(trained.value(), trained_before));
    }
}

BOOST_AUTO_TEST_CASE(leaves_a_frozen_parameter_untouched_even_with_momentum_and_a_gradient) {
    for (std::size_t rule = 0; rule < 3; ++rule) {
        Variable parameter = leaf(random_tensor({3}, 1));
        const std::unique_ptr<Optimizer> optimizer = std::move(all_rules({parameter})[rule]);
        set_gradient(parameter, random_tensor({3}, 2));
        optimizer->step();
        const Tensor before = parameter.value().clone();

        parameter.set_requires_grad(false);
        optimizer->step();
        BOOST_TEST(same_bits(parameter.value(), before));

        parameter.set_requires_grad(true);
        optimizer->step();
        BOOST_TEST(!same_bits(parameter.value(), before));
    }
}

BOOST_AUTO_TEST_CASE(zero_grad_forgets_every_gradient) {
    const Variable a = leaf(random_tensor({3}, 1));
    const Variable b = leaf(random_tensor({2, 2}, 2));
    set_gradient(a, random_tensor({3}, 3));
    set_gradient(b, random_tensor({2, 2}, 4));
    SGD optimizer({a, b});
    optimizer.zero_grad();
    BOOST_TEST(!a.grad().is_defined());
    BOOST_TEST(!b.grad().is_defined());
    const Tensor before = a.value().clone();
    optimizer.step();
    BOOST_TEST(same_bits(a.value(), before));
}

BOOST_AUTO_TEST_CASE(a_step_raises_the_version_number) {
    const Variable parameter = leaf(random_tensor({3}, 1));
    for (const auto& optimizer : all_rules({parameter})) {
        const std::uint64_t before = parameter.value().version();
        set_gradient(parameter, random_tensor({3}, 2));
        optimizer->step();
        BOOST_TEST(parameter.value().version() > before);
    }
}

BOOST_AUTO_TEST_CASE(a_parameter_without_numbers_is_allowed) {
    const Variable parameter = leaf(Tensor::empty({0, 3}));
    for (const auto& optimizer : all_rules({parameter})) {
        set_gradient(parameter, Tensor::empty({0, 3}));
        BOOST_CHECK_NO_THROW(optimizer->step());
    }
}

BOOST_AUTO_TEST_CASE(does_not_hide_a_nan) {
    for (std::size_t rule = 0; rule < 3; ++rule) {
        const Variable parameter = scalar_parameter(1);
        const std::unique_ptr<Optimizer> optimizer = std::move(all_rules({parameter})[rule]);
        set_gradient(parameter, Tensor::full({}, std::numeric_limits<Scalar>::quiet_NaN()));
        optimizer->step();
        BOOST_TEST(std::isnan(parameter.item()));
    }
}

BOOST_AUTO_TEST_CASE(the_learning_rate_can_be_changed_and_acts_at_once) {
    const Variable parameter = scalar_parameter(1);
    SGD optimizer({parameter}, {.learning_rate = 0.5});
    BOOST_TEST(optimizer.learning_rate() == 0.5);
    optimizer.set_learning_rate(0.25);
    BOOST_TEST(optimizer.learning_rate() == 0.25);
    check_values(values_after_steps(optimizer, {1}), {Scalar(0.75)});
    optimizer.set_learning_rate(0);
    check_values(values_after_steps(optimizer, {1}), {Scalar(0.75)});
}

BOOST_AUTO_TEST_CASE(rejects_an_empty_list) {
    BOOST_TEST(message_of<std::invalid_argument>([] { SGD optimizer({}); }) ==
               "optimizer: there are no parameters to train; pass model.parameters()");
}

BOOST_AUTO_TEST_CASE(rejects_the_same_parameter_twice_and_says_which) {
    const Variable a = leaf(random_tensor({3}, 1));
    const Variable b = leaf(random_tensor({3}, 1));
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   SGD optimizer({b, a, a});
               }) ==
               "optimizer: parameter 2 [3] is the same as 1 and would be changed twice a step; "
               "list it once");
}

BOOST_AUTO_TEST_CASE(rejects_what_cannot_be_trained) {
    struct SomeBackward final : Node {
        const char* name() const override { return "SomeBackward"; }
        std::vector<Tensor> backward(const Tensor& grad_output) override { return {grad_output}; }
    };
    const Variable good = leaf(random_tensor({3}, 1));
    const Variable computed(random_tensor({3}, 1), std::make_shared<SomeBackward>());
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   SGD optimizer({good, computed});
               }) ==
               "optimizer: parameter 1 [3] was computed (SomeBackward); only leaves, such as "
               "model.parameters(), can be trained");
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   SGD optimizer({good, Variable()});
               }) == "optimizer: parameter 1 is undefined");
    const Variable constant(random_tensor({3}, 1));
    BOOST_TEST(message_of<std::invalid_argument>([&] { SGD optimizer({constant}); }) ==
               "optimizer: parameter 0 [3] can have no gradient; make it a Parameter, or a "
               "Variable with requires_grad");
}

BOOST_AUTO_TEST_CASE(accepts_a_parameter_that_is_frozen_for_now) {
    Variable parameter = leaf(random_tensor({3}, 1));
    parameter.set_requires_grad(false);
    BOOST_CHECK_NO_THROW(SGD optimizer({parameter}));
}

BOOST_AUTO_TEST_CASE(rejects_a_learning_rate_that_is_negative_or_no_number) {
    const Variable parameter = scalar_parameter(1);
    BOOST_TEST(message_of<std::invalid_argument>(
                   [&] { SGD optimizer({parameter}, {.learning_rate = -1e-9}); }) ==
               "optimizer: learning_rate must be a finite number and at least 0, -1e-09 was given");
    SGD optimizer({parameter});
    BOOST_CHECK_THROW(optimizer.set_learning_rate(-1), std::invalid_argument);
    BOOST_CHECK_THROW(optimizer.set_learning_rate(std::numeric_limits<double>::quiet_NaN()),
                      std::invalid_argument);
    BOOST_CHECK_THROW(optimizer.set_learning_rate(std::numeric_limits<double>::infinity()),
                      std::invalid_argument);
    BOOST_TEST(optimizer.learning_rate() == 0.01);
}

BOOST_AUTO_TEST_SUITE_END()
