#include "autograd/optim/lr_schedule.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>

namespace stepgrad {
namespace {

void require(bool holds, const char* rule, double given) {
    if (!holds) {
        std::ostringstream message;
        message << rule << ", " << given << " was given";
        throw std::invalid_argument(message.str());
    }
}

void require_rate(const char* rule, double rate) {
    require(rate >= 0 && std::isfinite(rate), rule, rate);
}

void require_step(std::int64_t step) {
    require(step >= 0, "LrSchedule: steps are counted from 0", static_cast<double>(step));
}

// sin(z) for |z| <= pi/2: the Taylor series z - z^3/3! + z^5/5! - ... up to z^21, innermost first.
// What it leaves out is below 2e-18; the last bit of std::sin differs between platforms.
double portable_sin(double z) {
    double sum = 1;
    for (int k = 20; k >= 2; k -= 2) {
        sum = 1 - z * z / (k * (k + 1)) * sum;
    }
    return z * sum;
}

// from + (to - from) (1 - cos(pi progress)) / 2 for progress in [0, 1]; exact at both ends.
double cosine_between(double from, double to, double progress) {
    constexpr double kPi = 3.14159265358979323846;
    if (progress >= 1) {
        return to;
    }
    const double cosine = -portable_sin(kPi * (progress - 0.5));  // of pi * progress
    const double weight_of_from = std::clamp((1 + cosine) / 2, 0.0, 1.0);
    return weight_of_from * from + (1 - weight_of_from) * to;
}

// base^exponent by squaring: std::pow differs between platforms.
double power(double base, std::int64_t exponent) {
    double result = 1;
    for (; exponent > 0; exponent /= 2) {
        result *= exponent % 2 == 1 ? base : 1;
        base *= base;
    }
    return result;
}

}  // namespace

ConstantSchedule::ConstantSchedule(double rate) : rate_(rate) {
    require_rate("ConstantSchedule: the rate must be at least 0", rate);
}

double ConstantSchedule::at(std::int64_t step) const {
    require_step(step);
    return rate_;
}

StepSchedule::StepSchedule(double rate, const StepScheduleOptions& options)
    : rate_(rate), options_(options) {
    require_rate("StepSchedule: the rate must be at least 0", rate);
    require_rate("StepSchedule: factor must be at least 0", options.factor);
    require(options.step_size > 0, "StepSchedule: step_size must be at least 1",
            static_cast<double>(options.step_size));
}

double StepSchedule::at(std::int64_t step) const {
    require_step(step);
    return rate_ * power(options_.factor, step / options_.step_size);
}

CosineSchedule::CosineSchedule(double peak_rate, std::int64_t step_count,
                               const CosineScheduleOptions& options)
    : peak_rate_(peak_rate), step_count_(step_count), options_(options) {
    require_rate("CosineSchedule: the peak rate must be at least 0", peak_rate);
    require_rate("CosineSchedule: final_rate must be at least 0", options.final_rate);
    require(step_count > 0, "CosineSchedule: there must be at least 1 step",
            static_cast<double>(step_count));
    require(options.warm_up_steps >= 0 && options.warm_up_steps < step_count,
            "CosineSchedule: warm_up_steps must be at least 0 and below step_count",
            static_cast<double>(options.warm_up_steps));
}

double CosineSchedule::at(std::int64_t step) const {
    require_step(step);
    const auto warm_up = static_cast<double>(options_.warm_up_steps);
    const auto now = static_cast<double>(step);
    if (now < warm_up) {
        return peak_rate_ * (now + 1) / (warm_up + 1);
    }
    const double progress = (now - warm_up) / (static_cast<double>(step_count_) - warm_up);
    return cosine_between(peak_rate_, options_.final_rate, progress);
}

OneCycleSchedule::OneCycleSchedule(double peak_rate, std::int64_t step_count,
                                   const OneCycleScheduleOptions& options)
    : peak_rate_(peak_rate), step_count_(step_count), options_(options) {
    require_rate("OneCycleSchedule: the peak rate must be at least 0", peak_rate);
    require(step_count > 0, "OneCycleSchedule: there must be at least 1 step",
            static_cast<double>(step_count));
    require(options.rising_fraction >= 0 && options.rising_fraction <= 1,
            "OneCycleSchedule: rising_fraction must be in [0, 1]", options.rising_fraction);
    require(options.start_divisor > 0, "OneCycleSchedule: start_divisor must be above 0",
            options.start_divisor);
    require(options.final_divisor > 0, "OneCycleSchedule: final_divisor must be above 0",
            options.final_divisor);
}

double OneCycleSchedule::at(std::int64_t step) const {
    require_step(step);
    const double start_rate = peak_rate_ / options_.start_divisor;
    const double final_rate = start_rate / options_.final_divisor;
    const double last = static_cast<double>(step_count_) - 1;
    const double now = std::min(static_cast<double>(step), last);
    // A rise of less than one step starts at the peak.
    const double peak =
        std::max(0.0, options_.rising_fraction * static_cast<double>(step_count_) - 1);
    if (now < peak) {
        return cosine_between(start_rate, peak_rate_, now / peak);
    }
    return now == peak ? peak_rate_
                       : cosine_between(peak_rate_, final_rate, (now - peak) / (last - peak));
}

}  // namespace stepgrad
