#include "datasets/selected_classes.h"

#include <stdexcept>
#include <utility>

namespace stepgrad {

SelectedClasses::SelectedClasses(std::shared_ptr<const Dataset> dataset,
                                 std::vector<std::int32_t> classes)
    : dataset_(std::move(dataset)), classes_(std::move(classes)) {
    if (dataset_ == nullptr || classes_.empty()) {
        throw std::invalid_argument("SelectedClasses: needs a dataset and at least one class");
    }
    new_labels_.assign(dataset_->class_names().size(), -1);
    for (std::size_t i = 0; i < classes_.size(); ++i) {
        std::int32_t& label = new_labels_.at(static_cast<std::size_t>(classes_[i]));
        if (label >= 0) {
            throw std::invalid_argument("SelectedClasses: class " + std::to_string(classes_[i]) +
                                        " was given twice");
        }
        label = static_cast<std::int32_t>(i);
    }
    for (std::int64_t i = 0; i < dataset_->size(); ++i) {
        if (new_labels_[static_cast<std::size_t>(dataset_->label(i))] >= 0) {
            indices_.push_back(i);
        }
    }
}

std::string SelectedClasses::name() const {
    return dataset_->name() + " (" + std::to_string(classes_.size()) + " of " +
           std::to_string(new_labels_.size()) + " classes)";
}

std::vector<std::string> SelectedClasses::class_names() const {
    const std::vector<std::string> all = dataset_->class_names();
    std::vector<std::string> names;
    for (const std::int32_t number : classes_) {
        names.push_back(all[static_cast<std::size_t>(number)]);
    }
    return names;
}

std::int32_t SelectedClasses::label(std::int64_t index) const {
    const std::int32_t old = dataset_->label(indices_.at(static_cast<std::size_t>(index)));
    return new_labels_[static_cast<std::size_t>(old)];
}

void SelectedClasses::copy_image(std::int64_t index, Scalar* pixels) const {
    dataset_->copy_image(indices_.at(static_cast<std::size_t>(index)), pixels);
}

}  // namespace stepgrad
