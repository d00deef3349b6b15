#pragma once

#include "autograd/tensor.h"
#include "datasets/dataset.h"
#include "datasets/transforms.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <vector>

namespace stepgrad {

class EpochBatches;
class Prefetcher;

/// What a network is trained on in one step.
struct Batch {
    Tensor images;                     // [batch, height, width, channels]
    std::vector<std::int32_t> labels;  // one per image
    std::int64_t index = 0;            // 0 for the first batch of the epoch
};

struct DataLoaderOptions {
    std::int64_t batch_size = 64;
    bool shuffle = true;        // a new order in every epoch; otherwise the dataset's own
    std::uint64_t seed = 0;     // of the orders and of random transforms
    bool drop_last = false;     // leave out a last batch that is smaller than the others
    std::int64_t prefetch = 2;  // make so many batches ahead on a thread of their own; 0: no thread
    std::vector<std::shared_ptr<const Transform>> transforms = {};  // applied in this order
};

/// Cuts a dataset into batches.
///
///     for (const Batch& batch : loader.epoch(1)) { ... }
///
/// The order of the images depends on the seed and the epoch alone, and each image's random
/// transforms on the seed, the epoch and its index alone: nothing is drawn from the global generator,
/// and any batch can be made at any time by any thread. So prefetching changes no bit. With it the
/// dataset and the transforms are called on another thread; what they throw comes out of the loop.
/// Shares the dataset. Copies are cheap.
class DataLoader {
public:
    /// throws  std::invalid_argument if there is no dataset, it is empty, batch_size is below 1,
    ///         prefetch is below 0, a transform is null, or drop_last would leave no batch
    explicit DataLoader(std::shared_ptr<const Dataset> dataset, DataLoaderOptions options = {});

    /// The batches of one epoch, for a range-for. The same number gives the same batches again.
    EpochBatches epoch(std::int64_t epoch) const;

    /// How many batches an epoch has.
    std::int64_t batch_count() const;

    /// How many images an epoch shows: all of them, except with drop_last.
    std::int64_t sample_count() const;

    const Dataset& dataset() const { return *dataset_; }
    const DataLoaderOptions& options() const { return options_; }

private:
    friend class EpochBatches;

    std::shared_ptr<const Dataset> dataset_;
    DataLoaderOptions options_;
};

/// The batches of one epoch. Each is made when it is asked for, or a little earlier. Lives as long
/// as you like: it shares what it needs of its loader. Threads may share it.
class EpochBatches {
public:
    class Iterator;

    Iterator begin() const;
    std::default_sentinel_t end() const { return {}; }

    /// How many batches there are.
    std::int64_t size() const { return loader_.batch_count(); }

    /// Makes one batch; the same one every time.
    ///
    /// throws  std::out_of_range if there is no such batch
    Batch batch(std::int64_t index) const;

private:
    friend class DataLoader;
    EpochBatches(const DataLoader& loader, std::int64_t epoch);

    DataLoader loader_;
    std::uint64_t epoch_;
    std::vector<std::int64_t> order_;  // of the images; empty if it is the dataset's own
};

/// Walks over the batches of an epoch once, holding one batch at a time (and those that are
/// prefetched). Its end, early or not, is the end of the thread that prefetches.
class EpochBatches::Iterator {
public:
    using value_type = Batch;
    using difference_type = std::ptrdiff_t;

    explicit Iterator(const EpochBatches& batches);
    ~Iterator();
    Iterator(Iterator&&) noexcept;
    Iterator& operator=(Iterator&&) noexcept;

    const Batch& operator*() const { return batch_; }
    const Batch* operator->() const { return &batch_; }
    Iterator& operator++();
    void operator++(int) { ++*this; }

    friend bool operator==(const Iterator& iterator, std::default_sentinel_t /*end*/) {
        return iterator.batch_.index == iterator.batches_->size();
    }

private:
    Batch next_batch(std::int64_t index);

    const EpochBatches* batches_;             // outlived by it: the range-for keeps it
    std::unique_ptr<Prefetcher> prefetcher_;  // none if batches are made when they are asked for
    Batch batch_;
};

}  // namespace stepgrad
