// The contextlib module. CPython: Lib/contextlib.py.
#include "modules/stdlib/stdlib.h"

#include "python/arguments.h"
#include "python/exception_object.h"
#include "python/interpreter.h"
#include "python/native_coroutine.h"
#include "python/type_builder.h"
#include "support/greenlet.h"
#include "support/protocol.h"

namespace relata::modules {

using python::ArgReader;
using python::make_function;
using python::make_native_coroutine;
using python::NativeFunction;
using python::TypeBuilder;

namespace {

/// What a function decorated with @contextmanager returns: drives its generator. Async ones drive an async generator.
class GeneratorContext final : public Container {
  public:
    GeneratorContext(Type& type, Value its_generator, Value its_maker)
        : Container(type), generator(std::move(its_generator)), maker(std::move(its_maker)) {}
    void clear_references() override {
        generator.reset();
        maker.reset();
    }
    Value generator;
    Value maker; ///< makes another one of the same function and arguments: one serves for one `with`
    bool entered = false;
};

Value bound_exception(Runtime& runtime, Args a) {
    if (a.positional_count() < 2) return Value::none();
    // `__exit__(type, value, traceback)`: a class alone stands for an exception made of it.
    if (a.values[1].is_none() && a.values[0].as<Type>()) return call(runtime, a.values[0]);
    return a.values[1];
}

/// A context is entered once: then it has forgotten how it was made. CPython: _GeneratorContextManager.__enter__
void enter_once(const Value& self, const char* type) {
    auto& context = self.get<GeneratorContext>();
    if (context.entered) throw Error(Exc::AttributeError, std::string("'") + type + "' object has no attribute 'args'");
    context.entered = true;
}

Value enter_generator(Runtime& runtime, const Value& self, Args) {
    enter_once(self, "_GeneratorContextManager");
    const Value first = next(runtime, self.get<GeneratorContext>().generator);
    if (!first.is_set()) throw Error(Exc::RuntimeError, "generator didn't yield");
    return first;
}

/// The traceback that the exception has when the block is left: it is put back, for that through the generator is not shown.
Value traceback_of(const Value& exception) {
    const auto* object = exception.as<python::ExceptionObject>();
    return object ? object->traceback : Value();
}

/// The generator let the exception of the block through: as it was, or, if it was a StopIteration, under the RuntimeError that
/// a generator makes of one.
bool came_back(Runtime& runtime, const Value& raised, const Value& exception, bool async) {
    if (exception.is_none()) return false;
    if (raised.is(exception)) return true;
    const bool stop = is_instance(runtime, exception, runtime.exception_type(Exc::StopIteration)) ||
                      (async && is_instance(runtime, exception, runtime.exception_type(Exc::StopAsyncIteration)));
    const auto* e = raised.as<python::ExceptionObject>();
    return stop && e && is_instance(runtime, raised, runtime.exception_type(Exc::RuntimeError)) && e->cause.is_set() &&
           e->cause.is(exception);
}

// CPython: _GeneratorContextManager.__exit__.
Value exit_generator(Runtime& runtime, const Value& self, Args a) {
    const Value generator = self.get<GeneratorContext>().generator;
    const Value exception = bound_exception(runtime, a);
    if (exception.is_none()) {
        if (next(runtime, generator).is_set()) throw Error(Exc::RuntimeError, "generator didn't stop");
        return Value::boolean(false);
    }
    const Value traceback = traceback_of(exception);
    try {
        const python::SendResult sent = python::throw_into(runtime, generator, exception);
        if (sent.finished) return Value::boolean(true);
    } catch (Error& error) {
        const Value raised = runtime.exception_object(error);
        if (came_back(runtime, raised, exception, false)) {
            exception.get<python::ExceptionObject>().traceback = traceback;
            return Value::boolean(false);
        }
        throw Error(raised);
    }
    throw Error(Exc::RuntimeError, "generator didn't stop after throw()");
}

Value async_enter_generator(Runtime& runtime, const Value& self, Args) {
    return make_native_coroutine(runtime, "_AsyncGeneratorContextManager.__aenter__", [&runtime, self]() -> Value {
        enter_once(self, "_AsyncGeneratorContextManager");
        const Value generator = self.get<GeneratorContext>().generator;
        try {
            return Greenlet::await_only(runtime, call_method(runtime, generator, "__anext__"));
        } catch (Error& error) {
            if (!runtime.matches(error, Exc::StopAsyncIteration)) throw;
        }
        throw Error(Exc::RuntimeError, "generator didn't yield");
    });
}

Value async_exit_generator(Runtime& runtime, const Value& self, Args a) {
    const Value exception = bound_exception(runtime, a);
    const Value traceback = traceback_of(exception);
    return make_native_coroutine(runtime, "_AsyncGeneratorContextManager.__aexit__", [&runtime, self, exception, traceback]() -> Value {
        const Value generator = self.get<GeneratorContext>().generator;
        try {
            if (exception.is_none()) {
                Greenlet::await_only(runtime, call_method(runtime, generator, "__anext__"));
            } else {
                Greenlet::await_only(runtime, call_method(runtime, generator, "athrow", {exception}));
                throw Error(Exc::RuntimeError, "generator didn't stop after athrow()");
            }
        } catch (Error& error) {
            const Value raised = runtime.exception_object(error);
            if (came_back(runtime, raised, exception, true)) {
                exception.get<python::ExceptionObject>().traceback = traceback;
                return Value::boolean(false);
            }
            if (runtime.matches(error, Exc::StopAsyncIteration)) return Value::boolean(!exception.is_none());
            throw Error(raised);
        }
        throw Error(Exc::RuntimeError, "generator didn't stop");
    });
}

struct AsyncGeneratorContextTag {};

void copy_function_names(Runtime& runtime, const Value& from, const Value& to) {
    for (const char* name : {"__module__", "__name__", "__qualname__", "__doc__"})
        if (const Value v = find_attribute(runtime, from, name); v.is_set()) {
            try {
                set_attribute(runtime, to, name, v);
            } catch (Error&) { // a native function keeps the name that it was made with
            }
        }
}

template <class Tag> Value make_context(Runtime& runtime, const Value& function, Args args) {
    Value keywords = Value::none();
    if (args.keyword_count() > 0) keywords = runtime.make_tuple(args.keywords->items());
    const Value how = runtime.make_tuple({function, Value(runtime.make_tuple(args.values)), keywords});
    const Ref<NativeFunction> maker = make_function(
        runtime, "_recreate_cm",
        [](Runtime& r, const NativeFunction& f, const Value&, Args) {
            const auto& parts = f.closure().get<Tuple>();
            return make_context<Tag>(r, parts[0], Args{parts[1].get<Tuple>().items(), parts[2].as<Tuple>()});
        },
        how, "contextlib");
    return runtime.make<GeneratorContext>(runtime.type_for<Tag>(), call(runtime, function, args), maker);
}

template <class Tag> Value make_context_function(Runtime& runtime, const Value& function, const char* role) {
    const Value name = find_attribute(runtime, function, "__name__");
    const auto* text = name.is_set() ? name.as<Str>() : nullptr;
    const Ref<NativeFunction> wrapper = make_function(
        runtime, text ? text->view() : std::string_view(role),
        [](Runtime& r, const NativeFunction& f, const Value&, Args args) { return make_context<Tag>(r, f.closure(), args); },
        function, "contextlib");
    copy_function_names(runtime, function, wrapper);
    return wrapper;
}

/// As a decorator: each call of the function runs inside a context of its own. CPython: _RecreationMixin, ContextDecorator.
Value decorate_with_context(Runtime& runtime, const Value& self, Args a) {
    const Value decorate = python::interpreter_of(runtime).import_module("_contextlib_classes").find(
        python::interpreter_of(runtime), self.as_object()->type().name().starts_with("_Async") ? "_decorate_async" : "_decorate");
    return call(runtime, decorate, {self.get<GeneratorContext>().maker, python::expect_one_argument("__call__", a)});
}

Value contextmanager(Runtime& runtime, const Value&, Args a) {
    return make_context_function<GeneratorContext>(runtime, python::expect_one_argument("contextmanager", a), "helper");
}

Value asynccontextmanager(Runtime& runtime, const Value&, Args a) {
    return make_context_function<AsyncGeneratorContextTag>(runtime, python::expect_one_argument("asynccontextmanager", a), "helper");
}


void make_generator_contexts(python::Interpreter& interpreter) {
    TypeBuilder b(interpreter, "_GeneratorContextManager", "contextlib");
    b.method("__enter__", enter_generator).method("__exit__", exit_generator);
    b.slots().call = decorate_with_context;
    interpreter.set_type_for<GeneratorContext>(b.finish());
    TypeBuilder async(interpreter, "_AsyncGeneratorContextManager", "contextlib");
    async.method("__aenter__", async_enter_generator).method("__aexit__", async_exit_generator);
    async.slots().call = decorate_with_context;
    interpreter.set_type_for<AsyncGeneratorContextTag>(async.finish());
}

/// suppress, closing, nullcontext: a value and what is done with it.
class ValueContext final : public Container {
  public:
    ValueContext(Type& type, Value its_value) : Container(type), value(std::move(its_value)) {}
    void clear_references() override { value.reset(); }
    Value value;
};

Value keep_argument(Runtime& runtime, Type& type, Args a) {
    return runtime.make<ValueContext>(type, a.values.empty() ? Value::none() : a.values[0]);
}

void add_simple_contexts(python::Interpreter& interpreter, python::Module& module) {
    TypeBuilder suppress(interpreter, "suppress", "contextlib");
    suppress.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
        if (!type.has(Type::heap_type)) python::check_arguments("suppress.__init__(self, *exceptions)", a);
        return r.make<ValueContext>(type, r.make_tuple(a.positional()));
    };
    suppress.method("__enter__", [](Runtime&, const Value&, Args) { return Value::none(); })
        .method("__exit__", [](Runtime& r, const Value& self, Args a) {
            const Value exception = bound_exception(r, a);
            return Value::boolean(!exception.is_none() && is_instance(r, exception, self.get<ValueContext>().value));
        });
    module.set("suppress", suppress.finish());

