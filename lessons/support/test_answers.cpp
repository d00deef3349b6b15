#include "lessons/support/test_answers.h"

#include "autograd/grad_mode.h"
#include "layers/softmax.h"

#include <algorithm>

namespace stepgrad::lessons {

TestAnswers answers_on(Module& model, const DataLoader& images, std::size_t most_mistakes) {
    const NoGradGuard no_grad;
    model.eval();
    const auto class_count = static_cast<std::int32_t>(images.dataset().class_names().size());
    TestAnswers answers{ConfusionMatrix(class_count), {}};
    std::int64_t index = 0;
    for (const Batch& batch : images.epoch(0)) {
        const Variable probabilities = softmax(model(Variable(batch.images)));
        const std::vector<std::int32_t> guesses = predicted_classes(probabilities);
        answers.matrix.add(guesses, batch.labels);
        for (std::size_t i = 0; i < guesses.size(); ++i, ++index) {
            if (guesses[i] != batch.labels[i]) {
                const std::size_t at = i * static_cast<std::size_t>(class_count) +
                                       static_cast<std::size_t>(guesses[i]);
                answers.surest_mistakes.push_back(
                    {index, batch.labels[i], guesses[i], probabilities.value().data()[at]});
            }
        }
    }
    std::stable_sort(
        answers.surest_mistakes.begin(), answers.surest_mistakes.end(),
        [](const Mistake& a, const Mistake& b) { return a.probability > b.probability; });
    if (answers.surest_mistakes.size() > most_mistakes) {
        answers.surest_mistakes.erase(
            answers.surest_mistakes.begin() + static_cast<std::ptrdiff_t>(most_mistakes),
            answers.surest_mistakes.end());
    }
    return answers;
}

}  // namespace stepgrad::lessons
