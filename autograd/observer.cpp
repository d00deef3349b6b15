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

Section::Section(const char* name) : name_(name), observer_(observer_in_charge) {
    if (observer_ != nullptr) {
        observer_->on_section_begin(name_);
    }
}

Section::~Section() {
    if (observer_ != nullptr) {
        observer_->on_section_end(name_);
    }
}

}  // namespace stepgrad
