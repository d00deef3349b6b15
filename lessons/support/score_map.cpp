#include "lessons/support/score_map.h"

#include "lessons/support/lesson.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace stepgrad::lessons {
namespace {

constexpr std::int64_t kMostColumns = 36;  // two characters each
constexpr std::int32_t kLetters = 26;

Variable parameter_named(Sequential& model, const std::string& name) {
    for (const NamedParameter& named : model.named_parameters()) {
        if (named.name == name) {
            return named.parameter;
        }
    }
    throw std::invalid_argument("dense_as_convolution: the network has no " + name);
}

char letter_of(std::int32_t label) {
    return static_cast<char>('A' + label % kLetters);
}

}  // namespace

Conv2d dense_as_convolution(Sequential& model) {
    const Tensor weight = parameter_named(model, "head.classes.weight").value();  // [64, 10]
    const Tensor bias = parameter_named(model, "head.classes.bias").value();      // [10]
    const std::int64_t channels = weight.shape()[0];
    const std::int64_t classes = weight.shape()[1];
    Conv2d convolution(channels, classes, 1);
    convolution.weight = Parameter(weight.reshape({1, 1, channels, classes}));
    convolution.bias = Parameter(bias);
    return convolution;
}

std::int32_t best_class(const Tensor& scores, std::int64_t image, std::int64_t first_column,
                        std::int64_t end_column) {
    const std::int64_t height = scores.shape()[1];
    const std::int64_t width = scores.shape()[2];
    const std::int64_t classes = scores.shape()[3];
    std::vector<double> sums(static_cast<std::size_t>(classes));
    for (std::int64_t y = 0; y < height; ++y) {
        for (std::int64_t x = first_column; x < end_column; ++x) {
            const Scalar* place = scores.data() + ((image * height + y) * width + x) * classes;
            for (std::size_t c = 0; c < sums.size(); ++c) {
                sums[c] += static_cast<double>(place[c]);
            }
        }
    }
    return static_cast<std::int32_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
}

std::string score_map_text(const Tensor& scores, std::int64_t image,
                           const std::vector<std::string>& class_names) {
    const std::int64_t classes = scores.shape()[3];
    const std::int64_t columns = std::min(scores.shape()[2], kMostColumns);
    std::set<std::int32_t> seen;
    std::string text;
    for (std::int64_t y = 0; y < scores.shape()[1]; ++y) {
        text += "   ";
        for (std::int64_t x = 0; x < columns; ++x) {
            const std::int64_t place = (image * scores.shape()[1] + y) * scores.shape()[2] + x;
            const Scalar* first = scores.data() + place * classes;
            const auto best =
                static_cast<std::int32_t>(std::max_element(first, first + classes) - first);
            seen.insert(best);
            text += ' ';
            text += letter_of(best);
        }
        text += '\n';
    }
    std::string legend;
    for (const std::int32_t label : seen) {
        legend += legend.empty() ? "" : ", ";
        legend += letter_of(label);
        legend += " " + printable(class_names[static_cast<std::size_t>(label)]);
    }
    return text + wrapped(legend) + "\n";
}

}  // namespace stepgrad::lessons
