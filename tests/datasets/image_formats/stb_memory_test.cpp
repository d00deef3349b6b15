// precision: float
#include "datasets/image_formats/stb_memory.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstring>
#include <future>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(stb_memory_test)

BOOST_AUTO_TEST_CASE(memory_is_zeroed_and_counted) {
    const StbMemory memory(100);
    auto* const first = static_cast<char*>(StbMemory::take(60));
    BOOST_TEST(std::count(first, first + 60, 0) == 60);
    BOOST_CHECK_THROW(StbMemory::take(41), StbFailure);
    void* const second = StbMemory::take(40);
    BOOST_CHECK_THROW(StbMemory::take(1), StbFailure);
    StbMemory::give_back(first);
    StbMemory::give_back(second);
    StbMemory::give_back(nullptr);
    BOOST_CHECK(StbMemory::take(100) != nullptr);
}

BOOST_AUTO_TEST_CASE(resizing_keeps_the_content_and_zeroes_the_rest) {
    const StbMemory memory(100);
    void* block = StbMemory::resize(nullptr, 4);
    std::memcpy(block, "abcd", 4);
    block = StbMemory::resize(block, 8);
    BOOST_TEST(std::memcmp(block, "abcd\0\0\0\0", 8) == 0);
    block = StbMemory::resize(block, 2);
    BOOST_TEST(std::memcmp(block, "ab", 2) == 0);
    BOOST_CHECK(StbMemory::take(98) != nullptr);  // only the last block counts
}

// The leak checker of the sanitizers watches this one.
BOOST_AUTO_TEST_CASE(what_is_not_given_back_ends_with_the_scope) {
    for (int i = 0; i < 3; ++i) {
        const StbMemory memory(1000);
        BOOST_CHECK(StbMemory::take(0) != nullptr);
        BOOST_CHECK(StbMemory::take(1000) != nullptr);
    }
}

BOOST_AUTO_TEST_CASE(each_thread_has_its_own_scope) {
    const StbMemory memory(10);
    std::async(std::launch::async, [] {
        const StbMemory other(1000);
        BOOST_CHECK(StbMemory::take(500) != nullptr);
    }).get();
    BOOST_CHECK_THROW(StbMemory::take(11), StbFailure);
    BOOST_CHECK(StbMemory::take(10) != nullptr);
}

BOOST_AUTO_TEST_CASE(a_failure_says_why) {
    BOOST_TEST(message_of<StbFailure>([] { fail_stb("because"); }) == "because");
}

BOOST_AUTO_TEST_SUITE_END()
