#include "layers/weights/read_keras_h5.h"

#include "autograd/error.h"

#ifdef STEPGRAD_HAS_HDF5
#include "layers/weights/hdf5_file.h"

#include <optional>
#endif

namespace stepgrad {

#ifdef STEPGRAD_HAS_HDF5

namespace {

constexpr const char* kLayerNames = "layer_names";
constexpr const char* kWeightNames = "weight_names";
constexpr const char* kModelWeights = "model_weights";  // of a file that holds a whole model

// "kernel" for "conv1/kernel:0", and "W" for "block1_conv1_W_1:0" of layer block1_conv1. Keras numbers
// what it meets a second time: "kernel_1:0".
std::string part_of(std::string name, const std::string& layer) {
    name = name.substr(name.rfind('/') + 1);
    name = name.substr(0, name.rfind(':'));
    if (name.rfind(layer + "_", 0) == 0) {
        name = name.substr(layer.size() + 1);
    }
    const std::string::size_type end = name.find_last_not_of("0123456789");
    if (end != std::string::npos && end > 0 && end + 1 < name.size() && name[end] == '_') {
        name = name.substr(0, end);
    }
    return name == "W" ? "kernel" : name == "b" ? "bias" : name;
}

void add_tensor(const Hdf5File& file, const Hdf5Handle& group, const std::string& layer,
                const std::string& name, StoredWeights& weights) {
    const Hdf5Numbers found = file.numbers(group, name);
    const std::string full_name = layer + ": " + name;
    if (found.extents.size() > static_cast<std::size_t>(Shape::kMaxRank)) {
        weights.skipped.push_back({full_name, "has more than four extents"});
        return;
    }
    const std::optional<Shape> shape = stored_shape(found.extents);
    if (!shape) {
        file.fail("\"" + full_name + "\" has an impossible shape");
    }
    weights.tensors.push_back({.name = full_name,
                               .layer = layer,
                               .part = part_of(name, layer),
                               .tensor = Tensor::from(*shape, found.numbers)});
}

}  // namespace

bool has_hdf5() {
    return true;
}

StoredWeights read_keras_h5(const std::filesystem::path& path) {
    const Hdf5File file(path);
    StoredWeights weights{.path = path, .layout = FilterLayout::kHeightWidthInOut};
    const Hdf5Handle root = file.root();
    const bool is_model = !file.has_texts(root, kLayerNames) && file.has(root, kModelWeights);
    const Hdf5Handle layers = is_model ? file.group(root, kModelWeights) : file.root();
    if (!file.has_texts(layers, kLayerNames)) {
        file.fail(std::string("has no attribute \"") + kLayerNames +
                  "\": it was not written by Keras's save_weights()");
    }
    for (const std::string& layer : file.texts(layers, kLayerNames)) {
        const Hdf5Handle group = file.group(layers, layer);
        for (const std::string& name : file.texts(group, kWeightNames)) {
            add_tensor(file, group, layer, name, weights);
        }
    }
    return weights;
}

#else

bool has_hdf5() {
    return false;
}

StoredWeights read_keras_h5(const std::filesystem::path& path) {
    throw DataError("read_keras_h5: " + path.string() +
                    ": this build cannot read HDF5 files. Install it (Debian: libhdf5-dev), then "
                    "run CMake again");
}

#endif

}  // namespace stepgrad
