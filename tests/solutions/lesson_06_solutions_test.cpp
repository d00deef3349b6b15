// Solutions to the exercises of lesson 6. The first two are runs: lessons/run 6 --heads all, and
// lessons/run 6 --data cifar10.
// precision: float
#include "autograd/ops.h"
#include "layers/global_average_pool2d.h"
#include "layers/global_max_pool2d.h"
#include "layers/linear.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// The mean of each map, and behind them the largest number of each.
class MeanAndMaximum final : public Module {
public:
    Variable forward(const Variable& maps) override {  // [batch, height, width, channels]
        return concat({global_average_pool2d(maps), global_max_pool2d(maps)}, 1);
    }
    std::string type_name() const override { return "MeanAndMaximum"; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lesson_06_solutions_test)

// Twice the inputs, so twice the weights behind it; still no place.
BOOST_AUTO_TEST_CASE(exercise_3_a_head_of_means_and_maxima) {
    Sequential head;
    head.add("pool", MeanAndMaximum());
    head.add("classes", Linear(2 * 64, 10));
    BOOST_TEST(head.parameter_count() == 1290);

    const Variable maps = leaf(random_tensor({2, 7, 7, 64}, 1));
    const Variable logits = head(maps);
    BOOST_CHECK(logits.shape() == (Shape{2, 10}));
    const Tensor pooled = head[0](maps).value();
    BOOST_TEST(pooled.at({1, 3}) == global_average_pool2d(maps).value().at({1, 3}));
    BOOST_TEST(pooled.at({1, 64 + 3}) == global_max_pool2d(maps).value().at({1, 3}));
}

BOOST_AUTO_TEST_CASE(exercise_3_its_gradient_reaches_the_maps) {
    Sequential head;
    head.add("pool", MeanAndMaximum());
    const Variable maps = leaf(distinct_tensor({1, 2, 2, 1}, 1));
    sum(head(maps)).backward();
    // A quarter for each pixel from the mean, and 1 for the largest from the maximum.
    Scalar total = 0;
    for (const Scalar grad : maps.grad().numbers()) {
        total += grad;
        BOOST_TEST((grad == Scalar(0.25) || grad == Scalar(1.25)));
    }
    BOOST_TEST(total == 2);
}

BOOST_AUTO_TEST_SUITE_END()
