// Solutions to the exercises of lesson 9. The first one is a run:
// lessons/run 9 --data fashion-mnist-subset --epochs 10.
// precision: float
#include "autograd/grad_mode.h"
#include "autograd/random.h"
#include "datasets/random_shift.h"
#include "lessons/support/differences.h"
#include "lessons/support/on_canvas.h"
#include "lessons/support/open_data.h"
#include "lessons/support/place_network.h"
#include "lessons/support/training_data.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

// A square of 10 pixels, its upper left corner at (corner, corner).
Variable square_at(std::int64_t corner) {
    Tensor image = Tensor::zeros({1, 64, 64, 1});
    for (std::int64_t row = corner; row < corner + 10; ++row) {
        for (std::int64_t column = corner; column < corner + 10; ++column) {
            image.mutable_data()[row * 64 + column] = 1;
        }
    }
    return Variable(image);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lesson_09_solutions_test)

// What is augmented is augmented before it is normalised, so that what moves in is black.
BOOST_AUTO_TEST_CASE(exercise_2_garments_all_over_the_canvas) {
    constexpr std::int64_t kBorder = 6;
    TrainingOptions options;
    options.data = "fashion-mnist-subset";
    const TrainingData middle(on_canvas(open_data(options), kBorder), options);
    const TrainingData anywhere = middle.augmented({std::make_shared<RandomShift>(
        PixelRange{-kBorder, kBorder}, PixelRange{-kBorder, kBorder})});
    const Tensor shown = anywhere.train_batches().epoch(1).batch(0).images;
    BOOST_CHECK(!same_bits(shown, middle.train_batches().epoch(1).batch(0).images));
    BOOST_CHECK(same_bits(anywhere.test_in_order().epoch(1).batch(0).images,
                          middle.test_in_order().epoch(1).batch(0).images));
}

// No training is needed to see it: weights of any network without padding will do. A window of the
// last maps is 16 pixels wide and begins at a multiple of 4. With 12 pixels or more in front of the
// shape every window that could see a part of it is there, wherever it goes; with 11 one is missing.
BOOST_AUTO_TEST_CASE(exercise_3_how_far_from_the_edge) {
    const NoGradGuard no_grad;
    set_seed(1);
    Sequential model = place_network(64, {});
    model.eval();
    const auto difference = [&](std::int64_t margin) {
        return relative_difference(model(square_at(margin + kTotalStride)).value(),
                                   model(square_at(margin)).value());
    };
    BOOST_TEST(is_equal({"far", difference(16)}));
    BOOST_TEST(is_equal({"just far enough", difference(12)}));
    BOOST_TEST(!is_equal({"one pixel closer", difference(11)}));
}

BOOST_AUTO_TEST_SUITE_END()
