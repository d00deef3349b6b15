#include "layers/weights/load_report.h"

#include "autograd/text_table.h"

#include <algorithm>

namespace stepgrad {
namespace {

// The first names, each on a line, and how many there are besides.
template <typename Entry, typename ToText>
std::string list_text(const std::vector<Entry>& entries, int most, const ToText& to_text) {
    std::string text;
    const std::size_t shown = std::min(entries.size(), static_cast<std::size_t>(std::max(most, 0)));
    for (std::size_t i = 0; i < shown; ++i) {
        text += "  " + to_text(entries[i]) + "\n";
    }
    if (shown < entries.size()) {
        text += "  and " + std::to_string(entries.size() - shown) + " more\n";
    }
    return text;
}

}  // namespace

std::int64_t LoadReport::matched_numbers() const {
    std::int64_t count = 0;
    for (const Match& match : matched) {
        count += match.shape.numel();
    }
    return count;
}

std::string LoadReport::text(int most_names) const {
    std::string result = path.filename().string() + ": " + std::to_string(matched.size()) +
                         " tensors with " + with_separators(matched_numbers()) +
                         " numbers went into the model\n";
    if (!skipped.empty()) {
        result += "Skipped in the file: " + std::to_string(skipped.size()) + "\n" +
                  list_text(skipped, most_names, [](const SkippedTensor& tensor) {
                      return tensor.name + ": " + tensor.reason;
                  });
    }
    if (!initial.empty()) {
        result += "Left at their initial values in the model: " + std::to_string(initial.size()) +
                  "\n" + list_text(initial, most_names, [](const Initial& tensor) {
                      return tensor.model_name + " " + tensor.shape.to_string();
                  });
    }
    return result;
}

}  // namespace stepgrad
