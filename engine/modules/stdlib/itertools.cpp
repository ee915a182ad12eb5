// The itertools module. CPython: Modules/itertoolsmodule.c.
#include "modules/stdlib/stdlib.h"

#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/type_builder.h"
#include "python/types/complex_type.h"
#include "support/protocol.h"

#include <algorithm>
#include <numeric>

namespace relata::modules {

using python::ArgReader;
using python::TypeBuilder;

namespace {

/// State of any of these iterators: values, indices and flags, whose meaning is each iterator's own.
class State final : public Container {
  public:
    explicit State(Type& type) : Container(type) {}
    void clear_references() override {
        std::exchange(values, {});
        std::exchange(pools, {});
    }
    std::vector<Value> values;
    std::vector<std::vector<Value>> pools;
    std::vector<size_t> indices;
    int64_t at = 0, stop = 0, step = 1;
    bool flag = false, done = false;
};

State& state(const Value& v) { return v.get<State>(); }

Ref<Tuple> pick(Runtime& runtime, const std::vector<Value>& pool, const std::vector<size_t>& indices) {
    const Ref<Tuple> row = runtime.make_tuple(indices.size());
    for (size_t i = 0; i < indices.size(); ++i) row->writable()[i] = pool[indices[i]];
    return row;
}

// ---- endless ones ---------------------------------------------------------------------------------------------------------

Value new_count(Runtime& runtime, Type& type, Args a) {
    ArgReader args(runtime, {.function = "count", .names = {"start", "step"}}, a);
    const auto is_number = [&](const Value& v) {
        const TypeSlots& slots = runtime.type_of(v).slots;
        return slots.index || slots.to_float || v.as<python::Complex>();
    };
    for (const size_t i : {size_t(0), size_t(1)})
        if (args.has(i) && !is_number(args[i])) throw Error(Exc::TypeError, "a number is required");
    const Ref<State> s = runtime.make<State>(type);
    s->values = {args.get(0, Value::small_int(0)), args.get(1, Value::small_int(1))};
    return s;
}
Value next_count(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    const Value current = s.values[0];
    s.values[0] = binary_op(runtime, BinaryOp::add, current, s.values[1]);
    return current;
}

// CPython: count_repr.
Value repr_count(Runtime& runtime, const Value& self) {
    const auto& s = state(self);
    std::string text = "count(" + repr_text(runtime, s.values[0]);
    if (!s.values[1].is_small_int() || s.values[1].as_small_int() != 1) text += ", " + repr_text(runtime, s.values[1]);
    return runtime.make_str(text + ")");
}

Value new_cycle(Runtime& runtime, Type& type, Args a) {
    const Ref<State> s = runtime.make<State>(type);
    s->values = {iterate(runtime, python::expect_positional("cycle", a, 1, 1)[0])};
    s->pools.resize(1);
    return s;
}
Value next_cycle(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    if (!s.done) {
        if (Value item = next(runtime, s.values[0]); item.is_set()) {
            s.pools[0].push_back(item);
            return item;
        }
        s.done = true;
    }
    if (s.pools[0].empty()) return {};
    return s.pools[0][size_t(s.at++) % s.pools[0].size()];
}

Value new_repeat(Runtime& runtime, Type& type, Args a) {
    ArgReader args(runtime, {.function = "repeat", .names = {"object", "times"}, .required = 1}, a);
    const Ref<State> s = runtime.make<State>(type);
    s->values = {args[0]};
    s->flag = !args.has(1);
    s->stop = args.integer(1, 0);
    return s;
}
Value next_repeat(Runtime&, const Value& self) {
    auto& s = state(self);
    return s.flag || s.at++ < s.stop ? s.values[0] : Value();
}

Value repr_repeat(Runtime& runtime, const Value& self) {
    const auto& s = state(self);
    const std::string left = s.flag ? "" : ", " + std::to_string(std::max<int64_t>(0, s.stop - s.at));
    return runtime.make_str("repeat(" + repr_text(runtime, s.values[0]) + left + ")");
}

// ---- chaining and cutting ---------------------------------------------------------------------------------------------------

Value new_chain(Runtime& runtime, Type& type, Args a) {
    if (!type.has(Type::heap_type)) python::expect_no_keywords("chain", a);
    const Ref<State> s = runtime.make<State>(type);
    s->values = {iterate(runtime, runtime.make_tuple(a.positional())), Value()};
    return s;
}
Value chain_from_iterable(Runtime& runtime, const Value& cls, Args a) {
    const Ref<State> s = runtime.make<State>(cls.get<Type>());
    s->values = {iterate(runtime, python::expect_one_argument("chain.from_iterable", a)), Value()};
    return s;
}
Value next_chain(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    for (;;) {
        if (s.values[1].is_set()) {
            if (Value item = next(runtime, s.values[1]); item.is_set()) return item;
            s.values[1].reset();
        }
        const Value iterable = next(runtime, s.values[0]);
        if (!iterable.is_set()) return {};
        s.values[1] = iterate(runtime, iterable);
    }
}

Value new_islice(Runtime& runtime, Type& type, Args a) {
    const auto args = python::expect_positional("islice", a, 2, 4);
    auto bound = [&](const Value& v, int64_t otherwise, const char* what) {
        if (v.is_none()) return otherwise;
        const int64_t i = v.is_small_int() ? v.as_small_int() : -1;
        if (i < 0)
            throw Error(Exc::ValueError, std::string(what) + " for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
        return i;
    };
    const Ref<State> s = runtime.make<State>(type);
    s->values = {iterate(runtime, args[0])};
    const bool range = args.size() > 2;
    s->at = range ? bound(args[1], 0, "Indices") : 0; // items still to skip
    s->stop = bound(args[range ? 2 : 1], INT64_MAX, range ? "Indices" : "Stop argument");
    s->step = args.size() > 3 ? bound(args[3], 1, "Step") : 1;
    if (s->step == 0) throw Error(Exc::ValueError, "Step for islice() must be a positive integer or None.");
    s->indices = {0}; // items taken from the iterator so far
    return s;
}
Value next_islice(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    if (s.done || s.at >= s.stop) return {};
    for (;;) {
        Value item = next(runtime, s.values[0]);
        if (!item.is_set()) break;
        if (int64_t(s.indices[0]++) == s.at) {
            s.at += std::min(s.step, INT64_MAX - s.at);
            return item;
        }
    }
    s.done = true;
    return {};
}

/// Those that take a function and an iterable.
Value new_with_function(Runtime& runtime, Type& type, Args a) {
    const auto args = python::expect_positional(type.name(), a, 2, 2);
    const Ref<State> s = runtime.make<State>(type);
    s->values = {args[0], iterate(runtime, args[1])};
    return s;
}
Value next_takewhile(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    if (s.done) return {};
    Value item = next(runtime, s.values[1]);
    if (item.is_set() && truth(runtime, call(runtime, s.values[0], {item}))) return item;
    s.done = true;
    return {};
}
Value next_dropwhile(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    for (;;) {
        Value item = next(runtime, s.values[1]);
        if (!item.is_set() || s.flag) return item;
        if (!truth(runtime, call(runtime, s.values[0], {item}))) {
            s.flag = true;
            return item;
        }
    }
}
Value next_filterfalse(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    for (;;) {
        Value item = next(runtime, s.values[1]);
        if (!item.is_set()) return item;
        if (!truth(runtime, s.values[0].is_none() ? item : call(runtime, s.values[0], {item}))) return item;
    }
}
Value new_compress(Runtime& runtime, Type& type, Args a) {
    ArgReader args(runtime, {.function = "compress", .names = {"data", "selectors"}, .required = 2}, a);
    const Ref<State> s = runtime.make<State>(type);
    s->values = {iterate(runtime, args[0]), iterate(runtime, args[1])};
    return s;
}
Value next_compress(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    for (;;) {
        Value item = next(runtime, s.values[0]);
        const Value selector = item.is_set() ? next(runtime, s.values[1]) : Value();
        if (!selector.is_set()) return {};
        if (truth(runtime, selector)) return item;
    }
}
Value next_starmap(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    const Value item = next(runtime, s.values[1]);
    if (!item.is_set()) return {};
    const std::vector<Value> args = to_vector(runtime, item);
    return call(runtime, s.values[0], Args{args});
}

Value new_accumulate(Runtime& runtime, Type& type, Args a) {
    ArgReader args(runtime, {.function = "accumulate", .names = {"iterable", "func", "initial"}, .required = 1, .positional = 2}, a);
    const Ref<State> s = runtime.make<State>(type);
    s->values = {iterate(runtime, args[0]), args.get(1), args.is_none(2) ? Value() : args[2]};
    s->flag = s->values[2].is_set(); // the initial value is still to be given out
    return s;
}
Value next_accumulate(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    if (s.flag) {
        s.flag = false;
        return s.values[2];
    }
    const Value item = next(runtime, s.values[0]);
    if (!item.is_set()) return {};
    if (!s.values[2].is_set())
        s.values[2] = item;
    else if (s.values[1].is_none())
        s.values[2] = binary_op(runtime, BinaryOp::add, s.values[2], item);
    else
        s.values[2] = call(runtime, s.values[1], {s.values[2], item});
    return s.values[2];
}

Value new_pairwise(Runtime& runtime, Type& type, Args a) {
    const Ref<State> s = runtime.make<State>(type);
    s->values = {iterate(runtime, python::expect_positional("pairwise", a, 1, 1)[0]), Value()};
    return s;
}
Value next_pairwise(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    if (!s.values[1].is_set()) s.values[1] = next(runtime, s.values[0]);
    if (!s.values[1].is_set()) return {};
    const Value item = next(runtime, s.values[0]);
    if (!item.is_set()) return {};
    return runtime.make_tuple({std::exchange(s.values[1], item), item});
}

Value new_zip_longest(Runtime& runtime, Type& type, Args a) {
    for (size_t k = 0; k < a.keyword_count(); ++k)
        if ((*a.keywords)[k].get<Str>() != "fillvalue") throw Error(Exc::TypeError, "zip_longest() got an unexpected keyword argument");
    ArgReader args(runtime, {.function = "zip_longest", .names = {"fillvalue"}, .positional = 0, .more_positional = true}, a);
    const Ref<State> s = runtime.make<State>(type);
    s->values.push_back(args.get(0));
    for (const Value& iterable : a.positional()) s->values.push_back(iterate(runtime, iterable));
    return s;
}
Value next_zip_longest(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    const Ref<Tuple> row = runtime.make_tuple(s.values.size() - 1);
    bool any = false;
    for (size_t i = 1; i < s.values.size(); ++i) {
        Value item = s.values[i].is_set() ? next(runtime, s.values[i]) : Value();
        if (!item.is_set()) {
            s.values[i].reset();
            item = s.values[0];
        } else {
            any = true;
        }
        row->writable()[i - 1] = std::move(item);
    }
    return any ? Value(row) : Value();
}

// ---- groupby ------------------------------------------------------------------------------------------------------------------

/// values: iterator, key function, current item, current key, the key that the open group has.
Value new_groupby(Runtime& runtime, Type& type, Args a) {
    ArgReader args(runtime, {.function = "groupby", .names = {"iterable", "key"}, .required = 1}, a);
    const Ref<State> s = runtime.make<State>(type);
    s->values = {iterate(runtime, args[0]), args.get(1), Value(), Value(), Value()};
    return s;
}
bool step_groupby(Runtime& runtime, State& s) {
    Value item = next(runtime, s.values[0]);
    if (!item.is_set()) return false;
    s.values[3] = s.values[1].is_none() ? item : call(runtime, s.values[1], {item});
    s.values[2] = std::move(item);
    return true;
}
struct GrouperTag {};
Value next_groupby(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    ++s.at; // an older group is over
    for (;;) {
        if (s.done) return {};
        if (s.values[3].is_set() && (!s.values[4].is_set() || !equal(runtime, s.values[4], s.values[3]))) break;
        if (!step_groupby(runtime, s)) {
            s.done = true;
            return {};
        }
    }
    s.values[4] = s.values[3];
    const Ref<State> group = runtime.make<State>(runtime.type_for<GrouperTag>());
    group->values = {self};
    group->at = s.at;
    return runtime.make_tuple({s.values[4], Value(group)});
}
Value next_grouper(Runtime& runtime, const Value& self) {
    auto& group = state(self);
    auto& s = state(group.values[0]);
    if (group.at != s.at) return {};
    if (!s.values[2].is_set() && (s.done || !step_groupby(runtime, s))) {
        s.done = true;
        return {};
    }
    if (!equal(runtime, s.values[4], s.values[3])) return {};
    return std::exchange(s.values[2], Value());
}

// ---- combinatorics --------------------------------------------------------------------------------------------------------------

Value new_product(Runtime& runtime, Type& type, Args a) {
    ArgReader args(runtime, {.function = "product", .names = {"repeat"}, .positional = 0, .more_positional = true}, a);
    const int64_t repeat = args.integer(0, 1);
    if (repeat < 0) throw Error(Exc::ValueError, "repeat argument cannot be negative");
    const Ref<State> s = runtime.make<State>(type);
    for (int64_t r = 0; r < repeat; ++r)
        for (const Value& iterable : a.positional()) s->pools.push_back(to_vector(runtime, iterable));
    s->indices.assign(s->pools.size(), 0);
    s->done = std::ranges::any_of(s->pools, [](const auto& pool) { return pool.empty(); });
    return s;
}
Value next_product(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    if (s.done) return {};
    const Ref<Tuple> row = runtime.make_tuple(s.pools.size());
    for (size_t i = 0; i < s.pools.size(); ++i) row->writable()[i] = s.pools[i][s.indices[i]];
    size_t i = s.pools.size();
    while (i > 0 && ++s.indices[i - 1] == s.pools[i - 1].size()) s.indices[--i] = 0;
    s.done = i == 0;
    return row;
}

enum class Selection { combinations, with_replacement, permutations };
template <Selection kind> Value new_selection(Runtime& runtime, Type& type, Args a) {
    ArgReader args(runtime,
                   {.function = kind == Selection::permutations    ? "permutations"
                                : kind == Selection::combinations ? "combinations"
                                                                  : "combinations_with_replacement",
                    .names = {"iterable", "r"},
                    .required = size_t(kind == Selection::permutations ? 1 : 2)},
                   a);
    const Ref<State> s = runtime.make<State>(type);
    if (kind != Selection::permutations) args.integer(1); // no number: told before the iterable is looked at
    s->pools.push_back(to_vector(runtime, args[0]));
    const auto n = int64_t(s->pools[0].size());
    if (kind == Selection::permutations && !args.is_none(1) && !runtime.type_of(args[1]).slots.index)
        throw Error(Exc::TypeError, "Expected int as r");
    const int64_t r = kind == Selection::permutations && args.is_none(1) ? n : args.integer(1);
    if (r < 0) throw Error(Exc::ValueError, "r must be non-negative");
    s->stop = r;
    s->done = kind == Selection::with_replacement ? n == 0 && r > 0 : r > n;
    if (s->done) return s;
    s->indices.assign(size_t(kind == Selection::permutations ? n : r), 0);
    if (kind != Selection::with_replacement) std::iota(s->indices.begin(), s->indices.end(), size_t(0));
    return s;
}
template <Selection kind> Value next_selection(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    if (s.done) return {};
    const size_t n = s.pools[0].size(), r = size_t(s.stop);
    const Ref<Tuple> row = pick(runtime, s.pools[0], {s.indices.begin(), s.indices.begin() + std::ptrdiff_t(r)});
    if constexpr (kind == Selection::permutations) {
        // The next r-permutation in the order of positions: reverse the tail, then the next full permutation.
        std::reverse(s.indices.begin() + std::ptrdiff_t(r), s.indices.end());
        s.done = !std::next_permutation(s.indices.begin(), s.indices.end());
    } else {
        size_t i = r;
        const auto limit = [&](size_t k) { return kind == Selection::combinations ? k + n - r : n - 1; };
        while (i > 0 && s.indices[i - 1] == limit(i - 1)) --i;
        s.done = i == 0;
        if (!s.done) {
            ++s.indices[i - 1];
            for (size_t k = i; k < r; ++k) s.indices[k] = s.indices[k - 1] + (kind == Selection::combinations ? 1 : 0);
        }
    }
    return row;
}

// ---- tee ---------------------------------------------------------------------------------------------------------------------

/// What the iterators of one tee() share: items that not all have taken yet.
class TeeBuffer final : public Container {
  public:
    TeeBuffer(Type& type, Value its_iterator) : Container(type), iterator(std::move(its_iterator)) {}
    void clear_references() override {
        iterator.reset();
        std::exchange(items, {});
    }
    Value iterator;
    std::vector<Value> items;
};
struct TeeTag {};
Value tee(Runtime& runtime, const Value&, Args a) {
    const auto args = python::expect_positional("itertools.tee", a, 1, 2);
    const int64_t n = args.size() > 1 ? as_index(runtime, args[1]) : 2;
    if (n < 0) throw Error(Exc::ValueError, "n must be >= 0");
    const Ref<TeeBuffer> buffer = runtime.make<TeeBuffer>(runtime.type_for<TeeBuffer>(), iterate(runtime, args[0]));
    std::vector<Value> iterators;
    for (int64_t i = 0; i < n; ++i) {
        const Ref<State> s = runtime.make<State>(runtime.type_for<TeeTag>());
        s->values = {Value(buffer)};
        iterators.push_back(Value(s));
    }
    return runtime.make_tuple(iterators);
}
Value next_tee(Runtime& runtime, const Value& self) {
    auto& s = state(self);
    auto& buffer = s.values[0].get<TeeBuffer>();
    if (size_t(s.at) == buffer.items.size()) {
        Value item = next(runtime, buffer.iterator);
        if (!item.is_set()) return {};
        buffer.items.push_back(std::move(item));
    }
    return buffer.items[size_t(s.at++)];
}

Type& make(python::Interpreter& interpreter, const char* name, TypeSlots::Unary next_slot,
           Value (*new_slot)(Runtime&, Type&, Args) = nullptr, TypeSlots::Unary repr_slot = nullptr) {
    TypeBuilder b(interpreter, name, "itertools");
    b.slots().new_ = new_slot;
    b.slots().iter = [](Runtime&, const Value& self) { return self; };
    b.slots().next = next_slot;
    if (repr_slot) b.slots().repr = repr_slot;
    return b.finish();
}

void init_itertools(python::Interpreter& interpreter, python::Module& module) {
    struct {
        const char* name;
        Value (*new_slot)(Runtime&, Type&, Args);
        TypeSlots::Unary next_slot;
        TypeSlots::Unary repr_slot = nullptr;
    } constexpr types[] = {
        {"count", new_count, next_count, repr_count},
        {"cycle", new_cycle, next_cycle},
        {"repeat", new_repeat, next_repeat, repr_repeat},
        {"islice", new_islice, next_islice},
        {"takewhile", new_with_function, next_takewhile},
        {"dropwhile", new_with_function, next_dropwhile},
        {"filterfalse", new_with_function, next_filterfalse},
        {"starmap", new_with_function, next_starmap},
        {"compress", new_compress, next_compress},
        {"accumulate", new_accumulate, next_accumulate},
        {"pairwise", new_pairwise, next_pairwise},
        {"zip_longest", new_zip_longest, next_zip_longest},
        {"groupby", new_groupby, next_groupby},
        {"product", new_product, next_product},
        {"combinations", new_selection<Selection::combinations>, next_selection<Selection::combinations>},
        {"combinations_with_replacement", new_selection<Selection::with_replacement>, next_selection<Selection::with_replacement>},
        {"permutations", new_selection<Selection::permutations>, next_selection<Selection::permutations>},
    };
    for (const auto& t : types) module.set(t.name, make(interpreter, t.name, t.next_slot, t.new_slot, t.repr_slot));
    Type& chain = make(interpreter, "chain", next_chain, new_chain);
    TypeBuilder(interpreter, chain).class_method("from_iterable", chain_from_iterable);
    module.set("chain", chain);
    interpreter.set_type_for<GrouperTag>(make(interpreter, "_grouper", next_grouper));
    interpreter.set_type_for<TeeTag>(make(interpreter, "_tee", next_tee));
    TypeBuilder buffer(interpreter, "_tee_dataobject", "itertools");
    interpreter.set_type_for<TeeBuffer>(buffer.finish());
    module.set("tee", python::make_function(interpreter, "tee", tee, "itertools"));
}

} // namespace

void register_itertools(python::Interpreter& interpreter) { interpreter.register_module("itertools", init_itertools); }

} // namespace relata::modules
