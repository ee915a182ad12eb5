// CPython: Python/bltinmodule.c.
#include "python/builtins.h"

#include "python/arguments.h"
#include "python/generator.h"
#include "python/interpreter.h"
#include "python/native_coroutine.h"
#include "support/object_number.h"
#include "python/type_builder.h"
#include "python/types/bytes_type.h"
#include "python/types/iterators.h"
#include "python/types/int_object.h"
#include "support/greenlet.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

namespace {

// ---- output and input -----------------------------------------------------------------------------------------------------

Value print(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "print", .names = {"sep", "end", "file", "flush"}, .positional = 0, .more_positional = true}, a);
    for (size_t i : {size_t(0), size_t(1)})
        if (!args.is_none(i) && !args[i].as<Str>())
            throw Error(Exc::TypeError, std::string(i ? "end" : "sep") + " must be None or a string, not " + type_name(runtime, args[i]));
    const std::string_view separator = args.is_none(0) ? " " : args[0].get<Str>().view();
    const std::string_view end = args.is_none(1) ? "\n" : args[1].get<Str>().view();
    Value file = args.get(2);
    auto& interpreter = interpreter_of(runtime);
    const auto write = [&](std::string_view text) {
        if (file.is_none()) {
            // `sys.stdout` may have been replaced (redirect_stdout).
            if (Module* sys = interpreter.find_module("sys")) file = sys->find(interpreter, "stdout");
        }
        if (file.is_set() && !file.is_none())
            call_method(runtime, file, "write", {Value(runtime.make_str(text))});
        else
            interpreter.write_stdout(text);
    };
    std::string text;
    for (size_t i = 0; i < a.positional_count(); ++i) {
        if (i) text += separator;
        runtime.heap().require(text.size());
        const auto* s = a.values[i].as<Str>();
        if (s && &s->type() == &runtime.type(BuiltinType::str)) {
            text += s->view();
            continue;
        }
        try {
            text += str_text(runtime, a.values[i]);
        } catch (...) {
            if (!text.empty()) write(text); // what stood before is out already
            throw;
        }
    }
    text += end;
    write(text);
    return Value::none();
}

Value input(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("input", a, 0, 1);
    auto& interpreter = interpreter_of(runtime);
    if (!args.empty()) interpreter.write_stdout(str_text(runtime, args[0]));
    std::optional<std::string> line = interpreter.read_line();
    if (!line) throw Error(Exc::EOFError, "EOF when reading a line");
    if (line->ends_with('\n')) line->pop_back();
    return runtime.make_str(*line);
}

/// The run's own files, in memory: io.open.
Value open(Runtime& runtime, const Value&, Args a) {
    auto& interpreter = interpreter_of(runtime);
    return call(runtime, interpreter.import_module("io").find(interpreter, "open"), a);
}

Value not_supported_eval(Runtime&, const Value&, Args) {
    throw Error(Exc::RuntimeError, "not supported here: exec(), eval() and compile()");
}

Value not_supported_memoryview(Runtime&, const Value&, Args) {
    throw Error(Exc::RuntimeError, "not supported here: memoryview; bytes and bytearray can be sliced");
}

Value breakpoint(Runtime&, const Value&, Args) { return Value::none(); }

/// exit() and quit(). CPython: Lib/_sitebuiltins.py Quitter
Value quit(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "Quitter.__call__", .names = {"code"}, .origin = Signature::Origin::python, .self_count = 1}, a);
    const Value given[] = {args.get(0)};
    throw Error(Value(make_exception(runtime, runtime.exception_type(Exc::SystemExit), given)));
}

// ---- numbers ----------------------------------------------------------------------------------------------------------------

Value abs_(Runtime& runtime, const Value&, Args a) {
    const Value& x = expect_one_argument("abs", a);
    if (!runtime.type_of(x).slots.unary[size_t(UnaryOp::absolute)])
        throw Error(Exc::TypeError, "bad operand type for abs(): '" + type_name(runtime, x) + "'");
    return unary_op(runtime, UnaryOp::absolute, x);
}

Value divmod(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("divmod", a, 2, 2);
    for (const auto& [self, other, name] : {std::tuple(args[0], args[1], "__divmod__"), std::tuple(args[1], args[0], "__rdivmod__")})
        if (runtime.type_of(self).has(Type::heap_type))
            if (const Value method = find_special(runtime, self, name); method.is_set())
                if (Value result = call(runtime, method, {other}); !result.is_not_implemented()) return result;
    const Type& t = runtime.type_of(args[0]);
    if (!t.slots.binary[size_t(BinaryOp::floor_divide)] || !t.slots.binary[size_t(BinaryOp::remainder)])
        throw Error(Exc::TypeError, "unsupported operand type(s) for divmod(): '" + t.name() + "' and '" + type_name(runtime, args[1]) + "'");
    return runtime.make_tuple({binary_op(runtime, BinaryOp::floor_divide, args[0], args[1]),
                               binary_op(runtime, BinaryOp::remainder, args[0], args[1])});
}

