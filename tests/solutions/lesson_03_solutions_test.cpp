// Solutions to the exercises of lesson 3.
// precision: float
#include "autograd/grad_mode.h"
#include "layers/conv2d.h"
#include "lessons/support/hand_filters.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <numeric>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

Tensor filtered(const Tensor& picture, const HandFilter& filter) {
    const NoGradGuard no_grad;
    return conv2d(Variable(picture), Variable(weight_of({filter})), Variable(), {.padding = 1})
        .value();
}

// Its columns subtract their neighbours: something is left where a line is one pixel wide. The last
// row asks whether the line goes on, and takes away what the others have found if it does.
const HandFilter kLowerEnd{"lower end of a line", {-1, 2, -1, -1, 2, -1, 2, -4, 2}};

// The lesson's loop with o innermost: the weights of neighbouring outputs lie side by side, so that
// one number of x can be multiplied by all of them at once, in a vector.
Tensor convolve_outputs_innermost(const Tensor& x, const Tensor& w) {
    const Shape& in = x.shape();
    const std::int64_t outputs = w.shape()[3];
    Tensor y = Tensor::zeros({in[0], in[1], in[2], outputs});
    Scalar* sums = y.mutable_data();
    for (std::int64_t n = 0; n < in[0]; ++n) {
        for (std::int64_t i = 0; i < in[1]; ++i) {
            for (std::int64_t j = 0; j < in[2]; ++j, sums += outputs) {
                for (std::int64_t r = std::max<std::int64_t>(0, 1 - i);
                     r < std::min<std::int64_t>(3, in[1] + 1 - i); ++r) {
                    for (std::int64_t s = std::max<std::int64_t>(0, 1 - j);
                         s < std::min<std::int64_t>(3, in[2] + 1 - j); ++s) {
                        for (std::int64_t c = 0; c < in[3]; ++c) {
                            const Scalar number = x.at({n, i + r - 1, j + s - 1, c});
                            const Scalar* weights = w.data() + ((r * 3 + s) * in[3] + c) * outputs;
                            for (std::int64_t o = 0; o < outputs; ++o) {
                                sums[o] += number * weights[o];
                            }
                        }
                    }
                }
            }
        }
    }
    return y;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lesson_03_solutions_test)

// A single 1 beside the middle: each place takes over what its neighbour has.
BOOST_AUTO_TEST_CASE(exercise_1_a_filter_that_moves_the_picture) {
    const Tensor picture = integer_tensor({1, 5, 5, 1}, 1);
    const Tensor moved = filtered(picture, {"left neighbour", {0, 0, 0, 1, 0, 0, 0, 0, 0}});
    for (std::int64_t row = 0; row < 5; ++row) {
        BOOST_TEST(moved.at({0, row, 0, 0}) == 0);
        BOOST_TEST(moved.at({0, row, 3, 0}) == picture.at({0, row, 2, 0}));
    }
}

BOOST_AUTO_TEST_CASE(exercise_2_a_filter_for_the_ends_of_lines) {
    const auto& weights = kLowerEnd.weights;
    BOOST_TEST(std::accumulate(weights.begin(), weights.end(), Scalar(0)) == 0);
    Tensor picture = Tensor::zeros({1, 7, 7, 1});
    for (std::int64_t row = 0; row <= 4; ++row) {
        picture.mutable_data()[row * 7 + 3] = 1;  // upright, ends in row 4
    }
    const Tensor map = filtered(picture, kLowerEnd);
    BOOST_TEST(map.at({0, 4, 3, 0}) == 4);  // the end
    BOOST_TEST(map.at({0, 2, 3, 0}) == 0);  // along the line
    BOOST_TEST(map.at({0, 2, 6, 0}) == 0);  // where nothing is
}

BOOST_AUTO_TEST_CASE(exercise_3_outputs_innermost_gives_the_same) {
    const NoGradGuard no_grad;
    const Tensor x = integer_tensor({2, 5, 6, 3}, 1);
    const Tensor w = integer_tensor({3, 3, 3, 8}, 2);
    const Variable kernel = conv2d(Variable(x), Variable(w), Variable(), {.padding = 1});
    BOOST_CHECK(same_bits(convolve_outputs_innermost(x, w), kernel.value()));
}

BOOST_AUTO_TEST_SUITE_END()
