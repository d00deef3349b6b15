// precision: float
#include "datasets/idx.h"

#include "autograd/error.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

constexpr std::uint32_t kHuge = 0xffffffff;

// What reading images complains about, without "idx: FILE: ".
std::string image_error(const std::string& content) {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.write("train-images", content);
    const std::string message = message_of<DataError>([&] { read_idx_images(path); });
    const std::string start = "idx: " + path.string() + ": ";
    BOOST_TEST(message.substr(0, start.size()) == start);
    return message.substr(start.size());
}

std::string label_error(const std::string& content) {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.write("train-labels", content);
    const std::string message = message_of<DataError>([&] { read_idx_labels(path); });
    return message.substr(message.find("train-labels: ") + 14);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(idx_test)

BOOST_AUTO_TEST_CASE(reads_images_plain_and_gzip) {
    const TemporaryFolder folder;
    const std::string file = idx_file({2, 3, 4}, counting_bytes(24));
    for (const std::string& content : {file, gzip_file(file)}) {
        const IdxImages images = read_idx_images(folder.write("images", content));
        BOOST_TEST(images.count == 2);
        BOOST_TEST(images.height == 3);
        BOOST_TEST(images.width == 4);
        BOOST_REQUIRE(images.pixels.size() == 24u);
        for (int i = 0; i < 24; ++i) {
            BOOST_TEST(images.pixels[static_cast<std::size_t>(i)] == i);
        }
    }
}

BOOST_AUTO_TEST_CASE(reads_labels_plain_and_gzip) {
    const TemporaryFolder folder;
    const std::string file = idx_file({4}, "\x07\x01\xff\x02");
    for (const std::string& content : {file, gzip_file(file)}) {
        const std::vector<std::uint8_t> labels = read_idx_labels(folder.write("labels", content));
        BOOST_CHECK((labels == std::vector<std::uint8_t>{7, 1, 255, 2}));
    }
}

BOOST_AUTO_TEST_CASE(reads_more_than_one_chunk) {
    const TemporaryFolder folder;
    const std::string bytes = counting_bytes(3 * 1024 * 1024 / 2);
    const std::string file = idx_file({3, 512, 1024}, bytes);
    for (const std::string& content : {file, gzip_file(file)}) {
        const IdxImages images = read_idx_images(folder.write("images", content));
        BOOST_CHECK(std::string(images.pixels.begin(), images.pixels.end()) == bytes);
    }
}

BOOST_AUTO_TEST_CASE(extents_are_big_endian) {
    const TemporaryFolder folder;
    const auto path = folder.write(
        "labels", std::string("\0\0\x08\x01\0\0\x01\x02", 8) + std::string(0x102, 'x'));
    BOOST_TEST(read_idx_labels(path).size() == 0x102u);
}

BOOST_AUTO_TEST_CASE(a_header_that_promises_more_than_there_is_is_caught) {
    BOOST_TEST(image_error(idx_file({2147483648u, 28, 28}, counting_bytes(7840))) ==
               "header promises 2147483648 images of 28x28, the file holds 7840 bytes");
    BOOST_TEST(image_error(gzip_file(idx_file({2147483648u, 28, 28}, counting_bytes(7840)))) ==
               "header promises 2147483648 images of 28x28, the file holds 7840 bytes");
    BOOST_TEST(image_error(idx_file({2, 3, 4}, counting_bytes(23))) ==
               "header promises 2 images of 3x4, the file holds 23 bytes");
    BOOST_TEST(image_error(idx_header({2, 3, 4})) ==
               "header promises 2 images of 3x4, the file holds 0 bytes");
    BOOST_TEST(label_error(idx_file({kHuge}, "abc")) ==
               "header promises 4294967295 labels, the file holds 3 bytes");
    BOOST_TEST(label_error(gzip_file(idx_file({kHuge}, "abc"))) ==
               "header promises 4294967295 labels, the file holds 3 bytes");
}

BOOST_AUTO_TEST_CASE(sizes_that_overflow_are_caught) {
    const std::string expected =
        "header promises 4294967295 images of 4294967295x4294967295, more than any file can hold";
    BOOST_TEST(image_error(idx_file({kHuge, kHuge, kHuge}, "abc")) == expected);
    BOOST_TEST(image_error(gzip_file(idx_file({kHuge, kHuge, kHuge}, "abc"))) == expected);
    // 2^22 * 2^21 * 2^21 = 2^64, which is 0 for whoever does not look.
    BOOST_TEST(image_error(idx_header({1u << 22, 1u << 21, 1u << 21})) ==
               "header promises 4194304 images of 2097152x2097152, more than any file can hold");
}

BOOST_AUTO_TEST_CASE(an_extent_of_0_is_caught) {
    BOOST_TEST(image_error(idx_header({0, 28, 28})) ==
               "header promises 0 images of 28x28: there is nothing to read");
    BOOST_TEST(image_error(idx_header({5, 0, 28})) ==
               "header promises 5 images of 0x28: there is nothing to read");
    BOOST_TEST(label_error(idx_header({0})) ==
               "header promises 0 labels: there is nothing to read");
}

BOOST_AUTO_TEST_CASE(more_bytes_than_the_header_promises_are_caught) {
    BOOST_TEST(image_error(idx_file({2, 3, 4}, counting_bytes(30))) ==
               "header promises 2 images of 3x4, the file holds 30 bytes");
    BOOST_TEST(image_error(gzip_file(idx_file({2, 3, 4}, counting_bytes(25)))) ==
               "header promises 2 images of 3x4, the file holds more than these 24 bytes");
}

// What follows the promised bytes would be an error of its own, if anyone looked so far.
BOOST_AUTO_TEST_CASE(a_gzip_bomb_is_not_uncompressed_beyond_the_promise) {
    const std::string bomb = open_gzip_file(idx_file({2, 3, 4}, counting_bytes(60000)));
    BOOST_TEST(image_error(bomb + "this is no block of gzip data") ==
               "header promises 2 images of 3x4, the file holds more than these 24 bytes");
}

BOOST_AUTO_TEST_CASE(damaged_and_cut_off_gzip_files_are_caught) {
    const std::string good = gzip_file(idx_file({2, 3, 4}, counting_bytes(24)));
    std::string bad_checksum = good;
    bad_checksum[good.size() - 8] = static_cast<char>(~bad_checksum[good.size() - 8]);
    BOOST_TEST(image_error(bad_checksum) == "the gzip data are damaged: incorrect data check");
    BOOST_TEST(image_error(good.substr(0, good.size() - 1)) == "the gzip data are cut off");
    BOOST_TEST(image_error(good.substr(0, 30)) == "the gzip data are cut off");
    BOOST_TEST(image_error(good + "x") == "the gzip data are followed by something else");
}

BOOST_AUTO_TEST_CASE(a_file_that_ends_in_its_header_is_caught) {
    const std::string whole = idx_header({2, 3, 4});
    for (std::size_t size = 1; size < whole.size(); ++size) {
        BOOST_TEST(image_error(whole.substr(0, size)) == "ends inside its IDX header");
        BOOST_TEST(image_error(gzip_file(whole.substr(0, size))) == "ends inside its IDX header");
    }
    BOOST_TEST(image_error(gzip_file("")) == "ends inside its IDX header");
    BOOST_TEST(image_error("") == "the file is empty");
}

BOOST_AUTO_TEST_CASE(images_for_labels_and_labels_for_images_are_told_apart) {
    BOOST_TEST(label_error(idx_file({1, 1, 1}, "x")) ==
               "holds images (dimensions: 3) where labels are expected (dimensions: 1)");
    BOOST_TEST(image_error(idx_file({1}, "x")) ==
               "holds labels (dimensions: 1) where images are expected (dimensions: 3)");
    BOOST_TEST(image_error(idx_file({1, 1, 1, 1}, "x")) ==
               "holds neither images nor labels (dimensions: 4) where images are expected "
               "(dimensions: 3)");
}

BOOST_AUTO_TEST_CASE(what_is_not_idx_is_caught) {
    BOOST_TEST(image_error("\x89PNG\r\n") ==
               "is not IDX: it starts with the bytes 89 50 4e 47, IDX images with 00 00 08 03");
    std::string floats = idx_file({1, 1, 1}, "xxxx");
    floats[2] = 0x0d;
    BOOST_TEST(image_error(floats) ==
               "its elements are of type 0d, only unsigned bytes (08) can be read");
}

BOOST_AUTO_TEST_CASE(a_missing_file_and_a_folder_are_named) {
    const TemporaryFolder folder;
    const std::string start = "idx: " + folder.path().string();
    BOOST_TEST(message_of<DataError>([&] { read_idx_images(folder.path() / "none"); }) ==
               start + "/none: there is no such file");
    BOOST_TEST(message_of<DataError>([&] { read_idx_labels(folder.path()); }) ==
               start + ": is a folder, a file is needed");
}

BOOST_AUTO_TEST_CASE(images_and_labels_make_a_dataset) {
    const TemporaryFolder folder;
    const auto images =
        folder.write("images", idx_file({3, 1, 2}, std::string("\0\xff\x33\x33\0\0", 6)));
    const auto labels = folder.write("labels", idx_file({3}, std::string("\2\0\2", 3)));
    const auto dataset = read_idx_dataset("three", images, labels);
    BOOST_TEST(dataset->name() == "three");
    BOOST_TEST(dataset->size() == 3);
    BOOST_CHECK((dataset->class_names() == std::vector<std::string>{"0", "1", "2"}));
    BOOST_TEST(dataset->label(2) == 2);
    BOOST_CHECK(same_bits(dataset->image(0), Tensor::from({1, 2, 1}, {0, 1})));
    BOOST_CHECK(same_bits(dataset->image(1), Tensor::from({1, 2, 1}, {0.2f, 0.2f})));
}

BOOST_AUTO_TEST_CASE(images_and_labels_must_be_as_many) {
    const TemporaryFolder folder;
    const auto images = folder.write("images", idx_file({2, 1, 1}, "ab"));
    const auto labels = folder.write("labels", idx_file({3}, "\1\1\1"));
    BOOST_TEST(message_of<DataError>([&] { read_idx_dataset("bad", images, labels); }) ==
               "idx: " + labels.string() + ": holds 3 labels, " + images.string() +
                   " holds 2 images");
}

BOOST_AUTO_TEST_CASE(a_label_without_a_class_is_named) {
    const TemporaryFolder folder;
    const auto images = folder.write("images", idx_file({3, 1, 1}, "abc"));
    const auto labels = folder.write("labels", idx_file({3}, std::string("\1\0\2", 3)));
    BOOST_TEST(message_of<DataError>([&] {
                   read_idx_dataset("bad", images, labels, {"a", "b"});
               }) == "idx: " + labels.string() + ": label 2 is 2, there are 2 classes, from 0 on");
    BOOST_TEST(read_idx_dataset("good", images, labels, {"a", "b", "c"})->size() == 3);
}

BOOST_AUTO_TEST_SUITE_END()
