// precision: float
#include "datasets/random_crop.h"

#include "autograd/error.h"
#include "tests/support/augmented.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <stdexcept>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

using Row = std::vector<Scalar>;

// How often each result comes up.
std::map<Row, int> outcomes(const RandomCrop& crop, const Tensor& image, int draws) {
    std::map<Row, int> counts;
    Random random(3);
    for (int i = 0; i < draws; ++i) {
        Tensor copy = image.clone();
        crop.apply(copy, random);
        ++counts[Row(copy.numbers().begin(), copy.numbers().end())];
    }
    return counts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(random_crop_test)

BOOST_AUTO_TEST_CASE(without_padding_nothing_changes) {
    const Tensor image = counted_image(3, 4, 2);
    BOOST_CHECK(same_bits(augmented(RandomCrop(0), image), image));
    BOOST_CHECK(same_bits(augmented(RandomCrop(0, CropBorder::kReflect), image), image));
}

// 1 2 widened by one pixel is a row 0 1 2 0 between rows of zeros: three pieces of two in each of
// three rows, and what lies above and below is nothing but zeros.
BOOST_AUTO_TEST_CASE(finds_zeros_beyond_the_edge_by_hand) {
    const std::map<Row, int> counts = outcomes(RandomCrop(1), counted_image(1, 2), 9000);
    BOOST_REQUIRE(counts.size() == 4u);
    BOOST_TEST(counts.count({1, 2}) == 1u);
    for (const auto& [row, count] : counts) {
        const int expected = row == Row{0, 0} ? 6000 : 1000;  // standard deviations 45 and 30
        BOOST_TEST(count > expected - 200);
        BOOST_TEST(count < expected + 200);
    }
    BOOST_TEST(counts.count({0, 1}) == 1u);
    BOOST_TEST(counts.count({2, 0}) == 1u);
}

// Rows and columns 1 2 3 reflected over two: 3 2 1 2 3 2 1. Its five pieces of three are 321, 212,
// 123, 232 and 321 again, so there are 4 x 4 results; that of 321 twice comes 4 times in 25.
BOOST_AUTO_TEST_CASE(finds_the_mirror_image_beyond_the_edge_by_hand) {
    const std::map<Row, int> counts =
        outcomes(RandomCrop(2, CropBorder::kReflect), counted_image(3, 3), 2500);
    BOOST_TEST(counts.size() == 16u);
    const auto count = [&](const Row& row) {
        return counts.count(row) == 1 ? counts.at(row) : 0;
    };
    const int turned = count({9, 8, 7, 6, 5, 4, 3, 2, 1});  // 400, standard deviation 18
    BOOST_TEST(turned > 310);
    BOOST_TEST(turned < 490);
    for (const Row& row : {Row{1, 2, 3, 4, 5, 6, 7, 8, 9}, Row{5, 4, 5, 2, 1, 2, 5, 4, 5}}) {
        BOOST_TEST(count(row) > 50);  // 100, standard deviation 10
        BOOST_TEST(count(row) < 150);
    }
}

BOOST_AUTO_TEST_CASE(a_reflection_needs_an_image_longer_than_the_padding) {
    const RandomCrop crop(3, CropBorder::kReflect);
    BOOST_TEST(message_of<ShapeError>([&] {
                   augmented(crop, Tensor::zeros({3, 8, 1}));
               }) ==
               "random_crop: an image of [3, 8, 1] cannot be reflected over 3 pixels, only over "
               "less than its shorter side");
    BOOST_CHECK_NO_THROW(augmented(crop, Tensor::zeros({4, 8, 1})));
    BOOST_CHECK_NO_THROW(augmented(RandomCrop(3), Tensor::zeros({1, 1, 1})));
}

BOOST_AUTO_TEST_CASE(rejects_padding_that_is_none_and_what_is_no_image) {
    BOOST_TEST(message_of<std::invalid_argument>([] { RandomCrop(-1); }) ==
               "random_crop: padding must be from 0 to 1000000 pixels, -1 was given");
    BOOST_CHECK_THROW(RandomCrop(1000001), std::invalid_argument);
    BOOST_CHECK_THROW(augmented(RandomCrop(1), Tensor::zeros({2, 2})), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
