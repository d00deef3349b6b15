#pragma once

#include "datasets/transforms.h"

namespace stepgrad {

/// Mirrors an image from left to right, or leaves it as it is.
///
/// A shoe that points the other way is still a shoe; a mirrored digit is no digit. Threads may
/// share it.
class RandomHorizontalFlip final : public Transform {
public:
    /// input   probability: of being mirrored, from 0 (never) to 1 (always)
    /// throws  std::invalid_argument if it is anything else
    explicit RandomHorizontalFlip(Scalar probability = Scalar{0.5});

    /// throws  ShapeError if the image is not [height, width, channels]
    void apply(Tensor& image, Random& random) const override;

private:
    Scalar probability_;
};

}  // namespace stepgrad
