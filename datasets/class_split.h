#pragma once

#include "datasets/dataset.h"

#include <cstdint>
#include <memory>

namespace stepgrad {

/// How split_by_class() cuts.
struct ClassSplitOptions {
    double validation_share = 0;  // of each class; 0: no validation set
    double test_share = 0.2;      // of each class; 0: no test set
    std::uint64_t seed = 1;
};

/// Datasets that share no image and together hold all of one.
struct ClassSplit {
    std::shared_ptr<const Dataset> train;
    std::shared_ptr<const Dataset> validation;  // null if its share is 0
    std::shared_ptr<const Dataset> test;        // null if its share is 0
};

/// Draws images for training, validation and testing, class by class: the rounded share of each
/// class, at least one image each. Every part keeps the order of the dataset. The same seed draws
/// the same images on every platform.
///
/// throws  DataError if a class has fewer images than there are parts
///         std::invalid_argument if there is no dataset, a share is not in [0, 1), or nothing would
///         be left to train on
ClassSplit split_by_class(const std::shared_ptr<const Dataset>& dataset,
                          const ClassSplitOptions& options);

}  // namespace stepgrad
