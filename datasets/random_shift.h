#pragma once

#include "datasets/transforms.h"

#include <cstdint>

namespace stepgrad {

/// Whole numbers of pixels from low to high, both included.
struct PixelRange {
    std::int64_t low;
    std::int64_t high;
};

/// Moves an image by whole pixels; what leaves it is lost.
///
///     RandomShift({-2, 2}, {-2, 2})  up to two pixels along either axis
///     RandomShift({0, 0}, {3, 3})    every image three pixels to the right: for asking a network
///                                    that has been trained whether it minds
///
/// Threads may share it.
class RandomShift final : public Transform {
public:
    /// input   down, right: how far, drawn anew for each image; below 0 is up or left
    ///         fill: the number of every channel where nothing was moved to. 0 is black before
    ///         Normalise, and the mean colour behind it.
    /// throws  std::invalid_argument if a range is empty or reaches beyond a million pixels
    RandomShift(PixelRange down, PixelRange right, Scalar fill = 0);

    /// throws  ShapeError if the image is not [height, width, channels]
    void apply(Tensor& image, Random& random) const override;

private:
    PixelRange down_;
    PixelRange right_;
    Scalar fill_;
};

}  // namespace stepgrad
