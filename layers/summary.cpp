#include "layers/summary.h"

#include "autograd/grad_mode.h"
#include "autograd/observer.h"
#include "autograd/scalar.h"
#include "autograd/shape_only.h"
#include "autograd/text_table.h"

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
constexpr std::size_t kMaxTypeWidth = 20;

std::vector<std::string> cells_of(const SummaryRow& row) {
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

}  // namespace

std::string ModelSummary::to_string() const {
    const TextColumn number{.is_number = true};
    TextTable table({{}, {.max_width = kMaxTypeWidth}, {}, number, number, number}, kTableWidth);
    table.add_row({"Layer", "Type", "Output", "Params", "Mult-adds", "Bytes"});
    table.add_rule();
    table.add_row({"(input)", "", input_shape.to_string(), "", "", ""});
    for (const SummaryRow& row : rows) {
        table.add_row(cells_of(row));
    }
    table.add_rule();

    std::string text = table.to_string();
    text += "Parameters        " + with_separators(total_parameters()) + "\n";
    text += "  trainable       " + with_separators(trainable_parameters) + "\n";
    text += "  non-trainable   " + with_separators(non_trainable_parameters) + "\n";
    text += "Multiply-adds     " + with_separators(multiply_adds) + "\n";
    text += "Activation bytes  " + with_separators(activation_bytes) + "\n";
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
