#include "python/types/range.h"

#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/slice.h"
#include "support/protocol.h"

namespace relata::python {

Range::Range(Type& type, int64_t its_start, int64_t its_stop, int64_t its_step)
    : Object(type), start(its_start), stop(its_stop), step(its_step) {
    // Unsigned arithmetic: the distance of two 63-bit numbers does not fit in 63 bits.
    if (step > 0)
        length = start < stop ? int64_t((uint64_t(stop) - uint64_t(start) - 1) / uint64_t(step)) + 1 : 0;
    else
        length = stop < start ? int64_t((uint64_t(start) - uint64_t(stop) - 1) / (0 - uint64_t(step))) + 1 : 0;
}

namespace {

Range& range_of(const Value& v) { return v.get<Range>(); }

int64_t bound(Runtime& runtime, const Value& v) {
    if (v.is_small_int()) return v.as_small_int();
    if (!runtime.type_of(v).slots.index)
        throw Error(Exc::TypeError, "'" + type_name(runtime, v) + "' object cannot be interpreted as an integer");
    const int64_t i = as_index(runtime, v);
    if (!Value::fits_small_int(i)) throw Error(Exc::OverflowError, "Python int too large to convert to C ssize_t");
    return i;
}

Ref<Range> make_range(Runtime& runtime, int64_t start, int64_t stop, int64_t step) {
    return runtime.make<Range>(runtime.type(BuiltinType::range), start, stop, step);
}

Value new_range(Runtime& runtime, Type&, Args a) {
    expect_no_keywords("range", a);
    const auto args = a.positional();
    if (args.empty()) throw Error(Exc::TypeError, "range expected at least 1 argument, got 0");
    if (args.size() > 3)
        throw Error(Exc::TypeError, "range expected at most 3 arguments, got " + std::to_string(args.size()));
    if (args.size() == 1) return make_range(runtime, 0, bound(runtime, args[0]), 1);
    const int64_t step = args.size() == 3 ? bound(runtime, args[2]) : 1;
    if (step == 0) throw Error(Exc::ValueError, "range() arg 3 must not be zero");
    return make_range(runtime, bound(runtime, args[0]), bound(runtime, args[1]), step);
}

/// Position of an integer in the range, or -1.
int64_t find(const Range& range, int64_t value) {
    const int64_t distance = value - range.start;
    if (distance % range.step != 0) return -1;
    const int64_t index = distance / range.step;
    return index >= 0 && index < range.length ? index : -1;
}

int64_t find(Runtime& runtime, const Range& range, const Value& item) {
    if (item.is_small_int()) return find(range, item.as_small_int());
    if (item.is_bool()) return find(range, item.is_true());
    for (int64_t i = 0; i < range.length; ++i, runtime.count_steps(1))
        if (equal(runtime, Value::small_int(range.item(i)), item)) return i;
    return -1;
}

Value get_item(Runtime& runtime, const Value& self, const Value& key) {
    const Range& range = range_of(self);
    if (auto* slice = key.as<Slice>()) {
        const SliceIndices i = slice_indices(runtime, *slice, range.length);
        return make_range(runtime, range.item(i.start), range.item(i.stop), range.step * i.step);
    }
    if (!key.is_small_int() && !runtime.type_of(key).slots.index)
        throw Error(Exc::TypeError, "range indices must be integers or slices, not " + type_name(runtime, key));
    int64_t index = as_index(runtime, key);
    if (index < 0) index += range.length;
    if (index < 0 || index >= range.length) throw Error(Exc::IndexError, "range object index out of range");
    return Value::small_int(range.item(index));
}

Value compare_ranges(Runtime&, const Value& x, const Value& y, CompareOp op) {
    const auto* a = x.as<Range>();
    const auto* b = y.as<Range>();
    if (!a || !b || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
    const bool same = a->length == b->length &&
                      (a->length == 0 || (a->start == b->start && (a->length == 1 || a->step == b->step)));
    return Value::boolean(same == (op == CompareOp::eq));
}

Value iterator(Runtime& runtime, int64_t start, int64_t step, int64_t count) {
    return runtime.make<RangeIterator>(runtime.type_for<RangeIterator>(), start, step, count);
}

} // namespace

void make_range_type(Runtime& runtime) {
    TypeBuilder it(runtime, "range_iterator");
    it.slots().iter = [](Runtime&, const Value& self) { return self; };
    it.slots().next = [](Runtime&, const Value& self) { return self.get<RangeIterator>().next(); };
    it.method("__length_hint__",
              [](Runtime& r, const Value& self, Args) { return r.make_int(self.get<RangeIterator>().left()); });
    runtime.set_type_for<RangeIterator>(it.finish());

    TypeBuilder b(runtime, "range");
    TypeSlots& s = b.slots();
    s.new_ = new_range;
    s.repr = [](Runtime& r, const Value& self) -> Value {
        const Range& range = range_of(self);
        std::string text = "range(" + std::to_string(range.start) + ", " + std::to_string(range.stop);
        if (range.step != 1) text += ", " + std::to_string(range.step);
        return r.make_str(text + ")");
    };
    s.length = [](Runtime&, const Value& self) { return range_of(self).length; };
    s.truth = [](Runtime&, const Value& self) { return range_of(self).length != 0; };
    s.get_item = get_item;
    s.contains = [](Runtime& r, const Value& self, const Value& item) { return find(r, range_of(self), item) >= 0; };
    s.iter = [](Runtime& r, const Value& self) {
        const Range& range = range_of(self);
        return iterator(r, range.start, range.step, range.length);
    };
    s.compare = compare_ranges;
    s.hash = [](Runtime& r, const Value& self) {
        const Range& range = range_of(self);
        return hash(r, r.make_tuple({Value::small_int(range.length), range.length ? Value::small_int(range.start) : Value::none(),
                                     range.length > 1 ? Value::small_int(range.step) : Value::none()}));
    };
    b.method("__reversed__",
             [](Runtime& r, const Value& self, Args) {
                 const Range& range = range_of(self);
                 return iterator(r, range.item(range.length - 1), -range.step, range.length);
             })
        .method("index",
                [](Runtime& r, const Value& self, Args a) {
                    const Value& item = expect_one_argument("range.index", a);
                    const int64_t at = find(r, range_of(self), item);
                    if (at < 0) // CPython: range_index; other than ints are looked for one by one
                        throw Error(Exc::ValueError, r.type_of(item).is_subtype_of(r.type(BuiltinType::int_))
                                                         ? repr_text(r, item) + " is not in range"
                                                         : "sequence.index(x): x not in sequence");
                    return Value::small_int(at);
                })
        .method("count",
                [](Runtime& r, const Value& self, Args a) {
                    return Value::small_int(find(r, range_of(self), expect_one_argument("range.count", a)) >= 0);
                })
        .property("start", [](Runtime&, const Value& self) { return Value::small_int(range_of(self).start); })
        .property("stop", [](Runtime&, const Value& self) { return Value::small_int(range_of(self).stop); })
        .property("step", [](Runtime&, const Value& self) { return Value::small_int(range_of(self).step); });
    b.flag(Type::final_type);
    runtime.set_type(BuiltinType::range, b.finish());
}

} // namespace relata::python
