// The type tuple. CPython: Objects/tupleobject.c.
#include "python/type_builder.h"
#include "python/types/builtin_types.h"
#include "python/types/list_type.h"
#include "python/types/slice.h"

#include <bit>

namespace relata::python {

namespace {

const Tuple& tuple_of(const Value& v) {
    return v.get<Tuple>();
}

Value tuple_new(Runtime& runtime, Type& type, Args args) {
    const bool exact = &type == &runtime.type(BuiltinType::tuple);
    if (args.keyword_count() && exact) throw Error(Exc::TypeError, "tuple() takes no keyword arguments");
    const auto given = expect_positional("tuple", args, 0, 1);
    if (exact && !given.empty() && given[0].is_object() && &given[0].as_object()->type() == &type)
        return given[0];
    Ref<Tuple> tuple =
        given.empty() ? runtime.make_tuple(size_t(0)) : runtime.make_tuple(to_vector(runtime, given[0]));
    tuple->set_type(type);
    return tuple;
}

Value tuple_repr(Runtime& runtime, const Value& self) {
    const Tuple& tuple = tuple_of(self);
    if (tuple.size() == 0) return runtime.intern("()");
    const ReprGuard guard(runtime, self);
    if (guard.is_recursive()) return runtime.intern("(...)");
    return runtime.make_str("(" + items_repr(runtime, tuple) + (tuple.size() == 1 ? ",)" : ")"));
}

// CPython: tuplehash (xxHash's rounds)
int64_t tuple_hash(Runtime& runtime, const Value& self) {
    constexpr uint64_t prime1 = 11400714785074694791u, prime2 = 14029467366897019727u,
                       prime5 = 2870177450012600261u;
    const Runtime::NestedCall nested(runtime, " while calling a Python object");
    uint64_t h = prime5;
    for (const Value& item : tuple_of(self).items()) {
        h += uint64_t(hash(runtime, item)) * prime2;
        h = std::rotl(h, 31) * prime1;
    }
    h += tuple_of(self).size() ^ (prime5 ^ 3527539u);
    return h == UINT64_MAX ? 1546275796 : int64_t(h);
}

Value tuple_compare(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    const Tuple* other = b.as<Tuple>();
    return other ? compare_sequences(runtime, tuple_of(a), *other, op) : Value::not_implemented();
}

Value tuple_add(Runtime& runtime, const Value& a, const Value& b) {
    const Tuple* other = b.as<Tuple>();
    if (!other) return Value::not_implemented();
    const Tuple& self = tuple_of(a);
    Ref<Tuple> sum = runtime.make_tuple(self.size() + other->size());
    std::ranges::copy(self.items(), sum->writable().begin());
    std::ranges::copy(other->items(), sum->writable().begin() + std::ptrdiff_t(self.size()));
    return sum;
}

Value tuple_multiply(Runtime& runtime, const Value& a, const Value& b) {
    int64_t count;
    const Tuple& self = tuple_of(a);
    if (!repeat_count(runtime, b, self.size(), count)) return Value::not_implemented();
    Ref<Tuple> product = runtime.make_tuple(self.size() * size_t(count));
    for (size_t i = 0; i < product->size(); ++i)
        product->writable()[i] = self[i % self.size()];
    return product;
}

Value tuple_get_item(Runtime& runtime, const Value& self, const Value& key) {
    const Tuple& tuple = tuple_of(self);
    if (const Slice* slice = key.as<Slice>()) {
        const SliceIndices at = slice_indices(runtime, *slice, int64_t(tuple.size()));
        Ref<Tuple> part = runtime.make_tuple(size_t(std::max<int64_t>(at.count, 0)));
        for (size_t i = 0; i < part->size(); ++i)
            part->writable()[i] = tuple[size_t(at.start + int64_t(i) * at.step)];
        return part;
    }
    return tuple[item_index(runtime, key, tuple.size(), "tuple", "tuple index out of range")];
}

Value tuple_index(Runtime& runtime, const Value& self, Args args) {
    const auto given = expect_positional("tuple.index", args, 1, 3);
    const auto [start, stop] = index_bounds(runtime, given, tuple_of(self).size());
    const int64_t at = index_in(runtime, tuple_of(self), given[0], start, stop);
    if (at < 0) throw Error(Exc::ValueError, "tuple.index(x): x not in tuple");
    return Value::small_int(at);
}

Value tuple_count(Runtime& runtime, const Value& self, Args args) {
    return count_in(runtime, tuple_of(self), expect_one_argument("tuple.count", args));
}

} // namespace

void make_tuple_type(Runtime& runtime) {
    TypeBuilder b(runtime, runtime.type(BuiltinType::tuple));
    TypeSlots& s = b.slots();
    s.new_ = tuple_new;
    s.repr = tuple_repr;
    s.hash = tuple_hash;
    s.compare = tuple_compare;
    s.length = [](Runtime&, const Value& self) { return int64_t(tuple_of(self).size()); };
    s.iter = [](Runtime& r, const Value& self) -> Value {
        return r.make<TupleIterator>(r.type_for<TupleIterator>(), Ref<Tuple>(self.get<Tuple>()));
    };
    s.contains = [](Runtime& r, const Value& self, const Value& item) {
        return index_in(r, tuple_of(self), item, 0, SIZE_MAX) >= 0;
    };
    s.get_item = tuple_get_item;
    s.binary[size_t(BinaryOp::add)] = tuple_add;
    s.binary[size_t(BinaryOp::multiply)] = s.reflected[size_t(BinaryOp::multiply)] = tuple_multiply;
    b.method("index", tuple_index).method("count", tuple_count);
    b.finish();
}

} // namespace relata::python
