// precision: float, double
#include "autograd/kernels/batch_norm.h"

#include "tests/support/batch_norm_statistics.h"
#include "tests/support/naive_batch_norm.h"
#include "tests/support/tensors.h"
#include "tests/support/threads.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::BatchNormSizes;

namespace {

constexpr bool kIsFloat = sizeof(Scalar) == sizeof(float);

// With mean 1e4 a float is itself only known within 5e-4.
constexpr Scalar kRoundingOfLargeMean = kIsFloat ? Scalar(1e-3) : Scalar(1e-8);

struct Sums {
    Tensor dy;
    Tensor dy_centred;
};

Sums gradient_sums(const Tensor& x, const Tensor& dy, const Tensor& mean) {
    const BatchNormSizes sizes = sizes_of(x);
    Tensor workspace = Tensor::empty({kernels::batch_norm_workspace_numel(sizes)});
    Sums sums{Tensor::empty({sizes.channels}), Tensor::empty({sizes.channels})};
    kernels::batch_norm_gradient_sums(x.data(), dy.data(), mean.data(), workspace.mutable_data(),
                                      sums.dy.mutable_data(), sums.dy_centred.mutable_data(),
                                      sizes);
    return sums;
}

Tensor forward(const Tensor& x, const Tensor& mean, const Tensor& scale, const Tensor& shift) {
    Tensor y = Tensor::empty(x.shape());
    kernels::batch_norm_forward(x.data(), mean.data(), scale.data(), shift.data(), y.mutable_data(),
                                sizes_of(x));
    return y;
}

Tensor backward(const Tensor& x, const Tensor& dy, const Tensor& mean, const Tensor& scale,
                const Tensor& slope, const Tensor& shift) {
    Tensor dx = Tensor::empty(x.shape());
    kernels::batch_norm_backward(x.data(), dy.data(), mean.data(), scale.data(), slope.data(),
                                 shift.data(), dx.mutable_data(), sizes_of(x));
    return dx;
}

kernels::Normalisation normalisation(const Tensor& mean, const Tensor& scale, const Tensor& shift) {
    return {mean.data(), scale.data(), shift.data()};
}

Sums relu_gradient_sums(const Tensor& x, const Tensor& dy, const Tensor& mean, const Tensor& scale,
                        const Tensor& shift) {
    const BatchNormSizes sizes = sizes_of(x);
    Tensor workspace = Tensor::empty({kernels::batch_norm_workspace_numel(sizes)});
    Sums sums{Tensor::empty({sizes.channels}), Tensor::empty({sizes.channels})};
    kernels::batch_norm_relu_gradient_sums(x.data(), dy.data(), normalisation(mean, scale, shift),
                                           workspace.mutable_data(), sums.dy.mutable_data(),
                                           sums.dy_centred.mutable_data(), sizes);
    return sums;
}

Tensor relu_forward(const Tensor& x, const Tensor& mean, const Tensor& scale, const Tensor& shift) {
    Tensor y = Tensor::empty(x.shape());
    kernels::batch_norm_relu_forward(x.data(), normalisation(mean, scale, shift), y.mutable_data(),
                                     sizes_of(x));
    return y;
}

// `beta` is the shift of the normalisation, `shift` that of the gradient.
Tensor relu_backward(const Tensor& x, const Tensor& dy, const Tensor& mean, const Tensor& scale,
                     const Tensor& beta, const Tensor& slope, const Tensor& shift) {
    Tensor dx = Tensor::empty(x.shape());
    kernels::batch_norm_relu_backward(x.data(), dy.data(), normalisation(mean, scale, beta),
                                      slope.data(), shift.data(), dx.mutable_data(), sizes_of(x));
    return dx;
}

Tensor relu_scale(const Tensor& y, const Tensor& dy, const Tensor& scale) {
    Tensor dx = Tensor::empty(y.shape());
    kernels::relu_scale_channels(y.data(), dy.data(), scale.data(), dx.mutable_data(), sizes_of(y));
    return dx;
}

// What a ReLU behind it makes of the output of batch normalisation, and of the gradient.
Tensor naive_relu(const Tensor& z) {
    Tensor y = z.clone();
    for (std::int64_t i = 0; i < z.numel(); ++i) {
        y.mutable_data()[i] = z.data()[i] < 0 ? 0 : z.data()[i];
    }
    return y;
}

Tensor naive_relu_gradient(const Tensor& z, const Tensor& dy) {
    Tensor dz = Tensor::zeros(z.shape());
    for (std::int64_t i = 0; i < z.numel(); ++i) {
        dz.mutable_data()[i] = z.data()[i] > 0 ? dy.data()[i] : 0;
    }
    return dz;
}

// The kernels that know of the ReLU must give the bits of those that do not, one after the other.
// The latter are compared with naive loops themselves.
void check_relu_kernels(const Tensor& x, const Tensor& dy) {
    const Shape channels{x.shape()[1]};
    const Tensor mean = integer_tensor(channels, 31);
    const Tensor scale = random_tensor(channels, 32);
    const Tensor beta = integer_tensor(channels, 33);
    const Tensor slope = random_tensor(channels, 34);
    const Tensor shift = random_tensor(channels, 35);
    const Tensor z = forward(x, mean, scale, beta);
    const Tensor y = naive_relu(z);
    const Tensor dz = naive_relu_gradient(z, dy);
    BOOST_TEST(same_bits(relu_forward(x, mean, scale, beta), y));
    BOOST_TEST(same_bits(relu_backward(x, dy, mean, scale, beta, slope, shift),
                         backward(x, dz, mean, scale, slope, shift)));
    const Sums sums = relu_gradient_sums(x, dy, mean, scale, beta);
    BOOST_TEST(same_bits(sums.dy, gradient_sums(x, dz, mean).dy));
    BOOST_TEST(same_bits(sums.dy_centred, gradient_sums(x, dz, mean).dy_centred));
    Tensor scaled = Tensor::empty(x.shape());
    kernels::scale_channels(dz.data(), scale.data(), scaled.mutable_data(), sizes_of(x));
    BOOST_TEST(same_bits(relu_scale(y, dy, scale), scaled));
}

// Fewer and more rows than a chunk, and no multiple of one; few and many channels.
const Shape kShapes[] = {{2, 1},  {3, 5},     {67, 3},    {1000, 16},
                         {99, 7}, {20003, 1}, {129, 130}, {70, 1030}};

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_norm_test)

