// Solutions to the exercises of lesson 1.
// precision: float
#include "autograd/ops.h"
#include "layers/relu.h"
#include "lessons/support/gradients_by_hand.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdlib>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

constexpr double kX = 3, kT = 2;

// The lesson's unit: L = (relu(w x + b) - t)^2
double loss(double w, double b) {
    const double z = w * kX + b;
    const double y = z > 0 ? z : 0;
    return (y - kT) * (y - kT);
}

double slope_over_w(double step) {
    constexpr double kW = 0.5, kB = -0.2;
    return (loss(kW + step, kB) - loss(kW - step, kB)) / (2 * step);
}

constexpr double kRight = -4.2;  // dL/dw = 2 (y - t) x = 2 (1.3 - 2) 3

}  // namespace

BOOST_AUTO_TEST_SUITE(lesson_01_solutions_test)

// 5 to the left the unit is off, and the loss is that of y = 0: the line through the two points has
// nothing to do with the slope between them.
BOOST_AUTO_TEST_CASE(exercise_1_across_the_kink) {
    BOOST_TEST(loss(0.5 - 5, -0.2) == 4.0);
    BOOST_TEST(std::abs(slope_over_w(5) - 20.049) < 1e-9);
    BOOST_TEST(std::abs(slope_over_w(1e-4) - kRight) < 1e-6);
}

// The two losses differ by 8e-14 and are known to 6e-17 each, about 0.1 %: of sixteen digits three
// are left. In w the loss is a parabola, for which the quotient is right whatever the step: up to the
// kink the larger step is the better one.
BOOST_AUTO_TEST_CASE(exercise_2_a_step_that_is_too_small) {
    BOOST_TEST(std::abs(slope_over_w(1e-14) - kRight) > 1e-5);
    BOOST_TEST(std::abs(slope_over_w(1e-5) - kRight) < 1e-8);
}

// With b = -4 the unit is off: everything that reaches the loss through the ReLU alone has a
// derivative of 0. y and t reach it behind the ReLU.
BOOST_AUTO_TEST_CASE(exercise_3_a_unit_that_is_off) {
    const Variable w = number(0.5), x = number(kX), b = number(-4), t = number(kT);
    Variable y = relu(w * x + b);
    y.retain_grad();
    const Variable error = y - t;
    (error * error).backward();
    BOOST_TEST(w.grad().item() == 0);
    BOOST_TEST(x.grad().item() == 0);
    BOOST_TEST(b.grad().item() == 0);
    BOOST_TEST(y.grad().item() == -4);
    BOOST_TEST(t.grad().item() == 4);
}

BOOST_AUTO_TEST_SUITE_END()
