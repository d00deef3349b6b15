#pragma once

#include "datasets/transforms.h"
#include "layers/models/preprocess.h"
#include "layers/sequential.h"
#include "layers/weights/load_report.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

// The bases of the question's examples, with weights that others have trained on ImageNet.
namespace stepgrad::lessons {

/// How large photos are made for every base, as in the question.
inline constexpr std::int64_t kPhotoSide = 224;

/// A network without its top, frozen.
struct PhotoBase {
    std::string name;  // "mobilenet_v2"
    Sequential model;
    Preprocessing preprocessing;
    std::filesystem::path weights;
    LoadReport report;
    Shape maps;  // of one photo: [7, 7, 1280]
};

/// "mobilenet_v2", "mobilenet_v1", "vgg16"
std::vector<std::string> photo_base_names();

/// Builds a base and loads its weights.
///
/// weights  a file; empty for the one that "datasets/get NAME" fetches. MobileNetV2's width is the
///          file's: 0.35 for the fetched one, or 0.5, 0.75, 1, 1.3, 1.4, whichever fits
/// throws   DataError if the file is missing or belongs to another network, or if it leaves a layer of
///          the base without weights;
///          std::invalid_argument for another name
PhotoBase load_photo_base(const std::string& name, const std::filesystem::path& weights);

/// A photo as every base takes it, before its preprocessing.
///
/// returns  [1, kPhotoSide, kPhotoSide, 3] in [0, 1]
/// throws   DataError that names the file and says what is wrong
Tensor read_photo(const std::string& file);

/// preprocess() as a transform of a DataLoader.
std::shared_ptr<const Transform> preprocessing_transform(Preprocessing preprocessing);

/// Unfreezes the convolutions that train on in the end, without their batch normalisation: block_16 and Conv_1 of MobileNetV2, the last pair of
/// convolutions of MobileNet v1, block5 of VGG16.
///
/// returns  what it is called
std::string unfreeze_last_block(PhotoBase& base);

}  // namespace stepgrad::lessons
