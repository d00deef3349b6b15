#include "autograd/optim/sgd.h"
#include "autograd/random.h"
#include "autograd/text_table.h"
#include "layers/cross_entropy.h"
#include "layers/weights/safetensors.h"
#include "lessons/support/transfer.h"

#include <cstring>
#include <vector>

namespace stepgrad::lessons {
namespace {

constexpr double kRate = 0.02;
constexpr int kFirst = 1;
constexpr int kSecond = 2;

// One epoch without any memory between steps but the weights.
void train_epoch(Sequential& model, const TrainingData& data, int epoch) {
    DataLoader batches = data.train_batches();
    SGD optimizer(model.parameters(), {.learning_rate = kRate});
    model.train();
    for (const Batch& batch : batches.epoch(epoch)) {
        optimizer.zero_grad();
        cross_entropy(model(Variable(batch.images)), batch.labels).backward();
        optimizer.step();
    }
}

std::vector<Tensor> numbers_of(Sequential& model) {
    std::vector<Tensor> tensors;
    for (const NamedParameter& named : model.named_parameters()) {
        tensors.push_back(named.parameter.value());
    }
    for (const NamedBuffer& named : model.named_buffers()) {
        tensors.push_back(named.buffer);
    }
    return tensors;
}

void compare(const Tensor& a, const Tensor& b, Continuation& continuation) {
    for (std::int64_t i = 0; i < a.numel(); ++i) {
        const bool is_same = std::memcmp(a.data() + i, b.data() + i, sizeof(Scalar)) == 0;
        continuation.different_numbers += is_same ? 0 : 1;
        ++continuation.numbers;
    }
}

}  // namespace

Continuation continue_from_file(const TrainingData& data, const TrainingOptions& options,
                                const std::filesystem::path& body_file) {
    constexpr std::int64_t kImagesOfClass = 50;
    const TrainingData few =
        data.treated_alike(reduced(data.source(), kImagesOfClass, options.seed));
    std::filesystem::path file = body_file;
    file.replace_filename(body_file.stem().string() + "_half_way.safetensors");

    set_seed(options.seed);
    Sequential without_break = small_cnn(Head::kGlobalAverage, few.network_options());
    train_epoch(without_break, few, kFirst);
    save_weights(without_break, file);
    train_epoch(without_break, few, kSecond);

    Sequential continued = small_cnn(Head::kGlobalAverage, few.network_options());
    load_weights(continued, file);
    train_epoch(continued, few, kSecond);

    Continuation continuation;
    const std::vector<Tensor> expected = numbers_of(without_break);
    const std::vector<Tensor> actual = numbers_of(continued);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        compare(expected[i], actual[i], continuation);
    }
    return continuation;
}

std::string continuation_text(const Continuation& continuation) {
    return "Two epochs in one go, and two with a file between them: of " +
           with_separators(continuation.numbers) + " numbers\n" +
           with_separators(continuation.different_numbers) +
           " differ. (SGD without momentum. What an optimizer remembers between steps is not in\n"
           "a file of weights.)\n";
}

}  // namespace stepgrad::lessons
