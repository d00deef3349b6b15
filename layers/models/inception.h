#pragma once

#include "layers/module.h"
#include "layers/sequential.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// How many maps the convolutions of an Inception give: a row of the paper's table 1.
struct InceptionWidths {
    std::int64_t conv1x1;
    std::int64_t reduce3x3;
    std::int64_t conv3x3;
    std::int64_t reduce5x5;
    std::int64_t conv5x5;
    std::int64_t pool_project;

    /// The channels of the output: those of the four branches.
    constexpr std::int64_t total() const { return conv1x1 + conv3x3 + conv5x5 + pool_project; }
};

/// Four branches that see the same input, and whose maps are put behind each other:
///
///     y = concat of  1x1:   conv 1x1
///                    3x3:   reduce 1x1, conv 3x3
///                    5x5:   reduce 1x1, conv 5x5
///                    pool:  max pooling 3x3 with stride 1, project 1x1
///
/// Every convolution has a bias and a ReLU. The 1x1 ones in front of the larger ones keep their
/// cost down: the 3x3 one of inception_3a sees 96 maps and not 192. Parameters are called
/// "3x3.reduce.weight" and the like.
///
/// input    [batch, height, width, in_channels]
/// returns  [batch, height, width, widths.total()]
/// throws   ShapeError if the channels differ
/// source   Szegedy et al.: Going deeper with convolutions, 2014, figure 2(b)
class Inception final : public Module {
public:
    /// throws  std::invalid_argument if a number of channels is below 1
    Inception(std::int64_t in_channels, const InceptionWidths& widths);

    Variable forward(const Variable& input) override;
    std::string type_name() const override { return "Inception"; }
    std::vector<NamedModule> children() override {
        return {{"1x1", &branch1x1}, {"3x3", &branch3x3}, {"5x5", &branch5x5}, {"pool", &pool}};
    }

    Sequential branch1x1;
    Sequential branch3x3;
    Sequential branch5x5;
    Sequential pool;
};

}  // namespace stepgrad
