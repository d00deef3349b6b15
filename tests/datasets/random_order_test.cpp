// precision: float
#include "datasets/random_order.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

using namespace stepgrad;

BOOST_AUTO_TEST_SUITE(random_order_test)

BOOST_AUTO_TEST_CASE(has_every_number_once) {
    for (const std::int64_t count : {0, 1, 2, 100}) {
        std::vector<std::int64_t> order = random_order(count, /*seed=*/3);
        std::sort(order.begin(), order.end());
        BOOST_TEST(static_cast<std::int64_t>(order.size()) == count);
        for (std::size_t i = 0; i < order.size(); ++i) {
            BOOST_TEST(order[i] == static_cast<std::int64_t>(i));
        }
    }
}

BOOST_AUTO_TEST_CASE(is_the_same_for_a_seed_and_another_for_another) {
    BOOST_CHECK(random_order(100, 1) == random_order(100, 1));
    BOOST_CHECK(random_order(100, 1) != random_order(100, 2));
}

BOOST_AUTO_TEST_CASE(finds_every_order_about_equally_often) {
    std::map<std::vector<std::int64_t>, int> counts;
    constexpr int kDraws = 6000;  // 1000 for each of 3! orders, with standard deviation 29
    for (int seed = 0; seed < kDraws; ++seed) {
        ++counts[random_order(3, static_cast<std::uint64_t>(seed))];
    }
    BOOST_TEST(counts.size() == 6u);
    for (const auto& [order, count] : counts) {
        BOOST_TEST(count > 850);
        BOOST_TEST(count < 1150);
    }
}

BOOST_AUTO_TEST_CASE(rejects_counts_it_cannot_draw) {
    BOOST_CHECK_THROW(random_order(-1, 0), std::invalid_argument);
    BOOST_CHECK_THROW(random_order(std::int64_t{1} << 32, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
