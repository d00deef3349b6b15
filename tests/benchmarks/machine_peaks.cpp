#include "tests/benchmarks/machine_peaks.h"

#include "autograd/kernels/vector.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace stepgrad::benchmarks {
namespace {

constexpr int kAttempts = 9;

// As many sums that do not wait for each other as hide the latency of a multiply-add: 4 cycles,
// two of them started in each.
constexpr int kSums = 12;
constexpr std::int64_t kRounds = 2'000'000;

constexpr std::int64_t kTriadNumbers = 1 << 24;  // 64 MB for each of the three arrays

// Starts the work on every thread and returns the seconds until the last one is done.
double seconds_of(int threads, const std::function<void(int thread)>& work) {
    const auto start = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> others;
        for (int thread = 1; thread < threads; ++thread) {
            others.emplace_back(work, thread);
        }
        work(0);
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double best_seconds_of(int threads, const std::function<void(int thread)>& work) {
    double best = seconds_of(threads, work);
    for (int attempt = 1; attempt < kAttempts; ++attempt) {
        best = std::min(best, seconds_of(threads, work));
    }
    return best;
}

Scalar multiply_and_add() {
    // The compiler cannot know these numbers, so it has to compute; nor that the sums begin alike, so
    // that it has to compute each of them.
    volatile Scalar half = Scalar(0.5);
    const kernels::Vector factor = kernels::broadcast(half);
    kernels::Vector sums[kSums];
    for (kernels::Vector& sum : sums) {
        sum = kernels::broadcast(half);
    }
    for (std::int64_t round = 0; round < kRounds; ++round) {
        for (kernels::Vector& sum : sums) {
            sum = kernels::fused_multiply_add(sum, factor, factor);
        }
    }
    Scalar total = 0;
    for (const kernels::Vector& sum : sums) {
        total += sum[0];
    }
    return total;
}

}  // namespace

double fused_multiply_add_peak(int threads) {
    std::vector<Scalar> results(static_cast<std::size_t>(threads));
    const double seconds = best_seconds_of(threads, [&results](int thread) {
        results[static_cast<std::size_t>(thread)] = multiply_and_add();
    });
    return 2.0 * kernels::kLanes * kSums * static_cast<double>(kRounds) * threads / seconds / 1e9;
}

double triad_bandwidth(int threads) {
    std::vector<Scalar> a(kTriadNumbers);
    const std::vector<Scalar> b(kTriadNumbers, 1);
    const std::vector<Scalar> c(kTriadNumbers, 2);
    const double seconds = best_seconds_of(threads, [&a, &b, &c, threads](int thread) {
        const std::int64_t last = kTriadNumbers * (thread + 1) / threads;
        for (std::int64_t i = kTriadNumbers * thread / threads; i < last; ++i) {
            a[static_cast<std::size_t>(i)] =
                b[static_cast<std::size_t>(i)] + Scalar(3) * c[static_cast<std::size_t>(i)];
        }
    });
    return 3.0 * sizeof(Scalar) * static_cast<double>(kTriadNumbers) / seconds / 1e9;
}

}  // namespace stepgrad::benchmarks
