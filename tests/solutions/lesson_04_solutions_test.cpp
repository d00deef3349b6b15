// Solutions to the exercises of lesson 4.
// precision: float
#include "autograd/shape_only.h"
#include "layers/conv2d.h"
#include "layers/models/vgg16.h"
#include "lessons/support/frozen_maps.h"
#include "lessons/support/map_sizes.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(lesson_04_solutions_test)

// Three 3x3 convolutions see as far as one of 7x7, with 27 weights for each pair of channels
// instead of 49: that is why VGG16 has no large filters.
BOOST_AUTO_TEST_CASE(exercise_1_small_filters_that_see_far) {
    Sequential three{Conv2d(8, 8, 3), Conv2d(8, 8, 3), Conv2d(8, 8, 3)};
    Sequential one{Conv2d(8, 8, 7)};
    BOOST_TEST(receptive_field(three).side == 7);
    BOOST_TEST(receptive_field(one).side == 7);
    BOOST_TEST(three.parameter_count() == 3 * (9 * 64 + 8));
    BOOST_TEST(one.parameter_count() == 49 * 64 + 8);
}

// Neither variance asks where a pixel is. That the pixels of deep maps differ does not mean that
// their places say something; the probes have to be asked for that.
BOOST_AUTO_TEST_CASE(exercise_2_variances_do_not_know_places) {
    const Tensor maps = random_tensor({6, 4, 5, 3}, 1);
    Tensor turned = maps.clone();
    for (std::int64_t image = 0; image < 6; ++image) {
        for (std::int64_t pixel = 0; pixel < 20; ++pixel) {  // upside down and mirrored
            std::copy_n(maps.data() + (image * 20 + pixel) * 3, 3,
                        turned.mutable_data() + (image * 20 + 19 - pixel) * 3);
        }
    }
    BOOST_TEST(std::abs(spread_of(turned).within - spread_of(maps).within) < 1e-6);
    BOOST_TEST(std::abs(spread_of(turned).between_images - spread_of(maps).between_images) < 1e-6);
}

// VGG16 halves five times and rounds down: 160 to 191 pixels become 5. Six such halvings make 4 of
// 300; 5 takes six that round up.
BOOST_AUTO_TEST_CASE(exercise_3_which_images_become_5x5) {
    const ShapeOnlyGuard shapes_only;
    Sequential body = vgg16({.has_top = false});
    BOOST_TEST(walk_sizes(body, 159).last_side() == 4);
    BOOST_TEST(walk_sizes(body, 160).last_side() == 5);
    BOOST_TEST(walk_sizes(body, 191).last_side() == 5);
    BOOST_TEST(walk_sizes(body, 192).last_side() == 6);
    BOOST_TEST(halved(300, 6, /*is_up=*/false) == 4);
    BOOST_TEST(halved(300, 6, /*is_up=*/true) == 5);
}

BOOST_AUTO_TEST_SUITE_END()
