// precision: float, double
#include "autograd/error.h"
#include "autograd/ops.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(ops_reduce_test)

BOOST_AUTO_TEST_CASE(sum_and_mean_by_hand) {
    const Variable x = leaf(Tensor::from({2, 2}, {1, 2, 3, 6}));
    BOOST_TEST(sum(x).item() == 12);
    BOOST_TEST(sum(x).shape().to_string() == "[]");
    BOOST_TEST(mean(x).item() == 3);
    BOOST_TEST(mean(x).shape().to_string() == "[]");

    (3 * sum(x)).backward();
    BOOST_TEST(same_bits(x.grad(), Tensor::full({2, 2}, 3)));
    Variable same = x;
    same.clear_grad();
    (2 * mean(x)).backward();
    BOOST_TEST(same_bits(x.grad(), Tensor::full({2, 2}, Scalar(0.5))));
}

#ifdef STEPGRAD_SCALAR_DOUBLE
BOOST_AUTO_TEST_CASE(gradients_agree_with_difference_quotients) {
    for (const Shape& shape : {Shape{}, Shape{1}, Shape{7}, Shape{1, 3}, Shape{2, 3, 1, 5}}) {
        const Variable x = leaf(random_tensor(shape, 1));
        check_gradients([](const std::vector<Variable>& v) { return sum(v[0] * v[0]); }, {x});
        check_gradients([](const std::vector<Variable>& v) { return mean(v[0] * v[0]); }, {x});
    }
}
#endif

BOOST_AUTO_TEST_CASE(a_long_sum_loses_no_digits) {
    // One after the other in single precision, adding 0.1 to 16,000,000 loses it every time.
    constexpr std::int64_t kCount = 300000;
    const double exact = static_cast<double>(Scalar(0.1)) * kCount;
    const double total = sum(Variable(Tensor::full({kCount}, Scalar(0.1)))).item();
    constexpr double kOneRounding = 1e-7;  // from double to float
    BOOST_TEST(std::abs(total - exact) <= kOneRounding * exact);
}

BOOST_AUTO_TEST_CASE(the_sum_of_nothing_is_zero_and_its_mean_throws) {
    const Variable nothing = leaf(Tensor::empty({0, 3}));
    const Variable total = sum(nothing);
    BOOST_TEST(total.item() == 0);
    total.backward();
    BOOST_TEST(nothing.grad().shape().to_string() == "[0, 3]");
    BOOST_TEST(message_of<ShapeError>([&] { mean(nothing); }) ==
               "mean: no numbers have no mean; is the batch empty? (given [0, 3])");
}

BOOST_AUTO_TEST_CASE(rejects_an_undefined_input_by_name) {
    BOOST_TEST(message_of<ShapeError>([] { sum(Variable()); }) ==
               "sum: the input is undefined (given nothing)");
    BOOST_TEST(message_of<ShapeError>([] { mean(Variable()); }) ==
               "mean: the input is undefined (given nothing)");
}

BOOST_AUTO_TEST_CASE(gives_shapes_without_numbers_under_a_guard) {
    const ShapeOnlyGuard guard;
    const Variable x(Tensor::empty({2, 3}));
    BOOST_TEST(!sum(x).value().has_numbers());
    BOOST_TEST(mean(x).shape().to_string() == "[]");
}

BOOST_AUTO_TEST_SUITE_END()
