#pragma once

#include "autograd/variable.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace stepgrad {

/// How gradcheck() compares. The defaults are for `stepgrad_f64`; in single precision a central
/// difference keeps three digits at best, so that `step` and both tolerances must be near 1e-2.
struct GradcheckOptions {
    Scalar step = Scalar(1e-6);                // h in (f(x + h) - f(x - h)) / 2h
    Scalar absolute_tolerance = Scalar(1e-7);  // for gradients near 0
    Scalar relative_tolerance = Scalar(1e-6);  // of the larger of the two gradients
    std::uint64_t seed = 1;                    // of the weights that make the output one number
};

/// What gradcheck() found.
struct GradcheckResult {
    bool passed = true;
    std::int64_t checked_count = 0;  // how many partial derivatives were compared
    Scalar largest_error = 0;        // |analytic - numeric|
    std::string failure;             // the first one that differs: which input, both numbers

    explicit operator bool() const { return passed; }
};

/// Compares what backward computes with central differences, for every number of every input that
/// requires a gradient.
///
/// `function` must give the same result for the same inputs (no dropout) and be smooth around them
/// (for ReLU and max pooling keep inputs away from kinks and ties). Its output may have any shape:
/// the check differentiates sum(R * output) with fixed random R. The inputs are changed while the
/// check runs and restored after it, also if `function` throws; their gradients are replaced by
/// those of the check.
///
/// returns  whether all agree, and the first that does not
/// throws   GraphError if no input requires a gradient, and whatever `function` throws
GradcheckResult gradcheck(const std::function<Variable(const std::vector<Variable>&)>& function,
                          const std::vector<Variable>& inputs,
                          const GradcheckOptions& options = {});

}  // namespace stepgrad
