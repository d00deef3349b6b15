// precision: float
#include "lessons/support/test_answers.h"

#include "layers/flatten.h"
#include "layers/linear.h"
#include "layers/sequential.h"
#include "tests/support/small_dataset.h"

#include <boost/test/unit_test.hpp>

#include <utility>

using namespace stepgrad;
using namespace stepgrad::lessons;

namespace {

// Always says class 1; the brighter the image, the surer it is.
Sequential always_class_one() {
    Linear linear(6, 3);
    Tensor weight = linear.weight.value();  // shares its numbers
    weight.copy_from(Tensor::zeros({6, 3}));
    for (std::int64_t pixel = 0; pixel < 6; ++pixel) {
        weight.mutable_data()[pixel * 3 + 1] = 10;
    }
    Tensor(linear.bias.value()).copy_from(Tensor::from({3}, {0, 1, 0}));
    return Sequential{Flatten(), std::move(linear)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(test_answers_test)

BOOST_AUTO_TEST_CASE(mistakes_are_counted_and_the_surest_come_first) {
    Sequential model = always_class_one();
    const DataLoader images(stepgrad::testing::small_dataset(7),
                            {.batch_size = 2, .shuffle = false});
    const TestAnswers answers = answers_on(model, images, 3);
    BOOST_TEST(answers.matrix.total() == 7);
    BOOST_TEST(answers.matrix.at(1, 1) == 2);
    BOOST_TEST(answers.matrix.at(0, 1) == 3);
    BOOST_TEST_REQUIRE(answers.surest_mistakes.size() == 3u);
    const std::int64_t expected[] = {6, 5, 3};  // brightest first; image 4 is of class 1
    for (std::size_t i = 0; i < 3; ++i) {
        const Mistake& mistake = answers.surest_mistakes[i];
        BOOST_TEST(mistake.index == expected[i]);
        BOOST_TEST(mistake.label == static_cast<std::int32_t>(expected[i] % 3));
        BOOST_TEST(mistake.guess == 1);
        BOOST_TEST(mistake.probability > 0.5);
    }
}

BOOST_AUTO_TEST_SUITE_END()
