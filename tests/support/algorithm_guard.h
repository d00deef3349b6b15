#pragma once

#include "layers/convolution_algorithm.h"

namespace stepgrad::testing {

/// Sets how convolutions multiply and puts the former way back at the end, whatever the test does.
class AlgorithmGuard {
public:
    explicit AlgorithmGuard(ConvolutionAlgorithm algorithm) : before_(convolution_algorithm()) {
        set_convolution_algorithm(algorithm);
    }
    ~AlgorithmGuard() { set_convolution_algorithm(before_); }
    AlgorithmGuard(const AlgorithmGuard&) = delete;
    AlgorithmGuard& operator=(const AlgorithmGuard&) = delete;

private:
    ConvolutionAlgorithm before_;
};

}  // namespace stepgrad::testing
