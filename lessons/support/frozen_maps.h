#pragma once

#include "autograd/tensor.h"
#include "datasets/data_loader.h"
#include "layers/sequential.h"
#include "lessons/support/results.h"
#include "lessons/support/training_data.h"

#include <cstdint>
#include <string>
#include <vector>

// What lesson 4 asks a trained body: what is in its maps, the deeper the smaller?
namespace stepgrad::lessons {

/// How often the body halves its maps.
inline constexpr std::int64_t kPoolings = 4;

/// The body of lesson 6, and two more poolings and convolutions behind it: stage0 has no pooling,
/// stage1 to stage4 begin with one. 28x28 images become maps of 28x28, 14x14, 7x7, 3x3 and 1x1; 16,
/// 32, 64, 64 and 64 of them.
///
/// throws  DataError if images are smaller than 16x16
Sequential shrinking_body(const Shape& image_shape);

/// The body and a dense layer on the means of its last maps. On maps of one pixel that is as much
/// Flatten as it is global average pooling: the body learns for neither.
Sequential shrinking_network(const TrainingData& data);

/// Maps of some images behind one of the stages.
struct FrozenMaps {
    Tensor maps;  // [images, height, width, channels]
    std::vector<std::int32_t> labels;
};

/// Computes the maps of all images once, in inference.
///
/// input   body: as shrinking_body() makes it, trained; left in evaluation mode
///         poolings: how many of them to go through
FrozenMaps maps_behind(Sequential& body, std::int64_t poolings, const DataLoader& images);

/// Such maps of images to train on and to be judged by.
struct MapsOfData {
    FrozenMaps train;
    FrozenMaps test;
};

/// The maps of at most so many training and test images, drawn evenly from all classes.
MapsOfData maps_of_data(Sequential& body, std::int64_t poolings, const TrainingData& data,
                        std::int64_t train_count, std::int64_t test_count);

/// What is taken of maps: all pixels of all maps, or the mean of each map.
enum class Taken { kPixels, kMeans };

/// A data set of such numbers: "images" of one pixel with a channel for each number, so that each
/// number is normalised by itself.
TrainingData numbers_of(Taken taken, const MapsOfData& maps, const TrainingData& data,
                        const TrainingOptions& options);

/// Where the numbers of some maps vary. Of one map of the network, the variance over all pixels of
/// all images is the sum of the first two: that of the pixels of an image around their mean, and
/// that of these means. Each is a mean over the maps.
struct Spread {
    double within = 0;          // a map, around its own mean: what the means do not tell
    double between_images = 0;  // of the means of one map
    double between_maps = 0;    // of the means of one image

    /// within / between_images. Pixels that have nothing to do with each other give their number
    /// minus 1; pixels that say all the same give 0.
    double ratio() const { return within / between_images; }
};
Spread spread_of(const Tensor& maps);

/// What was found behind one stage.
struct Cut {
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t maps = 0;
    Spread spread = {};
    Run flatten = {};  // probes: one dense layer on all pixels, or on the means
    Run gap = {};

    /// What the place inside a map is worth, in test accuracy.
    double difference() const { return flatten.test_accuracy - gap.test_accuracy; }
    /// The run of a probe, and what it is called: "flatten/7x7", "gap/7x7".
    Run& probe(Taken taken) { return taken == Taken::kPixels ? flatten : gap; }
    std::string name(Taken taken) const {
        return (taken == Taken::kPixels ? "flatten/" : "gap/") + size();
    }

    std::int64_t pixels() const { return height * width; }
    bool is_one_pixel() const { return pixels() == 1; }
    std::string size() const { return std::to_string(height) + "x" + std::to_string(width); }
};

/// The sizes of these maps and how their numbers vary, without probes.
Cut cut_of(const MapsOfData& maps);

/// Measures a trained probe, [Flatten, Linear], on all that it was trained on and the test images.
Run judge_probe(const std::string& name, Sequential& model, const TrainingData& numbers,
                int epochs);

/// True if Flatten and the means gave the same wherever maps are one pixel, as they must.
bool agree_on_one_pixel(const std::vector<Cut>& cuts);

/// Two tables: the probes, with a bar for the difference; and the variances.
std::string probes_text(const std::vector<Cut>& cuts);
std::string spreads_text(const std::vector<Cut>& cuts);

}  // namespace stepgrad::lessons
