// precision: float
#include "layers/models/lenet5.h"

#include "layers/summary.h"
#include "tests/support/tensors.h"

#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(lenet5_test)

BOOST_AUTO_TEST_CASE(has_the_known_counts_of_parameters_and_the_papers_maps) {
    Sequential model = lenet5();
    const ModelSummary found = summarize(model, {1, 28, 28, 1});
    BOOST_TEST(found.trainable_parameters == 61'706);
    BOOST_TEST(found.non_trainable_parameters == 0);
    BOOST_TEST(found.rows.front().output_shape.to_string() == "[1, 28, 28, 6]");
    for (const SummaryRow& row : found.rows) {
        if (row.path == "s4") {
            BOOST_TEST(row.output_shape.to_string() == "[1, 5, 5, 16]");
        }
    }
    BOOST_TEST(found.rows.back().output_shape.to_string() == "[1, 10]");
}

BOOST_AUTO_TEST_CASE(gives_logits_and_gradients_for_other_images) {
    Sequential model =
        lenet5({.image_height = 13, .image_width = 16, .image_channels = 3, .class_count = 4});
    const Variable logits = model(Variable(random_tensor({2, 13, 16, 3}, 1)));
    BOOST_TEST(logits.shape().to_string() == "[2, 4]");
    logits.backward(random_tensor({2, 4}, 2));
    for (const NamedParameter& named : model.named_parameters()) {
        BOOST_TEST(named.parameter.grad().is_defined(), named.name);
    }
}

BOOST_AUTO_TEST_CASE(rejects_images_that_are_too_small) {
    BOOST_TEST(message_of<std::invalid_argument>([] { lenet5({.image_width = 11}); }) ==
               "lenet5: images must be at least 12x12, 28x11 was given");
    BOOST_CHECK_THROW(lenet5({.image_height = 0}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
