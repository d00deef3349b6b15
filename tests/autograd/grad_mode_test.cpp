// precision: float
#include "autograd/grad_mode.h"

#include "autograd/ops.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <thread>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(grad_mode_test)

BOOST_AUTO_TEST_CASE(nothing_is_recorded_while_a_guard_lives) {
    const Variable x = leaf(Tensor::from({1}, {3}));
    {
        const NoGradGuard guard;
        const Variable y = scale(x, 2);
        BOOST_TEST(y.item() == 6);
        BOOST_TEST(!y.requires_grad());
        BOOST_TEST((y.node() == nullptr));
    }
    BOOST_TEST(scale(x, 2).requires_grad());
}

BOOST_AUTO_TEST_CASE(guards_nest) {
    BOOST_TEST(!NoGradGuard::is_active());
    {
        const NoGradGuard outer;
        {
            const NoGradGuard inner;
            BOOST_TEST(NoGradGuard::is_active());
        }
        BOOST_TEST(NoGradGuard::is_active());
    }
    BOOST_TEST(!NoGradGuard::is_active());
}

BOOST_AUTO_TEST_CASE(each_thread_has_its_own) {
    const NoGradGuard guard;
    bool active_elsewhere = true;
    std::thread([&] { active_elsewhere = NoGradGuard::is_active(); }).join();
    BOOST_TEST(!active_elsewhere);
    BOOST_TEST(NoGradGuard::is_active());
}

BOOST_AUTO_TEST_SUITE_END()
