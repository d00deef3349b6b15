// precision: float
#include "autograd/node.h"

#include "autograd/error.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <utility>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Counts how many of its kind are alive.
struct CountedNode final : Node {
    inline static int alive = 0;
    CountedNode() { ++alive; }
    ~CountedNode() override { --alive; }
    const char* name() const override { return "CountedNode"; }
    std::vector<Tensor> backward(const Tensor& grad_output) override { return {grad_output}; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(node_test)

BOOST_AUTO_TEST_CASE(numbers_follow_the_order_of_creation) {
    const Leaf first;
    const CountedNode second;
    const Leaf third;
    BOOST_TEST(first.id < second.id);
    BOOST_TEST(second.id < third.id);
}

BOOST_AUTO_TEST_CASE(wants_a_gradient_only_where_somebody_waits_for_it) {
    CountedNode node;
    BOOST_TEST(!node.wants(0));
    node.parents = {nullptr, std::make_shared<Leaf>()};
    BOOST_TEST(!node.wants(0));
    BOOST_TEST(node.wants(1));
    BOOST_TEST(!node.wants(2));
}

BOOST_AUTO_TEST_CASE(a_leaf_is_a_leaf_and_has_no_backward) {
    Leaf leaf;
    BOOST_TEST(leaf.is_leaf());
    BOOST_TEST(!CountedNode().is_leaf());
    BOOST_TEST(message_of<GraphError>([&] { leaf.backward(Tensor()); }) ==
               "Leaf: has no inputs to pass a gradient on to");
}

BOOST_AUTO_TEST_CASE(a_million_nodes_in_a_row_die_without_recursion) {
    auto last = std::make_shared<CountedNode>();
    for (int i = 1; i < 1000000; ++i) {
        auto node = std::make_shared<CountedNode>();
        node->parents.push_back(std::move(last));
        last = std::move(node);
    }
    BOOST_TEST(CountedNode::alive == 1000000);
    last.reset();
    BOOST_TEST(CountedNode::alive == 0);
}

BOOST_AUTO_TEST_CASE(a_node_that_somebody_else_holds_survives_with_its_parents) {
    auto oldest = std::make_shared<CountedNode>();
    auto middle = std::make_shared<CountedNode>();
    middle->parents.push_back(std::move(oldest));
    {
        const auto one = std::make_shared<CountedNode>();
        one->parents = {middle, middle};
        const auto other = std::make_shared<CountedNode>();
        other->parents = {one, middle};
        BOOST_TEST(CountedNode::alive == 4);
    }
    BOOST_TEST(CountedNode::alive == 2);
    BOOST_TEST((middle->parents.at(0) != nullptr));
    middle.reset();
    BOOST_TEST(CountedNode::alive == 0);
}

BOOST_AUTO_TEST_SUITE_END()
