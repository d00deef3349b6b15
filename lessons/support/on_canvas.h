#pragma once

#include "datasets/data_source.h"
#include "datasets/dataset.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// How far an image is moved, in pixels; below 0 is up or left.
struct PixelShift {
    std::int64_t down = 0;
    std::int64_t right = 0;
};

/// The images of another dataset on a black canvas, all in the same place; what does not fit on it
/// is lost.
///
/// Shares the other dataset. Threads may share it.
class OnCanvas final : public Dataset {
public:
    /// input   border: pixels of canvas around an image in the middle
    ///         shift: from the middle
    /// throws  std::invalid_argument if there is no dataset or the border is below 0
    OnCanvas(std::shared_ptr<const Dataset> dataset, std::int64_t border, PixelShift shift = {});

    /// "fashion-mnist test on a canvas"
    std::string name() const override { return dataset_->name() + " on a canvas"; }
    std::int64_t size() const override { return dataset_->size(); }

    /// [height + 2 border, width + 2 border, channels]
    Shape image_shape() const override;
    std::vector<std::string> class_names() const override { return dataset_->class_names(); }
    std::int32_t label(std::int64_t index) const override { return dataset_->label(index); }
    void copy_image(std::int64_t index, Scalar* pixels) const override;

private:
    std::shared_ptr<const Dataset> dataset_;
    std::int64_t border_;
    PixelShift shift_;
};

/// All images of a source in the middle of a canvas.
DataSource on_canvas(const DataSource& source, std::int64_t border);

}  // namespace stepgrad::lessons
