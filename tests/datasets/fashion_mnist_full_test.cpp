// precision: float
#include "datasets/fashion_mnist.h"
#include "datasets/idx_folder.h"
#include "datasets/transforms.h"
#include "tests/support/labels.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

boost::test_tools::assertion_result full_set_is_installed(boost::unit_test::test_unit_id /*id*/) {
    boost::test_tools::assertion_result result(holds_idx_files(fashion_mnist_folder()));
    result.message() << "the full Fashion-MNIST is not in " << fashion_mnist_folder().string();
    return result;
}

// The first `count_per_class` images of each class of `full`, in order, are those of `subset`.
void check_first_of_each_class(const Dataset& full, const Dataset& subset,
                               std::int64_t count_per_class) {
    std::vector<std::int64_t> seen(10, 0);
    std::int64_t position = 0;
    for (std::int64_t i = 0; i < full.size(); ++i) {
        if (seen[static_cast<std::size_t>(full.label(i))]++ < count_per_class) {
            BOOST_REQUIRE(subset.label(position) == full.label(i));
            BOOST_REQUIRE(same_bits(subset.image(position), full.image(i)));
            ++position;
        }
    }
    BOOST_TEST(position == subset.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fashion_mnist_full_test,
                      *boost::unit_test::precondition(full_set_is_installed))

BOOST_AUTO_TEST_CASE(the_full_set_is_what_its_authors_say) {
    const DataSource data = load_fashion_mnist_or_subset();
    BOOST_TEST(data.name == "fashion-mnist");
    BOOST_TEST(data.note == "");
    BOOST_CHECK(count_labels(*data.train) == std::vector<std::int64_t>(10, 6000));
    BOOST_CHECK(count_labels(*data.test) == std::vector<std::int64_t>(10, 1000));
    // Mean and deviation as they are quoted everywhere, to the four places that are quoted.
    constexpr double kFourPlaces = 5e-5;
    const ChannelStatistics statistics = channel_statistics(*data.train);
    BOOST_REQUIRE(statistics.mean.size() == 1u);
    BOOST_CHECK_SMALL(statistics.mean[0] - 0.2860, kFourPlaces);
    BOOST_CHECK_SMALL(statistics.standard_deviation[0] - 0.3530, kFourPlaces);
}

BOOST_AUTO_TEST_CASE(the_subset_is_the_first_images_of_each_class_of_the_full_set) {
    const DataSource full = load_fashion_mnist(fashion_mnist_folder());
    const DataSource subset = load_fashion_mnist_subset();
    check_first_of_each_class(*full.train, *subset.train, 200);
    check_first_of_each_class(*full.test, *subset.test, 50);
}

BOOST_AUTO_TEST_SUITE_END()
