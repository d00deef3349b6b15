#include "autograd/kernels/channel_strip.h"

#include <algorithm>

namespace stepgrad::kernels {

void copy_channels(const Scalar* pixels, std::int64_t pixel_count, std::int64_t pixel_step,
                   IndexRange channels, Scalar* strip) noexcept {
    const Scalar* from = pixels + channels.first;
    if (channels.end - channels.first < kStripChannels) {
        for (std::int64_t p = 0; p < pixel_count; ++p) {
            std::copy_n(from + p * pixel_step, channels.end - channels.first,
                        strip + p * kStripChannels);
        }
        return;
    }
    for (std::int64_t p = 0; p < pixel_count; ++p) {
        for (std::int64_t c = 0; c < kStripChannels; c += kLanes) {
            store(strip + p * kStripChannels + c, load(from + p * pixel_step + c));
        }
    }
}

}  // namespace stepgrad::kernels
