#pragma once

#include "autograd/shape.h"
#include "datasets/transforms.h"

#include <cstdint>
#include <vector>

namespace stepgrad {

/// Puts the pixels of every image in the same random order. All that is lost is who was whose
/// neighbour: for asking a network whether it minds.
///
///     new pixel i = old pixel order[i], counted row by row; its channels stay together
///
/// Threads may share it.
class ShufflePixels final : public Transform {
public:
    /// input   image_shape: [height, width, channels] of the images to come
    ///         seed: the same order for the same seed, everywhere
    /// throws  ShapeError if the shape is not that of an image
    ShufflePixels(const Shape& image_shape, std::uint64_t seed);

    /// throws  ShapeError if the image has another shape
    void apply(Tensor& image, Random& random) const override;

    /// The same without random numbers: all that is random was drawn when this was made.
    void apply(Tensor& image) const;

    /// Where each pixel comes from.
    const std::vector<std::int64_t>& order() const { return order_; }

private:
    Shape image_shape_;
    std::vector<std::int64_t> order_;
};

}  // namespace stepgrad
