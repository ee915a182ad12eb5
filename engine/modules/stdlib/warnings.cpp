// The warnings module: filters and hooks of the interpreter; the rest in frozen/warnings.py. CPython: Lib/warnings.py.
#include "modules/stdlib/frozen.h"
#include "modules/stdlib/stdlib.h"
#include "python/expect.h"
#include "python/arguments.h"
#include "python/native_function.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using python::ArgReader;
using python::Interpreter;

/// What catch_warnings puts back.
class Snapshot final : public Object {
  public:
    Snapshot(Type& type, std::vector<Interpreter::WarningFilter> its_filters, Interpreter::WarningHook its_hook)
        : Object(type), filters(std::move(its_filters)), hook(std::move(its_hook)) {}
    std::vector<Interpreter::WarningFilter> filters;
    Interpreter::WarningHook hook;
};

Value warn(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "warn", .names = {"message", "category", "stacklevel", "source"}, .required = 1}, a);
    Interpreter& interpreter = python::interpreter_of(runtime);
    Type* category = &runtime.exception_type(Exc::UserWarning);
    if (!args.is_none(1)) {
        category = args[1].as<Type>();
        if (!category || !category->is_subtype_of(runtime.exception_type(Exc::Warning)))
            throw Error(Exc::TypeError, "category must be a Warning subclass, not '" +
                                            (category ? std::string("type") : runtime.type_of(args[1]).name()) + "'");
    }
    interpreter.warn(*category, args[0], int(args.integer(2, 1)));
    return Value::none();
}

Interpreter::WarningAction action_named(std::string_view name) {
    using Action = Interpreter::WarningAction;
    constexpr std::pair<std::string_view, Action> actions[] = {
        {"default", Action::default_}, {"always", Action::always}, {"ignore", Action::ignore},
        {"error", Action::error},      {"once", Action::once},     {"module", Action::module}};
    for (const auto& [known, action] : actions)
        if (known == name) return action;
    throw Error(Exc::AssertionError, "invalid action: '" + std::string(name) + "'");
}

Value add_filter(Runtime& runtime, Args a, std::string message_part, size_t category_at, size_t append_at) {
    Interpreter& interpreter = python::interpreter_of(runtime);
    const Value category = a.positional_count() > category_at ? a.values[category_at] : Value();
    Type* type = category.is_set() ? category.as<Type>() : nullptr;
    if (type == &runtime.exception_type(Exc::Warning)) type = nullptr;
    auto& filters = interpreter.warning_filters();
    Interpreter::WarningFilter filter{action_named(python::expect_object<Str>(runtime, "simplefilter", a.values[0], "str").view()), type, std::move(message_part)};
    if (a.positional_count() > append_at && truth(runtime, a.values[append_at]))
        filters.push_back(std::move(filter));
    else
        filters.insert(filters.begin(), std::move(filter));
    interpreter.forget_shown_warnings();
    return Value::none();
}

/// `_filter(action, category, message, append)`
Value add_one(Runtime& runtime, const Value&, Args a) {
    return add_filter(runtime, a, std::string(python::expect_object<Str>(runtime, "_filter", python::expect_positional("_filter", a, 4, 4)[2], "str").view()), 1, 3);
}

Value reset(Runtime& runtime, const Value&, Args) {
    python::interpreter_of(runtime).warning_filters().clear();
    python::interpreter_of(runtime).forget_shown_warnings();
    return Value::none();
}

Value save(Runtime& runtime, const Value&, Args) {
    Interpreter& interpreter = python::interpreter_of(runtime);
    return runtime.make<Snapshot>(runtime.type_for<Snapshot>(), interpreter.warning_filters(), interpreter.warning_hook());
}

Value restore(Runtime& runtime, const Value&, Args a) {
    Interpreter& interpreter = python::interpreter_of(runtime);
    const auto& saved = python::expect_object<Snapshot>(runtime, "_restore", python::expect_one_argument("_restore", a), "_Snapshot");
    interpreter.warning_filters() = saved.filters;
    interpreter.warning_hook() = saved.hook;
    interpreter.forget_shown_warnings();
    return Value::none();
}

/// `_record(function)`: warnings go to `function(category, message, filename, lineno)`.
Value record(Runtime& runtime, const Value&, Args a) {
    Interpreter& interpreter = python::interpreter_of(runtime);
    const Value function = python::expect_one_argument("_record", a);
    interpreter.warning_hook() = [&runtime, function](Type& category, const Value& message, const python::SourceLine& where) {
        call(runtime, function,
             {Value(category), message, Value(runtime.make_str(where.file)), Value::small_int(where.line)});
    };
    interpreter.forget_shown_warnings();
    return Value::none();
}

void init_warnings(Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    python::TypeBuilder snapshot(runtime, "_Snapshot", "warnings");
    runtime.set_type_for<Snapshot>(snapshot.finish());
    const std::pair<const char*, python::NativeFn> functions[] = {
        {"warn", warn}, {"_filter", add_one}, {"resetwarnings", reset}, {"_save", save}, {"_restore", restore}, {"_record", record}};
    for (const auto& [name, fn] : functions) module.set(name, python::make_function(runtime, name, fn, "warnings"));
    run_frozen(interpreter, module, "warnings");
}

} // namespace

void register_warnings(Interpreter& interpreter) { interpreter.register_module("warnings", init_warnings); }

} // namespace relata::modules
