#include "layers/weights/read_safetensors.h"

#include "autograd/error.h"
#include "layers/weights/half_precision.h"
#include "layers/weights/safetensors_file.h"
#include "layers/weights/safetensors_header.h"

#include <cstring>
#include <map>
#include <optional>
#include <vector>

namespace stepgrad {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& problem) {
    throw DataError("read_safetensors: " + path.string() + ": " + problem);
}

FilterLayout recorded_layout(const std::string& header, const std::filesystem::path& path) {
    if (!metadata_text(header, "filter_layout").empty()) {
        return FilterLayout::kHeightWidthInOut;  // the only one that stepgrad writes
    }
    if (metadata_text(header, "format") == "pt") {
        return FilterLayout::kOutInHeightWidth;
    }
    fail(path,
         "says nothing about the order of its filters' axes: give a FilterLayout, PyTorch's " +
             layout_text(FilterLayout::kOutInHeightWidth) + " or stepgrad's " +
             layout_text(FilterLayout::kHeightWidthInOut));
}

// Empty if the numbers can be read.
std::string reason_to_skip(const TensorEntry& entry) {
    const bool is_real = entry.dtype == "F32" || entry.dtype == "F16" || entry.dtype == "BF16";
    if (!is_real && entry.dtype != "F64") {
        return "holds whole numbers, " + entry.dtype;
    }
    return entry.extents.size() > static_cast<std::size_t>(Shape::kMaxRank)
               ? "has more than four extents, " + shape_text(entry.extents)
               : "";
}

Tensor read_tensor(SafetensorsFile& file, const TensorEntry& entry,
                   const std::filesystem::path& path) {
    const std::optional<Shape> shape = stored_shape(entry.extents);
    if (!shape) {
        fail(path,
             "tensor \"" + entry.name + "\" has the impossible shape " + shape_text(entry.extents));
    }
    std::vector<char> bytes(entry.end - entry.begin);
    if (!file.read(entry, bytes.data())) {
        fail(path, "tensor \"" + entry.name + "\" cannot be read");
    }
    Tensor tensor = Tensor::empty(*shape);
    Scalar* numbers = tensor.mutable_data();
    if (entry.dtype == "F32") {
        std::memcpy(numbers, bytes.data(), bytes.size());
        return tensor;
    }
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        std::uint16_t half = 0;
        std::memcpy(&half, bytes.data() + 2 * i, sizeof(half));
        numbers[i] = entry.dtype == "F16" ? from_half(half) : from_bfloat16(half);
    }
    return tensor;
}

StoredTensor named(const std::string& name, const Tensor& tensor) {
    const std::string::size_type dot = name.rfind('.');
    return {.name = name,
            .layer = dot == std::string::npos ? std::string() : name.substr(0, dot),
            .part = dot == std::string::npos ? name : name.substr(dot + 1),
            .tensor = tensor};
}

}  // namespace

StoredWeights read_safetensors(const std::filesystem::path& path,
                               std::optional<FilterLayout> layout) {
    SafetensorsFile file = open_safetensors("read_safetensors", path);
    std::map<std::string, TensorEntry> entries;
    try {
        entries = checked_entries(file.header, file.data_size, SafetensorsOrigin::kAnyProgram);
    } catch (const DataError& problem) {
        fail(path, problem.what());
    }
    StoredWeights weights{.path = path,
                          .layout = layout ? *layout : recorded_layout(file.header, path)};
    for (const auto& [name, entry] : entries) {
        const std::string reason = reason_to_skip(entry);
        if (!reason.empty()) {
            weights.skipped.push_back({name, reason});
        } else if (entry.dtype == "F64") {
            fail(path, "tensor \"" + name + "\" has dtype F64; F32, F16 and BF16 can be read");
        } else {
            weights.tensors.push_back(named(name, read_tensor(file, entry, path)));
        }
    }
    return weights;
}

}  // namespace stepgrad
