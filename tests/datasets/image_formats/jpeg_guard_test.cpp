// precision: float
#include "datasets/image_formats/jpeg_guard.h"

#include "autograd/error.h"
#include "datasets/image_formats/stb_codec.h"
#include "tests/support/byte_spans.h"
#include "tests/support/jpeg_bytes.h"
#include "tests/support/png_bytes.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

CheckedImage check(const std::string& file) {
    return check_jpeg("x.jpg", bytes_of(file));
}

// What is wrong with a file, without "jpeg: x.jpg: ".
std::string error_of(const std::string& file) {
    const std::string message = message_of<DataError>([&] { check(file); });
    BOOST_TEST(message.substr(0, 13) == "jpeg: x.jpg: ");
    return message.substr(13);
}

ByteImage decode(const std::string& file) {
    return decode_checked_image("x.jpg", bytes_of(file), check(file));
}

// The grey in the middle of each block.
std::vector<int> greys_of(const ByteImage& image) {
    std::vector<int> greys;
    for (std::int64_t y = 4; y < image.height; y += 8) {
        for (std::int64_t x = 4; x < image.width; x += 8) {
            greys.push_back(
                image.bytes[static_cast<std::size_t>((y * image.width + x) * image.channels)]);
        }
    }
    return greys;
}

const std::vector<int> kSixGreys = {0, 50, 100, 150, 200, 255};

// A whole file of one grey block, any part of which can be replaced.
struct Parts {
    std::string tables = jpeg_quantisers() + jpeg_huffman_tables();
    std::string frame = jpeg_frame({});
    std::string scan = jpeg_scan({});
    std::string data = hex("00");
    std::string end = jpeg_end();

    std::string file() const { return jpeg_start() + tables + frame + scan + data + end; }
};

std::string error_of(const Parts& parts) {
    return error_of(parts.file());
}

// A file with three components that share the scan.
Parts colour_parts() {
    Parts parts;
    parts.frame = jpeg_frame({.components = {{.id = 1}, {.id = 2}, {.id = 3}}});
    parts.scan = jpeg_scan({.components = {{.id = 1}, {.id = 2}, {.id = 3}}});
    parts.data = hex("00 00 00");
    return parts;
}

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

// stb 2.27 writes the lengths of all codes into a table for 256.
BOOST_AUTO_TEST_CASE(huffman_tables_with_too_many_codes_are_caught) {
    const auto error = [](const std::vector<int>& counts) {
        int codes = 0;
        for (const int count : counts) {
            codes += count;
        }
        Parts parts;
        parts.tables =
            jpeg_huffman(1, 0, counts, std::vector<int>(static_cast<std::size_t>(codes)));
        return error_of(parts);
    };
    BOOST_TEST(error(std::vector<int>(16, 255)) ==
               "DHT at byte 2: its Huffman table has 4080 codes, there are at most 256");
    std::vector<int> counts(16, 0);
    counts[14] = 255;
    counts[15] = 2;
    BOOST_TEST(error(counts) ==
               "DHT at byte 2: its Huffman table has 257 codes, there are at most 256");
    counts[15] = 1;
    BOOST_TEST(error(counts) ==
               "SOS at byte 292: is a scan that uses quantisation table 0, which is "
               "not defined");  // the table of 256 codes is fine
}

