// precision: float
#include "datasets/byte_dataset.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(byte_dataset_test)

BOOST_AUTO_TEST_CASE(bytes_become_numbers_from_0_to_1) {
    const ByteDataset dataset("two", {1, 2, 1}, {0, 255, 51, 102}, {1, 0}, {"a", "b"});
    BOOST_TEST(dataset.size() == 2);
    BOOST_CHECK(dataset.image_shape() == Shape({1, 2, 1}));
    BOOST_TEST(dataset.name() == "two");
    BOOST_TEST(dataset.class_names().at(1) == "b");
    BOOST_TEST(dataset.label(0) == 1);
    BOOST_TEST(dataset.label(1) == 0);
    BOOST_CHECK(same_bits(dataset.image(0), Tensor::from({1, 2, 1}, {0, 1})));
    BOOST_CHECK(same_bits(dataset.image(1), Tensor::from({1, 2, 1}, {51.0f / 255, 102.0f / 255})));
}

BOOST_AUTO_TEST_CASE(an_image_under_a_shape_only_guard_is_a_shape) {
    const auto dataset = small_dataset(2);
    const ShapeOnlyGuard guard;
    const Tensor image = dataset->image(1);
    BOOST_CHECK(image.shape() == Shape({2, 3, 1}));
    BOOST_TEST(!image.has_numbers());
}

BOOST_AUTO_TEST_CASE(rejects_an_index_beyond_the_end_and_says_so) {
    const auto dataset = small_dataset(5);
    const std::string expected = "dataset: small has images 0 to 4, 5 was asked for";
    Scalar pixels[6];
    BOOST_TEST(message_of<std::out_of_range>([&] { dataset->image(5); }) == expected);
    BOOST_TEST(message_of<std::out_of_range>([&] { dataset->label(5); }) == expected);
    BOOST_TEST(message_of<std::out_of_range>([&] { dataset->copy_image(5, pixels); }) == expected);
    BOOST_CHECK_THROW(dataset->label(-1), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(rejects_sizes_that_do_not_fit_and_says_so) {
    const auto make = [](const Shape& shape, std::size_t bytes, std::size_t labels) {
        return [=] {
            ByteDataset("bad", shape, std::vector<std::uint8_t>(bytes),
                        std::vector<std::int32_t>(labels), {"a"});
        };
    };
    BOOST_TEST(message_of<ShapeError>(make({2, 2}, 4, 1)) ==
               "byte_dataset: bad: an image has [height, width, channels], [2, 2] was given");
    BOOST_CHECK_THROW(make({2, 0, 1}, 0, 0)(), ShapeError);
    BOOST_TEST(
        message_of<ShapeError>(make({2, 2, 1}, 7, 1)) ==
        "byte_dataset: bad: 1 labels were given with 7 bytes of pixels, which is not as many "
        "images of [2, 2, 1]");
    BOOST_CHECK_THROW(make({2, 2, 1}, 8, 1)(), ShapeError);
    BOOST_CHECK_NO_THROW(make({2, 2, 1}, 8, 2)());
}

BOOST_AUTO_TEST_CASE(rejects_a_label_without_a_class_and_says_which) {
    BOOST_TEST(message_of<DataError>([] {
                   ByteDataset("bad", {1, 1, 1}, {0, 0, 0}, {0, 1, 2}, {"a", "b"});
               }) == "byte_dataset: bad: label 2 is 2, there are 2 classes");
    BOOST_CHECK_THROW(ByteDataset("bad", {1, 1, 1}, {0}, {-1}, {"a"}), DataError);
}

BOOST_AUTO_TEST_SUITE_END()
