#pragma once

#include <string>

namespace stepgrad::lessons {

/// Bytes as letters and digits, so that they can stand in a page.
///
/// source  RFC 4648, section 4
std::string base64(const std::string& bytes);

}  // namespace stepgrad::lessons
