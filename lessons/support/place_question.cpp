#include "lessons/support/place_question.h"

#include "autograd/grad_mode.h"
#include "datasets/drawn_shapes.h"
#include "datasets/rearrange.h"
#include "lessons/support/differences.h"

#include <memory>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kTrainCount = 10000;
constexpr std::int64_t kTestCount = 2000;
constexpr std::int64_t kQuickTrainCount = 2000;
constexpr std::int64_t kQuickTestCount = 1000;
constexpr std::int64_t kShapeSize = 10;
constexpr std::int64_t kSteps = 3;
constexpr std::int64_t kMoved = 16;  // images: each shape in each quadrant

DrawnShapesOptions scene(Frame frame) {
    return {.image_size = frame == Frame::kWide ? 64 : 36,
            .smallest = kShapeSize,
            .largest = kShapeSize,
            .margin = frame == Frame::kWide ? 19 : 5,
            .label = ShapeLabel::kPlace};
}

std::shared_ptr<const Dataset> drawn(const std::string& name, Frame frame, std::int64_t count,
                                     std::int64_t noise, std::uint64_t seed) {
    DrawnShapesOptions options = scene(frame);
    options.count = count;
    options.noise = noise;
    options.seed = seed;
    return std::make_shared<DrawnShapes>(name, options);
}

// Row (or column) i of a moved image is row i - shift of the old one, around the edge.
std::vector<std::int64_t> moved_places(std::int64_t count, std::int64_t shift) {
    std::vector<std::int64_t> places;
    for (std::int64_t i = 0; i < count; ++i) {
        places.push_back(((i - shift) % count + count) % count);
    }
    return places;
}

}  // namespace

TrainingData place_question(Frame frame, const TrainingOptions& options) {
    const std::int64_t noise = DrawnShapesOptions().noise;
    DataSource source;
    source.name = frame == Frame::kWide ? "places in a wide frame" : "places in a close frame";
    source.train = drawn("places train", frame, options.quick ? kQuickTrainCount : kTrainCount,
                         noise, mix_seed(options.seed, 1));
    source.test = drawn("places test", frame, options.quick ? kQuickTestCount : kTestCount, noise,
                        mix_seed(options.seed, 2));
    return TrainingData(source, options);
}

Tensor moved(const Tensor& images, PixelShift shift) {
    const Tensor result = images.clone();
    const Shape& shape = images.shape();
    const std::vector<std::int64_t> rows = moved_places(shape[1], shift.down);
    const std::vector<std::int64_t> columns = moved_places(shape[2], shift.right);
    for (std::int64_t i = 0; i < shape[0]; ++i) {
        Tensor image = result.rows(i, 1).reshape({shape[1], shape[2], shape[3]});
        rearrange(image, rows, columns, /*fill=*/0);
    }
    return result;
}

double difference_when_moved(Module& model, const TrainingData& data, Frame frame,
                             std::int64_t step) {
    const NoGradGuard no_grad;
    model.eval();
    const auto shapes = drawn("places without noise", frame, kMoved, /*noise=*/0, /*seed=*/3);
    Equality equality{"moved"};
    const Batch all = data.in_order(shapes).epoch(0).batch(0);
    for (std::int64_t i = 0; i < kMoved; ++i) {
        if (all.labels[static_cast<std::size_t>(i)] != 0) {
            continue;  // not in the upper left: a shape could come too close to the other edge
        }
        const Tensor image = all.images.rows(i, 1);
        const Tensor logits = model(Variable(image)).value();
        for (std::int64_t k = 1; k <= kSteps; ++k) {
            for (const PixelShift shift : {PixelShift{k * step, 0}, PixelShift{0, k * step},
                                           PixelShift{k * step, k * step}}) {
                equality = compared(equality, model(Variable(moved(image, shift))).value(), logits);
            }
        }
    }
    return equality.difference;
}

}  // namespace stepgrad::lessons
