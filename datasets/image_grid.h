#pragma once

#include "autograd/tensor.h"

#include <cstdint>

// Pictures of what is in a network, as tensors [height, width, channels] with numbers in [0, 1] that
// write_png and terminal_picture take. Nothing here hides a NaN: it is in the picture, and write_png
// says so.
namespace stepgrad {

/// How tiles are laid out.
struct GridOptions {
    std::int64_t columns = 0;         // 0: about as many as rows
    std::int64_t gap = 1;             // pixels between the tiles
    std::int64_t zoom = 1;            // how many pixels a side each pixel becomes; gaps stay
    Scalar background = Scalar(0.5);  // of the gaps, from 0 (black) to 1 (white)
};

/// Pictures side by side, row by row.
///
/// input   images: [count, height, width, channels], 1 or 3 channels
/// returns [height, width, channels]
/// throws  ShapeError if that is not their shape, or if there is nothing to see
///         std::invalid_argument if an option is negative or zoom is 0
Tensor image_grid(const Tensor& images, const GridOptions& options = {});

/// What is black and what is white in a feature map.
enum class MapScale {
    kEach,      // each map from its least number (black) to its greatest (white)
    kTogether,  // all maps from the least to the greatest number of all: to compare them
};

/// The channels of one image within a network as grey pictures. A map in which all numbers are equal
/// is black.
///
/// input   maps: [height, width, channels]
/// returns [height, width, 1]
/// throws  as image_grid
Tensor feature_map_grid(const Tensor& maps, MapScale scale = MapScale::kEach,
                        const GridOptions& options = {});

/// The filters of a convolution: a row of tiles for each output, a tile in it for each input. White
/// stands for 0, red for weights above and blue for weights below it, all on one scale up to the
/// greatest size of a weight.
///
/// input   filters: [height, width, in, out]
///         options: columns do not count
/// returns [height, width, 3]
/// throws  as image_grid
Tensor filter_grid(const Tensor& filters, const GridOptions& options = {});

}  // namespace stepgrad
