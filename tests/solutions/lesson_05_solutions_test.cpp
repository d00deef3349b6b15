// Solutions to the exercises of lesson 5.
// precision: float
#include "autograd/shape_only.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/models/alexnet.h"
#include "lessons/support/differences.h"
#include "lessons/support/flatten_facts.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(lesson_05_solutions_test)

// Divided by 48 instead of 49, all tied weights are 49/48 of what they should be, and so is what
// they contribute to each score. A network that is trained would not mind: it learns the factor.
BOOST_AUTO_TEST_CASE(exercise_1_another_divisor_is_another_scale) {
    const Variable maps(random_tensor({2, 7, 7, 4}, 1));
    const Tensor weight = random_tensor({4, 3}, 2);
    Tensor tied = Tensor::empty({7 * 7 * 4, 3});
    for (std::int64_t i = 0; i < tied.numel(); ++i) {
        tied.mutable_data()[i] = weight.data()[i % 12] / 48;
    }
    const Tensor scores = linear(global_average_pool2d(maps), Variable(weight), Variable()).value();
    const Tensor too_large = linear(flatten(maps), Variable(tied), Variable()).value();
    Tensor scaled = scores.clone();
    for (std::int64_t i = 0; i < scaled.numel(); ++i) {
        scaled.mutable_data()[i] *= Scalar(49) / 48;
    }
    check_close(too_large, scaled, Scalar(1e-5));
    BOOST_TEST(!holds({"divided by 48", relative_difference(too_large, scores)}));
}

// A mean of one number is that number: nothing is added, so nothing is rounded, and nothing
// differs.
BOOST_AUTO_TEST_CASE(exercise_2_on_one_pixel_nothing_differs) {
    const Variable maps(random_tensor({2, 1, 1, 4}, 1));
    BOOST_CHECK(same_bits(global_average_pool2d(maps).value(), flatten(maps).value()));
}

// The body is the same. Of the top only fc6 sees the maps, and has 13x13x256 inputs instead of
// 6x6x256: 139 million weights more, where the whole network had 61 million.
BOOST_AUTO_TEST_CASE(exercise_3_larger_images_for_alexnet) {
    const ShapeOnlyGuard shapes_only;
    Sequential usual = alexnet();
    Sequential larger = alexnet({.image_height = 451, .image_width = 451});
    const ParameterBudget before = budget_of("AlexNet", usual);
    const ParameterBudget after = budget_of("AlexNet at 451x451", larger);
    BOOST_TEST(after.body == before.body);
    BOOST_TEST(after.dense - before.dense == std::int64_t{13 * 13 - 6 * 6} * 256 * 4096);
}

BOOST_AUTO_TEST_SUITE_END()
