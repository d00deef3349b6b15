// precision: float, double
#include "layers/nll_loss.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "layers/cross_entropy.h"
#include "layers/log_softmax.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// A few roundings of numbers of size 1.
constexpr Scalar kRounding = sizeof(Scalar) == sizeof(float) ? Scalar(1e-6) : Scalar(1e-14);

const std::vector<std::int32_t> kNoLabels;
const std::vector<std::int32_t> kLabels{1, 0};

}  // namespace

BOOST_AUTO_TEST_SUITE(nll_loss_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    const Variable x = leaf(Tensor::from({2, 3}, {-1, -2, -3, -4, -5, -6}));
    const Variable loss = nll_loss(x, std::vector<std::int32_t>{2, 0});
    BOOST_TEST(loss.item() == Scalar(3.5));
    loss.backward();
    BOOST_TEST(same_bits(x.grad(), Tensor::from({2, 3}, {0, 0, Scalar(-0.5), Scalar(-0.5), 0, 0})));
}

BOOST_AUTO_TEST_CASE(of_log_softmax_is_cross_entropy) {
    const Variable x = leaf(random_tensor({4, 5}, 1));
    const Variable y = leaf(x.value());
    const std::vector<std::int32_t> labels{4, 0, 2, 2};
    const Variable in_one = cross_entropy(x, labels);
    const Variable in_two = nll_loss(log_softmax(y), labels);
    check_close(in_two.value(), in_one.value(), kRounding);
    in_one.backward();
    in_two.backward();
    check_close(y.grad(), x.grad(), kRounding);
}

BOOST_AUTO_TEST_CASE(knows_its_shape_without_numbers) {
    const ShapeOnlyGuard guard;
    const Variable loss = nll_loss(Variable(Tensor::empty({2, 5})), kLabels);
    BOOST_TEST((loss.shape() == Shape{}));
    BOOST_TEST(!loss.value().has_numbers());
}

BOOST_AUTO_TEST_CASE(rejects_a_label_that_is_no_class_and_says_which) {
    const Variable x(Tensor::zeros({2, 3}));
    BOOST_TEST(message_of<ShapeError>([&] {
                   nll_loss(x, std::vector<std::int32_t>{0, 3});
               }) ==
               "nll_loss: label number 1 is 3; with 3 classes labels are 0 to 2 (given "
               "[2, 3])");
    BOOST_TEST(message_of<ShapeError>([&] {
                   nll_loss(x, std::vector<std::int32_t>{-1, 0});
               }) ==
               "nll_loss: label number 0 is -1; with 3 classes labels are 0 to 2 (given "
               "[2, 3])");
}

BOOST_AUTO_TEST_CASE(rejects_too_few_labels_and_empty_batches_and_says_so) {
    BOOST_TEST(message_of<ShapeError>([] {
                   nll_loss(Variable(Tensor::zeros({3, 4})), kLabels);
               }) ==
               "nll_loss: there must be one label for each row: 3 rows, 2 labels (given [3, 4])");
    BOOST_TEST(message_of<ShapeError>([] {
                   nll_loss(Variable(Tensor::zeros({0, 4})), kNoLabels);
               }) ==
               "nll_loss: an empty batch has no mean loss: leave out empty batches (given [0, 4])");
    BOOST_TEST(message_of<ShapeError>([] { nll_loss(Variable(Tensor::zeros({4})), kLabels); }) ==
               "nll_loss: input must be [batch, classes], it has 1 axes (given [4])");
}

BOOST_AUTO_TEST_SUITE_END()
