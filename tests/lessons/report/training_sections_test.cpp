// precision: float
#include "lessons/support/report/training_sections.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace stepgrad::lessons;

namespace {

// After each epoch the test accuracy is its number in per cent.
Run run_of(int epochs) {
    Run run{.name = "gap"};
    for (int epoch = 1; epoch <= epochs; ++epoch) {
        run.curve.push_back({.test_accuracy = epoch / 100.0});
    }
    return run;
}

std::vector<std::string> titles(const ReportSection& section) {
    std::vector<std::string> titles;
    for (const Chart& chart : section.charts) {
        titles.push_back(chart.title);
    }
    return titles;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(training_sections_test)

BOOST_AUTO_TEST_CASE(a_short_training_has_two_learning_curves) {
    const ReportSection section = learning_section("What they learned", {run_of(9)});
    const std::vector<std::string> expected{"Accuracy", "Loss"};
    BOOST_TEST(titles(section) == expected, boost::test_tools::per_element());
    BOOST_TEST(section.charts[0].labels.size() == 9u);
    BOOST_TEST(section.charts[0].series.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_long_training_shows_its_second_half_by_itself) {
    const ReportSection section = learning_section("What they learned", {run_of(10)});
    const std::vector<std::string> expected{"Accuracy", "Accuracy in the second half", "Loss"};
    BOOST_TEST(titles(section) == expected, boost::test_tools::per_element());
    const Chart& late = section.charts[1];
    BOOST_TEST_REQUIRE(late.labels.size() == 5u);
    BOOST_TEST(late.labels.front() == "6");
    BOOST_TEST_REQUIRE(late.series[1].values.size() == 5u);
    BOOST_TEST(late.series[1].values.front() == 6.0);
    BOOST_TEST(late.series[1].values.back() == 10.0);
}

BOOST_AUTO_TEST_CASE(runs_without_a_curve_have_a_table_alone) {
    BOOST_TEST(learning_section("", {run_of(0)}).charts.empty());
    BOOST_TEST(learning_section("", {run_of(0)}).tables.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
