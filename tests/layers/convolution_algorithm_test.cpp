// precision: float, double
#include "layers/convolution_algorithm.h"

#include "autograd/kernels/vector.h"
#include "layers/conv2d.h"
#include "tests/support/algorithm_guard.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr std::int64_t kChannels = kernels::kLanes;

// Between Winograd's algorithm and the direct kernels: sums of some hundred products near 1.
constexpr Scalar kRounding = sizeof(Scalar) == 4 ? Scalar(5e-5) : Scalar(1e-13);

kernels::Conv2dSizes square(std::int64_t batch, std::int64_t extent, std::int64_t in_channels,
                            std::int64_t out_channels) {
    return {.batch = batch,
            .in_height = extent,
            .in_width = extent,
            .in_channels = in_channels,
            .out_height = extent,
            .out_width = extent,
            .out_channels = out_channels,
            .kernel_height = 3,
            .kernel_width = 3,
            .stride_height = 1,
            .stride_width = 1,
            .dilation_height = 1,
            .dilation_width = 1,
            .pad_top = 1,
            .pad_left = 1,
            .groups = 1};
}

struct Results {
    Tensor output, grad_input, grad_weight, grad_bias;
};

Results train_step(ConvolutionAlgorithm algorithm) {
    const AlgorithmGuard guard(algorithm);
    const Variable input = leaf(random_tensor({3, 9, 10, kChannels}, 1));
    const Variable weight = leaf(random_tensor({3, 3, kChannels, 2 * kChannels}, 2));
    const Variable bias = leaf(random_tensor({2 * kChannels}, 3));
    const Variable output = conv2d(input, weight, bias, {.padding = 1});
    output.backward(random_tensor(output.shape(), 4));
    return {output.value(), input.grad(), weight.grad(), bias.grad()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(convolution_algorithm_test)

BOOST_AUTO_TEST_CASE(all_algorithms_give_the_same_result_but_for_rounding) {
    const Results direct = train_step(ConvolutionAlgorithm::kDirect);
    for (const ConvolutionAlgorithm algorithm :
         {ConvolutionAlgorithm::kWinograd2, ConvolutionAlgorithm::kWinograd4}) {
        const Results other = train_step(algorithm);
        check_close(other.output, direct.output, kRounding);
        check_close(other.grad_input, direct.grad_input, kRounding);
        check_close(other.grad_weight, direct.grad_weight, kRounding);
        check_close(other.grad_bias, direct.grad_bias, kRounding);
        BOOST_TEST(!same_bits(other.output, direct.output), "nothing else was computed");
    }
}

BOOST_AUTO_TEST_CASE(a_backward_uses_what_its_forward_used) {
    const Results expected = train_step(ConvolutionAlgorithm::kWinograd2);
    const AlgorithmGuard guard(ConvolutionAlgorithm::kWinograd2);
    const Variable input = leaf(random_tensor({3, 9, 10, kChannels}, 1));
    const Variable weight = leaf(random_tensor({3, 3, kChannels, 2 * kChannels}, 2));
    const Variable bias = leaf(random_tensor({2 * kChannels}, 3));
    const Variable output = conv2d(input, weight, bias, {.padding = 1});
    set_convolution_algorithm(ConvolutionAlgorithm::kDirect);
    output.backward(random_tensor(output.shape(), 4));
    BOOST_TEST(same_bits(input.grad(), expected.grad_input));
    BOOST_TEST(same_bits(weight.grad(), expected.grad_weight));
}

BOOST_AUTO_TEST_CASE(the_choice_falls_on_winograd_where_it_is_faster) {
    const std::int64_t channels = 16 * kernels::kLanes;  // a multiple of every vector's length
    const AlgorithmGuard guard(ConvolutionAlgorithm::kAutomatic);
    BOOST_TEST(winograd_outputs_for(square(64, 28, channels, channels)) == 4);
    BOOST_TEST(winograd_outputs_for(square(64, 7, channels, channels)) == 4);
    BOOST_TEST(winograd_outputs_for(square(64, 5, channels, channels)) == 0);  // mostly overhang
    BOOST_TEST(winograd_outputs_for(square(64, 28, 1, channels)) == 0);
    BOOST_TEST(winograd_outputs_for(square(64, 28, channels, channels + 1)) == 0);
    BOOST_TEST(winograd_outputs_for(square(0, 28, channels, channels)) == 0);
}

BOOST_AUTO_TEST_CASE(an_image_alone_gives_the_bits_it_gives_in_a_batch) {
    constexpr std::int64_t kWide = 2 * kChannels;
    for (const std::int64_t extent : {5, 7, 14, 28}) {
        const Tensor images = random_tensor({9, extent, extent, kWide}, 1);
        const Variable weight(random_tensor({3, 3, kWide, kWide}, 2));
        const Variable bias(random_tensor({kWide}, 3));
        const Tensor together = conv2d(Variable(images), weight, bias, {.padding = 1}).value();
        for (const std::int64_t n : {0, 4, 8}) {
            const Variable alone =
                conv2d(Variable(images.rows(n, 1)), weight, bias, {.padding = 1});
            BOOST_TEST(same_bits(alone.value(), together.rows(n, 1)),
                       "image " << n << " of " << extent << "x" << extent);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_choice_is_kept_to_wherever_it_can_be) {
    const kernels::Conv2dSizes small = square(1, 3, kChannels, kChannels);
    const kernels::Conv2dSizes impossible = square(64, 28, kChannels, kChannels + 1);
    const AlgorithmGuard guard(ConvolutionAlgorithm::kWinograd2);
    BOOST_TEST(winograd_outputs_for(small) == 2);
    BOOST_TEST(winograd_outputs_for(impossible) == 0);
    set_convolution_algorithm(ConvolutionAlgorithm::kWinograd4);
    BOOST_TEST(winograd_outputs_for(small) == 4);
    set_convolution_algorithm(ConvolutionAlgorithm::kDirect);
    BOOST_TEST(winograd_outputs_for(square(64, 28, 16 * kChannels, 16 * kChannels)) == 0);
}

#ifdef STEPGRAD_SCALAR_DOUBLE
BOOST_AUTO_TEST_CASE(gradients_are_those_of_the_difference_quotients) {
    for (const ConvolutionAlgorithm algorithm :
         {ConvolutionAlgorithm::kWinograd2, ConvolutionAlgorithm::kWinograd4}) {
        const AlgorithmGuard guard(algorithm);
        for (const Padding2d& padding : {Padding2d(0), Padding2d(1), Padding2d(2, 0, 1, 2)}) {
            check_gradients(
                [&](const std::vector<Variable>& in) {
                    return conv2d(in[0], in[1], in[2], {.padding = padding});
                },
                {leaf(random_tensor({2, 4, 5, kChannels}, 1)),
                 leaf(random_tensor({3, 3, kChannels, kChannels}, 2)),
                 leaf(random_tensor({kChannels}, 3))});
        }
    }
}
#endif

BOOST_AUTO_TEST_SUITE_END()
