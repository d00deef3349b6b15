#pragma once

#include "autograd/random.h"
#include "autograd/tensor.h"
#include "datasets/dataset.h"

#include <vector>

namespace stepgrad {

/// Changes images between the dataset and the network. A DataLoader applies its transforms to each
/// image, one after the other.
///
/// Transforms do not change once made, so that threads may share one.
class Transform {
public:
    virtual ~Transform() = default;

    /// Changes one image in place. Its shape stays.
    ///
    /// input   image: [height, width, channels]
    ///         random: what a random transform must draw from, and nothing else. It is seeded from
    ///         the loader's seed, the epoch and the image's index in the dataset, so that neither
    ///         the order nor the number of threads changes a bit.
    virtual void apply(Tensor& image, Random& random) const = 0;
};

/// Per channel: the mean of all pixels of all images, and their standard deviation.
struct ChannelStatistics {
    std::vector<Scalar> mean;
    std::vector<Scalar> standard_deviation;
};

/// Goes through a whole dataset once, adding in double precision.
///
/// returns one mean and one standard deviation (of the population) per channel
/// throws  std::invalid_argument if the dataset is empty
/// source  Chan, Golub, LeVeque: Algorithms for computing the sample variance, 1983 (shifted data)
ChannelStatistics channel_statistics(const Dataset& dataset);

/// y = (x - mean) / standard_deviation, per channel.
///
/// Takes any shape whose last axis are the channels: one image or a batch.
class Normalise final : public Transform {
public:
    /// input   one mean and one standard deviation per channel
    /// throws  std::invalid_argument if their numbers differ or are 0, if a mean is not finite or a
    ///         standard deviation not above 0 (a channel of one colour cannot be normalised)
    explicit Normalise(const ChannelStatistics& statistics);

    /// For statistics that are known: Normalise({0.286}, {0.353}).
    Normalise(std::vector<Scalar> mean, std::vector<Scalar> standard_deviation);

    /// throws  ShapeError if the image has another number of channels
    void apply(Tensor& image, Random& random) const override;

    /// The same without random numbers, which it does not need: for a picture of one's own.
    void apply(Tensor& images) const;

private:
    std::vector<Scalar> mean_;
    std::vector<Scalar> factor_;  // 1 / standard_deviation: a product is faster than a quotient
};

}  // namespace stepgrad
