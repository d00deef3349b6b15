#pragma once

#include "autograd/variable.h"
#include "layers/module.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// y = x W + b on the last axis (Keras: Dense, without activation).
///
/// input    [..., in_features], any leading axes
/// weight   [in_features, out_features]
/// bias     [out_features], or undefined
/// returns  [..., out_features]
/// throws   ShapeError if the features differ
Variable linear(const Variable& input, const Variable& weight, const Variable& bias);

/// What a Linear consists of.
struct LinearOptions {
    bool has_bias = true;
};

/// linear() with parameters of its own. Weights start Glorot uniform, as in Keras; biases at 0.
class Linear final : public Module {
public:
    /// throws  std::invalid_argument if a size is below 1
    Linear(std::int64_t in_features, std::int64_t out_features, LinearOptions options = {});

    Variable forward(const Variable& input) override { return linear(input, weight, bias); }
    std::string type_name() const override { return "Linear"; }
    std::vector<NamedParameter> own_parameters() override {
        return {{"weight", weight}, {"bias", bias}};
    }

    Parameter weight;  // [in_features, out_features], as Keras stores it
    Parameter bias;    // [out_features]; undefined without bias
};

}  // namespace stepgrad
