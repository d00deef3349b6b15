// How the cost of a training step grows: with the number of images, with their side and with the
// number of channels. Beside each time stands what the arithmetic alone would predict.

#include "autograd/kernels/threads.h"
#include "autograd/random.h"
#include "layers/conv2d.h"
#include "layers/global_average_pool2d.h"
#include "layers/linear.h"
#include "layers/relu.h"
#include "tests/benchmarks/growth_profile.h"
#include "tests/benchmarks/net_sizes.h"
#include "tests/benchmarks/nets.h"
#include "tests/benchmarks/step_timing.h"
#include "tests/benchmarks/training_step.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace stepgrad;
using namespace stepgrad::benchmarks;

namespace {

const Conv2dOptions kSame{.padding = 1};

TrainingStep step_of_batch(std::int64_t batch) {
    return TrainingStep(net_b(), {.batch = batch, .extent = 28, .channels = 1});
}

TrainingStep step_of_side(std::int64_t side) {
    return TrainingStep(Sequential{Conv2d(3, 16, 3, kSame), ReLU(), Conv2d(16, 16, 3, kSame),
                                   GlobalAveragePool2d(), Linear(16, kClassCount)},
                        {.batch = 8, .extent = side, .channels = 3});
}

TrainingStep step_of_channels(std::int64_t channels) {
    return TrainingStep(
        Sequential{Conv2d(channels, channels, 3, kSame), Conv2d(channels, channels, 3, kSame),
                   GlobalAveragePool2d(), Linear(channels, kClassCount)},
        {.batch = 16, .extent = 16, .channels = channels});
}

/// One thing that grows, and the rest as it is.
struct Curve {
    const char* name;
    const char* description;
    const char* unit;
    std::vector<std::int64_t> sizes;
    TrainingStep (*make)(std::int64_t size);
    double (*units)(std::int64_t size);  // what the arithmetic is proportional to
};

const std::vector<Curve> kCurves = {
    {"batch",
     "net B, images of 28x28",
     "image",
     {1, 2, 4, 8, 16, 32, 64, 128, 256},
     step_of_batch,
     [](std::int64_t size) {
         return static_cast<double>(size);
     }},
    {"side",
     "two convolutions, 3 to 16 to 16 channels, batch 8",
     "pixel",
     {16, 32, 64, 128, 224},
     step_of_side,
     [](std::int64_t size) {
         return 8.0 * static_cast<double>(size * size);
     }},
    // Of the first convolution two passes, of the second three.
    {"channels",
     "two convolutions, images of 16x16, batch 16",
     "multiply-add",
     {8, 16, 32, 64, 128, 256},
     step_of_channels,
     [](std::int64_t size) {
         return 5.0 * 16 * 16 * 16 * 9 * static_cast<double>(size * size);
     }},
};

struct Row {
    std::int64_t size;
    double milliseconds;
    double units;
};

// The time against what the previous row and the arithmetic predict.
double of_linear(const Row& row, const Row& previous) {
    return row.milliseconds / previous.milliseconds * previous.units / row.units;
}

std::vector<Row> measure(const Curve& curve, const StepOptions& options) {
    std::printf("\n%s: %s\n%8s %12s  ns per %-12s  of linear\n", curve.name, curve.description,
                curve.name, "ms", curve.unit);
    std::vector<Row> rows;
    for (const std::int64_t size : curve.sizes) {
        set_seed(1);
        TrainingStep step = curve.make(size);
        const double milliseconds = median_milliseconds([&] { step.run(); }, options.seconds);
        const Row row{size, milliseconds, curve.units(size)};
        std::printf("%8d %12.3f  %19.4g", static_cast<int>(size), milliseconds,
                    milliseconds * 1e6 / row.units);
        nlohmann::json line = {{"curve", curve.name}, {"unit", curve.unit},
                               {"size", size},        {"units", row.units},
                               {"ms", milliseconds},  {"threads", options.threads}};
        if (!rows.empty()) {
            line["of_linear"] = of_linear(row, rows.back());
            std::printf("  %9.2f", of_linear(row, rows.back()));
        }
        std::printf("\n");
        append_json(options.json, line);
        rows.push_back(row);
    }
    return rows;
}

// For gnuplot: size, milliseconds, and what the last row's milliseconds become with the arithmetic
// alone. Two empty lines end a curve.
void write_columns(const std::string& path, const std::vector<std::vector<Row>>& curves) {
    std::ofstream file(path);
    for (const std::vector<Row>& rows : curves) {
        for (const Row& row : rows) {
            file << row.size << ' ' << row.milliseconds << ' '
                 << rows.back().milliseconds * row.units / rows.back().units << '\n';
        }
        file << "\n\n";
    }
    if (!file.flush()) {
        throw std::runtime_error("cannot write " + path);
    }
}

void profile(const Curve& curve) {
    GrowthProfile table(curve.unit);
    for (const std::int64_t size : curve.sizes) {
        set_seed(1);
        TrainingStep step = curve.make(size);
        table.add(size, curve.units(size), [&] { step.run(); });
    }
    std::printf("\n%s: %s\n%s", curve.name, curve.description, table.to_string().c_str());
}

void run(const StepOptions& options, const std::string& columns, bool wants_profile) {
    set_thread_count(options.threads);
    std::vector<std::vector<Row>> curves;
    for (const Curve& curve : kCurves) {
        if (wants_profile) {
            profile(curve);
        } else {
            curves.push_back(measure(curve, options));
        }
    }
    if (!columns.empty()) {
        write_columns(columns, curves);
    }
}

}  // namespace

int main(int argc, char** argv) {
    StepOptions options;
    std::string columns;
    bool wants_profile = false;
    CLI::App app("How the cost of a training step grows.");
    add_measuring_options(app, options);
    app.add_option("--columns", columns, "write what growth_chart draws to this file")
        ->type_name("FILE");
    app.add_flag("--profile", wants_profile, "show which operation takes how long instead");
    CLI11_PARSE(app, argc, argv);
    try {
        run(options, columns, wants_profile);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "cost_growth: %s\n", error.what());
        return 1;
    }
    return 0;
}
