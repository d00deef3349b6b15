#include "autograd/error.h"
#include "datasets/idx.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace {

// The reader wants a file: one for each process, in memory where there is such a place.
std::filesystem::path file_for_this_process() {
    const std::filesystem::path memory = "/dev/shm";
    const std::filesystem::path folder =
        std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
    return folder / ("stepgrad-fuzz-idx-" + std::to_string(getpid()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::filesystem::path path = file_for_this_process();
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    try {
        const stepgrad::IdxImages images = stepgrad::read_idx_images(path);
        if (images.count * images.height * images.width !=
            static_cast<std::int64_t>(images.pixels.size())) {
            std::abort();
        }
    } catch (const stepgrad::DataError&) {
        // as it should be
    }
    try {
        stepgrad::read_idx_labels(path);
    } catch (const stepgrad::DataError&) {
        // as it should be
    }
    std::filesystem::remove(path);
    return 0;
}
