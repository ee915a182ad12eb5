#include "python/types/iterators.h"

#include "python/arguments.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::python {

namespace {

/// An iterator that holds some values and a counter; what it does with them is its type's `next`.
class CompositeIterator final : public Container {
  public:
    CompositeIterator(Type& type, std::vector<Value> its_parts, int64_t its_count = 0, bool is_strict = false)
        : Container(type), parts(std::move(its_parts)), count(its_count), strict(is_strict) {}
    void clear_references() override { parts.clear(); }
    std::vector<Value> parts;
    int64_t count;
    bool strict;
};

struct SequenceTag {};
struct CallableTag {};

CompositeIterator& parts_of(const Value& self) { return self.get<CompositeIterator>(); }

// ---- enumerate ------------------------------------------------------------------------------------------------------------

Value new_enumerate(Runtime& runtime, Type& type, Args a) {
    if (a.positional_count() == 0 && !a.keyword("iterable")) // CPython: enum_vectorcall
        throw Error(Exc::TypeError, "enumerate() missing required argument 'iterable'");
    ArgReader args(runtime, {.function = "enumerate", .names = {"iterable", "start"}, .required = 1}, a);
    return runtime.make<CompositeIterator>(type, std::vector<Value>{iterate(runtime, args[0])}, args.integer(1, 0));
}

Value next_enumerate(Runtime& runtime, const Value& self) {
    auto& e = parts_of(self);
    Value item = next(runtime, e.parts[0]);
    if (!item.is_set()) return {};
    return runtime.make_tuple({runtime.make_int(e.count++), std::move(item)});
}

// ---- zip ------------------------------------------------------------------------------------------------------------------

Value new_zip(Runtime& runtime, Type& type, Args a) {
    ArgReader args(runtime, {.function = "zip", .names = {"strict"}, .positional = 0, .more_positional = true}, a);
    std::vector<Value> iterators;
    for (const Value& iterable : a.positional()) {
        if (const Type& t = runtime.type_of(iterable); !t.slots.iter && !t.slots.get_item)
            throw Error(Exc::TypeError, "'" + t.name() + "' object is not iterable");
        iterators.push_back(iterate(runtime, iterable));
    }
    return runtime.make<CompositeIterator>(type, std::move(iterators), 0, args.truth(0));
}

// CPython: zip_next. With strict, all must end together.
Value next_zip(Runtime& runtime, const Value& self) {
    auto& z = parts_of(self);
    if (z.parts.empty()) return {};
    const Ref<Tuple> row = runtime.make_tuple(z.parts.size());
    auto arguments = [](size_t n) { return n == 1 ? std::string(" 1") : "s 1-" + std::to_string(n); };
    for (size_t i = 0; i < z.parts.size(); ++i) {
        Value item = next(runtime, z.parts[i]);
        if (item.is_set()) {
            row->writable()[i] = std::move(item);
            continue;
        }
        if (!z.strict) return {};
        if (i > 0)
            throw Error(Exc::ValueError, "zip() argument " + std::to_string(i + 1) + " is shorter than argument" + arguments(i));
        for (size_t j = 1; j < z.parts.size(); ++j)
            if (next(runtime, z.parts[j]).is_set())
                throw Error(Exc::ValueError, "zip() argument " + std::to_string(j + 1) + " is longer than argument" + arguments(j));
        return {};
    }
    return row;
}

// ---- map and filter ---------------------------------------------------------------------------------------------------------

Value new_map(Runtime& runtime, Type& type, Args a) {
    expect_no_keywords("map", a);
    if (a.values.size() < 2) throw Error(Exc::TypeError, "map() must have at least two arguments.");
    std::vector<Value> parts{a.values[0]};
    for (const Value& iterable : a.values.subspan(1)) parts.push_back(iterate(runtime, iterable));
    return runtime.make<CompositeIterator>(type, std::move(parts));
}

Value next_map(Runtime& runtime, const Value& self) {
    auto& m = parts_of(self);
    if (m.parts.size() == 2) {
        const Value item = next(runtime, m.parts[1]);
        return item.is_set() ? call(runtime, m.parts[0], {item}) : Value();
    }
    std::vector<Value> args;
    for (size_t i = 1; i < m.parts.size(); ++i) {
        args.push_back(next(runtime, m.parts[i]));
        if (!args.back().is_set()) return {};
    }
    return call(runtime, m.parts[0], Args{args});
}

Value new_filter(Runtime& runtime, Type& type, Args a) {
    const auto args = expect_positional("filter", a, 2, 2);
    return runtime.make<CompositeIterator>(type, std::vector<Value>{args[0], iterate(runtime, args[1])});
}

Value next_filter(Runtime& runtime, const Value& self) {
    auto& f = parts_of(self);
    for (;;) {
        Value item = next(runtime, f.parts[1]);
        if (!item.is_set()) return {};
        const bool keep = f.parts[0].is_none() ? truth(runtime, item) : truth(runtime, call(runtime, f.parts[0], {item}));
        if (keep) return item;
    }
}

// ---- reversed ---------------------------------------------------------------------------------------------------------------

Value new_reversed(Runtime& runtime, Type& type, Args a) {
    const Value& sequence = expect_positional("reversed", a, 1, 1)[0];
    if (const Value method = find_special(runtime, sequence, "__reversed__"); method.is_set() && !method.is_none())
        return call(runtime, method);
    const Type& t = runtime.type_of(sequence);
    const Value refused = find_special(runtime, sequence, "__reversed__");
    if (refused.is_set() || !t.slots.get_item || sequence.as<Dict>())
        throw Error(Exc::TypeError, "'" + t.name() + "' object is not reversible");
    if (!t.slots.length) throw Error(Exc::TypeError, "object of type '" + t.name() + "' has no len()");
    return runtime.make<CompositeIterator>(type, std::vector<Value>{sequence}, length(runtime, sequence));
}

Value next_reversed(Runtime& runtime, const Value& self) {
    auto& it = parts_of(self);
    if (it.count <= 0 || it.parts.empty()) return {};
    --it.count;
    if (auto* list = it.parts[0].as<List>()) return size_t(it.count) < list->size() ? list->items()[size_t(it.count)] : Value();
    try {
        return get_item(runtime, it.parts[0], Value::small_int(it.count));
    } catch (Error& error) {
        if (!runtime.matches(error, Exc::IndexError) && !runtime.matches(error, Exc::StopIteration)) throw;
        it.count = 0;
        return {};
    }
}

// ---- over __getitem__, over a callable ----------------------------------------------------------------------------------------

Value next_of_sequence(Runtime& runtime, const Value& self) {
    auto& it = parts_of(self);
    if (it.parts.empty()) return {};
    try {
        return get_item(runtime, it.parts[0], Value::small_int(it.count++));
    } catch (Error& error) {
        if (!runtime.matches(error, Exc::IndexError) && !runtime.matches(error, Exc::StopIteration)) throw;
        it.parts.clear();
        return {};
    }
}

Value next_of_callable(Runtime& runtime, const Value& self) {
    auto& it = parts_of(self);
    if (it.parts.empty()) return {};
    Value item = call(runtime, it.parts[0]);
    if (!equal(runtime, item, it.parts[1])) return item;
    it.parts.clear();
    return {};
}

template <class Tag>
void make_iterator_type(Runtime& runtime, const char* name, TypeSlots::Unary next_slot,
                        Value (*new_slot)(Runtime&, Type&, Args) = nullptr) {
    TypeBuilder b(runtime, name);
    b.slots().new_ = new_slot;
    b.slots().iter = [](Runtime&, const Value& self) { return self; };
    b.slots().next = next_slot;
    runtime.set_type_for<Tag>(b.finish());
}

} // namespace

Value make_sequence_iterator(Runtime& runtime, const Value& sequence) {
    return runtime.make<CompositeIterator>(runtime.type_for<SequenceTag>(), std::vector<Value>{sequence});
}

Value make_callable_iterator(Runtime& runtime, const Value& callable, const Value& sentinel) {
    return runtime.make<CompositeIterator>(runtime.type_for<CallableTag>(), std::vector<Value>{callable, sentinel});
}

void make_iterator_types(Runtime& runtime) {
    make_iterator_type<EnumerateTag>(runtime, "enumerate", next_enumerate, new_enumerate);
    make_iterator_type<ZipTag>(runtime, "zip", next_zip, new_zip);
    make_iterator_type<MapTag>(runtime, "map", next_map, new_map);
    make_iterator_type<FilterTag>(runtime, "filter", next_filter, new_filter);
    make_iterator_type<ReversedTag>(runtime, "reversed", next_reversed, new_reversed);
    make_iterator_type<SequenceTag>(runtime, "iterator", next_of_sequence);
    make_iterator_type<CallableTag>(runtime, "callable_iterator", next_of_callable);
}

} // namespace relata::python
