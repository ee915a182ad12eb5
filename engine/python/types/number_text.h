// Numbers as text: CPython's shortest float repr, and the format mini-language of int, float and str.
#pragma once

#include "support/runtime.h"

#include <string>
#include <string_view>

namespace relata::python {

/// repr(float): the shortest text that reads back as the same double.
std::string float_repr(double d);
/// The double that `text` (white space and underscores as Python allows) denotes; false where it is none.
bool parse_double(std::string_view text, double& result);

/// A format specification: [[fill]align][sign][z][#][0][width][grouping][.precision][type]
struct FormatSpec {
    std::string fill = " "; ///< one code point
    char align = 0;         ///< 0: the type's own
    char sign = 0;          ///< '+', '-', ' '; 0 where left out
    bool alternate = false, zero_padded = false, no_negative_zero = false;
    int64_t width = -1, precision = -1;
    char grouping = 0; ///< ',' or '_'
    char type = 0;
};
/// ValueError "Invalid format specifier" and its kin. `type_name` is the type of the object, for the texts.
FormatSpec parse_format_spec(std::string_view text, std::string_view type_name);
/// The same for a value of the run; asks the budget for the room that the width takes.
FormatSpec parse_format_spec(Runtime& runtime, std::string_view text, const Value& value);
/// Pads `text` to the width. `length` is its length in code points; `default_align` stands where none was
/// given.
std::string pad(const FormatSpec& spec, std::string_view text, size_t length, char default_align);

std::string format_int(const Value& value, const FormatSpec& spec);
std::string format_double(double value, const FormatSpec& spec, std::string_view type_name = "float");
std::string format_text(const Str& value, const FormatSpec& spec);
/// `digits` of one number written with CPython's PyOS_double_to_string for 'e', 'f', 'g', 'r'.
std::string double_to_text(double value, char code, int precision, bool alternate, bool add_dot_zero);

/// `"%s..." % values`. CPython: unicode_format.
Value percent_format(Runtime& runtime, std::string_view format, const Value& values);
/// `"{0.name!r:>{1}}".format(...)`. `mapping` set: str.format_map.
Value str_format(Runtime& runtime, std::string_view format, Args args, const Value* mapping = nullptr);

/// A str's repr, and with `ascii` set what ascii() gives.
std::string quote(std::string_view text, bool ascii = false);

} // namespace relata::python
