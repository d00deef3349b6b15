#include "lessons/support/training_data.h"

#include "autograd/error.h"
#include "autograd/random.h"
#include "autograd/text_table.h"
#include "datasets/read_image.h"
#include "datasets/subset.h"
#include "datasets/transforms.h"
#include "lessons/support/examples.h"
#include "lessons/support/lesson.h"
#include "lessons/support/open_data.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

namespace stepgrad::lessons {
namespace {

// Measuring needs no gradients: larger batches are a little faster and change no result.
constexpr std::int64_t kMeasuringBatch = 250;

// With --validation one training image in twelve is held out: 5,000 of 60,000. Always the same
// ones, whatever the seed of the run.
constexpr std::int64_t kValidationShare = 12;
constexpr std::uint64_t kValidationSeed = 2014;

constexpr std::size_t kMostDigits = 18;  // any such number is a std::int64_t

// A channel of one value, as drawings in few colours have, is moved to 0 and not scaled.
ChannelStatistics usable_statistics(const Dataset& dataset) {
    ChannelStatistics statistics = channel_statistics(dataset);
    std::replace(statistics.standard_deviation.begin(), statistics.standard_deviation.end(),
                 Scalar(0), Scalar(1));
    return statistics;
}

}  // namespace

TrainingData::TrainingData(const TrainingOptions& options)
    : TrainingData(open_data(options), options) {}

TrainingData::TrainingData(DataSource source, const TrainingOptions& options)
    : source_(std::move(source)),
      batch_size_(options.batch_size),
      seed_(options.seed),
      validation_(options.validation) {
    if (class_count() < 2) {
        throw DataError(source_.name + ": has one class only, there is nothing to tell apart");
    }
    if (validation_ && source_.validation != nullptr) {
        source_.test = source_.validation;
    } else if (validation_) {
        if (source_.train->size() < kValidationShare) {
            throw DataError("--validation: needs at least " + std::to_string(kValidationShare) +
                            " training images to hold out a twelfth of them; " + source_.name +
                            " has " + std::to_string(source_.train->size()));
        }
        const DatasetSplit split =
            split_dataset(source_.train, source_.train->size() / kValidationShare, kValidationSeed);
        source_.train = split.rest;
        source_.test = split.part;
    }
    transforms_.push_back(std::make_shared<Normalise>(usable_statistics(*source_.train)));
}

TrainingData TrainingData::with(std::shared_ptr<const Transform> transform) const {
    TrainingData changed = *this;
    changed.transforms_.push_back(std::move(transform));
    return changed;
}

TrainingData TrainingData::augmented(
    std::vector<std::shared_ptr<const Transform>> transforms) const {
    TrainingData changed = *this;
    changed.augmentation_ = std::move(transforms);
    return changed;
}

TrainingData TrainingData::treated_alike(DataSource source) const {
    TrainingData other = *this;
    other.source_ = std::move(source);
    return other;
}

std::string TrainingData::what_it_is_worth(const TrainingOptions& options) const {
    std::string text;
    if (options.quick) {
        text =
            "A quick run is a first impression: few images tell two networks apart only when they "
            "differ by several points, and few steps favour what learns faster.";
    }
    if (validation_) {
        text += std::string(text.empty() ? "" : " ") +
                "\"Test\" means the validation images here, not the test images.";
    }
    return text;
}

std::string image_counts_text(const std::string& name, std::int64_t train, std::int64_t test,
                              const std::string& judges) {
    return name + ": " + with_separators(train) + " training images, " + with_separators(test) +
           " " + judges;
}

std::string TrainingData::counts_text() const {
    return image_counts_text(source_.name, train_count(), test_count(),
                             validation_ ? "validation images" : "test images");
}

void TrainingData::print() const {
    const Shape image = source_.train->image_shape();
    if (!source_.note.empty()) {
        std::cout << wrapped(printable("Note: " + source_.note)) << "\n";
    }
    std::cout << printable(counts_text()) << ",\n"
              << class_count() << " classes, " << image[0] << "x" << image[1] << " pixels, "
              << image[2] << (image[2] == 1 ? " channel" : " channels") << ".\n";
    print_examples(*source_.train);
}

DataLoader TrainingData::train_batches() const {
    // One image alone has no variance for batch normalisation where maps are down to one pixel: a
    // last batch of one is left out.
    const bool ends_in_one = train_count() > batch_size_ && train_count() % batch_size_ == 1;
    std::vector<std::shared_ptr<const Transform>> transforms = augmentation_;
    transforms.insert(transforms.end(), transforms_.begin(), transforms_.end());
    return DataLoader(source_.train, {.batch_size = batch_size_,
                                      .shuffle = true,
                                      .seed = seed_,
                                      .drop_last = batch_size_ > 1 && ends_in_one,
                                      .transforms = transforms});
}

DataLoader TrainingData::train_in_order() const {
    return in_order(source_.train);
}

DataLoader TrainingData::test_in_order() const {
    return in_order(source_.test);
}

DataLoader TrainingData::in_order(const std::shared_ptr<const Dataset>& dataset) const {
    return DataLoader(dataset,
                      {.batch_size = kMeasuringBatch, .shuffle = false, .transforms = transforms_});
}

Shape TrainingData::one_image() const {
    const Shape image = image_shape();
    return {1, image[0], image[1], image[2]};
}

std::int64_t TrainingData::class_count() const {
    return static_cast<std::int64_t>(class_names().size());
}

SmallCnnOptions TrainingData::network_options() const {
    const Shape image = source_.train->image_shape();
    return {.image_height = image[0],
            .image_width = image[1],
            .image_channels = image[2],
            .class_count = class_count()};
}

std::vector<std::string> TrainingData::class_names() const {
    return source_.train->class_names();
}

Sample TrainingData::sample(const std::string& index_or_file) const {
    const bool is_number = index_or_file.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number || index_or_file.empty()) {
        return photo(index_or_file);
    }
    // So many digits are more images than there can be.
    const bool is_too_long = index_or_file.size() > kMostDigits;
    const std::int64_t index = is_too_long ? test_count() : std::stoll(index_or_file);
    if (index >= test_count()) {
        throw DataError("--predict: there is no test image " + index_or_file + "; " + source_.name +
                        " has " + std::to_string(test_count()) + ", numbered from 0");
    }
    return test_image(index);
}

Sample TrainingData::test_image(std::int64_t index) const {
    const Tensor picture = source_.test->image(index);
    return {.name = "Test image " + std::to_string(index),
            .picture = picture,
            .input = input_of(picture),
            .label = source_.test->label(index)};
}

Sample TrainingData::photo(const std::string& file) const {
    const Shape image = image_shape();
    const Tensor picture =
        read_image(file, {.colour = image[2] == 1 ? ImageColour::kGrey : ImageColour::kRgb,
                          .height = image[0],
                          .width = image[1]});
    return {.name = file, .picture = picture, .input = input_of(picture)};
}

// As it goes into the network: [1, height, width, channels], normalised.
Tensor TrainingData::input_of(const Tensor& picture) const {
    const Tensor input = picture.clone();
    Random random(0);  // the lessons' transforms draw nothing
    for (const std::shared_ptr<const Transform>& transform : transforms_) {
        Tensor image = input;  // shares its numbers
        transform->apply(image, random);
    }
    return input.reshape(one_image());
}

}  // namespace stepgrad::lessons
