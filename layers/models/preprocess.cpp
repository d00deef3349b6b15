#include "layers/models/preprocess.h"

#include "autograd/error.h"

#include <array>

namespace stepgrad {
namespace {

constexpr std::int64_t kColours = 3;
constexpr Scalar kWhite = 255;
constexpr std::array<Scalar, kColours> kMeanOfBlueGreenRed = {Scalar(103.939), Scalar(116.779),
                                                              Scalar(123.68)};

void blue_minus_mean(const Tensor& images, Scalar* to) {
    const Scalar* from = images.data();
    for (std::int64_t i = 0; i < images.numel(); i += kColours) {
        for (std::int64_t c = 0; c < kColours; ++c) {
            to[i + c] = from[i + kColours - 1 - c] * kWhite -
                        kMeanOfBlueGreenRed[static_cast<std::size_t>(c)];
        }
    }
}

}  // namespace

Tensor preprocess(const Tensor& images, Preprocessing preprocessing) {
    if (preprocessing == Preprocessing::kNone) {
        return images;
    }
    const bool is_colour = images.shape().rank() > 0 && images.shape()[-1] == kColours;
    if (preprocessing == Preprocessing::kBlueMinusMean && !is_colour) {
        throw ShapeError("preprocess: expected images with 3 channels, given " +
                         images.shape().to_string());
    }
    Tensor result = Tensor::empty(images.shape());
    Scalar* to = result.mutable_data();
    if (preprocessing == Preprocessing::kBlueMinusMean) {
        blue_minus_mean(images, to);
        return result;
    }
    for (std::int64_t i = 0; i < images.numel(); ++i) {
        to[i] = 2 * images.data()[i] - 1;
    }
    return result;
}

}  // namespace stepgrad
