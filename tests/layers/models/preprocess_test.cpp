// precision: float, double
#include "layers/models/preprocess.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(preprocess_test)

BOOST_AUTO_TEST_CASE(mobilenets_see_numbers_from_minus_one_to_one) {
    const Tensor images = Tensor::from({1, 1, 1, 3}, {0, 0.5, 1});
    BOOST_TEST(same_bits(preprocess(images, Preprocessing::kMinusOneToOne),
                         Tensor::from({1, 1, 1, 3}, {-1, 0, 1})));
    BOOST_TEST(same_bits(preprocess(images, Preprocessing::kNone), images));
}

BOOST_AUTO_TEST_CASE(vgg_sees_blue_green_red_around_the_mean_of_imagenet) {
    const Tensor images = Tensor::from({1, 1, 2, 3}, {1, 0, 0, 0, 0, 1});  // red, blue
    check_close(preprocess(images, Preprocessing::kBlueMinusMean),
                Tensor::from({1, 1, 2, 3}, {Scalar(-103.939), Scalar(-116.779), Scalar(131.32),
                                            Scalar(151.061), Scalar(-116.779), Scalar(-123.68)}),
                Scalar(1e-6));
    const Tensor grey = Tensor::zeros({1, 2, 2, 1});
    BOOST_TEST(message_of<ShapeError>([&] { preprocess(grey, Preprocessing::kBlueMinusMean); }) ==
               "preprocess: expected images with 3 channels, given [1, 2, 2, 1]");
}

BOOST_AUTO_TEST_SUITE_END()
