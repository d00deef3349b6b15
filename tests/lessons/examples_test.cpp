// precision: float
#include "lessons/support/examples.h"

#include "datasets/byte_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

LabelledPicture grey(std::int64_t height, std::int64_t width, Scalar brightness,
                     const std::string& label) {
    return {Tensor::full({height, width, 1}, brightness), label};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(examples_test)

BOOST_AUTO_TEST_CASE(pictures_stand_side_by_side_above_their_labels) {
    const std::vector<LabelledPicture> pictures = {grey(4, 3, 1, "one"), grey(4, 3, 0, "two")};
    BOOST_TEST(picture_rows(pictures, 80, /*use_colour=*/false) ==
               "@@@     \n"
               "@@@     \n"
               "one  two\n");
    BOOST_TEST(picture_rows({}, 80, /*use_colour=*/false) == "");
}

BOOST_AUTO_TEST_CASE(a_longer_label_makes_room_and_a_very_long_one_is_cut) {
    BOOST_TEST(picture_rows({grey(2, 1, 1, "abc"), grey(2, 1, 1, "d")}, 80, false) ==
               "@    @  \n"
               "abc  d  \n");
    BOOST_TEST(picture_rows({grey(2, 1, 1, "abcdefghijklmnopqrst")}, 80, false) ==
               "@               \n"
               "abcdefghijklmnop\n");
}

BOOST_AUTO_TEST_CASE(rows_end_where_the_terminal_does) {
    const std::vector<LabelledPicture> pictures(4, grey(2, 3, 1, "abc"));
    // Two take 3 + 2 + 3 characters.
    BOOST_TEST(picture_rows(pictures, 8, false) == "@@@  @@@\nabc  abc\n@@@  @@@\nabc  abc\n");
    BOOST_TEST(picture_rows(pictures, 7, false) == "@@@\nabc\n@@@\nabc\n@@@\nabc\n");  // three rows
    BOOST_TEST(picture_rows({pictures[0]}, 1, false) == "@@@\nabc\n");
}

BOOST_AUTO_TEST_CASE(large_pictures_are_shrunk_to_the_means_of_their_blocks) {
    // 17 pixels across: blocks of 2, nine of them, the last a single pixel wide.
    Tensor picture = Tensor::zeros({4, 17, 1});
    picture.mutable_data()[0] = 1;   // a quarter of the first block of its two rows
    picture.mutable_data()[16] = 1;  // a half of the last one
    BOOST_TEST(picture_rows({{picture, "x"}}, 80, false) ==
               ".       :\n"
               "x        \n");
}

BOOST_AUTO_TEST_CASE(colours_stay_in_their_cell) {
    const LabelledPicture red{Tensor::from({2, 1, 3}, {1, 0, 0, 1, 0, 0}), "r"};
    const std::string drawn = "\x1b[38;2;255;0;0m\x1b[48;2;255;0;0m\u2580\x1b[0m";
    BOOST_TEST(picture_rows({red, red}, 80, /*use_colour=*/true) ==
               drawn + "  " + drawn + "\nr  r\n");
}

BOOST_AUTO_TEST_CASE(labels_count_characters_and_move_no_cursor) {
    BOOST_TEST(picture_rows({grey(2, 5, 1, "\u00c4pfel"), grey(2, 5, 1, "a\n\x1b[")}, 80, false) ==
               "@@@@@  @@@@@\n"
               "\u00c4pfel  a??[ \n");
    std::string umlauts;
    std::string sixteen;
    for (int i = 0; i < 20; ++i) {
        umlauts += "\u00e4";
        sixteen += i < 16 ? "\u00e4" : "";
    }
    BOOST_TEST(picture_rows({grey(2, 16, 0, umlauts)}, 80, false) ==
               std::string(16, ' ') + "\n" + sixteen + "\n");
}

BOOST_AUTO_TEST_CASE(takes_the_first_image_of_each_class_that_has_one) {
    const ByteDataset dataset("four", {1, 1, 1}, {10, 20, 30, 40}, {2, 0, 2, 0}, {"a", "b", "c"});
    const std::vector<LabelledPicture> pictures = first_of_each_class(dataset);
    BOOST_REQUIRE(pictures.size() == 2u);
    BOOST_TEST(pictures[0].label == "a");
    BOOST_TEST(pictures[0].picture.item() == 20.0f / 255);
    BOOST_TEST(pictures[1].label == "c");
    BOOST_TEST(pictures[1].picture.item() == 10.0f / 255);
}

BOOST_AUTO_TEST_SUITE_END()
