#pragma once

#include "datasets/data_source.h"
#include "layers/models/small_cnn.h"
#include "lessons/support/base_features.h"
#include "lessons/support/command_line.h"
#include "lessons/support/json_report.h"
#include "lessons/support/options.h"
#include "lessons/support/photo_base.h"
#include "lessons/support/report/report.h"
#include "lessons/support/results.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// What lesson 12b needs beside its training loop: options, photos, heads, and what to say of them.
namespace stepgrad::lessons {

struct PhotoOptions : OutputOptions {
    std::string base = "mobilenet_v2";
    std::string weights;  // empty: those that datasets/get fetches
    std::string train;    // a folder; empty: cats and dogs of CIFAR-10
    std::string test;     // a folder; empty: a fifth of the photos
    std::string preset = "none";
    std::string hidden = "10,128";  // units of the dense layers before the last one; "none"
    std::string predict;            // a photo
    std::string classify;           // a photo
    std::string cache = "reports/features";
    std::int64_t images = 200;  // of each class, without folders
    int epochs = 20;
    double learning_rate = 0.003;  // chosen on the validation photos among 0.0003 to 0.01
    std::int64_t seed = 1;
    bool unfreeze = false;
    bool skip_unreadable = false;
    bool quick = false;
};

/// Adds all of these.
void add_photo_options(CommandLine& line, PhotoOptions& options);

/// Sets what --preset and --quick imply: e1 is the question's first example (MobileNet v1; dense
/// layers of 1024, 1024 and 512 units), e2 its second one (VGG16, none).
void fill_in(PhotoOptions& options);

/// The units of --hidden.
///
/// throws  DataError unless it is "none" or numbers from 1 to 65536 with commas between them
std::vector<std::int64_t> hidden_units(const std::string& text);

/// Photos of 224x224 pixels in three colours, from the folders or from CIFAR-10.
///
/// throws  DataError if a folder is missing or a file cannot be read, if both folders have other
///         classes, or if CIFAR-10 was not fetched
DataSource open_photos(const PhotoOptions& options);

/// How many photos there are and of what; and how many of those for testing are among those to train
/// on, too, if any.
std::string photos_text(const DataSource& photos);

/// A head on maps of this shape: Flatten or global average pooling, dense layers with ReLU, and one
/// for the classes. On maps [7, 7, 1280], with 10 and 128 units and two classes, GAP's has 14,476
/// parameters and Flatten's 628,876.
///
/// throws  std::invalid_argument for a head other than kFlatten and kGlobalAverage
Sequential photo_head(Head head, const Shape& maps, const std::vector<std::int64_t>& hidden,
                      std::int64_t class_count);

/// The maps of a base, divided.
struct PhotoMaps {
    std::shared_ptr<const Dataset> train;
    std::shared_ptr<const Dataset> validation;  // an eighth of the photos for training
    std::shared_ptr<const Dataset> test;
    double seconds = 0;  // for all of them; 0 if they were read from the cache
    std::int64_t computed = 0;
};

/// Computes the maps of all photos, with a bar on a terminal, or reads them from the cache.
PhotoMaps maps_of(PhotoBase& base, const DataSource& photos, const PhotoOptions& options);
std::string maps_text(const PhotoMaps& maps, const PhotoOptions& options);

/// One trained head.
struct PhotoRun {
    Run run;
    double validation_accuracy = 0;
};

/// Measures a head on the maps of all photos, and prints a line.
PhotoRun judge_photo_head(const std::string& name, Sequential& head, const PhotoMaps& maps,
                          int epochs, double seconds);

/// Measures a base and its head together, [body, head], on the photos themselves, and prints a line.
PhotoRun judge_whole_network(const std::string& name, Sequential& network,
                             Preprocessing preprocessing, const DataSource& photos, int epochs,
                             double seconds);

/// What each head takes a photo for, the most likely classes first.
///
/// photo  as read_photo() gives it
std::string photo_predictions(PhotoBase& base, std::vector<Sequential>& heads, const Tensor& photo,
                              const std::vector<std::string>& class_names);

/// Weighs C9, C10 and C12 on photos.
std::vector<Claim> photo_claims(const std::vector<PhotoRun>& runs, std::int64_t class_count);

/// The runs alone.
std::vector<Run> runs_of(const std::vector<PhotoRun>& runs);

/// What the lesson writes as JSON.
JsonReport photo_results(const DataSource& photos, std::uint64_t seed,
                         const std::vector<PhotoRun>& runs, const std::vector<Claim>& claims);

/// The page: accuracies, parameters, and for each head the photos that it mistook, with the evidence
/// for its answer laid over them, and some that it did not.
Report photo_page(const std::string& title, const std::string& idea, const DataSource& photos,
                  const PhotoMaps& maps, std::vector<Sequential>& heads,
                  const std::vector<PhotoRun>& runs);

}  // namespace stepgrad::lessons
