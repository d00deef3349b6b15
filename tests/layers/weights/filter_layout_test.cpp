// precision: float
#include "layers/weights/filter_layout.h"

#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <numeric>
#include <optional>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// 0, 1, 2, ...
Tensor counted(const Shape& shape) {
    std::vector<Scalar> numbers(static_cast<std::size_t>(shape.numel()));
    std::iota(numbers.begin(), numbers.end(), Scalar(0));
    return Tensor::from(shape, numbers);
}

// Every number stands where the axes say.
void check_order(FilterLayout layout, const Shape& stored_shape) {
    const Tensor stored = counted(stored_shape);
    const std::optional<Tensor> ours = arranged_like(stored, layout, {2, 3, 4, 5});
    BOOST_REQUIRE(ours.has_value());
    for (std::int64_t h = 0; h < 2; ++h) {
        for (std::int64_t w = 0; w < 3; ++w) {
            for (std::int64_t i = 0; i < 4; ++i) {
                for (std::int64_t o = 0; o < 5; ++o) {
                    const Scalar expected =
                        layout == FilterLayout::kOutInHeightWidth   ? stored.at({o, i, h, w})
                        : layout == FilterLayout::kOutHeightWidthIn ? stored.at({o, h, w, i})
                                                                    : stored.at({h, w, i, o});
                    BOOST_TEST(ours->at({h, w, i, o}) == expected);
                }
            }
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(filter_layout_test)

BOOST_AUTO_TEST_CASE(filters_come_into_our_order) {
    check_order(FilterLayout::kHeightWidthInOut, {2, 3, 4, 5});
    check_order(FilterLayout::kOutInHeightWidth, {5, 4, 2, 3});
    check_order(FilterLayout::kOutHeightWidthIn, {5, 2, 3, 4});
}

BOOST_AUTO_TEST_CASE(depthwise_filters_of_all_programs_come_into_our_order) {
    const Shape ours{3, 2, 1, 4};
    const auto keras = arranged_like(counted({3, 2, 4, 1}), FilterLayout::kHeightWidthInOut, ours);
    BOOST_REQUIRE(keras.has_value());
    BOOST_TEST(keras->at({1, 1, 0, 2}) == counted({3, 2, 4, 1}).at({1, 1, 2, 0}));
    const auto lite = arranged_like(counted({1, 3, 2, 4}), FilterLayout::kOutHeightWidthIn, ours);
    BOOST_REQUIRE(lite.has_value());
    BOOST_TEST(lite->at({1, 1, 0, 2}) == counted({1, 3, 2, 4}).at({0, 1, 1, 2}));
    const auto torch = arranged_like(counted({4, 1, 3, 2}), FilterLayout::kOutInHeightWidth, ours);
    BOOST_REQUIRE(torch.has_value());
    BOOST_TEST(torch->at({1, 1, 0, 2}) == counted({4, 1, 3, 2}).at({2, 0, 1, 1}));
}

BOOST_AUTO_TEST_CASE(dense_layers_of_pytorch_are_transposed) {
    const Tensor stored = counted({2, 3});  // [out, in]
    const auto ours = arranged_like(stored, FilterLayout::kOutInHeightWidth, {3, 2});
    BOOST_REQUIRE(ours.has_value());
    BOOST_TEST(ours->at({2, 1}) == stored.at({1, 2}));
    const auto keras = arranged_like(stored, FilterLayout::kHeightWidthInOut, {2, 3});
    BOOST_REQUIRE(keras.has_value());
    BOOST_TEST(same_bits(*keras, stored));
}

BOOST_AUTO_TEST_CASE(another_shape_is_refused_with_its_likely_cause) {
    const auto cause = [](const Shape& stored, const Shape& expected,
                          FilterLayout layout = FilterLayout::kHeightWidthInOut) {
        BOOST_TEST(!arranged_like(counted(stored), layout, expected).has_value());
        return likely_cause(stored, layout, expected);
    };
    BOOST_TEST(cause({5, 4, 3, 3}, {3, 3, 4, 5}) ==
               "the file seems to keep its filters as [out, in, height, width], not as [height, "
               "width, in, out]");
    BOOST_TEST(cause({3, 3, 4, 5}, {3, 3, 4, 5}, FilterLayout::kOutInHeightWidth) ==
               "the file seems to keep its filters as [height, width, in, out], not as [out, in, "
               "height, width]");
    BOOST_TEST(cause({3, 3, 4, 5}, {3, 3, 8, 10}).find("another width multiplier") == 0U);
    BOOST_TEST(cause({64, 1000}, {64, 10}).find("another number of classes") == 0U);
    BOOST_TEST(cause({1000, 64}, {64, 10}, FilterLayout::kOutInHeightWidth)
                   .find("another number of classes") == 0U);
    BOOST_TEST(cause({128, 10}, {64, 10}).find("another number of inputs") == 0U);
    BOOST_TEST(cause({64, 10}, {1, 1, 64, 10}) == "the layers of this name are of another kind");
    BOOST_TEST(cause({16}, {32}).find("another width multiplier") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
