#pragma once

#include "autograd/shape.h"
#include "datasets/data_loader.h"
#include "datasets/data_source.h"
#include "layers/models/small_cnn.h"
#include "lessons/support/options.h"
#include "lessons/support/predictions.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// "fashion-mnist: 60,000 training images, 10,000 test images"
///
/// input   judges: what the second number counts
std::string image_counts_text(const std::string& name, std::int64_t train, std::int64_t test,
                              const std::string& judges);

/// The images a lesson trains on and is judged by, normalised: each channel of the training images
/// has mean 0 and standard deviation 1, and the others are shifted and scaled by the same numbers.
class TrainingData {
public:
    /// throws  DataError if the data cannot be read
    explicit TrainingData(const TrainingOptions& options);

    /// The same for images that the lesson has made or changed, whatever --data says.
    TrainingData(DataSource source, const TrainingOptions& options);

    /// The same images, each of them changed by one more transform after the others.
    TrainingData with(std::shared_ptr<const Transform> transform) const;

    /// The same images, of which those for training are shown a little differently every time,
    /// before they are normalised; those that a network is measured on stay as they are.
    TrainingData augmented(std::vector<std::shared_ptr<const Transform>> transforms) const;

    /// Other images and classes, normalised by the numbers of these: what a network expects that was
    /// trained on these.
    TrainingData treated_alike(DataSource source) const;

    /// Says what there is and where it comes from, and shows an image of each class on a terminal.
    void print() const;

    /// "fashion-mnist: 60,000 training images, 10,000 test images"
    std::string counts_text() const;

    /// What to keep in mind about the verdicts of a quick run, or one on held-out images; nothing
    /// for others.
    std::string what_it_is_worth(const TrainingOptions& options) const;

    /// The training images in a new order each epoch.
    DataLoader train_batches() const;

    /// All images of a set, once, in their own order: for measuring.
    DataLoader train_in_order() const;
    DataLoader test_in_order() const;

    /// The same for other images, treated like these: normalised by the same numbers.
    DataLoader in_order(const std::shared_ptr<const Dataset>& dataset) const;

    /// The test images as they are, to be changed and measured with in_order().
    const std::shared_ptr<const Dataset>& test_images() const { return source_.test; }

    /// [height, width, channels]
    Shape image_shape() const { return source_.train->image_shape(); }

    /// [1, height, width, channels]
    Shape one_image() const;
    std::int64_t class_count() const;

    /// The sizes of the lessons' network for these images and classes.
    SmallCnnOptions network_options() const;
    std::vector<std::string> class_names() const;
    std::string name() const { return source_.name; }

    /// The images as they are, without those that --validation holds out of the training images.
    const DataSource& source() const { return source_; }
    std::int64_t train_count() const { return source_.train->size(); }
    std::int64_t test_count() const { return source_.test->size(); }

    /// What --predict names: a test image by its number, or a photo by its file. A photo is turned,
    /// made grey and resized as the training images are. A file that is called like a number can be
    /// written "./17".
    ///
    /// throws  DataError if there is no such test image, or the file cannot be read
    Sample sample(const std::string& index_or_file) const;

private:
    Sample test_image(std::int64_t index) const;
    Sample photo(const std::string& file) const;
    Tensor input_of(const Tensor& picture) const;

    DataSource source_;
    std::int64_t batch_size_;
    std::uint64_t seed_;
    bool validation_;
    std::vector<std::shared_ptr<const Transform>> transforms_;    // the first one normalises
    std::vector<std::shared_ptr<const Transform>> augmentation_;  // for training, before the others
};

}  // namespace stepgrad::lessons
