#pragma once

#include "layers/module.h"
#include "layers/weights/load_report.h"
#include "layers/weights/stored_weights.h"

#include <filesystem>
#include <optional>

namespace stepgrad {

/// Loads the weights of another program into a model, layer by layer and by name
/// (assign_weights.h). What the model has and the file has not keeps its values: a new head on a
/// base that was trained. The end of the file's name tells its kind:
///
///     .safetensors   PyTorch's and others' (read_safetensors.h)
///     .json          a TensorFlow.js layers model (read_tfjs_model.h)
///     .h5, .hdf5     Keras (read_keras_h5.h)
///     .tflite        MobileNet v1 alone, for TensorFlow Lite (read_tflite_model.h)
///
/// layout   the order of the axes of a safetensors file's filters, where it does not say it
/// returns  what was loaded, skipped and left: show it, or look at it
/// throws   DataError that names the file and the layer; the model is what it was
LoadReport load_pretrained(Module& model, const std::filesystem::path& path,
                           std::optional<FilterLayout> layout = std::nullopt);

}  // namespace stepgrad
