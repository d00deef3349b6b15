// precision: float
#include "datasets/idx_folder.h"
#include "datasets/mnist.h"
#include "datasets/transforms.h"
#include "tests/support/labels.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

boost::test_tools::assertion_result is_fetched(boost::unit_test::test_unit_id /*id*/) {
    boost::test_tools::assertion_result result(holds_idx_files(fetched_folder("mnist")));
    result.message() << "MNIST is not in " << fetched_folder("mnist").string();
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mnist_full_test, *boost::unit_test::precondition(is_fetched))

BOOST_AUTO_TEST_CASE(is_what_its_authors_say) {
    const DataSource data = load_mnist();
    BOOST_CHECK(data.train->image_shape() == Shape({28, 28, 1}));
    BOOST_CHECK(
        count_labels(*data.train) ==
        (std::vector<std::int64_t>{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}));
    BOOST_CHECK(count_labels(*data.test) ==
                (std::vector<std::int64_t>{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}));
    // Mean and deviation as they are quoted everywhere, to the four places that are quoted.
    constexpr double kFourPlaces = 5e-5;
    const ChannelStatistics statistics = channel_statistics(*data.train);
    BOOST_TEST_REQUIRE(statistics.mean.size() == 1u);
    BOOST_CHECK_SMALL(statistics.mean[0] - 0.1307, kFourPlaces);
    BOOST_CHECK_SMALL(statistics.standard_deviation[0] - 0.3081, kFourPlaces);
}

BOOST_AUTO_TEST_CASE(labels_belong_to_their_images) {
    // Measured: 0.8203; a guess is right in one case of ten.
    BOOST_TEST(nearest_mean_accuracy(load_mnist()) > 0.8);
}

BOOST_AUTO_TEST_SUITE_END()
