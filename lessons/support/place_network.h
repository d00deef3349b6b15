#pragma once

#include "layers/models/small_cnn.h"
#include "layers/sequential.h"

#include <cstdint>

namespace stepgrad::lessons {

/// What a network that is asked for a place differs in.
struct PlaceNetworkOptions {
    Head head = Head::kGlobalAverage;  // or kFlatten
    bool has_padding = false;          // zeros around each map, so that it keeps its size
    bool has_coordinates = false;      // CoordinateChannels in front
};

/// The first four convolutions of the lessons' body at half their width, 8-8-16-16, with a head.
///
///     conv conv pool conv conv pool, all 3x3, each convolution followed by batch normalisation
///     and ReLU
///
/// A number of the last maps sees a window of 16x16 pixels, and the next one the window four pixels
/// farther. A shift of the image by four pixels is a shift of the maps by one, if no border is in
/// the way.
///
/// input   image_size: height and width. Both poolings divide exactly, with padding and without, if
///         it is a multiple of 4.
/// returns a module with the children "body" and "head": [batch, size, size, 1] to [batch, 4]
Sequential place_network(std::int64_t image_size, const PlaceNetworkOptions& options);

/// By how many pixels the image must move for the last maps to move by one.
inline constexpr std::int64_t kTotalStride = 4;

}  // namespace stepgrad::lessons
