// precision: float
#include "lessons/support/overfitting.h"

#include "autograd/shape_only.h"
#include "layers/summary.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

Trial trial(const std::string& body, const std::string& name, double train, double test) {
    Trial made{.body = body, .images = 250, .run = {}};
    made.run.name = name;
    made.run.trainable_parameters = 1000 + static_cast<std::int64_t>(name.size());
    made.run.train_accuracy = train;
    made.run.test_accuracy = test;
    return made;
}

// One body, one training set: test accuracies of Flatten and GAP, what hidden layers add, and how
// much more the training images are known.
std::vector<Trial> trials_with(double flatten, double gap, double gain, double flatten_gap,
                               double gap_gap) {
    return {trial("large", "flatten", flatten + flatten_gap, flatten),
            trial("large", "flatten_dense128", 1, flatten + gain),
            trial("large", "gap", gap + gap_gap, gap),
            trial("large", "gap_dense128", 1, gap + gain),
            trial("large", "gap_dense128x2", 1, gap + gain),
            trial("large", "gmp", 1, gap)};
}

std::string verdict(std::size_t claim, const std::vector<Trial>& trials) {
    return overfitting_claims(trials, 10).at(claim).verdict;
}

std::int64_t parameters(const Contestant& contestant) {
    const ShapeOnlyGuard counts_only;
    return network_of(contestant, {}).parameter_count();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(overfitting_test)

BOOST_AUTO_TEST_CASE(dense_layers_are_needed_if_they_gain_enough) {
    BOOST_TEST(verdict(0, trials_with(0.8, 0.8, -0.03, 0.1, 0.1)) == "holds");
    BOOST_TEST(verdict(0, trials_with(0.8, 0.8, 0.005, 0.1, 0.1)) == "holds");
    BOOST_TEST(verdict(0, trials_with(0.8, 0.8, 0.015, 0.1, 0.1)) == "depends");
    BOOST_TEST(verdict(0, trials_with(0.8, 0.8, 0.03, 0.1, 0.1)) == "does not hold");
    BOOST_TEST(verdict(0, trials_with(0.2, 0.2, 0.03, 0.1, 0.1)).starts_with("cannot be judged"));
}

BOOST_AUTO_TEST_CASE(a_smaller_gap_counts_only_if_the_network_is_not_the_worse_one) {
    BOOST_TEST(verdict(1, trials_with(0.8, 0.82, 0, 0.1, 0.05)) == "holds");
    BOOST_TEST(verdict(1, trials_with(0.8, 0.78, 0, 0.1, 0.05)) == "depends");
    BOOST_TEST(verdict(1, trials_with(0.8, 0.82, 0, 0.1, 0.1)) == "does not hold");
    BOOST_TEST(verdict(1, trials_with(0.8, 0.82, 0, 0.05, 0.1)) == "does not hold");
}

BOOST_AUTO_TEST_CASE(missing_trials_are_named) {
    std::vector<Trial> trials = trials_with(0.8, 0.8, 0, 0.1, 0.1);
    trials.erase(trials.begin() + 4);
    BOOST_TEST(message_of<std::invalid_argument>([&] { overfitting_claims(trials, 10); }) ==
               "claims: gap_dense128x2 was not trained on 250 images with the large body");
    BOOST_CHECK_THROW(overfitting_claims({}, 10), std::invalid_argument);
}

// By hand: the body has 35,024; a dense layer from a to b has a b + b.
BOOST_AUTO_TEST_CASE(the_heads_have_the_layers_that_their_names_say) {
    const std::vector<Contestant> heads = heads_to_compare();
    BOOST_TEST_REQUIRE(heads.size() == 6u);
    BOOST_TEST(parameters(heads[0]) == 35024 + 31370);
    BOOST_TEST(parameters(heads[1]) == 35024 + 402826);
    BOOST_TEST(parameters(heads[2]) == 35024 + 650);
    BOOST_TEST(parameters(heads[3]) == 35024 + 64 * 128 + 128 + 1290);
    BOOST_TEST(parameters(heads[4]) == 35024 + 64 * 128 + 128 + 128 * 128 + 128 + 1290);
    BOOST_TEST(parameters(heads[5]) == 35024 + 650);
    Sequential with_dropout = network_of(rivals_of_gap()[0], {});
    BOOST_TEST(with_dropout[1].children()[3].name == "dropout");
}

BOOST_AUTO_TEST_CASE(training_sets_are_no_larger_than_what_there_is) {
    BOOST_TEST(training_set_sizes(false, true, 600) == (std::vector<std::int64_t>{250, 500, 600}),
               boost::test_tools::per_element());
    BOOST_TEST(training_set_sizes(false, false, 60000) ==
                   (std::vector<std::int64_t>{250, 500, 1000, 5000}),
               boost::test_tools::per_element());
    BOOST_TEST(training_set_sizes(false, true, 60000).back() == 60000);
    BOOST_TEST(training_set_sizes(true, false, 60000) == (std::vector<std::int64_t>{100, 250}),
               boost::test_tools::per_element());
    BOOST_TEST(epochs_for(250) == 40);
    BOOST_TEST(epochs_for(1000) == 20);
    BOOST_TEST(epochs_for(60000) == 4);
}

BOOST_AUTO_TEST_SUITE_END()
