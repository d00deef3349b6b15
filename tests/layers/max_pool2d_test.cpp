// precision: float, double
#include "layers/max_pool2d.h"

#include "autograd/error.h"
#include "autograd/grad_mode.h"
#include "autograd/memory_pool.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

const Tensor kImage = Tensor::from({1, 3, 3, 1}, {1, 5, 2, 4, 3, 9, 8, 6, 7});

}  // namespace

BOOST_AUTO_TEST_SUITE(max_pool2d_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    const Variable x = leaf(kImage);
    const Variable y = max_pool2d(x, 2);
    BOOST_TEST(same_bits(y.value(), Tensor::from({1, 1, 1, 1}, {5})));
    y.backward(Tensor::full({1, 1, 1, 1}, 2));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({1, 3, 3, 1}, {0, 2, 0, 0, 0, 0, 0, 0, 0})));
}

BOOST_AUTO_TEST_CASE(overlapping_windows_add_up_their_gradients) {
    const Variable x = leaf(kImage);
    const Variable y = max_pool2d(x, 2, {.stride = 1});
    BOOST_TEST(same_bits(y.value(), Tensor::from({1, 2, 2, 1}, {5, 9, 8, 9})));
    y.backward(Tensor::from({1, 2, 2, 1}, {1, 2, 3, 4}));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({1, 3, 3, 1}, {0, 1, 0, 0, 0, 6, 3, 0, 0})));
}

BOOST_AUTO_TEST_CASE(ceil_mode_has_a_last_window_beyond_the_end) {
    const Variable y = max_pool2d(Variable(kImage), 2, {.ceil_mode = true});
    BOOST_TEST(same_bits(y.value(), Tensor::from({1, 2, 2, 1}, {5, 9, 8, 7})));
}

BOOST_AUTO_TEST_CASE(padding_never_wins) {
    const Variable y =
        max_pool2d(Variable(Tensor::full({1, 3, 3, 1}, -5)), 3, {.stride = 2, .padding = 1});
    BOOST_TEST(same_bits(y.value(), Tensor::full({1, 2, 2, 1}, -5)));
}

BOOST_AUTO_TEST_CASE(kernels_need_not_be_square) {
    MaxPool2d layer({3, 1});
    BOOST_TEST(same_bits(layer(Variable(kImage)).value(), Tensor::from({1, 1, 3, 1}, {8, 6, 9})));
    MaxPool2d wide({1, 2}, {.stride = {2, 1}});
    BOOST_TEST(same_bits(wide(Variable(kImage)).value(), Tensor::from({1, 2, 2, 1}, {5, 5, 8, 7})));
    BOOST_TEST(layer.type_name() == "MaxPool2d");
}

BOOST_AUTO_TEST_CASE(accepts_an_empty_batch) {
    for (const Extent2d kernel : {Extent2d(2), Extent2d(3)}) {
        const Variable x = leaf(Tensor::zeros({0, 6, 6, 3}));
        const Variable y = max_pool2d(x, kernel);
        BOOST_TEST((y.shape() == Shape{0, 6 / kernel.height, 6 / kernel.width, 3}));
        y.backward(Tensor::zeros(y.shape()));
        BOOST_TEST((x.grad().shape() == Shape{0, 6, 6, 3}));
    }
}

BOOST_AUTO_TEST_CASE(knows_its_shape_without_numbers) {
    const ShapeOnlyGuard guard;
    MaxPool2d layer(3, {.stride = 2, .ceil_mode = true});
    BOOST_TEST((layer(Variable(Tensor::empty({2, 112, 112, 64}))).shape() == Shape{2, 56, 56, 64}));
}

BOOST_AUTO_TEST_CASE(gives_back_the_memory_of_its_winners) {
    const std::int64_t before = memory_statistics().live_bytes;
    {
        const Variable x = leaf(Tensor::zeros({2, 8, 8, 4}));
        const Variable kept = max_pool2d(x, 2);
        const NoGradGuard no_grad;
        const Variable not_kept = max_pool2d(x, 3);
        BOOST_TEST(memory_statistics().live_bytes > before);
    }
    BOOST_TEST(memory_statistics().live_bytes == before);
}

BOOST_AUTO_TEST_CASE(rejects_a_matrix_and_a_kernel_that_does_not_fit_and_says_so) {
    BOOST_TEST(message_of<ShapeError>([] {
                   max_pool2d(Variable(Tensor::zeros({2, 5})), 2);
               }) ==
               "max_pool2d: input must be [batch, height, width, channels], it has 2 axes (given "
               "[2, 5])");
    BOOST_TEST(message_of<ShapeError>([] { max_pool2d(Variable(kImage), 4); }) ==
               "max_pool2d: the kernel 4x4 does not fit into images of 3x3 with padding 0x0 (given "
               "[1, 3, 3, 1])");
}

BOOST_AUTO_TEST_SUITE_END()
