// Arithmetic and comparison of the commonest numbers, without a look at their types' slots. For
// evaluation.cpp only.
#pragma once

#include "support/object.h"
#include "support/runtime.h"

namespace relata::python {

/// Arithmetic on two small ints or two floats; unset where it is neither or does not fit.
inline Value fast_binary(Runtime& runtime, BinaryOp op, const Value& a, const Value& b) {
    if (a.is_small_int() && b.is_small_int()) {
        const int64_t x = a.as_small_int(), y = b.as_small_int();
        int64_t r;
        switch (op) {
        case BinaryOp::add:
            r = x + y;
            break;
        case BinaryOp::subtract:
            r = x - y;
            break;
        case BinaryOp::multiply:
            if (__builtin_mul_overflow(x, y, &r)) return {};
            break;
        case BinaryOp::floor_divide:
            if (y == 0) return {};
            r = x / y - ((x % y != 0) && ((x < 0) != (y < 0)));
            break;
        case BinaryOp::remainder:
            if (y == 0) return {};
            r = x % y;
            if (r != 0 && (r < 0) != (y < 0)) r += y;
            break;
        case BinaryOp::bit_and:
            r = x & y;
            break;
        case BinaryOp::bit_or:
            r = x | y;
            break;
        case BinaryOp::bit_xor:
            r = x ^ y;
            break;
        default:
            return {};
        }
        return Value::fits_small_int(r) ? Value::small_int(r) : Value();
    }
    if (a.is_object() && b.is_object() && a.as_object()->kind() == ObjectKind::float_ &&
        b.as_object()->kind() == ObjectKind::float_) {
        const double x = a.get<Float>().value(), y = b.get<Float>().value();
        switch (op) {
        case BinaryOp::add:
            return runtime.make_float(x + y);
        case BinaryOp::subtract:
            return runtime.make_float(x - y);
        case BinaryOp::multiply:
            return runtime.make_float(x * y);
        case BinaryOp::true_divide:
            return y == 0 ? Value() : Value(runtime.make_float(x / y));
        default:
            return {};
        }
    }
    return {};
}

} // namespace relata::python
