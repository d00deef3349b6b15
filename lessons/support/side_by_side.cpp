#include "lessons/support/side_by_side.h"

#include "lessons/support/lesson.h"
#include "lessons/support/score_map.h"

#include <algorithm>
#include <stdexcept>

namespace stepgrad::lessons {

SideBySide::SideBySide(std::shared_ptr<const Dataset> dataset, std::int64_t most)
    : dataset_(std::move(dataset)) {
    if (dataset_ == nullptr) {
        throw std::invalid_argument("side_by_side: there is no dataset (a null pointer was given)");
    }
    const std::int64_t half = dataset_->size() / 2;
    for (std::int64_t left = 0; left < half && size() < most; ++left) {
        if (dataset_->label(left) != dataset_->label(left + half)) {
            pairs_.emplace_back(left, left + half);
        }
    }
    if (pairs_.empty()) {
        throw std::invalid_argument("side_by_side: " + dataset_->name() +
                                    " has no two images of different classes half of it apart");
    }
}

Shape SideBySide::image_shape() const {
    const Shape image = dataset_->image_shape();
    return image.with_extent(1, 2 * image[1]);
}

std::int32_t SideBySide::label(std::int64_t index) const {
    return dataset_->label(pair(index).first);
}

std::int32_t SideBySide::right_label(std::int64_t index) const {
    return dataset_->label(pair(index).second);
}

void SideBySide::copy_image(std::int64_t index, Scalar* pixels) const {
    const Tensor left = dataset_->image(pair(index).first);
    const Tensor right = dataset_->image(pair(index).second);
    const std::int64_t row_numel = left.shape()[1] * left.shape()[2];
    for (std::int64_t y = 0; y < left.shape()[0]; ++y) {
        pixels = std::copy_n(left.data() + y * row_numel, row_numel, pixels);
        pixels = std::copy_n(right.data() + y * row_numel, row_numel, pixels);
    }
}

const std::pair<std::int64_t, std::int64_t>& SideBySide::pair(std::int64_t index) const {
    require_index(index);
    return pairs_[static_cast<std::size_t>(index)];
}

SideBySideResult add_score_maps(const SideBySideResult& so_far, const Tensor& scores,
                                const SideBySide& pictures) {
    const std::int64_t width = scores.shape()[2];
    SideBySideResult result = so_far;
    for (std::int64_t i = 0; i < scores.shape()[0]; ++i) {
        const std::int32_t left = pictures.label(so_far.pictures + i);
        const std::int32_t right = pictures.right_label(so_far.pictures + i);
        const bool is_left_right = best_class(scores, i, 0, width / 2) == left &&
                                   best_class(scores, i, width / 2, width) == right;
        const std::int32_t whole = best_class(scores, i, 0, width);
        result.pictures += 1;
        result.left_right += is_left_right ? 1 : 0;
        result.either += whole == left || whole == right ? 1 : 0;
    }
    return result;
}

std::string first_score_map_text(const Tensor& scores, const SideBySide& pictures) {
    const std::vector<std::string> names = pictures.class_names();
    std::string text = "Left: " + names[static_cast<std::size_t>(pictures.label(0))];
    text += ", right: " + names[static_cast<std::size_t>(pictures.right_label(0))];
    text += ". The best class at each place of the map:";
    return wrapped(printable(text)) + "\n" + score_map_text(scores, 0, names);
}

}  // namespace stepgrad::lessons
