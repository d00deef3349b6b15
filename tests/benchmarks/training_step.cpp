#include "tests/benchmarks/training_step.h"

#include "autograd/random.h"
#include "layers/cross_entropy.h"

#include <utility>

namespace stepgrad::benchmarks {

TrainingStep::TrainingStep(Sequential model, const NetSizes& sizes)
    : model_(std::move(model)),
      optimizer_(model_.parameters(), {.learning_rate = kLearningRate, .momentum = kMomentum}),
      images_(random_normal({sizes.batch, sizes.extent, sizes.extent, sizes.channels},
                            global_random())),
      labels_(static_cast<std::size_t>(sizes.batch)) {
    for (std::int32_t& label : labels_) {
        label = static_cast<std::int32_t>(global_random().below(kClassCount));
    }
}

void TrainingStep::run() {
    const Variable loss = cross_entropy(model_(images_), labels_);
    optimizer_.zero_grad();
    loss.backward();
    optimizer_.step();
}

}  // namespace stepgrad::benchmarks
