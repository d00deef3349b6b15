// precision: float
#include "tests/benchmarks/nets.h"

#include "autograd/kernels/threads.h"
#include "autograd/memory_pool.h"
#include "autograd/random.h"
#include "tests/benchmarks/net_sizes.h"
#include "tests/benchmarks/training_step.h"
#include "tests/support/sanitizer.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <sys/resource.h>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::benchmarks;
using namespace stepgrad::testing;

namespace {

const std::vector<std::string> kNets = {"A", "B", "C", "D"};

// Under the sanitizers every request goes to the system, and their own memory grows with every step.
boost::test_tools::assertion_result memory_is_kept(boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result result(!kSanitizer);
    result.message() << "sanitizers take memory from the system at every step";
    return result;
}

// Every gradient after one step; then every weight and statistic after two.
std::vector<Tensor> results_of_two_steps(const std::string& net) {
    set_seed(1);
    TrainingStep step(net_named(net), net_sizes(net));
    std::vector<Tensor> results;
    step.run();
    for (const Variable& parameter : step.model().parameters()) {
        results.push_back(parameter.grad().clone());
    }
    step.run();
    for (const Variable& parameter : step.model().parameters()) {
        results.push_back(parameter.value().clone());
    }
    for (const NamedBuffer& named : step.model().named_buffers()) {
        results.push_back(named.buffer.clone());
    }
    return results;
}

long page_faults() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used.ru_minflt;
}

// Of kSteps steps together, the least of several attempts: the kernel takes pages away from a program
// for purposes of its own (to move them nearer to a core, say), which no program can help.
long fewest_page_faults(TrainingStep& step) {
    constexpr int kAttempts = 5;
    constexpr int kSteps = 20;
    long fewest = std::numeric_limits<long>::max();
    for (int attempt = 0; attempt < kAttempts && fewest > 0; ++attempt) {
        const long before = page_faults();
        for (int i = 0; i < kSteps; ++i) {
            step.run();
        }
        fewest = std::min(fewest, page_faults() - before);
    }
    return fewest;
}

void check_takes_nothing_from_the_system(const std::string& net, const NetSizes& sizes) {
    BOOST_TEST_CONTEXT("net " << net << ", batch " << sizes.batch) {
        constexpr int kWarmUp = 5;
        MemoryPool::instance().trim();
        reset_peak_memory();
        set_seed(1);
        TrainingStep step(net_named(net), sizes);
        for (int i = 0; i < kWarmUp; ++i) {
            step.run();
        }
        const std::int64_t before = memory_statistics().system_allocations;
        BOOST_TEST(fewest_page_faults(step) == 0);
        BOOST_TEST(memory_statistics().system_allocations == before);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(nets_test)

// The batches are those that are measured, so that each kernel cuts its sums as it does there.
BOOST_AUTO_TEST_CASE(training_gives_the_same_bits_with_any_number_of_threads) {
    const int before = thread_count();
    for (const std::string& net : kNets) {
        set_thread_count(1);
        const std::vector<Tensor> with_one = results_of_two_steps(net);
        for (const int count : {2, 3, 5, 8}) {
            set_thread_count(count);
            const std::vector<Tensor> with_several = results_of_two_steps(net);
            BOOST_TEST_REQUIRE(with_several.size() == with_one.size());
            for (std::size_t i = 0; i < with_one.size(); ++i) {
                BOOST_TEST(same_bits(with_several[i], with_one[i]),
                           "net " << net << ", result " << i << ": " << count
                                  << " threads give other bits than one");
            }
        }
    }
    set_thread_count(before);
}

BOOST_AUTO_TEST_CASE(a_warm_training_step_takes_nothing_from_the_system,
                     *boost::unit_test::precondition(memory_is_kept)) {
    for (const std::string& net : kNets) {
        check_takes_nothing_from_the_system(net, net_sizes(net));
    }
}

// Little memory is held at once then, but workspaces are as many as ever.
BOOST_AUTO_TEST_CASE(nor_does_a_step_on_few_images,
                     *boost::unit_test::precondition(memory_is_kept)) {
    for (const std::string& net : kNets) {
        for (const std::int64_t batch : {1, 4}) {
            NetSizes sizes = net_sizes(net);
            sizes.batch = batch;
            check_takes_nothing_from_the_system(net, sizes);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
