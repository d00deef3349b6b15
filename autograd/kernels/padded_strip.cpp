#include "autograd/kernels/padded_strip.h"

#include <algorithm>
#include <cstddef>

namespace stepgrad::kernels {

void copy_strip(const Strip& strip, const Scalar* image, Scalar* to) noexcept {
    const std::int64_t pitch = strip.column_count * strip.channels;
    // The columns of the strip that lie inside the image.
    const std::int64_t left_zeros =
        std::clamp<std::int64_t>(-strip.first_column, 0, strip.column_count);
    const std::int64_t end_column = std::clamp<std::int64_t>(strip.image_width - strip.first_column,
                                                             left_zeros, strip.column_count);
    for (std::int64_t y = strip.first_row; y < strip.first_row + strip.row_count;
         ++y, to += pitch) {
        if (y < 0 || y >= strip.image_height) {
            std::fill_n(to, pitch, Scalar{0});
            continue;
        }
        const Scalar* row =
            image + (y * strip.image_width + strip.first_column + left_zeros) * strip.channels;
        std::fill(to, to + left_zeros * strip.channels, Scalar{0});
        std::copy_n(row, (end_column - left_zeros) * strip.channels,
                    to + left_zeros * strip.channels);
        std::fill(to + end_column * strip.channels, to + pitch, Scalar{0});
    }
}

Segments merged_segments(const std::vector<std::int64_t>& tap_offset, std::int64_t tap_length) {
    const std::size_t tap_count = tap_offset.size();
    // How many taps the first run holds; the others must be just as long.
    std::size_t run = tap_count > 0 ? 1 : 0;
    while (run < tap_count && tap_offset[run] == tap_offset[run - 1] + tap_length) {
        ++run;
    }
    bool all_alike = run > 0 && tap_count % run == 0;
    for (std::size_t t = 1; t < tap_count && all_alike; ++t) {
        const bool continues_run = t % run != 0;
        all_alike = !continues_run || tap_offset[t] == tap_offset[t - 1] + tap_length;
    }
    const std::size_t step = all_alike ? run : 1;
    Segments segments{.offset = {}, .length = tap_length * static_cast<std::int64_t>(step)};
    for (std::size_t t = 0; t < tap_count; t += step) {
        segments.offset.push_back(tap_offset[t]);
    }
    return segments;
}

}  // namespace stepgrad::kernels
