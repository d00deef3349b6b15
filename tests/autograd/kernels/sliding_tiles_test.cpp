// precision: float, double
#include "autograd/kernels/sliding_tiles.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::kLanes;
using kernels::kSlidingTaps;

namespace {

constexpr Scalar kUntouched = std::numeric_limits<Scalar>::max();

// Two filter rows on images of three channels, in memory that holds a fourth.
constexpr std::int64_t kRows = 2, kChannels = 3, kPixelStep = 4, kRowStep = 20 * kPixelStep;

// Which of the pixels beside the middle ones there are.
struct Neighbours {
    bool has_left, has_right;
};
constexpr Neighbours kBoth{true, true};

// One number of the tile, by the formula. `width` pixels lie between the left and the right one.
Scalar expected_output(const Tensor& a, const Tensor& b, const Tensor& bias, int vectors,
                       Neighbours neighbours, std::int64_t width, std::int64_t pixel,
                       std::int64_t column) {
    Scalar sum = bias.data()[column];
    for (std::int64_t s = 0; s < kRows; ++s) {
        for (std::int64_t k = 0; k < kChannels; ++k) {
            for (std::int64_t t = 0; t < kSlidingTaps; ++t) {
                if ((pixel + t == 0 && !neighbours.has_left) ||
                    (pixel + t == width + 1 && !neighbours.has_right)) {
                    continue;
                }
                sum +=
                    a.data()[s * kRowStep + (pixel + t) * kPixelStep + k] *
                    b.data()[((s * kChannels + k) * kSlidingTaps + t) * vectors * kLanes + column];
            }
        }
    }
    return sum;
}

void check_sliding_tile(int pixels, int vectors, int columns, Neighbours neighbours = kBoth) {
    const std::int64_t width = std::int64_t{vectors} * kLanes;
    const Tensor a = integer_tensor({kRows * kRowStep}, 1);
    const Tensor b = integer_tensor({kRows * kChannels * kSlidingTaps * width}, 2);
    const Tensor bias = integer_tensor({width}, 3);
    Tensor c = Tensor::full({pixels, width + 1}, kUntouched);
    const std::int64_t segment_offset[kRows] = {0, kRowStep};
    const kernels::SlidingTile tile{.a = a.data(),
                                    .first_pixel = kPixelStep,
                                    .has_left = neighbours.has_left,
                                    .has_right = neighbours.has_right,
                                    .pixel_step = kPixelStep,
                                    .segment_offset = segment_offset,
                                    .segment_count = kRows,
                                    .channels = kChannels,
                                    .b = b.data(),
                                    .bias = bias.data(),
                                    .c = c.mutable_data(),
                                    .output_step = width + 1,
                                    .column_count = columns};
    kernels::sliding_tile(tile, pixels, vectors);
    for (std::int64_t p = 0; p < pixels; ++p) {
        for (std::int64_t n = 0; n <= width; ++n) {
            const Scalar expected =
                n < columns ? expected_output(a, b, bias, vectors, neighbours, pixels, p, n)
                            : kUntouched;
            BOOST_TEST(c.data()[p * (width + 1) + n] == expected,
                       "pixel " << p << ", column " << n);
        }
    }
}

// Two images of two rows, as many channels as the tile takes and one more.
constexpr std::int64_t kImages = 2, kHeight = 2;

Scalar expected_gradient(const Tensor& a, const Tensor& b, Neighbours neighbours, std::int64_t tap,
                         std::int64_t channel, std::int64_t column, std::int64_t width,
                         std::int64_t channels) {
    Scalar sum = 0;
    for (std::int64_t y = 0; y < kImages * kHeight; ++y) {
        for (std::int64_t x = 0; x < width; ++x) {
            if ((x + tap == 0 && !neighbours.has_left) ||
                (x + tap == width + 1 && !neighbours.has_right)) {
                continue;
            }
            sum += a.data()[(y * (width + 2) + x + tap) * channels + channel] *
                   b.data()[(y * width + x) * kLanes + column];
        }
    }
    return sum;
}

void check_sliding_outer_tile(int channels, std::int64_t width, int columns, bool is_first,
                              Neighbours neighbours = kBoth) {
    const std::int64_t a_column = channels + 1;
    const Tensor a = integer_tensor({kImages * kHeight * (width + 2) * a_column}, 1);
    const Tensor b = integer_tensor({kImages * kHeight * width * kLanes}, 2);
    const Tensor before = integer_tensor({kSlidingTaps, channels, kLanes}, 3);
    Tensor c = before.clone();
    const kernels::SlidingOuterTile tile{.a = a.data() + a_column,
                                         .has_left = neighbours.has_left,
                                         .has_right = neighbours.has_right,
                                         .a_image = kHeight * (width + 2) * a_column,
                                         .a_row = (width + 2) * a_column,
                                         .a_column = a_column,
                                         .b = b.data(),
                                         .b_image = kHeight * width * kLanes,
                                         .b_row = width * kLanes,
                                         .b_column = kLanes,
                                         .image_count = kImages,
                                         .height = kHeight,
                                         .width = width,
                                         .c = c.mutable_data(),
                                         .c_tap = channels * std::int64_t{kLanes},
                                         .c_row = kLanes,
                                         .column_count = columns,
                                         .is_first = is_first};
    kernels::sliding_outer_tile(tile, channels);
    for (std::int64_t t = 0; t < kSlidingTaps; ++t) {
        for (std::int64_t k = 0; k < channels; ++k) {
            for (std::int64_t n = 0; n < kLanes; ++n) {
                const std::int64_t i = (t * channels + k) * kLanes + n;
                Scalar expected = before.data()[i];
                if (n < columns) {
                    expected = (is_first ? 0 : expected) +
                               expected_gradient(a, b, neighbours, t, k, n, width, a_column);
                }
                BOOST_TEST(c.data()[i] == expected,
                           "tap " << t << ", channel " << k << ", column " << n);
            }
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sliding_tiles_test)

BOOST_AUTO_TEST_CASE(a_tile_equals_the_formula_for_every_number_of_pixels) {
    for (int vectors = 1; vectors <= kernels::kMaxTileVectors; ++vectors) {
        for (int pixels = 1; pixels <= kernels::max_sliding_pixels(vectors); ++pixels) {
            BOOST_TEST_CONTEXT(pixels << " pixels, " << vectors << " vectors") {
                check_sliding_tile(pixels, vectors, vectors * kLanes);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_tile_writes_no_column_that_is_not_real) {
    for (int columns = 1; columns <= 2 * kLanes; ++columns) {
        BOOST_TEST_CONTEXT(columns << " columns") {
            check_sliding_tile(3, columns > kLanes ? 2 : 1, columns);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_outer_tile_equals_the_formula_for_every_number_of_channels) {
    for (int channels = 1; channels <= kernels::kMaxSlidingChannels; ++channels) {
        for (const std::int64_t width : {2, 3, 4, 9}) {
            BOOST_TEST_CONTEXT(channels << " channels, width " << width) {
                check_sliding_outer_tile(channels, width, kLanes, /*is_first=*/true);
                check_sliding_outer_tile(channels, width, kLanes, /*is_first=*/false);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_pixel_that_is_not_there_counts_as_zeros) {
    for (const Neighbours neighbours :
         {Neighbours{false, true}, Neighbours{true, false}, Neighbours{false, false}}) {
        check_sliding_tile(4, 1, kLanes, neighbours);
        check_sliding_tile(1, 2, 2 * kLanes, neighbours);
        check_sliding_outer_tile(3, 2, kLanes, /*is_first=*/true, neighbours);
        check_sliding_outer_tile(2, 5, kLanes, /*is_first=*/false, neighbours);
    }
}

BOOST_AUTO_TEST_CASE(an_outer_tile_writes_no_column_that_is_not_real) {
    for (int columns = 1; columns <= kLanes; ++columns) {
        check_sliding_outer_tile(2, 5, columns, /*is_first=*/true);
        check_sliding_outer_tile(2, 5, columns, /*is_first=*/false);
    }
}

BOOST_AUTO_TEST_SUITE_END()
