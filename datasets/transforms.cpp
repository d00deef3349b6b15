#include "datasets/transforms.h"

#include "autograd/error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace stepgrad {

// Differences from the first pixel, d = x - shift, keep the squares small and make the variance of a
// constant channel exactly 0:
//   mean = shift + sum(d)/n,  variance = sum(d^2)/n - (sum(d)/n)^2
ChannelStatistics channel_statistics(const Dataset& dataset) {
    if (dataset.size() == 0) {
        throw std::invalid_argument("channel_statistics: " + dataset.name() + " has no images");
    }
    const std::int64_t numel = dataset.image_shape().numel();
    const auto channels = static_cast<std::size_t>(dataset.image_shape()[2]);
    std::vector<Scalar> pixels(static_cast<std::size_t>(numel));
    dataset.copy_image(0, pixels.data());
    const std::vector<double> shift(pixels.begin(), pixels.begin() + dataset.image_shape()[2]);
    std::vector<double> sum(channels, 0.0);
    std::vector<double> sum_of_squares(channels, 0.0);
    for (std::int64_t index = 0; index < dataset.size(); ++index) {
        dataset.copy_image(index, pixels.data());
        for (std::size_t first = 0; first < pixels.size(); first += channels) {
            for (std::size_t c = 0; c < channels; ++c) {
                const double difference = pixels[first + c] - shift[c];
                sum[c] += difference;
                sum_of_squares[c] += difference * difference;
            }
        }
    }
    ChannelStatistics statistics;
    const double count = static_cast<double>(dataset.size()) * static_cast<double>(numel) /
                         static_cast<double>(channels);
    for (std::size_t c = 0; c < channels; ++c) {
        const double mean = sum[c] / count;
        const double variance = sum_of_squares[c] / count - mean * mean;
        statistics.mean.push_back(static_cast<Scalar>(shift[c] + mean));
        statistics.standard_deviation.push_back(
            static_cast<Scalar>(std::sqrt(variance < 0 ? 0 : variance)));
    }
    return statistics;
}

Normalise::Normalise(const ChannelStatistics& statistics)
    : Normalise(statistics.mean, statistics.standard_deviation) {}

Normalise::Normalise(std::vector<Scalar> mean, std::vector<Scalar> standard_deviation)
    : mean_(std::move(mean)) {
    if (mean_.empty() || mean_.size() != standard_deviation.size()) {
        throw std::invalid_argument(
            "normalise: needs one mean and one standard deviation per "
            "channel, " +
            std::to_string(mean_.size()) + " and " + std::to_string(standard_deviation.size()) +
            " were given");
    }
    for (std::size_t c = 0; c < mean_.size(); ++c) {
        const Scalar deviation = standard_deviation[c];
        if (!std::isfinite(mean_[c]) || !std::isfinite(deviation) || deviation <= 0) {
            throw std::invalid_argument(
                "normalise: a mean must be finite and a standard deviation above 0, channel " +
                std::to_string(c) + " has " + std::to_string(mean_[c]) + " and " +
                std::to_string(deviation));
        }
        factor_.push_back(1 / deviation);
    }
}

void Normalise::apply(Tensor& image, Random& /*random*/) const {
    apply(image);
}

void Normalise::apply(Tensor& images) const {
    const std::size_t channels = mean_.size();
    if (images.shape().rank() == 0 || images.shape()[-1] != static_cast<std::int64_t>(channels)) {
        throw ShapeError("normalise: has statistics of " + std::to_string(channels) +
                         " channels, the last axis of " + images.shape().to_string() +
                         " has another size");
    }
    if (!images.has_numbers()) {
        return;
    }
    Scalar* pixels = images.mutable_data();
    const std::int64_t count = images.numel();
    if (channels == 1) {
        const Scalar mean = mean_[0];
        const Scalar factor = factor_[0];
        for (std::int64_t i = 0; i < count; ++i) {
            pixels[i] = (pixels[i] - mean) * factor;
        }
        return;
    }
    for (Scalar* pixel = pixels; pixel != pixels + count; pixel += channels) {
        for (std::size_t c = 0; c < channels; ++c) {
            pixel[c] = (pixel[c] - mean_[c]) * factor_[c];
        }
    }
}

}  // namespace stepgrad
