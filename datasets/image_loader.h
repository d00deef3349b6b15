#pragma once

#include "autograd/shape.h"
#include "datasets/read_image.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace stepgrad {

/// Called again and again while files are read, and in the end: how many of how many. A lesson draws a bar.
using LoadProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// How files are read, and how many images are kept.
struct ImageLoadOptions {
    // Without a size: the size of the first image if that is at most 64 pixels a side, and
    // otherwise 64x64.
    ReadImageOptions image = {};
    bool skip_unreadable = false;  // go on without the files that cannot be read
    std::int64_t cache_bytes = std::int64_t{1} << 30;  // for images that are kept
    int thread_count = 0;                              // 0: one for each processor
    LoadProgress on_progress = nullptr;                // called by the thread that loads
};

/// Images of one size, as many as the limit allows.
struct LoadedImages {
    ReadImageOptions options;          // how they were read, with the size that was found
    std::int64_t cached_count = 0;     // the first so many files have their pixels below
    std::vector<std::uint8_t> pixels;  // [cached_count, height, width, channels]

    // Why a file could not be read, with its name; empty for the others. One for each file.
    std::vector<std::string> failures;

    /// [height, width, channels]
    Shape image_shape() const;
};

/// Reads every file once, on several threads, and keeps the first ones: what cannot be read is found
/// out before anyone trains for an hour. The result does not depend on the number of threads.
///
/// throws  DataError for the first file that cannot be read, unless such files are skipped; and if
///         there is no file that can
///         std::invalid_argument if the options are impossible
LoadedImages load_images(const std::vector<std::filesystem::path>& files,
                         const ImageLoadOptions& options);

}  // namespace stepgrad
