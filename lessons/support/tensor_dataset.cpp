#include "lessons/support/tensor_dataset.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace stepgrad::lessons {

TensorDataset::TensorDataset(std::string name, Tensor images, std::vector<std::int32_t> labels,
                             std::vector<std::string> class_names)
    : name_(std::move(name)),
      images_(std::move(images)),
      labels_(std::move(labels)),
      class_names_(std::move(class_names)) {
    if (images_.shape().rank() != 4 || images_.shape()[0] != size()) {
        throw std::invalid_argument("TensorDataset: " + std::to_string(size()) +
                                    " labels for images " + images_.shape().to_string());
    }
}

std::int32_t TensorDataset::label(std::int64_t index) const {
    require_index(index);
    return labels_[static_cast<std::size_t>(index)];
}

void TensorDataset::copy_image(std::int64_t index, Scalar* pixels) const {
    require_index(index);
    const std::int64_t count = image_shape().numel();
    std::copy_n(images_.data() + index * count, count, pixels);
}

}  // namespace stepgrad::lessons
