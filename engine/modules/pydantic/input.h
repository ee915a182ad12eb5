// What an input is: the questions that several schemas ask. pydantic-core: src/input/input_python.rs.
#pragma once

#include "support/protocol.h"
#include "support/runtime.h"

#include <optional>
#include <string>

namespace relata::modules {

bool derives_from(const Type& type, std::string_view module, std::string_view name);
inline bool is_kind_of(const Runtime& runtime, const Value& value, std::string_view module, std::string_view name) {
    return value.is_object() && derives_from(runtime.type_of(value), module, name);
}
/// The text of a str, or of bytes that are UTF-8; empty for other values.
std::optional<std::string> input_text(const Value& value);
/// The str itself without the class that a subclass (an enum of str) gave it.
Value plain_str(Runtime& runtime, const Value& value);
/// The value of a member of an Enum; unset for other values.
Value enum_value(Runtime& runtime, const Value& value);
std::string strip_space(std::string_view text);
/// "1 or 2", "'a', 'b' or 'c'". pydantic-core: literal.rs expected_repr_name.
std::string expected_list(Runtime& runtime, const std::vector<Value>& values);
/// The items of a list, tuple, set, generator, dict view ...; false where the input is nothing of that kind.
/// pydantic-core: extract_sequence_iterable.
bool sequence_items(Runtime& runtime, const Value& input, std::vector<Value>& items);
/// The bounds gt, ge, lt, le and multiple_of of numbers, dates and times.
struct Bounds {
    Value gt, ge, lt, le, multiple_of;
    /// Throws where `value` is outside. `shown`: as text in the error's context (dates).
    void check(Runtime& runtime, const Value& value, const Value& input, bool as_text = false) const;
    bool any() const { return gt.is_set() || ge.is_set() || lt.is_set() || le.is_set() || multiple_of.is_set(); }
};

} // namespace relata::modules
