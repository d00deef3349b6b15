// Solutions to the exercises of the recipes. The second one is a run:
// lessons/run recipes --data fashion-mnist --seeds 1 --epochs 60.
// precision: float
#include "layers/flatten.h"
#include "layers/linear.h"
#include "lessons/support/recipe.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <utility>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

TrainingData subset() {
    TrainingOptions options;
    options.data = "fashion-mnist-subset";
    return TrainingData(options);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recipes_solutions_test)

// Without its augmentation a recipe shows the same images again and again; what it then learns of
// them by heart is in the train accuracy and not in the test accuracy.
BOOST_AUTO_TEST_CASE(exercise_1_without_augmentation) {
    Recipe recipe = recipe_for("mnist");
    recipe.augmentation.clear();
    const TrainingData data = subset();
    const auto first = [](const TrainingData& some) {
        return some.train_batches().epoch(1).batch(0).images;
    };
    BOOST_CHECK(same_bits(first(data.augmented(recipe.augmentation)), first(data)));
    BOOST_CHECK(!same_bits(first(data.augmented(recipe_for("mnist").augmentation)), first(data)));
}

// Flatten in place of the mean: the maps are 7x7, so the dense layer has 49 times the weights. That
// alone is nearly what the recipe for MNIST may have altogether.
BOOST_AUTO_TEST_CASE(exercise_3_flatten_in_place_of_the_mean) {
    const Recipe recipe = recipe_for("mnist");
    const std::int64_t channels = recipe.stages.back().back();
    Sequential with_gap = recipe_network(recipe, subset());
    Sequential head;
    head.add("flatten", Flatten());
    head.add("classes", Linear(7 * 7 * channels, 10));
    BOOST_TEST(with_gap[1].parameter_count() == channels * 10 + 10);
    BOOST_TEST(head.parameter_count() == 49 * channels * 10 + 10);
}

BOOST_AUTO_TEST_SUITE_END()
