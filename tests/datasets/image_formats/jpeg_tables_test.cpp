// precision: float
#include "datasets/image_formats/jpeg_tables.h"

#include "tests/support/jpeg_bytes.h"
#include "tests/support/jpeg_parts.h"

#include <boost/test/unit_test.hpp>

#include <numeric>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// What is wrong with a Huffman table of so many codes of each length; the first lengths are given.
std::string error_of_counts(int table_class, const std::vector<int>& counts) {
    const int codes = std::accumulate(counts.begin(), counts.end(), 0);
    Parts parts;
    parts.tables =
        jpeg_huffman(table_class, 0, counts, std::vector<int>(static_cast<std::size_t>(codes)));
    return error_of(parts);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(jpeg_tables_test)

// stb 2.27 writes the lengths of all codes into a table for 256.
BOOST_AUTO_TEST_CASE(huffman_tables_with_too_many_codes_are_caught) {
    BOOST_TEST(error_of_counts(1, std::vector<int>(16, 255)) ==
               "DHT at byte 2: its Huffman table has 4080 codes, there are at most 256");
    std::vector<int> counts(16, 0);
    counts[14] = 255;
    counts[15] = 2;
    BOOST_TEST(error_of_counts(1, counts) ==
               "DHT at byte 2: its Huffman table has 257 codes, there are at most 256");
    counts[15] = 1;
    BOOST_TEST(error_of_counts(1, counts) ==
               "SOS at byte 292: is a scan that uses quantisation table 0, which is "
               "not defined");  // the table of 256 codes is fine
}

BOOST_AUTO_TEST_CASE(huffman_tables_that_are_no_trees_are_caught) {
    const std::string start = "DHT at byte 2: its Huffman table is no tree: ";
    BOOST_TEST(error_of_counts(0, {3}) == start + "3 codes of length 1 do not fit");
    BOOST_TEST(error_of_counts(0, {1, 3}) == start + "3 codes of length 2 do not fit");
    BOOST_TEST(error_of_counts(0, {0, 3, 3}) == start + "3 codes of length 3 do not fit");
    // Codes of ones alone are not used: T.81, section C.2.
    BOOST_TEST(error_of_counts(0, {2}) == start + "2 codes of length 1 do not fit");
    BOOST_TEST(error_of_counts(0, {1, 1, 2}) == start + "2 codes of length 3 do not fit");
    // These fit: the next complaint is about something else.
    for (const std::vector<int>& counts :
         std::vector<std::vector<int>>{{},
                                       {1},
                                       {1, 1},
                                       {0, 3},
                                       {0, 3, 1},
                                       {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}) {
        BOOST_TEST(error_of_counts(0, counts).find("quantisation table 0") != std::string::npos);
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

BOOST_AUTO_TEST_SUITE_END()
