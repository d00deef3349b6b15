// precision: float
#include "lessons/support/training_data.h"

#include "autograd/error.h"
#include "datasets/random_shift.h"
#include "datasets/shuffle_pixels.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/picture_files.h"
#include "tests/support/small_dataset.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>
#include <string>

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

BOOST_AUTO_TEST_CASE(augmentation_changes_images_for_training_before_they_are_normalised) {
    const TrainingData data(quick());
    // Everything is moved out of the image, and black moves in.
    const auto away = std::make_shared<RandomShift>(PixelRange{28, 28}, PixelRange{0, 0});
    const TrainingData changed = data.augmented({away});
    const Tensor images = first_batch(changed.train_batches());
    const Tensor plain = first_batch(data.train_batches());
    const Scalar black = *std::ranges::min_element(plain.numbers());
    BOOST_TEST(black < -0.5);  // normalised
    BOOST_TEST(std::ranges::all_of(images.numbers(), [&](Scalar x) { return x == black; }));
    BOOST_CHECK(
        same_bits(first_batch(changed.train_in_order()), first_batch(data.train_in_order())));
    BOOST_CHECK(same_bits(first_batch(changed.test_in_order()), first_batch(data.test_in_order())));
}

BOOST_AUTO_TEST_CASE(another_transform_leaves_the_first_data_as_they_were) {
    const TrainingData data(quick());
    const Tensor before = data.sample("0").input.clone();
    const TrainingData changed = data.with(std::make_shared<ShufflePixels>(Shape{28, 28, 1}, 3));
    BOOST_CHECK(same_bits(data.sample("0").input, before));
    BOOST_CHECK(!same_bits(changed.sample("0").input, before));
}

BOOST_AUTO_TEST_CASE(images_of_one_class_are_refused) {
    const TemporaryFolder folder;
    for (const std::string set : {"train", "t10k"}) {
        folder.write(set + "-images-idx3-ubyte", idx_file({2, 4, 4}, counting_bytes(32)));
        folder.write(set + "-labels-idx1-ubyte", idx_file({2}, std::string(2, '\0')));
    }
    TrainingOptions options;
    options.data = folder.path().string();
    BOOST_TEST(message_of<DataError>([&] { TrainingData data(options); }) ==
               options.data + ": has one class only, there is nothing to tell apart");
}

BOOST_AUTO_TEST_CASE(validation_uses_the_images_that_were_chosen_for_it) {
    const TemporaryFolder folder;
    for (const std::string set : {"train/", "val/", "test/"}) {
        const int count = set == "val/" ? 3 : 4;
        for (int i = 0; i < count; ++i) {
            folder.write(set + "cats/" + std::to_string(i) + ".png", grey_png(i));
            folder.write(set + "dogs/" + std::to_string(i) + ".png", grey_png(90 + i));
        }
    }
    TrainingOptions options;
    options.data = folder.path().string();
    BOOST_TEST(TrainingData(options).test_count() == 8);
    options.validation = true;
    BOOST_TEST(TrainingData(options).test_count() == 6);
    BOOST_TEST(TrainingData(options).train_count() == 8);
}

BOOST_AUTO_TEST_CASE(a_channel_of_one_value_becomes_0) {
    const TemporaryFolder folder;
    for (int i = 0; i < 4; ++i) {
        folder.write("cats/" + std::to_string(i) + ".png", grey_png(7));
        folder.write("dogs/" + std::to_string(i) + ".png", grey_png(7));
    }
    TrainingOptions options;
    options.data = folder.path().string();
    const Sample sample = TrainingData(options).sample("0");
    BOOST_CHECK(same_bits(sample.input, Tensor::zeros({1, 2, 3, 3})));
}

BOOST_AUTO_TEST_CASE(a_number_is_a_test_image_as_the_loaders_give_it) {
    const TrainingData data(quick());
    const Sample sample = data.sample("17");
    BOOST_TEST(sample.name == "Test image 17");
    const Batch batch = data.test_in_order().epoch(0).batch(0);
    BOOST_CHECK(same_bits(sample.input, batch.images.rows(17, 1)));
    BOOST_TEST(sample.label == batch.labels[17]);
    BOOST_CHECK(same_bits(sample.picture, data.test_in_order().dataset().image(17)));
}

BOOST_AUTO_TEST_CASE(there_is_no_test_image_behind_the_last) {
    const TrainingData data(quick());
    BOOST_TEST(data.sample("499").name == "Test image 499");
    for (const std::string number : {"500", "99999999999999999999999999"}) {
        BOOST_TEST(message_of<DataError>([&] { data.sample(number); }) ==
                   "--predict: there is no test image " + number +
                       "; fashion-mnist-subset has 500, numbered from 0");
    }
}

BOOST_AUTO_TEST_CASE(anything_else_is_a_photo_of_the_size_and_colours_that_are_trained_on) {
    const TemporaryFolder folder;
    folder.write("17", grey_png(51, 40, 60));  // called like a number
    const TrainingData data(quick());
    const std::string file = (folder.path() / "17").string();
    const Sample sample = data.sample(file);
    BOOST_TEST(sample.name == file);
    BOOST_TEST(sample.label == -1);
    BOOST_TEST((sample.picture.shape() == Shape{28, 28, 1}));
    BOOST_TEST(sample.picture.data()[0] == 0.2f);
    // Normalised by the same numbers as a test image.
    const Sample other = data.sample("0");
    const auto slope = [&](std::int64_t i, std::int64_t j) {
        return (other.input.data()[i] - sample.input.data()[j]) /
               (other.picture.data()[i] - sample.picture.data()[j]);
    };
    BOOST_TEST(slope(0, 0) == slope(28 * 14 + 14, 7), boost::test_tools::tolerance(1e-4f));
    BOOST_TEST(message_of<DataError>([&] { data.sample("no/such.png"); }).find("no/such.png") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(other_images_are_normalised_by_the_numbers_of_the_training_images) {
    const TrainingData data(quick());
    const DataLoader same = data.in_order(data.test_images());
    BOOST_CHECK(same_bits(first_batch(same), first_batch(data.test_in_order())));
}

BOOST_AUTO_TEST_CASE(a_lesson_can_bring_images_of_its_own) {
    DataSource source;
    source.train = small_dataset(12);
    source.test = small_dataset(6);
    source.name = "small";
    const TrainingData data(source, quick());
    BOOST_TEST(data.name() == "small");
    BOOST_TEST(data.train_count() == 12);
    BOOST_TEST(data.test_count() == 6);
    BOOST_TEST(data.class_count() == 3);
}

BOOST_AUTO_TEST_SUITE_END()
