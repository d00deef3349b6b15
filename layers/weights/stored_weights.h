#pragma once

#include "autograd/tensor.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// What a weight file of any program holds, before it meets a model.
namespace stepgrad {

/// In which order a file keeps the axes of its filters. Of dense layers the last two have
/// [out, in], the first one [in, out] as stepgrad has.
enum class FilterLayout {
    kHeightWidthInOut,  // stepgrad, Keras, TensorFlow.js; depthwise [height, width, channels, 1]
    kOutInHeightWidth,  // PyTorch; depthwise [channels, 1, height, width]
    kOutHeightWidthIn   // TensorFlow Lite; depthwise [1, height, width, channels]
};

/// "[height, width, in, out]"
std::string layout_text(FilterLayout layout);

/// One array of a file.
struct StoredTensor {
    std::string name;   // all of it, as the file has it: "Conv1/kernel"
    std::string layer;  // "Conv1", or with its path "features.0"
    std::string part;   // "kernel"
    Tensor tensor;      // in the file's order of axes
};

/// One that was not read.
struct SkippedTensor {
    std::string name;
    std::string reason;
};

/// The shape of up to four extents; nothing if there are more, if one is negative, or if their product
/// is too large for any file: then the file is damaged.
std::optional<Shape> stored_shape(const std::vector<std::int64_t>& extents);

struct StoredWeights {
    std::filesystem::path path;
    FilterLayout layout;
    std::vector<StoredTensor> tensors{};
    std::vector<SkippedTensor> skipped{};
};

}  // namespace stepgrad
