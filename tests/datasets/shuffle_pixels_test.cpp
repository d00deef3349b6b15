// precision: float
#include "datasets/shuffle_pixels.h"

#include "autograd/error.h"
#include "autograd/shape_only.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// Pixel i has the numbers 10 i, 10 i + 1, ... in its channels.
Tensor numbered_image(const Shape& shape) {
    std::vector<Scalar> numbers;
    for (std::int64_t pixel = 0; pixel < shape[0] * shape[1]; ++pixel) {
        for (std::int64_t channel = 0; channel < shape[2]; ++channel) {
            numbers.push_back(static_cast<Scalar>(10 * pixel + channel));
        }
    }
    return Tensor::from(shape, numbers);
}

Tensor shuffled(const Tensor& image, std::uint64_t seed) {
    Tensor copy = image.clone();
    ShufflePixels(image.shape(), seed).apply(copy);
    return copy;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shuffle_pixels_test)

BOOST_AUTO_TEST_CASE(every_pixel_is_still_there_once_in_another_place) {
    for (const Shape& shape : {Shape{28, 28, 1}, Shape{5, 7, 1}, Shape{1, 9, 1}}) {
        const Tensor image = numbered_image(shape);
        const Tensor mixed = shuffled(image, 1);
        BOOST_CHECK(!same_bits(mixed, image));
        std::vector<Scalar> numbers(mixed.numbers().begin(), mixed.numbers().end());
        std::sort(numbers.begin(), numbers.end());
        BOOST_CHECK(same_bits(Tensor::from(shape, numbers), image));
    }
}

BOOST_AUTO_TEST_CASE(new_pixel_i_is_old_pixel_order_i_with_all_its_channels) {
    const Shape shape{3, 4, 3};
    const ShufflePixels shuffle(shape, 5);
    const Tensor mixed = shuffled(numbered_image(shape), 5);
    BOOST_TEST_REQUIRE(shuffle.order().size() == 12u);
    for (std::size_t pixel = 0; pixel < 12; ++pixel) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
            BOOST_TEST(mixed.numbers()[3 * pixel + channel] ==
                       static_cast<Scalar>(10 * shuffle.order()[pixel]) +
                           static_cast<Scalar>(channel));
        }
    }
}

BOOST_AUTO_TEST_CASE(all_images_are_shuffled_in_the_same_way_whatever_the_random_stream) {
    const Shape shape{6, 6, 2};
    const ShufflePixels shuffle(shape, 1);
    Tensor first = numbered_image(shape);
    Tensor second = numbered_image(shape);
    Random one(1);
    Random two(2);
    shuffle.apply(first, one);
    shuffle.apply(second, two);
    BOOST_CHECK(same_bits(first, second));
    BOOST_TEST(one.next() == Random(1).next(), "nothing is drawn from the image's stream");
}

BOOST_AUTO_TEST_CASE(the_order_depends_on_the_seed) {
    const Tensor image = numbered_image({6, 6, 1});
    BOOST_CHECK(same_bits(shuffled(image, 7), shuffled(image, 7)));
    BOOST_CHECK(!same_bits(shuffled(image, 7), shuffled(image, 8)));
}

BOOST_AUTO_TEST_CASE(a_shape_without_numbers_stays_one) {
    const ShapeOnlyGuard shapes_only;
    Tensor image = Tensor::empty({2, 2, 1});
    ShufflePixels({2, 2, 1}, 1).apply(image);
    BOOST_TEST(!image.has_numbers());
}

BOOST_AUTO_TEST_CASE(rejects_images_of_another_shape_and_says_so) {
    const ShufflePixels shuffle({2, 3, 1}, 1);
    Tensor turned = Tensor::zeros({3, 2, 1});
    BOOST_TEST(message_of<ShapeError>([&] { shuffle.apply(turned); }) ==
               "shuffle_pixels: was made for images [2, 3, 1], [3, 2, 1] was given");
    BOOST_TEST(message_of<ShapeError>([] {
                   ShufflePixels({4, 2, 3, 1}, 1);
               }) ==
               "shuffle_pixels: an image is [height, width, channels], [4, 2, 3, 1] was given");
}

BOOST_AUTO_TEST_SUITE_END()
