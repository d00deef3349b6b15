#pragma once

#include "autograd/kernels/conv2d_sizes.h"
#include "autograd/kernels/register_tiles.h"

#include <cstdint>

// The register tiles of convolutions whose filters are three pixels wide and move one pixel at a
// time. Neighbouring outputs of one image row then share their inputs: each number that is loaded
// is multiplied with all three taps, where a tile of register_tiles.h would load it three times.
//
//     outputs      y0   y1   y2   y3             x2 is the right tap of y0,
//                 /|\  /|\  /|\  /|\                       the middle of y1,
//     inputs    x0 x1 x2 x3 x4 x5                          the left tap of y2
//
// With 16 registers a tile of 4 pixels by 2 vectors takes 6 numbers and 6 vectors of weights for 24
// multiply-adds, where register_tiles.h takes 16 loads; with 32, 12 pixels by 2 vectors take 20 for
// 72. That was worth it on a Zen 3 with AVX2. On a Zen 5 with AVX-512 loads are no such limit: 12
// products with 12 broadcast loads ran at 91 to 100 % of the peak.
namespace stepgrad::kernels {

constexpr int kSlidingTaps = 3;

/// Whether a convolution, or its gradient, can be computed in such tiles.
bool can_slide(const Conv2dSizes& sizes, std::int64_t pixels_per_row);

/// Whether columns first_column to first_column + column_count are in an image of that width, but
/// for one column on either side: the tiles do without those, so that the image need not be copied.
bool fits_image_columns(std::int64_t first_column, std::int64_t column_count, std::int64_t width);

/// Whether strips of the input must be copied because filters reach beyond it: sliding tiles supply
/// one column of zeros themselves, others none.
bool needs_input_copy(const Conv2dSizes& sizes, bool slides);

/// How many output pixels fit the registers, beside the filter's vectors and a broadcast number.
constexpr int max_sliding_pixels(int vector_count) {
    if (kVectorRegisters < 32) {
        return vector_count == 1 ? 10 : 4;
    }
    return vector_count == 1 ? 14 : 12;
}

/// C[p][n] = bias[n] + sum over s < segment_count, k < channels, t < 3 of
///           A[first_pixel + segment_offset[s] + (p + t - 1) * pixel_step + k] * B[s][k][t][n]
///
/// Where the image ends, the pixel left of the first middle one, or right of the last, is not there
/// and counts as zeros.
struct SlidingTile {
    const Scalar* a;
    std::int64_t first_pixel;            // that the first output's middle tap meets
    bool has_left, has_right;            // whether there is a pixel left, right of the middle ones
    std::int64_t pixel_step;             // numbers from a pixel of A to its right neighbour
    const std::int64_t* segment_offset;  // one for each row of the filter
    std::int64_t segment_count;
    std::int64_t channels;
    const Scalar* b;     // packed, vector_count * kLanes numbers each
    const Scalar* bias;  // vector_count * kLanes numbers, or null for zeros
    Scalar* c;
    std::int64_t output_step;  // numbers from a pixel of C to its right neighbour
    int column_count;          // how many of the panel's columns are real
};

/// Pixels: 1 to max_sliding_pixels(vector_count). Vectors: 1 to kMaxTileVectors.
void sliding_tile(const SlidingTile& tile, int pixel_count, int vector_count) noexcept;

/// How many input channels of a weight gradient fit the registers.
constexpr int kMaxSlidingChannels = kVectorRegisters < 32 ? 4 : 8;

/// C[t][k][n] (+)= sum over images i, rows y, columns x of
///                 A[i*a_image + y*a_row + (x + t - 1)*a_column + k] *
///                 B[i*b_image + y*b_row + x*b_column][n]
///
/// with t < 3, and n in one vector. Width: at least 2.
struct SlidingOuterTile {
    const Scalar* a;           // the pixel that the first gradient's middle tap meets
    bool has_left, has_right;  // as above
    std::int64_t a_image, a_row, a_column;
    const Scalar* b;  // kLanes numbers are read at every pixel
    std::int64_t b_image, b_row, b_column;
    std::int64_t image_count, height, width;
    Scalar* c;
    std::int64_t c_tap,
        c_row;         // numbers from a tap of C to the next, from an input channel to the next
    int column_count;  // how many of the vector's lanes are real
    bool is_first;     // overwrite C instead of adding to it
};

/// Input channels: 1 to kMaxSlidingChannels.
void sliding_outer_tile(const SlidingOuterTile& tile, int channel_count) noexcept;

}  // namespace stepgrad::kernels
