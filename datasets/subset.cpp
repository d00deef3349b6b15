#include "datasets/subset.h"

#include "datasets/random_order.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace stepgrad {

Subset::Subset(std::shared_ptr<const Dataset> dataset, std::vector<std::int64_t> indices)
    : dataset_(std::move(dataset)), indices_(std::move(indices)) {
    if (dataset_ == nullptr) {
        throw std::invalid_argument("subset: there is no dataset (a null pointer was given)");
    }
    const std::int64_t size = dataset_->size();
    for (const std::int64_t index : indices_) {
        if (index < 0 || index >= size) {
            throw std::out_of_range("subset: " + dataset_->name() + " has " + std::to_string(size) +
                                    " images, index " + std::to_string(index) + " was given");
        }
    }
}

std::string Subset::name() const {
    return dataset_->name() + " (" + std::to_string(size()) + " of " +
           std::to_string(dataset_->size()) + ")";
}

std::int32_t Subset::label(std::int64_t index) const {
    require_index(index);
    return dataset_->label(indices_[static_cast<std::size_t>(index)]);
}

void Subset::copy_image(std::int64_t index, Scalar* pixels) const {
    require_index(index);
    dataset_->copy_image(indices_[static_cast<std::size_t>(index)], pixels);
}

DatasetSplit split_dataset(const std::shared_ptr<const Dataset>& dataset, std::int64_t part_size,
                           std::uint64_t seed) {
    if (dataset == nullptr) {
        throw std::invalid_argument(
            "split_dataset: there is no dataset (a null pointer was given)");
    }
    const std::int64_t size = dataset->size();
    if (part_size < 0 || part_size > size) {
        throw std::invalid_argument("split_dataset: " + dataset->name() + " has " +
                                    std::to_string(size) + " images, a part of " +
                                    std::to_string(part_size) + " was asked for");
    }
    // Class by class, and in random order within each class ...
    std::vector<std::int64_t> by_class = random_order(size, seed);
    std::stable_sort(by_class.begin(), by_class.end(), [&](std::int64_t a, std::int64_t b) {
        return dataset->label(a) < dataset->label(b);
    });
    // ... steps of equal length take the same share of every class: position i belongs to the part
    // if floor((i + 1) part_size / size) > floor(i part_size / size).
    std::vector<std::int64_t> part;
    std::vector<std::int64_t> rest;
    for (std::int64_t i = 0; i < size; ++i) {
        const bool is_in_part = (i + 1) * part_size / size > i * part_size / size;
        (is_in_part ? part : rest).push_back(by_class[static_cast<std::size_t>(i)]);
    }
    std::sort(part.begin(), part.end());
    std::sort(rest.begin(), rest.end());
    return {std::make_shared<Subset>(dataset, std::move(part)),
            std::make_shared<Subset>(dataset, std::move(rest))};
}

}  // namespace stepgrad
