// precision: float
#include "layers/weights/assign_weights.h"

#include "autograd/error.h"
#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/linear.h"
#include "layers/sequential.h"
#include "tests/support/stored_tensors.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

StoredWeights keras_file(std::vector<StoredTensor> tensors) {
    return {.path = "a/file.h5",
            .layout = FilterLayout::kHeightWidthInOut,
            .tensors = std::move(tensors),
            .skipped = {}};
}

// base.conv, base.conv_bn and a head.
Sequential model() {
    Sequential base;
    base.add("conv", Conv2d(3, 4, 3, {.has_bias = false}));
    base.add("conv_bn", BatchNorm2d(4));
    Sequential whole;
    whole.add("base", std::move(base));
    whole.add("head", Linear(4, 2));
    return whole;
}

Tensor parameter(Sequential& of, const std::string& name) {
    for (const NamedParameter& named : of.named_parameters()) {
        if (named.name == name) {
            return named.parameter.value();
        }
    }
    throw std::invalid_argument("no parameter " + name);
}

std::vector<StoredTensor> keras_tensors() {
    return {stored("conv", "kernel", {3, 3, 3, 4}, 1), stored("conv_bn", "gamma", {4}, 2),
            stored("conv_bn", "beta", {4}, 3), stored("conv_bn", "moving_mean", {4}, 4),
            stored("conv_bn", "moving_variance", {4}, 5)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(assign_weights_test)

BOOST_AUTO_TEST_CASE(layers_are_found_by_their_own_names_and_the_head_is_left) {
    Sequential network = model();
    const StoredWeights file = keras_file(keras_tensors());
    const LoadReport report = assign_weights(network, file);
    BOOST_TEST(report.matched.size() == 5U);
    BOOST_TEST(report.matched_numbers() == 3 * 3 * 3 * 4 + 4 * 4);
    BOOST_TEST(report.matched[0].model_name == "base.conv.weight");
    BOOST_TEST(report.matched[0].file_name == "conv/kernel");
    BOOST_REQUIRE(report.initial.size() == 2U);
    BOOST_TEST(report.initial[0].model_name == "head.weight");
    BOOST_TEST(same_bits(parameter(network, "base.conv.weight"), file.tensors[0].tensor));
    BOOST_TEST(same_bits(parameter(network, "base.conv_bn.gamma"), file.tensors[1].tensor));
    BOOST_TEST(same_bits(network.named_buffers()[1].buffer, file.tensors[4].tensor));
}

BOOST_AUTO_TEST_CASE(pytorchs_names_and_paths_are_understood) {
    Sequential network = model();
    StoredWeights file = keras_file(
        {stored("base.conv", "weight", {4, 3, 3, 3}, 1), stored("base.conv_bn", "weight", {4}, 2),
         stored("base.conv_bn", "bias", {4}, 3), stored("base.conv_bn", "running_mean", {4}, 4),
         stored("base.conv_bn", "running_var", {4}, 5), stored("head", "weight", {2, 4}, 6),
         stored("head", "bias", {2}, 7)});
    file.layout = FilterLayout::kOutInHeightWidth;
    const LoadReport report = assign_weights(network, file);
    BOOST_TEST(report.matched.size() == 7U);
    BOOST_TEST(report.initial.empty());
    BOOST_TEST(same_bits(parameter(network, "base.conv_bn.beta"), file.tensors[2].tensor));
    BOOST_TEST(parameter(network, "head.weight").at({3, 1}) == file.tensors[5].tensor.at({1, 3}));
    BOOST_TEST(parameter(network, "base.conv.weight").at({0, 1, 2, 3}) ==
               file.tensors[0].tensor.at({3, 2, 0, 1}));
}

BOOST_AUTO_TEST_CASE(what_the_model_does_not_have_is_skipped_and_reported) {
    Sequential network = model();
    std::vector<StoredTensor> tensors = keras_tensors();
    tensors.push_back(stored("predictions", "kernel", {4, 1000}, 9));
    const LoadReport report = assign_weights(network, keras_file(std::move(tensors)));
    BOOST_REQUIRE(report.skipped.size() == 1U);
    BOOST_TEST(report.skipped[0].name == "predictions/kernel");
    BOOST_TEST(report.text() ==
               "file.h5: 5 tensors with 124 numbers went into the model\n"
               "Skipped in the file: 1\n"
               "  predictions/kernel: the model has no layer for it\n"
               "Left at their initial values in the model: 2\n"
               "  head.weight [4, 2]\n"
               "  head.bias [2]\n");
    BOOST_TEST(report.text(1).find("  head.weight [4, 2]\n  and 1 more\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_error_names_both_shapes_and_leaves_the_model_as_it_was) {
    Sequential network = model();
    const Tensor before = parameter(network, "base.conv.weight").clone();
    std::vector<StoredTensor> tensors = keras_tensors();
    tensors[4] = stored("conv_bn", "moving_variance", {8}, 5);
    BOOST_TEST(message_of<DataError>([&] { assign_weights(network, keras_file(tensors)); }) ==
               "assign_weights: a/file.h5: \"conv_bn/moving_variance\" has shape [8], the model's "
               "\"base.conv_bn.moving_variance\" expects [4]: another width multiplier, or another "
               "network");
    BOOST_TEST(same_bits(parameter(network, "base.conv.weight"), before));
}

BOOST_AUTO_TEST_CASE(a_file_for_another_model_is_an_error) {
    Sequential network = model();
    BOOST_TEST(message_of<DataError>([&] {
                   assign_weights(network, keras_file({stored("dense", "kernel", {4, 2}, 1)}));
               }) ==
               "assign_weights: a/file.h5: no tensor fits any layer of the model: the file begins "
               "with \"dense/kernel\", the model with \"base.conv.weight\"");
    BOOST_TEST(message_of<DataError>([&] {
                   assign_weights(network, keras_file({stored("conv", "kernel", {3, 3, 3, 4}, 1),
                                                       stored("conv", "weight", {3, 3, 3, 4}, 2)}));
               }) ==
               "assign_weights: a/file.h5: \"conv/weight\" is the second tensor for "
               "\"base.conv.weight\"");
}

BOOST_AUTO_TEST_CASE(a_name_that_two_layers_have_needs_its_path) {
    Sequential network;
    network.add("a", Sequential{Linear(2, 2)});
    network.add("b", Sequential{Linear(2, 2)});
    const LoadReport report = assign_weights(
        network,
        keras_file({stored("0", "kernel", {2, 2}, 1), stored("b.0", "kernel", {2, 2}, 2)}));
    BOOST_TEST(report.skipped.size() == 1U);
    BOOST_REQUIRE(report.matched.size() == 1U);
    BOOST_TEST(report.matched[0].model_name == "b.0.weight");
}

BOOST_AUTO_TEST_SUITE_END()
