// precision: float
#include "autograd/graph_text.h"

#include "autograd/grad_mode.h"
#include "autograd/observer.h"
#include "autograd/ops.h"
#include "autograd/scope.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>
#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// "Leaf #7 [2]" with the number that the node really has.
std::string title(const char* name, const Variable& variable) {
    return std::string(name) + " #" + std::to_string(variable.node()->id) + " " +
           variable.shape().to_string();
}

struct Model final : PathSource {
    std::string path_to(const PathSource& /*part*/) const override { return "say \"conv\\1\""; }
};

}  // namespace

namespace {

// "n17", what graph_dot() calls the node of a variable.
std::string dot_name(const Variable& variable) {
    std::ostringstream name;
    name << "n" << variable.node()->id;
    return name.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(graph_text_test)

BOOST_AUTO_TEST_CASE(draws_a_shared_value_once_and_then_refers_to_it) {
    const Variable a = leaf(Tensor::from({2}, {1, 2}));
    const Variable b(Tensor::from({2}, {3, 4}));
    const Variable product = a * b;
    const Variable squared = product * product;
    const Variable loss = sum(squared + a);
    BOOST_TEST(graph_text(loss) == title("SumBackward", loss) + "\n" + "`- " + "AddBackward #" +
                                       std::to_string(loss.node()->parents[0]->id) + " [2]\n" +
                                       "   +- " + title("MulBackward", squared) + "\n" +
                                       "   |  +- " + title("MulBackward", product) + "\n" +
                                       "   |  |  +- " + title("Leaf", a) + "\n" +
                                       "   |  |  `- no gradient wanted\n" + "   |  `- " +
                                       title("MulBackward", product) + " (above)\n" + "   `- " +
                                       title("Leaf", a) + " (above)\n");
}

BOOST_AUTO_TEST_CASE(says_what_is_used_and_what_is_frozen) {
    Variable a = leaf(Tensor::from({1}, {1}));
    const Variable y = neg(a);
    a.set_requires_grad(false);
    BOOST_TEST(graph_text(y) ==
               title("NegBackward", y) + "\n`- " + title("Leaf", a) + " (frozen)\n");
    y.backward();
    BOOST_TEST(graph_text(y) == title("NegBackward", y) + " (used)\n");
}

BOOST_AUTO_TEST_CASE(says_so_if_nothing_was_recorded) {
    const std::string nothing = "no graph: nothing was recorded\n";
    BOOST_TEST(graph_text(Variable()) == nothing);
    BOOST_TEST(graph_text(Variable(Tensor::zeros({2}))) == nothing);
    const NoGradGuard guard;
    BOOST_TEST(graph_text(neg(leaf(Tensor::zeros({2})))) == nothing);
    BOOST_TEST(graph_dot(Variable()) == "digraph stepgrad {\n    node [shape=ellipse];\n}\n");
}

BOOST_AUTO_TEST_CASE(names_the_module_if_an_observer_looked_on) {
    const Model model;
    Observer observer;
    const ObserverGuard guard(observer);
    const Scope outer(model);
    const Scope inner(model);
    const Variable a = leaf(Tensor::from({1}, {1}));
    const Variable y = neg(a);
    BOOST_TEST(graph_text(y) ==
               title("NegBackward", y) + " at say \"conv\\1\"\n`- " + title("Leaf", a) + "\n");
}

BOOST_AUTO_TEST_CASE(dot_has_every_node_once_every_edge_and_escaped_labels) {
    const Model model;
    Observer observer;
    const ObserverGuard guard(observer);
    const Scope outer(model);
    const Scope inner(model);
    const Variable a = leaf(Tensor::from({1}, {1}));
    const Variable y = a * a;
    const std::string node_a = dot_name(a);
    const std::string node_y = dot_name(y);
    BOOST_TEST(graph_dot(y) ==
               "digraph stepgrad {\n    node [shape=ellipse];\n    " + node_y + " [label=\"" +
                   title("MulBackward", y) + " at say \\\"conv\\\\1\\\"\"];\n    " + node_a +
                   " -> " + node_y + ";\n    " + node_a + " -> " + node_y + ";\n    " + node_a +
                   " [label=\"" + title("Leaf", a) + "\", shape=box];\n}\n");
}

BOOST_AUTO_TEST_CASE(a_long_chain_is_cut_off_and_overflows_nothing) {
    const Variable a = leaf(Tensor::from({1}, {1}));
    Variable y = a;
    for (int i = 0; i < 200000; ++i) {
        y = neg(y);
    }
    const std::string text = graph_text(y, 10);
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 11);
    BOOST_TEST(text.find(" (what is below it is cut off)\n") != std::string::npos);
    const std::string everything = graph_text(neg(neg(a)), 2);
    BOOST_TEST(everything.find("cut off") == std::string::npos);
    const std::string dot = graph_dot(y);
    BOOST_TEST(std::count(dot.begin(), dot.end(), '\n') == 3 + 200001 + 200000);
}

BOOST_AUTO_TEST_SUITE_END()
