// precision: float
#include "lessons/support/picture_text.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

using Lines = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(picture_text_test)

BOOST_AUTO_TEST_CASE(a_picture_that_fits_keeps_its_pixels) {
    const Tensor picture = Tensor::from({2, 3, 1}, {1, 0, 1, 1, 0, 1});
    BOOST_CHECK(picture_lines(picture, 3, false) == Lines{"@ @"});
    BOOST_TEST(picture_columns(3, 3) == 3);
}

BOOST_AUTO_TEST_CASE(a_larger_one_is_shrunk_to_the_means_of_whole_blocks) {
    // Blocks of 2x2, the last ones 2x1: bright, dark, bright.
    const Tensor picture = Tensor::from({4, 5, 1}, {1, 1, 0, 0, 1, 1, 1, 0, 0, 1,  //
                                                    1, 1, 0, 0, 1, 1, 1, 0, 0, 1});
    BOOST_CHECK(picture_lines(picture, 3, false) == Lines{"@ @"});
    BOOST_TEST(picture_columns(5, 3) == 3);
    BOOST_TEST(picture_columns(64, 28) == 22);
}

BOOST_AUTO_TEST_CASE(texts_are_cut_or_filled_to_a_number_of_characters) {
    BOOST_TEST(fitted("cat", 5) == "cat  ");
    BOOST_TEST(fitted("cat", 2) == "ca");
    BOOST_TEST(fitted("", 2) == "  ");
    BOOST_TEST(fitted("\u00e4\u00f6\u00fc", 2) == "\u00e4\u00f6");
    BOOST_TEST(character_count("\u00e4\u00f6\u00fc") == 3);
    BOOST_TEST(spaces(-1) == "");
}

BOOST_AUTO_TEST_CASE(nothing_in_a_text_moves_the_cursor) {
    BOOST_TEST(fitted("a\x1b[2J\n\x7f", 8) == "a?[2J?? ");
}

BOOST_AUTO_TEST_SUITE_END()
