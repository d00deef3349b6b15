#include "tests/support/tensors.h"

#include "autograd/random.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace stepgrad::testing {

Tensor random_tensor(const Shape& shape, std::uint64_t seed) {
    Random random(seed);
    return random_normal(shape, random);
}

Tensor integer_tensor(const Shape& shape, std::uint64_t seed, int low, int high) {
    Random random(seed);
    Tensor tensor = Tensor::empty(shape);
    Scalar* numbers = tensor.mutable_data();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        numbers[i] = static_cast<Scalar>(
            low + static_cast<int>(random.below(static_cast<std::uint32_t>(high - low + 1))));
    }
    return tensor;
}

Tensor distinct_tensor(const Shape& shape, std::uint64_t seed, Scalar gap) {
    Tensor tensor = Tensor::empty(shape);
    Scalar* numbers = tensor.mutable_data();
    const std::int64_t count = tensor.numel();
    for (std::int64_t i = 0; i < count; ++i) {
        numbers[i] = (static_cast<Scalar>(i - count / 2) + Scalar(0.5)) * gap;
    }
    // Fisher-Yates
    Random random(seed);
    for (std::int64_t i = count - 1; i > 0; --i) {
        std::swap(numbers[i], numbers[random.below(static_cast<std::uint32_t>(i + 1))]);
    }
    return tensor;
}

Variable leaf(const Tensor& value) {
    return Variable(value, /*requires_grad=*/true);
}

bool same_bits(const Tensor& a, const Tensor& b) {
    return a.shape() == b.shape() && a.has_numbers() == b.has_numbers() &&
           (a.numel() == 0 ||
            std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.numel()) * sizeof(Scalar)) ==
                0);
}

void check_close(const Tensor& actual, const Tensor& expected, Scalar tolerance) {
    BOOST_TEST_REQUIRE(actual.shape().to_string() == expected.shape().to_string());
    BOOST_TEST_REQUIRE(actual.has_numbers() == expected.has_numbers());
    for (std::int64_t i = 0; i < actual.numel(); ++i) {
        const Scalar a = actual.data()[i];
        const Scalar e = expected.data()[i];
        // Written so that a NaN fails.
        if (!(std::abs(a - e) <= tolerance * std::max(Scalar{1}, std::abs(e)))) {
            BOOST_ERROR("number " << i << " of " << actual.shape().to_string() << " is " << a
                                  << ", expected " << e);
            return;
        }
    }
    BOOST_TEST(true);
}

void check_gradients(const std::function<Variable(const std::vector<Variable>&)>& function,
                     const std::vector<Variable>& inputs, const GradcheckOptions& options) {
    const GradcheckResult result = gradcheck(function, inputs, options);
    BOOST_TEST(result.passed, result.failure);
    BOOST_TEST(result.checked_count > 0, "gradcheck compared nothing");
}

}  // namespace stepgrad::testing
