#include "tests/benchmarks/growth_profile.h"

#include "autograd/profiler.h"

#include <chrono>
#include <cstdio>

namespace stepgrad::benchmarks {
namespace {

constexpr int kWarmUp = 5;
constexpr int kSteps = 20;

double nanoseconds(Observer::Clock::duration time) {
    return std::chrono::duration<double, std::nano>(time).count();
}

}  // namespace

void GrowthProfile::add(std::int64_t size, double units, const std::function<void()>& step) {
    for (int i = 0; i < kWarmUp; ++i) {
        step();
    }
    Profiler profiler;
    {
        const ProfilerGuard guard(profiler);
        for (int i = 0; i < kSteps; ++i) {
            step();
        }
    }
    sizes_.push_back(size);
    const auto account = [&](const std::string& name, Observer::Clock::duration time) {
        if (!nanoseconds_.contains(name)) {
            operations_.push_back(name);
        }
        std::vector<double>& row = nanoseconds_[name];
        row.resize(sizes_.size());
        row.back() += nanoseconds(time) / kSteps / units;
    };
    for (const ProfileRow& row : profiler.rows()) {
        account(row.operation + (row.pass == Pass::kForward ? " forward" : " backward"), row.time);
    }
    for (const ProfileSection& section : profiler.sections()) {
        account(section.name, section.time);
    }
    account("between the operations", profiler.other_time());
}

std::string GrowthProfile::to_string() const {
    char text[80];
    std::snprintf(text, sizeof text, "%-28s", ("ns per " + unit_).c_str());
    std::string table = text;
    for (const std::int64_t size : sizes_) {
        std::snprintf(text, sizeof text, " %8d", static_cast<int>(size));
        table += text;
    }
    for (const std::string& operation : operations_) {
        std::snprintf(text, sizeof text, "\n%-28s", operation.c_str());
        table += text;
        for (const double number : nanoseconds_.at(operation)) {
            std::snprintf(text, sizeof text, " %8.3g", number);
            table += text;
        }
    }
    return table + "\n";
}

}  // namespace stepgrad::benchmarks
