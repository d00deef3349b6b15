// precision: float
#include "layers/weights/read_tflite_model.h"

#include "autograd/error.h"
#include "layers/models/mobilenet_v1.h"
#include "layers/weights/assign_weights.h"
#include "tests/support/stored_tensors.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// The layers of MobileNet v1 of width 1/32 (1, 2, 4, ... maps) as TensorFlow Lite names them.
StoredWeights folded_mobilenet() {
    StoredWeights weights{.path = "v1.tflite",
                          .layout = FilterLayout::kOutHeightWidthIn,
                          .tensors = {},
                          .skipped = {}};
    const std::vector<std::int64_t> maps = {1, 2, 4, 4, 8, 8, 16, 16, 16, 16, 16, 16, 32, 32};
    const auto add = [&](const std::string& name, const std::string& kind, const Shape& filter,
                         std::int64_t count) {
        const auto seed = static_cast<std::uint64_t>(weights.tensors.size() + 1);
        weights.tensors.push_back(stored("MobilenetV1/" + name, kind, filter, seed));
        weights.tensors.push_back(
            stored("MobilenetV1/MobilenetV1/" + name, "convolution_bias", {count}, seed + 100));
    };
    add("Conv2d_0", "weights", {maps[0], 3, 3, 3}, maps[0]);
    for (std::size_t i = 1; i < maps.size(); ++i) {
        const std::string name = "Conv2d_" + std::to_string(i);
        add(name + "_depthwise", "depthwise_weights", {1, 3, 3, maps[i - 1]}, maps[i - 1]);
        add(name + "_pointwise", "weights", {maps[i], 1, 1, maps[i - 1]}, maps[i]);
    }
    add("Logits/Conv2d_1c_1x1", "weights", {5, 1, 1, maps.back()}, 5);
    return weights;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(read_tflite_model_test)

BOOST_AUTO_TEST_CASE(what_is_no_model_is_refused) {
    if (!has_flatbuffers()) {
        BOOST_TEST(message_of<DataError>([] {
                       read_tflite_model("a.tflite");
                   }).find("libflatbuffers-dev") != std::string::npos);
        return;
    }
    const TemporaryFolder folder;
    const auto refusal = [&](const std::string& bytes) {
        const auto path = folder.write("a.tflite", bytes);
        return message_of<DataError>([&] { read_tflite_model(path); });
    };
    BOOST_TEST(refusal("").find("is no TensorFlow Lite model of version 3") != std::string::npos);
    BOOST_TEST(refusal("12345678").find("is no TensorFlow Lite model") != std::string::npos);
    BOOST_TEST(refusal(std::string("\x10\0\0\0TFL3", 8)).find("is damaged or was cut off") !=
               std::string::npos);
    BOOST_TEST(refusal(std::string("\xff\xff\xff\x7fTFL3", 8) + std::string(64, '\xff'))
                   .find("is damaged or was cut off") != std::string::npos);
    BOOST_TEST(message_of<DataError>([&] {
                   read_tflite_model(folder.path() / "none.tflite");
               }).find("cannot be opened") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_bias_becomes_the_shift_of_a_normalisation_that_does_nothing_else) {
    Sequential model = mobilenet_v1({.class_count = 5, .width_multiplier = 1.0 / 32});
    const StoredWeights folded = folded_mobilenet();
    const LoadReport report = assign_weights(model, unfolded_mobilenet_v1(folded));
    BOOST_TEST(report.initial.empty(), report.text());
    BOOST_TEST(report.skipped.empty(), report.text());
    for (const NamedParameter& named : model.named_parameters()) {
        if (named.name == "conv1_bn.beta") {
            BOOST_TEST(same_bits(named.parameter.value(), folded.tensors[1].tensor));
        }
        if (named.name == "conv_pw_13_bn.gamma") {
            BOOST_TEST(same_bits(named.parameter.value(), Tensor::full({32}, 1)));
        }
        if (named.name == "conv_preds.bias") {
            BOOST_TEST(same_bits(named.parameter.value(), folded.tensors.back().tensor));
        }
    }
    for (const NamedBuffer& named : model.named_buffers()) {
        const bool is_mean = named.name.find("moving_mean") != std::string::npos;
        const Scalar expected = is_mean ? Scalar(0) : 1 - kMobileNetV1Epsilon;
        BOOST_TEST(same_bits(named.buffer, Tensor::full(named.buffer.shape(), expected)));
    }
}

BOOST_AUTO_TEST_CASE(another_network_is_refused) {
    StoredWeights weights = folded_mobilenet();
    weights.tensors.erase(weights.tensors.begin() + 2);  // the filter of conv_dw_1
    BOOST_TEST(
        message_of<DataError>([&] { unfolded_mobilenet_v1(weights); }) ==
        "unfolded_mobilenet_v1: v1.tflite: expected the 28 layers of MobileNet v1, found 27");
}

BOOST_AUTO_TEST_SUITE_END()
