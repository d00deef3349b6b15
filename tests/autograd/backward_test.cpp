// precision: float, double
#include "autograd/backward.h"

#include "autograd/error.h"
#include "autograd/memory_pool.h"
#include "autograd/observer.h"
#include "autograd/operation.h"
#include "autograd/ops.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Returns whatever it was given, right or wrong.
struct ScriptedBackward final : Node {
    std::vector<Tensor> answer;
    bool throws = false;

    const char* name() const override { return "ScriptedBackward"; }
    std::vector<Tensor> backward(const Tensor& /*grad_output*/) override {
        if (throws) {
            throw std::runtime_error("no gradient today");
        }
        return answer;
    }
};

// Writes to the gradient it was only lent.
struct WritingBackward final : Node {
    const char* name() const override { return "WritingBackward"; }
    std::vector<Tensor> backward(const Tensor& grad_output) override {
        Tensor grad = grad_output;
        grad.mutable_data()[0] *= 2;
        return {grad};
    }
};

// The identity, with a backward that answers as told.
Variable scripted(const Variable& x, std::vector<Tensor> answer, bool throws = false) {
    Operation operation("scripted", {&x});
    auto node = std::make_shared<ScriptedBackward>();
    node->answer = std::move(answer);
    node->throws = throws;
    return operation.result(x.value().clone(), node);
}

std::string id_of(const Variable& variable) {
    return std::to_string(variable.node()->id);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backward_test)

BOOST_AUTO_TEST_CASE(a_backward_that_writes_to_its_grad_output_is_reported) {
    const Variable a = leaf(Tensor::from({1}, {1}));
    Operation operation("writing", {&a});
    const Variable y = operation.result(a.value().clone(), std::make_shared<WritingBackward>());
    BOOST_TEST(message_of<GraphError>([&] { y.backward(); }) ==
               "backward: WritingBackward #" + id_of(y) +
                   " has changed its grad_output, which other nodes may share: clone() it before "
                   "writing to it");
}

BOOST_AUTO_TEST_CASE(shared_sub_expressions_count_every_way) {
    const Variable a = leaf(Tensor::from({1}, {1}));
    const Variable b = a + a;
    const Variable c = b + b;
    c.backward();
    BOOST_TEST(a.grad().item() == 4);
}

BOOST_AUTO_TEST_CASE(both_arms_of_a_diamond_add_up) {
    const Variable x = leaf(Tensor::from({1}, {3}));
    const Variable left = x * x;
    const Variable right = scale(x, 5);
    (left * right).backward();  // 5 x^3
    BOOST_TEST(x.grad().item() == 15 * 9);
}

BOOST_AUTO_TEST_CASE(a_value_used_many_times_gets_every_gradient) {
    const Variable x = leaf(Tensor::from({2}, {1, 2}));
    Variable total = scale(x, 0);
    for (int i = 1; i <= 100; ++i) {
        total = total + scale(x, static_cast<Scalar>(i));
    }
    sum(total).backward();
    BOOST_TEST(same_bits(x.grad(), Tensor::full({2}, 5050)));
}

BOOST_AUTO_TEST_CASE(an_old_value_used_late_waits_for_all_its_users) {
    const Variable x = leaf(Tensor::from({1}, {2}));
    const Variable old = scale(x, 3);
    Variable chain = old;
    for (int i = 0; i < 10; ++i) {
        chain = shift(chain, 1);
    }
    (chain * old).backward();  // (3x + 10) 3x
    BOOST_TEST(x.grad().item() == 18 * 2 + 30);
}

BOOST_AUTO_TEST_CASE(gradients_of_leaves_add_up_until_they_are_cleared) {
    Variable x = leaf(Tensor::from({1}, {2}));
    scale(x, 3).backward();
    scale(x, 4).backward();
    BOOST_TEST(x.grad().item() == 7);
    x.clear_grad();
    BOOST_TEST(!x.grad().is_defined());
    scale(x, 4).backward();
    BOOST_TEST(x.grad().item() == 4);
}