BOOST_AUTO_TEST_CASE(huffman_tables_that_are_no_trees_are_caught) {
    const auto error = [](const std::vector<int>& counts) {
        int codes = 0;
        for (const int count : counts) {
            codes += count;
        }
        Parts parts;
        parts.tables =
            jpeg_huffman(0, 0, counts, std::vector<int>(static_cast<std::size_t>(codes)));
        return error_of(parts);
    };
    const std::string start = "DHT at byte 2: its Huffman table is no tree: ";
    BOOST_TEST(error({3}) == start + "3 codes of length 1 do not fit");
    BOOST_TEST(error({1, 3}) == start + "3 codes of length 2 do not fit");
    BOOST_TEST(error({0, 3, 3}) == start + "3 codes of length 3 do not fit");
    // Codes of ones alone are not used: T.81, section C.2.
    BOOST_TEST(error({2}) == start + "2 codes of length 1 do not fit");
    BOOST_TEST(error({1, 1, 2}) == start + "2 codes of length 3 do not fit");
    // These fit: the next complaint is about something else.
    for (const std::vector<int>& counts :
         std::vector<std::vector<int>>{{},
                                       {1},
                                       {1, 1},
                                       {0, 3},
                                       {0, 3, 1},
                                       {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}) {
        BOOST_TEST(error(counts).find("quantisation table 0") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(other_faults_of_huffman_tables_are_caught) {
    const auto error = [](const std::string& tables) {
        Parts parts;
        parts.tables = tables;
        return error_of(parts);
    };
    const std::string start = "DHT at byte 2: ";
    BOOST_TEST(error(jpeg_huffman(2, 0, {1}, {0})) ==
               start + "defines Huffman table 0 of kind 2, there are 0 to 3 of kind 0 and 1");
    BOOST_TEST(error(jpeg_huffman(1, 4, {1}, {0})) ==
               start + "defines Huffman table 4 of kind 1, there are 0 to 3 of kind 0 and 1");
    BOOST_TEST(error(jpeg_huffman(0, 0, {1}, {16})) ==
               start + "its Huffman table has symbol 16 for a difference, there are only 0 to 15");
    BOOST_TEST(error(jpeg_huffman(0, 0, {1}, {})) ==
               start + "is cut off: at byte 17 there should be 1 more, there are 0");
    BOOST_TEST(error(jpeg_huffman(0, 0, {1}, {0, 1})) ==
               start + "is cut off: at byte 19 there should be 16 more, there are 0");
}

BOOST_AUTO_TEST_CASE(quantisation_tables_that_make_no_sense_are_caught) {
    const auto error = [](const std::string& content) {
        Parts parts;
        parts.tables = jpeg_segment(0xdb, content) + jpeg_huffman_tables();
        return error_of(parts);
    };
    const std::string eights(64, '\x08');
    const std::string start = "DQT at byte 2: ";
    BOOST_TEST(error("\x04" + eights) == start +
                                             "defines quantisation table 4 of precision 0, "
                                             "there are 0 to 3 of precision 0 and 1");
    BOOST_TEST(error("\x20" + eights) == start +
                                             "defines quantisation table 0 of precision 2, "
                                             "there are 0 to 3 of precision 0 and 1");
    BOOST_TEST(error("\x10" + eights) ==
               start + "is cut off: at byte 1 there should be 128 more, there are 64");
    Parts parts;
    parts.tables = jpeg_segment(0xdb, "\x11" + eights + eights + std::string(1, '\0') + eights) +
                   jpeg_huffman_tables();
    BOOST_CHECK_NO_THROW(check(parts.file()));
}

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

BOOST_AUTO_TEST_CASE(scans_need_their_tables_and_components) {
    const auto error = [](const std::string& tables, const JpegScanFields& scan) {
        Parts parts;
        parts.tables = tables;
        parts.scan = jpeg_scan(scan);
        const std::string message = error_of(parts);
        return message.substr(message.find(": ") + 2);
    };
    const std::string all = jpeg_quantisers() + jpeg_huffman_tables();
    BOOST_TEST(error(jpeg_huffman_tables(), {}) ==
               "is a scan that uses quantisation table 0, which is not defined");
    BOOST_TEST(error(jpeg_quantisers() + jpeg_huffman(1, 0, {1}, {0}), {}) ==
               "is a scan that uses DC Huffman table 0, which is not defined");
    BOOST_TEST(error(jpeg_quantisers() + jpeg_huffman(0, 0, {1}, {0}), {}) ==
               "is a scan that uses AC Huffman table 0, which is not defined");
    BOOST_TEST(error(all, {.components = {{.dc_table = 1}}}) ==
               "is a scan that uses DC Huffman table 1, which is not defined");
    BOOST_TEST(error(all, {.components = {{.ac_table = 4}}}) ==
               "uses Huffman tables 0 and 4, there are only 0 to 3");
    BOOST_TEST(error(all, {.components = {{.id = 2}}}) ==
               "is a scan of component 2, which the frame does not have");
    BOOST_TEST(error(all, {.components = {}}) == "is a scan of 0 components, there are 1 to 4");
    BOOST_TEST(error(all, {.components = {{}, {}}}) == "is a scan that has one component twice");
    BOOST_TEST(error(all, {.first = 1}) ==
               "is a scan of coefficients 1 to 63 from bit 0 to 0, which cannot be");
    BOOST_TEST(error(all, {.last = 64}) ==
               "is a scan of coefficients 0 to 64 from bit 0 to 0, which cannot be");
    BOOST_TEST(error(all, {.bits_left = 1}) ==
               "is a scan of coefficients 0 to 63 from bit 0 to 1, which cannot be");
    Parts early;
    early.frame = jpeg_scan({}) + hex("00") + early.frame;
    BOOST_TEST(error_of(early) == "SOS at byte 124: is a scan before the frame");
    Parts longer;
    longer.scan = jpeg_segment(0xda, hex("01 01 00 00 3f 00 00"));
    BOOST_TEST(error_of(longer) == "SOS at byte 137: has 1 bytes too many");
    Parts missing = colour_parts();
    missing.scan = jpeg_scan({.components = {{.id = 1}, {.id = 3}}});
    BOOST_TEST(error_of(missing) == "has no scan of component 2");
    Parts twice;
    twice.scan += hex("00") + twice.scan;
    BOOST_TEST(error_of(twice) ==
               "SOS at byte 148: is a scan that starts component 1, which has been started before");
}

BOOST_AUTO_TEST_CASE(progressive_scans_that_make_no_sense_are_caught) {
    const auto error = [](const std::vector<JpegScanFields>& scans) {
        Parts parts = colour_parts();
        parts.frame = jpeg_frame({.marker = 0xc2, .components = {{.id = 1}, {.id = 2}, {.id = 3}}});
        parts.scan = "";
        for (const JpegScanFields& scan : scans) {
            parts.scan += jpeg_scan(scan) + hex("00 00");
        }
        const std::string message = error_of(parts);
        return message.substr(message.find(": ") + 2);
    };
    const JpegScanFields all_means = {.components = {{.id = 1}, {.id = 2}, {.id = 3}}, .last = 0};
    const std::string start = "is a scan of coefficients ";
    BOOST_TEST(error({all_means, {}}) == start + "0 to 63 from bit 0 to 0, which cannot be");
    BOOST_TEST(error({all_means, {.first = 5, .last = 4}}) ==
               start + "5 to 4 from bit 0 to 0, which cannot be");
    BOOST_TEST(error({all_means, {.components = {{.id = 1}, {.id = 2}}, .first = 1}}) ==
               start + "1 to 63 from bit 0 to 0, which cannot be");
    BOOST_TEST(error({all_means, {.first = 1, .bits_left = 14}}) ==
               start + "1 to 63 from bit 0 to 14, which cannot be");
    BOOST_TEST(error({all_means, {.first = 1, .bits_before = 3, .bits_left = 1}}) ==
               start + "1 to 63 from bit 3 to 1, which cannot be");
    BOOST_TEST(error({{.first = 1}}) ==
               "is a scan that refines component 1, which has not been started");
    BOOST_TEST(error({{.last = 0}}).find("no scan of component 2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(too_many_scans_are_caught) {
    Parts parts;
    parts.frame = jpeg_frame({.marker = 0xc2});
    parts.scan = jpeg_scan({.last = 0}) + hex("00");
    for (int i = 0; i < 99; ++i) {
        parts.scan += jpeg_scan({.first = 1}) + hex("00");
    }
    BOOST_CHECK_NO_THROW(check(parts.file()));
    parts.scan += jpeg_scan({.first = 1}) + hex("00");
    BOOST_TEST(error_of(parts).find("is scan 101, no more than 100 are read") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(restart_markers_must_be_announced) {
    // Three blocks, and a restart after each; then a difference is one to 0.
    Parts parts;
    parts.frame = jpeg_frame({.width = 24});
    JpegBitWriter bits;
    bits.put_difference(-28);
    bits.put(0, 2);
    parts.data = bits.bytes() + hex("ff d0") + bits.bytes() + hex("ff d1") + bits.bytes();
    BOOST_TEST(error_of(parts) ==
               "SOS at byte 137: ends early: the coded data are used up at unit 1 of 3");
    const std::string tables = parts.tables;
    parts.tables = jpeg_segment(0xdd, hex("00 01")) + tables;
    BOOST_TEST(greys_of(decode(parts.file())) == (std::vector{100, 100, 100}));
    parts.tables = jpeg_segment(0xdd, hex("00 01")) + jpeg_segment(0xdd, hex("00 00")) + tables;
    BOOST_TEST(error_of(parts).find("used up at unit 1 of 3") != std::string::npos);
    parts.tables = jpeg_segment(0xdd, hex("00 02")) + tables;
    BOOST_TEST(error_of(parts).find("used up at unit 1 of 3") != std::string::npos);
    parts.tables = jpeg_segment(0xdd, hex("00 01")) + tables;
    parts.data = bits.bytes() + bits.bytes() + hex("ff d0") + bits.bytes();
    BOOST_TEST(error_of(parts) == "SOS at byte 143: lacks a restart marker at unit 1 of 3");
    parts.tables = jpeg_segment(0xdd, hex("00 01 02"));
    BOOST_TEST(error_of(parts) == "DRI at byte 2: has 1 bytes too many");
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
