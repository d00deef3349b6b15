#include "datasets/data_loader.h"

#include "autograd/random.h"
#include "datasets/prefetch.h"
#include "datasets/random_order.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace stepgrad {

DataLoader::DataLoader(std::shared_ptr<const Dataset> dataset, DataLoaderOptions options)
    : dataset_(std::move(dataset)), options_(std::move(options)) {
    if (dataset_ == nullptr) {
        throw std::invalid_argument("data_loader: there is no dataset (a null pointer was given)");
    }
    if (dataset_->size() == 0) {
        throw std::invalid_argument("data_loader: " + dataset_->name() + " has no images");
    }
    if (options_.batch_size < 1) {
        throw std::invalid_argument("data_loader: batch_size must be at least 1, " +
                                    std::to_string(options_.batch_size) + " was given");
    }
    if (options_.prefetch < 0) {
        throw std::invalid_argument("data_loader: prefetch must be at least 0, " +
                                    std::to_string(options_.prefetch) + " was given");
    }
    for (const std::shared_ptr<const Transform>& transform : options_.transforms) {
        if (transform == nullptr) {
            throw std::invalid_argument("data_loader: a transform is a null pointer");
        }
    }
    if (batch_count() == 0) {
        throw std::invalid_argument("data_loader: drop_last leaves no batch of " +
                                    std::to_string(options_.batch_size) + ", " + dataset_->name() +
                                    " has only " + std::to_string(dataset_->size()) + " images");
    }
}

EpochBatches DataLoader::epoch(std::int64_t epoch) const {
    return EpochBatches(*this, epoch);
}

std::int64_t DataLoader::batch_count() const {
    const std::int64_t full = dataset_->size() / options_.batch_size;
    const bool has_smaller_last = dataset_->size() % options_.batch_size != 0;
    return full + (has_smaller_last && !options_.drop_last ? 1 : 0);
}

std::int64_t DataLoader::sample_count() const {
    const std::int64_t size = dataset_->size();
    return options_.drop_last ? size - size % options_.batch_size : size;
}

EpochBatches::EpochBatches(const DataLoader& loader, std::int64_t epoch)
    : loader_(loader), epoch_(static_cast<std::uint64_t>(epoch)) {
    if (loader_.options_.shuffle) {
        order_ = random_order(loader_.dataset_->size(), mix_seed(loader_.options_.seed, epoch_));
    }
}

EpochBatches::Iterator EpochBatches::begin() const {
    return Iterator(*this);
}

Batch EpochBatches::batch(std::int64_t index) const {
    if (index < 0 || index >= size()) {
        throw std::out_of_range("data_loader: there are " + std::to_string(size()) +
                                " batches, batch " + std::to_string(index) + " was asked for");
    }
    const Dataset& dataset = *loader_.dataset_;
    const DataLoaderOptions& options = loader_.options_;
    const Shape image_shape = dataset.image_shape();
    const std::int64_t first = index * options.batch_size;
    const std::int64_t count = std::min(options.batch_size, dataset.size() - first);

    Batch batch;
    batch.index = index;
    batch.images = Tensor::empty({count, image_shape[0], image_shape[1], image_shape[2]});
    batch.labels.reserve(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t sample =
            order_.empty() ? first + i : order_[static_cast<std::size_t>(first + i)];
        batch.labels.push_back(dataset.label(sample));
        Tensor image = batch.images.rows(i, 1).reshape(image_shape);
        if (image.has_numbers()) {
            dataset.copy_image(sample, image.mutable_data());
        }
        Random random(mix_seed(options.seed, epoch_, static_cast<std::uint64_t>(sample)));
        for (const std::shared_ptr<const Transform>& transform : options.transforms) {
            transform->apply(image, random);
        }
    }
    return batch;
}

EpochBatches::Iterator::Iterator(const EpochBatches& batches) : batches_(&batches) {
    const std::int64_t ahead = batches.loader_.options().prefetch;
    if (ahead > 0 && batches.size() > 1) {  // for a single batch there is nothing to do meanwhile
        prefetcher_ = std::make_unique<Prefetcher>(batches, ahead);
    }
    batch_ = next_batch(0);
}

// Here, where a Prefetcher is known.
EpochBatches::Iterator::~Iterator() = default;
EpochBatches::Iterator::Iterator(Iterator&&) noexcept = default;
EpochBatches::Iterator& EpochBatches::Iterator::operator=(Iterator&&) noexcept = default;

Batch EpochBatches::Iterator::next_batch(std::int64_t index) {
    return prefetcher_ != nullptr ? prefetcher_->next() : batches_->batch(index);
}

EpochBatches::Iterator& EpochBatches::Iterator::operator++() {
    const std::int64_t next = batch_.index + 1;
    batch_ = Batch{};  // gives its memory back first, so that the next batch can take it
    batch_.index = next;
    if (next < batches_->size()) {
        batch_ = next_batch(next);
    }
    return *this;
}

}  // namespace stepgrad
