#include "autograd/profiler.h"

#include "autograd/scalar.h"

#include <algorithm>
#include <cstddef>

namespace stepgrad {
namespace {

std::int64_t bytes_of(const Tensor& tensor) {
    return tensor.numel() * std::int64_t{sizeof(Scalar)};
}

// A reshaped tensor shares its numbers with its input: nothing is written.
std::int64_t bytes_written(const Observer::Forward& event) {
    for (const Variable* input : event.inputs) {
        if (input->is_defined() && input->value().data() == event.output.data()) {
            return 0;
        }
    }
    return bytes_of(event.output);
}

// Some operations, such as a sum, pass on the very gradient they were given.
std::int64_t bytes_written(const Observer::Backward& event) {
    std::int64_t bytes = 0;
    for (const Tensor& grad : event.grad_inputs) {
        if (grad.has_numbers() && grad.data() != event.node.grad.data()) {
            bytes += bytes_of(grad);
        }
    }
    return bytes;
}

// For C = A B the gradients G B^T and A^T G take as many multiply-adds as C each. They are counted
// only where they were computed: the first layer computes none for the image.
std::int64_t multiply_adds_of(const Observer::Backward& event) {
    const std::size_t factors = std::min<std::size_t>(2, event.grad_inputs.size());
    std::int64_t count = 0;
    for (std::size_t i = 0; i < factors; ++i) {
        count += event.grad_inputs[i].has_numbers() ? event.node.multiply_adds : 0;
    }
    return count;
}

}  // namespace

void Profiler::on_forward(const Forward& event) {
    if (!event.output.has_numbers()) {
        return;  // under a ShapeOnlyGuard nothing is computed
    }
    add({.module_path = event.module_path,
         .operation = event.operation,
         .pass = Pass::kForward,
         .calls = 1,
         .multiply_adds = event.multiply_adds,
         .bytes = bytes_written(event),
         .time = event.end - event.start});
    add_own_time(event.end);
}

void Profiler::on_backward(const Backward& event) {
    // A graph that was made before the profiler looked on knows its nodes by their names alone.
    const std::string operation = event.node.operation;
    add({.module_path = event.node.module_path,
         .operation = operation.empty() ? event.node.name() : operation,
         .pass = Pass::kBackward,
         .calls = 1,
         .multiply_adds = multiply_adds_of(event),
         .bytes = bytes_written(event),
         .time = event.end - event.start});
    add_own_time(event.end);
}

void Profiler::on_section_begin(const char* name) {
    const auto found =
        std::find_if(sections_.begin(), sections_.end(),
                     [&](const ProfileSection& section) { return section.name == name; });
    const auto index = static_cast<std::size_t>(found - sections_.begin());
    if (found == sections_.end()) {
        sections_.push_back({.name = name});
    }
    open_sections_.push_back({.index = index, .start = Clock::now()});
}

void Profiler::on_section_end(const char* /*name*/) {
    const OpenSection section = open_sections_.back();
    open_sections_.pop_back();
    const Clock::duration time = Clock::now() - section.start;
    ++sections_[section.index].calls;
    sections_[section.index].time += time - section.inside;
    take_from_open_section(time);
}

Observer::Clock::duration Profiler::other_time() const {
    Clock::duration time = total_time_ - own_time_;
    for (const ProfileRow& row : rows_) {
        time -= row.time;
    }
    for (const ProfileSection& section : sections_) {
        time -= section.time;
    }
    return time;
}

// A step has few rows, so a search from the front costs less than a map.
void Profiler::add(const ProfileRow& call) {
    auto row = std::find_if(rows_.begin(), rows_.end(), [&](const ProfileRow& candidate) {
        return candidate.pass == call.pass && candidate.operation == call.operation &&
               candidate.module_path == call.module_path;
    });
    if (row == rows_.end()) {
        rows_.push_back(call);
    } else {
        row->calls += call.calls;
        row->multiply_adds += call.multiply_adds;
        row->bytes += call.bytes;
        row->time += call.time;
    }
    take_from_open_section(call.time);
}

void Profiler::add_own_time(Clock::time_point start) {
    const Clock::duration time = Clock::now() - start;
    own_time_ += time;
    take_from_open_section(time);
}

void Profiler::take_from_open_section(Clock::duration time) {
    if (!open_sections_.empty()) {
        open_sections_.back().inside += time;
    }
}

ProfilerGuard::ProfilerGuard(Profiler& profiler)
    : profiler_(profiler), in_charge_(profiler), start_(Observer::Clock::now()) {}

ProfilerGuard::~ProfilerGuard() {
    profiler_.total_time_ += Observer::Clock::now() - start_;
}

}  // namespace stepgrad
