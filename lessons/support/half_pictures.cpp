#include "lessons/support/half_pictures.h"

#include "autograd/random.h"
#include "datasets/subset.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kMostTrainImages = 20000;

Shape twice_as_wide(const Shape& shape) {
    return {shape[0], 2 * shape[1], shape[2]};
}

// Copies a picture into one half of a picture twice as wide; the other half stays.
void copy_to_half(const Tensor& picture, bool is_left, Scalar* pixels) {
    const std::int64_t row = picture.shape()[1] * picture.shape()[2];
    for (std::int64_t y = 0; y < picture.shape()[0]; ++y) {
        std::copy_n(picture.data() + y * row, row, pixels + 2 * y * row + (is_left ? 0 : row));
    }
}

}  // namespace

HalfPictures::HalfPictures(std::shared_ptr<const Dataset> dataset, std::uint64_t seed)
    : dataset_(std::move(dataset)), seed_(seed) {
    if (dataset_ == nullptr) {
        throw std::invalid_argument("HalfPictures: needs a dataset");
    }
}

Shape HalfPictures::image_shape() const {
    return twice_as_wide(dataset_->image_shape());
}

bool HalfPictures::is_left(std::int64_t index) const {
    Random random(mix_seed(seed_, static_cast<std::uint64_t>(index)));
    return random.below(2) == 0;
}

void HalfPictures::copy_image(std::int64_t index, Scalar* pixels) const {
    require_index(index);
    std::fill_n(pixels, image_shape().numel(), Scalar{0});
    copy_to_half(dataset_->image(index), is_left(index), pixels);
}

DataSource in_one_half(DataSource source, std::uint64_t seed) {
    const std::int64_t count = std::min(kMostTrainImages, source.train->size());
    source.train =
        std::make_shared<HalfPictures>(split_dataset(source.train, count, seed).part, seed);
    source.test = std::make_shared<HalfPictures>(source.test, seed);
    return source;
}

}  // namespace stepgrad::lessons
