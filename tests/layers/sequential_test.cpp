// precision: float
#include "layers/sequential.h"

#include "layers/linear.h"
#include "layers/relu.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

BOOST_AUTO_TEST_SUITE(sequential_test)

BOOST_AUTO_TEST_CASE(runs_its_modules_one_after_the_other) {
    Linear first(2, 2, {.has_bias = false});
    Tensor(first.weight.value()).copy_from(Tensor::from({2, 2}, {1, 0, 0, -1}));
    Linear second(2, 1, {.has_bias = false});
    Tensor(second.weight.value()).copy_from(Tensor::from({2, 1}, {10, 100}));
    Sequential model{std::move(first), ReLU(), std::move(second)};
    // (3, 4) -> (3, -4) -> (3, 0) -> 30
    const Variable output = model(Variable(Tensor::from({1, 2}, {3, 4})));
    BOOST_TEST(same_bits(output.value(), Tensor::from({1, 1}, {30})));
}

BOOST_AUTO_TEST_CASE(without_modules_it_returns_its_input) {
    Sequential model;
    const Tensor numbers = Tensor::from({2}, {1, 2});
    BOOST_TEST(same_bits(model(Variable(numbers)).value(), numbers));
}

BOOST_AUTO_TEST_CASE(modules_without_a_name_are_numbered) {
    Sequential model{ReLU(), ReLU()};
    model.add(ReLU());
    BOOST_TEST(model.children().size() == 3u);
    BOOST_TEST(model.children()[2].name == "2");
}

BOOST_AUTO_TEST_CASE(refuses_names_that_would_spoil_a_path) {
    Sequential model;
    model.add("conv", ReLU());
    BOOST_TEST(message_of<std::invalid_argument>([&] { model.add("conv", ReLU()); }) ==
               "Sequential: the name \"conv\" is taken");
    BOOST_TEST(message_of<std::invalid_argument>([&] { model.add("a.b", ReLU()); }) ==
               "Sequential: \"a.b\" cannot be a module's name: it must be neither empty nor hold a "
               "dot");
    BOOST_TEST(message_of<std::invalid_argument>([&] { model.add("", ReLU()); }) ==
               "Sequential: \"\" cannot be a module's name: it must be neither empty nor hold a "
               "dot");
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   model.add("none", std::unique_ptr<Module>());
               }) == "Sequential: there is no module to add under \"none\"");
    BOOST_TEST(model.children().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
