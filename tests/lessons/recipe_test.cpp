// precision: float
#include "lessons/support/recipe.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

Run run_with(double test_accuracy, std::int64_t parameters) {
    return {.name = "seed_1", .trainable_parameters = parameters, .test_accuracy = test_accuracy};
}

TrainingData quick_data() {
    TrainingOptions options;
    options.data = "fashion-mnist-subset";
    return TrainingData(options);
}

// What fill_in() makes of a command line.
RecipeOptions options_from(std::vector<const char*> words, const Recipe& recipe) {
    RecipeOptions options;
    CommandLine line("Recipes");
    add_recipe_options(line, options);
    words.insert(words.begin(), "recipes");
    int exit_code = 0;
    BOOST_TEST(line.parse("recipes", static_cast<int>(words.size()), words.data(), exit_code));
    fill_in(options, recipe, line);
    return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recipe_test)

BOOST_AUTO_TEST_CASE(each_network_has_no_more_parameters_than_its_recipe_allows) {
    const TrainingData data = quick_data();
    for (const char* name : {"mnist", "fashion-mnist"}) {
        const Recipe recipe = recipe_for(name);
        Sequential model = recipe_network(recipe, data);
        BOOST_TEST(model.trainable_parameter_count() <= recipe.most_parameters, name);
        BOOST_TEST(model.trainable_parameter_count() > recipe.most_parameters / 2, name);
    }
}

BOOST_AUTO_TEST_CASE(a_pooling_stands_between_two_stages_and_none_at_the_end) {
    Recipe recipe = recipe_for("mnist");
    recipe.stages = {{2, 3}, {4}};
    Sequential model = recipe_network(recipe, quick_data());
    std::vector<std::string> names;
    for (const auto& child : model[0].children()) {
        names.push_back(child.name);
    }
    const std::vector<std::string> expected{"conv0", "norm0", "relu0", "conv1", "norm1",
                                            "relu1", "pool1", "conv2", "norm2", "relu2"};
    BOOST_TEST(names == expected, boost::test_tools::per_element());
    const Variable logits = model(Variable(Tensor::full({2, 28, 28, 1}, 1)));
    BOOST_CHECK(logits.shape() == (Shape{2, 10}));
}

BOOST_AUTO_TEST_CASE(other_data_have_no_recipe) {
    const std::string message = message_of<DataError>([] { recipe_for("shapes"); });
    BOOST_TEST(message.find("mnist, fashion-mnist and cifar10; \"shapes\" was given") !=
               std::string::npos);
    BOOST_TEST(recipe_for("fashion-mnist-subset").data == "fashion-mnist");
}

BOOST_AUTO_TEST_CASE(what_is_not_said_comes_from_the_recipe) {
    const Recipe recipe = recipe_for("cifar10");
    const RecipeOptions usual = options_from({}, recipe);
    BOOST_TEST(usual.epochs == recipe.epochs);
    BOOST_TEST(usual.learning_rate == recipe.learning_rate);
    BOOST_TEST(usual.seed_count == 3);
    const RecipeOptions said =
        options_from({"--epochs", "7", "--learning-rate", "0.01", "--full"}, recipe);
    BOOST_TEST(said.epochs == 7);
    BOOST_TEST(said.learning_rate == 0.01);
    BOOST_TEST(said.seed_count == 5);
}

BOOST_AUTO_TEST_CASE(seeds_follow_each_other) {
    const auto all =
        options_for_each_seed(options_from({"--seed", "7", "--seeds", "2"}, recipe_for("mnist")));
    BOOST_TEST_REQUIRE(all.size() == 2u);
    BOOST_TEST(all[0].seed == 7u);
    BOOST_TEST(all[1].seed == 8u);
}

BOOST_AUTO_TEST_CASE(the_verdict_follows_from_the_median_and_the_parameters) {
    Recipe recipe = recipe_for("mnist");
    recipe.most_parameters = 100;
    recipe.least_accuracy = 0.9;
    const auto verdict = [&](const std::vector<Run>& runs) {
        return recipe_claim(recipe, true, runs).verdict;
    };
    BOOST_TEST(verdict({run_with(0.8, 100), run_with(0.9, 100), run_with(0.95, 100)}) == "holds");
    BOOST_TEST(verdict({run_with(0.8, 100), run_with(0.89, 100), run_with(0.99, 100)}) ==
               "does not hold");
    BOOST_TEST(verdict({run_with(0.99, 101)}) == "does not hold");
    BOOST_TEST(
        recipe_claim(recipe, false, {run_with(0.99, 1)}).verdict.starts_with("cannot be judged"));
    BOOST_CHECK_THROW(recipe_claim(recipe, true, {}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