    TypeBuilder closing(interpreter, "closing", "contextlib");
    closing.slots().new_ = [](Runtime& r, Type& type, Args a) {
        if (!type.has(Type::heap_type)) python::check_arguments("closing.__init__(self, thing)", a);
        return keep_argument(r, type, a);
    };
    closing.method("__enter__", [](Runtime&, const Value& self, Args) { return self.get<ValueContext>().value; })
        .method("__exit__", [](Runtime& r, const Value& self, Args) {
            call_method(r, self.get<ValueContext>().value, "close");
            return Value::none();
        });
    module.set("closing", closing.finish());

    TypeBuilder null(interpreter, "nullcontext", "contextlib");
    null.slots().new_ = [](Runtime& r, Type& type, Args a) {
        if (!type.has(Type::heap_type)) python::check_arguments("nullcontext.__init__(self, enter_result=None)", a);
        return keep_argument(r, type, a);
    };
    null.method("__enter__", [](Runtime&, const Value& self, Args) { return self.get<ValueContext>().value; })
        .method("__exit__", [](Runtime&, const Value&, Args) { return Value::none(); })
        .method("__aenter__",
                [](Runtime& r, const Value& self, Args) {
                    return make_native_coroutine(r, "nullcontext.__aenter__",
                                                 [self]() -> Value { return self.get<ValueContext>().value; });
                })
        .method("__aexit__", [](Runtime& r, const Value&, Args) {
            return make_native_coroutine(r, "nullcontext.__aexit__", []() -> Value { return Value::none(); });
        });
    module.set("nullcontext", null.finish());
}

/// ExitStack and AsyncExitStack: callbacks run in reverse, each seeing what the one before raised.
class ExitStack final : public Container {
  public:
    explicit ExitStack(Type& type) : Container(type) {}
    void clear_references() override { entries.clear(); }
    struct Entry {
        Value exit;     ///< called with (type, value, traceback), or with `args`
        Ref<Tuple> args; ///< of a plain callback; null otherwise
        Ref<Tuple> keywords;
        bool async = false;
    };
    std::vector<Entry> entries;

