// precision: float
#include "datasets/mnist.h"

#include "autograd/error.h"
#include "tests/support/environment_variable.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Two training images of the digits 7 and 0, and a test image of `test_label`.
void write_mnist(const TemporaryFolder& folder, const std::string& where, char test_label) {
    folder.write(where + "train-images-idx3-ubyte", idx_file({2, 1, 2}, "abcd"));
    folder.write(where + "train-labels-idx1-ubyte", idx_file({2}, std::string("\7\0", 2)));
    folder.write(where + "t10k-images-idx3-ubyte", idx_file({1, 1, 2}, "ef"));
    folder.write(where + "t10k-labels-idx1-ubyte", idx_file({1}, std::string(1, test_label)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mnist_test)

BOOST_AUTO_TEST_CASE(reads_four_idx_files_as_digits) {
    const TemporaryFolder folder;
    write_mnist(folder, "", 1);
    const DataSource data = load_mnist(folder.path());
    BOOST_TEST(data.name == "mnist");
    BOOST_TEST(data.note == "");
    BOOST_TEST(data.train->name() == "mnist train");
    BOOST_TEST(data.train->size() == 2);
    BOOST_TEST(data.train->label(0) == 7);
    BOOST_TEST(data.test->label(0) == 1);
    BOOST_TEST(data.test->image(0).at({0, 1, 0}) == static_cast<Scalar>('f') / 255);
    // Ten classes, though the files hold fewer.
    BOOST_TEST(data.train->class_names().size() == 10u);
    BOOST_TEST(data.test->class_names().back() == "9");
}

BOOST_AUTO_TEST_CASE(is_looked_for_where_it_is_fetched_to) {
    const TemporaryFolder folder;
    write_mnist(folder, "mnist/", 1);
    const EnvironmentVariable variable("STEPGRAD_DATA_DIR", folder.path().string());
    BOOST_TEST(load_mnist().train->size() == 2);
}

BOOST_AUTO_TEST_CASE(where_it_is_not_it_says_how_to_fetch_it) {
    const TemporaryFolder folder;
    const std::string none = (folder.path() / "none").string();
    BOOST_TEST(message_of<DataError>([&] { load_mnist(none); }) ==
               "mnist: " + none +
                   " lacks train-images-idx3-ubyte, train-labels-idx1-ubyte, "
                   "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte; \"datasets/get mnist\" "
                   "fetches what is missing");
    write_mnist(folder, "", 1);
    std::filesystem::remove(folder.path() / "t10k-labels-idx1-ubyte");
    BOOST_TEST(message_of<DataError>([&] { load_mnist(folder.path()); }) ==
               "mnist: " + folder.path().string() +
                   " lacks t10k-labels-idx1-ubyte; \"datasets/get mnist\" fetches what is missing");
}

BOOST_AUTO_TEST_CASE(a_label_beyond_9_is_an_error) {
    const TemporaryFolder folder;
    write_mnist(folder, "", 10);
    const std::string message = message_of<DataError>([&] { load_mnist(folder.path()); });
    BOOST_TEST(message.find("label 0 is 10, there are 10 classes") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
