// Solutions to the exercises of lesson 2. The first one is a run: lessons/run 2 --full.
// precision: float
#include "datasets/shuffle_pixels.h"
#include "layers/conv2d.h"
#include "layers/linear.h"
#include "lessons/support/training_data.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(lesson_02_solutions_test)

// Of a dense layer, the pixels count; of a convolution, the window and the channels. A photo makes
// one 190 times as large as the lesson's images do, the other three times, for its colours.
BOOST_AUTO_TEST_CASE(exercise_2_weights_for_a_photo) {
    BOOST_TEST(Linear(28 * 28, 128).parameter_count() == 100'480);
    BOOST_TEST(Linear(224 * 224 * 3, 128).parameter_count() == 19'267'712);
    BOOST_TEST(Conv2d(1, 16, 3, {.padding = 1, .has_bias = false}).parameter_count() == 144);
    BOOST_TEST(Conv2d(3, 16, 3, {.padding = 1, .has_bias = false}).parameter_count() == 432);
}

// augmented() changes what is shown in training and nothing else. Train both networks on it and look:
// what the one has learned of each place, and the other of neighbours, is gone.
BOOST_AUTO_TEST_CASE(exercise_3_shuffled_in_training_alone) {
    TrainingOptions options;
    options.data = "fashion-mnist-subset";
    const TrainingData data(options);
    const auto shuffle = std::make_shared<ShufflePixels>(data.image_shape(), options.seed);
    const TrainingData half_shuffled = data.augmented({shuffle});

    const auto first = [](const DataLoader& loader) {
        return loader.epoch(1).batch(0).images;
    };
    BOOST_CHECK(
        same_bits(first(half_shuffled.train_batches()), first(data.with(shuffle).train_batches())));
    BOOST_CHECK(same_bits(first(half_shuffled.test_in_order()), first(data.test_in_order())));
}

BOOST_AUTO_TEST_SUITE_END()
