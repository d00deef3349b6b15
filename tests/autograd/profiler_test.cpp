// precision: float
#include "autograd/profiler.h"

#include "autograd/grad_mode.h"
#include "autograd/ops.h"
#include "autograd/optim/sgd.h"
#include "autograd/shape_only.h"
#include "layers/flatten.h"
#include "layers/linear.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"
#include "tests/support/training_run.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

void check_row(const ProfileRow& row, const std::string& path, const std::string& operation,
               Pass pass, std::int64_t calls, std::int64_t multiply_adds, std::int64_t bytes) {
    BOOST_TEST(row.module_path == path);
    BOOST_TEST(row.operation == operation);
    BOOST_TEST((row.pass == pass), operation);
    BOOST_TEST(row.calls == calls, operation);
    BOOST_TEST(row.multiply_adds == multiply_adds, operation);
    BOOST_TEST(row.bytes == bytes, operation);
}

std::vector<std::string> names_of(const std::vector<ProfileRow>& rows) {
    std::vector<std::string> names;
    for (const ProfileRow& row : rows) {
        names.push_back(row.operation + (row.module_path.empty() ? "" : " at " + row.module_path) +
                        (row.pass == Pass::kBackward ? " back" : ""));
    }
    return names;
}

// One training step on zeros.
void step(Module& model, const Shape& input_shape) {
    SGD optimizer(model.parameters(), {.learning_rate = 0.1});
    sum(model(Variable(Tensor::zeros(input_shape)))).backward();
    optimizer.step();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(profiler_test)

// C [2, 4] = A [2, 3] B [3, 4] takes 2 * 4 * 3 multiply-adds, and so does either gradient.
BOOST_AUTO_TEST_CASE(counts_calls_multiply_adds_and_bytes_in_both_passes) {
    const Variable a = leaf(random_tensor({2, 3}, 1));
    const Variable b = leaf(random_tensor({3, 4}, 2));
    Profiler profiler;
    const ProfilerGuard guard(profiler);
    for (int i = 0; i < 3; ++i) {
        exp(matmul(a, b)).backward(Tensor::full({2, 4}, 1));
    }
    BOOST_TEST_REQUIRE(profiler.rows().size() == 4U);
    check_row(profiler.rows()[0], "", "matmul", Pass::kForward, 3, 3 * 24, 3 * 8 * 4);
    check_row(profiler.rows()[1], "", "exp", Pass::kForward, 3, 0, 3 * 8 * 4);
    check_row(profiler.rows()[2], "", "exp", Pass::kBackward, 3, 0, 3 * 8 * 4);
    check_row(profiler.rows()[3], "", "matmul", Pass::kBackward, 3, 3 * 48, 3 * (6 + 12) * 4);
}

BOOST_AUTO_TEST_CASE(counts_only_gradients_that_were_computed) {
    const Variable images(random_tensor({2, 3}, 1));
    const Variable weight = leaf(random_tensor({3, 4}, 2));
    const Variable bias = leaf(random_tensor({4}, 3));
    Profiler profiler;
    const ProfilerGuard guard(profiler);
    linear(images, weight, bias).backward(Tensor::full({2, 4}, 1));
    BOOST_TEST_REQUIRE(profiler.rows().size() == 2U);
    check_row(profiler.rows()[1], "", "linear", Pass::kBackward, 1, 24, (12 + 4) * 4);
}

BOOST_AUTO_TEST_CASE(what_is_reshaped_or_passed_on_is_not_written) {
    const Variable x = leaf(random_tensor({2, 3, 1, 1}, 1));
    const Variable y = leaf(random_tensor({2, 3}, 2));
    Profiler profiler;
    const ProfilerGuard guard(profiler);
    (flatten(x) + y).backward(Tensor::full({2, 3}, 1));
    BOOST_TEST_REQUIRE(profiler.rows().size() == 4U);
    check_row(profiler.rows()[0], "", "flatten", Pass::kForward, 1, 0, 0);
    check_row(profiler.rows()[1], "", "add", Pass::kForward, 1, 0, 6 * 4);
    check_row(profiler.rows()[2], "", "add", Pass::kBackward, 1, 0, 0);
    check_row(profiler.rows()[3], "", "flatten", Pass::kBackward, 1, 0, 0);
}

BOOST_AUTO_TEST_CASE(rows_stand_in_the_order_of_a_training_step_one_for_each_place) {
    Sequential model{Flatten(), Linear(4, 3), Linear(3, 2)};
    Profiler profiler;
    {
        const ProfilerGuard guard(profiler);
        step(model, {5, 2, 2});
        step(model, {5, 2, 2});
    }
    BOOST_TEST(names_of(profiler.rows()) ==
                   (std::vector<std::string>{"flatten at 0", "linear at 1", "linear at 2", "sum",
                                             "sum back", "linear at 2 back", "linear at 1 back"}),
               boost::test_tools::per_element());
    for (const ProfileRow& row : profiler.rows()) {
        BOOST_TEST(row.calls == 2, row.operation);
    }
}

BOOST_AUTO_TEST_CASE(backward_as_a_whole_and_the_optimizer_are_sections) {
    Sequential model{Linear(4, 3)};
    Profiler profiler;
    const ProfilerGuard guard(profiler);
    step(model, {5, 4});
    step(model, {5, 4});
    BOOST_TEST_REQUIRE(profiler.sections().size() == 2U);
    BOOST_TEST(profiler.sections()[0].name == "run_backward");
    BOOST_TEST(profiler.sections()[0].calls == 2);
    BOOST_TEST(profiler.sections()[1].name == "optimizer");
    BOOST_TEST(profiler.sections()[1].calls == 2);
}

// If something counted twice, there would be less than nothing left for others.
BOOST_AUTO_TEST_CASE(no_time_counts_twice) {
    Sequential model{Linear(40, 30)};
    Profiler profiler;
    {
        const ProfilerGuard guard(profiler);
        const Section outer("outer");
        step(model, {50, 40});
        const Section inner("inner");
        step(model, {50, 40});
    }
    BOOST_TEST(profiler.sections().size() == 4U);
    for (const ProfileSection& section : profiler.sections()) {
        BOOST_TEST(section.time.count() >= 0, section.name);
    }
    BOOST_TEST(profiler.other_time().count() >= 0);
    BOOST_TEST(profiler.total_time().count() > 0);
}

BOOST_AUTO_TEST_CASE(a_forward_without_recording_has_no_backward_rows) {
    Profiler profiler;
    const ProfilerGuard guard(profiler);
    const NoGradGuard no_grad;
    exp(leaf(random_tensor({2}, 1)));
    BOOST_TEST(names_of(profiler.rows()) == std::vector<std::string>{"exp"},
               boost::test_tools::per_element());
    BOOST_TEST(profiler.sections().empty());
}

BOOST_AUTO_TEST_CASE(shapes_alone_are_no_work) {
    Profiler profiler;
    const ProfilerGuard guard(profiler);
    const ShapeOnlyGuard shape_only;
    exp(Variable(Tensor::empty({1000})));
    BOOST_TEST(profiler.rows().empty());
}

BOOST_AUTO_TEST_CASE(nodes_from_before_are_known_by_their_own_names) {
    const Variable y = exp(leaf(random_tensor({2}, 1)));
    Profiler profiler;
    const ProfilerGuard guard(profiler);
    y.backward(Tensor::full({2}, 1));
    BOOST_TEST_REQUIRE(profiler.rows().size() == 1U);
    check_row(profiler.rows()[0], "", "ExpBackward", Pass::kBackward, 1, 0, 8);
}

BOOST_AUTO_TEST_CASE(another_observer_inside_sees_what_the_profiler_then_does_not) {
    const Variable x(random_tensor({2}, 1));
    Profiler outer;
    Profiler inner;
    {
        const ProfilerGuard outer_guard(outer);
        {
            const ProfilerGuard inner_guard(inner);
            exp(x);
        }
        neg(x);
    }
    exp(x);  // nobody looks on
    BOOST_TEST(names_of(outer.rows()) == std::vector<std::string>{"neg"},
               boost::test_tools::per_element());
    BOOST_TEST(names_of(inner.rows()) == std::vector<std::string>{"exp"},
               boost::test_tools::per_element());
    BOOST_TEST(outer.other_time().count() >= inner.total_time().count());
}

BOOST_AUTO_TEST_CASE(several_guards_add_up) {
    const Variable x(random_tensor({2}, 1));
    Profiler profiler;
    for (int i = 0; i < 2; ++i) {
        const ProfilerGuard guard(profiler);
        exp(x);
    }
    BOOST_TEST_REQUIRE(profiler.rows().size() == 1U);
    BOOST_TEST(profiler.rows()[0].calls == 2);
    BOOST_TEST(profiler.other_time().count() >= 0);
}

BOOST_AUTO_TEST_CASE(changes_no_bit_of_a_training) {
    const std::uint64_t alone = hash_after_training(2);
    Profiler profiler;
    const ProfilerGuard guard(profiler);
    BOOST_TEST(hash_after_training(2) == alone);
    BOOST_TEST(!profiler.rows().empty());
}

BOOST_AUTO_TEST_SUITE_END()
