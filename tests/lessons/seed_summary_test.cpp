// precision: float
#include "lessons/support/seed_summary.h"

#include "autograd/error.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

Run run_of(const std::string& name, double train, double test) {
    return {.name = name, .train_accuracy = train, .test_accuracy = test};
}

JsonReport results_of(std::uint64_t seed, double test, const std::string& verdict) {
    return {.lesson = "06_heads",
            .title = "Lesson 6: Heads?",
            .data_name = "fashion-mnist",
            .train_count = 100,
            .test_count = 50,
            .seed = seed,
            .runs = {run_of("gap", 0.75, test)},
            .claims = {{"C5", "little harm", "answer 1", "gap " + std::to_string(seed), verdict}},
            .measurements = {{"likeness", 0.5 * test}, {"shuffled", test, Unit::kShare}},
            .sizes = {{.run = "gap", .height = 20, .width = 24, .accuracy = test},
                      {.run = "flatten", .height = 20, .width = 24, .error = "no"}}};
}

std::string written(const TemporaryFolder& folder, const JsonReport& results) {
    const std::string path =
        (folder.path() / ("seed" + std::to_string(*results.seed) + ".json")).string();
    write_json(results, path);
    return path;
}

std::string refusal(const std::vector<std::string>& files) {
    return message_of<DataError>([&] { results_over_seeds(files); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(seed_summary_test)

BOOST_AUTO_TEST_CASE(each_figure_has_a_value_for_each_seed) {
    const TemporaryFolder folder;
    const JsonReport all = results_over_seeds({written(folder, results_of(1, 0.5, "holds")),
                                               written(folder, results_of(2, 0.7, "holds"))});
    BOOST_TEST(all.lesson == "06_heads");
    BOOST_TEST(all.data_name == "fashion-mnist");
    BOOST_TEST(all.train_count == 100);
    BOOST_TEST(all.seeds == (std::vector<std::uint64_t>{1, 2}), boost::test_tools::per_element());
    BOOST_TEST_REQUIRE(all.figures.size() == 6u);
    BOOST_TEST(all.figures[1].name == "gap: test accuracy");
    BOOST_TEST(all.figures[1].values == (std::vector<double>{0.5, 0.7}),
               boost::test_tools::per_element());
    BOOST_TEST(all.figures[2].name == "gap: train - test");
    BOOST_TEST(std::abs(all.figures[2].mean() - 0.15) < 1e-12);
    BOOST_TEST(all.figures[3].name == "gap at 20x24: test accuracy");
    BOOST_TEST(all.figures[4].name == "likeness");
    BOOST_TEST(all.figures[4].values[1] == 0.35);
    BOOST_CHECK(all.figures[1].unit == Unit::kShare);
    BOOST_CHECK(all.figures[2].unit == Unit::kPoints);
    BOOST_CHECK(all.figures[4].unit == Unit::kNumber);
    BOOST_CHECK(all.figures[5].unit == Unit::kShare);
}

BOOST_AUTO_TEST_CASE(a_verdict_stands_only_if_all_seeds_agree) {
    const TemporaryFolder folder;
    const std::string first = written(folder, results_of(1, 0.5, "holds"));
    const std::string second = written(folder, results_of(2, 0.5, "holds"));
    const std::string third = written(folder, results_of(3, 0.5, "does not hold"));
    const Claim agreed = results_over_seeds({first, second}).claims.at(0);
    BOOST_TEST(agreed.verdict == "holds");
    BOOST_TEST(agreed.measured == "the same verdict with all 2 seeds. Seed 1: gap 1");
    const Claim disputed = results_over_seeds({first, second, third}).claims.at(0);
    BOOST_TEST(disputed.verdict == "depends");
    BOOST_TEST(disputed.measured.find("\"does not hold\" with 1, \"holds\" with 2 of 3 seeds") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_seed_that_cannot_be_judged_does_not_disagree) {
    const TemporaryFolder folder;
    const std::string first = written(folder, results_of(1, 0.5, "cannot be judged: no"));
    const std::string second = written(folder, results_of(2, 0.5, "holds"));
    const std::string third = written(folder, results_of(3, 0.5, "holds"));
    const Claim two = results_over_seeds({first, second, third}).claims.at(0);
    BOOST_TEST(two.verdict == "holds");
    BOOST_TEST(
        two.measured.starts_with("2 of 3 seeds can be judged: the same verdict with all 2 seeds"));
    BOOST_TEST(results_over_seeds({first}).claims.at(0).verdict == "cannot be judged: no");
}

BOOST_AUTO_TEST_CASE(cautions_pairs_and_numbers_that_are_none_are_passed_on) {
    const TemporaryFolder folder;
    JsonReport results = results_of(1, 0.5, "holds");
    results.caution = "few images";
    results.measurements[0].value = std::nan("");
    results.side_by_side = SideBySideResult{.pictures = 10, .left_right = 4, .either = 9};
    const JsonReport all = results_over_seeds({written(folder, results)});
    BOOST_TEST(all.caution == "few images");
    BOOST_TEST(seeds_page(all, {}).caution == "few images");
    BOOST_TEST_REQUIRE(all.figures.size() == 8u);
    BOOST_TEST(std::isnan(all.figures[4].values[0]));
    BOOST_TEST(all.figures[6].values[0] == 0.4);
    BOOST_TEST(all.figures[7].values[0] == 0.9);
}

BOOST_AUTO_TEST_CASE(files_that_do_not_belong_together_are_refused) {
    const TemporaryFolder folder;
    const std::string first = written(folder, results_of(1, 0.5, "holds"));
    JsonReport other = results_of(2, 0.5, "holds");
    other.lesson = "08_other";
    BOOST_TEST(refusal({first, written(folder, other)}).find("seed2.json") != std::string::npos);
    other = results_of(3, 0.5, "holds");
    other.runs[0].name = "flatten";
    BOOST_TEST(refusal({first, written(folder, other)}).find("seed3.json") != std::string::npos);
    other = results_of(4, 0.5, "holds");
    other.claims.clear();
    BOOST_TEST(refusal({first, written(folder, other)}).find("seed4.json") != std::string::npos);
    other = results_of(5, 0.5, "holds");
    other.data_name = "mnist";
    BOOST_TEST(refusal({first, written(folder, other)}).find("seed5.json") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(files_without_a_seed_or_without_results_are_named) {
    const TemporaryFolder folder;
    JsonReport seedless = results_of(1, 0.5, "holds");
    const std::string path = (folder.path() / "seedless.json").string();
    seedless.seed.reset();
    write_json(seedless, path);
    BOOST_TEST(refusal({path}).find("seedless.json") != std::string::npos);
    BOOST_TEST(refusal({folder.write("broken.json", "{").string()}).find("broken.json") !=
               std::string::npos);
    BOOST_TEST(
        refusal({(folder.path() / "none.json").string()}).starts_with("results: cannot read"));
    const std::string twice = written(folder, results_of(2, 0.5, "holds"));
    BOOST_TEST(refusal({twice, twice}).find("has a seed that another file has") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_page_has_a_column_and_a_point_for_each_seed) {
    const TemporaryFolder folder;
    const Report page =
        seeds_page(results_over_seeds({written(folder, results_of(1, 0.5, "holds")),
                                       written(folder, results_of(7, 0.7, "holds"))}),
                   {{"seeds/one.html", "one"}});
    BOOST_TEST_REQUIRE(page.sections.size() == 2u);
    const Table& table = page.sections[0].tables.at(0);
    BOOST_TEST(table.columns.back() == "seed 7");
    BOOST_TEST_REQUIRE(table.rows.size() == 6u);
    BOOST_TEST(table.rows[1].back().text == "70.00 %");
    const Chart& chart = page.sections[0].charts.at(0);
    BOOST_TEST(chart.labels == (std::vector<std::string>{"1", "7"}),
               boost::test_tools::per_element());
    BOOST_TEST_REQUIRE(chart.series.size() == 2u);
    BOOST_TEST(chart.series[1].name == "gap at 20x24");
    BOOST_TEST(chart.series[0].values == (std::vector<double>{50, 70}),
               boost::test_tools::per_element());
    BOOST_TEST(page.sections[1].links.at(0).file == "seeds/one.html");
}

BOOST_AUTO_TEST_CASE(what_all_seeds_say_can_be_written_down) {
    const TemporaryFolder folder;
    const JsonReport all = results_over_seeds({written(folder, results_of(1, 0.5, "holds")),
                                               written(folder, results_of(2, 0.7, "holds"))});
    const std::string path = (folder.path() / "all.json").string();
    write_json(all, path);
    const std::string text = content_of(path);
    BOOST_TEST(text.find("\"standard_deviation\"") != std::string::npos);
    BOOST_TEST(text.find("\"seeds\"") != std::string::npos);
    BOOST_TEST(text.find("\"seed\"") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