Value pow_(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "pow", .names = {"base", "exp", "mod"}, .required = 2}, a);
    if (args.is_none(2)) return binary_op(runtime, BinaryOp::power, args[0], args[1]);
    if (is_int(args[0]) && is_int(args[1]) && is_int(args[2])) return int_power_modulo(runtime, args[0], args[1], args[2]);
    if (const Value method = find_special(runtime, args[0], "__pow__"); method.is_set())
        return call(runtime, method, {args[1], args[2]});
    throw Error(Exc::TypeError, "unsupported operand type(s) for ** or pow(): '" + type_name(runtime, args[0]) + "', '" +
                                    type_name(runtime, args[1]) + "', '" + type_name(runtime, args[2]) + "'");
}

Value round_(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "round", .names = {"number", "ndigits"}, .required = 1}, a);
    const Value method = find_special(runtime, args[0], "__round__");
    if (!method.is_set())
        throw Error(Exc::TypeError, "type " + type_name(runtime, args[0]) + " doesn't define __round__ method");
    return args.is_none(1) ? call(runtime, method) : call(runtime, method, {args[1]});
}

/// bin, oct, hex: through the int format mini-language.
template <char code> Value based(Runtime& runtime, const Value&, Args a) {
    const Value& x = expect_one_argument(code == 'b' ? "bin" : code == 'o' ? "oct" : "hex", a);
    Value integer = x;
    if (!x.is_small_int()) {
        const auto index = runtime.type_of(x).slots.index;
        if (!index) throw Error(Exc::TypeError, "'" + type_name(runtime, x) + "' object cannot be interpreted as an integer");
        integer = index(runtime, x);
    }
    const char spec[] = {'#', code, 0};
    return format(runtime, integer, *runtime.intern(spec));
}

Value chr(Runtime& runtime, const Value&, Args a) {
    const int64_t code = as_index(runtime, expect_one_argument("chr", a));
    if (code < 0 || code > 0x10ffff) throw Error(Exc::ValueError, "chr() arg not in range(0x110000)");
    if (code < 0x80) return runtime.char_str(static_cast<unsigned char>(code));
    std::string text;
    if (code < 0x800) {
        text = {char(0xc0 | (code >> 6)), char(0x80 | (code & 0x3f))};
    } else if (code < 0x10000) {
        text = {char(0xe0 | (code >> 12)), char(0x80 | ((code >> 6) & 0x3f)), char(0x80 | (code & 0x3f))};
    } else {
        text = {char(0xf0 | (code >> 18)), char(0x80 | ((code >> 12) & 0x3f)), char(0x80 | ((code >> 6) & 0x3f)), char(0x80 | (code & 0x3f))};
    }
    return runtime.make_str(text);
}

int64_t code_point(std::string_view s) {
    const auto* c = reinterpret_cast<const unsigned char*>(s.data());
    if (c[0] < 0x80) return c[0];
    if (c[0] < 0xe0) return (c[0] & 0x1f) << 6 | (c[1] & 0x3f);
    if (c[0] < 0xf0) return (c[0] & 0x0f) << 12 | (c[1] & 0x3f) << 6 | (c[2] & 0x3f);
    return (c[0] & 0x07) << 18 | (c[1] & 0x3f) << 12 | (c[2] & 0x3f) << 6 | (c[3] & 0x3f);
}

Value ord(Runtime& runtime, const Value&, Args a) {
    const Value& x = expect_one_argument("ord", a);
    if (const auto* b = x.as<Bytes>(); b && b->view().size() == 1) return Value::small_int(static_cast<unsigned char>(b->view()[0]));
    const auto* s = x.as<Str>();
    if (!s) throw Error(Exc::TypeError, "ord() expected string of length 1, but " + type_name(runtime, x) + " found");
    if (s->length() != 1)
        throw Error(Exc::TypeError, "ord() expected a character, but string of length " + std::to_string(s->length()) + " found");
    return Value::small_int(code_point(s->view()));
}

// ---- over iterables -----------------------------------------------------------------------------------------------------------

Value all(Runtime& runtime, const Value&, Args a) {
    const Value iterator = iterate(runtime, expect_one_argument("all", a));
    for (Value item = next(runtime, iterator); item.is_set(); item = next(runtime, iterator))
        if (!truth(runtime, item)) return Value::boolean(false);
    return Value::boolean(true);
}

