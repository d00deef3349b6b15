// precision: float
#include "autograd/ops.h"
#include "autograd/optim/sgd.h"
#include "autograd/profiler.h"
#include "layers/flatten.h"
#include "layers/linear.h"
#include "layers/models/small_cnn.h"
#include "layers/sequential.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// One training step on zeros.
void step(Module& model, const Shape& input_shape) {
    SGD optimizer(model.parameters(), {.learning_rate = 0.1});
    sum(model(Variable(Tensor::zeros(input_shape)))).backward();
    optimizer.step();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

// What stands before the "%" in the line that begins with `start`.
double share_in(const std::string& text, const std::string& start) {
    for (const std::string& line : lines_of(text)) {
        if (line.starts_with(start)) {
            const std::string before = line.substr(0, line.find(" %"));
            return std::stod(before.substr(before.rfind(' ')));
        }
    }
    BOOST_ERROR("there is no line " + start);
    return 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(profiler_text_test)

BOOST_AUTO_TEST_CASE(the_shares_of_all_parts_make_up_the_whole) {
    Sequential model{Linear(40, 30)};
    Profiler profiler;
    {
        const ProfilerGuard guard(profiler);
        step(model, {50, 40});
    }
    const std::string text = profiler.to_string();
    const double sum =
        share_in(text, "(forward)") + share_in(text, "(backward)") + share_in(text, "(outside)");
    constexpr double kRounding = 3 * 0.05 + 1e-9;  // three shares with one decimal each
    BOOST_TEST(std::abs(sum - 100) <= kRounding, text);
    BOOST_TEST(share_in(text, "(total)") == 100);
}

BOOST_AUTO_TEST_CASE(prints_a_line_for_each_row_and_section_and_rates_of_products_only) {
    Sequential model{Flatten(), Linear(400, 300)};
    Profiler profiler;
    {
        const ProfilerGuard guard(profiler);
        step(model, {1000, 20, 20});
    }
    std::vector<std::vector<std::string>> words;
    for (const std::string& line : lines_of(profiler.to_string())) {
        std::istringstream stream(line);
        words.emplace_back();
        for (std::string word; stream >> word;) {
            words.back().push_back(word);
        }
    }
    const auto has_words = [&](std::size_t line, std::vector<std::string> first,
                               std::size_t count) {
        BOOST_TEST_REQUIRE(words[line].size() >= first.size());
        BOOST_TEST(words[line].size() == count, words[line][0]);
        words[line].resize(first.size());
        BOOST_TEST(words[line] == first, boost::test_tools::per_element());
    };
    has_words(0, {"Layer", "Operation", "Calls", "ms", "Share", "GFLOP/s", "MB"}, 7);
    has_words(2, {"(forward)"}, 6);
    has_words(3, {"0", "flatten", "1"}, 6);  // neither a rate nor bytes
    has_words(4, {"1", "linear", "1"}, 8);
    has_words(5, {"sum", "1"}, 6);
    has_words(7, {"(backward)"}, 6);
    has_words(8, {"sum", "1"}, 6);
    has_words(9, {"1", "linear", "1"}, 8);
    has_words(11, {"(outside)"}, 4);
    has_words(12, {"run_backward", "1"}, 5);
    has_words(13, {"optimizer", "1"}, 5);
    has_words(14, {"profiler"}, 4);
    has_words(15, {"other"}, 4);
    has_words(17, {"(total)"}, 4);
}

// 3e9 multiply-adds in 2 s are 3 GFLOP/s. A line is "mul 1 2,000.0 SHARE % 3.0 0.0".
BOOST_AUTO_TEST_CASE(a_rate_is_two_operations_for_each_multiply_add_by_the_time) {
    const Tensor output = Tensor::zeros({10});
    const auto now = Observer::Clock::now();
    Profiler profiler;
    profiler.on_forward({"mul", "", {}, output, 3'000'000'000, now - std::chrono::seconds(2), now});
    const std::string text = profiler.to_string();
    BOOST_TEST(text.find("mul            1   2,000.0") != std::string::npos, text);
    BOOST_TEST(text.find("%      3.0  0.0\n") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(many_bytes_are_printed_in_gigabytes) {
    const Tensor output = Tensor::zeros({25'000});  // 100,000 bytes
    const auto now = Observer::Clock::now();
    Profiler profiler;
    for (int i = 0; i < 99'999; ++i) {
        profiler.on_forward({"mul", "", {}, output, 0, now, now});
    }
    BOOST_TEST(profiler.to_string().find("9,999.9\n") != std::string::npos, profiler.to_string());
    profiler.on_forward({"mul", "", {}, output, 0, now, now});
    BOOST_TEST(profiler.to_string().find(" 10.0\n") != std::string::npos, profiler.to_string());
    BOOST_TEST(profiler.to_string().find("GB\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(profiles_of_the_lessons_networks_fit_into_80_columns) {
    for (const Head head : kAllHeads) {
        Sequential model = small_cnn(head);
        Profiler profiler;
        {
            const ProfilerGuard guard(profiler);
            step(model, {1, 28, 28, 1});
        }
        for (const std::string& line : lines_of(profiler.to_string())) {
            BOOST_TEST(line.size() <= 80U, line);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_profile_of_nothing_is_printed_too) {
    const std::string text = Profiler().to_string();
    BOOST_TEST(share_in(text, "(total)") == 0);
    BOOST_TEST(text.find("nan") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
