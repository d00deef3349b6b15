// precision: float
#include "datasets/image.h"

#include "autograd/error.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wshadow"
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#include <stb_image.h>
#pragma GCC diagnostic pop

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

struct DecodedImage {
    int height = 0;
    int width = 0;
    int channels = 0;
    std::vector<int> bytes;
};

// Reads a PNG with stb's reader, which shares no code with its writer.
DecodedImage decode_png(const std::string& png) {
    DecodedImage image;
    stbi_uc* const bytes = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(png.data()),
                                                 static_cast<int>(png.size()), &image.width,
                                                 &image.height, &image.channels, 0);
    BOOST_REQUIRE(bytes != nullptr);
    image.bytes.assign(bytes, bytes + image.width * image.height * image.channels);
    stbi_image_free(bytes);
    return image;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(image_test)

BOOST_AUTO_TEST_CASE(a_grey_image_is_written_as_it_is) {
    const TemporaryFolder folder;
    const Tensor numbers = Tensor::from({2, 3}, {0, 0.2f, 0.4f, 0.6f, 0.8f, 1});
    for (const Tensor& image : {numbers, numbers.reshape({2, 3, 1})}) {
        write_png(folder.path() / "grey ä.png", image);
        const DecodedImage decoded = decode_png(content_of(folder.path() / "grey ä.png"));
        BOOST_TEST(decoded.height == 2);
        BOOST_TEST(decoded.width == 3);
        BOOST_TEST(decoded.channels == 1);
        BOOST_CHECK((decoded.bytes == std::vector<int>{0, 51, 102, 153, 204, 255}));
    }
    BOOST_CHECK(folder.names() == std::vector<std::string>{"grey ä.png"});
}

BOOST_AUTO_TEST_CASE(a_colour_image_is_written_as_it_is) {
    const TemporaryFolder folder;
    write_png(folder.path() / "colour.png", Tensor::from({1, 2, 3}, {1, 0, 0, 0, 0.2f, 1}));
    const DecodedImage decoded = decode_png(content_of(folder.path() / "colour.png"));
    BOOST_TEST(decoded.channels == 3);
    BOOST_CHECK((decoded.bytes == std::vector<int>{255, 0, 0, 0, 51, 255}));
}

BOOST_AUTO_TEST_CASE(numbers_are_cut_to_0_and_1_and_rounded) {
    const TemporaryFolder folder;
    const Scalar infinity = std::numeric_limits<Scalar>::infinity();
    write_png(folder.path() / "cut.png",
              Tensor::from({1, 6}, {-0.5f, 1.5f, -infinity, infinity, 0.4f / 255, 0.6f / 255}));
    BOOST_CHECK((decode_png(content_of(folder.path() / "cut.png")).bytes ==
                 std::vector<int>{0, 255, 0, 255, 0, 1}));
}

BOOST_AUTO_TEST_CASE(a_file_that_was_there_is_replaced) {
    const TemporaryFolder folder;
    const auto path = folder.write("old.png", "old");
    write_png(path, Tensor::full({1, 1}, 1));
    BOOST_TEST(decode_png(content_of(path)).bytes.at(0) == 255);
}

BOOST_AUTO_TEST_CASE(nothing_is_left_where_writing_fails) {
    const TemporaryFolder folder;
    const Tensor image = Tensor::zeros({2, 2});
    const auto missing = folder.path() / "missing" / "a.png";
    BOOST_TEST(message_of<DataError>([&] { write_png(missing, image); }) ==
               "write_png: " + missing.string() + ": cannot be written: No such file or directory");
    BOOST_TEST(folder.names().empty());
    // A folder stands where the file should go: written, but it cannot be renamed.
    const auto taken = folder.write("taken.png/inside", "x").parent_path();
    BOOST_TEST(message_of<DataError>([&] { write_png(taken, image); }) ==
               "write_png: " + taken.string() + ": cannot be written: Is a directory");
    BOOST_CHECK(folder.names() == std::vector<std::string>{"taken.png"});
}

BOOST_AUTO_TEST_CASE(rejects_what_is_no_picture_and_says_so) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "no.png";
    BOOST_TEST(
        message_of<ShapeError>([&] {
            write_png(path, Tensor::zeros({1, 2, 2, 1}));
        }) ==
        "write_png: needs an image [height, width], [height, width, 1] or [height, width, 3] "
        "of at most 16384 pixels a side, Tensor [1, 2, 2, 1] was given");
    for (const Tensor& bad : {Tensor(), Tensor::zeros({3}), Tensor::zeros({2, 2, 2}),
                              Tensor::zeros({0, 2}), Tensor::zeros({1, 16385})}) {
        BOOST_CHECK_THROW(write_png(path, bad), ShapeError);
        BOOST_CHECK_THROW(terminal_picture(bad, /*use_colour=*/false), ShapeError);
    }
    BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(a_nan_is_not_hidden) {
    const TemporaryFolder folder;
    const Tensor image = Tensor::from({2, 2}, {0, 1, std::numeric_limits<Scalar>::quiet_NaN(), 0});
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   write_png(folder.path() / "nan.png", image);
               }) == "write_png: number 2 of the image [2, 2] is NaN");
    BOOST_TEST(message_of<std::invalid_argument>([&] {
                   terminal_picture(image, /*use_colour=*/true);
               }) == "terminal_picture: number 2 of the image [2, 2] is NaN");
    BOOST_TEST(folder.names().empty());
}

BOOST_AUTO_TEST_CASE(ascii_draws_two_rows_in_one_from_black_to_white) {
    const Tensor image = Tensor::from({3, 3}, {0, 0, 1,  //
                                               0, 1, 1,  //
                                               1, 0.5f, 0});
    BOOST_TEST(terminal_picture(image, /*use_colour=*/false) == " =@\n@+ \n");
    const Tensor colours = Tensor::from({1, 2, 3}, {1, 1, 1, 0, 0, 0});
    BOOST_TEST(terminal_picture(colours, /*use_colour=*/false) == "@ \n");
}

BOOST_AUTO_TEST_CASE(half_blocks_draw_grey_with_ink_above_and_background_below) {
    const Tensor image = Tensor::from({2, 2}, {0, 1,  //
                                               1, 1});
    BOOST_TEST(terminal_picture(image, /*use_colour=*/true) ==
               "\x1b[38;5;232m\x1b[48;5;255m\u2580\x1b[38;5;255m\u2580\x1b[0m\n");
}

BOOST_AUTO_TEST_CASE(half_blocks_draw_colours_and_leave_the_row_below_the_last_alone) {
    const Tensor image = Tensor::from({1, 1, 3}, {1, 0.2f, 0});
    BOOST_TEST(terminal_picture(image, /*use_colour=*/true) ==
               "\x1b[38;2;255;51;0m\x1b[49m\u2580\x1b[0m\n");
}

BOOST_AUTO_TEST_SUITE_END()
