// What a comparison operator says of two values of C++.
#pragma once

#include "support/object.h"

namespace relata {

/// Whether `x op y` holds. For the result of a three-way comparison give 0 as `y`. CPython: Py_RETURN_RICHCOMPARE
template <class T>
constexpr bool rich_compare(const T& x, const T& y, CompareOp op) {
    switch (op) {
    case CompareOp::lt:
        return x < y;
    case CompareOp::le:
        return x <= y;
    case CompareOp::eq:
        return x == y;
    case CompareOp::ne:
        return x != y;
    case CompareOp::gt:
        return x > y;
    case CompareOp::ge:
        return x >= y;
    }
    __builtin_unreachable();
}

} // namespace relata
