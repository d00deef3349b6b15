// precision: float, double
#include "layers/models/inverted_residual.h"

#include "autograd/random.h"
#include "layers/check_layer.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Single precision needs steps so large that they lead across the kinks of the ReLUs inside.
constexpr bool kTakesSmallSteps = sizeof(Scalar) == sizeof(double);

// Where the first ReLU6 lets nothing through, the second one sees beta alone: 0 is its kink.
void move_off_the_kinks(Module& module) {
    for (const NamedParameter& named : module.named_parameters()) {
        if (named.name.ends_with("beta")) {
            Tensor beta = named.parameter.value();  // a handle
            beta.fill(Scalar(0.1));
        }
    }
}

void check_passes(InvertedResidual module, const Shape& input_shape) {
    move_off_the_kinks(module);
    const CheckLayerResult result =
        check_layer(module, input_shape, {.is_differentiable = kTakesSmallSteps});
    for (const std::string& failure : result.failures) {
        BOOST_ERROR(failure);
    }
    BOOST_TEST(result.passed);
}

std::string child_names(Module& module) {
    std::string names;
    for (const NamedModule& child : module.children()) {
        names += child.name + " ";
    }
    return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inverted_residual_test)

BOOST_AUTO_TEST_CASE(has_the_layers_of_keras) {
    InvertedResidual module("block_7_", 4, 6, {.expansion = 3});
    BOOST_TEST(child_names(module) ==
               "block_7_expand block_7_expand_BN block_7_expand_relu block_7_depthwise "
               "block_7_depthwise_BN block_7_depthwise_relu block_7_project block_7_project_BN ");
    InvertedResidual first("expanded_conv_", 4, 6, {.expansion = 1, .has_expand = false});
    BOOST_TEST(child_names(first) ==
               "expanded_conv_depthwise expanded_conv_depthwise_BN expanded_conv_depthwise_relu "
               "expanded_conv_project expanded_conv_project_BN ");
    BOOST_TEST(module.parameter_count() == 4 * 12 + 24 + 9 * 12 + 24 + 12 * 6 + 12);
    BOOST_TEST(module.type_name() == "InvertedResidual");
}

// A residual of 0 leaves x where there is a shortcut, and nothing where there is none.
BOOST_AUTO_TEST_CASE(adds_its_input_where_the_shape_stays) {
    const Tensor x = random_tensor({2, 4, 3, 5}, 1);
    for (const std::int64_t out_channels : {5, 6}) {
        for (const std::int64_t stride : {1, 2}) {
            InvertedResidual module("block_1_", 5, out_channels, {.stride = stride});
            Tensor gamma = module.named_parameters()[7].parameter.value();  // of project_BN
            gamma.fill(0);
            const Tensor y = module(Variable(x)).value();
            const bool stays = out_channels == 5 && stride == 1;
            BOOST_TEST(module.has_shortcut() == stays);
            BOOST_TEST((y.shape() == Shape{2, 4 / stride, stride == 1 ? 3 : 2, out_channels}));
            BOOST_TEST(same_bits(y, stays ? x : Tensor::zeros(y.shape())));
        }
    }
}

BOOST_AUTO_TEST_CASE(training_frozen_and_paths_reach_the_layers_inside) {
    InvertedResidual module("block_1_", 2, 2);
    module.eval();
    for (const NamedModule& child : module.children()) {
        BOOST_TEST(!child.module->is_training(), child.name);
        BOOST_TEST(module.path_to(*child.module) == child.name);
    }
    module.freeze();
    BOOST_TEST(module.trainable_parameter_count() == 0);
}

BOOST_AUTO_TEST_CASE(passes_every_check_of_a_layer) {
    set_seed(1);
    check_passes(InvertedResidual("a_", 2, 2, {.expansion = 2}), {3, 3, 4, 2});
    check_passes(InvertedResidual("b_", 2, 3, {.stride = 2, .expansion = 2}), {3, 5, 4, 2});
    check_passes(InvertedResidual("c_", 2, 2, {.expansion = 1, .has_expand = false}), {3, 3, 2, 2});
}

BOOST_AUTO_TEST_CASE(rejects_what_cannot_be_built) {
    BOOST_TEST(message_of<std::invalid_argument>([] {
                   InvertedResidual("a_", 2, 2, {.stride = 3});
               }) == "InvertedResidual: stride must be 1 or 2, 3 was given");
    BOOST_TEST(message_of<std::invalid_argument>(
                   [] { InvertedResidual("a_", 2, 2, {.has_expand = false}); }) ==
               "InvertedResidual: expansion must be at least 1, and 1 without an expand layer; 6 "
               "was given");
    BOOST_CHECK_THROW(InvertedResidual("a_", 2, 2, {.expansion = 0}), std::invalid_argument);
    BOOST_CHECK_THROW(InvertedResidual("a_", 0, 2), std::invalid_argument);
    BOOST_CHECK_THROW(InvertedResidual("a_", 2, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
