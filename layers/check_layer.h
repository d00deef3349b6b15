#pragma once

#include "autograd/gradcheck.h"
#include "autograd/shape.h"
#include "layers/module.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad {

/// What check_layer() tries, and how closely it looks.
struct CheckLayerOptions {
    bool accepts_empty_batch = true;  // false: do not try batch 0
    bool is_differentiable = true;    // false: do not compare gradients
    std::uint64_t seed = 1;           // of the input and of whatever the layer draws
    GradcheckOptions gradcheck = default_gradcheck();

    /// Those of gradcheck() in `stepgrad_f64`; in `stepgrad` a larger step and looser tolerances,
    /// since single precision keeps no more than about two digits of a difference quotient.
    static GradcheckOptions default_gradcheck();
};

/// What check_layer() found. `failures` says in one sentence each what is wrong and where to look.
struct CheckLayerResult {
    bool passed = true;
    std::vector<std::string> failures;

    explicit operator bool() const { return passed; }
};

/// Tries a layer you have written: everything that the rest of the library relies on.
///
/// In train() and in eval(): gradients of the input and of every parameter agree with difference
/// quotients; two forwards of the same input agree bit for bit; under a ShapeOnlyGuard the output
/// has the shape it really has. In eval(): it draws no random numbers, and an empty batch
/// gives an empty result. Parameters have names that can be told apart, and each of them takes part
/// in the output.
///
/// Puts everything back as it was (buffers, train or eval, the global random generator), except
/// that gradients of the parameters are cleared. Prints nothing. Keep the input small: the time
/// grows with the square of its size. Inputs are distinct numbers between about -2 and 2, with gaps
/// wider than the difference quotient's step, so that ReLU and max pooling can be checked as well.
///
/// layer        any module; parameters are checked if they require a gradient
/// input_shape  one that the layer accepts, with a batch of at least 2 for batch normalisation
/// returns      passed, or what failed
CheckLayerResult check_layer(Module& layer, const Shape& input_shape,
                             const CheckLayerOptions& options = {});

}  // namespace stepgrad
