#pragma once

#include "autograd/random.h"
#include "autograd/tensor.h"
#include "datasets/transforms.h"

#include <cstdint>

namespace stepgrad::testing {

/// A copy of the image after the transform, with random numbers of this seed.
inline Tensor augmented(const Transform& transform, const Tensor& image, std::uint64_t seed = 1) {
    Tensor copy = image.clone();
    Random random(seed);
    transform.apply(copy, random);
    return copy;
}

/// An image [height, width, channels] with the numbers 1, 2, 3, ...
inline Tensor counted_image(std::int64_t height, std::int64_t width, std::int64_t channels = 1) {
    Tensor image = Tensor::empty({height, width, channels});
    for (std::int64_t i = 0; i < image.numel(); ++i) {
        image.mutable_data()[i] = static_cast<Scalar>(i + 1);
    }
    return image;
}

}  // namespace stepgrad::testing
