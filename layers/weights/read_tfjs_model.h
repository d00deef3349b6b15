#pragma once

#include "layers/weights/stored_weights.h"

#include <filesystem>

namespace stepgrad {

/// Reads the weights of a TensorFlow.js layers model: model.json, whose "weightsManifest" names each
/// tensor, its shape and type, and the shards beside it that hold the numbers one after the other.
/// A name is cut at its last slash: "Conv1/kernel" is the part "kernel" of layer "Conv1". Tensors
/// that are not float32 are skipped. What the layers do is not looked at.
///
/// path    of model.json; shards must lie in its folder or below
/// throws  DataError that names the file, and the tensor or shard, if something is missing, damaged
///         or quantized, or if the shards hold more or fewer numbers than the manifest says
/// source  https://github.com/tensorflow/tfjs, tfjs-core/src/io/types.ts, WeightsManifestConfig
StoredWeights read_tfjs_model(const std::filesystem::path& path);

}  // namespace stepgrad
