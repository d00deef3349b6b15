#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::benchmarks {

/// One convolution of a net, with square images and filters.
struct ConvolutionShape {
    std::string name;  // "C.conv2": the net and which of its convolutions
    std::int64_t batch, extent, in_channels, out_channels;
    std::int64_t kernel = 3, padding = 1, stride = 1, groups = 1;
    bool sees_images = false;  // the first of its net: nobody wants the gradient of its input

    std::int64_t out_extent() const { return (extent + 2 * padding - kernel) / stride + 1; }

    /// A multiplication and an addition for each product of the formula.
    double operations() const {
        return 2.0 * static_cast<double>(batch * out_extent() * out_extent() * kernel * kernel) *
               static_cast<double>(in_channels / groups * out_channels);
    }
};

/// Every convolution of the nets A, B, C and D.
std::vector<ConvolutionShape> net_convolutions();

/// Those of one net.
std::vector<ConvolutionShape> net_convolutions(const std::string& net);

/// What the nets have none of: strides, groups, depthwise and 1x1 convolutions, large filters.
///
/// source  AlexNet (Krizhevsky et al. 2012, two groups), GoogLeNet (Szegedy et al. 2014, stem,
///         inception 3a and 5a), MobileNet (Howard et al. 2017, table 1), MobileNetV2 (Sandler et
///         al. 2018, the bottlenecks of 24 and 32 channels in table 2)
std::vector<ConvolutionShape> famous_convolutions();

}  // namespace stepgrad::benchmarks
