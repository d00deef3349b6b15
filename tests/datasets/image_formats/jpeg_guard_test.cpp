// precision: float
#include "datasets/image_formats/jpeg_guard.h"

#include "autograd/error.h"
#include "tests/support/jpeg_bytes.h"
#include "tests/support/jpeg_parts.h"
#include "tests/support/png_bytes.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

const std::vector<int> kSixGreys = {0, 50, 100, 150, 200, 255};

}  // namespace

BOOST_AUTO_TEST_SUITE(jpeg_guard_test)

BOOST_AUTO_TEST_CASE(says_what_is_in_a_good_file) {
    const CheckedImage image = check(grey_jpeg(3, kSixGreys));
    BOOST_TEST((image.format == ImageFormat::kJpeg));
    BOOST_TEST(image.width == 24);
    BOOST_TEST(image.height == 16);
    BOOST_TEST(image.channels == 1);
    BOOST_TEST(image.orientation == 1);
    BOOST_TEST(image.rewritten.empty());
    BOOST_TEST(check(colour_parts().file()).channels == 3);
}

BOOST_AUTO_TEST_CASE(baseline_and_progressive_pictures_are_decoded) {
    BOOST_TEST(greys_of(decode(grey_jpeg(3, kSixGreys))) == kSixGreys);
    BOOST_TEST(greys_of(decode(progressive_jpeg(3, kSixGreys))) == kSixGreys);
}

BOOST_AUTO_TEST_CASE(exif_data_are_found) {
    for (const bool is_little_endian : {true, false}) {
        const std::string exif = exif_segment(8, is_little_endian);
        BOOST_TEST(check(grey_jpeg(3, kSixGreys, exif)).orientation == 8);
    }
    BOOST_TEST(check(grey_jpeg(3, kSixGreys, jpeg_segment(0xe1, "http://adobe"))).orientation == 1);
    BOOST_TEST(check(grey_jpeg(3, kSixGreys, jpeg_segment(0xe1, ""))).orientation == 1);
}

BOOST_AUTO_TEST_CASE(comments_fill_bytes_and_what_follows_the_end_do_no_harm) {
    const std::string file =
        grey_jpeg(3, kSixGreys,
                  jpeg_segment(0xfe, "hello") + jpeg_segment(0xe5, "\xff\xd9") + "\xff\xff\xff");
    BOOST_TEST(greys_of(decode(file + "the film that a phone took")) == kSixGreys);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_cut_off_anywhere_is_caught) {
    for (const std::string& file :
         {grey_jpeg(3, kSixGreys, exif_segment(3, true)), progressive_jpeg(3, kSixGreys)}) {
        BOOST_CHECK_NO_THROW(check(file));
        for (std::size_t size = 0; size < file.size(); ++size) {
            BOOST_CHECK_THROW(check(file.substr(0, size)), DataError);
        }
        BOOST_TEST(error_of(file.substr(0, file.size() - 2)) ==
                   "is cut off: it ends within a scan");
    }
    BOOST_TEST(error_of(jpeg_start()) == "is cut off: it ends without the marker EOI");
    BOOST_TEST(error_of(jpeg_start() + jpeg_quantisers().substr(0, 40)) ==
               "DQT at byte 2 promises 67 bytes with its length, the file has 38");
}

