#pragma once

#include "layers/weights/stored_weights.h"

#include <filesystem>

namespace stepgrad {

/// True if the library was built with HDF5: read_keras_h5() works.
bool has_hdf5();

/// Reads the weights of a Keras .h5 file: one of weights alone, such as
/// mobilenet_1_0_224_tf_no_top.h5, or one of a whole model, whose group model_weights holds them.
/// The attribute layer_names lists the groups, each group's weight_names the data sets in it; long
/// lists are spread over layer_names0, layer_names1, ... "conv1/kernel:0" is the part "kernel" of
/// layer "conv1", and so is the older "block1_conv1_W_1:0" of layer "block1_conv1".
///
/// throws  DataError that names the file and the layer if something is missing or damaged, lies in
///         another file (external links, external storage, virtual data sets), is larger than the
///         file, or holds no floating-point numbers; and if the library was built without HDF5
/// source  Keras 2, keras/saving/hdf5_format.py
StoredWeights read_keras_h5(const std::filesystem::path& path);

}  // namespace stepgrad
