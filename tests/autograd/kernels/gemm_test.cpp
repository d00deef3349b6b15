// precision: float, double
#include "autograd/kernels/gemm.h"

#include "autograd/kernels/threads.h"
#include "tests/support/naive_conv2d.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <array>
#include <limits>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;
using kernels::GemmSizes;

namespace {

// Sums of up to 300 products of numbers near 1, in another order than the twin's.
constexpr Scalar kRounding = sizeof(Scalar) == 4 ? Scalar(1e-4) : Scalar(1e-13);

std::vector<GemmSizes> cases() {
    std::vector<GemmSizes> list;
    for (const bool transpose_a : {false, true}) {
        for (const bool transpose_b : {false, true}) {
            for (const auto& [rows, columns, depth] :
                 std::vector<std::array<std::int64_t, 3>>{{1, 1, 1},
                                                          {2, 3, 4},
                                                          {13, 17, 7},
                                                          {64, 10, 300},
                                                          {25, 100, 33},
                                                          {100, 70, 64},
                                                          {5, 32, 16},
                                                          {0, 4, 3},
                                                          {4, 0, 3},
                                                          {4, 3, 0}}) {
                list.push_back({rows, columns, depth, transpose_a, transpose_b});
            }
        }
    }
    return list;
}

Shape shape_of(std::int64_t rows, std::int64_t columns, bool transposed) {
    return transposed ? Shape{columns, rows} : Shape{rows, columns};
}

Tensor product(const GemmSizes& sizes, const Tensor& a, const Tensor& b, const Tensor& bias) {
    Tensor c = Tensor::full({sizes.rows, sizes.columns}, std::numeric_limits<Scalar>::quiet_NaN());
    Tensor workspace = Tensor::full({kernels::gemm_workspace_size(sizes)},
                                    std::numeric_limits<Scalar>::quiet_NaN());
    kernels::gemm(sizes, a.data(), b.data(), bias.data(), c.mutable_data(),
                  workspace.mutable_data());
    return c;
}

using MakeTensor = Tensor (*)(const Shape&, std::uint64_t);
Tensor integers(const Shape& shape, std::uint64_t seed) {
    return integer_tensor(shape, seed);
}

struct Factors {
    Tensor a, b, bias;
};

Factors factors(const GemmSizes& sizes, MakeTensor make) {
    return {make(shape_of(sizes.rows, sizes.depth, sizes.transpose_a), 1),
            make(shape_of(sizes.depth, sizes.columns, sizes.transpose_b), 2),
            make({sizes.columns}, 3)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gemm_test)

BOOST_AUTO_TEST_CASE(equals_its_naive_twin_with_and_without_bias) {
    for (const GemmSizes& sizes : cases()) {
        BOOST_TEST_CONTEXT(sizes.rows << "x" << sizes.depth << " times " << sizes.columns
                                      << ", transposed " << sizes.transpose_a
                                      << sizes.transpose_b) {
            for (const bool with_bias : {false, true}) {
                const Factors exact = factors(sizes, integers);
                const Tensor bias = with_bias ? exact.bias : Tensor();
                BOOST_TEST(same_bits(
                    product(sizes, exact.a, exact.b, bias),
                    naive_matmul(exact.a, exact.b, bias, sizes.transpose_a, sizes.transpose_b)));
                const Factors rounded = factors(sizes, random_tensor);
                const Tensor random_bias = with_bias ? rounded.bias : Tensor();
                check_close(product(sizes, rounded.a, rounded.b, random_bias),
                            naive_matmul(rounded.a, rounded.b, random_bias, sizes.transpose_a,
                                         sizes.transpose_b),
                            kRounding);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(gives_the_same_bits_with_any_number_of_threads) {
    const int before = thread_count();
    for (const GemmSizes& sizes : cases()) {
        const Factors in = factors(sizes, random_tensor);
        set_thread_count(1);
        const Tensor one = product(sizes, in.a, in.b, in.bias);
        for (const int count : {2, 3, 4}) {
            set_thread_count(count);
            BOOST_TEST(same_bits(product(sizes, in.a, in.b, in.bias), one));
        }
    }
    set_thread_count(before);
}

BOOST_AUTO_TEST_SUITE_END()
