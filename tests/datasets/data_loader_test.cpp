// precision: float
#include "datasets/data_loader.h"

#include "autograd/memory_pool.h"
#include "autograd/random.h"
#include "autograd/shape_only.h"
#include "datasets/subset.h"
#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Which image of small_dataset stands at position i of a batch.
std::int64_t image_at(const Batch& batch, std::int64_t i) {
    return std::lround(batch.images.rows(i, 1).data()[0] * 255);
}

std::vector<std::int64_t> order_of(const DataLoader& loader, std::int64_t epoch) {
    std::vector<std::int64_t> order;
    for (const Batch& batch : loader.epoch(epoch)) {
        for (std::int64_t i = 0; i < batch.images.shape()[0]; ++i) {
            order.push_back(image_at(batch, i));
        }
    }
    return order;
}

// Adds a random number to every pixel: what a later augmentation does, in short.
class AddNoise final : public Transform {
public:
    void apply(Tensor& image, Random& random) const override {
        Scalar* pixels = image.mutable_data();
        for (std::int64_t i = 0; i < image.numel(); ++i) {
            pixels[i] += random.uniform();
        }
    }
};

// The pixels of each image after the transforms, whatever its place in the epoch.
std::map<std::int32_t, std::vector<Scalar>> images_by_label(const DataLoader& loader) {
    std::map<std::int32_t, std::vector<Scalar>> images;
    for (const Batch& batch : loader.epoch(1)) {
        for (std::size_t i = 0; i < batch.labels.size(); ++i) {
            const Tensor image = batch.images.rows(static_cast<std::int64_t>(i), 1);
            images[batch.labels[i]] = {image.numbers().begin(), image.numbers().end()};
        }
    }
    return images;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(data_loader_test)

BOOST_AUTO_TEST_CASE(cuts_a_dataset_into_batches_and_a_smaller_last_one) {
    const DataLoader loader(small_dataset(10), {.batch_size = 4, .shuffle = false});
    BOOST_TEST(loader.batch_count() == 3);
    BOOST_TEST(loader.sample_count() == 10);
    std::int64_t index = 0;
    for (const Batch& batch : loader.epoch(1)) {
        const std::int64_t size = index < 2 ? 4 : 2;
        BOOST_TEST(batch.index == index);
        BOOST_CHECK(batch.images.shape() == Shape({size, 2, 3, 1}));
        BOOST_REQUIRE(static_cast<std::int64_t>(batch.labels.size()) == size);
        for (std::int64_t i = 0; i < size; ++i) {
            const std::int64_t sample = 4 * index + i;
            BOOST_TEST(image_at(batch, i) == sample);
            BOOST_TEST(batch.labels[static_cast<std::size_t>(i)] == sample % 3);
        }
        ++index;
    }
    BOOST_TEST(index == 3);
}

BOOST_AUTO_TEST_CASE(copies_every_pixel_of_every_channel) {
    const auto dataset = std::make_shared<ByteDataset>(
        "colour", Shape{1, 2, 3}, std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
        std::vector<std::int32_t>{0, 0}, std::vector<std::string>{"a"});
    const DataLoader loader(dataset, {.batch_size = 2, .shuffle = false});
    const Batch batch = loader.epoch(1).batch(0);
    for (int i = 0; i < 12; ++i) {
        BOOST_TEST(batch.images.data()[i] == static_cast<Scalar>(i + 1) / 255);
    }
}

BOOST_AUTO_TEST_CASE(drop_last_leaves_out_the_smaller_batch) {
    const DataLoader loader(small_dataset(10), {.batch_size = 4, .drop_last = true});
    BOOST_TEST(loader.batch_count() == 2);
    BOOST_TEST(loader.sample_count() == 8);
    BOOST_TEST(order_of(loader, 1).size() == 8u);
}

BOOST_AUTO_TEST_CASE(a_batch_size_that_divides_evenly_has_no_smaller_batch) {
    const DataLoader loader(small_dataset(8), {.batch_size = 4});
    BOOST_TEST(loader.batch_count() == 2);
    BOOST_TEST(DataLoader(small_dataset(3), {.batch_size = 64}).batch_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_shuffled_epoch_shows_every_image_once_with_its_label) {
    const DataLoader loader(small_dataset(100), {.batch_size = 7, .seed = 5});
    std::vector<std::int64_t> order = order_of(loader, 1);
    BOOST_CHECK(!std::is_sorted(order.begin(), order.end()));
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < 100; ++i) {
        BOOST_TEST(order[i] == static_cast<std::int64_t>(i));
    }
    for (const Batch& batch : loader.epoch(1)) {
        for (std::size_t i = 0; i < batch.labels.size(); ++i) {
            BOOST_TEST(batch.labels[i] == image_at(batch, static_cast<std::int64_t>(i)) % 3);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_order_depends_on_seed_and_epoch_alone) {
    const auto dataset = small_dataset(50);
    const auto order = [&](std::uint64_t seed, std::int64_t epoch, std::int64_t batch_size) {
        return order_of(DataLoader(dataset, {.batch_size = batch_size, .seed = seed}), epoch);
    };
    const std::vector<std::int64_t> first = order(1, 1, 8);
    global_random().next();
    BOOST_CHECK(order(1, 1, 8) == first);
    BOOST_CHECK(order(1, 1, 50) == first);
    BOOST_CHECK(order(1, 2, 8) != first);
    BOOST_CHECK(order(2, 1, 8) != first);
}

BOOST_AUTO_TEST_CASE(the_global_generator_is_left_alone) {
    set_seed(9);
    const std::uint32_t expected = global_random().next();
    set_seed(9);
    order_of(DataLoader(small_dataset(20), {.transforms = {std::make_shared<AddNoise>()}}), 1);
    BOOST_TEST(global_random().next() == expected);
}

BOOST_AUTO_TEST_CASE(transforms_are_applied_to_every_image_in_their_order) {
    const DataLoader loader(
        small_dataset(5),
        {.batch_size = 2,
         .shuffle = false,
         .transforms = {
             std::make_shared<Normalise>(std::vector<Scalar>{1}, std::vector<Scalar>{1}),
             std::make_shared<Normalise>(std::vector<Scalar>{0}, std::vector<Scalar>{0.5f}),
         }});
    std::int64_t sample = 0;
    for (const Batch& batch : loader.epoch(1)) {
        for (const Scalar x : batch.images.numbers()) {
            const Scalar pixel = static_cast<Scalar>(sample / 6) / 255;
            BOOST_TEST(x == (pixel - 1) * 2);
            ++sample;
        }
    }
    BOOST_TEST(sample == 30);
}

BOOST_AUTO_TEST_CASE(random_transforms_depend_on_seed_epoch_and_image_alone) {
    const auto dataset = small_dataset(20, /*class_count=*/20);
    const auto images = [&](DataLoaderOptions options) {
        options.transforms = {std::make_shared<AddNoise>()};
        return images_by_label(DataLoader(dataset, options));
    };
    const auto expected = images({.batch_size = 4, .seed = 1});
    BOOST_TEST(expected.size() == 20u);
    BOOST_CHECK(images({.batch_size = 7, .seed = 1}) == expected);
    BOOST_CHECK(images({.batch_size = 4, .shuffle = false, .seed = 1}) == expected);
    BOOST_CHECK(images({.batch_size = 4, .seed = 2}) != expected);
    // Every image has noise of its own.
    BOOST_CHECK(expected.at(0)[0] != expected.at(1)[0] - 1.0f / 255);
}

BOOST_AUTO_TEST_CASE(any_batch_can_be_made_at_any_time) {
    const DataLoader loader(small_dataset(20), {.batch_size = 6, .seed = 3});
    const EpochBatches batches = loader.epoch(2);
    BOOST_TEST(batches.size() == 4);
    const Batch last = batches.batch(3);
    for (const Batch& batch : batches) {
        BOOST_CHECK(same_bits(batch.images, batches.batch(batch.index).images));
        BOOST_CHECK(batch.labels == batches.batch(batch.index).labels);
    }
    BOOST_CHECK(same_bits(last.images, batches.batch(3).images));
    BOOST_TEST(message_of<std::out_of_range>([&] { batches.batch(4); }) ==
               "data_loader: there are 4 batches, batch 4 was asked for");
    BOOST_CHECK_THROW(batches.batch(-1), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(an_epoch_outlives_its_loader) {
    std::int64_t count = 0;
    for (const Batch& batch : DataLoader(small_dataset(10), {.batch_size = 3}).epoch(1)) {
        count += batch.images.shape()[0];
    }
    BOOST_TEST(count == 10);
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_kept_does_not_change) {
    const DataLoader loader(small_dataset(9), {.batch_size = 3, .shuffle = false});
    std::vector<Batch> kept;
    for (const Batch& batch : loader.epoch(1)) {
        kept.push_back(batch);
    }
    BOOST_REQUIRE(kept.size() == 3u);
    BOOST_TEST(image_at(kept[0], 0) == 0);
    BOOST_TEST(image_at(kept[1], 0) == 3);
    BOOST_TEST(image_at(kept[2], 2) == 8);
}

BOOST_AUTO_TEST_CASE(without_prefetching_one_batch_is_alive_at_a_time) {
    const DataLoader loader(small_dataset(12), {.batch_size = 4, .prefetch = 0});
    const MemoryStatistics before = memory_statistics();
    reset_peak_memory();
    for (const Batch& batch : loader.epoch(1)) {
        BOOST_TEST(batch.images.use_count() == 1);
        BOOST_TEST(memory_statistics().live_blocks == before.live_blocks + 1);
        // Not even while one batch takes the place of another are there two.
        BOOST_TEST(memory_statistics().peak_bytes == memory_statistics().live_bytes);
    }
    BOOST_TEST(memory_statistics().live_blocks == before.live_blocks);
}

BOOST_AUTO_TEST_CASE(a_shape_only_batch_has_shapes_and_labels) {
    const DataLoader loader(small_dataset(4), {.batch_size = 3});
    const ShapeOnlyGuard guard;
    const Batch batch = loader.epoch(1).batch(0);
    BOOST_CHECK(batch.images.shape() == Shape({3, 2, 3, 1}));
    BOOST_TEST(!batch.images.has_numbers());
    BOOST_TEST(batch.labels.size() == 3u);
}

BOOST_AUTO_TEST_CASE(rejects_options_that_make_no_batch_and_says_why) {
    const auto dataset = small_dataset(5);
    const auto make = [](std::shared_ptr<const Dataset> images, const DataLoaderOptions& options) {
        return [=] {
            DataLoader(images, options);
        };
    };
    BOOST_TEST(message_of<std::invalid_argument>(make(dataset, {.batch_size = 0})) ==
               "data_loader: batch_size must be at least 1, 0 was given");
    BOOST_CHECK_THROW(make(dataset, {.batch_size = -3})(), std::invalid_argument);
    BOOST_TEST(message_of<std::invalid_argument>(make(nullptr, {})) ==
               "data_loader: there is no dataset (a null pointer was given)");
    const auto nothing = std::make_shared<Subset>(dataset, std::vector<std::int64_t>{});
    BOOST_TEST(message_of<std::invalid_argument>(make(nothing, {})) ==
               "data_loader: small (0 of 5) has no images");
    BOOST_TEST(
        message_of<std::invalid_argument>(make(dataset, {.batch_size = 6, .drop_last = true})) ==
        "data_loader: drop_last leaves no batch of 6, small has only 5 images");
    BOOST_TEST(message_of<std::invalid_argument>(make(dataset, {.transforms = {nullptr}})) ==
               "data_loader: a transform is a null pointer");
}

BOOST_AUTO_TEST_SUITE_END()
