#include "python/types/slice.h"

#include "python/arguments.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

Ref<Slice> make_slice(Runtime& runtime, Value start, Value stop, Value step) {
    return runtime.make<Slice>(runtime.type(BuiltinType::slice), std::move(start), std::move(stop), std::move(step));
}

namespace {

/// A bound as an index; huge ints are cut off to the range of int64.
int64_t bound(Runtime& runtime, const Value& v) {
    if (v.is_small_int()) return v.as_small_int();
    if (!runtime.type_of(v).slots.index)
        throw Error(Exc::TypeError, "slice indices must be integers or None or have an __index__ method");
    try {
        return as_index(runtime, v);
    } catch (Error& error) {
        if (!runtime.matches(error, Exc::OverflowError) && !runtime.matches(error, Exc::IndexError)) throw;
        return compare_truth(runtime, v, Value::small_int(0), CompareOp::lt) ? Value::small_int_min : Value::small_int_max;
    }
}

} // namespace

SliceIndices slice_indices(Runtime& runtime, const Slice& slice, int64_t length) {
    SliceIndices result;
    if (!slice.step.is_none()) {
        result.step = bound(runtime, slice.step);
        if (result.step == 0) throw Error(Exc::ValueError, "slice step cannot be zero");
        result.step = std::max(result.step, Value::small_int_min + 1);
    }
    const bool backwards = result.step < 0;
    auto clamp = [&](const Value& v, int64_t otherwise) {
        if (v.is_none()) return otherwise;
        int64_t at = bound(runtime, v);
        if (at < 0) at = std::max<int64_t>(at + length, backwards ? -1 : 0);
        return std::min(at, backwards ? length - 1 : length);
    };
    result.start = clamp(slice.start, backwards ? length - 1 : 0);
    result.stop = clamp(slice.stop, backwards ? -1 : length);
    if (backwards)
        result.count = result.stop < result.start ? (result.start - result.stop - 1) / -result.step + 1 : 0;
    else
        result.count = result.start < result.stop ? (result.stop - result.start - 1) / result.step + 1 : 0;
    return result;
}

void make_slice_type(Runtime& runtime) {
    TypeBuilder b(runtime, "slice");
    b.slots().new_ = [](Runtime& r, Type&, Args a) -> Value {
        const auto args = expect_positional("slice", a, 1, 3);
        if (args.size() == 1) return make_slice(r, Value::none(), args[0], Value::none());
        return make_slice(r, args[0], args[1], args.size() > 2 ? args[2] : Value::none());
    };
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        const auto& s = self.get<Slice>();
        return r.make_str("slice(" + repr_text(r, s.start) + ", " + repr_text(r, s.stop) + ", " + repr_text(r, s.step) + ")");
    };
    b.slots().compare = [](Runtime& r, const Value& x, const Value& y, CompareOp op) {
        const auto* a = x.as<Slice>();
        const auto* c = y.as<Slice>();
        if (!a || !c) return Value::not_implemented();
        return compare(r, r.make_tuple({a->start, a->stop, a->step}), r.make_tuple({c->start, c->stop, c->step}), op);
    };
    b.attribute("__hash__", Value::none());
    b.property("start", [](Runtime&, const Value& self) { return self.get<Slice>().start; })
        .property("stop", [](Runtime&, const Value& self) { return self.get<Slice>().stop; })
        .property("step", [](Runtime&, const Value& self) { return self.get<Slice>().step; })
        .method("indices", [](Runtime& r, const Value& self, Args a) -> Value {
            const SliceIndices i = slice_indices(r, self.get<Slice>(), as_index(r, expect_one_argument("slice.indices", a)));
            return r.make_tuple({r.make_int(i.start), r.make_int(i.stop), r.make_int(i.step)});
        });
    runtime.set_type(BuiltinType::slice, b.finish());
}

} // namespace relata::python
