// precision: float
#include "datasets/turn_image.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;

BOOST_AUTO_TEST_SUITE(turn_image_test)

// 1 2 3
// 4 5 6
BOOST_AUTO_TEST_CASE(turns_and_mirrors_as_the_number_says) {
    const ByteImage image{2, 3, 1, {1, 2, 3, 4, 5, 6}};
    const std::vector<std::vector<std::uint8_t>> expected = {
        {1, 2, 3, 4, 5, 6},  // 1 as it is
        {3, 2, 1, 6, 5, 4},  // 2 mirrored left-right
        {6, 5, 4, 3, 2, 1},  // 3 half a turn
        {4, 5, 6, 1, 2, 3},  // 4 mirrored top-bottom
        {1, 4, 2, 5, 3, 6},  // 5 mirrored along the main diagonal
        {4, 1, 5, 2, 6, 3},  // 6 a quarter turn clockwise
        {6, 3, 5, 2, 4, 1},  // 7 mirrored along the other diagonal
        {3, 6, 2, 5, 1, 4},  // 8 a quarter turn anticlockwise
    };
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const ByteImage turned = turn_image(image, orientation);
        BOOST_TEST(turned.bytes == expected[static_cast<std::size_t>(orientation - 1)]);
        BOOST_TEST(turned.height == (orientation < 5 ? 2 : 3));
        BOOST_TEST(turned.width == (orientation < 5 ? 3 : 2));
    }
}

BOOST_AUTO_TEST_CASE(channels_stay_together) {
    const ByteImage image{1, 2, 3, {1, 2, 3, 4, 5, 6}};
    BOOST_TEST(turn_image(image, 3).bytes == (std::vector<std::uint8_t>{4, 5, 6, 1, 2, 3}));
}

BOOST_AUTO_TEST_SUITE_END()
