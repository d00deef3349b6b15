// precision: float
#include "datasets/random_horizontal_flip.h"

#include "autograd/error.h"
#include "tests/support/augmented.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(random_horizontal_flip_test)

BOOST_AUTO_TEST_CASE(mirrors_left_and_right_by_hand) {
    const RandomHorizontalFlip always(1);
    const Tensor image = counted_image(2, 3);  // 1 2 3 / 4 5 6
    const Tensor mirrored = augmented(always, image);
    BOOST_CHECK(same_bits(mirrored, Tensor::from({2, 3, 1}, {3, 2, 1, 6, 5, 4})));
    BOOST_CHECK(same_bits(augmented(always, mirrored), image));
    // The channels of a pixel keep their order.
    BOOST_CHECK(same_bits(augmented(always, counted_image(1, 2, 3)),
                          Tensor::from({1, 2, 3}, {4, 5, 6, 1, 2, 3})));
}

BOOST_AUTO_TEST_CASE(mirrors_as_often_as_it_was_told) {
    const Tensor image = counted_image(1, 2);
    const auto share_of_flips = [&](Scalar probability) {
        const RandomHorizontalFlip flip(probability);
        Random random(7);
        int flips = 0;
        for (int i = 0; i < 10000; ++i) {
            Tensor copy = image.clone();
            flip.apply(copy, random);
            flips += copy.data()[0] == 2 ? 1 : 0;
        }
        return flips / 10000.0;
    };
    // Four standard deviations: sqrt(p (1 - p) / 10000) is at most 0.005.
    BOOST_CHECK_SMALL(share_of_flips(0.5f) - 0.5, 0.02);
    BOOST_CHECK_SMALL(share_of_flips(0.2f) - 0.2, 0.02);
    BOOST_TEST(share_of_flips(0) == 0);
    BOOST_TEST(share_of_flips(1) == 1);
}

BOOST_AUTO_TEST_CASE(one_image_in_two_is_mirrored_unless_told_otherwise) {
    const RandomHorizontalFlip flip;
    int flips = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        flips += augmented(flip, counted_image(1, 2), seed).data()[0] == 2 ? 1 : 0;
    }
    BOOST_TEST(flips > 430);  // 500, standard deviation 16
    BOOST_TEST(flips < 570);
}

BOOST_AUTO_TEST_CASE(rejects_what_is_no_probability_and_no_image) {
    BOOST_TEST(message_of<std::invalid_argument>([] { RandomHorizontalFlip(1.5f); }) ==
               "random_horizontal_flip: probability must be from 0 to 1, 1.500000 was given");
    BOOST_CHECK_THROW(RandomHorizontalFlip(-0.1f), std::invalid_argument);
    BOOST_CHECK_THROW(RandomHorizontalFlip{std::numeric_limits<Scalar>::quiet_NaN()},
                      std::invalid_argument);
    BOOST_CHECK_THROW(augmented(RandomHorizontalFlip(0), Tensor::zeros({2, 2})), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
