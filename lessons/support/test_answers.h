#pragma once

#include "autograd/optim/metrics.h"
#include "datasets/data_loader.h"
#include "layers/module.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace stepgrad::lessons {

/// An image that was taken for something else.
struct Mistake {
    std::int64_t index;  // in its dataset
    std::int32_t label;
    std::int32_t guess;
    double probability;  // that the network gave its guess
};

/// What a classifier takes the images of a set for.
struct TestAnswers {
    ConfusionMatrix matrix;
    std::vector<Mistake> surest_mistakes;  // the highest probability first
};

/// input   images: in the order of their dataset, as TrainingData::test_in_order() gives them
/// returns at most so many mistakes. The model is left in evaluation mode.
TestAnswers answers_on(Module& model, const DataLoader& images, std::size_t most_mistakes);

}  // namespace stepgrad::lessons
