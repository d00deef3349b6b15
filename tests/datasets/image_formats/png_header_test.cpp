// precision: float
#include "datasets/image_formats/png_header.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>

using namespace stepgrad;

BOOST_AUTO_TEST_SUITE(png_header_test)

BOOST_AUTO_TEST_CASE(passes_hold_every_pixel_once) {
    for (std::int64_t height = 1; height <= 17; ++height) {
        for (std::int64_t width = 1; width <= 17; ++width) {
            std::int64_t pixels = 0;
            for (const PngPass& pass : png_passes({.width = width,
                                       .height = height,
                                       .bit_depth = 8,
                                       .colour_type = kPngGrey,
                                       .is_interlaced = true})) {
                pixels += pass.row_count * (pass.row_size - 1);
            }
            BOOST_TEST(pixels == height * width);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
