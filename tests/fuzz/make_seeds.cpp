// make_seeds FOLDER writes the files that each fuzz target starts from: FOLDER/png, FOLDER/jpeg, ...

#include "tests/support/idx_bytes.h"
#include "tests/support/image_seeds.h"
#include "tests/support/jpeg_bytes.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

using namespace stepgrad::testing;

namespace {

void write_seeds(const std::filesystem::path& folder, const std::vector<ImageSeed>& seeds) {
    std::filesystem::create_directories(folder);
    for (const ImageSeed& seed : seeds) {
        std::ofstream file(folder / seed.name, std::ios::binary);
        file << seed.content;
        file.close();
        if (!file) {
            std::cerr << "make_seeds: " << (folder / seed.name).string() << " cannot be written\n";
            std::exit(1);
        }
    }
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 2) {
        std::cerr << "make_seeds FOLDER\n";
        return 2;
    }
    const std::filesystem::path folder = arguments[1];
    write_seeds(folder / "png", png_seeds());
    write_seeds(folder / "jpeg", jpeg_seeds());
    write_seeds(folder / "exif", {{"little", exif_block(6, /*is_little_endian=*/true)},
                                  {"big", exif_block(8, /*is_little_endian=*/false)}});
    const std::string images = idx_file({2, 3, 4}, counting_bytes(24));
    const std::string labels = idx_file({4}, "abcd");
    write_seeds(folder / "idx", {{"images", images},
                                 {"labels", labels},
                                 {"images-gzip", gzip_file(images)},
                                 {"labels-gzip", gzip_file(labels)}});
    return 0;
}
