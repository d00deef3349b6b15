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

// Flatten in place of the mean: the maps are 7x7, so the dense layer has 49 times the weights. Four
// fifths of what the recipe for MNIST may have altogether would stand there.
BOOST_AUTO_TEST_CASE(exercise_3_flatten_in_place_of_the_mean) {
    const Recipe recipe = recipe_for("mnist");
    const std::int64_t channels = recipe.stages.back().back();
    Sequential model = recipe_network(recipe, subset());
    const Variable maps = model[0](Variable(random_tensor({1, 28, 28, 1}, 1)));
    BOOST_CHECK(maps.shape() == (Shape{1, 7, 7, channels}));
    Sequential head;
    head.add("flatten", Flatten());
    head.add("classes", Linear(7 * 7 * channels, 10));
    BOOST_CHECK(head(maps).shape() == (Shape{1, 10}));
    BOOST_TEST(model[1].parameter_count() == 170);
    BOOST_TEST(head.parameter_count() == 7850);
}

BOOST_AUTO_TEST_SUITE_END()
