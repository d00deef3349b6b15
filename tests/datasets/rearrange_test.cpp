// precision: float
#include "datasets/rearrange.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/augmented.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(rearrange_test)

BOOST_AUTO_TEST_CASE(takes_each_pixel_from_its_row_and_column) {
    Tensor image = counted_image(2, 3);  // 1 2 3 / 4 5 6
    rearrange(image, {1, 1}, {2, kOutside, 0}, /*fill=*/9);
    BOOST_CHECK(same_bits(image, Tensor::from({2, 3, 1}, {6, 9, 4, 6, 9, 4})));
    rearrange(image, {kOutside, 0}, {0, 1, 2}, /*fill=*/-1);
    BOOST_CHECK(same_bits(image, Tensor::from({2, 3, 1}, {-1, -1, -1, 6, 9, 4})));
}

BOOST_AUTO_TEST_CASE(keeps_the_channels_of_a_pixel_together) {
    Tensor image = counted_image(1, 2, 3);  // (1 2 3) (4 5 6)
    rearrange(image, {0}, {1, kOutside}, /*fill=*/0);
    BOOST_CHECK(same_bits(image, Tensor::from({1, 2, 3}, {4, 5, 6, 0, 0, 0})));
}

BOOST_AUTO_TEST_CASE(an_image_without_numbers_stays_as_it_is) {
    const ShapeOnlyGuard guard;
    Tensor image = Tensor::empty({1, 2, 1});
    rearrange(image, {0}, {1, 0}, /*fill=*/0);
    BOOST_TEST(!image.has_numbers());
}

BOOST_AUTO_TEST_CASE(a_batch_is_no_image) {
    BOOST_CHECK_NO_THROW(require_image("any", Tensor::zeros({1, 2, 3})));
    BOOST_TEST(message_of<ShapeError>([] {
                   require_image("cutout", Tensor::zeros({4, 2, 2, 1}));
               }) ==
               "cutout: changes one image [height, width, channels], Tensor [4, 2, 2, 1] was "
               "given");
    BOOST_CHECK_THROW(require_image("any", Tensor()), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
