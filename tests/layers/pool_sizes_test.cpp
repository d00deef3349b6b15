// precision: float
#include "layers/pool_sizes.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

kernels::PoolSizes sizes_of(std::int64_t height, std::int64_t width, const PoolWindows& windows) {
    const ShapeOnlyGuard guard;
    const Variable input(Tensor::empty({2, height, width, 3}));
    const Operation operation("pool", {&input});
    return pool_sizes(operation, input, windows);
}

std::int64_t count(std::int64_t extent, std::int64_t kernel, std::int64_t stride,
                   std::int64_t padding, bool ceil_mode) {
    return sizes_of(extent, 100, {{kernel, 2}, {stride, 2}, {padding, 0}, ceil_mode}).output_height;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pool_sizes_test)

BOOST_AUTO_TEST_CASE(counts_windows_as_the_formula_says) {
    BOOST_TEST(count(28, 2, 2, 0, false) == 14);
    BOOST_TEST(count(7, 2, 2, 0, false) == 3);
    BOOST_TEST(count(7, 2, 2, 0, true) == 4);
    BOOST_TEST(count(112, 3, 2, 0, true) == 56);  // GoogLeNet
    BOOST_TEST(count(112, 3, 2, 0, false) == 55);
    BOOST_TEST(count(112, 3, 2, 1, false) == 56);
    BOOST_TEST(count(5, 3, 1, 1, false) == 5);
    BOOST_TEST(count(2, 2, 2, 0, false) == 1);
    BOOST_TEST(count(1, 2, 2, 0, true) == 1);
}

BOOST_AUTO_TEST_CASE(the_last_window_starts_inside_the_image_or_the_padding_before_it) {
    // ceil((6 + 2 - 2) / 3) + 1 = 3 windows, at -1, 2, 5: the last one starts on the last row.
    BOOST_TEST(count(6, 2, 3, 1, true) == 3);
    // ceil((5 + 2 - 2) / 3) + 1 = 3 windows, at -1, 2, 5: row 5 lies in the padding behind.
    BOOST_TEST(count(5, 2, 3, 1, true) == 2);
}

BOOST_AUTO_TEST_CASE(a_stride_of_zero_is_the_kernel) {
    const kernels::PoolSizes sizes = sizes_of(12, 12, {.kernel = {2, 3}});
    BOOST_TEST(sizes.stride_height == 2);
    BOOST_TEST(sizes.stride_width == 3);
    BOOST_TEST(sizes.output_height == 6);
    BOOST_TEST(sizes.output_width == 4);
}

BOOST_AUTO_TEST_CASE(every_window_meets_the_image) {
    for (std::int64_t extent = 1; extent <= 9; ++extent) {
        for (std::int64_t kernel = 1; kernel <= 5; ++kernel) {
            for (std::int64_t stride = 1; stride <= 4; ++stride) {
                for (std::int64_t padding = 0; 2 * padding <= kernel; ++padding) {
                    for (const bool ceil_mode : {false, true}) {
                        if (extent + 2 * padding < kernel) {
                            continue;
                        }
                        const std::int64_t windows =
                            count(extent, kernel, stride, padding, ceil_mode);
                        const std::int64_t last = (windows - 1) * stride - padding;
                        BOOST_TEST(last < extent);
                        BOOST_TEST(windows >= 1);
                        // In floor mode nothing is left out that fits; in ceil mode nothing at all.
                        const std::int64_t next = last + stride;
                        BOOST_TEST((ceil_mode ? next >= extent || last + kernel >= extent + padding
                                              : next + kernel > extent + 2 * padding - padding));
                    }
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(rejects_what_makes_no_sense_and_says_so) {
    BOOST_TEST(message_of<ShapeError>([] { sizes_of(8, 8, {.kernel = 0}); }) ==
               "pool: kernel must be at least 1x1, it is 0x0 (given [2, 8, 8, 3])");
    BOOST_TEST(message_of<ShapeError>([] {
                   sizes_of(8, 8, {.kernel = 2, .stride = {1, -1}});
               }) ==
               "pool: stride must be at least 1, or 0 for that of the kernel; it is 1x-1 "
               "(given [2, 8, 8, 3])");
    BOOST_TEST(message_of<ShapeError>([] { sizes_of(8, 8, {.kernel = 3, .padding = 2}); }) ==
               "pool: padding must be between 0 and half the kernel; padding is 2x2, kernel "
               "3x3. For more use ZeroPad2d (given [2, 8, 8, 3])");
    BOOST_TEST(message_of<ShapeError>([] { sizes_of(3, 8, {.kernel = 4}); }) ==
               "pool: the kernel 4x4 does not fit into images of 3x8 with padding 0x0 (given "
               "[2, 3, 8, 3])");
    BOOST_CHECK_THROW(sizes_of(0, 8, {.kernel = 2, .padding = 1}), ShapeError);
    BOOST_CHECK_THROW(sizes_of(0, 8, {.kernel = 2, .padding = 1, .ceil_mode = true}), ShapeError);
    BOOST_CHECK_THROW(sizes_of(1, 8, {.kernel = 3, .stride = 2, .ceil_mode = true}), ShapeError);
    BOOST_CHECK_THROW(sizes_of(1 << 16, 1 << 15, {.kernel = 2}), ShapeError);
}

BOOST_AUTO_TEST_SUITE_END()