BOOST_AUTO_TEST_CASE(gradient_sums_of_whole_numbers_equal_the_naive_loop) {
    for (const Shape& shape : kShapes) {
        const Tensor x = integer_tensor(shape, 6);
        const Tensor dy = integer_tensor(shape, 7);
        const Tensor mean = integer_tensor({shape[1]}, 8);
        Tensor sum_dy = Tensor::zeros(mean.shape());
        Tensor sum_dy_centred = Tensor::zeros(mean.shape());
        for (std::int64_t i = 0; i < x.numel(); ++i) {
            const std::int64_t c = i % shape[1];
            sum_dy.mutable_data()[c] += dy.data()[i];
            sum_dy_centred.mutable_data()[c] += dy.data()[i] * (x.data()[i] - mean.data()[c]);
        }
        const Sums sums = gradient_sums(x, dy, mean);
        check_close(sums.dy, sum_dy, 0);
        check_close(sums.dy_centred, sum_dy_centred, 0);
    }
}

BOOST_AUTO_TEST_CASE(forward_and_backward_equal_the_naive_loops) {
    for (const Shape& shape : kShapes) {
        const Tensor x = integer_tensor(shape, 9);
        const Tensor dy = integer_tensor(shape, 10);
        const Shape channels{shape[1]};
        const Tensor mean = integer_tensor(channels, 11);
        const Tensor scale = integer_tensor(channels, 12);
        const Tensor slope = integer_tensor(channels, 13);
        const Tensor shift = integer_tensor(channels, 14);
        Tensor y = Tensor::empty(shape);
        Tensor dx = Tensor::empty(shape);
        for (std::int64_t i = 0; i < x.numel(); ++i) {
            const std::int64_t c = i % shape[1];
            const Scalar centred = x.data()[i] - mean.data()[c];
            y.mutable_data()[i] = centred * scale.data()[c] + shift.data()[c];
            dx.mutable_data()[i] =
                scale.data()[c] * dy.data()[i] + (slope.data()[c] * centred + shift.data()[c]);
        }
        BOOST_TEST(same_bits(forward(x, mean, scale, shift), y));
        BOOST_TEST(same_bits(backward(x, dy, mean, scale, slope, shift), dx));
    }
}

