// Solutions to the exercises of lesson 10.
// precision: float
#include "lessons/support/open_data.h"
#include "lessons/support/resized_images.h"
#include "lessons/support/training_data.h"
#include "tests/support/small_dataset.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::lessons;
using namespace stepgrad::testing;

namespace {

// Image i above image i + size / 2; the label is the upper one's.
class AboveEachOther final : public Dataset {
public:
    explicit AboveEachOther(std::shared_ptr<const Dataset> dataset)
        : dataset_(std::move(dataset)) {}

    std::string name() const override { return dataset_->name() + ", two on top of each other"; }
    std::int64_t size() const override { return dataset_->size() / 2; }
    Shape image_shape() const override {
        const Shape image = dataset_->image_shape();
        return image.with_extent(0, 2 * image[0]);
    }
    std::vector<std::string> class_names() const override { return dataset_->class_names(); }
    std::int32_t label(std::int64_t index) const override {
        require_index(index);
        return dataset_->label(index);
    }
    // Rows lie behind each other, so the lower image follows the upper one.
    void copy_image(std::int64_t index, Scalar* pixels) const override {
        require_index(index);
        dataset_->copy_image(index, pixels);
        dataset_->copy_image(index + size(), pixels + dataset_->image_shape().numel());
    }

private:
    std::shared_ptr<const Dataset> dataset_;
};

TrainingOptions options_of_the_subset() {
    TrainingOptions options;
    options.data = "fashion-mnist-subset";
    return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lesson_10_solutions_test)

// At 28x28 nothing is resized: the pixels are the same but for rounding to bytes, so the accuracy
// is that of the table of runs. It is the size that the network knows best.
BOOST_AUTO_TEST_CASE(exercise_1_at_its_own_size_an_image_stays) {
    const DataSource source = open_data(options_of_the_subset());
    const ResizedImages same(source.test, 28, 28);
    check_close(same.image(7), source.test->image(7), Scalar(1e-6));
}

// A network with GAP has no size of its own: train half of the epochs with one TrainingData and
// half with the other.
BOOST_AUTO_TEST_CASE(exercise_2_training_images_of_another_size) {
    const TrainingOptions options = options_of_the_subset();
    DataSource source = open_data(options);
    source.train = std::make_shared<ResizedImages>(source.train, 56, 56);
    source.test = std::make_shared<ResizedImages>(source.test, 56, 56);
    const TrainingData larger(source, options);
    BOOST_CHECK(larger.image_shape() == (Shape{56, 56, 1}));
    BOOST_CHECK(larger.train_batches().epoch(1).batch(0).images.shape() ==
                (Shape{options.batch_size, 56, 56, 1}));
}

BOOST_AUTO_TEST_CASE(exercise_3_one_above_the_other) {
    const AboveEachOther pictures(small_dataset(10));
    BOOST_TEST(pictures.size() == 5);
    const Tensor picture = pictures.image(1);
    BOOST_CHECK(picture.shape() == (Shape{4, 3, 1}));
    BOOST_TEST(picture.at({0, 0, 0}) == Scalar(1) / 255);
    BOOST_TEST(picture.at({1, 2, 0}) == Scalar(1) / 255);
    BOOST_TEST(picture.at({2, 0, 0}) == Scalar(6) / 255);
}

BOOST_AUTO_TEST_SUITE_END()
