// precision: float, double
#include "layers/cross_entropy.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// A few roundings of numbers of size 1.
constexpr Scalar kRounding = sizeof(Scalar) == sizeof(float) ? Scalar(1e-6) : Scalar(1e-14);

const std::vector<std::int32_t> kNoLabels;
const std::vector<std::int32_t> kLabels{1, 0};

}  // namespace

BOOST_AUTO_TEST_SUITE(cross_entropy_test)

BOOST_AUTO_TEST_CASE(is_what_a_pencil_says) {
    // Probabilities 1/8 3/8 4/8 and 1/2 1/2 0: the loss is the mean of log 2 and log 2.
    const Scalar log3 = std::log(Scalar(3));
    const Scalar log4 = std::log(Scalar(4));
    const Variable x = leaf(Tensor::from({2, 3}, {0, log3, log4, 7, 7, -100}));
    const Variable loss = cross_entropy(x, std::vector<std::int32_t>{2, 0});
    BOOST_TEST((loss.shape() == Shape{}));
    check_close(loss.value(), Tensor::full({}, std::log(Scalar(2))), kRounding);
    loss.backward();
    const Tensor expected = Tensor::from(
        {2, 3}, {Scalar(0.0625), Scalar(0.1875), Scalar(-0.25), Scalar(-0.25), Scalar(0.25), 0});
    check_close(x.grad(), expected, kRounding);
}

BOOST_AUTO_TEST_CASE(logits_of_ten_thousand_are_no_trouble) {
    const Variable x = leaf(Tensor::from({2, 2}, {10000, -10000, -10000, 10000}));
    const Variable loss = cross_entropy(x, std::vector<std::int32_t>{0, 0});
    BOOST_TEST(loss.item() == 10000);  // the mean of 0 and 20000
    loss.backward();
    BOOST_TEST(same_bits(x.grad(), Tensor::from({2, 2}, {0, 0, Scalar(-0.5), Scalar(0.5)})));
}

BOOST_AUTO_TEST_CASE(a_nan_among_the_logits_is_seen_in_the_loss) {
    const Variable x(Tensor::from({1, 2}, {std::numeric_limits<Scalar>::quiet_NaN(), 1}));
    BOOST_TEST(std::isnan(cross_entropy(x, std::vector<std::int32_t>{1}).item()));
}

BOOST_AUTO_TEST_CASE(knows_its_shape_without_numbers) {
    const ShapeOnlyGuard guard;
    const Variable loss = cross_entropy(Variable(Tensor::empty({2, 5})), kLabels);
    BOOST_TEST((loss.shape() == Shape{}));
    BOOST_TEST(!loss.value().has_numbers());
}

BOOST_AUTO_TEST_CASE(rejects_a_label_that_is_no_class_and_says_which) {
    const Variable x(Tensor::zeros({2, 3}));
    BOOST_TEST(message_of<ShapeError>([&] {
                   cross_entropy(x, std::vector<std::int32_t>{0, 3});
               }) ==
               "cross_entropy: label number 1 is 3; with 3 classes labels are 0 to 2 (given "
               "[2, 3])");
    BOOST_TEST(message_of<ShapeError>([&] {
                   cross_entropy(x, std::vector<std::int32_t>{-1, 0});
               }) ==
               "cross_entropy: label number 0 is -1; with 3 classes labels are 0 to 2 (given "
               "[2, 3])");
}

BOOST_AUTO_TEST_CASE(rejects_too_few_labels_and_empty_batches_and_says_so) {
    BOOST_TEST(
        message_of<ShapeError>([] {
            cross_entropy(Variable(Tensor::zeros({3, 4})), kLabels);
        }) ==
        "cross_entropy: there must be one label for each row: 3 rows, 2 labels (given [3, 4])");
    BOOST_TEST(
        message_of<ShapeError>([] {
            cross_entropy(Variable(Tensor::zeros({0, 4})), kNoLabels);
        }) ==
        "cross_entropy: an empty batch has no mean loss: leave out empty batches (given [0, 4])");
    BOOST_TEST(message_of<ShapeError>([] {
                   cross_entropy(Variable(Tensor::zeros({4})), kLabels);
               }) == "cross_entropy: input must be [batch, classes], it has 1 axes (given [4])");
}

BOOST_AUTO_TEST_SUITE_END()
