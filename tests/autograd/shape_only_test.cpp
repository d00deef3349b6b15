// precision: float
#include "autograd/shape_only.h"

#include "autograd/error.h"
#include "autograd/memory_pool.h"
#include "autograd/ops.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <thread>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(shape_only_test)

BOOST_AUTO_TEST_CASE(tensors_take_no_memory_while_a_guard_lives) {
    const std::int64_t before = memory_statistics().live_blocks;
    const ShapeOnlyGuard guard;
    const Tensor huge = Tensor::zeros({1 << 20, 1 << 20});
    BOOST_TEST(huge.is_defined());
    BOOST_TEST(!huge.has_numbers());
    BOOST_TEST(huge.to_string() == "Tensor [1048576, 1048576] without numbers");
    const Tensor copy = huge.clone();
    BOOST_TEST(copy.reshape({1 << 10, 1 << 30}).shape()[1] == 1 << 30);
    BOOST_TEST(!Tensor::from({2}, {1, 2}).has_numbers());
    const Variable y = exp(Variable(huge) + Variable(copy));
    BOOST_TEST(!y.value().has_numbers());
    BOOST_TEST(memory_statistics().live_blocks == before);
}

BOOST_AUTO_TEST_CASE(guards_nest) {
    BOOST_TEST(!ShapeOnlyGuard::is_active());
    {
        const ShapeOnlyGuard outer;
        {
            const ShapeOnlyGuard inner;
            BOOST_TEST(ShapeOnlyGuard::is_active());
        }
        BOOST_TEST(ShapeOnlyGuard::is_active());
    }
    BOOST_TEST(!ShapeOnlyGuard::is_active());
    BOOST_TEST(Tensor::zeros({2}).has_numbers());
}

BOOST_AUTO_TEST_CASE(each_thread_has_its_own) {
    const ShapeOnlyGuard guard;
    bool active_elsewhere = true;
    std::thread([&] { active_elsewhere = ShapeOnlyGuard::is_active(); }).join();
    BOOST_TEST(!active_elsewhere);
}

BOOST_AUTO_TEST_CASE(a_shape_that_outlives_its_guard_is_refused_by_operations) {
    Variable shape_only;
    {
        const ShapeOnlyGuard guard;
        shape_only = Variable(Tensor::empty({2, 3}));
    }
    BOOST_TEST(message_of<GraphError>([&] { exp(shape_only); }) ==
               "exp: an input has a shape but no numbers: it was made under a ShapeOnlyGuard "
               "(given [2, 3])");
}

BOOST_AUTO_TEST_SUITE_END()
