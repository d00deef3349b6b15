#include "layers/weights/read_tflite_model.h"

#include "autograd/error.h"

#ifdef STEPGRAD_HAS_FLATBUFFERS
#include "layers/weights/tflite_schema.h"

#include <cstring>
#include <fstream>
#include <ios>
#include <iterator>
#include <optional>
#include <vector>
#endif

namespace stepgrad {

#ifdef STEPGRAD_HAS_FLATBUFFERS

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& problem) {
    throw DataError("read_tflite_model: " + path.string() + ": " + problem);
}

std::vector<char> bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        fail(path, "cannot be opened");
    }
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

const tflite::Model* checked_model(const std::vector<char>& bytes,
                                   const std::filesystem::path& path) {
    constexpr std::size_t kSmallest = 8;  // the place of the first table, and the identifier
    if (bytes.size() < kSmallest ||
        std::memcmp(bytes.data() + 4, tflite::kFileIdentifier, 4) != 0) {
        fail(path, "is no TensorFlow Lite model of version 3");
    }
    flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                   bytes.size());
    if (!verifier.VerifyBuffer<tflite::Model>(tflite::kFileIdentifier)) {
        fail(path, "is damaged or was cut off");
    }
    return flatbuffers::GetRoot<tflite::Model>(bytes.data());
}

// The numbers' bytes; null for tensors that the operators compute.
const flatbuffers::Vector<std::uint8_t>* data_of(const tflite::Model& model,
                                                 const tflite::Tensor& tensor) {
    const auto* buffers = model.buffers();
    if (buffers == nullptr || tensor.buffer() >= buffers->size()) {
        return nullptr;
    }
    const auto* data = buffers->Get(tensor.buffer())->data();
    return data == nullptr || data->size() == 0 ? nullptr : data;
}

void add_tensor(const tflite::Tensor& tensor, const flatbuffers::Vector<std::uint8_t>& data,
                StoredWeights& weights) {
    const std::string name = tensor.name() == nullptr ? "" : tensor.name()->str();
    std::vector<std::int64_t> extents;
    if (tensor.shape() != nullptr) {
        extents.assign(tensor.shape()->begin(), tensor.shape()->end());
    }
    if (tensor.type() != tflite::kFloat32) {
        weights.skipped.push_back({name, "does not hold float32 numbers"});
        return;
    }
    if (extents.size() > static_cast<std::size_t>(Shape::kMaxRank)) {
        weights.skipped.push_back({name, "has more than four extents"});
        return;
    }
    const std::optional<Shape> shape = stored_shape(extents);
    if (!shape || data.size() != static_cast<std::uint64_t>(shape->numel()) * sizeof(float)) {
        fail(weights.path, "tensor \"" + name + "\" has " +
                               (shape ? "shape " + shape->to_string() : "an impossible shape") +
                               " and " + std::to_string(data.size()) + " bytes");
    }
    Tensor numbers = Tensor::empty(*shape);
    std::memcpy(numbers.mutable_data(), data.data(), data.size());
    const std::string::size_type slash = name.rfind('/');
    weights.tensors.push_back(
        {.name = name,
         .layer = slash == std::string::npos ? std::string() : name.substr(0, slash),
         .part = slash == std::string::npos ? name : name.substr(slash + 1),
         .tensor = numbers});
}

}  // namespace

bool has_flatbuffers() {
    return true;
}

StoredWeights read_tflite_model(const std::filesystem::path& path) {
    const std::vector<char> bytes = bytes_of(path);
    const tflite::Model* model = checked_model(bytes, path);
    StoredWeights weights{.path = path, .layout = FilterLayout::kOutHeightWidthIn};
    if (model->subgraphs() == nullptr) {
        fail(path, "holds no network");
    }
    for (const tflite::SubGraph* graph : *model->subgraphs()) {
        if (graph->tensors() == nullptr) {
            continue;
        }
        for (const tflite::Tensor* tensor : *graph->tensors()) {
            if (const auto* data = data_of(*model, *tensor)) {
                add_tensor(*tensor, *data, weights);
            }
        }
    }
    return weights;
}

#else

bool has_flatbuffers() {
    return false;
}

StoredWeights read_tflite_model(const std::filesystem::path& path) {
    throw DataError("read_tflite_model: " + path.string() +
                    ": this build cannot read FlatBuffers. Install it (Debian: "
                    "libflatbuffers-dev), then run CMake again");
}

#endif

}  // namespace stepgrad
