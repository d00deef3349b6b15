// precision: float, double
#include "layers/dropout.h"

#include "autograd/error.h"
#include "autograd/random.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"
#include "tests/support/threads.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(dropout_test)

BOOST_AUTO_TEST_CASE(drops_about_the_share_asked_for_and_scales_the_rest) {
    constexpr std::int64_t kCount = 100000;
    set_seed(1);
    const Variable x = leaf(Tensor::full({kCount}, 3));
    const Variable y = dropout(x, Scalar(0.25));
    std::int64_t dropped = 0;
    for (const Scalar number : y.value().numbers()) {
        BOOST_REQUIRE(number == 0 || number == 3 * (1 / (1 - Scalar(0.25))));
        dropped += number == 0 ? 1 : 0;
    }
    // 25,000 with a standard deviation of 137.
    BOOST_TEST(dropped > 25000 - 5 * 137);
    BOOST_TEST(dropped < 25000 + 5 * 137);
    y.backward(Tensor::full({kCount}, 3));
    BOOST_TEST(same_bits(x.grad(), y.value()));
}

BOOST_AUTO_TEST_CASE(the_same_seed_drops_the_same_numbers_for_any_number_of_threads) {
    const Variable x(random_tensor({100003}, 1));
    check_same_bits_for_any_thread_count([&] {
        set_seed(7);
        return dropout(x, Scalar(0.5)).value();
    });
}

BOOST_AUTO_TEST_CASE(two_calls_drop_different_numbers) {
    const Variable x(Tensor::full({1000}, 1));
    const Tensor first = dropout(x, Scalar(0.5)).value();
    BOOST_TEST(!same_bits(first, dropout(x, Scalar(0.5)).value()));
}

BOOST_AUTO_TEST_CASE(does_nothing_in_eval_and_draws_nothing) {
    Dropout layer(Scalar(0.5));
    const Variable x(random_tensor({4, 5}, 1));
    set_seed(3);
    layer.eval();
    BOOST_TEST(layer(x).value().shares_memory_with(x.value()));
    const std::uint32_t next = global_random().next();
    set_seed(3);
    BOOST_TEST(global_random().next() == next);
    layer.train();
    BOOST_TEST(!same_bits(layer(x).value(), x.value()));
    BOOST_TEST(layer.type_name() == "Dropout");
}

BOOST_AUTO_TEST_CASE(without_numbers_it_draws_nothing) {
    set_seed(3);
    const std::uint32_t next = global_random().next();
    set_seed(3);
    const ShapeOnlyGuard guard;
    BOOST_TEST((dropout(Variable(Tensor::empty({4, 5})), Scalar(0.5)).shape() == Shape{4, 5}));
    BOOST_TEST(global_random().next() == next);
}

BOOST_AUTO_TEST_CASE(a_rate_of_zero_keeps_everything_and_empty_batches_are_allowed) {
    const Variable x(random_tensor({4, 5}, 1));
    BOOST_TEST(same_bits(dropout(x, 0).value(), x.value()));
    BOOST_TEST((dropout(Variable(Tensor::zeros({0, 5})), Scalar(0.5)).shape() == Shape{0, 5}));
}

BOOST_AUTO_TEST_CASE(rejects_a_rate_outside_of_its_range_and_says_so) {
    const Variable x(Tensor::zeros({2, 3}));
    BOOST_TEST(message_of<ShapeError>([&] { dropout(x, 1); }) ==
               "dropout: rate, the share that is dropped, must be in [0, 1), it is 1.000000 (given "
               "[2, 3])");
    BOOST_CHECK_THROW(dropout(x, Scalar(-0.1)), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
