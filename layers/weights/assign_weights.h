#pragma once

#include "layers/module.h"
#include "layers/weights/load_report.h"
#include "layers/weights/stored_weights.h"

namespace stepgrad {

/// Puts the tensors of a file into the layers of the same name. A file may name a layer by its path
/// in the model, "features.0", or by its own name alone, "block1_conv1", as Keras does. What a
/// tensor is may be said in Keras's words or in PyTorch's: kernel, depthwise_kernel, weight; bias;
/// gamma, beta, moving_mean, moving_variance, or weight, bias, running_mean, running_var.
///
/// Everything is checked before the first number is changed: after an error the model is what it
/// was.
///
/// throws  DataError if a tensor has another shape than the layer of its name, with both shapes and
///         the likely cause; if two tensors go to one place; or if no tensor fits any layer;
///         GraphError if the model was made under a ShapeOnlyGuard
LoadReport assign_weights(Module& model, const StoredWeights& weights);

}  // namespace stepgrad
