// precision: float, double
#include "autograd/error.h"
#include "autograd/ops.h"
#include "tests/support/naive_conv2d.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(ops_matmul_test)

BOOST_AUTO_TEST_CASE(multiplies_two_matrices_by_hand) {
    const Variable a(Tensor::from({2, 2}, {1, 2, 3, 4}));
    const Variable b(Tensor::from({2, 2}, {5, 6, 7, 8}));
    BOOST_TEST(same_bits(matmul(a, b).value(), Tensor::from({2, 2}, {19, 22, 43, 50})));
    BOOST_TEST(same_bits(matmul(a, b, true).value(), Tensor::from({2, 2}, {26, 30, 38, 44})));
    BOOST_TEST(
        same_bits(matmul(a, b, false, true).value(), Tensor::from({2, 2}, {17, 23, 39, 53})));
    BOOST_TEST(same_bits(matmul(a, b, true, true).value(), Tensor::from({2, 2}, {23, 31, 34, 46})));
}

BOOST_AUTO_TEST_CASE(an_empty_sum_is_zero_and_an_empty_batch_stays_empty) {
    const Variable no_columns(Tensor::empty({2, 0}));
    const Variable no_rows(Tensor::empty({0, 3}));
    BOOST_TEST(same_bits(matmul(no_columns, no_rows).value(), Tensor::zeros({2, 3})));
    const Variable square(Tensor::zeros({3, 3}));
    BOOST_TEST(matmul(no_rows, square).shape().to_string() == "[0, 3]");
}

#ifdef STEPGRAD_SCALAR_DOUBLE
BOOST_AUTO_TEST_CASE(has_the_right_gradients_however_it_is_transposed) {
    for (const bool transpose_a : {false, true}) {
        for (const bool transpose_b : {false, true}) {
            const Shape shape_a = transpose_a ? Shape{5, 3} : Shape{3, 5};
            const Shape shape_b = transpose_b ? Shape{4, 5} : Shape{5, 4};
            const auto multiplied = [&](const std::vector<Variable>& in) {
                return matmul(in[0], in[1], transpose_a, transpose_b);
            };
            check_gradients(multiplied,
                            {leaf(random_tensor(shape_a, 1)), leaf(random_tensor(shape_b, 2))});
            check_gradients(multiplied,
                            {Variable(random_tensor(shape_a, 1)), leaf(random_tensor(shape_b, 2))});
            check_gradients(multiplied,
                            {leaf(random_tensor(shape_a, 1)), Variable(random_tensor(shape_b, 2))});
        }
    }
}
#endif

BOOST_AUTO_TEST_CASE(rejects_factors_that_do_not_meet_and_says_so) {
    const Variable a(Tensor::zeros({2, 3}));
    const Variable b(Tensor::zeros({4, 5}));
    BOOST_TEST(message_of<ShapeError>([&] { matmul(a, b); }) ==
               "matmul: the first factor has 3 columns, the second 4 rows; they must be the same "
               "(given [2, 3], [4, 5])");
    const Variable vector(Tensor::zeros({3}));
    BOOST_TEST(message_of<ShapeError>([&] { matmul(a, vector); }) ==
               "matmul: both factors must be matrices (given [2, 3], [3])");
}

BOOST_AUTO_TEST_SUITE_END()
