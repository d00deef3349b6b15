// precision: float, double
#include "autograd/optim/adamw.h"

#include "tests/support/naive_optimizers.h"
#include "tests/support/optimizers.h"

#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(adamw_test)

BOOST_AUTO_TEST_CASE(steps_are_those_of_pencil_and_paper) {
    // Decay by 1 - 0.1 * 0.5 = 0.95, then Adam's step with beta2 = 0, as in adam_test:
    // 0.95 - 0.1; 0.95 * 0.85 - 0.1 * 5/6
    AdamW optimizer(
        {scalar_parameter(1)},
        {.learning_rate = 0.1, .beta1 = 0.5, .beta2 = 0, .epsilon = 0, .weight_decay = 0.5});
    check_values(values_after_steps(optimizer, {2, 4}), {Scalar(0.85), Scalar(0.8075 - 0.25 / 3)});
}

BOOST_AUTO_TEST_CASE(a_gradient_of_zero_leaves_the_decay_alone) {
    AdamW optimizer({scalar_parameter(1)}, {.learning_rate = 0.1, .weight_decay = 0.5});
    check_values(values_after_steps(optimizer, {0, 0}), {Scalar(0.95), Scalar(0.9025)});
}

BOOST_AUTO_TEST_CASE(ten_steps_follow_the_naive_rule) {
    AdamW optimizer({leaf(Tensor::zeros({37}))},
                    {.learning_rate = 0.1, .beta2 = 0.95, .weight_decay = 0.05});
    check_against_naive(
        optimizer,
        NaiveAdam{.learning_rate = 0.1, .beta2 = 0.95, .weight_decay = 0.05, .is_decoupled = true});
}

BOOST_AUTO_TEST_CASE(rejects_a_negative_decay) {
    BOOST_CHECK_THROW(AdamW({scalar_parameter(1)}, {.weight_decay = -0.5}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
