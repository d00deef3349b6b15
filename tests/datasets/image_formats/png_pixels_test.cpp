// precision: float
#include "datasets/image_formats/png_guard.h"
#include "datasets/image_formats/stb_codec.h"
#include "tests/support/byte_spans.h"
#include "tests/support/png_parts.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

CheckedImage check(const std::string& file) {
    return check_png("x.png", bytes_of(file));
}

// As stb sees it: numbers row by row.
std::vector<int> decode(const std::string& file) {
    const ByteImage image = decode_checked_image("x.png", bytes_of(file), check(file));
    return {image.bytes.begin(), image.bytes.end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(png_pixels_test)

BOOST_AUTO_TEST_CASE(every_kind_of_pixel_is_decoded) {
    BOOST_CHECK((decode(png_file(kTwoWide, kTwoGreyPixels)) == std::vector{0x10, 0x20}));
    // Grey of 1, 2 and 4 bits, brought to 8.
    BOOST_CHECK(
        (decode(png_file({.width = 3, .bit_depth = 1}, hex("00 a0"))) == std::vector{255, 0, 255}));
    BOOST_CHECK((decode(png_file({.width = 3, .bit_depth = 2}, hex("00 1b"))) ==
                 std::vector{0, 0x55, 0xaa}));
    BOOST_CHECK((decode(png_file({.width = 3, .bit_depth = 4}, hex("00 0f 10"))) ==
                 std::vector{0, 255, 0x11}));
    // Alpha and colours.
    BOOST_CHECK((decode(png_file({.colour_type = 4}, hex("00 07 80"))) == std::vector{7, 0x80}));
    BOOST_CHECK((decode(png_file({.colour_type = 2}, hex("00 01 02 03"))) == std::vector{1, 2, 3}));
    BOOST_CHECK(
        (decode(png_file({.colour_type = 6}, hex("00 01 02 03 04"))) == std::vector{1, 2, 3, 4}));
    // A colour that is transparent.
    BOOST_CHECK((decode(png_file({.width = 2, .colour_type = 2}, hex("00 01 02 03 01 02 04"),
                                 png_chunk("tRNS", hex("00 01 00 02 00 03")))) ==
                 std::vector{1, 2, 3, 0, 1, 2, 4, 255}));
}

BOOST_AUTO_TEST_CASE(samples_of_16_bits_are_rounded) {
    // 0x1234 / 257 = 18.13, 0x12c0 / 257 = 18.68, and 0x00ff / 257 = 0.99, which its first byte is not
    const std::string rows = hex("00 12 34 12 c0 00 ff ff ff");
    BOOST_CHECK(
        (decode(png_file({.width = 4, .bit_depth = 16}, rows)) == std::vector{18, 19, 1, 255}));
    BOOST_TEST(check(png_file({.width = 4, .bit_depth = 16}, rows)).is_16_bit);
    BOOST_CHECK(
        (decode(png_file({.bit_depth = 16, .colour_type = 6}, hex("00 ff ff 80 80 00 00 01 01"))) ==
         std::vector{255, 128, 0, 1}));
}

BOOST_AUTO_TEST_CASE(colours_that_a_palette_lacks_are_black) {
    const std::string palette = png_chunk("PLTE", hex("01 02 03 04 05 06"));
    const PngFields fields = {.width = 3, .colour_type = 3};
    BOOST_CHECK((decode(png_file(fields, hex("00 01 00 ff"), palette)) ==
                 std::vector{4, 5, 6, 1, 2, 3, 0, 0, 0}));
    BOOST_CHECK(
        (decode(png_file(fields, hex("00 01 00 ff"), palette + png_chunk("tRNS", hex("80")))) ==
         std::vector{4, 5, 6, 255, 1, 2, 3, 0x80, 0, 0, 0, 255}));
}

BOOST_AUTO_TEST_CASE(interlaced_pictures_are_put_together) {
    // 3x3 pixels; the passes have the pixels 0, none, none, 2, 6 8, 1 7, 3 4 5.
    const std::string rows = hex("00 0a  00 0c  00 10 12  00 0b  00 11  00 0d 0e 0f");
    const std::string file = png_file({.width = 3, .height = 3, .interlace = 1}, rows);
    BOOST_CHECK((decode(file) == std::vector{10, 11, 12, 13, 14, 15, 16, 17, 18}));
}

BOOST_AUTO_TEST_CASE(pixels_may_lie_in_many_chunks_and_have_bytes_too_many) {
    const std::string stream = zlib_stream(kTwoGreyPixels);
    std::string chunks;
    for (const char byte : stream) {
        chunks += png_chunk("IDAT", std::string(1, byte)) + png_chunk("IDAT", "");
    }
    BOOST_CHECK((decode(png_start() + chunks + png_end()) == std::vector{0x10, 0x20}));
    BOOST_CHECK(
        (decode(png_file(kTwoWide, kTwoGreyPixels + "too many")) == std::vector{0x10, 0x20}));
    BOOST_CHECK(
        (decode(png_start() + png_data() + png_end() + "anything") == std::vector{0x10, 0x20}));
}

BOOST_AUTO_TEST_SUITE_END()
