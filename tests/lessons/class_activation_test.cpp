// precision: float
#include "autograd/random.h"
#include "layers/models/small_cnn.h"
#include "lessons/support/class_activation_claims.h"
#include "lessons/support/evidence.h"
#include "lessons/support/half_pictures.h"
#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

Run run(const std::string& name, double test_accuracy) {
    Run made;
    made.name = name;
    made.test_accuracy = test_accuracy;
    return made;
}

std::string verdict(std::int64_t gap, std::int64_t flatten, double accuracy = 0.9) {
    const std::vector<Pointing> pointing{{.name = "flatten", .right = flatten, .asked = 100},
                                         {.name = "gap", .right = gap, .asked = 100},
                                         {.name = "gmp", .right = 50, .asked = 100}};
    return class_activation_claims({run("flatten", accuracy), run("gap", accuracy)}, pointing, 10)
        .at(0)
        .verdict;
}

Pointing pointing_of(Head head, bool is_average) {
    set_seed(5);
    Sequential model = small_cnn(
        head, {.image_height = 8, .image_width = 16, .class_count = 3, .widths = {4, 4, 4, 4, 6}});
    // [2, 3] is too small for the body: pairs of larger pictures.
    class Larger final : public Dataset {
    public:
        std::string name() const override { return "larger"; }
        std::int64_t size() const override { return 9; }
        Shape image_shape() const override { return {8, 8, 1}; }
        std::vector<std::string> class_names() const override { return {"a", "b", "c"}; }
        std::int32_t label(std::int64_t index) const override {
            return static_cast<std::int32_t>(index % 3);
        }
        void copy_image(std::int64_t index, Scalar* pixels) const override {
            Random random(static_cast<std::uint64_t>(index));
            for (int i = 0; i < 64; ++i) {
                pixels[i] = static_cast<Scalar>(random.below(256)) / 255;
            }
        }
    };
    const auto pairs = std::make_shared<SideBySide>(std::make_shared<Larger>(), 4);
    return point_at_halves(model, "name", *pairs, DataLoader(pairs, {.shuffle = false}),
                           is_average);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(class_activation_test)

BOOST_AUTO_TEST_CASE(the_verdict_follows_from_who_points_better) {
    BOOST_TEST(verdict(95, 80) == "holds");
    BOOST_TEST(verdict(92, 90) == "depends");
    BOOST_TEST(verdict(80, 90) == "does not hold");
    BOOST_TEST(verdict(55, 40) == "does not hold");  // no better than a coin
    BOOST_TEST(verdict(95, 80, 0.2).starts_with("cannot be judged"));
    BOOST_CHECK_THROW(class_activation_claims({run("gap", 0.9), run("flatten", 0.9)}, {}, 10),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(mean_and_bias_add_up_to_the_logit_behind_every_linear_head) {
    for (const Head head : {Head::kFlatten, Head::kGlobalAverage, Head::kGlobalMax}) {
        const Pointing pointing = pointing_of(head, head == Head::kGlobalAverage);
        BOOST_TEST(pointing.asked == 8);
        BOOST_TEST(pointing.largest_logit > 0);
        BOOST_TEST(adds_up(pointing));
    }
}

BOOST_AUTO_TEST_CASE(the_formula_of_the_class_activation_map_is_no_other_head_s) {
    BOOST_TEST(adds_up(pointing_of(Head::kGlobalAverage, true)));
    BOOST_TEST(!adds_up(pointing_of(Head::kGlobalMax, true)));
}

BOOST_AUTO_TEST_CASE(half_pictures_are_where_they_say) {
    const auto dataset = small_dataset(200);  // image i: all bytes i
    const HalfPictures halves(dataset, 1);
    BOOST_CHECK(halves.image_shape() == (Shape{2, 6, 1}));
    int lefts = 0;
    for (std::int64_t i = 1; i < 200; ++i) {
        const Tensor image = halves.image(i);
        const bool is_left = image.data()[0] > 0;
        BOOST_TEST(is_left == halves.is_left(i));
        BOOST_TEST((image.data()[3] > 0) == !is_left);
        BOOST_TEST(halves.label(i) == dataset->label(i));
        lefts += is_left ? 1 : 0;
    }
    BOOST_TEST(lefts > 70);
    BOOST_TEST(lefts < 130);
}

BOOST_AUTO_TEST_SUITE_END()
