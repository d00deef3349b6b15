#include "lessons/support/pictures.h"

#include "autograd/grad_mode.h"
#include "datasets/image.h"
#include "layers/softmax.h"
#include "lessons/support/lesson.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <numeric>
#include <unistd.h>

namespace stepgrad::lessons {
namespace {

constexpr std::size_t kShownClasses = 3;

// The classes, most likely first.
std::vector<std::int64_t> ranked(const Tensor& probabilities) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(probabilities.numel()));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        return probabilities.data()[a] > probabilities.data()[b];
    });
    return order;
}

}  // namespace

void print_predictions(std::vector<Sequential>& models, const std::vector<Head>& heads,
                       const TrainingData& data, std::int64_t test_image) {
    const std::vector<std::string> names = data.class_names();
    const std::int64_t label = data.test_label(test_image);
    std::cout << terminal_picture(data.test_picture(test_image), isatty(STDOUT_FILENO) != 0)
              << "labelled: " << names[static_cast<std::size_t>(label)] << "\n\n";

    const NoGradGuard no_grad;
    const Variable input(data.test_input(test_image));
    for (std::size_t i = 0; i < models.size(); ++i) {
        models[i].eval();
        const Variable probabilities = softmax(models[i](input));
        const std::vector<std::int64_t> order = ranked(probabilities.value());
        std::printf("%-18s %s\n", head_name(heads[i]).c_str(),
                    order[0] == label ? "right" : "wrong");
        for (std::size_t rank = 0; rank < std::min(kShownClasses, order.size()); ++rank) {
            const std::int64_t guess = order[rank];
            std::printf("    %-16s %s\n", names[static_cast<std::size_t>(guess)].c_str(),
                        percent(static_cast<double>(probabilities.value().data()[guess])).c_str());
        }
    }
    std::fflush(stdout);
}

}  // namespace stepgrad::lessons
