#pragma once

#include "datasets/transforms.h"

#include <cstdint>
#include <vector>

namespace stepgrad {

/// What a crop finds beyond the edge of an image.
enum class CropBorder {
    kZeros,  // ... 0 0 | a b c d | 0 0 ...  0 is black before Normalise, the mean colour behind it
    kReflect,  // ... c b | a b c d | c b ...  no dark frame that tells how far the image was moved
};

/// Widens an image by `padding` pixels on every side and cuts a piece of its old size out of it,
/// at a random place. With zeros that is a shift by up to `padding` pixels along either axis.
///
/// source  He, Zhang, Ren, Sun: Deep residual learning, 2016, section 4.2 (padding 4 on CIFAR-10)
///
/// Threads may share it.
class RandomCrop final : public Transform {
public:
    /// throws  std::invalid_argument if padding is negative or above a million pixels
    explicit RandomCrop(std::int64_t padding, CropBorder border = CropBorder::kZeros);

    /// throws  ShapeError if the image is not [height, width, channels], or is too small to be
    ///         reflected: both sides must be longer than the padding
    void apply(Tensor& image, Random& random) const override;

private:
    std::vector<std::int64_t> window(std::int64_t size, std::int64_t first) const;

    std::int64_t padding_;
    CropBorder border_;
};

}  // namespace stepgrad