Value any(Runtime& runtime, const Value&, Args a) {
    const Value iterator = iterate(runtime, expect_one_argument("any", a));
    for (Value item = next(runtime, iterator); item.is_set(); item = next(runtime, iterator))
        if (truth(runtime, item)) return Value::boolean(true);
    return Value::boolean(false);
}

Value sum(Runtime& runtime, const Value&, Args a) {
    if (a.positional_count() == 0)
        throw Error(Exc::TypeError, "sum() takes at least 1 positional argument (" + std::to_string(a.keyword_count()) + " given)");
    ArgReader args(runtime, {.function = "sum", .names = {"iterable", "start"}, .required = 1, .positional_only = 1}, a);
    Value total = args.get(1, Value::small_int(0));
    if (total.as<Str>()) throw Error(Exc::TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    if (total.as<Bytes>()) throw Error(Exc::TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
    for_each(runtime, args[0], [&](Value item) { total = binary_op(runtime, BinaryOp::add, total, item); });
    return total;
}

template <CompareOp better> Value extreme(Runtime& runtime, const Value&, Args a) {
    constexpr const char* name = better == CompareOp::lt ? "min" : "max";
    ArgReader args(runtime, {.function = name, .names = {"key", "default"}, .positional = 0, .more_positional = true}, a);
    const size_t count = a.positional_count();
    if (count == 0) throw Error(Exc::TypeError, std::string(name) + " expected at least 1 argument, got 0");
    if (count > 1 && args.has(1))
        throw Error(Exc::TypeError, std::string("Cannot specify a default for ") + name + "() with multiple positional arguments");
    const Value key = args.get(0);
    Value best, best_key;
    auto consider = [&](Value item) {
        Value item_key = key.is_none() ? item : call(runtime, key, {item});
        if (!best.is_set() || compare_truth(runtime, item_key, best_key, better)) {
            best = std::move(item);
            best_key = std::move(item_key);
        }
    };
    if (count > 1)
        for (const Value& v : a.positional()) consider(v);
    else
        for_each(runtime, a.values[0], consider);
    if (best.is_set()) return best;
    if (args.has(1)) return args[1];
    throw Error(Exc::ValueError, std::string(name) + "() arg is an empty sequence");
}

Value sorted(Runtime& runtime, const Value&, Args a) {
    if (a.positional_count() != 1)
        throw Error(Exc::TypeError, "sorted expected 1 argument, got " + std::to_string(a.positional_count()));
    const Value list = runtime.make_list(to_vector(runtime, a.values[0]));
    // `key` and `reverse` go on to list.sort as they came.
    call(runtime, get_attribute(runtime, list, "sort"), Args{a.values.subspan(1), a.keywords});
    return list;
}

Value iter(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("iter", a, 1, 2);
    if (args.size() == 1) return iterate(runtime, args[0]);
    if (!is_callable(runtime, args[0])) throw Error(Exc::TypeError, "iter(v, w): v must be callable");
    return make_callable_iterator(runtime, args[0], args[1]);
}

Value next_(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("next", a, 1, 2);
    if (!runtime.type_of(args[0]).slots.next)
        throw Error(Exc::TypeError, "'" + type_name(runtime, args[0]) + "' object is not an iterator");
    try {
        Value item = next(runtime, args[0]);
        if (item.is_set()) return item;
    } catch (Error& error) {
        if (args.size() < 2 || !runtime.matches(error, Exc::StopIteration)) throw;
    }
    if (args.size() == 2) return args[1];
    const Value returned = take_return_value(args[0]); // of a generator
    throw Error(Exc::StopIteration, returned.is_none() ? std::vector<Value>{} : std::vector<Value>{returned});
}

Value aiter(Runtime& runtime, const Value&, Args a) {
    const Value& x = expect_one_argument("aiter", a);
    const auto slot = runtime.type_of(x).slots.aiter;
    if (!slot) throw Error(Exc::TypeError, "'" + type_name(runtime, x) + "' object is not an async iterable");
    return slot(runtime, x);
}

Value anext(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("anext", a, 1, 2);
    const auto slot = runtime.type_of(args[0]).slots.anext;
    if (!slot) throw Error(Exc::TypeError, "'" + type_name(runtime, args[0]) + "' object is not an async iterator");
    Value step = slot(runtime, args[0]);
    if (args.size() == 1) return step;
    // CPython: Objects/iterobject.c, anextawaitable.
    return make_native_coroutine(runtime, "anext", [&runtime, step = std::move(step), otherwise = args[1]]() -> Value {
        try {
            return Greenlet::await_only(runtime, step);
        } catch (const Error& error) {
            if (!runtime.matches(error, Exc::StopAsyncIteration)) throw;
            return otherwise;
        }
    });
}

Value len(Runtime& runtime, const Value&, Args a) { return runtime.make_int(length(runtime, expect_one_argument("len", a))); }

// ---- attributes and types -----------------------------------------------------------------------------------------------------

Str& attribute_name(Runtime& runtime, const Value& name) {
    auto* s = name.as<Str>();
    if (!s) throw Error(Exc::TypeError, "attribute name must be string, not '" + type_name(runtime, name) + "'");
    return *s;
}

Value getattr(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("getattr", a, 2, 3);
    Str& name = attribute_name(runtime, args[1]);
    if (args.size() == 2) return get_attribute(runtime, args[0], name);
    Value found = find_attribute(runtime, args[0], name);
    return found.is_set() ? found : args[2];
}

Value hasattr(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("hasattr", a, 2, 2);
    return Value::boolean(find_attribute(runtime, args[0], attribute_name(runtime, args[1])).is_set());
}

Value setattr(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("setattr", a, 3, 3);
    set_attribute(runtime, args[0], attribute_name(runtime, args[1]), args[2]);
    return Value::none();
}

Value delattr(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("delattr", a, 2, 2);
    set_attribute(runtime, args[0], attribute_name(runtime, args[1]), Value());
    return Value::none();
}

Value isinstance(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("isinstance", a, 2, 2);
    return Value::boolean(is_instance(runtime, args[0], args[1]));
}

Value issubclass(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("issubclass", a, 2, 2);
    return Value::boolean(is_subclass(runtime, args[0], args[1]));
}

Value callable(Runtime& runtime, const Value&, Args a) {
    return Value::boolean(is_callable(runtime, expect_one_argument("callable", a)));
}

Value id(Runtime& runtime, const Value&, Args a) {
    return runtime.make_int(int64_t(object_number(runtime, expect_one_argument("id", a))));
}

Value hash_(Runtime& runtime, const Value&, Args a) { return runtime.make_int(hash(runtime, expect_one_argument("hash", a))); }
Value repr_(Runtime& runtime, const Value&, Args a) { return repr(runtime, expect_one_argument("repr", a)); }

Value ascii(Runtime& runtime, const Value&, Args a) {
    const std::string text = repr_text(runtime, expect_one_argument("ascii", a));
    std::string result;
    for (size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            result += text[i++];
            continue;
        }
        const size_t size = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        char buffer[16];
        const auto point = unsigned(code_point(std::string_view(text).substr(i, size)));
        std::snprintf(buffer, sizeof buffer, point < 0x100 ? "\\x%02x" : point < 0x10000 ? "\\u%04x" : "\\U%08x", point);
        result += buffer;
        i += size;
    }
    return runtime.make_str(result);
}

Value format_(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("format", a, 1, 2);
    if (args.size() == 1) return format(runtime, args[0], *runtime.intern(""));
    auto* spec = args[1].as<Str>();
    if (!spec) throw Error(Exc::TypeError, "format() argument 2 must be str, not " + type_name(runtime, args[1]));
    return format(runtime, args[0], *spec);
}

Value vars(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("vars", a, 0, 1);
    if (args.empty()) return interpreter_of(runtime).current_locals();
    Value dict = find_attribute(runtime, args[0], "__dict__");
    if (!dict.is_set()) throw Error(Exc::TypeError, "vars() argument must have __dict__ attribute");
    return dict;
}

void add_names(Runtime& runtime, Dict& names, const Value& object) {
    if (const auto* type = object.as<Type>()) {
        for (const Type* base : type->mro())
            base->dict().for_each([&](const Value& key, const Value&) { names.set(runtime, key, Value::none()); });
        return;
    }
    if (const Value own = find_attribute(runtime, object, "__dict__"); own.is_set())
        if (const auto* dict = own.as<Dict>())
            dict->for_each([&](const Value& key, const Value&) { names.set(runtime, key, Value::none()); });
    add_names(runtime, names, Value(runtime.type_of(object)));
}

Value dir(Runtime& runtime, const Value&, Args a) {
    const auto args = expect_positional("dir", a, 0, 1);
    Value list;
    if (args.empty()) {
        list = runtime.make_list(to_vector(runtime, interpreter_of(runtime).current_locals()));
    } else if (const Value method = find_special(runtime, args[0], "__dir__");
               method.is_set() && !runtime.type_of(args[0]).has(Type::mapped_class)) {
        list = runtime.make_list(to_vector(runtime, call(runtime, method)));
    } else {
        const Ref<Dict> names = runtime.make_dict();
        add_names(runtime, *names, args[0]);
        list = runtime.make_list(to_vector(runtime, names));
    }
    call_method(runtime, list, "sort");
    return list;
}

Value globals(Runtime& runtime, const Value&, Args) {
    Dict* dict = interpreter_of(runtime).current_globals();
    return dict ? Value(dict) : Value::none();
}

Value locals(Runtime& runtime, const Value&, Args) { return interpreter_of(runtime).current_locals(); }

Value import_(Runtime& runtime, const Value&, Args a) {
    ArgReader args(runtime, {.function = "__import__", .names = {"name", "globals", "locals", "fromlist", "level"}, .required = 1}, a);
    auto& interpreter = interpreter_of(runtime);
    Dict* globals = interpreter.current_globals();
    return interpreter.import_name(globals ? *globals : interpreter.builtins_dict(), args.string(0), args.get(3),
                                   int(args.integer(4, 0)));
}

} // namespace

