#pragma once

#include "datasets/data_loader.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace stepgrad {

/// Makes the batches of an epoch one after the other on a thread of its own, a few ahead of who
/// takes them. They are the ones that EpochBatches::batch() makes, bit for bit: making a batch
/// reads nothing that changes.
///
/// Owns its thread, which works from construction until it has made the last batch, something was
/// thrown, or the Prefetcher is destroyed. Only one thread may take batches.
class Prefetcher {
public:
    /// Starts the thread, in the shape-only mode of the thread that calls.
    ///
    /// input   batches: outlives the Prefetcher
    ///         ahead: how many batches may be finished or in the making before they are asked for,
    ///         at least 1
    /// throws  std::system_error if the system gives no thread
    Prefetcher(const EpochBatches& batches, std::int64_t ahead);

    /// Ends the thread, which may have to finish one batch first.
    ~Prefetcher();

    Prefetcher(const Prefetcher&) = delete;
    Prefetcher& operator=(const Prefetcher&) = delete;

    /// The next batch; waits until it is finished.
    ///
    /// throws  what was thrown while it was made; std::out_of_range after the last batch
    Batch next();

private:
    void run(bool is_shape_only);
    void make_batches();
    bool wait_for_room();

    const EpochBatches& batches_;
    const std::size_t ahead_;

    std::mutex mutex_;                 // guards what follows
    std::condition_variable changed_;  // told whenever something of it changes
    std::deque<Batch> finished_;       // in their order
    std::exception_ptr error_;         // what ended the thread early
    bool is_done_ = false;             // the thread makes no more batches
    bool is_stopping_ = false;         // nobody wants any more

    std::thread thread_;  // last: it uses everything above
};

}  // namespace stepgrad
