// precision: float
#include "autograd/error.h"
#include "autograd/random.h"
#include "lessons/support/frozen_maps.h"
#include "lessons/support/shrinking_map_claims.h"
#include "tests/support/lesson_program.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

constexpr double kRounding = 1e-9;  // sums of a few small numbers in double precision

NetworkSizes network(const std::string& name, std::int64_t of_224, std::int64_t of_300,
                     std::int64_t poolings) {
    return {.name = name,
            .walks = {{.image = 224, .stages = {{"last", "MaxPool2d", of_224}}},
                      {.image = 300, .stages = {{"last", "MaxPool2d", of_300}}}},
            .shrinkers = {.poolings = poolings, .convolutions = 1},
            .field = {},
            .smallest_for_example = 0,
            .largest_for_example = 0};
}

Cut cut(std::int64_t side, double difference, double ratio) {
    Cut made{.height = side, .width = side, .maps = 8};
    made.spread = {.within = ratio, .between_images = 1, .between_maps = 1};
    made.flatten.test_accuracy = 0.8 + difference;
    made.gap.test_accuracy = 0.8;
    return made;
}

Run body(double test_accuracy = 0.9) {
    Run run;
    run.test_accuracy = test_accuracy;
    return run;
}

std::string harm(double on_7x7, double on_3x3, double accuracy = 0.9) {
    const std::vector<Cut> cuts{cut(28, 0.3, 5), cut(7, on_7x7, 1), cut(3, on_3x3, 1),
                                cut(1, 0, 0)};
    return little_harm(cuts, body(accuracy), 10).verdict;
}

std::string dispersed(double on_28x28, double on_3x3, double accuracy = 0.9) {
    return elements_hold_little({cut(28, 0, on_28x28), cut(3, 0, on_3x3), cut(1, 0, 0)},
                                body(accuracy), 10)
        .verdict;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shrinking_map_test)

