#pragma once

#include <cstdint>

namespace stepgrad {

/// How the learning rate changes while training goes on: a pure function of the step number.
///
///     optimizer.set_learning_rate(schedule.at(step));   // step 0 is the first
///
/// Keeps no count of its own, so it may be shared, asked in any order, and picked up after a
/// checkpoint. The curves are computed without libm: the same bits on every platform.
class LrSchedule {
public:
    virtual ~LrSchedule() = default;

    /// The learning rate of one step; past the last step it stays what it was there.
    ///
    /// throws  std::invalid_argument if step is negative
    virtual double at(std::int64_t step) const = 0;
};

/// The same rate at every step.
class ConstantSchedule final : public LrSchedule {
public:
    /// throws  std::invalid_argument if the rate is negative or not finite
    explicit ConstantSchedule(double rate);
    double at(std::int64_t step) const override;

private:
    double rate_;
};

/// Where the stairs of a StepSchedule are, and how deep.
struct StepScheduleOptions {
    std::int64_t step_size = 1000;  // how many steps the rate stays the same
    double factor = 0.1;            // what it is then multiplied with
};

/// rate factor^floor(step / step_size), as PyTorch's StepLR.
class StepSchedule final : public LrSchedule {
public:
    /// throws  std::invalid_argument if a rate or factor is negative or step_size is not positive
    explicit StepSchedule(double rate, const StepScheduleOptions& options = {});
    double at(std::int64_t step) const override;

private:
    double rate_;
    StepScheduleOptions options_;
};

/// How a CosineSchedule starts and where it ends.
struct CosineScheduleOptions {
    std::int64_t warm_up_steps = 0;  // how many steps lie before the peak
    double final_rate = 0;           // reached at step_count, one past the last step
};

/// Half a cosine from `peak_rate` down to the final rate, after an optional linear rise.
///
///     rise: peak (step + 1) / (warm_up_steps + 1)
///     fall: final + (peak - final) (1 + cos(pi x)) / 2,
///           x = (step - warm_up_steps) / (step_count - warm_up_steps)
///
/// source  Loshchilov, Hutter: SGDR: stochastic gradient descent with warm restarts, 2017,
///         equation 5, without restarts; warm-up: Goyal et al.: Accurate, large minibatch SGD, 2017
class CosineSchedule final : public LrSchedule {
public:
    /// throws  std::invalid_argument if a rate is negative, if step_count is not positive, or if
    ///         the warm-up is negative or as long as the whole
    CosineSchedule(double peak_rate, std::int64_t step_count,
                   const CosineScheduleOptions& options = {});
    double at(std::int64_t step) const override;

private:
    double peak_rate_;
    std::int64_t step_count_;
    CosineScheduleOptions options_;
};

/// How long a OneCycleSchedule rises, and how far it rises and falls.
struct OneCycleScheduleOptions {
    double rising_fraction = 0.3;  // of all steps; in [0, 1]
    double start_divisor = 25;     // start rate = peak / start_divisor
    double final_divisor = 1e4;    // final rate = start rate / final_divisor
};

/// One rise from the start rate to the peak and one fall to the final rate, both half a cosine, as
/// PyTorch's OneCycleLR: the peak is at step rising_fraction step_count - 1, the final rate at
/// step_count - 1. The momentum is left alone.
///
/// source  Smith, Topin: Super-convergence: very fast training of neural networks using large
///         learning rates, 2018; the cosine in place of straight lines is fastai's
class OneCycleSchedule final : public LrSchedule {
public:
    /// throws  std::invalid_argument if the rate is negative, if step_count is not positive, if the
    ///         fraction is outside [0, 1], or if a divisor is not positive
    OneCycleSchedule(double peak_rate, std::int64_t step_count,
                     const OneCycleScheduleOptions& options = {});
    double at(std::int64_t step) const override;

private:
    double peak_rate_;
    std::int64_t step_count_;
    OneCycleScheduleOptions options_;
};

}  // namespace stepgrad
