// Solutions to the exercises of lesson 12. The first one is a run: lessons/run 12 --data mnist.
// precision: float
#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "datasets/fashion_mnist.h"
#include "layers/cross_entropy.h"
#include "layers/models/small_cnn.h"
#include "lessons/support/transfer.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

// Freezes the children of the body up to the first pooling: two convolutions with what follows them.
void freeze_up_to_the_first_pooling(Module& body) {
    for (const NamedModule& child : body.children()) {
        if (child.module->type_name() == "MaxPool2d") {
            return;
        }
        child.module->freeze();
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lesson_12_solutions_test)

// 16 x 9 + 16 x 16 x 9 weights of two convolutions and 2 x 2 x 16 of their normalisations.
BOOST_AUTO_TEST_CASE(exercise_2_half_a_frozen_body) {
    set_seed(1);
    Sequential model = small_cnn(Head::kGlobalAverage);
    const std::int64_t all = model.trainable_parameter_count();
    freeze_up_to_the_first_pooling(model[0]);
    BOOST_TEST(all - model.trainable_parameter_count() == 16 * 9 + 16 * 16 * 9 + 2 * 2 * 16);

    std::vector<Tensor> before;
    for (const Variable& parameter : model.parameters()) {
        before.push_back(parameter.value().clone());
    }
    SGD optimizer(model.parameters(), {.learning_rate = 0.1});
    const std::vector<std::int32_t> labels = {0, 1, 2, 3};
    cross_entropy(model(Variable(random_tensor({4, 28, 28, 1}, 2))), labels).backward();
    optimizer.step();
    const std::vector<Variable> parameters = model.parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        BOOST_TEST(same_bits(parameters[i].value(), before[i]) == !parameters[i].requires_grad());
    }
}

// The same picture is another one to the network: trousers and boots have other means.
BOOST_AUTO_TEST_CASE(exercise_3_normalised_by_numbers_of_its_own) {
    const TrainingOptions options;
    const Halves halves = halves_of(load_fashion_mnist_subset());
    const TrainingData first(halves.first, options);
    const TrainingData own(halves.second, options);
    const auto first_image = [](const TrainingData& data) {
        for (const Batch& batch : data.test_in_order().epoch(1)) {
            return batch.images.rows(0, 1).clone();
        }
        return Tensor();
    };
    const Tensor expected = first_image(first.treated_alike(halves.second));
    const Tensor wrong = first_image(own);
    BOOST_TEST(!same_bits(wrong, expected));
    // Shifted and stretched, the same for every pixel.
    const double stretch =
        (wrong.data()[400] - wrong.data()[0]) / (expected.data()[400] - expected.data()[0] + 1e-9);
    for (std::int64_t i = 0; i < wrong.numel(); ++i) {
        const double guess = wrong.data()[0] + stretch * (expected.data()[i] - expected.data()[0]);
        BOOST_CHECK_SMALL(guess - wrong.data()[i], 1e-3);
    }
}

BOOST_AUTO_TEST_SUITE_END()
