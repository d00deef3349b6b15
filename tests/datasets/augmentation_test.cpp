// precision: float
// All random transforms behind one another, as a DataLoader applies them.
#include "autograd/random.h"
#include "datasets/cutout.h"
#include "datasets/data_loader.h"
#include "datasets/drawn_shapes.h"
#include "datasets/random_crop.h"
#include "datasets/random_horizontal_flip.h"
#include "datasets/random_rotation.h"
#include "datasets/random_shift.h"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace stepgrad;

namespace {

std::vector<std::shared_ptr<const Transform>> all_transforms() {
    return {std::make_shared<RandomHorizontalFlip>(),
            std::make_shared<RandomCrop>(3, CropBorder::kReflect),
            std::make_shared<RandomShift>(PixelRange{-2, 2}, PixelRange{0, 3}),
            std::make_shared<RandomRotation>(-15.0f, 15.0f),
            std::make_shared<Cutout>(6),
            std::make_shared<Normalise>(std::vector<Scalar>{0.2f}, std::vector<Scalar>{0.3f})};
}

// Knows its own number: the label of image i is i.
class Numbered final : public Dataset {
public:
    std::string name() const override { return "numbered"; }
    std::int64_t size() const override { return shapes_.size(); }
    Shape image_shape() const override { return shapes_.image_shape(); }
    std::vector<std::string> class_names() const override { return {"one", "for", "each"}; }
    std::int32_t label(std::int64_t index) const override {
        return static_cast<std::int32_t>(index);
    }
    void copy_image(std::int64_t index, Scalar* pixels) const override {
        shapes_.copy_image(index, pixels);
    }

private:
    DrawnShapes shapes_{"shapes", {.count = 60, .seed = 5}};
};

using Images = std::map<std::int32_t, std::vector<Scalar>>;  // by their number

Images epoch_of(DataLoaderOptions options, std::int64_t epoch) {
    options.transforms = all_transforms();
    Images images;
    for (const Batch& batch : DataLoader(std::make_shared<Numbered>(), options).epoch(epoch)) {
        for (std::size_t i = 0; i < batch.labels.size(); ++i) {
            const Tensor image = batch.images.rows(static_cast<std::int64_t>(i), 1);
            images[batch.labels[i]] = {image.numbers().begin(), image.numbers().end()};
        }
    }
    return images;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(augmentation_test)

BOOST_AUTO_TEST_CASE(depends_on_seed_epoch_and_image_alone) {
    const Images expected = epoch_of({.batch_size = 8, .seed = 1}, 2);
    BOOST_TEST(expected.size() == 60u);
    BOOST_CHECK(epoch_of({.batch_size = 7, .seed = 1}, 2) == expected);
    BOOST_CHECK(epoch_of({.batch_size = 60, .seed = 1}, 2) == expected);
    BOOST_CHECK(epoch_of({.batch_size = 8, .shuffle = false, .seed = 1}, 2) == expected);
    BOOST_CHECK(epoch_of({.batch_size = 8, .seed = 1, .prefetch = 0}, 2) == expected);
    BOOST_CHECK(epoch_of({.batch_size = 8, .seed = 1, .prefetch = 3}, 2) == expected);
    // Another epoch and another seed change every image.
    const Images other_epoch = epoch_of({.batch_size = 8, .seed = 1}, 3);
    const Images other_seed = epoch_of({.batch_size = 8, .seed = 2}, 2);
    for (const auto& [number, image] : expected) {
        BOOST_CHECK(other_epoch.at(number) != image);
        BOOST_CHECK(other_seed.at(number) != image);
    }
}

BOOST_AUTO_TEST_CASE(leaves_the_global_generator_alone) {
    set_seed(4);
    const std::uint32_t expected = global_random().next();
    set_seed(4);
    epoch_of({.batch_size = 8}, 1);
    BOOST_TEST(global_random().next() == expected);
}

BOOST_AUTO_TEST_SUITE_END()
