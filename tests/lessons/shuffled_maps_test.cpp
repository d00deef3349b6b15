// precision: float
#include "lessons/support/shuffled_maps.h"

#include "autograd/random.h"
#include "datasets/drawn_shapes.h"
#include "layers/models/small_cnn.h"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <memory>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

ShuffledMaps shuffled(Head head) {
    set_seed(3);
    Sequential model = small_cnn(head, {.class_count = 4});
    const DrawnShapesOptions options{.count = 8};
    const DataLoader images(std::make_shared<DrawnShapes>("shapes", options), {.shuffle = false});
    return shuffle_maps(model, "name", images, 7);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shuffled_maps_test)

BOOST_AUTO_TEST_CASE(a_mean_does_not_change_with_the_places_of_its_pixels) {
    const ShuffledMaps maps = shuffled(Head::kGlobalAverage);
    BOOST_TEST(are_equal_to_rounding(maps));
    BOOST_TEST(maps.accuracy == maps.shuffled_accuracy);
    BOOST_TEST(maps.largest_logit > 0);
}

BOOST_AUTO_TEST_CASE(a_greatest_number_does_not_change_at_all) {
    BOOST_TEST(shuffled(Head::kGlobalMax).largest_difference == 0);
}

BOOST_AUTO_TEST_CASE(flatten_tells_places_apart) {
    const ShuffledMaps maps = shuffled(Head::kFlatten);
    BOOST_TEST(!are_equal_to_rounding(maps));
    BOOST_TEST(maps.largest_difference > 0.01 * maps.largest_logit);
}

BOOST_AUTO_TEST_CASE(a_network_that_has_gone_astray_is_not_called_equal) {
    Sequential model = small_cnn(Head::kGlobalAverage, {.class_count = 4});
    Tensor bias = model.named_parameters().back().parameter.value();  // shares its numbers
    bias.mutable_data()[0] = std::numeric_limits<Scalar>::quiet_NaN();
    const DrawnShapesOptions options{.count = 8};
    const DataLoader images(std::make_shared<DrawnShapes>("shapes", options), {.shuffle = false});
    BOOST_TEST(!are_equal_to_rounding(shuffle_maps(model, "gap", images, 7)));
}

BOOST_AUTO_TEST_CASE(a_difference_beyond_rounding_is_noticed) {
    BOOST_TEST(are_equal_to_rounding({"gap", 1, 1, 1e-5, 2}));
    BOOST_TEST(!are_equal_to_rounding({"gap", 1, 1, 1e-4, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
