#include "lessons/support/predictions.h"

#include "autograd/grad_mode.h"
#include "layers/softmax.h"
#include "lessons/support/lesson.h"
#include "lessons/support/picture_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace stepgrad::lessons {
namespace {

constexpr std::size_t kShownClasses = 3;
constexpr std::int64_t kWidestPicture = 28;
constexpr std::int64_t kWidestName = 16;
constexpr std::int64_t kBarWidth = 20;
constexpr std::int64_t kPercentWidth = 8;  // "100.0 %"
constexpr std::int64_t kGap = 2;

// The classes, most likely first.
std::vector<std::size_t> ranked(const Tensor& probabilities) {
    std::vector<std::size_t> order(static_cast<std::size_t>(probabilities.numel()));
    std::iota(order.begin(), order.end(), 0);
    const auto rank = [&](std::size_t i) {
        const Scalar probability = probabilities.data()[i];
        return std::isnan(probability) ? Scalar(-1) : probability;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return rank(a) > rank(b); });
    return order;
}

// "  Sneaker          ###############-----   76.3 %". A network that has gone astray gives NaN.
std::string probability_line(const std::string& class_name, double probability) {
    const double share = std::isnan(probability) ? 0 : probability;
    const auto filled = static_cast<std::size_t>(share * kBarWidth + 0.5);
    const std::string number = std::isnan(probability) ? "NaN" : percent(probability);
    std::string line = spaces(kGap) + fitted(class_name, kWidestName) + spaces(kGap);
    line += std::string(filled, '#') + std::string(kBarWidth - filled, '-');
    return line + spaces(kPercentWidth - character_count(number)) + number;
}

std::string verdict(std::int32_t label, std::size_t guess) {
    if (label < 0) {
        return "";
    }
    return static_cast<std::size_t>(label) == guess ? ": right" : ": wrong";
}

std::vector<std::string> answers(std::vector<Candidate>& candidates,
                                 const std::vector<std::string>& class_names,
                                 const Sample& sample) {
    const NoGradGuard no_grad;
    std::vector<std::string> lines;
    for (Candidate& candidate : candidates) {
        candidate.model.eval();
        const Tensor probabilities = softmax(candidate.model(Variable(sample.input))).value();
        const std::vector<std::size_t> order = ranked(probabilities);
        lines.push_back(candidate.name + verdict(sample.label, order[0]));
        for (std::size_t rank = 0; rank < std::min(kShownClasses, order.size()); ++rank) {
            lines.push_back(
                probability_line(class_names[order[rank]], probabilities.data()[order[rank]]));
        }
    }
    return lines;
}

}  // namespace

std::string predictions_text(std::vector<Candidate>& candidates,
                             const std::vector<std::string>& class_names, const Sample& sample,
                             bool use_colour) {
    std::vector<std::string> left = picture_lines(sample.picture, kWidestPicture, use_colour);
    std::vector<std::string> right = answers(candidates, class_names, sample);
    const std::int64_t columns = picture_columns(sample.picture.shape()[1], kWidestPicture);
    const std::size_t count = std::max(left.size(), right.size());
    left.resize(count, spaces(columns));
    right.resize(count);
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += left[i];
        text += right[i].empty() ? "" : spaces(kGap) + right[i];
        text += "\n";
    }
    return text;
}

}  // namespace stepgrad::lessons
