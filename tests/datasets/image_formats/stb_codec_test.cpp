// precision: float
#include "datasets/image_formats/stb_codec.h"

#include "autograd/error.h"
#include "datasets/image_guard.h"
#include "tests/support/byte_spans.h"
#include "tests/support/jpeg_bytes.h"
#include "tests/support/png_bytes.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

ByteImage decode(const std::string& file) {
    return decode_checked_image("x", bytes_of(file), check_image("x", bytes_of(file)));
}

// A file of one block with codes that its tables do not have.
std::string damaged_jpeg() {
    return jpeg_start() + jpeg_quantisers() + jpeg_huffman_tables() + jpeg_frame({}) +
           jpeg_scan({}) + hex("f0") + jpeg_end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stb_codec_test)

BOOST_AUTO_TEST_CASE(what_the_encoder_writes_passes_the_guard_and_is_decoded) {
    ByteImage image{5, 7, 3, {}};
    for (int i = 0; i < 5 * 7 * 3; ++i) {
        image.bytes.push_back(static_cast<std::uint8_t>(i * 37));
    }
    const ByteImage decoded = decode(encode_png(image));
    BOOST_TEST(decoded.height == 5);
    BOOST_TEST(decoded.width == 7);
    BOOST_TEST(decoded.channels == 3);
    BOOST_CHECK(decoded.bytes == image.bytes);
}

// No file gets here that has not been checked; this one was, and is another now.
BOOST_AUTO_TEST_CASE(damaged_data_are_an_error_with_a_reason) {
    const std::string good = grey_jpeg(1, {100});
    const CheckedImage checked = check_image("x", bytes_of(good));
    const std::string bad = damaged_jpeg();
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(message_of<DataError>([&] {
                       decode_checked_image("x", bytes_of(bad), checked);
                   }) == "jpeg: x: its data are damaged: bad huffman code");
    }
}

BOOST_AUTO_TEST_CASE(memory_beyond_what_was_promised_is_refused) {
    const std::string file = grey_jpeg(1, {100});
    CheckedImage checked = check_image("x", bytes_of(file));
    checked.memory = 1000;
    BOOST_TEST(message_of<DataError>([&] { decode_checked_image("x", bytes_of(file), checked); }) ==
               "jpeg: x: its data are damaged: more memory is wanted than a picture of this size "
               "needs");
}

// The promise holds: every kind of file that is decoded elsewhere in the tests stays below it, and
// so does the largest for its kind, interlaced with a palette.
BOOST_AUTO_TEST_CASE(memory_that_was_promised_suffices) {
    for (std::uint32_t side = 1; side <= 40; ++side) {
        for (const int depth : {1, 2, 4, 8}) {
            for (const int interlace : {0, 1}) {
                std::string rows;
                for (std::uint32_t i = 0; i < side * side * 10 + 200; ++i) {
                    rows += '\0';  // more than any division into passes takes
                }
                const std::string palette = png_chunk("PLTE", "abc") + png_chunk("tRNS", "d");
                BOOST_CHECK_NO_THROW(decode(png_file({.width = side,
                                                      .height = side,
                                                      .bit_depth = depth,
                                                      .colour_type = 3,
                                                      .interlace = interlace},
                                                     rows, palette)));
                BOOST_CHECK_NO_THROW(decode(png_file({.width = side,
                                                      .height = side,
                                                      .bit_depth = 16,
                                                      .colour_type = 6,
                                                      .interlace = interlace},
                                                     rows)));
            }
        }
        for (const bool is_progressive : {false, true}) {
            const int blocks = static_cast<int>(side) * static_cast<int>(side);
            const std::vector<int> greys(static_cast<std::size_t>(blocks), 9);
            BOOST_CHECK_NO_THROW(decode(is_progressive
                                            ? progressive_jpeg(static_cast<int>(side), greys)
                                            : grey_jpeg(static_cast<int>(side), greys)));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_resize_that_takes_too_much_memory_is_refused) {
    const ByteImage line{32768, 1, 3, std::vector<std::uint8_t>(32768 * 3, 7)};
    BOOST_TEST(message_of<DataError>([&] {
                   resize_region(line, {0, 0, 32768, 1}, 1, 32768, /*is_linear_light=*/false);
               }) == "resize: 1x32768 to 32768x1 pixels takes too much memory; do it in two steps");
    BOOST_TEST(resize_region(line, {0, 0, 32768, 1}, 1, 64, /*is_linear_light=*/false).bytes ==
               std::vector<std::uint8_t>(64 * 3, 7));
}

BOOST_AUTO_TEST_SUITE_END()
