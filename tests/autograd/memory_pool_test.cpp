// precision: float
#include "autograd/memory_pool.h"

#include "autograd/tensor.h"
#include "tests/support/sanitizer.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <limits>
#include <new>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Under the address sanitizer every request goes to the system.
boost::test_tools::assertion_result pool_keeps_blocks(boost::unit_test::test_unit_id) {
    return !kSanitizer;
}

// The first number of statm is the program's size in pages.
std::size_t used_address_space() {
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// The most memory the program may ask for, set back at the end.
class AddressSpaceLimit {
public:
    explicit AddressSpaceLimit(std::size_t bytes) {
        getrlimit(RLIMIT_AS, &previous_);
        rlimit limit = previous_;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_AS, &limit);
    }
    ~AddressSpaceLimit() { setrlimit(RLIMIT_AS, &previous_); }

private:
    rlimit previous_{};
};

constexpr std::size_t kUnusualSize = 64 * 12347;  // no other test asks for it

}  // namespace

BOOST_AUTO_TEST_SUITE(memory_pool_test)

BOOST_AUTO_TEST_CASE(blocks_begin_at_cache_lines) {
    for (const std::int64_t numel : {1, 3, 16, 17, 1000, 100001}) {
        const Tensor tensor = Tensor::empty({numel});
        BOOST_TEST(reinterpret_cast<std::uintptr_t>(tensor.data()) % 64 == 0);
    }
}

BOOST_AUTO_TEST_CASE(counts_what_tensors_hold_and_held_at_most) {
    reset_peak_memory();
    const MemoryStatistics before = memory_statistics();
    {
        const Tensor one = Tensor::empty({16});  // 64 bytes: no rounding
        const Tensor same = one;
        const MemoryStatistics during = memory_statistics();
        BOOST_TEST(during.live_blocks == before.live_blocks + 1);
        BOOST_TEST(during.live_bytes == before.live_bytes + 64);
    }
    const MemoryStatistics after = memory_statistics();
    BOOST_TEST(after.live_blocks == before.live_blocks);
    BOOST_TEST(after.live_bytes == before.live_bytes);
    BOOST_TEST(after.peak_bytes == before.live_bytes + 64);
    reset_peak_memory();
    BOOST_TEST(memory_statistics().peak_bytes == after.live_bytes);
}

BOOST_AUTO_TEST_CASE(no_bytes_need_no_block) {
    const MemoryStatistics before = memory_statistics();
    const Tensor empty = Tensor::empty({0, 3});
    BOOST_TEST(memory_statistics().live_blocks == before.live_blocks);
    BOOST_TEST(MemoryPool::instance().allocate(0) == nullptr);
    MemoryPool::instance().release(nullptr, 0);
}

BOOST_AUTO_TEST_CASE(a_second_request_for_a_size_makes_no_system_allocation,
                     *boost::unit_test::precondition(pool_keeps_blocks)) {
    MemoryPool& pool = MemoryPool::instance();
    pool.release(pool.allocate(kUnusualSize), kUnusualSize);
    const MemoryStatistics before = memory_statistics();
    void* block = pool.allocate(kUnusualSize - 1);  // rounded up to the same size
    BOOST_TEST(memory_statistics().system_allocations == before.system_allocations);
    BOOST_TEST(memory_statistics().pooled_bytes ==
               before.pooled_bytes - static_cast<std::int64_t>(kUnusualSize));
    pool.release(block, kUnusualSize - 1);
    BOOST_TEST(memory_statistics().pooled_bytes == before.pooled_bytes);
}

BOOST_AUTO_TEST_CASE(trim_gives_everything_unused_back) {
    MemoryPool& pool = MemoryPool::instance();
    pool.release(pool.allocate(kUnusualSize), kUnusualSize);
    pool.trim();
    BOOST_TEST(memory_statistics().pooled_bytes == 0);
    const MemoryStatistics before = memory_statistics();
    pool.release(pool.allocate(kUnusualSize), kUnusualSize);
    BOOST_TEST(memory_statistics().system_allocations == before.system_allocations + 1);
}

BOOST_AUTO_TEST_CASE(an_impossible_request_throws_and_changes_nothing) {
    const MemoryStatistics before = memory_statistics();
    MemoryPool& pool = MemoryPool::instance();
    BOOST_CHECK_THROW(pool.allocate(std::numeric_limits<std::size_t>::max()), std::bad_alloc);
    BOOST_CHECK_THROW(Tensor::empty({std::numeric_limits<std::int64_t>::max()}), std::bad_alloc);
    BOOST_TEST(memory_statistics().live_blocks == before.live_blocks);
    BOOST_TEST(memory_statistics().live_bytes == before.live_bytes);
}

BOOST_AUTO_TEST_CASE(kept_blocks_are_given_back_before_memory_runs_out,
                     *boost::unit_test::precondition(pool_keeps_blocks)) {
    // Each of the two fits below the limit, both together do not. They are large,
    // so that no hole which earlier tests left in the heap serves them.
    constexpr std::size_t kFirst = std::size_t{512} << 20;
    constexpr std::size_t kSecond = std::size_t{576} << 20;
    constexpr std::size_t kLimit = std::size_t{768} << 20;
    MemoryPool& pool = MemoryPool::instance();
    pool.trim();
    const AddressSpaceLimit limit(used_address_space() + kLimit);
    pool.release(pool.allocate(kFirst), kFirst);
    void* block = nullptr;
    BOOST_CHECK_NO_THROW(block = pool.allocate(kSecond));
    BOOST_TEST(block != nullptr);
    BOOST_TEST(memory_statistics().pooled_bytes == 0);
    pool.release(block, kSecond);
    pool.trim();
}

BOOST_AUTO_TEST_CASE(threads_may_share_it) {
    const MemoryStatistics before = memory_statistics();
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([thread] {
            for (int round = 0; round < 2000; ++round) {
                const std::int64_t numel = 1 + (round * 7 + thread) % 50;
                const Tensor a = Tensor::full({numel}, static_cast<Scalar>(thread));
                const Tensor b = Tensor::full({numel}, static_cast<Scalar>(thread));
                if (a.data() == b.data() || a.data()[numel - 1] != static_cast<Scalar>(thread)) {
                    throw std::bad_alloc();  // ends the program: two owners of one block
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    BOOST_TEST(memory_statistics().live_blocks == before.live_blocks);
    BOOST_TEST(memory_statistics().live_bytes == before.live_bytes);
}

BOOST_AUTO_TEST_CASE(shapes_that_never_come_again_do_not_fill_the_memory,
                     *boost::unit_test::precondition(pool_keeps_blocks)) {
    MemoryPool::instance().trim();
    reset_peak_memory();
    constexpr std::int64_t kCount = 128;
    constexpr std::int64_t kNumel = 1 << 20;
    std::int64_t bytes_of_all = 0;
    for (std::int64_t i = 0; i < kCount; ++i) {
        const Tensor one_alone = Tensor::empty({kNumel + 16 * i});
        bytes_of_all += one_alone.numel() * std::int64_t{sizeof(Scalar)};
    }
    // One at a time was live: what is kept are two of them, and the one that came after.
    const MemoryStatistics after = memory_statistics();
    BOOST_TEST(after.pooled_bytes <= 4 * after.peak_bytes);
    BOOST_TEST(after.pooled_bytes < bytes_of_all / 8);
}

BOOST_AUTO_TEST_SUITE_END()
