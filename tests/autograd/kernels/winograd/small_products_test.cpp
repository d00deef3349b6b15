// precision: float, double
#include "autograd/kernels/winograd/small_products.h"

#include "autograd/kernels/vector.h"
#include "tests/support/naive_conv2d.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(small_products_test)

// Every number of rows up to three blocks of the highest kind, so that every block height occurs.
BOOST_AUTO_TEST_CASE(products_of_whole_numbers_equal_the_naive_twin_bit_for_bit) {
    for (const int vectors : {1, 2}) {
        for (const std::int64_t depth : {1, 5, 16}) {
            for (std::int64_t rows = 1; rows <= 36; ++rows) {
                const Tensor a = integer_tensor({rows, depth}, 1);
                const Tensor b = integer_tensor({depth, vectors * kernels::kLanes}, 2);
                Tensor c = Tensor::full({rows, vectors * kernels::kLanes},
                                        std::numeric_limits<Scalar>::quiet_NaN());
                kernels::small_product(a.data(), b.data(), c.mutable_data(), rows, depth, vectors);
                BOOST_TEST(same_bits(c, naive_matmul(a, b, Tensor(), false, false)),
                           rows << " rows, depth " << depth << ", " << vectors << " vectors");
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
