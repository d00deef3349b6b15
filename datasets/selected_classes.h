#pragma once

#include "datasets/dataset.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace stepgrad {

/// The images of some classes of another dataset, in its order. The classes are numbered anew, as
/// they are given: the first is class 0.
///
/// Shares the other dataset, copies no pixels. Threads may share it.
class SelectedClasses final : public Dataset {
public:
    /// throws  std::invalid_argument if there is no dataset, no class, or one twice
    ///         std::out_of_range if the dataset has no class of that number
    SelectedClasses(std::shared_ptr<const Dataset> dataset, std::vector<std::int32_t> classes);

    /// "fashion-mnist train (5 of 10 classes)"
    std::string name() const override;
    std::int64_t size() const override { return static_cast<std::int64_t>(indices_.size()); }
    Shape image_shape() const override { return dataset_->image_shape(); }
    std::vector<std::string> class_names() const override;
    std::int32_t label(std::int64_t index) const override;
    void copy_image(std::int64_t index, Scalar* pixels) const override;

private:
    std::shared_ptr<const Dataset> dataset_;
    std::vector<std::int32_t> classes_;
    std::vector<std::int64_t> indices_;     // in the other dataset
    std::vector<std::int32_t> new_labels_;  // of its classes; -1 for those that are left out
};

}  // namespace stepgrad
