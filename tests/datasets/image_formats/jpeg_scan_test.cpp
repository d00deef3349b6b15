// precision: float
#include "datasets/image_formats/jpeg_scan.h"

#include "tests/support/jpeg_bytes.h"
#include "tests/support/jpeg_parts.h"
#include "tests/support/png_bytes.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(jpeg_scan_test)

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

BOOST_AUTO_TEST_SUITE_END()
