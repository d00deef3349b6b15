// precision: float
#include "lessons/support/resized_images.h"

#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(resized_images_test)

BOOST_AUTO_TEST_CASE(images_of_one_grey_stay_so_at_any_size) {
    const ResizedImages images(small_dataset(5), 4, 9);
    BOOST_TEST(images.name() == "small at 4x9");
    BOOST_TEST(images.size() == 5);
    BOOST_TEST(images.label(4) == 1);
    BOOST_TEST(images.image_shape().to_string() == "[4, 9, 1]");
    const Tensor image = images.image(3);
    for (const Scalar number : image.numbers()) {
        BOOST_TEST(number == Scalar(3) / 255);
    }
}

BOOST_AUTO_TEST_CASE(at_its_own_size_an_image_is_itself) {
    const auto dataset = small_dataset(200);
    const ResizedImages images(dataset, 2, 3);
    for (std::int64_t i = 0; i < 200; ++i) {
        BOOST_TEST(same_bits(images.image(i), dataset->image(i)));
    }
}

BOOST_AUTO_TEST_CASE(sizes_that_no_picture_has_are_refused) {
    BOOST_CHECK_THROW(ResizedImages(small_dataset(1), 0, 3), std::invalid_argument);
    BOOST_CHECK_THROW(ResizedImages(small_dataset(1), 3, 32769), std::invalid_argument);
    BOOST_CHECK_THROW(ResizedImages(nullptr, 3, 3), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
