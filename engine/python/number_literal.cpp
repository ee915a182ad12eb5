#include "python/number_literal.h"

#include "support/protocol.h"

#include <charconv>
#include <cstdlib>

namespace relata::python {

Value parse_number(Runtime& runtime, std::string_view text) {
    std::string digits;
    for (char c : text)
        if (c != '_') digits += c;
    int radix = 10;
    if (digits.size() > 2 && digits[0] == '0') {
        const char kind = char(digits[1] | 32);
        radix = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 10;
    }
    if (radix == 10 && (digits.back() | 32) == 'j') {
        const double imaginary = std::strtod(digits.c_str(), nullptr);
        return call(runtime, Value(runtime.type(BuiltinType::complex_)),
                    {runtime.make_float(0.0), runtime.make_float(imaginary)});
    }
    if (radix == 10 && digits.find_first_of(".eE") != std::string::npos)
        return runtime.make_float(std::strtod(digits.c_str(), nullptr));
    const char* first = digits.c_str() + (radix == 10 ? 0 : 2);
    int64_t small = 0;
    const auto [end, error] = std::from_chars(first, digits.c_str() + digits.size(), small, radix);
    if (error == std::errc() && Value::fits_small_int(small)) return Value::small_int(small);
    return call(runtime, Value(runtime.type(BuiltinType::int_)),
                {runtime.make_str(first), Value::small_int(radix)});
}

} // namespace relata::python
