// precision: float
#include "datasets/fetched.h"

#include "autograd/error.h"
#include "tests/support/environment_variable.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

using Value = std::optional<std::string>;

// The three variables that choose the folder.
struct Environment {
    Environment(const Value& data_dir, const Value& cache_home, const Value& home)
        : data_dir("STEPGRAD_DATA_DIR", data_dir),
          cache_home("XDG_CACHE_HOME", cache_home),
          home("HOME", home) {}

    EnvironmentVariable data_dir, cache_home, home;
};

// The folder that datasets/get --list names in its first line, "In FOLDER:".
std::string folder_of_the_script() {
    const TemporaryFolder folder;
    const std::filesystem::path output = folder.path() / "output";
    const std::string command = "bash \"" + std::string(STEPGRAD_SOURCE_DIR) +
                                "/datasets/get\" --list > \"" + output.string() + "\"";
    BOOST_TEST_REQUIRE(std::system(command.c_str()) == 0);
    const std::string text = content_of(output);
    const std::string line = text.substr(0, text.find('\n'));
    BOOST_TEST_REQUIRE(line.substr(0, 3) == "In ");
    return line.substr(3, line.size() - 4);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fetched_test)

BOOST_AUTO_TEST_CASE(the_environment_says_where_and_the_script_agrees) {
    const TemporaryFolder folder;
    const std::string a = (folder.path() / "a").string();
    const std::string b = (folder.path() / "b").string();
    const std::string c = (folder.path() / "c").string();
    struct Case {
        Value data_dir, cache_home, home;
        std::string expected;
    };
    const Case cases[] = {{a, b, c, a},
                          {Value(), b, c, b + "/stepgrad"},
                          {"", b, c, b + "/stepgrad"},
                          {Value(), Value(), c, c + "/.cache/stepgrad"},
                          {Value(), "", c, c + "/.cache/stepgrad"},
                          {Value(), "relative", c, c + "/.cache/stepgrad"}};
    for (const Case& one : cases) {
        const Environment environment(one.data_dir, one.cache_home, one.home);
        BOOST_TEST(fetched_folder("mnist").string() == one.expected + "/mnist");
        BOOST_TEST(folder_of_the_script() == one.expected);
    }
}

BOOST_AUTO_TEST_CASE(without_any_of_them_there_is_no_place_and_it_says_so) {
    const Environment environment(Value(), "relative", "");
    BOOST_TEST(message_of<DataError>([] { fetched_folder("mnist"); }) ==
               "fetched_folder: none of STEPGRAD_DATA_DIR, XDG_CACHE_HOME and HOME is set, so that "
               "there is no place to look for data");
}

BOOST_AUTO_TEST_CASE(names_what_is_missing_and_the_command_that_fetches_it) {
    const TemporaryFolder folder;
    folder.write("one", "x");
    BOOST_CHECK_NO_THROW(require_fetched("data", folder.path(), {"one"}));
    BOOST_TEST(message_of<DataError>([&] {
                   require_fetched("data", folder.path(), {"one", "two", "three"});
               }) == "data: " + folder.path().string() +
                         " lacks two, three; \"datasets/get data\" fetches what is missing");
    BOOST_CHECK_THROW(require_fetched("data", folder.path() / "none", {"one"}), DataError);
}

BOOST_AUTO_TEST_SUITE_END()
