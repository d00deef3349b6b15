#include "lessons/support/measurements.h"

#include <stdexcept>

namespace stepgrad::lessons {

std::string unit_name(Unit unit) {
    switch (unit) {
        case Unit::kNumber:
            return "";
        case Unit::kShare:
            return "share";
        case Unit::kPoints:
            return "points";
    }
    throw std::invalid_argument("unit_name: there is no such unit");
}

Unit unit_named(const std::string& name) {
    for (const Unit unit : {Unit::kNumber, Unit::kShare, Unit::kPoints}) {
        if (unit_name(unit) == name) {
            return unit;
        }
    }
    throw std::invalid_argument("unit_named: there is no unit \"" + name + "\"");
}

}  // namespace stepgrad::lessons
