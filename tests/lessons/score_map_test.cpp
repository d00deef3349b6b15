// precision: float
#include "lessons/support/score_map.h"

#include "autograd/random.h"
#include "layers/global_average_pool2d.h"
#include "layers/models/small_cnn.h"
#include "lessons/support/differences.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(score_map_test)

BOOST_AUTO_TEST_CASE(the_mean_of_the_score_map_is_what_gap_and_dense_give) {
    set_seed(3);
    Sequential model = small_cnn(Head::kGlobalAverage, {.class_count = 3});
    model.eval();
    Conv2d classes = dense_as_convolution(model);
    const Variable image(random_tensor({2, 12, 20, 1}, 4));
    const Variable scores = classes(model[0](image));
    BOOST_TEST(scores.shape().to_string() == "[2, 3, 5, 3]");
    const Tensor mean = global_average_pool2d(scores).value();
    BOOST_TEST(is_equal(compared({"means"}, mean, model(image).value())));
}

BOOST_AUTO_TEST_CASE(a_network_without_a_dense_layer_called_classes_is_refused) {
    Sequential model{GlobalAveragePool2d()};
    BOOST_TEST(message_of<std::invalid_argument>([&] { dense_as_convolution(model); }) ==
               "dense_as_convolution: the network has no head.classes.weight");
}

// Two rows, two columns, two classes: the left column says class 0 in sum, the right one class 1.
BOOST_AUTO_TEST_CASE(the_best_class_is_that_of_the_columns_asked_for) {
    const Tensor scores = Tensor::from({1, 2, 2, 2}, {5, 0, 0, 4, 0, 1, 0, 4});
    BOOST_TEST(best_class(scores, 0, 0, 1) == 0);
    BOOST_TEST(best_class(scores, 0, 1, 2) == 1);
    BOOST_TEST(best_class(scores, 0, 0, 2) == 1);
    BOOST_TEST(score_map_text(scores, 0, {"shoe", "hat"}) == "    A B\n    B B\nA shoe, B hat\n");
}

BOOST_AUTO_TEST_SUITE_END()
