// precision: float, double
#include "autograd/kernels/optimizer_kernels.h"

#include "autograd/kernels/threads.h"
#include "tests/support/naive_optimizers.h"
#include "tests/support/optimizers.h"

#include <cmath>
#include <functional>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(optimizer_kernels_test)

// Enough for all threads to take part, and not a multiple of any vector length.
constexpr std::int64_t kManyNumbers = 3 * 65536 + 7;

using MomentumKernel = void (*)(const Scalar*, Scalar*, Scalar*, std::int64_t,
                                kernels::SgdRates) noexcept;

constexpr kernels::SgdRates kExactRates{
    .learning_rate = Scalar(0.5), .weight_decay = Scalar(0.25), .momentum = Scalar(0.5)};

Tensor rounded(const std::vector<double>& numbers) {
    const std::vector<Scalar> scalars(numbers.begin(), numbers.end());
    return Tensor::from({static_cast<std::int64_t>(numbers.size())}, scalars);
}

// Rates that are powers of two and whole numbers leave nothing to round.
void check_exact(MomentumKernel kernel, NaiveSgd naive, std::int64_t count) {
    const Tensor grad = integer_tensor({count}, 1);
    Tensor parameter = integer_tensor({count}, 2);
    Tensor velocity = Tensor::zeros({count});
    std::vector<double> expected = in_double(parameter);
    for (int step = 0; step < 2; ++step) {
        naive.step(expected, in_double(grad));
        if (kernel == nullptr) {
            kernels::sgd_step(grad.data(), parameter.mutable_data(), count, kExactRates);
        } else {
            kernel(grad.data(), velocity.mutable_data(), parameter.mutable_data(), count,
                   kExactRates);
        }
    }
    BOOST_TEST(same_bits(parameter, rounded(expected)));
}

BOOST_AUTO_TEST_CASE(sgd_equals_its_naive_twin_bit_for_bit_on_whole_numbers) {
    for (const std::int64_t count :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{17}, std::int64_t{1000}, kManyNumbers}) {
        NaiveSgd naive{.learning_rate = 0.5, .weight_decay = 0.25};
        check_exact(nullptr, naive, count);
        naive.momentum = 0.5;
        check_exact(kernels::sgd_momentum_step, naive, count);
        naive.nesterov = true;
        check_exact(kernels::sgd_nesterov_step, naive, count);
    }
}

kernels::AdamRates first_adam_rates() {
    return {.beta1 = Scalar(0.9),
            .beta1_complement = Scalar(0.1),
            .beta2 = Scalar(0.999),
            .beta2_complement = Scalar(0.001),
            .grad_decay = Scalar(0.01),
            .shrinking = 1,
            .step_size = Scalar(0.1 / (1 - 0.9)),
            .root_factor = Scalar(1 / std::sqrt(1 - 0.999)),
            .epsilon = Scalar(1e-8)};
}

BOOST_AUTO_TEST_CASE(adam_is_close_to_its_naive_twin) {
    for (const std::int64_t count :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{17}, std::int64_t{1000}}) {
        const Tensor grad = random_tensor({count}, 1);
        Tensor parameter = random_tensor({count}, 2);
        std::vector<double> expected = in_double(parameter);
        NaiveAdam naive{.learning_rate = 0.1, .weight_decay = 0.01};
        naive.step(expected, in_double(grad));
        Tensor m = Tensor::zeros({count});
        Tensor v = Tensor::zeros({count});
        kernels::adam_step(grad.data(), m.mutable_data(), v.mutable_data(),
                           parameter.mutable_data(), count, first_adam_rates());
        check_close(parameter, rounded(expected), kStepTolerance);
        check_close(m, rounded(naive.m), kStepTolerance);
        check_close(v, rounded(naive.v), kStepTolerance);
    }
}

// Three steps of a rule over `kManyNumbers` numbers.
Tensor trained(const std::function<void(const Tensor&, Tensor&, Tensor&, Tensor&)>& step) {
    Tensor parameter = random_tensor({kManyNumbers}, 1);
    Tensor first = Tensor::zeros({kManyNumbers});
    Tensor second = Tensor::zeros({kManyNumbers});
    for (std::uint64_t i = 0; i < 3; ++i) {
        step(random_tensor({kManyNumbers}, 10 + i), first, second, parameter);
    }
    return parameter;
}

BOOST_AUTO_TEST_CASE(gives_the_same_bits_with_any_number_of_threads) {
    const kernels::SgdRates rates{
        .learning_rate = Scalar(0.1), .weight_decay = Scalar(0.01), .momentum = Scalar(0.9)};
    const auto sgd = [&](const Tensor& grad, Tensor&, Tensor&, Tensor& parameter) {
        kernels::sgd_step(grad.data(), parameter.mutable_data(), kManyNumbers, rates);
    };
    const auto momentum = [&](const Tensor& grad, Tensor& velocity, Tensor&, Tensor& parameter) {
        kernels::sgd_momentum_step(grad.data(), velocity.mutable_data(), parameter.mutable_data(),
                                   kManyNumbers, rates);
    };
    const auto nesterov = [&](const Tensor& grad, Tensor& velocity, Tensor&, Tensor& parameter) {
        kernels::sgd_nesterov_step(grad.data(), velocity.mutable_data(), parameter.mutable_data(),
                                   kManyNumbers, rates);
    };
    const auto adam = [&](const Tensor& grad, Tensor& m, Tensor& v, Tensor& parameter) {
        kernels::adam_step(grad.data(), m.mutable_data(), v.mutable_data(),
                           parameter.mutable_data(), kManyNumbers, first_adam_rates());
    };
    const int threads_before = thread_count();
    const std::vector<std::function<void(const Tensor&, Tensor&, Tensor&, Tensor&)>> rules{
        sgd, momentum, nesterov, adam};
    for (const auto& rule : rules) {
        set_thread_count(1);
        const Tensor expected = trained(rule);
        for (const int count : {2, 3, 4}) {
            set_thread_count(count);
            BOOST_TEST(same_bits(trained(rule), expected), "with " << count << " threads");
        }
    }
    set_thread_count(threads_before);
}

BOOST_AUTO_TEST_SUITE_END()