BOOST_AUTO_TEST_CASE(maps_are_very_small_or_not_and_the_example_is_reached_or_not) {
    BOOST_TEST(maps_get_small({network("a", 7, 9, 5)}).verdict == "depends");
    BOOST_TEST(maps_get_small({network("a", 7, 5, 5)}).verdict == "holds");
    BOOST_TEST(maps_get_small({network("a", 7, 9, 5), network("b", 7, 5, 5)}).verdict == "holds");
    BOOST_TEST(maps_get_small({network("a", 7, 5, 5), network("b", 7, 16, 5)}).verdict ==
               "does not hold");
    BOOST_CHECK_THROW(maps_get_small({}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(elements_hold_little_if_the_means_tell_most) {
    BOOST_TEST(dispersed(5, 0.5) == "holds");
    BOOST_TEST(dispersed(5, 2) == "depends");
    BOOST_TEST(dispersed(5, 4) == "does not hold");  // independent pixels: 8
    BOOST_TEST(dispersed(0.5, 0.6) == "holds");
    BOOST_TEST(dispersed(5, 0.5, 0.3).starts_with("cannot be judged"));
    BOOST_CHECK_THROW(elements_hold_little({cut(28, 0, 1), cut(1, 0, 0)}, body(), 10),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(harm_is_judged_on_small_maps_alone) {
    BOOST_TEST(harm(0.005, -0.02) == "holds");
    BOOST_TEST(harm(0.05, 0.005) == "depends");
    BOOST_TEST(harm(0.05, 0.02) == "does not hold");
    BOOST_TEST(harm(0.005, 0.005, 0.3).starts_with("cannot be judged"));
    BOOST_CHECK_THROW(little_harm({cut(28, 0, 1), cut(1, 0, 0)}, body(), 10),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(five_max_poolings_are_counted_and_7x7_is_measured) {
    BOOST_TEST(five_max_poolings({network("GoogLeNet", 7, 9, 5)}).verdict == "holds");
    BOOST_TEST(five_max_poolings({network("GoogLeNet", 7, 9, 4)}).verdict == "depends");
    BOOST_TEST(five_max_poolings({network("GoogLeNet", 8, 9, 5)}).verdict == "does not hold");
    const Claim claim = five_max_poolings({network("GoogLeNet", 7, 9, 4), network("b", 7, 9, 5)});
    BOOST_TEST(contains(claim.measured, "GoogLeNet: 4 max poolings and 1 convolution (b: 5"));
    BOOST_CHECK_THROW(five_max_poolings({network("b", 7, 9, 5)}), std::invalid_argument);
}

// Two images, two maps of two pixels. Of map 0 the pixels are 0 4 and 6 10, of map 1 always 1:
// within 4 and 0, the means of map 0 are 2 and 8, those of an image 2 1 and 8 1.
BOOST_AUTO_TEST_CASE(variances_are_those_that_a_pencil_gives) {
    const Spread spread = spread_of(Tensor::from({2, 1, 2, 2}, {0, 1, 4, 1, 6, 1, 10, 1}));
    BOOST_TEST(spread.within == 2, boost::test_tools::tolerance(kRounding));
    BOOST_TEST(spread.between_images == 4.5, boost::test_tools::tolerance(kRounding));
    BOOST_TEST(spread.between_maps == 6.25, boost::test_tools::tolerance(kRounding));
    BOOST_TEST(spread.ratio() == 2 / 4.5, boost::test_tools::tolerance(kRounding));
}

BOOST_AUTO_TEST_CASE(the_body_halves_its_maps_four_times) {
    set_seed(1);
    Sequential body = shrinking_body({28, 28, 1});
    BOOST_TEST_REQUIRE(body.size() == 5u);
    Variable maps(Tensor::zeros({2, 28, 28, 1}));
    std::vector<std::int64_t> sides, counts;
    for (std::size_t stage = 0; stage < body.size(); ++stage) {
        maps = body[stage](maps);
        sides.push_back(maps.shape()[1]);
        counts.push_back(maps.shape()[3]);
    }
    BOOST_TEST(sides == (std::vector<std::int64_t>{28, 14, 7, 3, 1}),
               boost::test_tools::per_element());
    BOOST_TEST(counts == (std::vector<std::int64_t>{16, 32, 64, 64, 64}),
               boost::test_tools::per_element());
    BOOST_TEST(message_of<DataError>([] {
                   shrinking_body({16, 15, 1});
               }) ==
               "images must be at least 16x16, since they are halved four times; 16x15 was given");
}

BOOST_AUTO_TEST_CASE(probes_must_agree_where_a_map_is_one_pixel) {
    BOOST_TEST(agree_on_one_pixel({cut(3, 0.1, 1), cut(1, 0, 0)}));
    BOOST_TEST(!agree_on_one_pixel({cut(3, 0, 1), cut(1, 0.001, 0)}));
}

BOOST_AUTO_TEST_CASE(tables_fit_79_columns) {
    const std::vector<Cut> cuts{cut(28, 0.3, 123.4), cut(3, -0.1, 1)};
    std::istringstream lines(probes_text(cuts) + spreads_text(cuts));
    std::string line;
    while (std::getline(lines, line)) {
        BOOST_TEST(line.size() <= 79u, line);
    }
}

BOOST_AUTO_TEST_CASE(a_quick_run_probes_every_cut_and_writes_both_files) {
    const TemporaryFolder folder;
    const std::string json_file = (folder.path() / "result.json").string();
    const Outcome outcome =
        run_lesson_program("04_shrinking_map",
                           "--quick --epochs 1 --json \"" + json_file + "\" --report \"" +
                               (folder.path() / "page.html").string() + "\"",
                           folder.path());
    BOOST_TEST_REQUIRE(outcome.exit_code == 0, outcome.output);
    BOOST_TEST(contains(outcome.output, "What not to conclude: that"), outcome.output);
    std::ifstream file(json_file);
    const auto json = nlohmann::json::parse(file);
    BOOST_TEST(json["runs"].size() == 11u);
    BOOST_TEST(json["runs"][0]["name"] == "body");
    BOOST_TEST(json["runs"][1]["name"] == "flatten/28x28");
    BOOST_TEST(json["runs"][9]["test_accuracy"] == json["runs"][10]["test_accuracy"]);  // 1x1
    BOOST_TEST(json["claims"].size() == 4u);
    BOOST_TEST(json["measurements"].size() == 33u);
    BOOST_TEST(std::filesystem::exists(folder.path() / "page.html"));
}

BOOST_AUTO_TEST_SUITE_END()
