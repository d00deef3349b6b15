// precision: float
#include "datasets/cifar10.h"
#include "datasets/transforms.h"
#include "tests/support/labels.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

boost::test_tools::assertion_result is_fetched(boost::unit_test::test_unit_id /*id*/) {
    boost::test_tools::assertion_result result(
        std::filesystem::exists(fetched_folder("cifar10") / "train_lables.json"));
    result.message() << "CIFAR-10 is not in " << fetched_folder("cifar10").string();
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cifar10_full_test, *boost::unit_test::precondition(is_fetched))

BOOST_AUTO_TEST_CASE(is_what_its_authors_say) {
    const DataSource data = load_cifar10();
    BOOST_CHECK(data.train->image_shape() == Shape({32, 32, 3}));
    BOOST_CHECK(count_labels(*data.train) == std::vector<std::int64_t>(10, 5000));
    BOOST_CHECK(count_labels(*data.test) == std::vector<std::int64_t>(10, 1000));
    // Red, green and blue as they are quoted everywhere, to the places that are quoted.
    constexpr double kFivePlaces = 5e-6;
    constexpr double kFourPlaces = 5e-5;
    const double mean[] = {0.49140, 0.48216, 0.44653};
    const double standard_deviation[] = {0.2470, 0.2435, 0.2616};
    const ChannelStatistics statistics = channel_statistics(*data.train);
    BOOST_TEST_REQUIRE(statistics.mean.size() == 3u);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        BOOST_CHECK_SMALL(statistics.mean[channel] - mean[channel], kFivePlaces);
        BOOST_CHECK_SMALL(statistics.standard_deviation[channel] - standard_deviation[channel],
                          kFourPlaces);
    }
}

BOOST_AUTO_TEST_CASE(labels_belong_to_their_images) {
    // A guess is right in one case of ten.
    BOOST_TEST(nearest_mean_accuracy(load_cifar10()) > 0.25);
}

BOOST_AUTO_TEST_SUITE_END()
