// Arguments of internal functions, whose classes are checked before anything reads them.
#pragma once

#include "python/arguments.h"

namespace relata::python {

/// The T behind an argument, or TypeError "intern() argument must be str, not int".
template <class T>
T& expect_object(Runtime& runtime, std::string_view function, const Value& value, std::string_view expected) {
    if (T* object = value.as<T>()) return *object;
    throw Error(Exc::TypeError, std::string(function) + "() argument must be " + std::string(expected) + ", not " +
                                    type_name(runtime, value));
}

/// The exception behind an argument. CPython: traceback._parse_value_tb's TypeError.
inline const Value& expect_exception(Runtime& runtime, const Value& value) {
    if (!runtime.type_of(value).is_subtype_of(runtime.exception_type(Exc::BaseException)))
        throw Error(Exc::TypeError, "Exception expected for value, " + type_name(runtime, value) + " found");
    return value;
}

} // namespace relata::python
