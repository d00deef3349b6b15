#pragma once

#include "autograd/shape.h"
#include "datasets/data_loader.h"
#include "datasets/data_source.h"
#include "layers/models/small_cnn.h"
#include "lessons/support/options.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace stepgrad::lessons {

/// The images a lesson trains on and is judged by, normalised: each channel of the training images
/// has mean 0 and standard deviation 1, and the others are shifted and scaled by the same numbers.
class TrainingData {
public:
    /// throws  DataError if the data cannot be read
    explicit TrainingData(const TrainingOptions& options);

    /// The same images, each of them changed by one more transform after the others.
    TrainingData with(std::shared_ptr<const Transform> transform) const;

    /// Says what there is and where it comes from, and shows an image of each class on a terminal.
    void print() const;

    /// What to keep in mind about the verdicts of a quick run, or one on held-out images.
    void print_what_it_is_worth(const TrainingOptions& options) const;

    /// The training images in a new order each epoch.
    DataLoader train_batches() const;

    /// All images of a set, once, in their own order: for measuring.
    DataLoader train_in_order() const;
    DataLoader test_in_order() const;

    /// [height, width, channels]
    Shape image_shape() const { return source_.train->image_shape(); }

    /// [1, height, width, channels]
    Shape one_image() const;
    std::int64_t class_count() const;

    /// The sizes of the lessons' network for these images and classes.
    SmallCnnOptions network_options() const;
    std::vector<std::string> class_names() const;
    std::string name() const { return source_.name; }
    std::int64_t train_count() const { return source_.train->size(); }
    std::int64_t test_count() const { return source_.test->size(); }

    /// One test image with pixels in [0, 1], [height, width, channels], and its class.
    Tensor test_picture(std::int64_t index) const { return source_.test->image(index); }
    std::int32_t test_label(std::int64_t index) const { return source_.test->label(index); }

    /// The same image as the network wants it: [1, height, width, channels], normalised.
    Tensor test_input(std::int64_t index) const;

    /// throws  DataError if there is no such test image; a negative index stands for "none asked"
    void require_test_image(std::int64_t index) const;

private:
    DataLoader in_order(const std::shared_ptr<const Dataset>& dataset) const;

    DataSource source_;
    std::int64_t batch_size_;
    std::uint64_t seed_;
    bool validation_;
    std::vector<std::shared_ptr<const Transform>> transforms_;  // the first one normalises
};

}  // namespace stepgrad::lessons