    /// Runs all exits; `wait` drives what an async exit returns.
    template <class Wait> Value unwind(Runtime& runtime, Value exception, Wait&& wait) {
        const bool received = !exception.is_none();
        bool suppressed = false, pending = false;
        while (!entries.empty()) {
            Entry entry = std::move(entries.back());
            entries.pop_back();
            try {
                Value result;
                if (entry.args) {
                    result = call(runtime, entry.exit, Args{entry.args->items(), entry.keywords.get()});
                } else {
                    const Value type = exception.is_none() ? Value::none() : Value(runtime.type_of(exception));
                    result = call(runtime, entry.exit, {type, exception, Value::none()});
                }
                if (entry.async) result = wait(result);
                if (!entry.args && !exception.is_none() && truth(runtime, result)) {
                    suppressed = true;
                    pending = false;
                    exception = Value::none();
                }
            } catch (Error& error) {
                exception = runtime.exception_object(error);
                pending = true;
            }
        }
        if (pending) throw Error(exception);
        return Value::boolean(received && suppressed);
    }
};

ExitStack& stack_of(const Value& self) { return self.get<ExitStack>(); }

Value bound_special(Runtime& runtime, const Value& manager, const char* name, const char* protocol) {
    Value method = find_special(runtime, manager, name);
    if (!method.is_set()) {
        const Type& type = runtime.type_of(manager);
        throw Error(Exc::TypeError, "'" + type.module() + "." + type.qualified_name() + "' object does not support the " +
                                        protocol + " context manager protocol");
    }
    return method;
}

Value enter_context(Runtime& runtime, const Value& self, Args a) {
    const Value manager = python::expect_one_argument("ExitStack.enter_context", a);
    const Value enter = bound_special(runtime, manager, "__enter__", "");
    const Value exit = bound_special(runtime, manager, "__exit__", "");
    const Value result = call(runtime, enter);
    stack_of(self).entries.push_back({.exit = exit, .args = {}, .keywords = {}});
    return result;
}

Value enter_async_context(Runtime& runtime, const Value& self, Args a) {
    const Value manager = python::expect_one_argument("AsyncExitStack.enter_async_context", a);
    return make_native_coroutine(runtime, "AsyncExitStack.enter_async_context", [&runtime, self, manager]() -> Value {
        const Value enter = bound_special(runtime, manager, "__aenter__", "asynchronous");
        const Value exit = bound_special(runtime, manager, "__aexit__", "asynchronous");
        const Value result = Greenlet::await_only(runtime, call(runtime, enter));
        stack_of(self).entries.push_back({.exit = exit, .args = {}, .keywords = {}, .async = true});
        return result;
    });
}

template <bool async> Value push_callback(Runtime& runtime, const Value& self, Args a) {
    if (a.positional_count() < 1) throw Error(Exc::TypeError, "callback() missing 1 required positional argument: 'callback'");
    stack_of(self).entries.push_back({.exit = a.values[0],
                                      .args = runtime.make_tuple(a.values.subspan(1)),
                                      .keywords = a.keywords ? runtime.make_tuple(a.keywords->items()) : Ref<Tuple>(),
                                      .async = async});
    return a.values[0];
}

Value push_exit(Runtime& runtime, const Value& self, Args a) {
    const Value given = python::expect_one_argument("ExitStack.push", a);
    const Value exit = find_special(runtime, given, "__exit__");
    stack_of(self).entries.push_back({.exit = exit.is_set() ? exit : given, .args = {}, .keywords = {}});
    return given;
}

Value pop_all(Runtime& runtime, const Value& self, Args) {
    const Ref<ExitStack> fresh = runtime.make<ExitStack>(self.as_object()->type());
    fresh->entries.swap(stack_of(self).entries);
    return fresh;
}

Value no_waiting(const Value& result) { return result; }

void add_exit_stacks(python::Interpreter& interpreter, python::Module& module) {
    auto common = [](TypeBuilder& b) {
        b.slots().new_ = [](Runtime& r, Type& type, Args a) -> Value {
            if (!type.has(Type::heap_type)) python::check_arguments("_BaseExitStack.__init__(self)", a);
            return r.make<ExitStack>(type);
        };
        b.method("enter_context", enter_context)
            .method("push", push_exit)
            .method("callback", push_callback<false>)
            .method("pop_all", pop_all);
    };
    TypeBuilder sync(interpreter, "ExitStack", "contextlib");
    common(sync);
    sync.method("__enter__", [](Runtime&, const Value& self, Args) { return self; })
        .method("__exit__",
                [](Runtime& r, const Value& self, Args a) { return stack_of(self).unwind(r, bound_exception(r, a), no_waiting); })
        .method("close", [](Runtime& r, const Value& self, Args) {
            stack_of(self).unwind(r, Value::none(), no_waiting);
            return Value::none();
        });
    module.set("ExitStack", sync.finish());

    TypeBuilder async(interpreter, "AsyncExitStack", "contextlib");
    common(async);
    async.method("enter_async_context", enter_async_context)
        .method("push_async_callback", push_callback<true>)
        .method("__aenter__",
                [](Runtime& r, const Value& self, Args) {
                    return make_native_coroutine(r, "AsyncExitStack.__aenter__", [self]() -> Value { return self; });
                })
        .method("__aexit__",
                [](Runtime& r, const Value& self, Args a) {
                    const Value exception = bound_exception(r, a);
                    return make_native_coroutine(r, "AsyncExitStack.__aexit__", [&r, self, exception]() -> Value {
                        return stack_of(self).unwind(r, exception,
                                                     [&](const Value& result) { return Greenlet::await_only(r, result); });
                    });
                })
        .method("aclose", [](Runtime& r, const Value& self, Args) {
            return make_native_coroutine(r, "AsyncExitStack.aclose", [&r, self]() -> Value {
                stack_of(self).unwind(r, Value::none(), [&](const Value& result) { return Greenlet::await_only(r, result); });
                return Value::none();
            });
        });
    module.set("AsyncExitStack", async.finish());
}

void init_contextlib(python::Interpreter& interpreter, python::Module& module) {
    for (const char* name : {"redirect_stdout", "redirect_stderr", "aclosing", "AbstractContextManager",
                             "AbstractAsyncContextManager", "ContextDecorator", "AsyncContextDecorator"})
        module.define_lazily(name, [name](python::Interpreter& in) { return in.import_module("_contextlib_classes").find(in, name); });
    make_generator_contexts(interpreter);
    module.set("contextmanager", make_function(interpreter, "contextmanager", contextmanager, "contextlib"));
    module.set("asynccontextmanager", make_function(interpreter, "asynccontextmanager", asynccontextmanager, "contextlib"));
    python::set_signatures(module.dict(), {"contextmanager(func)", "asynccontextmanager(func)"});
    add_simple_contexts(interpreter, module);
    add_exit_stacks(interpreter, module);
}

} // namespace

void register_contextlib(python::Interpreter& interpreter) { interpreter.register_module("contextlib", init_contextlib); }

} // namespace relata::modules
