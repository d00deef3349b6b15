// precision: float
#include "autograd/output_file.h"

#include "tests/support/temporary_folder.h"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <future>
#include <string>
#include <sys/stat.h>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

std::error_code write(const std::filesystem::path& path, const std::string& text) {
    OutputFile file(path);
    file.stream() << text;
    return file.finish();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(output_file_test)

BOOST_AUTO_TEST_CASE(a_file_appears_whole_and_nothing_stays_beside_it) {
    const TemporaryFolder folder;
    BOOST_TEST(!write(folder.path() / "new", "text"));
    BOOST_TEST(content_of(folder.path() / "new") == "text");
    BOOST_TEST(!write(folder.path() / "new", "other"));
    BOOST_TEST(content_of(folder.path() / "new") == "other");
    BOOST_CHECK(folder.names() == std::vector<std::string>{"new"});
}

BOOST_AUTO_TEST_CASE(what_was_there_stays_until_the_end_and_if_it_never_comes) {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.write("old", "old");
    {
        OutputFile file(path);
        file.stream() << "new" << std::flush;
        BOOST_TEST(content_of(path) == "old");
    }
    BOOST_TEST(content_of(path) == "old");
    BOOST_CHECK(folder.names() == std::vector<std::string>{"old"});
}

BOOST_AUTO_TEST_CASE(a_link_is_followed) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.write("file", "old");
    std::filesystem::create_symlink("file", folder.path() / "link");
    std::filesystem::create_symlink("not yet", folder.path() / "dangling");
    BOOST_TEST(!write(folder.path() / "link", "new"));
    BOOST_TEST(!write(folder.path() / "dangling", "there"));
    BOOST_TEST(std::filesystem::is_symlink(folder.path() / "link"));
    BOOST_TEST(std::filesystem::is_symlink(folder.path() / "dangling"));
    BOOST_TEST(content_of(file) == "new");
    BOOST_TEST(content_of(folder.path() / "not yet") == "there");
}

BOOST_AUTO_TEST_CASE(a_pipe_is_written_to_and_stays_a_pipe) {
    const TemporaryFolder folder;
    const std::filesystem::path pipe = folder.path() / "pipe";
    BOOST_TEST_REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    std::future<std::string> reader =
        std::async(std::launch::async, [&] { return content_of(pipe); });
    BOOST_TEST(!write(pipe, "text"));
    BOOST_TEST(reader.get() == "text");
    BOOST_TEST(std::filesystem::is_fifo(pipe));
}

BOOST_AUTO_TEST_CASE(a_device_stays_a_device) {
    BOOST_TEST(!write("/dev/null", "text"));
    BOOST_TEST(std::filesystem::is_character_file("/dev/null"));
}

BOOST_AUTO_TEST_CASE(errors_are_those_of_the_system_and_leave_nothing_behind) {
    const TemporaryFolder folder;
    BOOST_TEST(write(folder.path() / "no folder" / "file", "x").message() ==
               "No such file or directory");
    BOOST_TEST(write(folder.path(), "x").message() == "Is a directory");
    BOOST_TEST(write("/dev/full", "x").message() == "No space left on device");
    BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_SUITE_END()
