#include "lessons/support/evaluate.h"

#include "autograd/grad_mode.h"
#include "autograd/optim/metrics.h"
#include "layers/cross_entropy.h"

namespace stepgrad::lessons {

Measured measure(Module& model, const DataLoader& batches) {
    const NoGradGuard no_grad;
    model.eval();
    RunningMean loss;
    RunningMean right;
    for (const Batch& batch : batches.epoch(0)) {
        const Variable logits = model(Variable(batch.images));
        loss.add(cross_entropy(logits, batch.labels).item(), logits.shape()[0]);
        right.add(accuracy(logits, batch.labels), logits.shape()[0]);
    }
    return {.loss = loss.mean(), .accuracy = right.mean()};
}

double accuracy_on(Module& model, const DataLoader& batches) {
    return measure(model, batches).accuracy;
}

}  // namespace stepgrad::lessons
