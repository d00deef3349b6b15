#pragma once

#include "datasets/data_loader.h"
#include "layers/module.h"

namespace stepgrad::lessons {

/// The share of images that the network classifies as labelled. Records no graph; leaves the
/// network in eval().
double accuracy_on(Module& model, const DataLoader& batches);

}  // namespace stepgrad::lessons
