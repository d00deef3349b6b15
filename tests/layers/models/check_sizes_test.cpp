// precision: float
#include "layers/models/check_sizes.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(check_sizes_test)

BOOST_AUTO_TEST_CASE(accepts_the_smallest_that_can_be_built) {
    require_images("net", 32, {32, 1000});
    require_some("net", "classes", 1);
    require_width_multiplier("net", 0.25, 0.25);
    require_width_multiplier("net", 0.25, 64);
}

BOOST_AUTO_TEST_CASE(names_the_network_what_is_expected_and_what_was_given) {
    BOOST_TEST(message_of<std::invalid_argument>([] {
                   require_images("net", 32, {32, 31});
               }) == "net: images must be at least 32x32, 32x31 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] { require_some("net", "classes", 0); }) ==
               "net: the number of classes must be at least 1, 0 was given");
    BOOST_TEST(message_of<std::invalid_argument>([] {
                   require_width_multiplier("net", 0.25, 0.2);
               }) == "net: width_multiplier must be between 0.25 and 64, 0.2 was given");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(message_of<std::invalid_argument>([nan] {
                   require_width_multiplier("net", 0.25, nan);
               }) == "net: width_multiplier must be between 0.25 and 64, nan was given");
}

BOOST_AUTO_TEST_SUITE_END()
