// precision: float
#include "datasets/random_shift.h"

#include "autograd/error.h"
#include "tests/support/augmented.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <stdexcept>
#include <utility>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(random_shift_test)

BOOST_AUTO_TEST_CASE(moves_an_image_by_hand) {
    const Tensor image = counted_image(3, 3);  // 1 2 3 / 4 5 6 / 7 8 9
    const auto moved = [&](std::int64_t down, std::int64_t right, Scalar fill) {
        return augmented(RandomShift({down, down}, {right, right}, fill), image);
    };
    BOOST_CHECK(same_bits(moved(0, 0, 5), image));
    BOOST_CHECK(same_bits(moved(1, 0, 0), Tensor::from({3, 3, 1}, {0, 0, 0, 1, 2, 3, 4, 5, 6})));
    BOOST_CHECK(
        same_bits(moved(-1, 2, -1), Tensor::from({3, 3, 1}, {-1, -1, 4, -1, -1, 7, -1, -1, -1})));
    BOOST_CHECK(same_bits(moved(0, 3, 7), Tensor::full({3, 3, 1}, 7)));
    BOOST_CHECK(same_bits(moved(-100, 0, 7), Tensor::full({3, 3, 1}, 7)));
    // All channels of a pixel move together.
    BOOST_CHECK(same_bits(augmented(RandomShift({0, 0}, {1, 1}), counted_image(1, 2, 2)),
                          Tensor::from({1, 2, 2}, {0, 0, 1, 2})));
}

BOOST_AUTO_TEST_CASE(every_distance_of_the_ranges_is_equally_likely) {
    Tensor marked = Tensor::zeros({7, 7, 1});
    marked.mutable_data()[3 * 7 + 3] = 1;
    const RandomShift shift({-1, 1}, {-2, 0});
    std::map<std::pair<std::int64_t, std::int64_t>, int> counts;
    Random random(5);
    for (int i = 0; i < 9000; ++i) {
        Tensor image = marked.clone();
        shift.apply(image, random);
        for (std::int64_t place = 0; place < 49; ++place) {
            if (image.data()[place] == 1) {
                ++counts[{place / 7 - 3, place % 7 - 3}];
            }
        }
    }
    BOOST_TEST(counts.size() == 9u);
    BOOST_TEST(counts.begin()->first.first == -1);
    BOOST_TEST(counts.begin()->first.second == -2);
    BOOST_TEST(counts.rbegin()->first.first == 1);
    BOOST_TEST(counts.rbegin()->first.second == 0);
    for (const auto& [distance, count] : counts) {  // 1000 each, standard deviation 30
        BOOST_TEST(count > 850);
        BOOST_TEST(count < 1150);
    }
}

BOOST_AUTO_TEST_CASE(rejects_ranges_that_are_none_and_what_is_no_image) {
    BOOST_TEST(message_of<std::invalid_argument>([] {
                   RandomShift({2, 1}, {0, 0});
               }) ==
               "random_shift: down must be {low, high} with -1000000 <= low <= high <= 1000000, "
               "{2, 1} was given");
    BOOST_CHECK_THROW(RandomShift({0, 0}, {0, 1000001}), std::invalid_argument);
    BOOST_CHECK_THROW(RandomShift({0, 0}, {-1000001, 0}), std::invalid_argument);
    BOOST_CHECK_THROW(augmented(RandomShift({0, 0}, {0, 0}), Tensor::zeros({1, 2, 2, 1})),
                      ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
