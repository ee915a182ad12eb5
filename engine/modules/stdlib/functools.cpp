// The functools module. CPython: Lib/functools.py, Modules/_functoolsmodule.c.
#include "modules/stdlib/stdlib.h"

#include "python/arguments.h"
#include "python/interpreter.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

using python::ArgReader;
using python::make_function;
using python::NativeFunction;
using python::TypeBuilder;

namespace {

Value reduce(Runtime& runtime, const Value&, Args a) {
    const auto args = python::expect_positional("reduce", a, 2, 3);
    Value result = args.size() == 3 ? args[2] : Value();
    if (const TypeSlots& slots = runtime.type_of(args[1]).slots; !slots.iter && !slots.get_item)
        throw Error(Exc::TypeError, "reduce() arg 2 must support iteration");
    for_each(runtime, args[1], [&](Value item) {
        result = result.is_set() ? call(runtime, args[0], {result, item}) : std::move(item);
    });
    if (!result.is_set()) throw Error(Exc::TypeError, "reduce() of empty iterable with no initial value");
    return result;
}

void update_wrapper_from(Runtime& runtime, const Value& wrapper, const Value& wrapped) {
    for (const char* name : {"__module__", "__name__", "__qualname__", "__doc__", "__annotations__"})
        if (const Value v = find_attribute(runtime, wrapped, name); v.is_set()) set_attribute(runtime, wrapper, name, v);
    set_attribute(runtime, wrapper, "__wrapped__", wrapped);
}

Value update_wrapper(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "update_wrapper", .names = {"wrapper", "wrapped", "assigned", "updated"}, .required = 2, .origin = python::Signature::Origin::python}, a);
    update_wrapper_from(runtime, args[0], args[1]);
    return args[0];
}

Value wraps(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "wraps", .names = {"wrapped", "assigned", "updated"}, .required = 1, .origin = python::Signature::Origin::python}, a);
    return make_function(
        runtime, "wraps",
        [](Runtime& r, const NativeFunction& f, const Value&, Args inner) -> Value {
            const Value wrapper = python::expect_one_argument("wraps", inner);
            update_wrapper_from(r, wrapper, f.closure());
            return wrapper;
        },
        args[0], "functools");
}

// ---- partial ------------------------------------------------------------------------------------------------------------

class Partial final : public Container {
  public:
    explicit Partial(Type& type) : Container(type) {}
    void clear_references() override {
        function.reset();
        args.reset();
        keywords.reset();
    }
    Value function;
    Ref<Tuple> args;
    Ref<Dict> keywords;
};

Value new_partial(Runtime& runtime, Type& type, Args a) {
    if (a.positional_count() < 1) throw Error(Exc::TypeError, "type 'partial' takes at least one argument");
    if (!is_callable(runtime, a.values[0])) throw Error(Exc::TypeError, "the first argument must be callable");
    const Ref<Partial> p = runtime.make<Partial>(type);
    p->keywords = runtime.make_dict();
    std::vector<Value> args;
    p->function = a.values[0];
    if (auto* inner = a.values[0].as<Partial>()) { // a partial of a partial is flattened
        p->function = inner->function;
        args.assign(inner->args->items().begin(), inner->args->items().end());
        inner->keywords->for_each([&](const Value& k, const Value& v) { p->keywords->set(runtime, k, v); });
    }
    args.insert(args.end(), a.values.begin() + 1, a.values.begin() + std::ptrdiff_t(a.positional_count()));
    for (size_t i = 0; i < a.keyword_count(); ++i)
        p->keywords->set(runtime, (*a.keywords)[i], a.values[a.positional_count() + i]);
    p->args = runtime.make_tuple(args);
    return p;
}

Value call_partial(Runtime& runtime, const Value& self, Args a) {
    const auto& p = self.get<Partial>();
    std::vector<Value> values(p.args->items().begin(), p.args->items().end()), names;
    values.insert(values.end(), a.values.begin(), a.values.begin() + std::ptrdiff_t(a.positional_count()));
    p.keywords->for_each([&](const Value& key, const Value& value) {
        if (a.keyword(key.get<Str>().view())) return;
        names.push_back(key);
        values.push_back(value);
    });
    for (size_t i = 0; i < a.keyword_count(); ++i) {
        names.push_back((*a.keywords)[i]);
        values.push_back(a.values[a.positional_count() + i]);
    }
    const Ref<Tuple> keywords = runtime.make_tuple(names);
    const Value function = p.function;
    return call(runtime, function, Args{values, names.empty() ? nullptr : keywords.get()});
}

