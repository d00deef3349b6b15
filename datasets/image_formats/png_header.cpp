#include "datasets/image_formats/png_header.h"

namespace stepgrad {
namespace {

// Every how many pixels a pass takes one, and from where on: Adam7, section 8.1.
struct Lattice {
    std::int64_t first_x, first_y, step_x, step_y;
};

constexpr Lattice kWhole = {0, 0, 1, 1};
constexpr Lattice kAdam7[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                              {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

std::int64_t points_on(std::int64_t first, std::int64_t step, std::int64_t extent) {
    return extent > first ? (extent - first + step - 1) / step : 0;
}

void append_pass(std::vector<PngPass>& passes, const PngHeader& header, const Lattice& lattice) {
    const std::int64_t width = points_on(lattice.first_x, lattice.step_x, header.width);
    const std::int64_t height = points_on(lattice.first_y, lattice.step_y, header.height);
    if (width > 0 && height > 0) {
        const std::int64_t bits = width * png_samples(header.colour_type) * header.bit_depth;
        passes.push_back({height, 1 + (bits + 7) / 8});
    }
}

}  // namespace

std::int64_t png_samples(std::uint8_t colour_type) {
    switch (colour_type) {
        case kPngGreyAlpha:
            return 2;
        case kPngColour:
            return 3;
        case kPngColourAlpha:
            return 4;
        default:
            return 1;
    }
}

std::vector<PngPass> png_passes(const PngHeader& header) {
    std::vector<PngPass> passes;
    if (!header.is_interlaced) {
        append_pass(passes, header, kWhole);
        return passes;
    }
    for (const Lattice& lattice : kAdam7) {
        append_pass(passes, header, lattice);
    }
    return passes;
}

std::int64_t size_of(const std::vector<PngPass>& passes) {
    std::int64_t size = 0;
    for (const PngPass& pass : passes) {
        size += pass.row_count * pass.row_size;
    }
    return size;
}

}  // namespace stepgrad
