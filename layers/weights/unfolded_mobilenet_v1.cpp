#include "autograd/error.h"
#include "layers/models/mobilenet_v1.h"
#include "layers/weights/read_tflite_model.h"

#include <set>

namespace stepgrad {
namespace {

constexpr const char* kTop = "conv_preds";
constexpr int kPairs = 13;  // of a depthwise and a pointwise convolution

// "conv_dw_3" for "MobilenetV1/Conv2d_3_depthwise" or "MobilenetV1/MobilenetV1/Conv2d_3_depthwise";
// empty for what is no layer of MobileNet v1.
std::string keras_name(const std::string& layer) {
    const std::string name = layer.substr(layer.rfind('/') + 1);
    if (name == "Conv2d_0") {
        return "conv1";
    }
    if (name == "Conv2d_1c_1x1") {
        return kTop;
    }
    for (int number = 1; number <= kPairs; ++number) {
        const std::string start = "Conv2d_" + std::to_string(number) + "_";
        if (name == start + "depthwise") {
            return "conv_dw_" + std::to_string(number);
        }
        if (name == start + "pointwise") {
            return "conv_pw_" + std::to_string(number);
        }
    }
    return {};
}

bool is_filter(const StoredTensor& stored) {
    return stored.part == "weights" || stored.part == "depthwise_weights";
}

// The bias as the shift of a normalisation that does nothing else.
void add_normalisation(const StoredTensor& bias, const std::string& layer, StoredWeights& weights) {
    const Shape shape = bias.tensor.shape();
    const auto add = [&](const char* part, const Tensor& tensor) {
        weights.tensors.push_back(
            {.name = bias.name, .layer = layer + "_bn", .part = part, .tensor = tensor});
    };
    add("beta", bias.tensor);
    add("gamma", Tensor::full(shape, 1));
    add("moving_mean", Tensor::zeros(shape));
    add("moving_variance", Tensor::full(shape, 1 - kMobileNetV1Epsilon));
}

}  // namespace

StoredWeights unfolded_mobilenet_v1(const StoredWeights& weights) {
    StoredWeights result{
        .path = weights.path, .layout = weights.layout, .skipped = weights.skipped};
    std::set<std::string> filters;
    for (const StoredTensor& stored : weights.tensors) {
        const std::string layer = keras_name(stored.layer);
        if (layer.empty()) {
            result.skipped.push_back({stored.name, "is no layer of MobileNet v1"});
        } else if (is_filter(stored)) {
            filters.insert(layer);
            result.tensors.push_back({stored.name, layer, "kernel", stored.tensor});
        } else if (layer == kTop) {
            result.tensors.push_back({stored.name, layer, "bias", stored.tensor});
        } else {
            add_normalisation(stored, layer, result);
        }
    }
    constexpr std::size_t kLayers = 1 + 2 * kPairs + 1;
    if (filters.size() != kLayers) {
        throw DataError("unfolded_mobilenet_v1: " + weights.path.string() + ": expected the " +
                        std::to_string(kLayers) + " layers of MobileNet v1, found " +
                        std::to_string(filters.size()));
    }
    return result;
}

}  // namespace stepgrad
