// precision: float
#include "datasets/selected_classes.h"

#include "datasets/fashion_mnist.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

std::shared_ptr<const Dataset> all_images() {
    static const std::shared_ptr<const Dataset> images = load_fashion_mnist_subset().train;
    return images;
}

Tensor image_of(const Dataset& dataset, std::int64_t index) {
    Tensor image = Tensor::empty(dataset.image_shape());
    dataset.copy_image(index, image.mutable_data());
    return image;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(selected_classes_test)

BOOST_AUTO_TEST_CASE(classes_are_numbered_anew_and_images_keep_their_order) {
    const SelectedClasses some(all_images(), {7, 2});
    BOOST_TEST(some.size() == 400);
    BOOST_TEST(some.class_names() == (std::vector<std::string>{all_images()->class_names()[7],
                                                               all_images()->class_names()[2]}),
               boost::test_tools::per_element());
    std::int64_t index = 0;
    for (std::int64_t i = 0; i < all_images()->size(); ++i) {
        const std::int32_t label = all_images()->label(i);
        if (label != 7 && label != 2) {
            continue;
        }
        BOOST_REQUIRE(some.label(index) == (label == 7 ? 0 : 1));
        BOOST_REQUIRE(same_bits(image_of(some, index), image_of(*all_images(), i)));
        ++index;
    }
    BOOST_TEST(index == some.size());
    BOOST_TEST(some.name() == all_images()->name() + " (2 of 10 classes)");
    BOOST_CHECK(some.image_shape() == all_images()->image_shape());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_selected_is_an_error) {
    BOOST_CHECK_THROW(SelectedClasses(nullptr, {0}), std::invalid_argument);
    BOOST_CHECK_THROW(SelectedClasses(all_images(), {}), std::invalid_argument);
    BOOST_CHECK_THROW(SelectedClasses(all_images(), {1, 1}), std::invalid_argument);
    BOOST_CHECK_THROW(SelectedClasses(all_images(), {10}), std::out_of_range);
    BOOST_CHECK_THROW(SelectedClasses(all_images(), {-1}), std::out_of_range);
    const SelectedClasses some(all_images(), {3});
    BOOST_CHECK_THROW(some.label(some.size()), std::out_of_range);
}

BOOST_AUTO_TEST_SUITE_END()
