// precision: float
#include "autograd/pooled_array.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <utility>

using namespace stepgrad;

BOOST_AUTO_TEST_SUITE(pooled_array_test)

BOOST_AUTO_TEST_CASE(counts_as_live_memory_and_gives_it_back) {
    const std::int64_t before = memory_statistics().live_bytes;
    {
        PooledArray<std::int32_t> array(1000);
        BOOST_TEST(array.size() == 1000);
        BOOST_TEST(memory_statistics().live_bytes >= before + 4000);
        array.data()[999] = 7;
        PooledArray<std::int32_t> moved(std::move(array));
        BOOST_TEST(moved.data()[999] == 7);
        PooledArray<std::int32_t> other(10);
        other = std::move(moved);
        BOOST_TEST(other.size() == 1000);
        BOOST_TEST(other.data()[999] == 7);
    }
    BOOST_TEST(memory_statistics().live_bytes == before);
}

BOOST_AUTO_TEST_CASE(may_be_empty) {
    const std::int64_t before = memory_statistics().live_blocks;
    const PooledArray<std::int32_t> nothing;
    const PooledArray<std::int32_t> none(0);
    BOOST_TEST(nothing.size() == 0);
    BOOST_TEST(none.data() == nullptr);
    BOOST_TEST(memory_statistics().live_blocks == before);
}

BOOST_AUTO_TEST_SUITE_END()