BOOST_AUTO_TEST_CASE(what_has_no_structure_is_caught) {
    BOOST_TEST(error_of("\xff\xd9 and so on") == "does not start like a JPEG file");
    BOOST_TEST(error_of(jpeg_start() + "no marker") == "has no marker at byte 2: ff is missing");
    BOOST_TEST(error_of(jpeg_start() + hex("ff fe 00 01")) ==
               "COM at byte 2 promises 1 bytes with its length, the file has 2");
    BOOST_TEST(error_of(jpeg_start() + jpeg_start()) ==
               "has SOI at byte 2, which has no place there");
    BOOST_TEST(error_of(jpeg_start() + hex("ff d3")) ==
               "has RST3 at byte 2, which has no place there");
    BOOST_TEST(error_of(jpeg_start() + jpeg_segment(0xcc, "xx")) ==
               "has DAC at byte 2, which has no place there");
    BOOST_TEST(error_of(jpeg_start() + jpeg_segment(0xf0, "xx")) ==
               "has marker f0 at byte 2, which has no place there");
    BOOST_TEST(error_of(jpeg_start() + hex("ff 00")) ==
               "has marker 00 at byte 2, which has no place there");
    BOOST_TEST(error_of(jpeg_start() + jpeg_end()) ==
               "has no picture: the frame header is missing");
}

// So that few bytes cannot make stb take much memory.
BOOST_AUTO_TEST_CASE(a_header_that_promises_more_than_the_data_hold_is_caught) {
    Parts parts;
    parts.frame = jpeg_frame({.width = 16000, .height = 8000});
    BOOST_TEST(error_of(parts) ==
               "SOS at byte 137: ends early: the coded data are used up at unit 1 of 2000000");
    // A block takes six bits.
    parts.frame = jpeg_frame({.width = 24, .height = 16});
    parts.data = hex("00 00 00 00");
    BOOST_TEST(error_of(parts) ==
               "SOS at byte 137: ends early: the coded data are used up at unit 5 of 6");
    parts.data = hex("00 00 00 00 00");
    BOOST_CHECK_NO_THROW(check(parts.file()));
    // Three components share a scan of units of 2 x 2 blocks and twice one block.
    parts = colour_parts();
    parts.frame = jpeg_frame(
        {.width = 17, .height = 8, .components = {{.across = 2, .down = 2}, {.id = 2}, {.id = 3}}});
    parts.data = std::string(8, '\0');
    BOOST_TEST(error_of(parts) ==
               "SOS at byte 143: ends early: the coded data are used up at unit 1 of 2");
    parts.data = std::string(9, '\0');
    BOOST_CHECK_NO_THROW(check(parts.file()));
    // A scan that brings the means of a progressive picture takes four bits a block.
    parts = Parts();
    parts.frame = jpeg_frame({.marker = 0xc2, .width = 72});
    parts.scan = jpeg_scan({.last = 0});
    parts.data = std::string(4, '\0');
    BOOST_TEST(error_of(parts) ==
               "SOS at byte 137: ends early: the coded data are used up at unit 8 of 9");
    parts.data = std::string(5, '\0');
    BOOST_CHECK_NO_THROW(check(parts.file()));
}

BOOST_AUTO_TEST_CASE(four_components_need_adobes_word_for_their_colours) {
    Parts parts;
    parts.frame = jpeg_frame({.components = {{.id = 1}, {.id = 2}, {.id = 3}, {.id = 4}}});
    parts.scan = jpeg_scan({.components = {{.id = 1}, {.id = 2}, {.id = 3}, {.id = 4}}});
    parts.data = hex("00 00 00");
    const std::string expected =
        "has four components, and no segment APP14 that says which colours they are";
    BOOST_TEST(error_of(parts) == expected);
    const auto adobe = [](const std::string& transform) {
        return jpeg_segment(0xee, std::string("Adobe\0\x64\0\0\0\0", 11) + transform);
    };
    const std::string tables = parts.tables;
    for (const std::string transform : {"01", "03"}) {
        parts.tables = adobe(hex(transform)) + tables;
        BOOST_TEST(error_of(parts) == expected);
    }
    for (const std::string transform : {"00", "02"}) {
        parts.tables = adobe(hex(transform)) + tables;
        BOOST_TEST(check(parts.file()).channels == 3);
        BOOST_TEST(decode(parts.file()).channels == 3);
    }
    parts.tables = adobe("") + tables;
    BOOST_TEST(error_of(parts) == expected);
}

BOOST_AUTO_TEST_SUITE_END()