void add_partial(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder b(interpreter, "partial", "functools");
    b.slots().new_ = new_partial;
    b.slots().call = call_partial;
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        const auto& p = self.get<Partial>();
        std::string text = "functools.partial(" + repr_text(r, p.function);
        for (const Value& v : p.args->items()) text += ", " + repr_text(r, v);
        p.keywords->for_each([&](const Value& k, const Value& v) { text += ", " + str_text(r, k) + "=" + repr_text(r, v); });
        return r.make_str(text + ")");
    };
    b.property("func", [](Runtime&, const Value& self) { return self.get<Partial>().function; })
        .property("args", [](Runtime&, const Value& self) { return Value(self.get<Partial>().args); })
        .property("keywords", [](Runtime&, const Value& self) { return Value(self.get<Partial>().keywords); });
    module.set("partial", b.finish());
}

// ---- lru_cache ------------------------------------------------------------------------------------------------------------

class LruCache final : public Container {
  public:
    LruCache(Type& type, Value its_function, int64_t max, bool is_typed)
        : Container(type), function(std::move(its_function)), max_size(max), typed(is_typed), results(type.runtime().make_dict()) {}
    void clear_references() override {
        function.reset();
        results.reset();
    }
    Value function;
    int64_t max_size; ///< -1: no bound
    bool typed;
    Ref<Dict> results; ///< key tuple -> result, least recently used first
    int64_t hits = 0, misses = 0;
};

Value cache_key(Runtime& runtime, const LruCache& cache, Args a) {
    std::vector<Value> key(a.values.begin(), a.values.begin() + std::ptrdiff_t(a.positional_count()));
    for (size_t i = 0; i < a.keyword_count(); ++i) {
        if (i == 0) key.push_back(Value::ellipsis());
        key.push_back((*a.keywords)[i]);
        key.push_back(a.values[a.positional_count() + i]);
    }
    if (cache.typed)
        for (const Value& v : a.values) key.push_back(Value(runtime.type_of(v)));
    return runtime.make_tuple(key);
}

Value call_cached(Runtime& runtime, const Value& self, Args a) {
    const Ref<LruCache> cache(self.get<LruCache>());
    const Value key = cache_key(runtime, *cache, a);
    if (Value found = cache->results->pop(runtime, key); found.is_set()) {
        ++cache->hits;
        cache->results->set(runtime, key, found); // now the most recently used
        return found;
    }
    ++cache->misses;
    const Value result = call(runtime, cache->function, a);
    if (cache->max_size == 0) return result;
    cache->results->set(runtime, key, result);
    if (cache->max_size > 0 && int64_t(cache->results->size()) > cache->max_size)
        for (const Dict::Entry& e : cache->results->entries())
            if (e.key.is_set()) {
                const Value oldest = e.key;
                cache->results->pop(runtime, oldest);
                break;
            }
    return result;
}

Value make_cache(Runtime& runtime, const Value& function, int64_t max_size, bool typed) {
    return runtime.make<LruCache>(runtime.type_for<LruCache>(), function, max_size, typed);
}

Value lru_cache(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "lru_cache", .names = {"maxsize", "typed"}, .origin = python::Signature::Origin::python}, a);
    if (args.has(0) && !args[0].is_none() && !args[0].is_small_int() && is_callable(runtime, args[0]))
        return make_cache(runtime, args[0], 128, args.truth(1));
    if (args.has(0) && !args[0].is_none() && !args[0].is_small_int())
        throw Error(Exc::TypeError, "Expected first argument to be an integer, a callable, or None");
    const int64_t max_size = !args.has(0) ? 128 : args[0].is_none() ? -1 : std::max<int64_t>(0, args[0].as_small_int());
    return make_function(
        runtime, "decorating_function",
        [](Runtime& r, const NativeFunction& f, const Value&, Args inner) -> Value {
            const auto& settings = f.closure().get<Tuple>();
            return make_cache(r, python::expect_one_argument("lru_cache", inner), settings[0].as_small_int(), settings[1].is_true());
        },
        runtime.make_tuple({Value::small_int(max_size), Value::boolean(args.truth(1))}), "functools");
}

