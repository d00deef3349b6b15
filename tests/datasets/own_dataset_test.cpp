// precision: float
// The example of datasets/README.md, compiled: a dataset of one's own.
#include "datasets/data_loader.h"
#include "datasets/dataset.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tensors.h"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace stepgrad;
using namespace stepgrad::testing;

namespace {

// README begins
class Stripes final : public Dataset {
public:
    std::string name() const override { return "stripes"; }
    std::int64_t size() const override { return 1000; }
    Shape image_shape() const override { return {8, 8, 1}; }  // [height, width, channels]
    std::vector<std::string> class_names() const override { return {"lying", "standing"}; }
    std::int32_t label(std::int64_t index) const override { return index % 2; }

    void copy_image(std::int64_t index, Scalar* pixels) const override {
        require_index(index);  // throws if there is no such image
        for (int y = 0; y < 8; ++y) {
            for (int x = 0; x < 8; ++x) {
                const int position = label(index) == 1 ? x : y;
                pixels[8 * y + x] = (position + index / 2) % 4 < 2 ? Scalar{0} : Scalar{1};
            }
        }
    }
};
// README ends

}  // namespace

BOOST_AUTO_TEST_SUITE(own_dataset_test)

BOOST_AUTO_TEST_CASE(the_example_of_the_readme_makes_batches) {
    const DataLoader loader(std::make_shared<Stripes>(), {.batch_size = 100, .shuffle = false});
    const Batch batch = loader.epoch(1).batch(9);
    BOOST_CHECK(batch.images.shape() == Shape({100, 8, 8, 1}));
    // Image 900 lies: rows 450 % 4 = 2 on, so 1 1 0 0 1 1 0 0 from top to bottom.
    BOOST_TEST(batch.labels[0] == 0);
    BOOST_TEST(batch.images.at({0, 0, 7, 0}) == 1.0f);
    BOOST_TEST(batch.images.at({0, 2, 7, 0}) == 0.0f);
    // Image 901 stands: the same from left to right.
    BOOST_TEST(batch.labels[1] == 1);
    BOOST_TEST(batch.images.at({1, 7, 0, 0}) == 1.0f);
    BOOST_TEST(batch.images.at({1, 7, 2, 0}) == 0.0f);
}

BOOST_AUTO_TEST_CASE(the_readme_shows_what_is_compiled_here) {
    const std::filesystem::path root = STEPGRAD_SOURCE_DIR;
    const std::string source = content_of(root / "tests/datasets/own_dataset_test.cpp");
    std::string begin = "// README ";
    begin += "begins\n";
    std::string end = "// README ";
    end += "ends\n";
    const std::size_t first = source.find(begin) + begin.size();
    const std::string example = source.substr(first, source.find(end) - first);
    BOOST_REQUIRE(example.size() > 100u);
    BOOST_TEST((content_of(root / "datasets/README.md").find(example) != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()
