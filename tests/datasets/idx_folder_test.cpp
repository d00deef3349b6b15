// precision: float
#include "datasets/idx_folder.h"

#include "autograd/error.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Three training images of the classes 0 to 2, two test images of the classes 0 and `test_label`.
void write_set(const TemporaryFolder& folder, const std::string& test, const std::string& suffix,
               char test_label = 1) {
    const auto packed = [&](const std::string& content) {
        return suffix == ".gz" ? gzip_file(content) : content;
    };
    folder.write("train-images-idx3-ubyte" + suffix, packed(idx_file({3, 1, 2}, "abcdef")));
    folder.write("train-labels-idx1-ubyte" + suffix,
                 packed(idx_file({3}, std::string("\0\1\2", 3))));
    folder.write(test + "-images-idx3-ubyte" + suffix, packed(idx_file({2, 1, 2}, "ghij")));
    folder.write(test + "-labels-idx1-ubyte" + suffix,
                 packed(idx_file({2}, std::string(1, '\0') + test_label)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(idx_folder_test)

BOOST_AUTO_TEST_CASE(reads_four_files_under_any_of_their_names) {
    for (const std::string test : {"t10k", "test"}) {
        for (const std::string suffix : {"", ".gz"}) {
            const TemporaryFolder folder;
            BOOST_TEST(!holds_idx_files(folder.path()));
            write_set(folder, test, suffix);
            BOOST_TEST(holds_idx_files(folder.path()));
            const DataSource data = read_idx_folder("mine", folder.path());
            BOOST_TEST(data.name == "mine");
            BOOST_TEST(data.note == "");
            BOOST_TEST(data.train->name() == "mine train");
            BOOST_TEST(data.test->name() == "mine test");
            BOOST_TEST(data.train->size() == 3);
            BOOST_TEST(data.test->size() == 2);
            BOOST_TEST(data.train->class_names().size() == 3u);
            BOOST_TEST(data.test->class_names().size() == 3u);
            BOOST_TEST(data.test->image(1).at({0, 1, 0}) == static_cast<Scalar>('j') / 255);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_class_that_only_the_test_images_have_is_counted) {
    const TemporaryFolder folder;
    write_set(folder, "t10k", "", /*test_label=*/7);
    const DataSource data = read_idx_folder("mine", folder.path());
    BOOST_TEST(data.train->class_names().size() == 8u);
    BOOST_TEST(data.test->class_names().back() == "7");
}

BOOST_AUTO_TEST_CASE(names_the_files_that_are_missing) {
    const TemporaryFolder folder;
    write_set(folder, "t10k", "");
    std::filesystem::remove(folder.path() / "train-labels-idx1-ubyte");
    std::filesystem::remove(folder.path() / "t10k-images-idx3-ubyte");
    BOOST_TEST(message_of<DataError>([&] { read_idx_folder("mine", folder.path()); }) ==
               "idx: " + folder.path().string() +
                   ": lacks train-labels-idx1-ubyte, t10k-images-idx3-ubyte (each may end in .gz, "
                   "and t10k- may be test-)");
}

BOOST_AUTO_TEST_CASE(rejects_a_file_for_a_folder_and_no_folder_at_all) {
    const TemporaryFolder folder;
    const auto file = folder.write("file", "x");
    BOOST_TEST(message_of<DataError>([&] { read_idx_folder("mine", file); }) ==
               "idx: " + file.string() + ": is not a folder");
    BOOST_TEST(message_of<DataError>([&] { read_idx_folder("mine", folder.path() / "no"); }) ==
               "idx: " + (folder.path() / "no").string() + ": there is no such folder");
}

BOOST_AUTO_TEST_CASE(training_and_test_images_must_have_one_size) {
    const TemporaryFolder folder;
    write_set(folder, "test", "");
    folder.write("test-images-idx3-ubyte", idx_file({2, 2, 1}, "ghij"));
    BOOST_TEST(message_of<DataError>([&] { read_idx_folder("mine", folder.path()); }) ==
               "idx: " + folder.path().string() +
                   ": the training images are [1, 2, 1], the test images [2, 1, 1]");
}

BOOST_AUTO_TEST_CASE(a_folder_under_the_name_of_a_file_is_told) {
    const TemporaryFolder folder;
    write_set(folder, "test", "");
    std::filesystem::remove(folder.path() / "train-images-idx3-ubyte");
    folder.write("train-images-idx3-ubyte/inside", "x");
    BOOST_TEST(message_of<DataError>([&] { read_idx_folder("mine", folder.path()); }) ==
               "idx: " + (folder.path() / "train-images-idx3-ubyte").string() +
                   ": is a folder, a file is needed");
}

BOOST_AUTO_TEST_SUITE_END()
