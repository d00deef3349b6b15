// precision: float
#include "datasets/read_image.h"

#include "autograd/error.h"
#include "datasets/image.h"
#include "tests/support/byte_spans.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/jpeg_bytes.h"
#include "tests/support/png_bytes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>
#include <sys/stat.h>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

std::vector<int> decode(const std::string& file, const ReadImageOptions& options) {
    const ByteImage image = decode_image("x", bytes_of(file), options);
    BOOST_TEST(static_cast<std::int64_t>(image.bytes.size()) ==
               image.height * image.width * image.channels);
    return {image.bytes.begin(), image.bytes.end()};
}

const ReadImageOptions kGrey = {.colour = ImageColour::kGrey};
const ReadImageOptions kRgb = {.colour = ImageColour::kRgb};

// Three by two blocks of different greys, and where each of them is seen for each orientation.
const std::vector<int> kStored = {10, 20, 30,  //
                                  40, 50, 60};
const std::vector<std::vector<int>> kSeen = {
    {10, 20, 30, 40, 50, 60},  // 1
    {30, 20, 10, 60, 50, 40},  // 2 mirrored left-right
    {60, 50, 40, 30, 20, 10},  // 3 half a turn
    {40, 50, 60, 10, 20, 30},  // 4 mirrored top-bottom
    {10, 40, 20, 50, 30, 60},  // 5 mirrored along the main diagonal
    {40, 10, 50, 20, 60, 30},  // 6 a quarter turn clockwise
    {60, 30, 50, 20, 40, 10},  // 7 mirrored along the other diagonal
    {30, 60, 20, 50, 10, 40},  // 8 a quarter turn anticlockwise
};

}  // namespace

BOOST_AUTO_TEST_SUITE(read_image_test)

BOOST_AUTO_TEST_CASE(what_write_png_writes_is_read) {
    const TemporaryFolder folder;
    const Tensor image = Tensor::from({2, 1, 3}, {0, 0.2f, 0.4f, 0.6f, 0.8f, 1});
    write_png(folder.path() / "a ä.PNG", image);
    BOOST_TEST(same_bits(
        read_image(folder.path() / "a ä.PNG"),
        Tensor::from({2, 1, 3}, {0, 51.0f / 255, 102.0f / 255, 153.0f / 255, 204.0f / 255, 1})));
    const ByteImage bytes = read_byte_image(folder.path() / "a ä.PNG");
    BOOST_CHECK((bytes.bytes == std::vector<std::uint8_t>{0, 51, 102, 153, 204, 255}));
}

BOOST_AUTO_TEST_CASE(grey_becomes_colour_and_colour_becomes_grey) {
    const std::string grey = png_file({.width = 2}, hex("00 07 ff"));
    BOOST_TEST(decode(grey, kGrey) == (std::vector{7, 255}));
    BOOST_TEST(decode(grey, kRgb) == (std::vector{7, 7, 7, 255, 255, 255}));
    const std::string colour =
        png_file({.width = 4, .colour_type = 2}, hex("00 ff 00 00 00 ff 00 00 00 ff 64 64 64"));
    // 0.299, 0.587 and 0.114 of 255, and the same grey where all are equal
    BOOST_TEST(decode(colour, kGrey) == (std::vector{76, 150, 29, 100}));
    BOOST_TEST(decode(colour, kRgb) ==
               (std::vector{255, 0, 0, 0, 255, 0, 0, 0, 255, 100, 100, 100}));
}

BOOST_AUTO_TEST_CASE(transparent_pixels_show_the_background) {
    // red of alpha 255, 0 and 51, a fifth
    const std::string file =
        png_file({.width = 3, .colour_type = 6}, hex("00 ff 00 00 ff ff 00 00 00 ff 00 00 33"));
    BOOST_TEST(decode(file, {}) == (std::vector{255, 0, 0, 255, 255, 255, 255, 204, 204}));
    BOOST_TEST(decode(file, {.background = 0}) == (std::vector{255, 0, 0, 0, 0, 0, 51, 0, 0}));
    const std::string grey = png_file({.width = 2, .colour_type = 4}, hex("00 00 ff 00 00"));
    BOOST_TEST(decode(grey, {.colour = ImageColour::kGrey, .background = 0.4f}) ==
               (std::vector{0, 102}));
}

