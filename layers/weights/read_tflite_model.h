#pragma once

#include "layers/weights/stored_weights.h"

#include <filesystem>

namespace stepgrad {

/// True if the library was built with FlatBuffers: read_tflite_model() works.
bool has_flatbuffers();

/// Reads the float32 tensors of a TensorFlow Lite model that hold numbers. A name is cut at its last
/// slash: "MobilenetV1/Conv2d_0/weights" is the part "weights" of layer "MobilenetV1/Conv2d_0".
/// Tensors of other types are skipped. What the operators do is not looked at.
///
/// throws  DataError that names the file if it cannot be read, is damaged or quantized; and if the
///         library was built without FlatBuffers
/// source  https://github.com/tensorflow/tensorflow, tensorflow/lite/schema/schema.fbs, version 3
StoredWeights read_tflite_model(const std::filesystem::path& path);

/// The weights of MobileNet v1, as TensorFlow Lite keeps them, under the names that mobilenet_v1()
/// has. The converter has multiplied batch normalisation's scale into the filters and kept its shift
/// as a bias. The bias becomes the shift again, and the scale, which is in the filter, 1: with mean 0
/// and variance 1 - epsilon. The model computes the same and keeps its parameters.
///
/// throws  DataError if it does not hold the 28 layers of MobileNet v1
StoredWeights unfolded_mobilenet_v1(const StoredWeights& weights);

}  // namespace stepgrad