BOOST_AUTO_TEST_CASE(a_leaf_can_be_its_own_loss) {
    const Variable x = leaf(Tensor::from({1}, {2}));
    x.backward();
    x.backward();
    BOOST_TEST(x.grad().item() == 2);
}

BOOST_AUTO_TEST_CASE(two_parents_of_one_sum_do_not_write_into_each_other) {
    const Variable a = leaf(Tensor::from({2}, {1, 2}));
    const Variable b = leaf(Tensor::from({2}, {3, 4}));
    const Tensor ones = Tensor::full({2}, 1);
    (a + b).backward(ones);
    BOOST_TEST(!a.grad().shares_memory_with(b.grad()));
    scale(a, 10).backward(ones);
    BOOST_TEST(same_bits(a.grad(), Tensor::full({2}, 11)));
    BOOST_TEST(same_bits(b.grad(), ones));
    BOOST_TEST(same_bits(ones, Tensor::full({2}, 1)));
}

BOOST_AUTO_TEST_CASE(inner_nodes_that_share_a_buffer_do_not_write_into_each_other) {
    const Variable x = leaf(Tensor::from({1}, {1}));
    const Variable a = scale(x, 2);
    const Variable b = scale(x, 3);
    // a and b get one buffer from their sum; a is then given more.
    const Variable more = scale(a, 100);
    ((a + b) + more).backward();
    BOOST_TEST(x.grad().item() == 2 * 101 + 3);
}

BOOST_AUTO_TEST_CASE(a_kept_gradient_does_not_change_when_its_buffer_travels_on) {
    const Variable x = leaf(Tensor::from({1}, {1}));
    const Variable a = scale(x, 2);
    Variable b = shift(a, 1);  // passes its own gradient on as it is
    b.retain_grad();
    (b + scale(a, 100)).backward();
    BOOST_TEST(b.grad().item() == 1);
    BOOST_TEST(x.grad().item() == 202);
}

BOOST_AUTO_TEST_CASE(a_second_backward_throws_unless_the_graph_was_kept) {
    const Variable x = leaf(Tensor::from({1}, {3}));
    const Variable y = x * x;
    y.backward(/*retain_graph=*/true);
    y.backward();
    BOOST_TEST(x.grad().item() == 12);
    BOOST_TEST(message_of<GraphError>([&] { y.backward(); }) ==
               "backward: MulBackward #" + id_of(y) +
                   " has already been used; pass retain_graph = true to use it twice");
    BOOST_TEST(x.grad().item() == 12);
}

BOOST_AUTO_TEST_CASE(a_used_part_of_a_new_graph_is_noticed_before_anything_changes) {
    const Variable x = leaf(Tensor::from({1}, {3}));
    const Variable y = x * x;
    y.backward();
    const Variable z = y + scale(x, 2);
    BOOST_CHECK_THROW(z.backward(), GraphError);
    BOOST_TEST(x.grad().item() == 6);
}

BOOST_AUTO_TEST_CASE(kept_inner_gradients_are_not_passed_on_a_second_time) {
    const Variable x = leaf(Tensor::from({1}, {1}));
    Variable y = scale(x, 2);
    y.retain_grad();
    Variable z = scale(y, 5);
    z.retain_grad();
    z.backward(/*retain_graph=*/true);
    z.backward();
    BOOST_TEST(z.grad().item() == 1);
    BOOST_TEST(y.grad().item() == 5);
    BOOST_TEST(x.grad().item() == 20);
}

BOOST_AUTO_TEST_CASE(a_wrong_answer_of_a_node_is_reported_by_name) {
    const Variable x = leaf(Tensor::from({2}, {1, 2}));
    const auto message = [&](const std::vector<Tensor>& answer, auto error) {
        const Variable y = scripted(x, answer);
        const std::string text =
            message_of<decltype(error)>([&] { y.backward(Tensor::zeros({2})); });
        const std::string start = "backward: ScriptedBackward #" + id_of(y) + " ";
        BOOST_TEST(text.substr(0, start.size()) == start);
        return text.substr(start.size());
    };
    const Tensor right = Tensor::zeros({2});
    BOOST_TEST(message({}, GraphError("")) == "returned 0 gradients for 1 inputs");
    BOOST_TEST(message({right, right}, GraphError("")) == "returned 2 gradients for 1 inputs");
    BOOST_TEST(message({Tensor()}, GraphError("")) == "returned no gradient for input 0");
    BOOST_TEST(message({Tensor::zeros({2, 1})}, ShapeError("")) ==
               "returned a gradient [2, 1] for input 0, which is [2]");
    BOOST_TEST(!x.grad().is_defined());
}

