// precision: float, double
#include "autograd/storage.h"

#include "autograd/memory_pool.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>

using namespace stepgrad;

BOOST_AUTO_TEST_SUITE(storage_test)

BOOST_AUTO_TEST_CASE(only_a_pointer_for_writing_raises_the_version) {
    Storage storage(5);
    BOOST_TEST(storage.numel() == 5);
    const std::uint64_t before = storage.version();
    BOOST_TEST(storage.data() != nullptr);
    BOOST_TEST(storage.version() == before);
    storage.mutable_data()[4] = 3;
    BOOST_TEST(storage.version() == before + 1);
    BOOST_TEST(storage.data()[4] == 3);
}

BOOST_AUTO_TEST_CASE(its_block_goes_back_with_it) {
    const std::int64_t before = memory_statistics().live_blocks;
    {
        const Storage storage(5);
        BOOST_TEST(memory_statistics().live_blocks == before + 1);
    }
    BOOST_TEST(memory_statistics().live_blocks == before);
}

BOOST_AUTO_TEST_SUITE_END()
