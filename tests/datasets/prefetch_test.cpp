// precision: float
#include "datasets/prefetch.h"

#include "autograd/error.h"
#include "autograd/memory_pool.h"
#include "autograd/shape_only.h"
#include "datasets/random_shift.h"
#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

struct Disappointment : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Images of one pixel that note who asks for them, and may fail.
class Watched final : public Dataset {
public:
    explicit Watched(std::int64_t size, std::int64_t first_bad = -1)
        : size_(size), first_bad_(first_bad) {}

    std::string name() const override { return "watched"; }
    std::int64_t size() const override { return size_; }
    Shape image_shape() const override { return {1, 1, 1}; }
    std::vector<std::string> class_names() const override { return {"all"}; }
    std::int32_t label(std::int64_t /*index*/) const override { return 0; }

    void copy_image(std::int64_t index, Scalar* pixels) const override {
        if (first_bad_ >= 0 && index >= first_bad_) {
            throw Disappointment("image " + std::to_string(index) + " is bad");
        }
        *pixels = static_cast<Scalar>(index);
        last_thread_ = std::this_thread::get_id();
        ++copied_;
    }

    std::int64_t copied() const { return copied_; }
    std::thread::id last_thread() const { return last_thread_; }

private:
    std::int64_t size_;
    std::int64_t first_bad_;
    mutable std::atomic<std::int64_t> copied_ = 0;
    mutable std::atomic<std::thread::id> last_thread_;
};

DataLoader loader_of(const std::shared_ptr<const Dataset>& dataset, std::int64_t batch_size,
                     std::int64_t prefetch) {
    return DataLoader(dataset, {.batch_size = batch_size, .shuffle = false, .prefetch = prefetch});
}

// Gives the thread time to get there; false if it does not in ten seconds.
bool copies_at_least(const Watched& dataset, std::int64_t count) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (dataset.copied() < count && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return dataset.copied() >= count;
}

// How many images the loop has seen when an exception reaches it; its message must be `message`.
std::int64_t images_before_the_error(const DataLoader& loader, const std::string& message) {
    std::int64_t count = 0;
    BOOST_TEST(message_of<Disappointment>([&] {
                   for (const Batch& batch : loader.epoch(1)) {
                       count += std::ssize(batch.labels);
                   }
               }) == message);
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prefetch_test)

BOOST_AUTO_TEST_CASE(prefetching_changes_no_bit) {
    const auto loader = [](std::int64_t prefetch) {
        const auto shift = std::make_shared<RandomShift>(PixelRange{-1, 1}, PixelRange{-1, 1});
        return DataLoader(
            small_dataset(50),
            {.batch_size = 7, .seed = 3, .prefetch = prefetch, .transforms = {shift}});
    };
    for (const std::int64_t epoch : {1, 2}) {
        const EpochBatches expected = loader(0).epoch(epoch);
        for (const std::int64_t prefetch : {0, 1, 2, 7, 8, 1000}) {
            std::int64_t index = 0;
            for (const Batch& batch : loader(prefetch).epoch(epoch)) {
                const Batch same = expected.batch(index);
                BOOST_TEST(batch.index == index);
                BOOST_CHECK(batch.labels == same.labels);
                BOOST_CHECK(same_bits(batch.images, same.images));
                ++index;
            }
            BOOST_TEST(index == 8);
        }
    }
}

