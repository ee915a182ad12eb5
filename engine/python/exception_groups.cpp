// BaseExceptionGroup and ExceptionGroup: what asyncio.TaskGroup raises and `except*` takes apart.
#include "python/arguments.h"
#include "python/evaluation.h"
#include "python/exception_types.h"
#include "python/instructions.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <unordered_set>

namespace relata::python {

namespace {

Value group_new(Runtime& runtime, Type& type, Args args) {
    // CPython: PyArg_ParseTuple(args, "UO:BaseExceptionGroup.__new__")
    const auto given = args.positional();
    if (given.size() != 2)
        throw Error(Exc::TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (" + std::to_string(given.size()) + " given)");
    if (!given[0].as<Str>())
        throw Error(Exc::TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not " +
                                        (given[0].is_none() ? "None" : type_name(runtime, given[0])));
    const std::vector<Value> members = to_vector(runtime, given[1]);
    if (members.empty())
        throw Error(Exc::ValueError, "second argument (exceptions) must be a non-empty sequence");
    bool all_exceptions = true;
    for (size_t i = 0; i < members.size(); ++i) {
        if (!members[i].as<ExceptionObject>())
            throw Error(Exc::ValueError,
                        "Item " + std::to_string(i) + " of second argument (exceptions) is not an exception");
        all_exceptions &= is_instance(runtime, members[i], runtime.exception_type(Exc::Exception));
    }
    Type* made_of = &type;
    if (&type == &runtime.exception_type(Exc::BaseExceptionGroup) && all_exceptions)
        made_of = &runtime.exception_type(Exc::ExceptionGroup);
    else if (!all_exceptions && type.is_subtype_of(runtime.exception_type(Exc::ExceptionGroup)))
        throw Error(Exc::TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
    Ref<ExceptionObject> made = runtime.make<ExceptionObject>(*made_of);
    made->args = runtime.make_tuple(given);
    set_attribute(runtime, Value(made), "message", given[0]);
    set_attribute(runtime, Value(made), "exceptions", runtime.make_tuple(std::span<const Value>(members)));
    return made;
}

std::vector<Value> members_of(Runtime& runtime, const Value& group) {
    return to_vector(runtime, get_attribute(runtime, group, "exceptions"));
}

Value group_str(Runtime& runtime, const Value& self) {
    const size_t count = members_of(runtime, self).size();
    return runtime.make_str(str_text(runtime, get_attribute(runtime, self, "message")) + " (" +
                            std::to_string(count) + " sub-exception" + (count == 1 ? ")" : "s)"));
}

bool satisfies(Runtime& runtime, const Value& exception, const Value& condition) {
    if (condition.as<Type>() || condition.as<Tuple>())
        return exception_matches(runtime, exception, condition);
    return truth(runtime, call(runtime, condition, {exception}));
}

Value derived(Runtime& runtime, const Value& group, std::vector<Value> members) {
    if (members.empty()) return Value::none();
    Value made = call_method(runtime, group, "derive", {Value(runtime.make_list(std::move(members)))});
    if (!made.as<ExceptionObject>() || !is_instance(runtime, made, runtime.exception_type(Exc::BaseExceptionGroup)))
        throw Error(Exc::TypeError, "derive must return an instance of BaseExceptionGroup");
    const auto& from = group.get<ExceptionObject>();
    auto& to = made.get<ExceptionObject>();
    to.traceback = from.traceback;
    to.cause = from.cause;
    to.context = from.context;
    to.suppress_context = from.suppress_context;
    if (const Value notes = find_attribute(runtime, group, "__notes__"); notes.is_set() && notes.as<List>())
        set_attribute(runtime, made, "__notes__", Value(runtime.make_list(to_vector(runtime, notes))));
    return made;
}

bool is_group(Runtime& runtime, const Value& exception) {
    return is_instance(runtime, exception, runtime.exception_type(Exc::BaseExceptionGroup));
}

/// CPython: is_same_exception_metadata; such a part of `original` was raised again as it was.
bool has_metadata_of(Runtime& runtime, const Value& exception, const Value& original) {
    if (!is_group(runtime, exception)) return false;
    const auto &a = exception.get<ExceptionObject>(), &b = original.get<ExceptionObject>();
    return a.traceback.is(b.traceback) && a.cause.is(b.cause) && a.context.is(b.context) &&
           find_attribute(runtime, exception, "__notes__").is_set() == find_attribute(runtime, original, "__notes__").is_set();
}

void collect_leaves(Runtime& runtime, const Value& exception, std::unordered_set<const Object*>& leaves) {
    const Runtime::NestedCall nested(runtime, " in collect_exception_group_leaf_ids");
    if (!is_group(runtime, exception)) {
        leaves.insert(exception.as_object());
        return;
    }
    for (const Value& member : members_of(runtime, exception)) collect_leaves(runtime, member, leaves);
}

/// What of the group is among the leaves, in the group's own shape. CPython: exception_group_projection.
Value projection(Runtime& runtime, const Value& exception, const std::unordered_set<const Object*>& leaves) {
    const Runtime::NestedCall nested(runtime, " in exceptiongroup_split_recursive");
    if (!is_group(runtime, exception)) return leaves.count(exception.as_object()) ? exception : Value::none();
    std::vector<Value> kept;
    for (const Value& member : members_of(runtime, exception))
        if (Value part = projection(runtime, member, leaves); !part.is_none()) kept.push_back(std::move(part));
    return derived(runtime, exception, std::move(kept));
}

/// {what satisfies the condition, the rest}; None for nothing.
std::pair<Value, Value> split(Runtime& runtime, const Value& group, const Value& condition) {
    const Runtime::NestedCall nested(runtime, " in exceptiongroup_split_recursive");
    if (satisfies(runtime, group, condition)) return {group, Value::none()};
    std::vector<Value> matched, rest;
    for (const Value& member : members_of(runtime, group)) {
        if (is_instance(runtime, member, runtime.exception_type(Exc::BaseExceptionGroup))) {
            auto [m, r] = split(runtime, member, condition);
            if (!m.is_none()) matched.push_back(std::move(m));
            if (!r.is_none()) rest.push_back(std::move(r));
        } else {
            (satisfies(runtime, member, condition) ? matched : rest).push_back(member);
        }
    }
    return {derived(runtime, group, std::move(matched)), derived(runtime, group, std::move(rest))};
}

} // namespace

// CPython: _PyExc_PrepReraiseStar
Value prepare_reraise_star(Runtime& runtime, const Value& original, const Value& thrown) {
    std::vector<Value> raised;
    std::unordered_set<const Object*> reraised;
    for (const Value& exception : thrown.get<List>().items()) {
        if (exception.is_none()) continue;
        if (!is_group(runtime, original)) return exception; // one that was alone: no more than one handler ran
        if (has_metadata_of(runtime, exception, original))
            collect_leaves(runtime, exception, reraised);
        else
            raised.push_back(exception);
    }
    if (!is_group(runtime, original)) return Value::none();
    const Value again = projection(runtime, original, reraised);
    if (raised.empty()) return again;
    if (!again.is_none()) raised.push_back(again);
    return call(runtime, Value(runtime.exception_type(Exc::BaseExceptionGroup)),
                {Value(runtime.make_str("")), Value(runtime.make_tuple(std::span<const Value>(raised)))});
}

void make_exception_groups(Runtime& runtime) {
    TypeBuilder b(runtime, runtime.exception_type(Exc::BaseExceptionGroup));
    b.slots().new_ = group_new;
    b.slots().str = group_str;
    b.method("split", [](Runtime& r, const Value& self, Args args) -> Value {
        auto [matched, rest] = split(r, self, expect_one_argument("BaseExceptionGroup.split", args));
        return r.make_tuple({std::move(matched), std::move(rest)});
    });
    b.method("subgroup", [](Runtime& r, const Value& self, Args args) {
        return split(r, self, expect_one_argument("BaseExceptionGroup.subgroup", args)).first;
    });
    b.method("derive", [](Runtime& r, const Value& self, Args args) {
        return call(
            r, Value(r.exception_type(Exc::BaseExceptionGroup)),
            {get_attribute(r, self, "message"), expect_one_argument("BaseExceptionGroup.derive", args)});
    });
}

} // namespace relata::python
