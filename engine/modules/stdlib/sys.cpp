// The sys module, as far as a program without files, threads and processes can see it. CPython: Python/sysmodule.c.
#include "modules/stdlib/stdlib.h"
#include "python/expect.h"
#include "python/arguments.h"
#include "python/exception_object.h"
#include "python/interpreter.h"
#include "python/native_function.h"
#include "python/type_builder.h"
#include "support/protocol.h"

#include <cfloat>

namespace relata::modules {

namespace {

using python::Interpreter;

/// sys.stdout, sys.stderr and sys.stdin.
class StandardStream final : public Object {
  public:
    enum class Which : uint8_t { in, out, error };
    StandardStream(Type& type, Which its_which) : Object(type), which(its_which) {}
    const Which which;
};

Value write(Runtime& runtime, const Value& self, Args a) {
    const Value& text = python::expect_one_argument("write", a);
    if (!text.as<Str>())
        throw Error(Exc::TypeError, "write() argument must be str, not " + runtime.type_of(text).tp_name());
    Interpreter& interpreter = python::interpreter_of(runtime);
    switch (self.get<StandardStream>().which) {
    case StandardStream::Which::out: interpreter.write_stdout(text.get<Str>().view()); break;
    case StandardStream::Which::error: interpreter.write_stderr(text.get<Str>().view()); break;
    case StandardStream::Which::in: throw Error(Exc::OSError, "not writable");
    }
    return Value::small_int(text.get<Str>().length());
}

Value read_line(Runtime& runtime, const Value&, Args) {
    return runtime.make_str(python::interpreter_of(runtime).read_line().value_or(""));
}

void make_stream_type(Runtime& runtime) {
    python::TypeBuilder b(runtime, "TextIOWrapper", "_io");
    b.slots().iter = [](Runtime&, const Value& self) { return self; };
    b.slots().next = [](Runtime& r, const Value&) -> Value {
        const auto line = python::interpreter_of(r).read_line();
        return line ? Value(r.make_str(*line)) : Value();
    };
    b.slots().repr = [](Runtime& r, const Value& self) -> Value {
        const char* names[] = {"stdin", "stdout", "stderr"};
        const auto which = self.get<StandardStream>().which;
        return r.make_str(std::string("<_io.TextIOWrapper name='<") + names[size_t(which)] + ">' mode='" +
                          (which == StandardStream::Which::in ? "r" : "w") + "' encoding='utf-8'>");
    };
    b.method("write", write).method("readline", read_line);
    b.method("writelines", [](Runtime& r, const Value& self, Args a) {
        for_each(r, python::expect_one_argument("writelines", a), [&](const Value& line) { call_method(r, self, "write", {line}); });
        return Value::none();
    });
    b.method("read", [](Runtime& r, const Value&, Args) -> Value {
        std::string text;
        while (const auto line = python::interpreter_of(r).read_line()) text += *line;
        return r.make_str(text);
    });
    for (const char* name : {"flush", "close", "reconfigure"}) b.method(name, [](Runtime&, const Value&, Args) { return Value::none(); });
    for (const char* name : {"isatty", "seekable"}) b.method(name, [](Runtime&, const Value&, Args) { return Value::boolean(false); });
    b.attribute("encoding", runtime.make_str("utf-8")).attribute("errors", runtime.make_str("strict"));
    b.attribute("closed", Value::boolean(false));
    runtime.set_type_for<StandardStream>(b.finish());
}

Value exit(Runtime& runtime, const Value&, Args a) {
    const auto args = python::expect_positional("exit", a, 0, 1);
    throw Error(Value(python::make_exception(runtime, runtime.exception_type(Exc::SystemExit), args)));
}

Value exc_info(Runtime& runtime, const Value&, Args) {
    const Value exception = python::interpreter_of(runtime).handled_exception();
    if (!exception.is_set()) return runtime.make_tuple({Value::none(), Value::none(), Value::none()});
    const Value& traceback = exception.get<python::ExceptionObject>().traceback;
    return runtime.make_tuple({Value(runtime.type_of(exception)), exception, traceback.is_set() ? traceback : Value::none()});
}

Value sizeof_object(Runtime& runtime, const Value&, Args a) {
    const Value& v = python::expect_positional("getsizeof", a, 1, 2)[0];
    if (v.is_small_int()) return Value::small_int(28);
    if (const Str* s = v.as<Str>()) return Value::small_int(49 + int64_t(s->byte_count()));
    if (v.as<Float>()) return Value::small_int(24);
    if (const List* l = v.as<List>()) return Value::small_int(56 + 8 * int64_t(l->size()));
    if (const Tuple* t = v.as<Tuple>()) return Value::small_int(40 + 8 * int64_t(t->size()));
    if (const Dict* d = v.as<Dict>()) return Value::small_int(64 + 100 * int64_t(d->size()));
    static_cast<void>(runtime);
    return Value::small_int(48);
}

/// A tuple with names for its places: sys.version_info.
Value named_tuple(Interpreter& interpreter, const char* name, std::initializer_list<std::pair<const char*, Value>> fields) {
    Runtime& runtime = interpreter;
    python::TypeBuilder b(runtime, name, "sys", {&runtime.type(BuiltinType::tuple)});
    std::vector<Value> values;
    for (const auto& [field, value] : fields) {
        b.attribute(field, value);
        values.push_back(value);
    }
    Type& type = b.finish();
    return call(runtime, Value(type), {Value(runtime.make_tuple(values))});
}

Value modules_dict(Interpreter& interpreter) {
    const Ref<Dict> dict = static_cast<Runtime&>(interpreter).make_dict();
    for (const auto& [name, module] : interpreter.modules()) dict->set(*static_cast<Runtime&>(interpreter).intern(name), Value(module));
    return dict;
}

void init_sys(Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    make_stream_type(runtime);
    const auto text = [&](std::string_view s) { return Value(runtime.make_str(s)); };
    const auto stream = [&](StandardStream::Which which) { return Value(runtime.make<StandardStream>(runtime.type_for<StandardStream>(), which)); };
    const Value out = stream(StandardStream::Which::out), error = stream(StandardStream::Which::error), in = stream(StandardStream::Which::in);
    for (const char* name : {"stdout", "__stdout__"}) module.set(name, out);
    for (const char* name : {"stderr", "__stderr__"}) module.set(name, error);
    for (const char* name : {"stdin", "__stdin__"}) module.set(name, in);
    module.set("argv", runtime.make_list({text(interpreter.program().display_path(interpreter.program().entry))}));
    module.set("path", runtime.make_list({text("")}));
    module.set("version", text("3.11.14 (Relata)"));
    module.set("platform", text("linux"));
    module.set("byteorder", text("little"));
    module.set("executable", text(""));
    module.set("prefix", text(""));
    module.set("maxsize", runtime.make_int(INT64_MAX));
    module.set("maxunicode", Value::small_int(0x10ffff));
    module.set("warnoptions", runtime.make_list());
    module.define_lazily("version_info", [](Interpreter& in2) {
        Runtime& r = in2;
        return named_tuple(in2, "version_info",
                           {{"major", Value::small_int(3)}, {"minor", Value::small_int(11)}, {"micro", Value::small_int(14)},
                            {"releaselevel", r.make_str("final")}, {"serial", Value::small_int(0)}});
    });
    module.define_lazily("float_info", [](Interpreter& in2) {
        Runtime& r = in2;
        return named_tuple(in2, "float_info",
                           {{"max", r.make_float(DBL_MAX)}, {"max_exp", Value::small_int(DBL_MAX_EXP)}, {"max_10_exp", Value::small_int(DBL_MAX_10_EXP)},
                            {"min", r.make_float(DBL_MIN)}, {"min_exp", Value::small_int(DBL_MIN_EXP)}, {"min_10_exp", Value::small_int(DBL_MIN_10_EXP)},
                            {"dig", Value::small_int(DBL_DIG)}, {"mant_dig", Value::small_int(DBL_MANT_DIG)},
                            {"epsilon", r.make_float(DBL_EPSILON)}, {"radix", Value::small_int(FLT_RADIX)}, {"rounds", Value::small_int(1)}});
    });
    module.define_lazily("modules", modules_dict);
    const std::pair<const char*, python::NativeFn> functions[] = {
        {"exit", exit},
        {"exc_info", exc_info},
        {"getsizeof", sizeof_object},
        {"getrecursionlimit", [](Runtime& r, const Value&, Args) { return Value::small_int(r.budgets().recursion_depth); }},
        {"setrecursionlimit", [](Runtime&, const Value&, Args) { return Value::none(); }},
        {"getdefaultencoding", [](Runtime& r, const Value&, Args) -> Value { return r.make_str("utf-8"); }},
        {"getrefcount", [](Runtime&, const Value&, Args a) {
             const Value& v = python::expect_one_argument("sys.getrefcount", a);
             return Value::small_int(v.is_object() ? int64_t(v.as_object()->ref_count()) : 1000000);
         }},
        {"intern", [](Runtime& r, const Value&, Args a) -> Value { return r.intern(python::expect_object<Str>(r, "intern", python::expect_one_argument("intern", a), "str")); }},
        {"exception", [](Runtime& r, const Value&, Args) {
             const Value& e = python::interpreter_of(r).handled_exception();
             return e.is_set() ? e : Value::none();
         }},
    };
    for (const auto& [name, fn] : functions) module.set(name, python::make_function(runtime, name, fn, "sys"));
}

} // namespace

void register_sys(Interpreter& interpreter) { interpreter.register_module("sys", init_sys); }

} // namespace relata::modules
