#include "datasets/dataset.h"

#include <stdexcept>

namespace stepgrad {

Tensor Dataset::image(std::int64_t index) const {
    require_index(index);
    Tensor image = Tensor::empty(image_shape());
    if (image.has_numbers()) {
        copy_image(index, image.mutable_data());
    }
    return image;
}

void Dataset::require_index(std::int64_t index) const {
    if (index < 0 || index >= size()) {
        throw std::out_of_range("dataset: " + name() + " has images 0 to " +
                                std::to_string(size() - 1) + ", " + std::to_string(index) +
                                " was asked for");
    }
}

}  // namespace stepgrad
