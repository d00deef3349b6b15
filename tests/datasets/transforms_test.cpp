// precision: float
#include "datasets/transforms.h"

#include "autograd/error.h"
#include "datasets/byte_dataset.h"
#include "datasets/subset.h"
#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr Scalar kRounding = 1e-6f;  // a few roundings of numbers near 1 in single precision

}  // namespace

BOOST_AUTO_TEST_SUITE(transforms_test)

// By hand: channel 0 has 0, 255, 255, 0: mean 1/2, deviation 1/2. Channel 1 has 0, 51, 102, 153,
// that is 0, 0.2, 0.4, 0.6: mean 0.3, variance (0.09 + 0.01 + 0.01 + 0.09)/4 = 0.05.
BOOST_AUTO_TEST_CASE(statistics_of_two_channels_by_hand) {
    const ByteDataset dataset("two", {1, 2, 2}, {0, 0, 255, 51, 255, 102, 0, 153}, {0, 0}, {"a"});
    const ChannelStatistics statistics = channel_statistics(dataset);
    BOOST_REQUIRE(statistics.mean.size() == 2u);
    BOOST_REQUIRE(statistics.standard_deviation.size() == 2u);
    BOOST_CHECK_SMALL(statistics.mean[0] - 0.5f, kRounding);
    BOOST_CHECK_SMALL(statistics.standard_deviation[0] - 0.5f, kRounding);
    BOOST_CHECK_SMALL(statistics.mean[1] - 0.3f, kRounding);
    BOOST_CHECK_SMALL(statistics.standard_deviation[1] - std::sqrt(0.05f), kRounding);
}

BOOST_AUTO_TEST_CASE(a_constant_channel_has_deviation_0_exactly) {
    const ByteDataset dataset("flat", {1, 1, 1}, {77, 77, 77}, {0, 0, 0}, {"a"});
    const ChannelStatistics statistics = channel_statistics(dataset);
    BOOST_TEST(statistics.mean[0] == 77.0f / 255);
    BOOST_TEST(statistics.standard_deviation[0] == 0.0f);
    BOOST_CHECK_THROW(Normalise{statistics}, std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(there_are_no_statistics_of_nothing) {
    const Subset nothing(small_dataset(1), {});
    BOOST_CHECK_THROW(channel_statistics(nothing), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(normalises_each_channel_by_its_own_numbers) {
    const Normalise normalise({0.5f, 1.0f}, {0.25f, 2.0f});
    Tensor image = Tensor::from({1, 2, 2}, {0.5f, 1.0f, 1.0f, 0.0f});
    Random random(1);
    normalise.apply(image, random);
    BOOST_CHECK(same_bits(image, Tensor::from({1, 2, 2}, {0.0f, 0.0f, 2.0f, -0.5f})));
    // A batch: the last axis are the channels there too.
    Tensor batch = Tensor::full({2, 1, 1, 2}, 1);
    normalise.apply(batch);
    BOOST_CHECK(same_bits(batch, Tensor::from({2, 1, 1, 2}, {2, 0, 2, 0})));
}

BOOST_AUTO_TEST_CASE(normalised_grey_images_have_mean_0_and_deviation_1) {
    const auto dataset = small_dataset(101);
    const Normalise normalise(channel_statistics(*dataset));
    double sum = 0;
    double sum_of_squares = 0;
    for (std::int64_t i = 0; i < dataset->size(); ++i) {
        Tensor image = dataset->image(i);
        normalise.apply(image);
        for (const Scalar x : image.numbers()) {
            sum += x;
            sum_of_squares += static_cast<double>(x) * static_cast<double>(x);
        }
    }
    const double count = 6.0 * 101;
    BOOST_CHECK_SMALL(sum / count, 1e-5);  // single precision inside, a few roundings per number
    BOOST_CHECK_SMALL(sum_of_squares / count - 1, 1e-5);
}

BOOST_AUTO_TEST_CASE(a_nan_stays_a_nan) {
    Tensor image = Tensor::full({1, 1, 1}, std::numeric_limits<Scalar>::quiet_NaN());
    Normalise({0.5f}, {0.5f}).apply(image);
    BOOST_TEST(std::isnan(image.item()));
}

BOOST_AUTO_TEST_CASE(rejects_another_number_of_channels_and_says_so) {
    const Normalise normalise({0.5f}, {0.5f});
    Tensor image = Tensor::zeros({2, 2, 3});
    BOOST_TEST(message_of<ShapeError>([&] { normalise.apply(image); }) ==
               "normalise: has statistics of 1 channels, the last axis of [2, 2, 3] has another "
               "size");
    Tensor number = Tensor::zeros({});
    BOOST_CHECK_THROW(normalise.apply(number), ShapeError);
}

BOOST_AUTO_TEST_CASE(rejects_statistics_that_cannot_be) {
    const Scalar infinity = std::numeric_limits<Scalar>::infinity();
    const Scalar nan = std::numeric_limits<Scalar>::quiet_NaN();
    BOOST_TEST(message_of<std::invalid_argument>([] {
                   Normalise({0.5f}, {0.5f, 0.5f});
               }) ==
               "normalise: needs one mean and one standard deviation per channel, 1 and 2 were "
               "given");
    BOOST_CHECK_THROW(Normalise({}, {}), std::invalid_argument);
    BOOST_TEST(message_of<std::invalid_argument>([] {
                   Normalise({0.5f, 0.5f}, {1, 0});
               }) ==
               "normalise: a mean must be finite and a standard deviation above 0, channel 1 has "
               "0.500000 and 0.000000");
    BOOST_CHECK_THROW(Normalise({0}, {-1}), std::invalid_argument);
    BOOST_CHECK_THROW(Normalise({0}, {nan}), std::invalid_argument);
    BOOST_CHECK_THROW(Normalise({0}, {infinity}), std::invalid_argument);
    BOOST_CHECK_THROW(Normalise({nan}, {1}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