void add_cache(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder b(interpreter, "_lru_cache_wrapper", "functools");
    b.slots().call = call_cached;
    b.slots().descriptor_get = [](Runtime& r, const Value& self, const Value& instance, Type&) -> Value {
        if (!instance.is_set()) return self;
        return make_function(
            r, "cached_method",
            [](Runtime& rt, const NativeFunction& f, const Value&, Args a) -> Value {
                const auto& pair = f.closure().get<Tuple>();
                std::vector<Value> values{pair[1]};
                values.insert(values.end(), a.values.begin(), a.values.end());
                return call(rt, pair[0], Args{values, a.keywords});
            },
            r.make_tuple({self, instance}), "functools");
    };
    b.slots().get_attribute = [](Runtime& r, const Value& self, Str& name) {
        if (name.view() == "__wrapped__") return self.get<LruCache>().function;
        if (name.view() == "__name__" || name.view() == "__doc__" || name.view() == "__qualname__" || name.view() == "__module__")
            return get_attribute(r, self.get<LruCache>().function, name);
        return generic_get_attribute(r, self, name);
    };
    b.method("cache_info",
             [](Runtime& r, const Value& self, Args) {
                 const auto& c = self.get<LruCache>();
                 return call(r, get_attribute(r, Value(*python::interpreter_of(r).find_module("functools")), "_CacheInfo"),
                             {Value::small_int(c.hits), Value::small_int(c.misses),
                              c.max_size < 0 ? Value::none() : Value::small_int(c.max_size),
                              Value::small_int(int64_t(c.results->size()))});
             })
        .method("cache_parameters",
                [](Runtime& r, const Value& self, Args) -> Value {
                    const auto& c = self.get<LruCache>();
                    const Ref<Dict> parameters = r.make_dict();
                    parameters->set(r, Value(r.intern("maxsize")), c.max_size < 0 ? Value::none() : Value::small_int(c.max_size));
                    parameters->set(r, Value(r.intern("typed")), Value::boolean(c.typed));
                    return parameters;
                })
        .method("cache_clear", [](Runtime&, const Value& self, Args) {
            auto& c = self.get<LruCache>();
            c.results->clear();
            c.hits = c.misses = 0;
            return Value::none();
        });
    interpreter.set_type_for<LruCache>(b.finish());
    module.set("lru_cache", make_function(interpreter, "lru_cache", lru_cache, "functools"));
    module.set("cache", make_function(interpreter, "cache", [](Runtime& r, const Value&, Args a) {
        return make_cache(r, python::expect_one_argument("cache", a), -1, false);
    }, "functools"));
    module.define_lazily("_CacheInfo", [](python::Interpreter& i) {
        const Value names = i.make_list({Value(i.make_str("hits")), Value(i.make_str("misses")), Value(i.make_str("maxsize")),
                                         Value(i.make_str("currsize"))});
        return call(i, get_attribute(i, Value(i.import_module("collections")), "namedtuple"), {Value(i.make_str("CacheInfo")), names});
    });
}

// ---- cached_property, total_ordering, cmp_to_key ------------------------------------------------------------

class CachedProperty final : public Container {
  public:
    CachedProperty(Type& type, Value its_function) : Container(type), function(std::move(its_function)) {}
    void clear_references() override { function.reset(); }
    Value function;
    Ref<Str> name;
};

void add_cached_property(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder b(interpreter, "cached_property", "functools");
    b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        python::check_arguments("cached_property.__init__(self, func)", a);
        return r.make<CachedProperty>(type, a.positional_count() ? a.values[0] : *a.keyword("func"));
    };
    // The value goes into the instance's own attributes, which come before a descriptor without a setter.
    b.slots().descriptor_get = [](Runtime& r, const Value& self, const Value& instance, Type&) -> Value {
        if (!instance.is_set()) return self;
        auto& property = self.get<CachedProperty>();
        const Value result = call(r, property.function, {instance});
        if (property.name) generic_set_attribute(r, instance, *property.name, result);
        return result;
    };
    b.method("__set_name__", [](Runtime&, const Value& self, Args a) {
        self.get<CachedProperty>().name = Ref<Str>(python::expect_positional("__set_name__", a, 2, 2)[1].as<Str>());
        return Value::none();
    });
    module.set("cached_property", b.finish());
}

