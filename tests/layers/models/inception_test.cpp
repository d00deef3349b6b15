// precision: float, double
#include "layers/models/inception.h"

#include "autograd/random.h"
#include "layers/check_layer.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr InceptionWidths kSmall{
    .conv1x1 = 2, .reduce3x3 = 3, .conv3x3 = 4, .reduce5x5 = 1, .conv5x5 = 3, .pool_project = 2};

// Single precision needs steps so large that they lead across the kinks of the ReLUs inside.
constexpr bool kTakesSmallSteps = sizeof(Scalar) == sizeof(double);

// Every weight of the module becomes 1 and every bias 0.
void fill_with_ones(Module& module) {
    for (const NamedParameter& named : module.named_parameters()) {
        Tensor numbers = named.parameter.value();  // a handle
        numbers.fill(named.name.ends_with("weight") ? 1 : 0);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inception_test)

// One channel, all weights 1: each branch adds up what its window sees. In the middle of 5x5 pixels
// of 1 with a 9 in the corner the 3x3 window sees nine ones, the 5x5 window all pixels.
BOOST_AUTO_TEST_CASE(puts_what_four_branches_see_behind_each_other) {
    Inception module(1, {1, 1, 1, 1, 1, 1});
    fill_with_ones(module);
    Tensor image = Tensor::full({1, 5, 5, 1}, 1);
    image.mutable_data()[0] = 9;
    const Tensor output = module(Variable(image)).value();
    BOOST_TEST_REQUIRE((output.shape() == Shape{1, 5, 5, 4}));
    const auto pixel = [&](std::int64_t h, std::int64_t w) {
        std::string text;
        for (std::int64_t c = 0; c < 4; ++c) {
            text += std::to_string(static_cast<int>(output.at({0, h, w, c}))) + " ";
        }
        return text;
    };
    BOOST_TEST(pixel(2, 2) == "1 9 33 1 ");
    BOOST_TEST(pixel(0, 0) == "9 12 17 9 ");
    BOOST_TEST(pixel(1, 1) == "1 17 24 9 ");
}

BOOST_AUTO_TEST_CASE(has_one_path_for_each_parameter) {
    Inception module(5, kSmall);
    std::string names;
    for (const NamedParameter& named : module.named_parameters()) {
        names += named.name + " " + named.parameter.shape().to_string() + "\n";
    }
    BOOST_TEST(names ==
               "1x1.conv.weight [1, 1, 5, 2]\n1x1.conv.bias [2]\n"
               "3x3.reduce.weight [1, 1, 5, 3]\n3x3.reduce.bias [3]\n"
               "3x3.conv.weight [3, 3, 3, 4]\n3x3.conv.bias [4]\n"
               "5x5.reduce.weight [1, 1, 5, 1]\n5x5.reduce.bias [1]\n"
               "5x5.conv.weight [5, 5, 1, 3]\n5x5.conv.bias [3]\n"
               "pool.project.weight [1, 1, 5, 2]\npool.project.bias [2]\n");
    BOOST_TEST(kSmall.total() == 11);
    BOOST_TEST(module.type_name() == "Inception");
}

BOOST_AUTO_TEST_CASE(passes_every_check_of_a_layer) {
    set_seed(3);
    Inception module(2, kSmall);
    const CheckLayerResult result =
        check_layer(module, {2, 3, 4, 2}, {.is_differentiable = kTakesSmallSteps});
    for (const std::string& failure : result.failures) {
        BOOST_ERROR(failure);
    }
    BOOST_TEST(result.passed);
}

BOOST_AUTO_TEST_CASE(rejects_widths_below_one) {
    BOOST_CHECK_THROW(Inception(0, kSmall), std::invalid_argument);
    BOOST_CHECK_THROW(Inception(1, {1, 1, 1, 0, 1, 1}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
