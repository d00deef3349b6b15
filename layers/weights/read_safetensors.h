#pragma once

#include "layers/weights/stored_weights.h"

#include <filesystem>
#include <optional>

namespace stepgrad {

/// Reads a safetensors file of any program. F16 and BF16 become F32. Tensors of whole numbers, such
/// as PyTorch's num_batches_tracked, and those with more than four extents are skipped.
///
/// A name is cut at its last dot: "features.0.weight" is the part "weight" of layer "features.0".
/// The order of the axes is what stepgrad has recorded, or PyTorch's where the metadata says
/// "format": "pt"; otherwise it must be given. What is given wins.
///
/// throws  DataError that names the file and the tensor if the file cannot be read or is damaged, if
///         a tensor is of another type, or if nothing tells the order of the axes
/// source  https://huggingface.co/docs/safetensors, "Format"
StoredWeights read_safetensors(const std::filesystem::path& path,
                               std::optional<FilterLayout> layout = std::nullopt);

}  // namespace stepgrad
