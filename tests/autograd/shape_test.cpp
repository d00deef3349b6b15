// precision: float
#include "autograd/shape.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max() / 2;

}  // namespace

BOOST_AUTO_TEST_SUITE(shape_test)

BOOST_AUTO_TEST_CASE(knows_its_extents_from_both_ends) {
    const Shape shape{32, 28, 24, 3};
    BOOST_TEST(shape.rank() == 4);
    BOOST_TEST(shape[0] == 32);
    BOOST_TEST(shape[3] == 3);
    BOOST_TEST(shape[-1] == 3);
    BOOST_TEST(shape[-4] == 32);
    BOOST_TEST(shape.numel() == 32 * 28 * 24 * 3);
    BOOST_TEST(shape.to_string() == "[32, 28, 24, 3]");
}

BOOST_AUTO_TEST_CASE(rank_zero_is_a_single_number) {
    BOOST_TEST(Shape().rank() == 0);
    BOOST_TEST(Shape().numel() == 1);
    BOOST_TEST(Shape().to_string() == "[]");
}

BOOST_AUTO_TEST_CASE(shapes_are_equal_only_with_equal_rank_and_extents) {
    BOOST_TEST((Shape{2, 3} == Shape{2, 3}));
    BOOST_TEST((Shape{2, 3} != Shape{3, 2}));
    BOOST_TEST((Shape{2} != Shape{2, 1}));
    BOOST_TEST((Shape{} != Shape{0}));
    BOOST_TEST((Shape{} != Shape{1}));
}

BOOST_AUTO_TEST_CASE(replaces_one_extent) {
    BOOST_TEST((Shape{2, 3}.with_extent(0, 7) == Shape{7, 3}));
    BOOST_TEST((Shape{2, 3}.with_extent(-1, 0) == Shape{2, 0}));
}

BOOST_AUTO_TEST_CASE(rejects_what_is_no_shape_and_says_so) {
    const auto message = [](auto make) {
        return message_of<ShapeError>(make);
    };
    BOOST_TEST(message([] {
                   Shape{1, 2, 3, 4, 5};
               }) == "shape: at most 4 extents are supported, 5 were given");
    BOOST_TEST(message([] {
                   Shape{2, -3};
               }) == "shape: an extent must not be negative, -3 was given");
    BOOST_TEST(message([] {
                   Shape{kHuge, 3};
               }) == "shape: the number of elements does not fit 63 bits");
    BOOST_TEST(message([] { Shape{2, 3}[2]; }) == "shape: [2, 3] has no axis 2");
    BOOST_TEST(message([] { Shape{2, 3}[-3]; }) == "shape: [2, 3] has no axis -3");
    BOOST_TEST(message([] { Shape{}[0]; }) == "shape: [] has no axis 0");
}

BOOST_AUTO_TEST_CASE(an_extent_is_checked_when_it_is_replaced_too) {
    const auto message = [](auto make) {
        return message_of<ShapeError>(make);
    };
    BOOST_TEST(message([] {
                   Shape{2, 3}.with_extent(0, -1);
               }) == "shape: an extent must not be negative, -1 was given");
    BOOST_TEST(message([] {
                   Shape{2, 3}.with_extent(0, kHuge);
               }) == "shape: the number of elements does not fit 63 bits");
    BOOST_TEST(message([] { Shape{2, 3}.with_extent(2, 1); }) == "shape: [2, 3] has no axis 2");
}

BOOST_AUTO_TEST_CASE(nothing_times_something_huge_is_nothing) {
    BOOST_TEST((Shape{0, kHuge}.numel() == 0));
}

BOOST_AUTO_TEST_SUITE_END()
