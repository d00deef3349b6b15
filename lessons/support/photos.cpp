#include "lessons/support/photos.h"

#include "autograd/error.h"
#include "autograd/text_table.h"
#include "datasets/open.h"
#include "datasets/selected_classes.h"
#include "datasets/subset.h"
#include "layers/flatten.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/relu.h"
#include "layers/summary.h"
#include "lessons/support/counting_bar.h"
#include "lessons/support/evaluate.h"
#include "lessons/support/lesson.h"
#include "lessons/support/resized_images.h"

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kTestImages = 500;  // of CIFAR-10, of each class
constexpr std::int64_t kQuickImages = 20;
constexpr std::int64_t kValidationShare = 8;
constexpr std::uint64_t kDrawSeed = 12;  // of the images, whatever the run's seed
constexpr std::int64_t kBatchOfPhotos = 16;
const std::vector<std::int32_t> kCatsAndDogs = {3, 5};

DataSource read_folder(const std::string& folder, const PhotoOptions& options, double test_share) {
    ImageFolderOptions reading;
    reading.load.image = {.colour = ImageColour::kRgb, .height = kPhotoSide, .width = kPhotoSide};
    reading.load.skip_unreadable = options.skip_unreadable;
    reading.split = {.test_share = test_share, .seed = kDrawSeed};
    return read_image_folder(folder, folder, reading);
}

DataSource photos_of_folders(const PhotoOptions& options) {
    if (options.test.empty()) {
        return read_folder(options.train, options, 0.2);
    }
    DataSource photos = read_folder(options.train, options, 0);
    const DataSource test = read_folder(options.test, options, 0);
    if (test.train->class_names() != photos.train->class_names()) {
        throw DataError("--test " + options.test + ": its folders are " +
                        joined(test.train->class_names()) + ", those of --train are " +
                        joined(photos.train->class_names()));
    }
    photos.test = test.train;
    photos.note += (photos.note.empty() || test.note.empty() ? "" : " ") + test.note;
    return photos;
}

// So many images of each of two classes, enlarged.
std::shared_ptr<const Dataset> cats_and_dogs(const std::shared_ptr<const Dataset>& all,
                                             std::int64_t of_each) {
    const auto some = std::make_shared<SelectedClasses>(all, kCatsAndDogs);
    const auto drawn = split_dataset(some, std::min(2 * of_each, some->size()), kDrawSeed).part;
    return std::make_shared<ResizedImages>(drawn, kPhotoSide, kPhotoSide);
}

}  // namespace

void add_photo_options(CommandLine& line, PhotoOptions& options) {
    line.add_choice("--base", options.base, photo_base_names(), "the network below the head");
    line.add_text("--weights", options.weights, "FILE",
                  "of the base: .json (TensorFlow.js), .h5 (Keras), .tflite or .safetensors; "
                  "default: those of \"datasets/get BASE\"");
    line.add_text("--train", options.train, "FOLDER",
                  "photos to train on, a sub-folder for each class; default: cats and dogs of "
                  "CIFAR-10");
    line.add_text("--test", options.test, "FOLDER",
                  "photos to be judged by; default: a fifth of the others");
    line.add_choice("--preset", options.preset, {"none", "e1", "e2"},
                    "an example of the question: e1 is MobileNet v1 and dense layers of 1024, 1024 "
                    "and 512 units, e2 is VGG16 and none");
    line.add_text("--hidden", options.hidden, "UNITS",
                  "of the dense layers before the last one, \"10,128\" for instance, or none");
    line.add_number("--images", options.images, 8, 5000, "of each class of CIFAR-10");
    line.add_number("--epochs", options.epochs, 1, 10000, "passes over the features");
    line.add_number("--learning-rate", options.learning_rate, 1e-6, 10,
                    "the highest of the schedule");
    line.add_number("--seed", options.seed, std::int64_t{0}, std::int64_t{1} << 62,
                    "of the heads' weights and of the order of the photos");
    line.add_flag("--unfreeze", options.unfreeze,
                  "in the end, train GAP's head and the last block of the base together");
    line.add_text("--predict", options.predict, "PHOTO", "classify this photo at the end");
    line.add_text("--classify", options.classify, "PHOTO",
                  "train nothing: what MobileNet v1 with its own top takes this photo for");
    line.add_flag("--skip-unreadable", options.skip_unreadable,
                  "go on without photos that cannot be read, and count them");
    line.add_text("--cache", options.cache, "FOLDER",
                  "where features are kept for the next run; default: reports/features");
    line.add_flag("--quick", options.quick, "20 images of each class, 5 epochs");
    add_output_options(line, options);
}

