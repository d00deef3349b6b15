// precision: float
#include "lessons/support/course_page.h"

#include "autograd/error.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

std::string claim(const std::string& id) {
    return R"({"id": ")" + id +
           R"(", "claim": "c", "source": "s", "measured": "m", "verdict": "holds"})";
}

std::string lesson(const std::string& name, const std::string& title, const std::string& claims) {
    return R"({"lesson": ")" + name + R"(", "title": ")" + title + R"(", "claims": [)" + claims +
           "]}";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(course_page_test)

BOOST_AUTO_TEST_CASE(lessons_are_linked_in_order_and_claims_collected_by_number) {
    const TemporaryFolder folder;
    folder.write("11_maps.json", lesson("11_maps", "Lesson 11: Maps?", claim("C11")));
    folder.write("02_dense.json",
                 lesson("02_dense", "Lesson 2: Dense?", claim("D1") + "," + claim("C9")));
    folder.write("06_heads.json", lesson("06_heads", "Lesson 6: Heads?", claim("C9")));
    folder.write("other.json", "[]");
    const Report page = course_page(read_summaries(folder.path().string()));
    BOOST_TEST_REQUIRE(page.sections.size() == 1u);
    BOOST_TEST_REQUIRE(page.sections[0].links.size() == 3u);
    BOOST_TEST(page.sections[0].links[0].file == "02_dense.html");
    BOOST_TEST(page.sections[0].links[2].text == "Lesson 11: Maps?");
    std::vector<std::string> order;
    for (const Claim& one : page.claims) {
        order.push_back(one.id + " " + one.measured);
    }
    const std::vector<std::string> expected{"C9 Lesson 2: m", "C9 Lesson 6: m", "C11 Lesson 11: m",
                                            "D1 Lesson 2: m"};
    BOOST_TEST(order == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(files_that_are_no_results_are_named) {
    const TemporaryFolder folder;
    const auto message = [&] {
        return message_of<DataError>([&] { read_summaries(folder.path().string()); });
    };
    BOOST_TEST(message().find("holds no results") != std::string::npos);
    const std::string path = folder.write("06_heads.json", "{\"lesson\": 1").string();
    BOOST_TEST(message().find(path) != std::string::npos);
    folder.write("06_heads.json", "{\"lesson\": \"06_heads\"}");
    BOOST_TEST(message().find(path) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
