#include "datasets/image_file_dataset.h"

#include "autograd/error.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace stepgrad {
namespace {

constexpr Scalar kLargestByte = 255;

std::vector<std::filesystem::path> paths_of(const std::vector<LabelledFile>& files) {
    std::vector<std::filesystem::path> paths;
    paths.reserve(files.size());
    for (const LabelledFile& file : files) {
        paths.push_back(file.path);
    }
    return paths;
}

// pixel = byte / 255
void copy_bytes(const std::uint8_t* bytes, std::int64_t count, Scalar* pixels) {
    for (std::int64_t i = 0; i < count; ++i) {
        pixels[i] = static_cast<Scalar>(bytes[i]) / kLargestByte;
    }
}

}  // namespace

ImageFileDataset::ImageFileDataset(std::string name, std::vector<LabelledFile> files,
                                   std::vector<std::string> class_names,
                                   const ImageLoadOptions& options)
    : name_(std::move(name)), files_(std::move(files)), class_names_(std::move(class_names)) {
    const auto class_count = static_cast<std::int64_t>(class_names_.size());
    for (const LabelledFile& file : files_) {
        if (file.label < 0 || file.label >= class_count) {
            throw DataError("image_file_dataset: " + file.path.string() + ": has label " +
                            std::to_string(file.label) + ", there are " +
                            std::to_string(class_count) + " classes");
        }
    }
    images_ = load_images(paths_of(files_), options);
    for (std::size_t i = 0; i < files_.size(); ++i) {
        if (images_.failures[i].empty()) {
            readable_.push_back(static_cast<std::int64_t>(i));
        }
    }
}

std::int32_t ImageFileDataset::label(std::int64_t index) const {
    require_index(index);
    const std::int64_t file = readable_[static_cast<std::size_t>(index)];
    return files_[static_cast<std::size_t>(file)].label;
}

void ImageFileDataset::copy_image(std::int64_t index, Scalar* pixels) const {
    require_index(index);
    const std::int64_t file = readable_[static_cast<std::size_t>(index)];
    const std::int64_t image_numel = image_shape().numel();
    if (file < images_.cached_count) {
        copy_bytes(images_.pixels.data() + file * image_numel, image_numel, pixels);
        return;
    }
    const ByteImage image =
        read_byte_image(files_[static_cast<std::size_t>(file)].path, images_.options);
    copy_bytes(image.bytes.data(), image_numel, pixels);
}

std::int64_t ImageFileDataset::cached_count() const {
    return std::lower_bound(readable_.begin(), readable_.end(), images_.cached_count) -
           readable_.begin();
}

std::vector<std::string> ImageFileDataset::failures() const {
    std::vector<std::string> failures;
    std::copy_if(images_.failures.begin(), images_.failures.end(), std::back_inserter(failures),
                 [](const std::string& failure) { return !failure.empty(); });
    return failures;
}

}  // namespace stepgrad
