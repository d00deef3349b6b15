#include "lessons/support/on_canvas.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace stepgrad::lessons {

OnCanvas::OnCanvas(std::shared_ptr<const Dataset> dataset, std::int64_t border, PixelShift shift)
    : dataset_(std::move(dataset)), border_(border), shift_(shift) {
    if (dataset_ == nullptr) {
        throw std::invalid_argument("on_canvas: there is no dataset (a null pointer was given)");
    }
    if (border < 0) {
        throw std::invalid_argument("on_canvas: border must be at least 0, " +
                                    std::to_string(border) + " was given");
    }
}

Shape OnCanvas::image_shape() const {
    const Shape image = dataset_->image_shape();
    return image.with_extent(0, image[0] + 2 * border_).with_extent(1, image[1] + 2 * border_);
}

void OnCanvas::copy_image(std::int64_t index, Scalar* pixels) const {
    const Tensor image = dataset_->image(index);
    const Shape canvas = image_shape();
    std::fill_n(pixels, canvas.numel(), Scalar(0));
    const std::int64_t height = image.shape()[0];
    const std::int64_t width = image.shape()[1];
    const std::int64_t top = border_ + shift_.down;
    const std::int64_t left = border_ + shift_.right;
    // The rows and columns of the image that are on the canvas.
    const std::int64_t first_column = std::max<std::int64_t>(0, -left);
    const std::int64_t end_column = std::min(width, canvas[1] - left);
    for (std::int64_t y = std::max<std::int64_t>(0, -top); y < std::min(height, canvas[0] - top);
         ++y) {
        for (std::int64_t i = first_column * canvas[2]; i < end_column * canvas[2]; ++i) {
            pixels[((top + y) * canvas[1] + left) * canvas[2] + i] =
                image.data()[y * width * canvas[2] + i];
        }
    }
}

DataSource on_canvas(const DataSource& source, std::int64_t border) {
    DataSource changed = source;
    changed.train = std::make_shared<OnCanvas>(source.train, border);
    changed.test = std::make_shared<OnCanvas>(source.test, border);
    if (source.validation != nullptr) {
        changed.validation = std::make_shared<OnCanvas>(source.validation, border);
    }
    return changed;
}

}  // namespace stepgrad::lessons
