// Instructions of with, await, match and except*.
#include "python/generator.h"
#include "python/instructions.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

std::pair<Value, Value> enter_context(Runtime& runtime, const Value& manager, bool async) {
    const std::string type = runtime.type_of(manager).name();
    const char* protocol = async ? "' object does not support the asynchronous context manager protocol"
                                 : "' object does not support the context manager protocol";
    Value enter = find_special(runtime, manager, async ? "__aenter__" : "__enter__");
    if (!enter.is_set()) throw Error(Exc::TypeError, "'" + type + protocol);
    Value exit = find_special(runtime, manager, async ? "__aexit__" : "__exit__");
    if (!exit.is_set())
        throw Error(Exc::TypeError, "'" + type + protocol +
                                        (async ? " (missed __aexit__ method)" : " (missed __exit__ method)"));
    return {std::move(exit), call(runtime, enter)};
}

Value call_exit(Runtime& runtime, const Value& exit, const Value& exception) {
    const auto& object = exception.get<ExceptionObject>();
    return call(
        runtime, exit,
        {Value(object.type()), exception, object.traceback.is_set() ? object.traceback : Value::none()});
}

// ---- async
// ------------------------------------------------------------------------------------------------------------

Value get_awaitable_for(Runtime& runtime, const Value& value, uint32_t where) {
    if (where != 0 && !is_coroutine(value) && !runtime.type_of(value).slots.await) {
        const char* method = where == 1 ? "__aenter__" : "__aexit__";
        throw Error(Exc::TypeError,
                    std::string("'async with' received an object from ") + method +
                        " that does not implement __await__: " + runtime.type_of(value).name());
    }
    return get_awaitable(runtime, value);
}

Value get_async_iterator(Runtime& runtime, const Value& iterable) {
    Type& type = runtime.type_of(iterable);
    if (!type.slots.aiter)
        throw Error(Exc::TypeError,
                    "'async for' requires an object with __aiter__ method, got " + type.name());
    Value iterator = type.slots.aiter(runtime, iterable);
    if (!runtime.type_of(iterator).slots.anext)
        throw Error(Exc::TypeError,
                    "'async for' received an object from __aiter__ that does not implement __anext__: " +
                        runtime.type_of(iterator).name());
    return iterator;
}

Value get_anext(Runtime& runtime, const Value& async_iterator) {
    Type& type = runtime.type_of(async_iterator);
    if (!type.slots.anext)
        throw Error(Exc::TypeError,
                    "'async for' requires an iterator with __anext__ method, got " + type.name());
    Value awaitable = type.slots.anext(runtime, async_iterator);
    if (!is_coroutine(awaitable) && !runtime.type_of(awaitable).slots.await &&
        !runtime.type_of(awaitable).slots.next)
        throw Error(Exc::TypeError, "'async for' received an invalid object from __anext__: " +
                                        runtime.type_of(awaitable).name());
    return get_awaitable(runtime, awaitable);
}

Value get_yield_from_iterator(Runtime& runtime, const Value& iterable, bool in_coroutine) {
    if (const auto* generator = iterable.as<Generator>(); generator || is_coroutine(iterable)) {
        if (is_coroutine(iterable) && !in_coroutine)
            throw Error(Exc::TypeError,
                        "cannot 'yield from' a coroutine object in a non-coroutine generator");
        return iterable;
    }
    return iterate(runtime, iterable);
}

// ---- match
// ------------------------------------------------------------------------------------------------------------

bool is_mapping(Runtime& runtime, const Value& subject) {
    if (subject.as<Dict>()) return true;
    const Type& type = runtime.type_of(subject);
    return std::ranges::any_of(
        type.mro(), [](const Type* t) { return t->name() == "Mapping" || t->name() == "mappingproxy"; });
}

bool is_sequence(Runtime& runtime, const Value& subject) {
    if (!subject.is_object()) return false;
    switch (subject.as_object()->kind()) {
    case ObjectKind::list:
    case ObjectKind::tuple:
        return true;
    case ObjectKind::str:
    case ObjectKind::bytes:
    case ObjectKind::dict:
    case ObjectKind::set:
        return false;
    default:
        break;
    }
    const Type& type = runtime.type_of(subject);
    if (&type == &runtime.type(BuiltinType::range)) return true;
    return std::ranges::any_of(type.mro(),
                               [](const Type* t) { return t->name() == "Sequence" || t->name() == "deque"; });
}

Value match_keys(Runtime& runtime, const Value& subject, const Value& keys) {
    const Tuple& wanted = keys.get<Tuple>();
    Ref<Tuple> values = runtime.make_tuple(wanted.size());
    const Dict* dict = subject.as<Dict>();
    for (size_t i = 0; i < wanted.size(); ++i) {
        for (size_t k = 0; k < i; ++k)
            if (equal(runtime, wanted[k], wanted[i]))
                throw Error(Exc::ValueError,
                            "mapping pattern checks duplicate key (" + repr_text(runtime, wanted[i]) + ")");
        if (dict) {
            const Value* found = dict->find(runtime, wanted[i]);
            if (!found) return Value::none();
            values->writable()[i] = *found;
        } else {
            if (!contains(runtime, subject, wanted[i])) return Value::none();
            values->writable()[i] = get_item(runtime, subject, wanted[i]);
        }
    }
    return values;
}