void init_builtins(Interpreter& interpreter, Module& module) {
    static constexpr struct {
        const char* name;
        NativeFn fn;
    } functions[] = {
        {"print", print}, {"input", input}, {"open", open}, {"exec", not_supported_eval}, {"eval", not_supported_eval},
        {"compile", not_supported_eval}, {"breakpoint", breakpoint}, {"abs", abs_}, {"divmod", divmod}, {"pow", pow_},
        {"round", round_}, {"bin", based<'b'>}, {"oct", based<'o'>}, {"hex", based<'x'>}, {"chr", chr}, {"ord", ord},
        {"all", all}, {"any", any}, {"sum", sum}, {"min", extreme<CompareOp::lt>}, {"max", extreme<CompareOp::gt>},
        {"sorted", sorted}, {"iter", iter}, {"next", next_}, {"aiter", aiter}, {"anext", anext}, {"len", len},
        {"getattr", getattr}, {"hasattr", hasattr}, {"setattr", setattr}, {"delattr", delattr}, {"isinstance", isinstance},
        {"memoryview", not_supported_memoryview}, {"exit", quit}, {"quit", quit},
        {"issubclass", issubclass}, {"callable", callable}, {"id", id}, {"hash", hash_}, {"repr", repr_}, {"ascii", ascii},
        {"format", format_}, {"vars", vars}, {"dir", dir}, {"globals", globals}, {"locals", locals}, {"__import__", import_},
    };
    for (const auto& [name, fn] : functions) module.set(name, make_function(interpreter, name, fn, "builtins"));

    static constexpr struct {
        const char* name;
        BuiltinType type;
    } types[] = {
        {"object", BuiltinType::object}, {"type", BuiltinType::type}, {"bool", BuiltinType::bool_}, {"int", BuiltinType::int_},
        {"float", BuiltinType::float_}, {"complex", BuiltinType::complex_}, {"str", BuiltinType::str},
        {"bytes", BuiltinType::bytes}, {"tuple", BuiltinType::tuple}, {"list", BuiltinType::list}, {"dict", BuiltinType::dict},
        {"set", BuiltinType::set}, {"frozenset", BuiltinType::frozenset}, {"range", BuiltinType::range},
        {"slice", BuiltinType::slice}, {"property", BuiltinType::property}, {"classmethod", BuiltinType::classmethod},
        {"staticmethod", BuiltinType::staticmethod}, {"super", BuiltinType::super},
    };
    for (const auto& [name, type] : types) module.set(name, interpreter.type(type));
    module.set("bytearray", interpreter.type_for<ByteArrayTag>());
    module.set("enumerate", interpreter.type_for<EnumerateTag>());
    module.set("zip", interpreter.type_for<ZipTag>());
    module.set("map", interpreter.type_for<MapTag>());
    module.set("filter", interpreter.type_for<FilterTag>());
    module.set("reversed", interpreter.type_for<ReversedTag>());

    for (size_t i = 0; i < exception_count(); ++i)
        if (const ExceptionInfo& info = exception_info(Exc(i)); info.module == "builtins")
            module.set(info.name, interpreter.exception_type(Exc(i)));
    module.set("EnvironmentError", interpreter.exception_type(Exc::OSError));
    module.set("IOError", interpreter.exception_type(Exc::OSError));

    module.set("None", Value::none());
    module.set("True", Value::boolean(true));
    module.set("False", Value::boolean(false));
    module.set("NotImplemented", Value::not_implemented());
    module.set("Ellipsis", Value::ellipsis());
    module.set("__debug__", Value::boolean(true));
}

} // namespace relata::python
