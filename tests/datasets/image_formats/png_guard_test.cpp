// precision: float
#include "datasets/image_formats/png_guard.h"

#include "autograd/error.h"
#include "tests/support/byte_spans.h"
#include "tests/support/jpeg_bytes.h"
#include "tests/support/png_parts.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

CheckedImage check(const std::string& file) {
    return check_png("x.png", bytes_of(file));
}

// What is wrong with a file, without "png: x.png: ".
std::string error_of(const std::string& file) {
    const std::string message = message_of<DataError>([&] { check(file); });
    BOOST_TEST(message.substr(0, 12) == "png: x.png: ");
    return message.substr(12);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(png_guard_test)

BOOST_AUTO_TEST_CASE(says_what_is_in_a_good_file) {
    const CheckedImage image = check(png_file({.width = 2, .height = 3}, std::string(9, '\0')));
    BOOST_TEST((image.format == ImageFormat::kPng));
    BOOST_TEST(image.width == 2);
    BOOST_TEST(image.height == 3);
    BOOST_TEST(image.channels == 1);
    BOOST_TEST(!image.is_16_bit);
    BOOST_TEST(image.orientation == 1);
}

BOOST_AUTO_TEST_CASE(exif_data_are_found) {
    BOOST_TEST(
        check(png_file({}, hex("00 00"), png_chunk("eXIf", exif_block(6, true)))).orientation == 6);
}

// A palette of 256 colours, a tRNS chunk and a text, so that every kind of chunk is cut somewhere.
BOOST_AUTO_TEST_CASE(a_file_that_is_cut_off_anywhere_is_caught) {
    const std::string file =
        png_file({.width = 2, .colour_type = 3}, hex("00 00 01"),
                 png_chunk("PLTE", hex("01 02 03 04 05 06")) + png_chunk("tRNS", hex("00 01")) +
                     png_chunk("tEXt", "nothing"));
    BOOST_CHECK_NO_THROW(check(file));
    for (std::size_t size = 0; size < file.size(); ++size) {
        BOOST_TEST(error_of(file.substr(0, size)).find("is cut off") != std::string::npos);
    }
    BOOST_TEST(error_of(png_start() + png_data()) == "is cut off: it ends without the chunk IEND");
    BOOST_TEST(error_of(png_start() + png_data().substr(0, 20)) ==
               "is cut off: chunk IDAT at byte 33 promises 11 bytes and a checksum, there are 12 "
               "bytes");
}

BOOST_AUTO_TEST_CASE(a_bit_that_has_changed_anywhere_is_caught) {
    const std::string file = png_file(kTwoWide, kTwoGreyPixels);
    for (std::size_t i = 0; i < file.size() * 8; ++i) {
        std::string damaged = file;
        damaged[i / 8] = static_cast<char>(damaged[i / 8] ^ 1 << i % 8);
        BOOST_CHECK_THROW(check(damaged), DataError);
    }
    std::string damaged = file;
    damaged[45] = '!';
    BOOST_TEST(error_of(damaged) == "is damaged: the checksum of chunk IDAT at byte 33 is wrong");
}

BOOST_AUTO_TEST_CASE(what_does_not_start_like_png_is_caught) {
    BOOST_TEST(error_of("\x89PNG\n\n\n\n and so on") == "does not start like a PNG file");
    BOOST_TEST(error_of(png_signature() + png_data() + png_end()) ==
               "must start with the chunk IHDR of 13 bytes, it starts with IDAT of 11");
    BOOST_TEST(error_of(png_signature() + png_chunk("IHDR", "short") + png_data() + png_end()) ==
               "must start with the chunk IHDR of 13 bytes, it starts with IHDR of 5");
    BOOST_TEST(error_of(png_start() + hex("00 00 00 00 31 32 33 34 00 00 00 00")) ==
               "has no chunk at byte 33: a name of four letters is missing");
}

BOOST_AUTO_TEST_CASE(headers_of_no_or_huge_size_are_caught) {
    const auto error = [](std::uint32_t width, std::uint32_t height) {
        return error_of(png_file({.width = width, .height = height}, hex("00 00")));
    };
    BOOST_TEST(error(0, 5) == "header promises 0x5 pixels: there is nothing to see");
    BOOST_TEST(error(5, 0) == "header promises 5x0 pixels: there is nothing to see");
    const std::string limits = " pixels, more than 32768 a side or 134217728 in all";
    BOOST_TEST(error(32769, 1) == "header promises 32769x1" + limits);
    BOOST_TEST(error(1, 0xffffffff) == "header promises 1x4294967295" + limits);
    BOOST_TEST(error(32768, 4097) == "header promises 32768x4097" + limits);
}

BOOST_AUTO_TEST_CASE(a_header_that_promises_more_than_the_data_can_hold_is_caught) {
    // The stb of 2021 takes 1.6 gigabytes for a file of this kind.
    const std::string file =
        png_file({.width = 20000, .height = 6000, .bit_depth = 8, .colour_type = 6}, hex("00 00"));
    BOOST_TEST(file.size() < 100u);
    BOOST_TEST(error_of(file) ==
               "header promises 20000x6000 pixels in 480006000 bytes, its 10 bytes of compressed "
               "data can hold no more than 10320");
    BOOST_TEST(error_of(png_file({.width = 50}, hex("00 00"))) ==
               "header promises 50x1 pixels in 51 bytes, its data hold 2");
    // As much as can be held: a picture of one colour.
    const std::string black(1 + 30000, '\0');
    BOOST_TEST(zlib_stream(black).size() < 60u);
    BOOST_CHECK_NO_THROW(check(png_file({.width = 30000}, black)));
}

BOOST_AUTO_TEST_CASE(kinds_of_pixels_that_png_does_not_know_are_caught) {
    int known = 0;
    for (int type = 0; type < 8; ++type) {
        for (const int depth : {0, 1, 2, 3, 4, 8, 16, 32}) {
            const PngFields fields = {.bit_depth = depth, .colour_type = type};
            const std::string file =
                png_file(fields, std::string(9, '\0'), png_chunk("PLTE", "abc"));
            try {
                check(file);
                ++known;
            } catch (const DataError&) {
                BOOST_TEST(error_of(file) == "has colour type " + std::to_string(type) + " with " +
                                                 std::to_string(depth) +
                                                 " bits, which PNG does not know");
            }
        }
    }
    BOOST_TEST(known == 5 + 2 + 4 + 2 + 2);  // PNG, table 12
    BOOST_TEST(error_of(png_file({.interlace = 2}, hex("00 00"))) ==
               "has compression 0, filter method 0 and interlacing 2; PNG knows 0, 0 and 0 or 1");
    BOOST_TEST(error_of(png_file({.compression = 1}, hex("00 00"))) ==
               "has compression 1, filter method 0 and interlacing 0; PNG knows 0, 0 and 0 or 1");
    BOOST_TEST(error_of(png_file({.filter = 1}, hex("00 00"))) ==
               "has compression 0, filter method 1 and interlacing 0; PNG knows 0, 0 and 0 or 1");
}

BOOST_AUTO_TEST_CASE(palettes_that_make_no_sense_are_caught) {
    const PngFields fields = {.colour_type = 3};
    const std::string rows = hex("00 00");
    const std::string palette = png_chunk("PLTE", "abc");
    BOOST_TEST(error_of(png_file(fields, rows)) == "has no palette: the chunk PLTE is missing");
    const auto size_error = [&](std::size_t size) {
        return error_of(png_file(fields, rows, png_chunk("PLTE", std::string(size, 'x'))));
    };
    for (const std::size_t size : {std::size_t{0}, std::size_t{4}, std::size_t{771}}) {
        BOOST_TEST(size_error(size) == "chunk PLTE at byte 33 has " + std::to_string(size) +
                                           " bytes, a palette has 3 for each of 1 to 256 colours");
    }
    BOOST_TEST(error_of(png_file(fields, rows, palette + palette)) ==
               "chunk PLTE at byte 48 comes too late or twice");
    BOOST_TEST(error_of(png_signature() + png_header(fields) + png_data() + palette + png_end()) ==
               "chunk PLTE at byte 56 comes too late or twice");
    BOOST_TEST(error_of(png_file(fields, rows, png_chunk("tRNS", "a") + palette)) ==
               "chunk tRNS at byte 33 has 1 bytes, which does not fit the colours");
    BOOST_TEST(error_of(png_file(fields, rows, palette + png_chunk("tRNS", "ab"))) ==
               "chunk tRNS at byte 48 has 2 bytes, which does not fit the colours");
}

BOOST_AUTO_TEST_CASE(transparency_that_makes_no_sense_is_caught) {
    const std::string two = png_chunk("tRNS", "ab");
    BOOST_TEST(error_of(png_file({.colour_type = 2}, hex("00 00 00 00"), two)) ==
               "chunk tRNS at byte 33 has 2 bytes, which does not fit the colours");
    BOOST_TEST(error_of(png_file({}, hex("00 00"), png_chunk("tRNS", "abcdef"))) ==
               "chunk tRNS at byte 33 has 6 bytes, which does not fit the colours");
    for (const int type : {4, 6}) {
        BOOST_TEST(error_of(png_file({.colour_type = type}, hex("00 00 00 00 00"), two)) ==
                   "chunk tRNS at byte 33 is not allowed beside an alpha channel");
    }
    BOOST_TEST(error_of(png_file({}, hex("00 00"), two + two)) ==
               "chunk tRNS at byte 47 comes too late or twice");
    BOOST_TEST(error_of(png_start() + png_data() + two + png_end()) ==
               "chunk tRNS at byte 56 comes too late or twice");
}

BOOST_AUTO_TEST_CASE(chunks_without_a_place_are_caught) {
    BOOST_TEST(error_of(png_start() + png_header(kTwoWide) + png_data() + png_end()) ==
               "chunk IHDR at byte 33 has no place there");
    BOOST_TEST(error_of(png_start() + png_chunk("ABCD", "") + png_data() + png_end()) ==
               "chunk ABCD at byte 33 has no place there");
    BOOST_TEST(error_of(png_start() + png_end()) == "has no pixels: the chunk IDAT is missing");
    BOOST_TEST(error_of(png_start() + png_data() + png_chunk("tEXt", "x") + png_data() +
                        png_end()) == "chunk IDAT at byte 69 does not follow the IDAT before it");
    // Small letters mark what may be left out.
    BOOST_CHECK_NO_THROW(check(png_start() + png_chunk("abcd", "x") + png_data() +
                               png_chunk("efGh", "") + png_end()));
}

BOOST_AUTO_TEST_CASE(compressed_data_that_are_damaged_are_caught) {
    const auto error = [](const std::string& stream) {
        return error_of(png_start() + png_chunk("IDAT", stream) + png_end());
    };
    const std::string good = zlib_stream(kTwoGreyPixels);
    BOOST_TEST(error("not zlib at all") ==
               "its compressed data are damaged: incorrect header check");
    BOOST_TEST(error(good.substr(0, good.size() - 1)) == "its compressed data are cut off");
    BOOST_TEST(error(good.substr(0, 4)) == "its compressed data are cut off");
    BOOST_TEST(error(good.substr(0, good.size() - 1) + "x") ==
               "its compressed data are damaged: incorrect data check");
    BOOST_TEST(error(std::string("\x78\x01\x07\0\0\0\0\0", 8)) ==
               "its compressed data are damaged: invalid block type");
    BOOST_TEST(error(std::string("\x78\x20\0\0\0\x01\0\0", 8)) ==
               "its compressed data are damaged: need dictionary");
}

BOOST_AUTO_TEST_CASE(filters_that_png_does_not_know_are_caught_in_every_row) {
    const PngFields fields = {.width = 1, .height = 3};
    BOOST_CHECK_NO_THROW(check(png_file(fields, hex("00 09 04 09 02 09"))));
    BOOST_TEST(error_of(png_file(fields, hex("00 09 04 09 05 09"))) ==
               "row 2 has filter 5, there are only 0 to 4");
    const PngFields interlaced = {.width = 2, .height = 2, .interlace = 1};
    BOOST_TEST(error_of(png_file(interlaced, hex("00 01 00 01 ff 01 01"))) ==
               "row 0 has filter 255, there are only 0 to 4");
}

BOOST_AUTO_TEST_SUITE_END()