BOOST_AUTO_TEST_CASE(photos_are_turned_as_their_exif_data_say) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const std::string file = grey_jpeg(3, kStored, exif_segment(orientation, true));
        const ByteImage image = decode_image("x", bytes_of(file), kGrey);
        BOOST_TEST(image.width == (orientation < 5 ? 24 : 16));
        BOOST_TEST(image.height == (orientation < 5 ? 16 : 24));
        std::vector<int> seen;
        for (std::int64_t y = 4; y < image.height; y += 8) {
            for (std::int64_t x = 4; x < image.width; x += 8) {
                seen.push_back(image.bytes[static_cast<std::size_t>(y * image.width + x)]);
            }
        }
        BOOST_TEST(seen == kSeen[static_cast<std::size_t>(orientation - 1)]);
        // So they are where the picture is made smaller: each block a pixel.
        const bool lies = orientation >= 5;
        const std::vector<int> small = decode(
            file, {.colour = ImageColour::kGrey, .height = lies ? 3 : 2, .width = lies ? 2 : 3});
        constexpr int kNeighbours = 8;  // blocks beside it weigh an eighth each, and differ by 30
        for (std::size_t i = 0; i < small.size(); ++i) {
            BOOST_TEST(std::abs(small[i] - seen[i]) < kNeighbours);
        }
    }
}

BOOST_AUTO_TEST_CASE(png_files_are_turned_too) {
    const std::string file =
        png_file({.width = 2}, hex("00 10 20"), png_chunk("eXIf", exif_block(6, false)));
    const ByteImage image = decode_image("x", bytes_of(file), kGrey);
    BOOST_TEST(image.height == 2);
    BOOST_CHECK((image.bytes == std::vector<std::uint8_t>{0x10, 0x20}));
}

BOOST_AUTO_TEST_CASE(a_size_is_given_whole_or_not_at_all) {
    const std::string file = png_file({.width = 2, .height = 2}, hex("00 10 10 00 10 10"));
    BOOST_TEST(decode(file, {.colour = ImageColour::kGrey, .height = 1, .width = 3}) ==
               (std::vector{16, 16, 16}));
    BOOST_TEST(message_of<std::invalid_argument>([&] { decode(file, {.height = 5}); }) ==
               "read_image: height and width are given together or not at all, 5 and 0 were given");
    BOOST_CHECK_THROW(decode(file, {.width = 5}), std::invalid_argument);
    BOOST_CHECK_THROW(decode(file, {.height = -1, .width = 5}), std::invalid_argument);
    BOOST_CHECK_THROW(decode(file, {.height = 5, .width = 32769}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_background_is_from_0_to_1) {
    const std::string file = png_file({}, hex("00 00"));
    for (const Scalar background :
         {Scalar(-0.1), Scalar(1.1), std::numeric_limits<Scalar>::quiet_NaN()}) {
        BOOST_CHECK_THROW(decode(file, {.background = background}), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(files_that_are_none_are_named_with_the_reason) {
    const TemporaryFolder folder;
    const auto error = [&](const std::filesystem::path& path) {
        const std::string message = message_of<DataError>([&] { read_image(path); });
        const std::string start = path.string() + ": ";
        return message.substr(message.find(start) + start.size());
    };
    BOOST_TEST(error(folder.path() / "none.png") == "there is no such file");
    BOOST_TEST(error(folder.path()) == "is a folder, a file is needed");
    BOOST_TEST(error(folder.write("empty.png", "")) == "the file is empty");
    BOOST_TEST(error(folder.write("text.png", "text")) == "is neither PNG nor JPEG");
    BOOST_TEST(error(folder.write("a.png", gzip_file("a.png"))) ==
               "is a gzip file, neither PNG nor JPEG");
    const auto huge = folder.write("huge.png", "x");
    std::filesystem::resize_file(huge, (std::uintmax_t{1} << 30) + 1);  // holes take no room
    BOOST_TEST(error(huge) == "has 1073741825 bytes, more than the 1073741824 that are read");
    std::filesystem::create_symlink("nowhere", folder.path() / "link.png");
    BOOST_TEST(error(folder.path() / "link.png") == "there is no such file");
    BOOST_REQUIRE(mkfifo((folder.path() / "pipe.png").c_str(), 0600) == 0);
    BOOST_TEST(error(folder.path() / "pipe.png") == "is not a regular file");
}

BOOST_AUTO_TEST_CASE(links_are_followed) {
    const TemporaryFolder folder;
    folder.write("a.png", png_file({}, hex("00 33")));
    std::filesystem::create_symlink("a.png", folder.path() / "link.png");
    BOOST_TEST(read_image(folder.path() / "link.png", kGrey).item() == 0x33 / Scalar(255));
}

BOOST_AUTO_TEST_SUITE_END()
