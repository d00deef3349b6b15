#pragma once

#include "datasets/dataset.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// Numbers that were computed from images, feature maps for instance, as a dataset.
class TensorDataset final : public Dataset {
public:
    /// images  [count, height, width, channels]; one label for each
    /// throws  std::invalid_argument if there are more or fewer labels
    TensorDataset(std::string name, Tensor images, std::vector<std::int32_t> labels,
                  std::vector<std::string> class_names);

    std::string name() const override { return name_; }
    std::int64_t size() const override { return static_cast<std::int64_t>(labels_.size()); }
    Shape image_shape() const override {
        return {images_.shape()[1], images_.shape()[2], images_.shape()[3]};
    }
    std::vector<std::string> class_names() const override { return class_names_; }
    std::int32_t label(std::int64_t index) const override;
    void copy_image(std::int64_t index, Scalar* pixels) const override;

    const Tensor& images() const { return images_; }
    const std::vector<std::int32_t>& labels() const { return labels_; }

private:
    std::string name_;
    Tensor images_;
    std::vector<std::int32_t> labels_;
    std::vector<std::string> class_names_;
};

}  // namespace stepgrad::lessons