BOOST_AUTO_TEST_CASE(with_a_relu_behind_the_bits_are_those_of_the_two_in_turn) {
    for (const Shape& shape : kShapes) {
        check_relu_kernels(random_tensor(shape, 16), random_tensor(shape, 17));
        check_relu_kernels(integer_tensor(shape, 18), integer_tensor(shape, 19));  // many z are 0
    }
}

BOOST_AUTO_TEST_CASE(with_a_relu_behind_a_nan_stays_one_and_stops_the_gradient) {
    const Scalar nan = std::numeric_limits<Scalar>::quiet_NaN();
    // z = x, but for the sign of 0: -0 + 0 is 0.
    const Tensor x = Tensor::from({4, 1}, {nan, Scalar(-0.0), -2, 3});
    const Tensor zero = Tensor::zeros({1});
    const Tensor one = Tensor::full({1}, 1);
    const Tensor minus_zero = Tensor::full({1}, Scalar(-0.0));
    const Tensor y = relu_forward(x, zero, one, minus_zero);
    BOOST_TEST(std::isnan(y.at({0, 0})));
    BOOST_TEST((y.at({1, 0}) == 0 && std::signbit(y.at({1, 0}))));
    BOOST_TEST(y.at({2, 0}) == 0);
    BOOST_TEST(y.at({3, 0}) == 3);
    const Tensor dy = Tensor::from({4, 1}, {5, 6, 7, 8});
    const Sums sums = relu_gradient_sums(x, dy, zero, one, minus_zero);
    BOOST_TEST(sums.dy.item() == 8);
    BOOST_TEST(std::isnan(sums.dy_centred.item()));  // 0 * NaN: as without fusion
    BOOST_TEST(same_bits(relu_scale(y, dy, one), Tensor::from({4, 1}, {0, 0, 0, 8})));
    check_relu_kernels(x, dy);
    Tensor infinite = random_tensor({67, 3}, 20);
    infinite.mutable_data()[5] = std::numeric_limits<Scalar>::infinity();
    infinite.mutable_data()[9] = -std::numeric_limits<Scalar>::infinity();
    check_relu_kernels(infinite, random_tensor({67, 3}, 21));
}

BOOST_AUTO_TEST_CASE(a_large_mean_is_subtracted_before_it_is_scaled) {
    const Tensor x = scaled_and_moved(random_tensor({1000, 3}, 15), 1, Scalar(1e4));
    const Tensor gamma = Tensor::full({3}, 1);
    const Tensor beta = Tensor::zeros({3});
    const NaiveBatchNorm naive = naive_batch_norm(x, gamma, beta, 1e-5);
    const Statistics fast = statistics(x);
    Tensor scale = Tensor::empty({3});
    for (std::int64_t c = 0; c < 3; ++c) {
        scale.mutable_data()[c] = 1 / std::sqrt(fast.variance.data()[c] + Scalar(1e-5));
    }
    check_close(forward(x, fast.mean, scale, beta), naive.output, kRoundingOfLargeMean);
}

BOOST_AUTO_TEST_CASE(gives_the_same_bits_for_any_number_of_threads) {
    const Tensor x = random_tensor({5003, 19}, 1);
    const Tensor dy = random_tensor({5003, 19}, 2);
    const Tensor m = random_tensor({19}, 3);
    check_same_bits_for_any_thread_count([&] { return statistics(x).mean; });
    check_same_bits_for_any_thread_count([&] { return statistics(x).variance; });
    check_same_bits_for_any_thread_count([&] { return gradient_sums(x, dy, m).dy; });
    check_same_bits_for_any_thread_count([&] { return gradient_sums(x, dy, m).dy_centred; });
    check_same_bits_for_any_thread_count([&] { return forward(x, m, m, m); });
    check_same_bits_for_any_thread_count([&] { return backward(x, dy, m, m, m, m); });
    check_same_bits_for_any_thread_count([&] { return relu_gradient_sums(x, dy, m, m, m).dy; });
    check_same_bits_for_any_thread_count(
        [&] { return relu_gradient_sums(x, dy, m, m, m).dy_centred; });
    check_same_bits_for_any_thread_count([&] { return relu_forward(x, m, m, m); });
    check_same_bits_for_any_thread_count([&] { return relu_backward(x, dy, m, m, m, m, m); });
    check_same_bits_for_any_thread_count([&] { return relu_scale(x, dy, m); });
}

BOOST_AUTO_TEST_SUITE_END()
