// precision: float
#include "datasets/drawn_shapes.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <utility>

using namespace stepgrad;

BOOST_AUTO_TEST_SUITE(drawn_shapes_places_test)

BOOST_AUTO_TEST_CASE(sixteen_images_show_each_shape_in_each_quadrant_once) {
    for (const ShapeLabel label : {ShapeLabel::kShape, ShapeLabel::kPlace}) {
        const DrawnShapes shapes("both", {.count = 48, .label = label});
        std::map<std::pair<int, int>, int> counts;
        for (std::int64_t index = 0; index < shapes.size(); ++index) {
            const DrawnShape shape = shapes.shape(index);
            const bool is_low = 2 * shape.top + shape.size > 28;
            const bool is_right = 2 * shape.left + shape.size > 28;
            const int kind = static_cast<int>(shape.kind);
            const int quadrant = 2 * is_low + is_right;
            ++counts[{kind, quadrant}];
            BOOST_TEST(2 * shape.top + shape.size != 28);
            BOOST_TEST(2 * shape.left + shape.size != 28);
            BOOST_TEST(shapes.label(index) == (label == ShapeLabel::kShape ? kind : quadrant));
            if (index % 16 == 15) {
                BOOST_TEST(counts.size() == 16u);
                counts.clear();
            }
        }
    }
    BOOST_TEST(DrawnShapes("a").class_names().at(3) == "cross");
    BOOST_TEST(DrawnShapes("a", {.label = ShapeLabel::kPlace}).class_names().at(1) ==
               "upper right");
}

BOOST_AUTO_TEST_CASE(sizes_and_places_reach_their_limits_and_no_further) {
    const DrawnShapes shapes("many", {.count = 4000});  // 8 to 12 pixels, margin 2
    std::set<std::int64_t> sizes;
    std::set<std::int64_t> tops;
    std::set<std::int64_t> lefts;
    for (std::int64_t index = 0; index < shapes.size(); ++index) {
        const DrawnShape shape = shapes.shape(index);
        sizes.insert(shape.size);
        if (shape.size == 8) {  // places 2 to 18 without the middle, where 2 top + 8 = 28
            tops.insert(shape.top);
            lefts.insert(shape.left);
        }
        BOOST_REQUIRE(shape.top + shape.size <= 26);
        BOOST_REQUIRE(shape.left + shape.size <= 26);
    }
    BOOST_CHECK((sizes == std::set<std::int64_t>{8, 9, 10, 11, 12}));
    for (const std::set<std::int64_t>& places : {tops, lefts}) {
        BOOST_TEST(*places.begin() == 2);
        BOOST_TEST(*places.rbegin() == 18);
        BOOST_TEST(places.size() == 16u);
        BOOST_TEST(places.count(10) == 0u);
    }
}

BOOST_AUTO_TEST_CASE(the_largest_shape_that_fits_has_two_places_along_each_axis) {
    const DrawnShapes shapes(
        "tight", {.count = 64, .image_size = 9, .smallest = 6, .largest = 6, .margin = 1});
    std::set<std::int64_t> tops;
    for (std::int64_t index = 0; index < shapes.size(); ++index) {
        tops.insert(shapes.shape(index).top);
    }
    BOOST_CHECK((tops == std::set<std::int64_t>{1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
