// precision: float, double
#include "layers/avg_pool2d.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

const Tensor kImage = Tensor::from({1, 3, 3, 1}, {1, 5, 2, 4, 2, 8, 8, 6, 8});

// 1/9 is no exact number.
constexpr Scalar kRounding = sizeof(Scalar) == sizeof(float) ? Scalar(1e-6) : Scalar(1e-15);

}  // namespace

BOOST_AUTO_TEST_SUITE(avg_pool2d_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    const Variable x = leaf(kImage);
    const Variable y = avg_pool2d(x, 2);
    BOOST_TEST(same_bits(y.value(), Tensor::from({1, 1, 1, 1}, {3})));
    y.backward(Tensor::full({1, 1, 1, 1}, 4));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({1, 3, 3, 1}, {1, 1, 0, 1, 1, 0, 0, 0, 0})));
}

BOOST_AUTO_TEST_CASE(overlapping_windows_add_up_their_gradients) {
    const Variable x = leaf(kImage);
    const Variable y = avg_pool2d(x, 2, {.stride = 1});
    BOOST_TEST(same_bits(y.value(), Tensor::from({1, 2, 2, 1}, {3, Scalar(4.25), 5, 6})));
    y.backward(Tensor::full({1, 2, 2, 1}, 4));
    BOOST_TEST(same_bits(x.grad(), Tensor::from({1, 3, 3, 1}, {1, 2, 1, 2, 4, 2, 1, 2, 1})));
}

BOOST_AUTO_TEST_CASE(padding_counts_only_if_asked_for) {
    // The window of the first corner sees 1 5 4 2 and five places of padding.
    const AvgPool2dOptions options{.stride = 2, .padding = 1};
    const Variable without = avg_pool2d(Variable(kImage), 3, options);
    BOOST_TEST(without.value().data()[0] == 3);
    AvgPool2d layer(3, {.stride = 2, .padding = 1, .count_include_padding = true});
    BOOST_TEST(std::abs(layer(Variable(kImage)).value().data()[0] - Scalar(12) / 9) < kRounding);
    BOOST_TEST(layer.type_name() == "AvgPool2d");
}

BOOST_AUTO_TEST_CASE(what_lies_beyond_the_padding_never_counts) {
    // In ceil mode the last windows reach one place beyond the image.
    const Tensor expected = Tensor::from({1, 2, 2, 1}, {3, 5, 7, 8});
    for (const bool counts_padding : {false, true}) {
        const Variable y = avg_pool2d(Variable(kImage), 2,
                                      {.ceil_mode = true, .count_include_padding = counts_padding});
        BOOST_TEST(same_bits(y.value(), expected));
    }
}

BOOST_AUTO_TEST_CASE(accepts_an_empty_batch_and_knows_its_shape_without_numbers) {
    const Variable x = leaf(Tensor::zeros({0, 6, 6, 3}));
    for (const Extent2d kernel : {Extent2d(2), Extent2d(3)}) {
        const Variable y = avg_pool2d(x, kernel);
        y.backward(Tensor::zeros(y.shape()));
        BOOST_TEST((x.grad().shape() == Shape{0, 6, 6, 3}));
    }
    const ShapeOnlyGuard guard;
    BOOST_TEST(
        (avg_pool2d(Variable(Tensor::empty({2, 9, 8, 3})), {3, 2}).shape() == Shape{2, 3, 4, 3}));
}

BOOST_AUTO_TEST_CASE(rejects_too_much_padding_and_says_so) {
    BOOST_TEST(message_of<ShapeError>([] { avg_pool2d(Variable(kImage), 2, {.padding = 2}); }) ==
               "avg_pool2d: padding must be between 0 and half the kernel; padding is 2x2, "
               "kernel 2x2. For more use ZeroPad2d (given [1, 3, 3, 1])");
}

BOOST_AUTO_TEST_SUITE_END()
