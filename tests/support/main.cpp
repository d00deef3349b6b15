// The main function of both test programs. Boost.Test writes it; it is a shared library here, which
// it must be told by BOOST_TEST_DYN_LINK (see tests/CMakeLists.txt).
#define BOOST_TEST_MODULE stepgrad
#include <boost/test/unit_test.hpp>
