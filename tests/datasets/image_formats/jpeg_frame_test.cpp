// precision: float
#include "datasets/image_formats/jpeg_frame.h"

#include "tests/support/jpeg_bytes.h"
#include "tests/support/jpeg_parts.h"
#include "tests/support/png_bytes.h"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(jpeg_frame_test)

BOOST_AUTO_TEST_CASE(frames_of_other_kinds_are_named) {
    for (int marker = 0xc0; marker <= 0xcf; ++marker) {
        if (marker == 0xc4 || marker == 0xc8 || marker == 0xcc) {
            continue;  // no frames
        }
        Parts parts;
        parts.frame = jpeg_frame({.marker = marker});
        if (marker <= 0xc1) {
            BOOST_CHECK_NO_THROW(check(parts.file()));
        } else if (marker != 0xc2) {
            BOOST_TEST(error_of(parts) ==
                       "SOF" + std::to_string(marker - 0xc0) +
                           " at byte 124: is a lossless, hierarchical or arithmetically coded "
                           "picture; only baseline and progressive ones can be read");
        }
    }
}

BOOST_AUTO_TEST_CASE(frames_that_make_no_sense_are_caught) {
    const auto error = [](const JpegFrameFields& fields) {
        Parts parts;
        parts.frame = jpeg_frame(fields);
        const std::string message = error_of(parts);
        return message.substr(message.find(": ") + 2);
    };
    BOOST_TEST(error({.precision = 12}) == "has 12 bits a sample, only 8 can be read");
    BOOST_TEST(error({.width = 0}) == "header promises 0x8 pixels: there is nothing to see");
    BOOST_TEST(error({.height = 0}) == "header promises 8x0 pixels: there is nothing to see");
    BOOST_TEST(error({.width = 32769}) ==
               "header promises 32769x8 pixels, more than 32768 a side or 134217728 in all");
    BOOST_TEST(error({.components = {}}) == "has 0 components, only 1, 3 and 4 can be read");
    BOOST_TEST(error({.components = {{}, {.id = 2}}}) ==
               "has 2 components, only 1, 3 and 4 can be read");
    BOOST_TEST(error({.components = {{}, {}, {.id = 3}}}) == "component 1 is there twice");
    BOOST_TEST(error({.components = {{.across = 0}}}) ==
               "component 1 has sampling factors 0 and 1, they are 1 to 4");
    BOOST_TEST(error({.components = {{.down = 5}}}) ==
               "component 1 has sampling factors 1 and 5, they are 1 to 4");
    BOOST_TEST(error({.components = {{.quantiser = 4}}}) ==
               "component 1 has quantisation table 4, there are only 0 to 3");
    BOOST_TEST(
        error({.components = {{.across = 3}, {.id = 2, .across = 2}, {.id = 3}}}) ==
        "component 2 has sampling factors 2 and 1, which do not divide the largest, 3 and 1");
    Parts twice;
    twice.frame += twice.frame;
    BOOST_TEST(error_of(twice) == "SOF0 at byte 137: is a second frame");
    Parts longer;
    longer.frame = jpeg_segment(0xc0, hex("08 00 08 00 08 01 01 11 00 00"));
    BOOST_TEST(error_of(longer) == "SOF0 at byte 124: has 1 bytes too many");
}

BOOST_AUTO_TEST_SUITE_END()
