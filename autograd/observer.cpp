#include "autograd/observer.h"

namespace stepgrad {
namespace {

thread_local Observer* observer_in_charge = nullptr;

}  // namespace

ObserverGuard::ObserverGuard(Observer& observer) : previous_(observer_in_charge) {
    observer_in_charge = &observer;
}

ObserverGuard::~ObserverGuard() {
    observer_in_charge = previous_;
}

Observer* current_observer() {
    return observer_in_charge;
}

}  // namespace stepgrad
