// Solutions to the exercises of lesson 11. The first one is a run: lessons/run 11 --epochs 1.
// precision: float
#include "autograd/random.h"
#include "layers/models/small_cnn.h"
#include "lessons/support/evidence.h"
#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

// As HalfPictures, with everything on the left.
class LeftPictures final : public Dataset {
public:
    explicit LeftPictures(std::shared_ptr<const Dataset> dataset) : dataset_(std::move(dataset)) {}

    std::string name() const override { return dataset_->name() + ", on the left"; }
    std::int64_t size() const override { return dataset_->size(); }
    Shape image_shape() const override {
        const Shape image = dataset_->image_shape();
        return image.with_extent(1, 2 * image[1]);
    }
    std::vector<std::string> class_names() const override { return dataset_->class_names(); }
    std::int32_t label(std::int64_t index) const override { return dataset_->label(index); }
    void copy_image(std::int64_t index, Scalar* pixels) const override {
        const Tensor image = dataset_->image(index);
        const std::int64_t row = image.shape()[1] * image.shape()[2];
        std::fill_n(pixels, image_shape().numel(), Scalar(0));
        for (std::int64_t y = 0; y < image.shape()[0]; ++y) {
            std::copy_n(image.data() + y * row, row, pixels + 2 * y * row);
        }
    }

private:
    std::shared_ptr<const Dataset> dataset_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lesson_11_solutions_test)

// Flatten learns that the right half says nothing: its weights there have no reason to grow. Its
// maps then point to the left whatever is where; GAP cannot know halves and points as before.
BOOST_AUTO_TEST_CASE(exercise_2_everything_on_the_left) {
    const LeftPictures pictures(small_dataset(4));
    const Tensor picture = pictures.image(3);
    BOOST_CHECK(picture.shape() == (Shape{2, 6, 1}));
    BOOST_TEST(picture.at({1, 2, 0}) == Scalar(3) / 255);
    BOOST_TEST(picture.at({1, 3, 0}) == 0);
}

// The map of a class that is nowhere adds up to its score as all maps do; its maximum is where the
// least speaks against the class. A map always points somewhere.
BOOST_AUTO_TEST_CASE(exercise_3_a_class_that_is_nowhere) {
    set_seed(1);
    Sequential model = small_cnn(Head::kGlobalAverage, {.image_height = 8, .image_width = 16});
    const Tensor images = random_tensor({3, 8, 16, 1}, 2);
    const Evidence evidence = evidence_for(model, images, {7, 7, 7});
    BOOST_CHECK(evidence.maps.shape() == (Shape{3, 2, 4}));
    BOOST_TEST(evidence.deviation < 1e-5);
}

BOOST_AUTO_TEST_SUITE_END()
