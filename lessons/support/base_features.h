#pragma once

#include "datasets/dataset.h"
#include "lessons/support/photo_base.h"
#include "lessons/support/tensor_dataset.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

// What a frozen base makes of photos never changes: it is computed once.
namespace stepgrad::lessons {

/// The last maps of a base for all images of a dataset, in its order.
struct BaseFeatures {
    std::shared_ptr<const TensorDataset> maps;
    double seconds = 0;      // that computing took
    bool is_cached = false;  // they were read from a file instead
};

using FeatureProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// cache     a folder; maps are kept there under a name that is made of the base, its weights and
///           all pixels, so that other images have other files. Empty: nothing is kept
/// progress  called after each batch; may be empty
/// throws    DataError if the cache cannot be written
BaseFeatures features_of(PhotoBase& base, const std::shared_ptr<const Dataset>& photos,
                         const std::filesystem::path& cache, const FeatureProgress& progress);

/// How many images of `b` are in `a`, too, to the last pixel: a network that was trained on what it
/// is judged by looks better than it is.
std::int64_t images_in_both(const Dataset& a, const Dataset& b);

}  // namespace stepgrad::lessons
