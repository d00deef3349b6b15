#include "autograd/grad_mode.h"

namespace stepgrad {
namespace {

thread_local bool no_grad_is_active = false;

}  // namespace

NoGradGuard::NoGradGuard() : previous_(no_grad_is_active) {
    no_grad_is_active = true;
}

NoGradGuard::~NoGradGuard() {
    no_grad_is_active = previous_;
}

bool NoGradGuard::is_active() {
    return no_grad_is_active;
}

}  // namespace stepgrad