BOOST_AUTO_TEST_CASE(batches_are_made_on_a_thread_of_their_own_unless_it_is_off) {
    const auto dataset = std::make_shared<Watched>(12);
    for (const std::int64_t prefetch : {0, 1, 2}) {
        for (const Batch& batch : loader_of(dataset, 4, prefetch).epoch(1)) {
            const bool is_own_thread = dataset->last_thread() == std::this_thread::get_id();
            BOOST_TEST(is_own_thread == (prefetch == 0), "batch " << batch.index);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_epoch_of_one_batch_needs_no_thread) {
    const auto dataset = std::make_shared<Watched>(4);
    for (const Batch& batch : loader_of(dataset, 4, 2).epoch(1)) {
        BOOST_TEST(batch.labels.size() == 4u);
        BOOST_CHECK(dataset->last_thread() == std::this_thread::get_id());
    }
}

BOOST_AUTO_TEST_CASE(makes_as_many_batches_ahead_as_it_may_and_no_more) {
    for (const std::int64_t ahead : {1, 3}) {
        const auto dataset = std::make_shared<Watched>(20);
        for (const Batch& batch : loader_of(dataset, 2, ahead).epoch(1)) {
            // While the loop holds one batch, the next ones are made without being asked for.
            const std::int64_t expected = std::min<std::int64_t>(2 * (batch.index + 1 + ahead), 20);
            BOOST_TEST(copies_at_least(*dataset, expected));
            std::this_thread::sleep_for(std::chrono::milliseconds(5));  // time to do too much
            BOOST_TEST(dataset->copied() == expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(memory_holds_the_batch_in_use_and_those_ahead) {
    const DataLoader loader = loader_of(small_dataset(40), 4, 2);
    const MemoryStatistics before = memory_statistics();
    reset_peak_memory();
    constexpr std::int64_t kBytes = 128;  // 4 images of 6 numbers, in a multiple of 64 bytes
    for (const Batch& batch : loader.epoch(1)) {
        BOOST_TEST(batch.images.use_count() == 1);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));  // time to take too much
        BOOST_TEST(memory_statistics().live_blocks <= before.live_blocks + 3);
    }
    BOOST_TEST(memory_statistics().peak_bytes <= before.live_bytes + 3 * kBytes);
    BOOST_TEST(memory_statistics().live_blocks == before.live_blocks);
}

BOOST_AUTO_TEST_CASE(an_exception_of_the_dataset_reaches_the_loop_in_its_place) {
    for (const std::int64_t prefetch : {0, 1, 2, 100}) {
        // Image 9 is in the third batch of 4, so the loop sees two batches first.
        const auto third = std::make_shared<Watched>(20, /*first_bad=*/9);
        BOOST_TEST(images_before_the_error(loader_of(third, 4, prefetch), "image 9 is bad") == 8);
        const auto first = std::make_shared<Watched>(20, /*first_bad=*/0);
        BOOST_TEST(images_before_the_error(loader_of(first, 4, prefetch), "image 0 is bad") == 0);
    }
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_transform_reaches_the_loop) {
    const auto normalise =
        std::make_shared<Normalise>(std::vector<Scalar>{0, 0, 0}, std::vector<Scalar>{1, 1, 1});
    const DataLoader loader(small_dataset(9),
                            {.batch_size = 3, .prefetch = 2, .transforms = {normalise}});
    BOOST_TEST(message_of<ShapeError>([&] {
                   loader.epoch(1).begin();
               }).find("has statistics of 3 channels") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_same_exception_comes_again_if_the_loop_goes_on) {
    const EpochBatches batches = loader_of(std::make_shared<Watched>(4, 2), 2, 2).epoch(1);
    Prefetcher prefetcher(batches, 2);
    BOOST_TEST(prefetcher.next().index == 0);
    BOOST_CHECK_THROW(prefetcher.next(), Disappointment);
    BOOST_CHECK_THROW(prefetcher.next(), Disappointment);
}

BOOST_AUTO_TEST_CASE(an_exception_nobody_waits_for_is_dropped) {
    const auto dataset = std::make_shared<Watched>(20, /*first_bad=*/4);
    for (const Batch& batch : loader_of(dataset, 4, 2).epoch(1)) {
        BOOST_TEST(batch.index == 0);
        break;
    }
    BOOST_TEST(dataset->copied() == 4);
}

BOOST_AUTO_TEST_CASE(leaving_the_loop_early_ends_the_thread) {
    const MemoryStatistics before = memory_statistics();
    for (int round = 0; round < 20; ++round) {  // so that the thread is caught in every state
        const auto dataset = std::make_shared<Watched>(1000);
        const std::int64_t last = round % 5;
        const std::int64_t ahead = 1 + round % 4;
        for (const Batch& batch : loader_of(dataset, 2, ahead).epoch(1)) {
            if (batch.index == last) {
                break;
            }
        }
        // It did not make the rest of the epoch, it is gone, and nothing is held.
        const std::int64_t copied = dataset->copied();
        BOOST_TEST(copied <= 2 * (last + 1 + ahead));
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        BOOST_TEST(dataset->copied() == copied);
        BOOST_TEST(dataset.use_count() == 1);
        BOOST_TEST(memory_statistics().live_blocks == before.live_blocks);
    }
}

BOOST_AUTO_TEST_CASE(an_exception_of_the_loop_itself_ends_the_thread) {
    const auto dataset = std::make_shared<Watched>(1000);
    BOOST_TEST(message_of<Disappointment>([&] {
                   for (const Batch& batch : loader_of(dataset, 2, 2).epoch(1)) {
                       throw Disappointment("step " + std::to_string(batch.index));
                   }
               }) == "step 0");
    BOOST_TEST(dataset.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(batches_that_are_kept_outlive_the_thread_that_made_them) {
    const MemoryStatistics before = memory_statistics();
    {
        std::vector<Batch> kept;
        for (const Batch& batch : loader_of(std::make_shared<Watched>(6), 2, 2).epoch(1)) {
            kept.push_back(batch);
        }
        BOOST_REQUIRE(kept.size() == 3u);
        BOOST_TEST(kept[2].images.data()[1] == 5.0f);
    }
    BOOST_TEST(memory_statistics().live_blocks == before.live_blocks);
}

BOOST_AUTO_TEST_CASE(an_iterator_moves_with_its_thread) {
    static_assert(!std::is_copy_constructible_v<EpochBatches::Iterator>);
    const EpochBatches batches = loader_of(std::make_shared<Watched>(8), 2, 2).epoch(1);
    EpochBatches::Iterator first = batches.begin();
    ++first;
    EpochBatches::Iterator second = std::move(first);
    ++second;
    BOOST_TEST(second->index == 2);
    BOOST_TEST(second->images.data()[0] == 4.0f);
    second = batches.begin();  // ends one thread and goes on with another
    BOOST_TEST(second->index == 0);
}

BOOST_AUTO_TEST_CASE(two_epochs_at_once_do_not_disturb_each_other) {
    const EpochBatches batches = loader_of(std::make_shared<Watched>(30), 3, 2).epoch(1);
    EpochBatches::Iterator a = batches.begin();
    for (const Batch& batch : batches) {
        BOOST_CHECK(same_bits(a->images, batch.images));
        ++a;
    }
    BOOST_CHECK(a == batches.end());
}

BOOST_AUTO_TEST_CASE(the_thread_makes_shapes_only_where_the_loop_does) {
    const DataLoader loader = loader_of(small_dataset(6), 2, 2);
    const ShapeOnlyGuard guard;
    std::int64_t count = 0;
    for (const Batch& batch : loader.epoch(1)) {
        BOOST_TEST(!batch.images.has_numbers());
        BOOST_CHECK(batch.images.shape() == Shape({2, 2, 3, 1}));
        ++count;
    }
    BOOST_TEST(count == 3);
}

BOOST_AUTO_TEST_CASE(there_is_no_batch_after_the_last) {
    const EpochBatches batches = loader_of(std::make_shared<Watched>(4), 2, 2).epoch(1);
    Prefetcher prefetcher(batches, 5);
    BOOST_TEST(prefetcher.next().index == 0);
    BOOST_TEST(prefetcher.next().index == 1);
    BOOST_TEST(message_of<std::out_of_range>([&] { prefetcher.next(); }) ==
               "prefetch: all 2 batches of the epoch have been taken");
}

BOOST_AUTO_TEST_CASE(rejects_a_negative_number_of_batches) {
    BOOST_TEST(message_of<std::invalid_argument>([] { loader_of(small_dataset(3), 1, -1); }) ==
               "data_loader: prefetch must be at least 0, -1 was given");
}

BOOST_AUTO_TEST_SUITE_END()
