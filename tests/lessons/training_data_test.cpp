// precision: float
#include "lessons/support/training_data.h"

#include "datasets/shuffle_pixels.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

TrainingOptions quick() {
    TrainingOptions options;
    options.data = "fashion-mnist-subset";
    options.batch_size = 7;
    return options;
}

// The first batch of each loader, image by image, shuffled here.
Tensor first_batch_shuffled(const DataLoader& loader, const ShufflePixels& shuffle) {
    const Tensor images = loader.epoch(1).batch(0).images.clone();
    for (std::int64_t i = 0; i < images.shape()[0]; ++i) {
        Tensor image = images.rows(i, 1).reshape({28, 28, 1});
        shuffle.apply(image);
    }
    return images;
}

Tensor first_batch(const DataLoader& loader) {
    return loader.epoch(1).batch(0).images;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(training_data_test)

BOOST_AUTO_TEST_CASE(another_transform_changes_the_images_of_every_loader_and_not_their_order) {
    const TrainingData data(quick());
    const auto shuffle = std::make_shared<ShufflePixels>(Shape{28, 28, 1}, 3);
    const TrainingData changed = data.with(shuffle);
    const auto same = [&](const DataLoader& actual, const DataLoader& plain) {
        BOOST_CHECK(!same_bits(first_batch(actual), first_batch(plain)));
        BOOST_CHECK(same_bits(first_batch(actual), first_batch_shuffled(plain, *shuffle)));
        BOOST_TEST(actual.epoch(1).batch(0).labels == plain.epoch(1).batch(0).labels);
    };
    same(changed.train_batches(), data.train_batches());
    same(changed.train_in_order(), data.train_in_order());
    same(changed.test_in_order(), data.test_in_order());
}

BOOST_AUTO_TEST_CASE(another_transform_leaves_the_first_data_as_they_were) {
    const TrainingData data(quick());
    const Tensor before = data.test_input(0).clone();
    const TrainingData changed = data.with(std::make_shared<ShufflePixels>(Shape{28, 28, 1}, 3));
    BOOST_CHECK(same_bits(data.test_input(0), before));
    BOOST_CHECK(!same_bits(changed.test_input(0), before));
}

BOOST_AUTO_TEST_SUITE_END()
