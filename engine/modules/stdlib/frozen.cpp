#include "modules/stdlib/frozen.h"

#include "execution/run_state.h"
#include "modules/sqlalchemy/proxied_attribute.h"
#include "modules/stdlib/event_loop.h"
#include "modules/stdlib/stdlib.h"
#include "python/expect.h"
#include "python/arguments.h"
#include "python/code.h"
#include "python/exception_object.h"
#include "python/frame.h"
#include "python/native_function.h"
#include "python/traceback_text.h"
#include "python/types/int_object.h"
#include "python/types/instance_dict.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

using python::expect_positional;

namespace {

/// `_execute(text, names)`: runs text that the library wrote, as dataclasses and namedtuple do.
Value execute(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("_execute", a, 2, 2);
    python::interpreter_of(runtime).execute_text(python::expect_object<Str>(runtime, "_execute", args[0], "str").view(),
                                                     python::expect_object<Dict>(runtime, "_execute", args[1], "dict"));
    return Value::none();
}

/// `_caller_module()`: `__name__` of the program's module that is calling the library (`sys._getframe(n).f_globals`).
Value caller_module(Runtime& runtime, const Value&, Args) {
    if (const python::Frame* frame = python::interpreter_of(runtime).program_frame())
        if (const Value* name = frame->globals->find("__name__")) return *name;
    return runtime.make_str("__main__");
}

Value identity(Runtime& runtime, const Value&, Args a) {
    return python::make_int(runtime, mpz_class(static_cast<unsigned long>(expect_positional("id", a, 1, 1)[0].bits())));
}

Value write_stderr(Runtime& runtime, const Value&, Args a) {
    python::interpreter_of(runtime).write_stderr(str_text(runtime, expect_positional("write", a, 1, 1)[0]));
    return Value::none();
}

/// `_instance_items(object)`: the entries of its `__dict__` as pairs, or None where it has none of its own.
Value state_of(Runtime& runtime, const Value&, Args a) {
    const Value& object = expect_positional("_state_of", a, 1, 1)[0];
    const Type& type = runtime.type_of(object);
    if (!object.is_object() || !type.has(Type::has_instance_dict)) return Value::none();
    return Value(python::instance_dict(runtime, object));
}

/// `_random_bits(n)`: from the run's seeded generator.
Value random_bits(Runtime& runtime, const Value&, Args a) {
    int64_t bits = as_index(runtime, expect_positional("_random_bits", a, 1, 1)[0]);
    mpz_class value = 0;
    for (; bits > 0; bits -= 32) {
        const auto word = static_cast<unsigned long>(runtime.random()() >> 32);
        value = (value << unsigned(std::min<int64_t>(bits, 32))) | (bits >= 32 ? word : word >> (32 - bits));
    }
    return python::make_int(runtime, value);
}

/// `_format_exception(exception)`: the traceback text.
Value format_exception(Runtime& runtime, const Value&, Args a) {
    const Value& exception = expect_positional("format_exception", a, 1, 1)[0];
    if (exception.is_none()) return runtime.make_str("NoneType: None\n");
    return runtime.make_str(
        python::format_exception(python::interpreter_of(runtime), python::expect_exception(runtime, exception)));
}

Value format_exception_only(Runtime& runtime, const Value&, Args a) {
    const Value& exception = expect_positional("_format_exception_only", a, 1, 1)[0];
    return runtime.make_str(
        python::format_exception_only(python::interpreter_of(runtime), python::expect_exception(runtime, exception)));
}

Value format_entry(Runtime& runtime, const Value&, Args a) {
    const Value& traceback = expect_positional("_format_entry", a, 1, 1)[0];
    python::expect_object<python::Traceback>(runtime, "_format_entry", traceback, "traceback");
    return runtime.make_str(python::format_entry(python::interpreter_of(runtime), traceback));
}

/// `_database_names()`: the database files that the run has made.
Value database_names(Runtime& runtime, const Value&, Args) {
    const Ref<List> list = runtime.make_list();
    for (const std::string& name : execution::RunState::of(runtime).files().names()) list->append(runtime.make_str(name));
    return list;
}

Value virtual_now(Runtime& runtime, const Value&, Args) {
    return runtime.make_float(double(runtime.now().count()) / 1e9);
}

/// `_context()`: the values of the context variables in force, by variable.
Value current_context(Runtime& runtime, const Value&, Args) {
    Ref<Dict>& context = runtime.extension<AsyncioState>().context;
    if (!context) context = runtime.make_dict();
    return Value(context);
}

/// `_enter_context(values)`: puts these in force; gives those that were.
Value enter_context(Runtime& runtime, const Value& self, Args a) {
    const Value& entered = expect_positional("_enter_context", a, 1, 1)[0];
    Value previous = current_context(runtime, self, {});
    runtime.extension<AsyncioState>().context = Ref<Dict>(&entered.get<Dict>());
    return previous;
}

/// `_caller()`: file, line and function of the program's code that is calling the library.
Value caller(Runtime& runtime, const Value&, Args) {
    const python::Frame* frame = python::interpreter_of(runtime).program_frame();
    if (!frame) return runtime.make_tuple({runtime.make_str("(unknown file)"), Value::small_int(0), runtime.make_str("(unknown function)")});
    return runtime.make_tuple({Value(frame->code->file), Value::small_int(frame->line()), Value(frame->code->name)});
}

constexpr std::pair<std::string_view, python::NativeFn> natives[] = {
    {"_execute", execute},     {"_caller_module", caller_module}, {"_id", identity},
    {"_state_of", state_of},   {"_random_bits", random_bits},     {"_write_stderr", write_stderr},
    {"_now", virtual_now},     {"_format_exception", format_exception}, {"_format_exception_only", format_exception_only},
    {"_format_entry", format_entry},
    {"_database_names", database_names}, {"_annotated_proxy", annotated_proxy},
    {"_context", current_context}, {"_enter_context", enter_context}, {"_caller", caller},
};

std::string module_name(std::string_view file) {
    std::string name(file);
    for (size_t at; (at = name.find("__")) != std::string::npos && at > 0 && at + 2 < name.size();) name.replace(at, 2, ".");
    return name;
}

} // namespace

void run_frozen(python::Interpreter& interpreter, python::Module& module, std::string_view name) {
    const auto* source = std::find_if(frozen_sources, frozen_sources + frozen_source_count,
                                      [&](const FrozenSource& s) { return s.name == name; });
    for (size_t i = 0; i < exception_count(); ++i) // the module's own exceptions
        if (const auto& from = exception_info(Exc(i)).module; from == module.name() || from == "_" + module.name())
            module.set(static_cast<Runtime&>(interpreter).exception_type(Exc(i)).name(), static_cast<Runtime&>(interpreter).exception_type(Exc(i)));
    // The first line of a file that needs natives is a comment: "# natives: _execute _id".
    const std::string_view first = source->text.substr(0, source->text.find('\n'));
    if (first.starts_with("# natives:"))
        for (const auto& [native, fn] : natives)
            if ((std::string(first) + " ").find(" " + std::string(native) + " ") != std::string::npos)
                module.set(native, python::make_function(interpreter, native, fn, module.name()));
    interpreter.run_frozen(module, source->text);
}

void register_frozen_modules(python::Interpreter& interpreter) {
    for (size_t i = 0; i < frozen_source_count; ++i) {
        const std::string_view file = frozen_sources[i].name;
        interpreter.register_module(module_name(file), [file](python::Interpreter& in, python::Module& module) {
            run_frozen(in, module, file);
        });
    }
}

} // namespace relata::modules