void fill_in(PhotoOptions& options) {
    if (options.preset == "e1") {
        options.base = "mobilenet_v1";
        options.hidden = "1024,1024,512";
    } else if (options.preset == "e2") {
        options.base = "vgg16";
        options.hidden = "none";
    }
    if (options.quick) {
        options.images = std::min(options.images, kQuickImages);
        options.epochs = std::min(options.epochs, 5);
    }
}

std::vector<std::int64_t> hidden_units(const std::string& text) {
    if (text == "none" || text.empty()) {
        return {};
    }
    constexpr std::int64_t kMostUnits = 65536;
    std::vector<std::int64_t> units;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        const bool is_number = !word.empty() && word.size() <= 5 &&
                               word.find_first_not_of("0123456789") == std::string::npos;
        const std::int64_t count = is_number ? std::stoll(word) : 0;
        if (count < 1 || count > kMostUnits) {
            throw DataError("--hidden: \"" + text + "\" must be none, or numbers from 1 to " +
                            std::to_string(kMostUnits) + " with commas between them");
        }
        units.push_back(count);
    }
    return units;
}

DataSource open_photos(const PhotoOptions& options) {
    if (!options.train.empty()) {
        return photos_of_folders(options);
    }
    if (!options.test.empty()) {
        throw DataError("--test " + options.test + ": needs --train FOLDER, too");
    }
    DataSource photos = load_data("cifar10");
    photos.name = "cats and dogs of cifar10";
    photos.train = cats_and_dogs(photos.train, options.images);
    photos.test = cats_and_dogs(photos.test, options.quick ? kQuickImages : kTestImages);
    return photos;
}

std::string photos_text(const DataSource& photos) {
    std::string text = printable(photos.name) + ": " + with_separators(photos.train->size()) +
                       " to train on, " + with_separators(photos.test->size()) +
                       " to be judged by,\n" + std::to_string(photos.train->class_names().size()) +
                       " classes: " + printable(joined(photos.train->class_names())) + "\n";
    if (!photos.note.empty()) {
        text += wrapped(printable("Note: " + photos.note)) + "\n";
    }
    const std::int64_t both = images_in_both(*photos.train, *photos.test);
    if (both > 0) {
        text += wrapped("Warning: " + with_separators(both) +
                        " of the photos to be judged by are among those to train on, too: the test "
                        "accuracy will look better than it is.") +
                "\n";
    }
    return text;
}

Sequential photo_head(Head head, const Shape& maps, const std::vector<std::int64_t>& hidden,
                      std::int64_t class_count) {
    if (head != Head::kFlatten && head != Head::kGlobalAverage) {
        throw std::invalid_argument("photo_head: flatten or gap, not " + head_name(head));
    }
    const bool flattens = head == Head::kFlatten;
    Sequential model;
    if (flattens) {
        model.add("flatten", Flatten());
    } else {
        model.add("pool", GlobalAveragePool2d());
    }
    std::int64_t inputs = flattens ? maps.numel() : maps[-1];
    for (std::size_t i = 0; i < hidden.size(); ++i) {
        model.add("hidden" + std::to_string(i), Linear(inputs, hidden[i]));
        model.add("relu" + std::to_string(i), ReLU());
        inputs = hidden[i];
    }
    model.add("classes", Linear(inputs, class_count));
    return model;
}

