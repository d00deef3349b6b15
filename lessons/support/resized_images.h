#pragma once

#include "datasets/data_source.h"
#include "datasets/dataset.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// The images of another dataset, made larger or smaller as a photo would be (datasets/resize.h).
/// Numbers come out in steps of 1/255, as bytes hold them.
///
/// Shares the other dataset. Threads may share it.
class ResizedImages final : public Dataset {
public:
    /// throws  std::invalid_argument if there is no dataset, or the size is not from 1 to 32768
    ResizedImages(std::shared_ptr<const Dataset> dataset, std::int64_t height, std::int64_t width);

    /// "fashion-mnist test at 56x56"
    std::string name() const override;
    std::int64_t size() const override { return dataset_->size(); }
    Shape image_shape() const override;
    std::vector<std::string> class_names() const override { return dataset_->class_names(); }
    std::int32_t label(std::int64_t index) const override { return dataset_->label(index); }
    void copy_image(std::int64_t index, Scalar* pixels) const override;

private:
    std::shared_ptr<const Dataset> dataset_;
    std::int64_t height_;
    std::int64_t width_;
};

}  // namespace stepgrad::lessons
