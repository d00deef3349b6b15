// precision: float
#include "lessons/support/photos.h"

#include "autograd/error.h"
#include "datasets/data_loader.h"
#include "layers/conv2d.h"
#include "lessons/support/classify_photo.h"
#include "tests/support/small_dataset.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

// A base that doubles each number, for images [2, 3, 1].
PhotoBase doubling_base(const std::filesystem::path& weights) {
    PhotoBase base{.name = "double",
                   .model = Sequential{Conv2d(1, 1, 1, {.has_bias = false})},
                   .preprocessing = Preprocessing::kMinusOneToOne,
                   .weights = weights,
                   .report = {},
                   .maps = {2, 3, 1}};
    Tensor weight = base.model.parameters()[0].value();
    weight.fill(2);
    base.model.freeze();
    return base;
}

PhotoRun run_of(const std::string& name, double train, double test, std::int64_t parameters) {
    return {.run = {.name = name,
                    .trainable_parameters = parameters,
                    .train_accuracy = train,
                    .test_accuracy = test},
            .validation_accuracy = test};
}

std::string verdict(double gap_train, double gap_test, double flatten_train, double flatten_test) {
    return photo_claims({run_of("gap", gap_train, gap_test, 14476),
                         run_of("flatten", flatten_train, flatten_test, 628876)},
                        2)[1]
        .verdict;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(photos_test)

BOOST_AUTO_TEST_CASE(heads_have_the_parameters_of_the_question_and_of_its_reader) {
    const auto count = [](Head head, const Shape& maps, const std::string& hidden,
                          std::int64_t classes) {
        return photo_head(head, maps, hidden_units(hidden), classes).parameter_count();
    };
    BOOST_TEST(count(Head::kGlobalAverage, {7, 7, 1280}, "10,128", 2) == 14476);
    BOOST_TEST(count(Head::kFlatten, {7, 7, 1280}, "10,128", 2) == 628876);
    BOOST_TEST(count(Head::kGlobalAverage, {7, 7, 1024}, "1024,1024,512", 3) == 2625539);
    BOOST_TEST(count(Head::kFlatten, {7, 7, 1024}, "1024,1024,512", 3) == 52957187);
    BOOST_TEST(count(Head::kGlobalAverage, {7, 7, 512}, "none", 3) == 1539);
    BOOST_TEST(count(Head::kFlatten, {7, 7, 512}, "none", 3) == 75267);
    BOOST_CHECK_THROW(photo_head(Head::kGlobalMax, {7, 7, 512}, {}, 3), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(units_that_are_no_numbers_are_refused) {
    BOOST_TEST(hidden_units("10,128") == (std::vector<std::int64_t>{10, 128}),
               boost::test_tools::per_element());
    BOOST_TEST(hidden_units("none").empty());
    for (const std::string text : {"ten", "10,,128", "0", "-1", "70000", "10 128", "1e3"}) {
        BOOST_TEST(message_of<DataError>([&] {
                       hidden_units(text);
                   }).find("--hidden: \"" + text + "\" must be none, or numbers") == 0U);
    }
}

BOOST_AUTO_TEST_CASE(presets_are_the_questions_examples) {
    PhotoOptions options;
    options.preset = "e1";
    fill_in(options);
    BOOST_TEST(options.base == "mobilenet_v1");
    BOOST_TEST(hidden_units(options.hidden).size() == 3U);
    options.preset = "e2";
    fill_in(options);
    BOOST_TEST(options.base == "vgg16");
    BOOST_TEST(hidden_units(options.hidden).empty());
}

BOOST_AUTO_TEST_CASE(features_are_computed_once_and_then_read) {
    const TemporaryFolder folder;
    PhotoBase base = doubling_base(folder.write("weights", "some"));
    const auto photos = small_dataset(20);
    std::int64_t calls = 0;
    std::int64_t last = 0;
    const auto progress = [&](std::int64_t done, std::int64_t /*total*/) {
        ++calls;
        last = done;
    };
    const std::filesystem::path cache = folder.path() / "a" / "cache";
    const BaseFeatures first = features_of(base, photos, cache, progress);
    BOOST_TEST(!first.is_cached);
    BOOST_TEST(calls == 2);  // of 16 and of 4
    BOOST_TEST(last == 20);
    // Image 7 is 7/255 everywhere; preprocessed 2x - 1; the base doubles it.
    BOOST_CHECK_CLOSE(first.maps->image(7).at({1, 2, 0}), Scalar(2 * (2 * 7 / 255.0 - 1)), 1e-4);
    BOOST_TEST(first.maps->label(7) == photos->label(7));

    const BaseFeatures second = features_of(base, photos, cache, progress);
    BOOST_TEST(second.is_cached);
    BOOST_TEST(calls == 2);
    BOOST_TEST(same_bits(second.maps->images(), first.maps->images()));
}

BOOST_AUTO_TEST_CASE(other_photos_other_weights_and_damaged_files_are_computed_anew) {
    const TemporaryFolder folder;
    const std::filesystem::path cache = folder.path() / "cache";
    PhotoBase base = doubling_base(folder.write("weights", "some"));
    features_of(base, small_dataset(4), cache, {});
    BOOST_TEST(!features_of(base, small_dataset(5), cache, {}).is_cached);
    PhotoBase other = doubling_base(folder.write("other", "others"));
    BOOST_TEST(!features_of(other, small_dataset(4), cache, {}).is_cached);
    for (const auto& entry : std::filesystem::directory_iterator(cache)) {
        std::ofstream(entry.path(), std::ios::trunc) << "damaged";
    }
    BOOST_TEST(!features_of(base, small_dataset(4), cache, {}).is_cached);
    BOOST_TEST(features_of(base, small_dataset(4), cache, {}).is_cached);
    BOOST_TEST(!features_of(base, small_dataset(4), "", {}).is_cached);
}

BOOST_AUTO_TEST_CASE(photos_reach_a_whole_network_as_they_reach_the_base) {
    const TemporaryFolder folder;
    PhotoBase base = doubling_base(folder.write("weights", "some"));
    const auto photos = small_dataset(3);
    const BaseFeatures features = features_of(base, photos, "", {});
    const DataLoader batches(photos, {.batch_size = 3,
                                      .shuffle = false,
                                      .transforms = {preprocessing_transform(base.preprocessing)}});
    const Tensor maps = base.model(Variable(batches.epoch(0).batch(0).images)).value();
    BOOST_TEST(same_bits(maps, features.maps->images()));
}

BOOST_AUTO_TEST_CASE(the_same_photo_in_both_sets_is_found) {
    BOOST_TEST(images_in_both(*small_dataset(4), *small_dataset(6)) == 4);
    BOOST_TEST(images_in_both(*small_dataset(4), *small_dataset(6, 3, 3)) == 0);
    DataSource photos;
    photos.name = "mine";
    photos.train = small_dataset(4);
    photos.test = small_dataset(6);
    BOOST_TEST(photos_text(photos).find("Warning: 4 of the photos") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_photo_of_a_class_is_too_few) {
    const TemporaryFolder folder;
    PhotoBase base = doubling_base(folder.write("weights", "some"));
    DataSource photos;
    photos.name = "mine";
    photos.train = small_dataset(5);  // of three classes
    photos.test = small_dataset(3);
    PhotoOptions options;
    options.cache = "";
    BOOST_TEST(
        message_of<DataError>([&] { maps_of(base, photos, options); }) ==
        "mine: has 5 photos to train on; at least two of each of 3 classes are needed, one of "
        "them for validation");
    photos.train = small_dataset(6);
    BOOST_TEST(maps_of(base, photos, options).validation->size() == 3);
}

BOOST_AUTO_TEST_CASE(verdicts_follow_from_the_figures) {
    BOOST_TEST(verdict(0.95, 0.93, 1.00, 0.92) == "holds");
    BOOST_TEST(verdict(0.90, 0.88, 1.00, 0.92) == "depends");
    BOOST_TEST(verdict(1.00, 0.925, 1.00, 0.92) == "does not hold");
    BOOST_TEST(verdict(0.99, 0.92, 0.50, 0.50) ==
               "cannot be judged: one of the heads has not learned its task");
}

BOOST_AUTO_TEST_CASE(a_photo_cannot_be_classified_without_the_names_of_the_classes) {
    const TemporaryFolder folder;
    folder.write("model.txt", "background\ntench\n");
    BOOST_TEST(message_of<DataError>([&] {
                   classify_text(folder.path() / "model.tflite", "photo.png");
               }) == "--classify: expected 1001 names of classes in " +
                         (folder.path() / "model.txt").string() + ", found 2");
}

BOOST_AUTO_TEST_CASE(bases_without_weights_say_how_to_get_them) {
    BOOST_TEST(message_of<DataError>([] {
                   load_photo_base("vgg16", "");
               }).find("--weights FILE names yours") != std::string::npos);
    BOOST_CHECK_THROW(load_photo_base("resnet", ""), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
