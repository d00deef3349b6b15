#include "lessons/support/evaluate.h"

#include "autograd/grad_mode.h"
#include "autograd/optim/metrics.h"

namespace stepgrad::lessons {

double accuracy_on(Module& model, const DataLoader& batches) {
    const NoGradGuard no_grad;
    model.eval();
    RunningMean mean;
    for (const Batch& batch : batches.epoch(0)) {
        const Variable logits = model(Variable(batch.images));
        mean.add(accuracy(logits, batch.labels), logits.shape()[0]);
    }
    return mean.mean();
}

}  // namespace stepgrad::lessons
