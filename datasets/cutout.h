#pragma once

#include "datasets/transforms.h"

#include <cstdint>

namespace stepgrad {

/// Covers a square at a random place of each image, so that a network cannot rely on one detail.
///
/// The square's middle is any pixel with the same probability: near an edge part of it falls
/// outside, and less is covered.
///
/// source  DeVries, Taylor: Improved regularization of convolutional neural networks with cutout,
///         arXiv:1708.04552, 2017, section 3
///
/// Threads may share it.
class Cutout final : public Transform {
public:
    /// input   size: side of the square in pixels
    ///         fill: the number of every channel in it. 0 is black before Normalise, and the mean
    ///         colour behind it.
    /// throws  std::invalid_argument if size is below 1 or above a million
    explicit Cutout(std::int64_t size, Scalar fill = 0);

    /// throws  ShapeError if the image is not [height, width, channels]
    void apply(Tensor& image, Random& random) const override;

private:
    std::int64_t size_;
    Scalar fill_;
};

}  // namespace stepgrad
