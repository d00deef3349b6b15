#pragma once

#include "autograd/optim/sgd.h"
#include "layers/sequential.h"
#include "tests/benchmarks/net_sizes.h"

#include <cstdint>
#include <vector>

namespace stepgrad::benchmarks {

/// A net, its optimizer and one batch of random images and labels. Owns them; what is random comes
/// from the global generator.
class TrainingStep {
public:
    TrainingStep(Sequential model, const NetSizes& sizes);

    /// Forward, loss, backward and SGD with momentum: what a user of the library would write, and
    /// nothing else.
    void run();

    Sequential& model() { return model_; }

private:
    Sequential model_;
    SGD optimizer_;
    Variable images_;
    std::vector<std::int32_t> labels_;
};

}  // namespace stepgrad::benchmarks
