// Solutions to the exercises of lesson 8. The first two are runs: lessons/run 8 --full, and
// lessons/run 8 --data mnist.
// precision: float
#include "lessons/support/overfitting.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::lessons;

BOOST_AUTO_TEST_SUITE(lesson_08_solutions_test)

// Half of the 64 means are dropped. They are few, and each tells something of its own: there is
// less to spare than of Flatten's 3,136 numbers.
BOOST_AUTO_TEST_CASE(exercise_3_dropout_behind_the_means) {
    const Contestant gap_dropout{"gap_dropout", Head::kGlobalAverage, 0, 0.5};
    Sequential model = network_of(gap_dropout, {});
    const auto head = model[1].children();
    BOOST_TEST_REQUIRE(head.size() == 3u);
    BOOST_TEST(head[1].name == "dropout");
    BOOST_TEST(model[1].parameter_count() == 650);  // dropout has none
}

BOOST_AUTO_TEST_SUITE_END()