PhotoMaps maps_of(PhotoBase& base, const DataSource& photos, const PhotoOptions& options) {
    const auto features = [&](const std::shared_ptr<const Dataset>& images) {
        CountingBar bar("features");
        return features_of(base, images, options.cache,
                           [&bar](std::int64_t done, std::int64_t all) { bar.show(done, all); });
    };
    const BaseFeatures train = features(photos.train);
    const BaseFeatures test = features(photos.test);
    const auto classes = static_cast<std::int64_t>(photos.train->class_names().size());
    const std::int64_t held_out = std::max(photos.train->size() / kValidationShare, classes);
    if (photos.train->size() < 2 * classes) {
        throw DataError(photos.name + ": has " + std::to_string(photos.train->size()) +
                        " photos to train on; at least two of each of " + std::to_string(classes) +
                        " classes are needed, one of them for validation");
    }
    const DatasetSplit split = split_dataset(train.maps, held_out, kDrawSeed);
    return {.train = split.rest,
            .validation = split.part,
            .test = test.maps,
            .seconds = train.seconds + test.seconds,
            .computed = (train.is_cached ? 0 : train.maps->size()) +
                        (test.is_cached ? 0 : test.maps->size())};
}

std::string maps_text(const PhotoMaps& maps, const PhotoOptions& options) {
    if (maps.computed == 0) {
        return "The features were read from " + options.cache + ".\n";
    }
    return "The features of " + with_separators(maps.computed) + " photos took " +
           duration(maps.seconds) + ", " +
           std::to_string(static_cast<int>(static_cast<double>(maps.computed) / maps.seconds)) +
           " photos a second.\n";
}

PhotoRun judge_photo_head(const std::string& name, Sequential& head, const PhotoMaps& maps,
                          int epochs, double seconds) {
    const auto accuracy = [&](const std::shared_ptr<const Dataset>& dataset) {
        return accuracy_on(head, DataLoader(dataset, {.batch_size = 50, .shuffle = false}));
    };
    const PhotoRun result{.run = {.name = name,
                                  .parameters = head.parameter_count(),
                                  .trainable_parameters = head.trainable_parameter_count(),
                                  .head_parameters = head.parameter_count(),
                                  .epochs = epochs,
                                  .train_accuracy = accuracy(maps.train),
                                  .test_accuracy = accuracy(maps.test),
                                  .train_seconds = seconds},
                          .validation_accuracy = accuracy(maps.validation)};
    std::printf("%-8s %9s trainable  train %s  validation %s  test %s  %.1f s\n", name.c_str(),
                with_separators(result.run.trainable_parameters).c_str(),
                percent(result.run.train_accuracy, 1).c_str(),
                percent(result.validation_accuracy, 1).c_str(),
                percent(result.run.test_accuracy, 1).c_str(), seconds);
    std::fflush(stdout);
    return result;
}

PhotoRun judge_whole_network(const std::string& name, Sequential& network,
                             Preprocessing preprocessing, const DataSource& photos, int epochs,
                             double seconds) {
    const auto accuracy = [&](const std::shared_ptr<const Dataset>& dataset) {
        const DataLoader batches(dataset, {.batch_size = kBatchOfPhotos,
                                           .shuffle = false,
                                           .transforms = {preprocessing_transform(preprocessing)}});
        return accuracy_on(network, batches);
    };
    const PhotoRun result{.run = {.name = name,
                                  .parameters = network.parameter_count(),
                                  .trainable_parameters = network.trainable_parameter_count(),
                                  .head_parameters = network[1].parameter_count(),
                                  .epochs = epochs,
                                  .train_accuracy = accuracy(photos.train),
                                  .test_accuracy = accuracy(photos.test),
                                  .train_seconds = seconds},
                          .validation_accuracy = 0};
    std::printf("%s: %s trainable  train %s  test %s  %.1f s\n", name.c_str(),
                with_separators(result.run.trainable_parameters).c_str(),
                percent(result.run.train_accuracy, 1).c_str(),
                percent(result.run.test_accuracy, 1).c_str(), seconds);
    std::fflush(stdout);
    return result;
}

std::vector<Run> runs_of(const std::vector<PhotoRun>& runs) {
    std::vector<Run> all;
    for (const PhotoRun& one : runs) {
        all.push_back(one.run);
    }
    return all;
}

}  // namespace stepgrad::lessons
