// How the JSON formats are written: keys in the order given, whole numbers without a point.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace relata::grading {

using Json = nlohmann::ordered_json;

inline Json number(double value) {
    if (value == double(int64_t(value))) return int64_t(value);
    return value;
}

/// With an end of line; what is no UTF-8 is replaced.
inline std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace relata::grading
