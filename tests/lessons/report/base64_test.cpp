// precision: float
#include "lessons/support/report/base64.h"

#include <boost/test/unit_test.hpp>

#include <string>

using stepgrad::lessons::base64;

BOOST_AUTO_TEST_SUITE(base64_test)

// The test vectors of RFC 4648, section 10.
BOOST_AUTO_TEST_CASE(every_remainder_is_padded_as_the_standard_says) {
    BOOST_TEST(base64("") == "");
    BOOST_TEST(base64("f") == "Zg==");
    BOOST_TEST(base64("fo") == "Zm8=");
    BOOST_TEST(base64("foo") == "Zm9v");
    BOOST_TEST(base64("foob") == "Zm9vYg==");
    BOOST_TEST(base64("fooba") == "Zm9vYmE=");
    BOOST_TEST(base64("foobar") == "Zm9vYmFy");
}

BOOST_AUTO_TEST_CASE(bytes_above_127_are_no_negative_numbers) {
    BOOST_TEST(base64("\xff\xef\xbe") == "/+++");
}

BOOST_AUTO_TEST_SUITE_END()
