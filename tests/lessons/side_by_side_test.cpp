// precision: float
#include "lessons/support/side_by_side.h"

#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <string>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(side_by_side_test)

// Four images of classes 0 1 2 0: left is image i, right image i + 2.
BOOST_AUTO_TEST_CASE(shows_two_images_of_different_classes_row_by_row) {
    const SideBySide pictures(small_dataset(4));
    BOOST_TEST_REQUIRE(pictures.size() == 2);
    BOOST_TEST(pictures.image_shape().to_string() == "[2, 6, 1]");
    BOOST_TEST(pictures.label(1) == 1);
    BOOST_TEST(pictures.right_label(1) == 0);
    const Tensor picture = pictures.image(1);
    for (const std::int64_t y : {0, 1}) {
        BOOST_TEST(picture.at({y, 2, 0}) == Scalar(1) / 255);
        BOOST_TEST(picture.at({y, 3, 0}) == Scalar(3) / 255);
    }
    BOOST_TEST(SideBySide(small_dataset(4), 1).size() == 1);
}

BOOST_AUTO_TEST_CASE(leaves_out_two_of_one_class_and_refuses_to_be_empty) {
    BOOST_TEST(SideBySide(small_dataset(10, 4)).size() == 5);  // five apart, of four classes
    const std::string message =
        message_of<std::invalid_argument>([] { SideBySide(small_dataset(8, 4)); });
    BOOST_TEST(message ==
               "side_by_side: small has no two images of different classes half of it "
               "apart");
    BOOST_TEST(message_of<std::invalid_argument>([] { SideBySide(nullptr); }) ==
               "side_by_side: there is no dataset (a null pointer was given)");
}

// A map of one row and two columns for two pictures and two classes.
BOOST_AUTO_TEST_CASE(a_map_names_both_or_one_or_none) {
    const SideBySide pictures(small_dataset(4, 4));  // left 0 and 1, right 2 and 3
    const Tensor right = Tensor::from({1, 1, 2, 4}, {9, 0, 0, 0, 0, 0, 8, 0});
    const SideBySideResult one = add_score_maps({}, right, pictures);
    BOOST_TEST(one.pictures == 1);
    BOOST_TEST(one.left_right == 1);
    BOOST_TEST(one.either == 1);
    // The second picture: its left half says 3, which is at the right; the mean says 3, too.
    const Tensor wrong = Tensor::from({1, 1, 2, 4}, {0, 0, 0, 5, 0, 0, 1, 0});
    const SideBySideResult two = add_score_maps(one, wrong, pictures);
    BOOST_TEST(two.pictures == 2);
    BOOST_TEST(two.left_right == 1);
    BOOST_TEST(two.either == 2);
}

BOOST_AUTO_TEST_CASE(the_first_map_is_shown_with_its_two_classes) {
    const SideBySide pictures(small_dataset(4, 4));
    const Tensor scores = Tensor::from({1, 1, 2, 4}, {9, 0, 0, 0, 0, 0, 8, 0});
    BOOST_TEST(first_score_map_text(scores, pictures) ==
               "Left: class 0, right: class 2. The best class at each place of the map:\n"
               "    A C\n"
               "A class 0, C class 2\n");
}

BOOST_AUTO_TEST_SUITE_END()
