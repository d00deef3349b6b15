// precision: float
#include "autograd/saved_tensor.h"

#include "autograd/error.h"
#include "autograd/ops.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(saved_tensor_test)

BOOST_AUTO_TEST_CASE(gives_back_what_was_saved_without_a_copy) {
    const Tensor tensor = Tensor::from({2}, {1, 2});
    const SavedTensor saved(tensor, "relu", "output");
    BOOST_TEST(saved.get().shares_memory_with(tensor));
    BOOST_TEST(!SavedTensor().get().is_defined());
}

BOOST_AUTO_TEST_CASE(refuses_numbers_that_were_changed) {
    Tensor tensor = Tensor::from({2}, {1, 2});
    const SavedTensor saved(tensor, "relu", "output");
    tensor.fill(0);
    BOOST_TEST(message_of<GraphError>([&] { saved.get(); }) ==
               "relu: saved output [2] was changed after forward (optimizer.step() before "
               "backward()?)");
    BOOST_TEST(SavedTensor(tensor, "relu", "output").get().at({0}) == 0);
}

BOOST_AUTO_TEST_CASE(a_parameter_changed_between_forward_and_backward_is_noticed) {
    const Variable weight = leaf(Tensor::from({1}, {3}));
    const Variable loss = weight * weight;
    Tensor value = weight.value();
    value.mutable_data()[0] = 4;  // what optimizer.step() does
    BOOST_TEST(message_of<GraphError>([&] { loss.backward(); }) ==
               "mul: saved second input [1] was changed after forward (optimizer.step() before "
               "backward()?)");
}

BOOST_AUTO_TEST_SUITE_END()
