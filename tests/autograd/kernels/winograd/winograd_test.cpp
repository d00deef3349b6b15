// precision: float, double
#include "autograd/kernels/winograd/winograd.h"

#include "autograd/kernels/threads.h"
#include "autograd/kernels/vector.h"
#include "tests/support/naive_conv2d.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::Conv2dSizes;
using kernels::kLanes;

namespace {

// Root mean square of the error over that of the reference, which adds in double. The bounds are
// those of the design; on these cases 2x2 tiles came to 2e-7 to 5e-7 and 4x4 tiles to 4e-7 to 1e-6
// in single precision.
constexpr double kBoundOf2 = sizeof(Scalar) == 4 ? 1e-6 : 2e-15;
constexpr double kBoundOf4 = sizeof(Scalar) == 4 ? 5e-6 : 1e-14;

// Outputs that tiles of 2 and of 4 divide and do not divide, images smaller than a tile, blocks that
// span images, blocks that are part of a row, one and several panels of output channels, padding
// that differs from side to side, several parts of a weight gradient and several slices.
std::vector<ConvolutionCase> cases() {
    const std::int64_t lanes = kLanes;
    const auto padded = [](std::int64_t batch, std::int64_t height, std::int64_t width,
                           std::int64_t in_channels, std::int64_t out_channels) {
        return ConvolutionCase{.batch = batch,
                               .height = height,
                               .width = width,
                               .in_channels = in_channels,
                               .out_channels = out_channels,
                               .top = 1,
                               .bottom = 1,
                               .left = 1,
                               .right = 1};
    };
    std::vector<ConvolutionCase> list = {
        padded(3, 28, 28, lanes, lanes),    padded(5, 14, 14, lanes, 2 * lanes),
        padded(9, 7, 7, 2 * lanes, lanes),  padded(2, 8, 8, 3 * lanes, 5 * lanes),
        padded(1, 1, 1, lanes, lanes),      padded(2, 2, 3, lanes, lanes),
        padded(1, 6, 150, lanes, lanes),    padded(20, 12, 12, lanes, lanes),
        padded(2, 5, 6, lanes, 64 + lanes),
    };
    list.push_back({.batch = 2,
                    .height = 9,
                    .width = 11,
                    .in_channels = lanes,
                    .out_channels = 3 * lanes});  // no padding
    list.push_back({.batch = 2,
                    .height = 6,
                    .width = 5,
                    .in_channels = lanes,
                    .out_channels = lanes,
                    .top = 2,
                    .bottom = 0,
                    .left = 0,
                    .right = 2});
    list.push_back({.batch = 1,
                    .height = 4,
                    .width = 7,
                    .in_channels = 2 * lanes,
                    .out_channels = lanes,
                    .top = 2,
                    .bottom = 2,
                    .left = 2,
                    .right = 1});
    return list;
}

struct Results {
    Tensor output, grad_input, grad_weight;
};

struct Inputs {
    Tensor input, weight, bias, grad_output;
};

// What a network meets: inputs behind a ReLU, weights as Kaiming draws them.
Inputs inputs_of(const Conv2dSizes& s) {
    Inputs in{random_tensor({s.batch, s.in_height, s.in_width, s.in_channels}, 1),
              random_tensor({3, 3, s.in_channels, s.out_channels}, 2),
              random_tensor({s.out_channels}, 3),
              random_tensor({s.batch, s.out_height, s.out_width, s.out_channels}, 4)};
    Scalar* const x = in.input.mutable_data();
    for (std::int64_t i = 0; i < in.input.numel(); ++i) {
        x[i] = std::max(x[i], Scalar{0});
    }
    const Scalar scale = std::sqrt(Scalar(2) / static_cast<Scalar>(9 * s.in_channels));
    Scalar* const w = in.weight.mutable_data();
    for (std::int64_t i = 0; i < in.weight.numel(); ++i) {
        w[i] *= scale;
    }
    return in;
}

// Results and workspace begin as NaN, so that a number left out, or read before it is written, shows.
Tensor unset(const Shape& shape) {
    return Tensor::full(shape, std::numeric_limits<Scalar>::quiet_NaN());
}

Results winograd(const Conv2dSizes& s, int tile_outputs, const Inputs& in) {
    Results out{unset(in.grad_output.shape()), unset(in.input.shape()), unset(in.weight.shape())};
    const kernels::WinogradPlan forward =
        kernels::plan_winograd_forward(s, tile_outputs, thread_count());
    Tensor workspace = unset({forward.workspace_size});
    kernels::run_winograd_plan(forward, in.input.data(), in.weight.data(), in.bias.data(),
                               out.output.mutable_data(), workspace.mutable_data());
    const kernels::WinogradPlan backward =
        kernels::plan_winograd_backward_input(s, tile_outputs, thread_count());
    workspace = unset({backward.workspace_size});
    kernels::run_winograd_plan(backward, in.grad_output.data(), in.weight.data(), nullptr,
                               out.grad_input.mutable_data(), workspace.mutable_data());
    const kernels::WinogradGradPlan plan =
        kernels::plan_winograd_backward_weight(s, tile_outputs, thread_count());
    workspace = unset({plan.workspace_size});
    kernels::winograd_backward_weight(plan, in.input.data(), in.grad_output.data(),
                                      out.grad_weight.mutable_data(), workspace.mutable_data());
    return out;
}

double relative_rms_error(const Tensor& actual, const Tensor& expected) {
    BOOST_TEST_REQUIRE(actual.numel() > 0);
    double error = 0;
    double reference = 0;
    for (std::int64_t i = 0; i < actual.numel(); ++i) {
        const double difference = double(actual.data()[i]) - double(expected.data()[i]);
        error += difference * difference;
        reference += double(expected.data()[i]) * double(expected.data()[i]);
    }
    BOOST_TEST_REQUIRE(reference > 0);
    return std::sqrt(error / reference);
}

void check_errors(int tile_outputs, double bound) {
    for (const ConvolutionCase& given : cases()) {
        const Conv2dSizes s = sizes_of(given);
        BOOST_TEST_CONTEXT(described(s)) {
            BOOST_TEST_REQUIRE(kernels::winograd_fits(s));
            const Inputs in = inputs_of(s);
            const Results out = winograd(s, tile_outputs, in);
            const Tensor output = naive_conv2d_forward(s, in.input, in.weight, in.bias);
            const Tensor grad_input = naive_conv2d_backward_input(s, in.grad_output, in.weight);
            const Tensor grad_weight = naive_conv2d_backward_weight(s, in.input, in.grad_output);
            BOOST_TEST(relative_rms_error(out.output, output) < bound);
            BOOST_TEST(relative_rms_error(out.grad_input, grad_input) < bound);
            BOOST_TEST(relative_rms_error(out.grad_weight, grad_weight) < bound);
        }
    }
}

ConvolutionCase fitting_case() {
    return {.batch = 1, .height = 8, .width = 8, .in_channels = kLanes, .out_channels = kLanes};
}

bool fits(const ConvolutionCase& given) {
    return kernels::winograd_fits(sizes_of(given));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(winograd_test)

BOOST_AUTO_TEST_CASE(tiles_of_two_are_as_exact_as_the_direct_kernels) {
    check_errors(2, kBoundOf2);
}

// Its transforms halve and add: small whole numbers stay exact. Those of 4x4 tiles do not.
BOOST_AUTO_TEST_CASE(tiles_of_two_equal_the_naive_twin_bit_for_bit_on_whole_numbers) {
    for (const ConvolutionCase& given : cases()) {
        const Conv2dSizes s = sizes_of(given);
        BOOST_TEST_CONTEXT(described(s)) {
            const Inputs in{
                integer_tensor({s.batch, s.in_height, s.in_width, s.in_channels}, 1),
                integer_tensor({3, 3, s.in_channels, s.out_channels}, 2),
                integer_tensor({s.out_channels}, 3),
                integer_tensor({s.batch, s.out_height, s.out_width, s.out_channels}, 4)};
            const Results out = winograd(s, 2, in);
            BOOST_TEST(
                same_bits(out.output, naive_conv2d_forward(s, in.input, in.weight, in.bias)));
            BOOST_TEST(same_bits(out.grad_input,
                                 naive_conv2d_backward_input(s, in.grad_output, in.weight)));
            BOOST_TEST(same_bits(out.grad_weight,
                                 naive_conv2d_backward_weight(s, in.input, in.grad_output)));
        }
    }
}

BOOST_AUTO_TEST_CASE(tiles_of_four_lose_less_than_a_digit) {
    check_errors(4, kBoundOf4);
}

BOOST_AUTO_TEST_CASE(the_bits_are_the_same_with_any_number_of_threads) {
    const int before = thread_count();
    for (const ConvolutionCase& given : cases()) {
        const Conv2dSizes s = sizes_of(given);
        const Inputs in = inputs_of(s);
        for (const int tile_outputs : {2, 4}) {
            BOOST_TEST_CONTEXT(described(s) << ", tiles of " << tile_outputs) {
                set_thread_count(1);
                const Results one = winograd(s, tile_outputs, in);
                for (const int count : {2, 3, 4, 8}) {
                    set_thread_count(count);
                    const Results more = winograd(s, tile_outputs, in);
                    BOOST_TEST(same_bits(more.output, one.output), count << " threads");
                    BOOST_TEST(same_bits(more.grad_input, one.grad_input), count << " threads");
                    BOOST_TEST(same_bits(more.grad_weight, one.grad_weight), count << " threads");
                }
            }
        }
    }
    set_thread_count(before);
}

// An image's outputs must not depend on which images share its batch.
BOOST_AUTO_TEST_CASE(an_image_alone_gives_the_bits_it_gives_in_a_batch) {
    const Conv2dSizes all = sizes_of({.batch = 5,
                                      .height = 7,
                                      .width = 7,
                                      .in_channels = kLanes,
                                      .out_channels = 2 * kLanes,
                                      .top = 1,
                                      .bottom = 1,
                                      .left = 1,
                                      .right = 1});
    Conv2dSizes single = all;
    single.batch = 1;
    const Inputs in = inputs_of(all);
    const Tensor whole = winograd(all, 4, in).output;
    for (std::int64_t n = 0; n < all.batch; ++n) {
        Inputs one = in;
        one.input = in.input.rows(n, 1);
        one.grad_output = in.grad_output.rows(n, 1);
        BOOST_TEST(same_bits(winograd(single, 4, one).output, whole.rows(n, 1)), "image " << n);
    }
}

// A number that is not finite may spread within its tile; it must never vanish.
BOOST_AUTO_TEST_CASE(a_nan_in_the_image_reaches_the_outputs_that_meet_it) {
    const Conv2dSizes s = sizes_of(fitting_case());
    Inputs in = inputs_of(s);
    in.input.mutable_data()[(3 * 8 + 3) * kLanes] = std::numeric_limits<Scalar>::quiet_NaN();
    for (const int tile_outputs : {2, 4}) {
        const Results out = winograd(s, tile_outputs, in);
        for (std::int64_t y = 1; y <= 3; ++y) {
            for (std::int64_t x = 1; x <= 3; ++x) {
                BOOST_TEST(std::isnan(out.output.data()[(y * 6 + x) * kLanes]),
                           "tiles of " << tile_outputs << ", output " << y << ", " << x);
            }
        }
        BOOST_TEST(std::isnan(out.grad_weight.data()[0]));
    }
}

BOOST_AUTO_TEST_CASE(it_fits_only_what_it_can_compute) {
    BOOST_TEST(fits(fitting_case()));
    ConvolutionCase other = fitting_case();
    other.in_channels = kLanes + 1;
    BOOST_TEST(!fits(other));
    other = fitting_case();
    other.out_channels = kLanes - 1;
    BOOST_TEST(!fits(other));
    other = fitting_case();
    other.kernel_height = 5;
    BOOST_TEST(!fits(other));
    other = fitting_case();
    other.kernel_width = 1;
    BOOST_TEST(!fits(other));
    other = fitting_case();
    other.stride_height = 2;
    BOOST_TEST(!fits(other));
    other = fitting_case();
    other.stride_width = 2;
    BOOST_TEST(!fits(other));
    other = fitting_case();
    other.dilation_height = 2;
    BOOST_TEST(!fits(other));
    other = fitting_case();
    other.dilation_width = 2;
    BOOST_TEST(!fits(other));
    other = fitting_case();
    other.in_channels = other.out_channels = 2 * kLanes;
    other.groups = 2;
    BOOST_TEST(!fits(other));
    other = fitting_case();
    other.batch = 0;
    BOOST_TEST(!fits(other));
    for (std::int64_t ConvolutionCase::*side : {&ConvolutionCase::top, &ConvolutionCase::bottom,
                                                &ConvolutionCase::left, &ConvolutionCase::right}) {
        other = fitting_case();
        other.*side = 3;
        BOOST_TEST(!fits(other));
    }
}

BOOST_AUTO_TEST_SUITE_END()
