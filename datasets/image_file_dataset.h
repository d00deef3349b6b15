#pragma once

#include "datasets/dataset.h"
#include "datasets/image_loader.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stepgrad {

/// A file with one image, and its class.
struct LabelledFile {
    std::filesystem::path path;
    std::int32_t label = 0;
};

/// Images in files of their own, all brought to one size.
///
/// The first ones are kept as bytes, up to a limit of memory; the others are read again whenever
/// they are asked for. An epoch shows every image once, so it does not matter which ones are kept,
/// and since they never change threads may share the dataset without waiting for each other.
class ImageFileDataset final : public Dataset {
public:
    /// Reads every file once (datasets/image_loader.h).
    ///
    /// throws  DataError if a file cannot be read, unless such files are skipped; if none can; or if
    ///         a label has no class name
    ///         std::invalid_argument if the options are impossible
    ImageFileDataset(std::string name, std::vector<LabelledFile> files,
                     std::vector<std::string> class_names, const ImageLoadOptions& options = {});

    std::string name() const override { return name_; }
    std::int64_t size() const override { return static_cast<std::int64_t>(readable_.size()); }
    Shape image_shape() const override { return images_.image_shape(); }
    std::vector<std::string> class_names() const override { return class_names_; }
    std::int32_t label(std::int64_t index) const override;

    /// throws  std::out_of_range if there is no such image
    ///         DataError if the image is not kept, and its file can no longer be read
    void copy_image(std::int64_t index, Scalar* pixels) const override;

    /// Which of the files that were given each image comes from.
    const std::vector<std::int64_t>& readable() const { return readable_; }

    /// How many images are kept in memory.
    std::int64_t cached_count() const;

    /// Why files could not be read, with their names.
    std::vector<std::string> failures() const;

private:
    std::string name_;
    std::vector<LabelledFile> files_;
    std::vector<std::string> class_names_;
    LoadedImages images_;
    std::vector<std::int64_t> readable_;
};

}  // namespace stepgrad
