// precision: float
#include "autograd/observer.h"

#include "autograd/grad_mode.h"
#include "autograd/ops.h"
#include "autograd/optim/sgd.h"
#include "autograd/scope.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <thread>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Writes down what it is told, in order.
class Diary final : public Observer {
public:
    void on_forward(const Forward& event) override {
        lines.push_back(std::string(event.operation) + " " + event.output.shape().to_string() +
                        (event.module_path.empty() ? "" : " at " + event.module_path));
        has_order = has_order && event.start <= event.end;
        input_counts.push_back(event.inputs.size());
    }
    void on_backward(const Backward& event) override {
        lines.push_back(event.node.name());
        has_order = has_order && event.start <= event.end;
        has_gradients = has_gradients && event.node.grad.has_numbers() &&
                        event.grad_inputs.size() == event.node.parents.size();
    }
    void on_gradient_complete(Leaf& leaf) override {
        lines.push_back("complete " + leaf.output_shape.to_string() + " " + leaf.grad.to_string());
    }

    std::vector<std::string> lines;
    std::vector<std::size_t> input_counts;
    bool has_order = true;
    bool has_gradients = true;
};

class SectionDiary final : public Observer {
public:
    void on_backward(const Backward& event) override { lines.push_back(event.node.name()); }
    void on_section_begin(const char* name) override {
        lines.push_back(std::string("begin ") + name);
    }
    void on_section_end(const char* name) override { lines.push_back(std::string("end ") + name); }

    std::vector<std::string> lines;
};

struct Model final : PathSource {
    std::string path_to(const PathSource& /*part*/) const override { return "conv1"; }
};

void check_lines(const Diary& diary, const std::vector<std::string>& expected) {
    BOOST_TEST(diary.lines == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(observer_test)

BOOST_AUTO_TEST_CASE(is_told_of_every_forward_and_backward) {
    const Variable x = leaf(Tensor::from({2}, {1, 2}));
    Diary diary;
    {
        const ObserverGuard guard(diary);
        sum(exp(x) * x).backward();
    }
    exp(x);  // nobody is told
    BOOST_TEST(diary.lines.size() == 7);
    diary.lines.resize(6);
    check_lines(diary,
                {"exp [2]", "mul [2]", "sum []", "SumBackward", "MulBackward", "ExpBackward"});
    BOOST_TEST(diary.input_counts == std::vector<std::size_t>({1, 2, 1}),
               boost::test_tools::per_element());
    BOOST_TEST(diary.has_order);
    BOOST_TEST(diary.has_gradients);
}

BOOST_AUTO_TEST_CASE(each_leaf_is_complete_once_and_only_after_its_oldest_user) {
    const Variable early = leaf(Tensor::from({1}, {2}));
    const Variable late = leaf(Tensor::from({1}, {3}));
    const Variable twice = leaf(Tensor::from({1}, {5}));
    const Variable a = neg(early);         // the oldest user of `early`
    const Variable b = a * late;           // the only user of `late`
    const Variable c = b * early;          // another user of `early`
    const Variable d = c + twice * twice;  // one user with the same leaf on both sides
    Diary diary;
    const ObserverGuard guard(diary);
    d.backward();
    check_lines(diary, {"AddBackward", "MulBackward", "complete [1] Tensor [1]: 10", "MulBackward",
                        "MulBackward", "complete [1] Tensor [1]: -4", "NegBackward",
                        "complete [1] Tensor [1]: -12"});
}

BOOST_AUTO_TEST_CASE(sees_results_without_recording_and_without_numbers) {
    const Variable x = leaf(Tensor::from({2}, {1, 2}));
    Diary diary;
    const ObserverGuard guard(diary);
    {
        const NoGradGuard no_grad;
        exp(x);
    }
    const ShapeOnlyGuard shape_only;
    sum(x);
    check_lines(diary, {"exp [2]", "sum []"});
}

BOOST_AUTO_TEST_CASE(is_told_where_in_the_model) {
    const Variable x = leaf(Tensor::from({2}, {1, 2}));
    Diary diary;
    const ObserverGuard guard(diary);
    const Model model;
    const Scope outer(model);
    const Scope inner(model);
    const Variable y = exp(x);
    check_lines(diary, {"exp [2] at conv1"});
    BOOST_TEST(y.node()->module_path == "conv1");
}

BOOST_AUTO_TEST_CASE(sections_nest_and_those_of_backward_and_the_optimizer_are_told) {
    const Variable x = leaf(Tensor::from({1}, {1}));
    SGD optimizer({x}, {.learning_rate = 0.1});
    const Variable y = exp(x);
    SectionDiary diary;
    {
        const ObserverGuard guard(diary);
        const Section all("all");
        y.backward();
        optimizer.step();
    }
    const Section unseen("unseen");
    BOOST_TEST(
        diary.lines == (std::vector<std::string>{"begin all", "begin run_backward", "ExpBackward",
                                                 "end run_backward", "begin optimizer",
                                                 "end optimizer", "end all"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_section_ends_where_it_was_said_to_begin) {
    SectionDiary outer;
    SectionDiary inner;
    {
        const ObserverGuard outer_guard(outer);
        const Section all("all");
        const ObserverGuard inner_guard(inner);
        const Section part("part");
    }
    BOOST_TEST(outer.lines == (std::vector<std::string>{"begin all", "end all"}),
               boost::test_tools::per_element());
    BOOST_TEST(inner.lines == (std::vector<std::string>{"begin part", "end part"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nodes_know_what_the_operation_was_only_if_somebody_looked_on) {
    const Variable a = leaf(Tensor::from({1, 2}, {1, 2}));
    const Variable b = leaf(Tensor::from({2, 3}, {1, 2, 3, 4, 5, 6}));
    BOOST_TEST(std::string(matmul(a, b).node()->operation).empty());
    Observer observer;
    const ObserverGuard guard(observer);
    const Variable c = matmul(a, b);
    BOOST_TEST(std::string(c.node()->operation) == "matmul");
    BOOST_TEST(c.node()->multiply_adds == 6);
}

BOOST_AUTO_TEST_CASE(guards_nest_and_the_innermost_is_told) {
    const Variable x(Tensor::from({2}, {1, 2}));
    Diary outer;
    Diary inner;
    BOOST_TEST(current_observer() == nullptr);
    {
        const ObserverGuard outer_guard(outer);
        {
            const ObserverGuard inner_guard(inner);
            exp(x);
        }
        log(x);
    }
    BOOST_TEST(current_observer() == nullptr);
    check_lines(inner, {"exp [2]"});
    check_lines(outer, {"log [2]"});
}

BOOST_AUTO_TEST_CASE(each_thread_has_its_own) {
    Diary diary;
    const ObserverGuard guard(diary);
    Observer* elsewhere = &diary;
    std::thread([&] { elsewhere = current_observer(); }).join();
    BOOST_TEST(elsewhere == nullptr);
    BOOST_TEST(current_observer() == &diary);
}

BOOST_AUTO_TEST_SUITE_END()