/// The comparison `op` of a class that defines `root` and `__eq__`.
template <CompareOp op> Value derived_comparison(Runtime& runtime, const NativeFunction& f, const Value& self, Args a) {
    const std::string_view root = f.closure().get<Str>().view();
    const Value& other = python::expect_one_argument("comparison", a);
    const Value base = call_method(runtime, self, root, {other});
    if (base.is_not_implemented()) return base;
    const bool answer = truth(runtime, base);
    const bool same = equal(runtime, self, other);
    const bool root_less = root == "__lt__" || root == "__le__";
    const bool root_strict = root == "__lt__" || root == "__gt__";
    const bool less = root_less ? (root_strict ? answer : answer && !same) : (root_strict ? !answer && !same : !answer);
    switch (op) {
    case CompareOp::lt: return Value::boolean(less);
    case CompareOp::le: return Value::boolean(less || same);
    case CompareOp::gt: return Value::boolean(!less && !same);
    default: return Value::boolean(!less);
    }
}

Value total_ordering(Runtime& runtime, const Value&, Args a) {
    const Value cls = a.values[0];
    auto* type = cls.as<Type>();
    if (!type) throw Error(Exc::TypeError, "total_ordering must decorate a class");
    auto defines = [&](const char* name) {
        const Value* found = type->lookup(*runtime.intern(name));
        return found && found != runtime.type(BuiltinType::object).lookup(*runtime.intern(name));
    };
    const char* root = nullptr;
    for (const char* name : {"__lt__", "__le__", "__gt__", "__ge__"})
        if (!root && defines(name)) root = name;
    if (!root) throw Error(Exc::ValueError, "must define at least one ordering operation: < > <= >=");
    const Value closure = runtime.make_str(root);
    auto add = [&](const char* name, python::NativeClosureFn fn) {
        if (defines(name)) return;
        const auto method = python::make_descriptor(runtime, *type, NativeFunction::Role::method, name, fn, closure);
        set_attribute(runtime, cls, name, method);
    };
    add("__lt__", derived_comparison<CompareOp::lt>);
    add("__le__", derived_comparison<CompareOp::le>);
    add("__gt__", derived_comparison<CompareOp::gt>);
    add("__ge__", derived_comparison<CompareOp::ge>);
    return cls;
}

class ComparisonKey final : public Container {
  public:
    ComparisonKey(Type& type, Value its_function, Value its_object)
        : Container(type), function(std::move(its_function)), object(std::move(its_object)) {}
    void clear_references() override {
        function.reset();
        object.reset();
    }
    Value function, object;
};

void add_cmp_to_key(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder b(interpreter, "KeyWrapper", "functools");
    b.slots().compare = [](Runtime& r, const Value& x, const Value& y, CompareOp op) {
        const auto* a = x.as<ComparisonKey>();
        const auto* c = y.as<ComparisonKey>();
        if (!a || !c) return Value::not_implemented();
        return compare(r, call(r, a->function, {a->object, c->object}), Value::small_int(0), op);
    };
    interpreter.set_type_for<ComparisonKey>(b.finish());
    module.set("cmp_to_key", make_function(interpreter, "cmp_to_key", [](Runtime& r, const Value&, Args a) -> Value {
        return make_function(
            r, "K",
            [](Runtime& rt, const NativeFunction& f, const Value&, Args inner) -> Value {
                return rt.make<ComparisonKey>(rt.type_for<ComparisonKey>(), f.closure(), python::expect_one_argument("K", inner));
            },
            ArgReader(r, {.function = "cmp_to_key", .names = {"mycmp"}, .required = 1}, a)[0], "functools");
    }, "functools"));
}

void init_functools(python::Interpreter& interpreter, python::Module& module) {
    module.set("reduce", make_function(interpreter, "reduce", reduce, "functools"));
    module.set("wraps", make_function(interpreter, "wraps", wraps, "functools"));
    module.set("update_wrapper", make_function(interpreter, "update_wrapper", update_wrapper, "functools"));
    module.set("total_ordering", make_function(interpreter, "total_ordering", total_ordering, "functools"));
    add_partial(interpreter, module);
    add_cache(interpreter, module);
    add_cached_property(interpreter, module);
    add_cmp_to_key(interpreter, module);
    python::set_signatures(module.dict(), {"cache(user_function)", "total_ordering(cls)"});
    for (const char* name : {"singledispatch", "singledispatchmethod", "partialmethod"})
        module.define_lazily(name, [name = std::string(name)](python::Interpreter& i) {
            return get_attribute(i, Value(i.import_module("_functools_dispatch")), name);
        });
}

} // namespace

void register_functools(python::Interpreter& interpreter) { interpreter.register_module("functools", init_functools); }

} // namespace relata::modules
