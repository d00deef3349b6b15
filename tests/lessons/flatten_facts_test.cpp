// precision: float
#include "lessons/support/flatten_facts.h"

#include "autograd/memory_pool.h"
#include "autograd/shape_only.h"
#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/flatten.h"
#include "layers/linear.h"
#include "layers/models/vgg16.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// What stands in the bar of each line: "###===".
std::vector<std::string> bars(const std::vector<ParameterBudget>& budgets) {
    std::istringstream lines(budgets_text(budgets));
    std::vector<std::string> found;
    std::string line;
    std::getline(lines, line);  // the headings
    while (found.size() < budgets.size() && std::getline(lines, line)) {
        const std::size_t begin = line.find_first_of("#=");
        found.push_back(begin == std::string::npos ? "" : line.substr(begin));
    }
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(flatten_facts_test)

BOOST_AUTO_TEST_CASE(an_effect_says_what_went_in_and_out_and_where_it_lies) {
    const Tensor maps = random_tensor({1, 2, 3, 4}, 1);
    const Tensor row = maps.reshape({1, 24});
    const LayerEffect moved = effect_of("copy", maps, row.clone(), row);
    BOOST_TEST(moved.name == "copy");
    BOOST_TEST(moved.numbers_in == 24);
    BOOST_TEST(moved.numbers_out == 24);
    BOOST_TEST(moved.largest_difference == 0);
    BOOST_TEST(!moved.shares_memory);
    BOOST_TEST(effect_of("view", maps, row, row).shares_memory);
}

BOOST_AUTO_TEST_CASE(identities_hold_but_for_rounding) {
    BOOST_TEST(holds({"a = b", 0}));
    BOOST_TEST(holds({"a = b", 9e-6}));
    BOOST_TEST(!holds({"a = b", 1e-4}));
    BOOST_TEST(!holds({"a = b", kNan}));
    BOOST_TEST(!holds({"a = b", kInfinity}));
    const Variable one(Tensor::from({2}, {1, 2}));
    const Variable other(Tensor::from({2}, {1, 2.5}));
    BOOST_TEST(compare("a = b", one, other).largest_difference == 0.5);
}

BOOST_AUTO_TEST_CASE(all_must_hold_and_there_must_be_some) {
    const LayerEffect right{"GAP", 4, 1, 0, false};
    const LayerEffect wrong{"GAP", 4, 1, 0.5, false};
    const Identity same{"a = b", 0};
    const Identity different{"c = d", 1};
    BOOST_TEST(all_hold({right}, {same, same}));
    BOOST_TEST(!all_hold({right}, {same, different}));
    BOOST_TEST(!all_hold({right, wrong}, {same}));
    BOOST_TEST(!all_hold({}, {same}));
    BOOST_TEST(!all_hold({right}, {}));
    BOOST_TEST(conclusion({right}, {same, same}).find("All 2 identities hold") == 0u);
    BOOST_TEST(conclusion({wrong}, {same, different}) ==
               "This does not hold: GAP is not what plain loops give; c = d.\n");
}

BOOST_AUTO_TEST_CASE(a_budget_knows_dense_layers_by_their_type) {
    Sequential inner{Flatten(), Linear(4, 5), Linear(5, 2, {.has_bias = false})};
    Sequential model;
    model.add("conv", Conv2d(1, 4, 3));
    model.add("norm", BatchNorm2d(4));
    model.add("head", std::move(inner));
    const ParameterBudget budget = budget_of("net", model);
    BOOST_TEST(budget.name == "net");
    BOOST_TEST(budget.body == 9 * 4 + 4 + 2 * 4);
    BOOST_TEST(budget.dense == 4 * 5 + 5 + 5 * 2);
    BOOST_TEST(budget.dense_count == 2);
    BOOST_TEST(budget.total() == model.parameter_count());
}

BOOST_AUTO_TEST_CASE(vgg16_is_counted_without_memory_for_its_weights) {
    const std::int64_t before = memory_statistics().peak_bytes;
    const ShapeOnlyGuard shapes_only;
    Sequential model = vgg16();
    BOOST_TEST(budget_of("VGG16", model).total() == 138'357'544);
    BOOST_TEST(memory_statistics().peak_bytes == before);
}

BOOST_AUTO_TEST_CASE(bars_share_one_scale_of_30_characters) {
    const std::string ten(10, '#');
    const std::string twenty(20, '=');
    const std::vector<std::string> expected{ten + twenty, "#====="};
    BOOST_TEST(bars({{"a", 100, 200, 1}, {"b", 10, 50, 1}}) == expected,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_there_is_seen_and_what_is_not_is_not) {
    const std::vector<std::string> expected{"#" + std::string(29, '='), "#=", "==", "", "#"};
    BOOST_TEST(bars({{"a", 1, 299'999, 1},
                     {"b", 1, 1, 1},
                     {"c", 0, 20'000, 1},
                     {"d", 0, 0, 0},
                     {"e", 1, 0, 0}}) == expected,
               boost::test_tools::per_element());
    BOOST_TEST(bars({{"a", 299'999, 1, 1}})[0].find('=') != std::string::npos);
    BOOST_TEST(bars({{"nothing", 0, 0, 0}})[0].empty());
}

BOOST_AUTO_TEST_CASE(lines_fit_79_columns) {
    std::istringstream lines(
        budgets_text({{"GoogLeNet, Flatten", 999'999'999, 1, 1}, {"b", 1, 9'999'999'999, 3}}));
    std::string line;
    int count = 0;
    while (std::getline(lines, line)) {
        BOOST_TEST(line.size() <= 79u, line);
        ++count;
    }
    BOOST_TEST(count == 4);  // headings, two networks, what the characters mean
}

BOOST_AUTO_TEST_SUITE_END()
