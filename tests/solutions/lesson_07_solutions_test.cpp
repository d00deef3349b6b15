// Solutions to the exercises of lesson 7.
// precision: float
#include "autograd/shape_only.h"
#include "lessons/support/head_swaps.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;

BOOST_AUTO_TEST_SUITE(lesson_07_solutions_test)

// 512 + 1 parameters for each class more, behind Flatten as behind GAP.
BOOST_AUTO_TEST_CASE(exercise_1_more_classes) {
    const ShapeOnlyGuard shapes_only;
    for (const bool flattens : {true, false}) {
        const auto count = [&](std::int64_t classes) {
            return head_on({1, 7, 7, 1024}, flattens, {1024, 1024, 512, classes}).parameter_count();
        };
        BOOST_TEST(count(20) - count(3) == 17 * 513);
    }
}

// 14,714,688 weights are those of 9,580 pixels of 512 maps and three classes: maps of 98x98, so
// images of 3136x3136. GAP's head is the same 1,539 there.
BOOST_AUTO_TEST_CASE(exercise_2_a_head_that_outgrows_its_base) {
    const ShapeOnlyGuard shapes_only;
    constexpr std::int64_t kBase = 14'714'688;
    BOOST_TEST(head_on({1, 97, 97, 512}, true, {3}).parameter_count() < kBase);
    BOOST_TEST(head_on({1, 98, 98, 512}, true, {3}).parameter_count() > kBase);
    BOOST_TEST(head_on({1, 98, 98, 512}, false, {3}).parameter_count() == 1'539);
}

// With two hidden layers of any width up to 200 in place of common ones: on MobileNetV2's maps, 10
// units behind the maps leave 1,656 parameters; h (10 + 1) + c (h + 1) is that for several h and c.
BOOST_AUTO_TEST_CASE(exercise_3_widths_of_any_size) {
    const ShapeOnlyGuard shapes_only;
    int fits = 0;
    for (std::int64_t hidden = 1; hidden <= 200; ++hidden) {
        const std::int64_t left = 14'476 - 1281 * 10 - 11 * hidden;
        if (left > 0 && left % (hidden + 1) == 0) {
            const std::vector<std::int64_t> units{10, hidden, left / (hidden + 1)};
            BOOST_TEST(head_on({1, 7, 7, 1280}, true, units).parameter_count() == 628'876);
            ++fits;
        }
    }
    BOOST_TEST(fits > 1);  // the reader's own remains unknown
}

BOOST_AUTO_TEST_SUITE_END()
