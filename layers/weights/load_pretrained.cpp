#include "layers/weights/load_pretrained.h"

#include "autograd/error.h"
#include "layers/weights/assign_weights.h"
#include "layers/weights/read_keras_h5.h"
#include "layers/weights/read_safetensors.h"
#include "layers/weights/read_tfjs_model.h"
#include "layers/weights/read_tflite_model.h"

#include <string>

namespace stepgrad {
namespace {

StoredWeights read(const std::filesystem::path& path, std::optional<FilterLayout> layout) {
    const std::string kind = path.extension().string();
    if (kind == ".safetensors") {
        return read_safetensors(path, layout);
    }
    if (kind == ".json") {
        return read_tfjs_model(path);
    }
    if (kind == ".h5" || kind == ".hdf5") {
        return read_keras_h5(path);
    }
    if (kind == ".tflite") {
        return unfolded_mobilenet_v1(read_tflite_model(path));
    }
    throw DataError("load_pretrained: " + path.string() +
                    ": expected a name that ends in .safetensors, .json (TensorFlow.js), .h5 "
                    "(Keras) or .tflite, given \"" +
                    kind + "\"");
}

}  // namespace

LoadReport load_pretrained(Module& model, const std::filesystem::path& path,
                           std::optional<FilterLayout> layout) {
    return assign_weights(model, read(path, layout));
}

}  // namespace stepgrad
