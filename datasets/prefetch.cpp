#include "datasets/prefetch.h"

#include "autograd/shape_only.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace stepgrad {

Prefetcher::Prefetcher(const EpochBatches& batches, std::int64_t ahead)
    : batches_(batches),
      ahead_(static_cast<std::size_t>(ahead)),
      thread_(&Prefetcher::run, this, ShapeOnlyGuard::is_active()) {}

Prefetcher::~Prefetcher() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        is_stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

Batch Prefetcher::next() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return !finished_.empty() || is_done_; });
    if (finished_.empty()) {
        if (error_ != nullptr) {
            std::rethrow_exception(error_);
        }
        throw std::out_of_range("prefetch: all " + std::to_string(batches_.size()) +
                                " batches of the epoch have been taken");
    }
    Batch batch = std::move(finished_.front());
    finished_.pop_front();
    lock.unlock();
    changed_.notify_one();
    return batch;
}

void Prefetcher::run(bool is_shape_only) {
    std::optional<ShapeOnlyGuard> guard;
    if (is_shape_only) {
        guard.emplace();
    }
    std::exception_ptr error;
    try {
        make_batches();
    } catch (...) {  // all of it belongs to the thread that asks for the batch
        error = std::current_exception();
    }
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        error_ = std::move(error);
        is_done_ = true;
    }
    changed_.notify_one();
}

void Prefetcher::make_batches() {
    for (std::int64_t index = 0; index < batches_.size() && wait_for_room(); ++index) {
        Batch batch = batches_.batch(index);
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            finished_.push_back(std::move(batch));
        }
        changed_.notify_one();
    }
}

// False if nobody wants another batch.
bool Prefetcher::wait_for_room() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return finished_.size() < ahead_ || is_stopping_; });
    return !is_stopping_;
}

}  // namespace stepgrad