BOOST_AUTO_TEST_CASE(a_throw_leaves_no_inner_gradient_behind) {
    const Variable x = leaf(Tensor::from({1}, {1}));
    const Variable inner = scale(x, 2);
    const Variable broken = scripted(inner, {}, /*throws=*/true);
    const Variable top = scale(broken, 3) + inner;
    BOOST_CHECK_THROW(top.backward(/*retain_graph=*/true), std::runtime_error);
    for (const Variable& variable : {inner, broken, top}) {
        BOOST_TEST(!variable.grad().is_defined());
    }
    inner.backward();
    BOOST_TEST(x.grad().item() == 2);
}

// A stack has eight megabytes: recursion as deep as this chain overflows it even if every step were
// to put no more than its return address and four registers on it.
BOOST_AUTO_TEST_CASE(a_long_chain_needs_no_stack_and_leaves_nothing) {
    constexpr int kSteps = 250000;
    const MemoryStatistics before = memory_statistics();
    {
        const Variable one = leaf(Tensor::from({1}, {1}));
        Variable total = one;
        for (int i = 1; i < kSteps; ++i) {
            total = total + one;
        }
        BOOST_TEST(total.item() == kSteps);
        total.backward();
        BOOST_TEST(one.grad().item() == kSteps);
    }
    {
        const Variable one = leaf(Tensor::from({1}, {1}));
        Variable total = one;
        for (int i = 1; i < kSteps; ++i) {
            total = total + one;
        }
    }  // destroyed without a backward
    BOOST_TEST(memory_statistics().live_blocks == before.live_blocks);
    BOOST_TEST(memory_statistics().live_bytes == before.live_bytes);
    MemoryPool::instance().trim();
}

BOOST_AUTO_TEST_CASE(memory_is_freed_while_backward_runs) {
    class LiveBytes final : public Observer {
    public:
        void on_backward(const Backward& /*event*/) override {
            seen.push_back(memory_statistics().live_bytes);
        }
        std::vector<std::int64_t> seen;
    };
    constexpr std::int64_t kCount = 1024;
    constexpr int kDepth = 20;
    LiveBytes live_bytes;
    const Variable x = leaf(Tensor::full({kCount}, Scalar(0.5)));
    Variable y = x;
    for (int i = 0; i < kDepth; ++i) {
        y = exp(scale(y, Scalar(0.1)));  // saves its output
    }
    const ObserverGuard guard(live_bytes);
    sum(y).backward();
    BOOST_REQUIRE(live_bytes.seen.size() == 2 * kDepth + 1);
    // The two newest nodes are held by y and by the sum's Variable. From then on each exp that has
    // run takes its saved output with it; the gradients are never more than two at a time.
    const std::int64_t bytes = kCount * static_cast<std::int64_t>(sizeof(Scalar));
    for (std::size_t i = 4; i + 2 < live_bytes.seen.size(); i += 2) {
        BOOST_TEST(live_bytes.seen[i + 2] == live_bytes.seen[i] - bytes);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_alive_after_a_step) {
    const std::int64_t before = memory_statistics().live_blocks;
    {
        const Variable x = leaf(random_tensor({8, 3}, 1));
        const Variable bias = leaf(random_tensor({3}, 2));
        mean(exp(x * x + bias) / bias).backward();
        BOOST_TEST(memory_statistics().live_blocks == before + 4);  // two values, two gradients
    }
    BOOST_TEST(memory_statistics().live_blocks == before);
}

BOOST_AUTO_TEST_SUITE_END()
