#include "layers/convolution_algorithm.h"

#include "autograd/kernels/winograd/winograd.h"

#include <algorithm>
#include <atomic>

namespace stepgrad {
namespace {

std::atomic<ConvolutionAlgorithm> current_algorithm = ConvolutionAlgorithm::kAutomatic;

// Where F(4x4, 3x3) was at least as fast as the direct kernels for batches as training has them,
// measured with AVX2 on two cores. The size of the batch must not matter: an image has to give the
// same bits alone as in company. (A single 7x7 image with 512 channels pays for that with twice the
// time: its filters are transformed for four tiles.)
constexpr std::int64_t kFewestChannels = 16;  // with fewer the transforms outweigh the products

// Tiles hang over small images: of the 36 products of a tile some are for pixels that do not exist.
// Half as many products as the direct kernels' must remain.
bool saves_half_the_products(std::int64_t tiles_per_image, std::int64_t pixels) {
    return 2 * 36 * tiles_per_image <= 9 * pixels;
}

bool is_winograd4_faster(const kernels::Conv2dSizes& sizes) {
    const std::int64_t tiles_per_image = (sizes.out_height + 3) / 4 * ((sizes.out_width + 3) / 4);
    return std::min(sizes.in_channels, sizes.out_channels) >= kFewestChannels &&
           saves_half_the_products(tiles_per_image, sizes.out_height * sizes.out_width);
}

}  // namespace

void set_convolution_algorithm(ConvolutionAlgorithm algorithm) {
    current_algorithm = algorithm;
}

ConvolutionAlgorithm convolution_algorithm() {
    return current_algorithm;
}

int winograd_outputs_for(const kernels::Conv2dSizes& sizes) {
    if (!kernels::winograd_fits(sizes)) {
        return 0;
    }
    switch (convolution_algorithm()) {
        case ConvolutionAlgorithm::kDirect:
            return 0;
        case ConvolutionAlgorithm::kWinograd2:
            return 2;
        case ConvolutionAlgorithm::kWinograd4:
            return 4;
        case ConvolutionAlgorithm::kAutomatic:
            break;
    }
    return is_winograd4_faster(sizes) ? 4 : 0;
}

}  // namespace stepgrad
