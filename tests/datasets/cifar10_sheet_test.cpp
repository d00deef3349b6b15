// precision: float
#include "datasets/cifar10_sheet.h"

#include "autograd/error.h"
#include "tests/support/cifar10_files.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// What reading the file complains about, behind the name of the file.
std::string sheet_error(const std::filesystem::path& path) {
    const std::string message = message_of<DataError>([&] { read_cifar10_sheet(path); });
    const std::string name = path.string() + ": ";
    BOOST_TEST_REQUIRE(message.find(name) != std::string::npos, message);
    return message.substr(message.find(name) + name.size());
}

// A PNG file with another height in its header; the checksum of the header is no longer right.
std::string with_height(std::string png, const std::string& big_endian) {
    constexpr std::size_t kHeight = 8 + 8 + 4;  // behind signature, chunk's length and type, width
    return png.replace(kHeight, 4, big_endian);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cifar10_sheet_test)

BOOST_AUTO_TEST_CASE(each_row_of_pixels_is_one_image) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "sheet.png";
    write_cifar10_sheet(path, 5, 3);
    const std::vector<std::uint8_t> pixels = read_cifar10_sheet(path);
    BOOST_TEST_REQUIRE(pixels.size() == 3u * 32 * 32 * 3);
    std::size_t position = 0;
    for (std::int64_t image = 5; image < 8; ++image) {
        for (std::int64_t y = 0; y < 32; ++y) {
            for (std::int64_t x = 0; x < 32; ++x) {
                for (std::int64_t channel = 0; channel < 3; ++channel) {
                    BOOST_REQUIRE(pixels[position++] == cifar10_byte(image, y, x, channel));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(rejects_another_width_and_says_so) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "sheet.png";
    for (const int width : {1, 1023, 1025, 3072}) {
        write_cifar10_sheet(path, 0, 2, width);
        BOOST_TEST(sheet_error(path) == "has 2 rows of " + std::to_string(width) +
                                            " pixels; a sheet has at most 10000 rows of 1024");
    }
}

BOOST_AUTO_TEST_CASE(rejects_more_rows_than_a_sheet_has_before_it_takes_memory) {
    const TemporaryFolder folder;
    write_cifar10_sheet(folder.path() / "sheet.png", 0, 1);
    const std::string png = content_of(folder.path() / "sheet.png");
    for (const std::string& height : {std::string("\x00\x00\x27\x11", 4),  // 10,001
                                      std::string("\x00\xff\xff\xff", 4),  // 50 GB of pixels
                                      std::string("\x7f\xff\xff\xff", 4)}) {
        BOOST_TEST(!sheet_error(folder.write("huge.png", with_height(png, height))).empty());
    }
}

BOOST_AUTO_TEST_CASE(rejects_what_is_no_png_or_is_cut_off) {
    const TemporaryFolder folder;
    write_cifar10_sheet(folder.path() / "sheet.png", 0, 2);
    const std::string png = content_of(folder.path() / "sheet.png");
    for (const std::size_t size : {std::size_t{1}, std::size_t{8}, std::size_t{20}, std::size_t{33},
                                   png.size() / 2, png.size() - 13}) {
        BOOST_TEST(!sheet_error(folder.write("cut.png", png.substr(0, size))).empty(), size);
    }
    BOOST_TEST(!sheet_error(folder.write("text.png", "these are words")).empty());
    BOOST_TEST(!sheet_error(folder.write("gif.png", "GIF89a these are words")).empty());
    BOOST_TEST(!sheet_error(folder.write("packed.png", gzip_file(png))).empty());
}

BOOST_AUTO_TEST_CASE(rejects_what_is_not_there_or_no_file) {
    const TemporaryFolder folder;
    BOOST_TEST(sheet_error(folder.path() / "none.png") == "there is no such file");
    folder.write("folder.png/inside", "x");
    BOOST_TEST(sheet_error(folder.path() / "folder.png") == "is a folder, a file is needed");
    BOOST_TEST(sheet_error(folder.write("empty.png", "")) == "the file is empty");
}

BOOST_AUTO_TEST_SUITE_END()
