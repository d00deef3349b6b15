#pragma once

namespace stepgrad {

/// Layer fusion: a Sequential lets a module compute the one behind it along with itself, in fewer
/// passes over memory. Outputs, gradients and learned statistics have the same bits either way; the
/// graph has one node ("BatchNorm2dReluTrainingBackward") where it would have two.
///
/// From the start it is on where NDEBUG is defined, as in the release presets, and off in debug
/// builds, where whoever steps through a network meets every layer. For all threads.
void set_layer_fusion(bool is_on);

/// What set_layer_fusion() has set.
bool layer_fusion();

/// True if a Sequential may fuse layers now: layer_fusion() is on and no Observer that needs every
/// layer is in charge of this thread.
bool layers_are_fused();

}  // namespace stepgrad
