#pragma once

namespace stepgrad {

/// While one lives, operations on this thread compute but record no graph: evaluation costs no
/// memory for saved values.
///
/// Guards nest. Each thread has its own.
class NoGradGuard {
public:
    NoGradGuard();
    ~NoGradGuard();
    NoGradGuard(const NoGradGuard&) = delete;
    NoGradGuard& operator=(const NoGradGuard&) = delete;

    /// True while any guard lives on this thread.
    static bool is_active();

private:
    bool previous_;
};

}  // namespace stepgrad
