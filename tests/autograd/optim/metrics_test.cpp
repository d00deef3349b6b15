// precision: float
#include "autograd/optim/metrics.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace stepgrad;
using stepgrad::testing::message_of;

using Classes = std::vector<std::int32_t>;

BOOST_AUTO_TEST_SUITE(metrics_test)

constexpr Scalar kNaN = std::numeric_limits<Scalar>::quiet_NaN();

// Predicted as 1, 0, 2.
Variable three_logits() {
    return Variable(Tensor::from({3, 3}, {0, 5, 1, 9, -1, 0, -3, -2, -1}));
}

BOOST_AUTO_TEST_CASE(predicts_the_largest_logit) {
    BOOST_TEST(predicted_classes(three_logits()) == (Classes{1, 0, 2}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_first_maximum_wins) {
    const Variable logits(Tensor::from({2, 3}, {1, 2, 2, 4, 4, 4}));
    BOOST_TEST(predicted_classes(logits) == (Classes{1, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nan_counts_as_larger_than_any_number) {
    const Variable logits(Tensor::from({3, 3}, {1, kNaN, 2, kNaN, 9, 9, 1, 2, kNaN}));
    BOOST_TEST(predicted_classes(logits) == (Classes{1, 0, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(counts_what_is_predicted_as_labelled) {
    BOOST_TEST(correct_count(three_logits(), {1, 0, 0}) == 2);
    BOOST_TEST(accuracy(three_logits(), {1, 0, 0}) == 2.0 / 3.0);
    BOOST_TEST(accuracy(three_logits(), {1, 0, 2}) == 1);
    BOOST_TEST(accuracy(three_logits(), {0, 1, 1}) == 0);
}

BOOST_AUTO_TEST_CASE(an_empty_batch_has_no_accuracy_but_counts_nothing) {
    const Variable logits(Tensor::empty({0, 3}));
    BOOST_TEST(predicted_classes(logits).empty());
    BOOST_TEST(correct_count(logits, {}) == 0);
    BOOST_TEST(message_of<ShapeError>([&] { accuracy(logits, {}); }) ==
               "accuracy: an empty batch has none");
}

BOOST_AUTO_TEST_CASE(rejects_logits_of_another_shape) {
    BOOST_TEST(message_of<ShapeError>([] {
                   predicted_classes(Variable(Tensor::zeros({2, 3, 4})));
               }) == "predicted_classes: logits must be [batch, classes], given Tensor [2, 3, 4]");
    BOOST_CHECK_THROW(predicted_classes(Variable(Tensor::zeros({2, 0}))), ShapeError);
    BOOST_CHECK_THROW(predicted_classes(Variable()), ShapeError);
}

BOOST_AUTO_TEST_CASE(rejects_labels_that_do_not_fit) {
    BOOST_TEST(message_of<ShapeError>([] {
                   correct_count(three_logits(), {1, 2});
               }) ==
               "correct_count: there must be one label for each sample, 2 labels were given for "
               "3 samples");
    BOOST_TEST(message_of<ShapeError>([] {
                   correct_count(three_logits(), {1, 3, 0});
               }) == "correct_count: label 3 of sample 1 is none of the 3 classes");
    BOOST_CHECK_THROW(correct_count(three_logits(), {1, 0, -1}), ShapeError);
}

BOOST_AUTO_TEST_CASE(a_confusion_matrix_counts_by_label_and_prediction) {
    ConfusionMatrix matrix(3);
    matrix.add(three_logits(), {1, 0, 0});
    matrix.add(Classes{2, 2, 1}, Classes{0, 2, 1});
    BOOST_TEST(matrix.class_count() == 3);
    BOOST_TEST(matrix.total() == 6);
    BOOST_TEST(matrix.at(0, 0) == 1);
    BOOST_TEST(matrix.at(0, 2) == 2);
    BOOST_TEST(matrix.at(2, 0) == 0);
    BOOST_TEST(matrix.at(1, 1) == 2);
    BOOST_TEST(matrix.accuracy() == 4.0 / 6.0);
    BOOST_TEST(matrix.recall(0) == 1.0 / 3.0);
    BOOST_TEST(matrix.precision(0) == 1);
    BOOST_TEST(matrix.precision(2) == 1.0 / 3.0);
    BOOST_TEST(matrix.recall(2) == 1);
}

BOOST_AUTO_TEST_CASE(what_has_no_samples_is_not_a_number) {
    ConfusionMatrix matrix(2);
    BOOST_TEST(std::isnan(matrix.accuracy()));
    matrix.add(Classes{0}, Classes{0});
    BOOST_TEST(std::isnan(matrix.precision(1)));
    BOOST_TEST(std::isnan(matrix.recall(1)));
}

BOOST_AUTO_TEST_CASE(a_confusion_matrix_prints_as_an_aligned_table) {
    ConfusionMatrix matrix(2);
    matrix.add(Classes{0, 1, 1}, Classes{0, 0, 0});
    BOOST_TEST(matrix.to_string() ==
               "true \\ predicted  0  1   recall\n"
               "               0  1  2   33.3 %\n"
               "               1  0  0        -\n");
    BOOST_TEST(matrix.to_string({"shirt", "coat"}) ==
               "true \\ predicted  shirt   coat   recall\n"
               "           shirt      1      2   33.3 %\n"
               "            coat      0      0        -\n");
    BOOST_TEST(message_of<ShapeError>([&] { matrix.to_string({"shirt"}); }) ==
               "ConfusionMatrix: 1 names were given for 2 classes");
}

BOOST_AUTO_TEST_CASE(a_confusion_matrix_rejects_other_classes_and_counts_nothing_then) {
    ConfusionMatrix matrix(2);
    BOOST_TEST(message_of<ShapeError>([&] {
                   matrix.add(three_logits(), {1, 0, 0});
               }) == "ConfusionMatrix: logits [3, 3] do not have the 2 classes");
    BOOST_TEST(message_of<ShapeError>([&] {
                   matrix.add(Classes{0, 1}, Classes{0, 2});
               }) == "ConfusionMatrix: label 2 is none of the 2 classes");
    BOOST_TEST(message_of<ShapeError>([&] {
                   matrix.add(Classes{0, -1}, Classes{0, 1});
               }) == "ConfusionMatrix: prediction -1 is none of the 2 classes");
    BOOST_CHECK_THROW(matrix.add(Classes{0}, Classes{0, 1}), ShapeError);
    BOOST_CHECK_THROW(matrix.at(2, 0), ShapeError);
    BOOST_TEST(matrix.total() == 0);
    BOOST_CHECK_THROW(ConfusionMatrix(0), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_running_mean_weights_by_count) {
    RunningMean mean;
    BOOST_TEST(std::isnan(mean.mean()));
    mean.add(2, 3);
    mean.add(6);
    BOOST_TEST(mean.mean() == 3);
    BOOST_TEST(mean.count() == 4);
    mean.reset();
    BOOST_TEST(mean.count() == 0);
    BOOST_TEST(std::isnan(mean.mean()));
    BOOST_CHECK_THROW(mean.add(1, -1), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_running_mean_shows_a_nan) {
    RunningMean mean;
    mean.add(1, 1000);
    mean.add(std::numeric_limits<double>::quiet_NaN());
    mean.add(1, 1000);
    BOOST_TEST(std::isnan(mean.mean()));
}

BOOST_AUTO_TEST_SUITE_END()
