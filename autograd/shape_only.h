#pragma once

namespace stepgrad {

/// While one lives, tensors made on this thread have a shape but no numbers, and operations return
/// after their checks. A network of 138 million parameters is counted in milliseconds this way.
///
/// Guards nest. Each thread has its own.
class ShapeOnlyGuard {
public:
    ShapeOnlyGuard();
    ~ShapeOnlyGuard();
    ShapeOnlyGuard(const ShapeOnlyGuard&) = delete;
    ShapeOnlyGuard& operator=(const ShapeOnlyGuard&) = delete;

    /// True while any guard lives on this thread.
    static bool is_active();

private:
    bool previous_;
};

}  // namespace stepgrad
