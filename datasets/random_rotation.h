#pragma once

#include "datasets/transforms.h"

namespace stepgrad {

/// Turns an image about its middle by a random angle, counter-clockwise for positive angles.
///
/// Each pixel of the result looks up the place it came from and mixes the four pixels around it
/// (bilinear interpolation). What lies outside the image counts as `fill`, also in the mix: along
/// the old edge image and fill blend over one pixel. Corners that are turned out are lost.
/// A square image turned by 0, 90, 180 or 270 degrees keeps its numbers exactly.
///
/// Sine and cosine are this file's own, since libm's last bit differs from one platform to the next.
/// Threads may share it.
class RandomRotation final : public Transform {
public:
    /// input   low, high: the angle in degrees is drawn evenly between them; equal ones turn every
    ///         image by the same angle
    ///         fill: the number of every channel outside the image. 0 is black before Normalise,
    ///         and the mean colour behind it.
    /// throws  std::invalid_argument unless -360 <= low <= high <= 360
    RandomRotation(Scalar low, Scalar high, Scalar fill = 0);

    /// throws  ShapeError if the image is not [height, width, channels]
    void apply(Tensor& image, Random& random) const override;

private:
    Scalar low_;
    Scalar high_;
    Scalar fill_;
};

}  // namespace stepgrad
