// precision: float
#include "datasets/byte_source.h"

#include "autograd/error.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Everything in a file, read in steps of `step` bytes.
std::string read_all(const std::filesystem::path& path, std::size_t step) {
    ByteSource source("test", path);
    std::string content;
    std::vector<std::uint8_t> buffer(step);
    while (true) {
        const std::size_t count = source.read(buffer.data(), step);
        content.append(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(count));
        if (count < step) {
            return content;
        }
    }
}

std::string error_of(const std::filesystem::path& path) {
    return message_of<DataError>([&] { read_all(path, 1000); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(byte_source_test)

BOOST_AUTO_TEST_CASE(plain_and_gzip_files_give_the_same_bytes) {
    const TemporaryFolder folder;
    for (const std::size_t size : {1u, 10u, 65535u, 65536u, 200000u}) {
        const std::string content = counting_bytes(size);
        const std::filesystem::path plain = folder.write("plain.gz", content);
        const std::filesystem::path gzip =
            folder.write("gzip without its ending", gzip_file(content));
        for (const std::size_t step : {1000u, 65536u, 1000000u}) {
            BOOST_CHECK(read_all(plain, step) == content);
            BOOST_CHECK(read_all(gzip, step) == content);
        }
    }
}

BOOST_AUTO_TEST_CASE(gzip_is_known_by_its_first_bytes_and_not_by_its_name) {
    const TemporaryFolder folder;
    BOOST_TEST(!ByteSource("test", folder.write("a.gz", "plain")).is_gzip());
    BOOST_TEST(ByteSource("test", folder.write("b", gzip_file("x"))).is_gzip());
    BOOST_TEST(!ByteSource("test", folder.write("c", "\x1f")).is_gzip());
    BOOST_TEST(read_all(folder.path() / "c", 10) == "\x1f");
}

BOOST_AUTO_TEST_CASE(a_gzip_file_may_have_several_members) {
    const TemporaryFolder folder;
    const auto path = folder.write("two", gzip_file("one ") + gzip_file("") + gzip_file("two"));
    BOOST_TEST(read_all(path, 3) == "one two");
}

BOOST_AUTO_TEST_CASE(says_what_keeps_a_file_from_being_opened) {
    const TemporaryFolder folder;
    const std::string start = "test: " + folder.path().string();
    BOOST_TEST(error_of(folder.path() / "nothing") == start + "/nothing: there is no such file");
    BOOST_TEST(error_of(folder.write("file", "x") / "below") ==
               start + "/file/below: there is no such file");
    BOOST_TEST(error_of(folder.path()) == start + ": is a folder, a file is needed");
    BOOST_TEST(error_of(folder.write("empty", "")) == start + "/empty: the file is empty");
    BOOST_TEST(error_of("/dev/null") == "test: /dev/null: is not a regular file");
}

BOOST_AUTO_TEST_CASE(says_that_gzip_data_are_cut_off_wherever_that_is) {
    const TemporaryFolder folder;
    const std::string whole = gzip_file(counting_bytes(100));
    for (std::size_t size = 2; size < whole.size(); ++size) {
        const std::filesystem::path path = folder.write("cut", whole.substr(0, size));
        BOOST_TEST(error_of(path) == "test: " + path.string() + ": the gzip data are cut off");
    }
}

BOOST_AUTO_TEST_CASE(says_that_gzip_data_are_damaged) {
    const TemporaryFolder folder;
    const std::string good = gzip_file(counting_bytes(100));
    const auto error_with_flipped_byte = [&](std::size_t position) {
        std::string bad = good;
        bad[position] = static_cast<char>(bad[position] ^ 0x10);
        return error_of(folder.write("bad", bad));
    };
    const std::string start = "test: " + (folder.path() / "bad").string() + ": ";
    const std::size_t checksum = good.size() - 8;
    const std::size_t content = 10 + 5;  // after the gzip header and that of the stored block
    BOOST_TEST(error_with_flipped_byte(checksum) ==
               start + "the gzip data are damaged: incorrect data check");
    BOOST_TEST(error_with_flipped_byte(content) ==
               start + "the gzip data are damaged: incorrect data check");
    BOOST_TEST(error_with_flipped_byte(good.size() - 4) ==
               start + "the gzip data are damaged: incorrect length check");
    BOOST_TEST(error_with_flipped_byte(11) ==
               start + "the gzip data are damaged: invalid stored block lengths");
    BOOST_TEST(error_of(folder.write("bad", good + "more")) ==
               start + "the gzip data are followed by something else");
    BOOST_TEST(error_of(folder.write("bad", good + "\x1fmore")) ==
               start + "the gzip data are damaged: incorrect header check");
}

BOOST_AUTO_TEST_SUITE_END()
