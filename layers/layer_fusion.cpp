#include "layers/layer_fusion.h"

#include "autograd/observer.h"

#include <atomic>

namespace stepgrad {
namespace {

#ifdef NDEBUG
constexpr bool kIsOnFromTheStart = true;
#else
constexpr bool kIsOnFromTheStart = false;
#endif

std::atomic<bool> is_fusion_on{kIsOnFromTheStart};

}  // namespace

void set_layer_fusion(bool is_on) {
    is_fusion_on.store(is_on, std::memory_order_relaxed);
}

bool layer_fusion() {
    return is_fusion_on.load(std::memory_order_relaxed);
}

bool layers_are_fused() {
    const Observer* observer = current_observer();
    return layer_fusion() && (observer == nullptr || !observer->needs_every_layer());
}

}  // namespace stepgrad
