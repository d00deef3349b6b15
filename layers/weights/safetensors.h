#pragma once

#include "layers/module.h"

#include <filesystem>

// Weights in the safetensors format: the length of the header (8 bytes, little-endian), a JSON
// header that gives each tensor's type, shape and place, and the numbers.
//
//     {"__metadata__": {"format": "stepgrad", "filter_layout": "height, width, in, out"},
//      "features.0.weight": {"dtype": "F32", "shape": [3, 3, 1, 16], "data_offsets": [0, 576]}, ...}
//
// source  https://huggingface.co/docs/safetensors, "Format"
namespace stepgrad {

/// Writes all parameters and buffers under their paths. The same weights give the same bytes. The
/// file appears whole or not at all (autograd/output_file.h).
///
/// throws  DataError if the file cannot be written;
///         GraphError if the model was made under a ShapeOnlyGuard;
///         std::invalid_argument if two tensors have one name
void save_weights(Module& model, const std::filesystem::path& path);

/// Reads what save_weights() wrote into a model of the same structure, which then shares nothing
/// with the file. Everything is checked before the first number is changed: after an error the
/// model is what it was. Optimizer state and train/eval are not part of it.
///
/// throws  DataError if the file cannot be read, is damaged, was not written by stepgrad, or does
///         not hold exactly the tensors of this model in its shapes;
///         GraphError if the model was made under a ShapeOnlyGuard
void load_weights(Module& model, const std::filesystem::path& path);

}  // namespace stepgrad
