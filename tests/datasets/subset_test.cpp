// precision: float
#include "datasets/subset.h"

#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

std::int64_t count_label(const Dataset& dataset, std::int32_t label) {
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < dataset.size(); ++i) {
        count += dataset.label(i) == label ? 1 : 0;
    }
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(subset_test)

BOOST_AUTO_TEST_CASE(shows_the_chosen_images_in_the_given_order) {
    const auto dataset = small_dataset(7);
    const Subset subset(dataset, {5, 0, 5});
    BOOST_TEST(subset.size() == 3);
    BOOST_TEST(subset.name() == "small (3 of 7)");
    BOOST_TEST(subset.class_names().size() == 3u);
    BOOST_CHECK(subset.image_shape() == dataset->image_shape());
    BOOST_TEST(subset.label(0) == 2);
    BOOST_TEST(subset.label(1) == 0);
    BOOST_CHECK(same_bits(subset.image(0), dataset->image(5)));
    BOOST_CHECK(same_bits(subset.image(2), dataset->image(5)));
    BOOST_CHECK(same_bits(subset.image(1), dataset->image(0)));
}

BOOST_AUTO_TEST_CASE(rejects_what_is_not_there) {
    const auto dataset = small_dataset(7);
    BOOST_TEST(message_of<std::out_of_range>([&] {
                   Subset(dataset, {0, 7});
               }) == "subset: small has 7 images, index 7 was given");
    BOOST_CHECK_THROW(Subset(dataset, {-1}), std::out_of_range);
    BOOST_CHECK_THROW(Subset(nullptr, {}), std::invalid_argument);
    const Subset subset(dataset, {6});
    BOOST_CHECK_THROW(subset.label(1), std::out_of_range);
    BOOST_CHECK_THROW(subset.image(1), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(a_split_has_every_image_once) {
    const auto dataset = small_dataset(50);
    const DatasetSplit split = split_dataset(dataset, 20, /*seed=*/1);
    BOOST_TEST(split.part->size() == 20);
    BOOST_TEST(split.rest->size() == 30);
    std::vector<std::int64_t> all = split.part->indices();
    BOOST_CHECK(std::is_sorted(all.begin(), all.end()));
    BOOST_CHECK(std::is_sorted(split.rest->indices().begin(), split.rest->indices().end()));
    all.insert(all.end(), split.rest->indices().begin(), split.rest->indices().end());
    std::sort(all.begin(), all.end());
    for (std::int64_t i = 0; i < 50; ++i) {
        BOOST_TEST(all[static_cast<std::size_t>(i)] == i);
    }
}

BOOST_AUTO_TEST_CASE(a_split_takes_the_same_share_of_every_class) {
    const auto dataset = small_dataset(90, /*class_count=*/3);
    for (const std::int64_t part_size : {3, 9, 45, 87}) {
        const DatasetSplit split = split_dataset(dataset, part_size, /*seed=*/1);
        for (const std::int32_t label : {0, 1, 2}) {
            BOOST_TEST(count_label(*split.part, label) == part_size / 3);
        }
    }
    // 10 of 90 do not divide evenly: 3 or 4 of each class.
    const DatasetSplit split = split_dataset(dataset, 10, /*seed=*/1);
    for (const std::int32_t label : {0, 1, 2}) {
        BOOST_TEST(count_label(*split.part, label) >= 3);
        BOOST_TEST(count_label(*split.part, label) <= 4);
    }
}

BOOST_AUTO_TEST_CASE(a_split_depends_on_the_seed_alone) {
    const auto dataset = small_dataset(100);
    const auto indices = [&](std::uint64_t seed) {
        return split_dataset(dataset, 50, seed).part->indices();
    };
    BOOST_CHECK(indices(1) == indices(1));
    BOOST_CHECK(indices(1) != indices(2));
}

BOOST_AUTO_TEST_CASE(a_split_may_take_nothing_or_everything_but_not_more) {
    const auto dataset = small_dataset(5);
    BOOST_TEST(split_dataset(dataset, 0, 1).rest->size() == 5);
    BOOST_TEST(split_dataset(dataset, 5, 1).part->size() == 5);
    BOOST_TEST(message_of<std::invalid_argument>([&] { split_dataset(dataset, 6, 1); }) ==
               "split_dataset: small has 5 images, a part of 6 was asked for");
    BOOST_CHECK_THROW(split_dataset(dataset, -1, 1), std::invalid_argument);
    BOOST_CHECK_THROW(split_dataset(nullptr, 0, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
