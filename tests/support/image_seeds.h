#pragma once

#include <string>
#include <vector>

namespace stepgrad::testing {

struct ImageSeed {
    std::string name;
    std::string content;  // of a file
};

/// Small PNG files with everything that the decoder knows: a fuzzer starts from them.
std::vector<ImageSeed> png_seeds();

/// Small JPEG files, likewise.
std::vector<ImageSeed> jpeg_seeds();

}  // namespace stepgrad::testing
