// precision: float, double
#include "autograd/kernels/zero_pad.h"

#include "tests/support/tensors.h"
#include "tests/support/threads.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::PadSizes;

namespace {

Tensor pad(const Tensor& input, const PadSizes& s) {
    Tensor output = Tensor::full(
        {s.batch, s.top + s.height + s.bottom, s.left + s.width + s.right, s.channels}, 7);
    kernels::zero_pad(input.data(), output.mutable_data(), s);
    return output;
}

Tensor crop(const Tensor& output, const PadSizes& s) {
    Tensor input = Tensor::empty({s.batch, s.height, s.width, s.channels});
    kernels::crop(output.data(), input.mutable_data(), s);
    return input;
}

// One output number after the other.
Tensor naive_pad(const Tensor& input, const PadSizes& s) {
    Tensor output = Tensor::zeros(
        {s.batch, s.top + s.height + s.bottom, s.left + s.width + s.right, s.channels});
    const std::int64_t padded_height = output.shape()[1];
    const std::int64_t padded_width = output.shape()[2];
    for (std::int64_t n = 0; n < s.batch; ++n) {
        for (std::int64_t h = 0; h < s.height; ++h) {
            for (std::int64_t w = 0; w < s.width; ++w) {
                for (std::int64_t c = 0; c < s.channels; ++c) {
                    output.mutable_data()[((n * padded_height + s.top + h) * padded_width + s.left +
                                           w) *
                                              s.channels +
                                          c] = input.at({n, h, w, c});
                }
            }
        }
    }
    return output;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(zero_pad_test)

BOOST_AUTO_TEST_CASE(equals_the_naive_loop_and_crop_undoes_it) {
    for (const PadSizes& s : {PadSizes{2, 3, 4, 5, 1, 2, 3, 4}, PadSizes{1, 1, 1, 1, 0, 0, 0, 1},
                              PadSizes{2, 3, 3, 2, 0, 0, 0, 0}, PadSizes{0, 3, 3, 2, 1, 1, 1, 1}}) {
        const Tensor input = random_tensor({s.batch, s.height, s.width, s.channels}, 1);
        BOOST_TEST(same_bits(pad(input, s), naive_pad(input, s)));
        BOOST_TEST(same_bits(crop(pad(input, s), s), input));
    }
}

BOOST_AUTO_TEST_CASE(gives_the_same_bits_for_any_number_of_threads) {
    const PadSizes s{5, 30, 31, 17, 1, 2, 3, 4};
    const Tensor input = random_tensor({s.batch, s.height, s.width, s.channels}, 1);
    check_same_bits_for_any_thread_count([&] { return pad(input, s); });
    check_same_bits_for_any_thread_count([&] { return crop(pad(input, s), s); });
}

BOOST_AUTO_TEST_SUITE_END()