Value match_class(Runtime& runtime, const Value& subject, const Value& cls, const Value& names,
                  size_t positional) {
    Type* type = cls.as<Type>();
    if (!type) throw Error(Exc::TypeError, "called match pattern must be a type");
    if (!is_instance(runtime, subject, cls)) return Value::none();
    std::vector<Value> found;
    if (positional > 0) {
        const Value match_args = find_attribute(runtime, cls, "__match_args__");
        if (match_args.is_set()) {
            const Tuple* allowed = match_args.as<Tuple>();
            if (!allowed)
                throw Error(Exc::TypeError, type->name() + ".__match_args__ must be a tuple (got " +
                                                runtime.type_of(match_args).name() + ")");
            if (positional > allowed->size())
                throw Error(Exc::TypeError, type->name() + "() accepts " + std::to_string(allowed->size()) +
                                                " positional sub-pattern" +
                                                (allowed->size() == 1 ? "" : "s") + " (" +
                                                std::to_string(positional) + " given)");
            for (size_t i = 0; i < positional; ++i) {
                Value v = find_attribute(runtime, subject, (*allowed)[i].get<Str>());
                if (!v.is_set()) return Value::none();
                found.push_back(std::move(v));
            }
        } else {
            // CPython: _Py_TPFLAGS_MATCH_SELF
            static constexpr BuiltinType selves[] = {
                BuiltinType::bool_, BuiltinType::int_,     BuiltinType::float_, BuiltinType::str,
                BuiltinType::bytes, BuiltinType::list,     BuiltinType::tuple,  BuiltinType::dict,
                BuiltinType::set,   BuiltinType::frozenset};
            const bool itself = std::ranges::any_of(
                selves, [&](BuiltinType t) { return type->is_subtype_of(runtime.type(t)); });
            const size_t allowed = itself ? 1 : 0;
            if (positional > allowed)
                throw Error(Exc::TypeError, type->name() + "() accepts " + std::to_string(allowed) +
                                                " positional sub-pattern" + (allowed == 1 ? "" : "s") + " (" +
                                                std::to_string(positional) + " given)");
            found.push_back(subject);
        }
    }
    for (const Value& name : names.get<Tuple>().items()) {
        Value v = find_attribute(runtime, subject, name.get<Str>());
        if (!v.is_set()) return Value::none();
        found.push_back(std::move(v));
    }
    return runtime.make_tuple(std::span<const Value>(found));
}

// ---- except
// -----------------------------------------------------------------------------------------------------------

namespace {

bool is_exception_class(const Value& v) {
    const Type* type = v.as<Type>();
    return type && type->has(Type::exception_class);
}

bool is_group(Runtime& runtime, const Value& exception) {
    return is_instance(runtime, exception, runtime.exception_type(Exc::BaseExceptionGroup));
}

} // namespace

bool exception_matches(Runtime& runtime, const Value& exception, const Value& classes) {
    if (const Tuple* tuple = classes.as<Tuple>())
        return std::ranges::any_of(tuple->items(),
                                   [&](const Value& c) { return exception_matches(runtime, exception, c); });
    const Type* type = classes.as<Type>();
    return type && runtime.type_of(exception).is_subtype_of(*type);
}

bool check_exception_match(Runtime& runtime, const Value& exception, const Value& classes) {
    const Tuple* tuple = classes.as<Tuple>();
    if (tuple ? !std::ranges::all_of(tuple->items(), is_exception_class) : !is_exception_class(classes))
        throw Error(Exc::TypeError, "catching classes that do not inherit from BaseException is not allowed");
    return exception_matches(runtime, exception, classes);
}

std::pair<Value, Value> match_group(Runtime& runtime, const Value& exception, const Value& classes) {
    check_exception_match(runtime, exception, classes);
    if (exception.is_none()) return {Value::none(), Value::none()};
    if (!is_group(runtime, exception)) {
        if (!exception_matches(runtime, exception, classes)) return {exception, Value::none()};
        const Value members = runtime.make_tuple({exception});
        return {Value::none(), call(runtime, Value(runtime.exception_type(Exc::ExceptionGroup)),
                                    {Value(runtime.make_str("")), members})};
    }
    if (exception_matches(runtime, exception, classes)) return {Value::none(), exception};
    const Value parts = call_method(runtime, exception, "split", {classes});
    return {parts.get<Tuple>()[1], parts.get<Tuple>()[0]};
}


} // namespace relata::python
