// precision: float
#include "datasets/class_split.h"

#include "autograd/error.h"
#include "datasets/subset.h"
#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

std::vector<std::int64_t> indices_of(const std::shared_ptr<const Dataset>& part) {
    return dynamic_cast<const Subset&>(*part).indices();
}

std::map<int, int> class_counts(const std::shared_ptr<const Dataset>& part) {
    std::map<int, int> counts;
    for (std::int64_t i = 0; i < part->size(); ++i) {
        ++counts[part->label(i)];
    }
    return counts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(class_split_test)

BOOST_AUTO_TEST_CASE(every_class_gives_its_share_and_no_image_is_in_two_parts) {
    const auto dataset = small_dataset(100, /*class_count=*/4);
    const ClassSplit split =
        split_by_class(dataset, {.validation_share = 0.1, .test_share = 0.25, .seed = 3});
    // 25 images a class: 2.5 and 6.25 of them, rounded
    for (int label = 0; label < 4; ++label) {
        BOOST_TEST(class_counts(split.validation)[label] == 3);
        BOOST_TEST(class_counts(split.test)[label] == 6);
        BOOST_TEST(class_counts(split.train)[label] == 16);
    }
    std::vector<std::int64_t> all;
    for (const auto& part : {split.train, split.validation, split.test}) {
        const std::vector<std::int64_t> indices = indices_of(part);
        BOOST_TEST(std::is_sorted(indices.begin(), indices.end()));
        all.insert(all.end(), indices.begin(), indices.end());
    }
    std::sort(all.begin(), all.end());
    BOOST_TEST(all.size() == 100u);
    BOOST_CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}

// Fixed numbers: the split must not change with the platform or the version.
BOOST_AUTO_TEST_CASE(the_same_seed_draws_the_same_images_everywhere) {
    const auto dataset = small_dataset(20, /*class_count=*/2);
    const ClassSplit split = split_by_class(dataset, {.test_share = 0.3, .seed = 1});
    BOOST_TEST(indices_of(split.test) == (std::vector<std::int64_t>{0, 5, 6, 8, 13, 15}));
    BOOST_CHECK(indices_of(split_by_class(dataset, {.test_share = 0.3, .seed = 2}).test) !=
                indices_of(split.test));
}

BOOST_AUTO_TEST_CASE(a_share_of_0_gives_no_part) {
    const ClassSplit split = split_by_class(small_dataset(6), {.test_share = 0});
    BOOST_TEST(split.validation == nullptr);
    BOOST_TEST(split.test == nullptr);
    BOOST_TEST(split.train->size() == 6);
}

BOOST_AUTO_TEST_CASE(small_classes_give_one_image_to_each_part) {
    const ClassSplit split = split_by_class(small_dataset(9, /*class_count=*/3),
                                            {.validation_share = 0.01, .test_share = 0.01});
    BOOST_TEST(split.train->size() == 3);
    BOOST_TEST(split.validation->size() == 3);
    BOOST_TEST(split.test->size() == 3);
    // Shares that would leave nothing to train on leave one image.
    const ClassSplit greedy = split_by_class(small_dataset(9, /*class_count=*/3),
                                             {.validation_share = 0.49, .test_share = 0.49});
    BOOST_TEST(greedy.train->size() == 3);
}

BOOST_AUTO_TEST_CASE(a_class_with_too_few_images_is_named) {
    const auto dataset = small_dataset(5, /*class_count=*/3);  // 2, 2 and 1 images
    BOOST_TEST(
        message_of<DataError>([&] { split_by_class(dataset, {}); }) ==
        "split_by_class: small: class \"class 2\" has 1 image, a split into 2 parts needs at "
        "least 2");
    BOOST_TEST(message_of<DataError>([&] {
                   split_by_class(dataset, {.validation_share = 0.1, .test_share = 0.1});
               }) ==
               "split_by_class: small: class \"class 0\" has 2 images, a split into 3 parts "
               "needs at least 3");
}

BOOST_AUTO_TEST_CASE(rejects_impossible_shares_and_no_dataset) {
    const auto dataset = small_dataset(30);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   split_by_class(dataset, {.validation_share = 0.5, .test_share = 0.5});
               }).find("together below 1, 0.500000 and 0.500000 were given") != std::string::npos);
    for (const double share : {-0.1, 1.0, nan}) {
        BOOST_CHECK_THROW(split_by_class(dataset, {.validation_share = share}),
                          std::invalid_argument);
        BOOST_CHECK_THROW(split_by_class(dataset, {.test_share = share}), std::invalid_argument);
    }
    BOOST_CHECK_THROW(split_by_class(nullptr, {}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
