#include "layers/summary.h"

#include "autograd/grad_mode.h"
#include "autograd/observer.h"
#include "autograd/scalar.h"
#include "autograd/shape_only.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

namespace stepgrad {
namespace {

// Turns the operations of one forward into rows.
class RowCollector final : public Observer {
public:
    explicit RowCollector(const std::vector<NamedModule>& modules) {
        for (const NamedModule& named : modules) {
            modules_.emplace(named.name, named.module);
        }
    }

    void on_forward(const Forward& event) override {
        const auto found = modules_.find(event.module_path);
        const bool is_composite = found == modules_.end() || !found->second->children().empty();
        const std::string type = is_composite ? event.operation : found->second->type_name();
        if (is_composite || rows.empty() || rows.back().path != event.module_path) {
            rows.push_back({.path = event.module_path, .type = type, .output_shape = Shape()});
        }
        SummaryRow& row = rows.back();
        row.output_shape = event.output.shape();
        row.multiply_adds += event.multiply_adds;
        row.activation_bytes += event.output.numel() * std::int64_t{sizeof(Scalar)};
    }

    std::vector<SummaryRow> rows;

private:
    std::map<std::string, Module*> modules_;
};

struct ParameterCounts {
    std::int64_t trainable = 0;
    std::int64_t non_trainable = 0;
};

// Counts what one module owns without its children; `seen` knows the parameters counted before.
ParameterCounts own_counts(Module& module, std::set<const Node*>& seen) {
    ParameterCounts counts;
    for (const NamedParameter& own : module.own_parameters()) {
        const Variable& parameter = own.parameter;
        const Node* node = parameter.node().get();
        if (!parameter.is_defined() || (node != nullptr && !seen.insert(node).second)) {
            continue;
        }
        const std::int64_t count = parameter.value().numel();
        (parameter.requires_grad() ? counts.trainable : counts.non_trainable) += count;
    }
    for (const NamedBuffer& own : module.own_buffers()) {
        counts.non_trainable += own.buffer.is_defined() ? own.buffer.numel() : 0;
    }
    return counts;
}

// Gives each module's parameters to its first row, or to a new row at the end if it has none.
ModelSummary with_parameters(ModelSummary summary, const std::vector<NamedModule>& modules) {
    std::map<std::string, std::size_t> first_rows;
    for (std::size_t i = 0; i < summary.rows.size(); ++i) {
        first_rows.emplace(summary.rows[i].path, i);
    }
    std::set<const Node*> seen;
    for (const NamedModule& named : modules) {
        const ParameterCounts counts = own_counts(*named.module, seen);
        const std::int64_t total = counts.trainable + counts.non_trainable;
        summary.trainable_parameters += counts.trainable;
        summary.non_trainable_parameters += counts.non_trainable;
        const auto row = first_rows.find(named.name);
        if (row != first_rows.end()) {
            summary.rows[row->second].parameters = total;
        } else if (total > 0) {
            summary.rows.push_back({.path = named.name,
                                    .type = named.module->type_name(),
                                    .output_shape = Shape(),
                                    .parameters = total,
                                    .was_called = false});
        }
    }
    return summary;
}

// ---- text

constexpr std::size_t kTableWidth = 100;
constexpr std::size_t kGap = 2;  // blanks between two columns
constexpr std::size_t kMaxTypeWidth = 20;
constexpr std::size_t kMinPathWidth = 12;
constexpr std::size_t kColumnCount = 6;

using Cells = std::array<std::string, kColumnCount>;  // path, type, output, and three numbers

// "features.block12.branch3x3.conv" in 20 columns: "feature...nch3x3.conv". The end says most.
std::string shortened(const std::string& text, std::size_t width) {
    if (text.size() <= width) {
        return text;
    }
    const std::string dots = "...";
    const std::size_t head = (width - dots.size()) / 3;
    const std::size_t tail = width - dots.size() - head;
    return text.substr(0, head) + dots + text.substr(text.size() - tail);
}

Cells cells_of(const SummaryRow& row) {
    if (!row.was_called) {
        return {row.path, row.type, "not called", with_separators(row.parameters), "", ""};
    }
    return {row.path,
            row.type,
            row.output_shape.to_string(),
            with_separators(row.parameters),
            with_separators(row.multiply_adds),
            with_separators(row.activation_bytes)};
}

std::size_t excess_width(const std::array<std::size_t, kColumnCount>& widths) {
    std::size_t total = kGap * (kColumnCount - 1);
    for (const std::size_t width : widths) {
        total += width;
    }
    return total > kTableWidth ? total - kTableWidth : 0;
}

std::array<std::size_t, kColumnCount> fitting_widths(const std::vector<Cells>& table) {
    std::array<std::size_t, kColumnCount> widths{};
    for (const Cells& cells : table) {
        for (std::size_t column = 0; column < kColumnCount; ++column) {
            widths[column] = std::max(widths[column], cells[column].size());
        }
    }
    widths[1] = std::min(widths[1], kMaxTypeWidth);
    const std::size_t excess = excess_width(widths);
    if (excess > 0) {
        const std::size_t left = widths[0] > excess ? widths[0] - excess : 0;
        widths[0] = std::min(widths[0], std::max(left, kMinPathWidth));
    }
    return widths;
}

std::string line_of(const Cells& cells, const std::array<std::size_t, kColumnCount>& widths) {
    std::string line;
    for (std::size_t column = 0; column < kColumnCount; ++column) {
        const bool is_number = column >= 3;
        const std::string text = shortened(cells[column], widths[column]);
        const std::string blanks(widths[column] - text.size(), ' ');
        line +=
            std::string(column == 0 ? 0 : kGap, ' ') + (is_number ? blanks + text : text + blanks);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

}  // namespace

std::string ModelSummary::to_string() const {
    std::vector<Cells> table{{"Layer", "Type", "Output", "Params", "Mult-adds", "Bytes"}};
    table.push_back({"(input)", "", input_shape.to_string(), "", "", ""});
    for (const SummaryRow& row : rows) {
        table.push_back(cells_of(row));
    }
    const std::array<std::size_t, kColumnCount> widths = fitting_widths(table);
    std::size_t rule_width = kGap * (kColumnCount - 1);
    for (const std::size_t width : widths) {
        rule_width += width;
    }
    const std::string rule = std::string(rule_width, '-') + "\n";

    std::string text = line_of(table[0], widths) + rule;
    for (std::size_t i = 1; i < table.size(); ++i) {
        text += line_of(table[i], widths);
    }
    text += rule;
    text += "Parameters        " + with_separators(total_parameters()) + "\n";
    text += "  trainable       " + with_separators(trainable_parameters) + "\n";
    text += "  non-trainable   " + with_separators(non_trainable_parameters) + "\n";
    text += "Multiply-adds     " + with_separators(multiply_adds) + "\n";
    text += "Activation bytes  " + with_separators(activation_bytes) + "\n";
    return text;
}

std::string with_separators(std::int64_t number) {
    const std::string digits = std::to_string(number);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        text += digits[i];
        const std::size_t left = digits.size() - 1 - i;
        if (left > 0 && left % 3 == 0 && digits[i] != '-') {
            text += ',';
        }
    }
    return text;
}

ModelSummary summarize(Module& model, const Shape& input_shape) {
    const std::vector<NamedModule> modules = model.named_modules();
    RowCollector collector(modules);
    {
        const ShapeOnlyGuard shape_only;
        const NoGradGuard no_grad;
        const ObserverGuard observed(collector);
        model(Variable(Tensor::empty(input_shape)));
    }
    ModelSummary summary;
    summary.input_shape = input_shape;
    summary.rows = std::move(collector.rows);
    for (const SummaryRow& row : summary.rows) {
        summary.multiply_adds += row.multiply_adds;
        summary.activation_bytes += row.activation_bytes;
    }
    return with_parameters(std::move(summary), modules);
}

std::string summary(Module& model, const Shape& input_shape) {
    return summarize(model, input_shape).to_string();
}

}  // namespace stepgrad
