#pragma once

#include "datasets/data_loader.h"
#include "layers/module.h"

namespace stepgrad::lessons {

struct Measured {
    double loss;      // mean cross entropy
    double accuracy;  // in [0, 1]
};

/// Measures a classifier on all images of these batches. Leaves it in evaluation mode.
Measured measure(Module& model, const DataLoader& batches);

/// The accuracy alone.
double accuracy_on(Module& model, const DataLoader& batches);

}  // namespace stepgrad::lessons
