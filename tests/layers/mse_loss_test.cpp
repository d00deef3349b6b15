// precision: float, double
#include "layers/mse_loss.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(mse_loss_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    const Variable prediction = leaf(Tensor::from({2, 2}, {1, 2, 3, 4}));
    const Variable target = leaf(Tensor::from({2, 2}, {1, 0, 3, 8}));
    const Variable loss = mse_loss(prediction, target);
    BOOST_TEST(loss.item() == 5);  // (0 + 4 + 0 + 16) / 4
    loss.backward();
    BOOST_TEST(same_bits(prediction.grad(), Tensor::from({2, 2}, {0, 1, 0, -2})));
    check_close(target.grad(), Tensor::from({2, 2}, {0, -1, 0, 2}), 0);
}

BOOST_AUTO_TEST_CASE(knows_its_shape_without_numbers) {
    const ShapeOnlyGuard guard;
    const Variable x(Tensor::empty({2, 5}));
    BOOST_TEST((mse_loss(x, x).shape() == Shape{}));
}

BOOST_AUTO_TEST_CASE(rejects_different_shapes_and_empty_batches_and_says_so) {
    const Variable x(Tensor::zeros({2, 2}));
    BOOST_TEST(message_of<ShapeError>([&] { mse_loss(x, Variable(Tensor::zeros({4}))); }) ==
               "mse_loss: prediction and target must have one shape (given [2, 2], [4])");
    BOOST_TEST(message_of<ShapeError>([&] { mse_loss(x, Variable()); }) ==
               "mse_loss: prediction and target must have one shape (given [2, 2], nothing)");
    const Variable empty(Tensor::zeros({0, 2}));
    BOOST_TEST(message_of<ShapeError>([&] { mse_loss(empty, empty); }) ==
               "mse_loss: an empty batch has no mean loss: leave out empty batches (given [0, 2], "
               "[0, 2])");
}

BOOST_AUTO_TEST_SUITE_END()
