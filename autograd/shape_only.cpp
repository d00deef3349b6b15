#include "autograd/shape_only.h"

namespace stepgrad {
namespace {

thread_local bool shape_only_is_active = false;

}  // namespace

ShapeOnlyGuard::ShapeOnlyGuard() : previous_(shape_only_is_active) {
    shape_only_is_active = true;
}

ShapeOnlyGuard::~ShapeOnlyGuard() {
    shape_only_is_active = previous_;
}

bool ShapeOnlyGuard::is_active() {
    return shape_only_is_active;
}

}  // namespace stepgrad
