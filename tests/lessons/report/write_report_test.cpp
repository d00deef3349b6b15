// precision: float
#include "lessons/support/report/write_report.h"

#include "autograd/error.h"
#include "datasets/image.h"
#include "lessons/support/report/base64.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

constexpr const char* kNowhere = "/no/such/chart.js";

// What may come from a folder's name or a photo's.
const std::string kHostile = "<script>alert('1')</script> & \"co\"";

bool has(const std::string& page, const std::string& part) {
    return page.find(part) != std::string::npos;
}

Report report_with(const ReportSection& section) {
    return {.title = "A title", .idea = "An idea", .sections = {section}};
}

Chart small_chart() {
    return {.title = "Loss",
            .kind = ChartKind::kLines,
            .x_title = "epoch",
            .y_title = "nats",
            .labels = {"1", "2"},
            .series = {{"</script><b>", {0.5, 0.25}, /*is_dashed=*/true}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write_report_test)

BOOST_AUTO_TEST_CASE(whatever_comes_from_outside_is_escaped) {
    Report report = report_with({.heading = kHostile, .text = kHostile});
    report.title = kHostile;
    report.command = kHostile;
    report.data = kHostile;
    report.claims = {{kHostile, kHostile, kHostile, kHostile, "holds"}};
    report.sections[0].tables = {
        {.caption = kHostile, .columns = {kHostile}, .rows = {{{kHostile}, {kHostile, 0.5}}}}};
    report.sections[0].pictures = {
        {.image = Tensor::from({1, 2}, {0, 1}), .caption = kHostile, .alt = kHostile, .zoom = 2}};
    const std::string page = report_page(report, kNowhere);
    BOOST_TEST(!has(page, "<script>"), page);
    BOOST_TEST(!has(page, "alert('1')"), page);
    BOOST_TEST(has(page, "&lt;script&gt;"));
}

BOOST_AUTO_TEST_CASE(the_data_of_a_chart_cannot_end_its_script_element) {
    const TemporaryFolder folder;
    const std::string library = folder.write("chart.js", "var Chart;").string();
    const std::string page = report_page(report_with({.charts = {small_chart()}}), library);
    BOOST_TEST(has(page, "\\u003c/script>\\u003cb>"), page);
    BOOST_TEST(!has(page, "</script><b>"));
    BOOST_TEST(has(page, "var Chart;"));
    BOOST_TEST(has(page, "<canvas"));
    BOOST_TEST(!has(page, "Charts are left out"));
}

BOOST_AUTO_TEST_CASE(without_the_chart_library_the_page_has_the_numbers_and_says_so) {
    const std::string page = report_page(report_with({.charts = {small_chart()}}), kNowhere);
    BOOST_TEST(has(page, "Charts are left out: Chart.js was not found (/no/such/chart.js"), page);
    BOOST_TEST(!has(page, "<canvas"));
    BOOST_TEST(has(page, "<details open>"));
    BOOST_TEST(has(page, "<td>0.25</td>"), page);
    BOOST_TEST(!has(report_page(report_with({}), kNowhere), "Charts are left out"));
}

BOOST_AUTO_TEST_CASE(pictures_are_in_the_page_and_as_large_as_they_shall_be) {
    const Tensor image = Tensor::from({1, 2}, {0, 1});
    const std::string page = report_page(
        report_with({.pictures = {{.image = image, .caption = "", .alt = "two", .zoom = 3}}}),
        kNowhere);
    BOOST_TEST(has(page, "data:image/png;base64," + base64(png_bytes(image)) +
                             "\" width=\"6\" height=\"3\" alt=\"two\""),
               page);
}

BOOST_AUTO_TEST_CASE(verdicts_are_told_apart_and_empty_parts_are_left_out) {
    Report report = report_with({.heading = "heading"});
    const std::string without = report_page(report, kNowhere);
    BOOST_TEST(!has(without, "Verdicts"));
    BOOST_TEST(!has(without, "What not to conclude"));
    BOOST_TEST(!has(without, "<ul>"));
    report.claims = {{"C1", "claim", "source", "figures", "holds"},
                     {"C2", "claim", "source", "figures", "does not hold"},
                     {"C3", "claim", "source", "figures", "depends"}};
    report.do_not_conclude = "everything";
    report.sections[0].links = {{"06_one.html", "Lesson 6"}};
    const std::string page = report_page(report, kNowhere);
    BOOST_TEST(has(page, "<span class=\"verdict holds\">holds</span>"));
    BOOST_TEST(has(page, "<span class=\"verdict fails\">does not hold</span>"));
    BOOST_TEST(has(page, "<span class=\"verdict depends\">depends</span>"));
    BOOST_TEST(has(page, "What not to conclude:</strong> everything"));
    BOOST_TEST(has(page, "<a href=\"06_one.html\">Lesson 6</a>"));
}

BOOST_AUTO_TEST_CASE(nothing_in_the_page_is_fetched) {
    const TemporaryFolder folder;
    const std::string library = folder.write("chart.js", "var Chart;").string();
    const std::string page = report_page(report_with({.charts = {small_chart()}}), library);
    BOOST_TEST(has(page, "default-src 'none'"));
    BOOST_TEST(!has(page, " src=\""));
    BOOST_TEST(!has(page, "http:"), page);
    BOOST_TEST(!has(page, "https:"), page);
}

BOOST_AUTO_TEST_CASE(a_page_that_cannot_be_written_is_an_error_that_names_it) {
    const TemporaryFolder folder;
    const std::string path = (folder.path() / "none/page.html").string();
    const std::string message = message_of<DataError>([&] { write_report(report_with({}), path); });
    BOOST_TEST(has(message, "report: cannot write " + path), message);
    write_report(report_with({}), (folder.path() / "page.html").string());
    BOOST_TEST(folder.names() == std::vector<std::string>{"page.html"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
