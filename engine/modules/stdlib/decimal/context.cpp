// Contexts, signals and the module. CPython: Modules/_decimal/_decimal.c.
#include "modules/stdlib/decimal/decimal.h"
#include "modules/stdlib/frozen.h"
#include "modules/stdlib/stdlib.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/int_object.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

struct CurrentContext final : Runtime::Extension {
    explicit CurrentContext(Runtime&) {}
    void clear_references() override { context.reset(); }
    Ref<DecimalContext> context;
};

constexpr std::pair<Signal, const char*> signal_names[] = {
    {signal_clamped, "Clamped"}, // in the order of a context's repr
    {signal_invalid_operation, "InvalidOperation"},
    {signal_division_by_zero, "DivisionByZero"},
    {signal_inexact, "Inexact"},
    {signal_float_operation, "FloatOperation"},
    {signal_overflow, "Overflow"},
    {signal_rounded, "Rounded"},
    {signal_subnormal, "Subnormal"},
    {signal_underflow, "Underflow"},
    {signal_conversion_syntax, "ConversionSyntax"},
    {signal_division_undefined, "DivisionUndefined"},
    {signal_division_impossible, "DivisionImpossible"},
    {signal_invalid_context, "InvalidContext"},
};
constexpr std::string_view rounding_names[] = {"ROUND_CEILING", "ROUND_FLOOR",     "ROUND_UP",        "ROUND_DOWN",
                                               "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_05UP"};

Value signal_class(Runtime& runtime, Signal signal) {
    auto& interpreter = python::interpreter_of(runtime);
    for (const auto& [s, name] : signal_names)
        if (s == signal) return interpreter.import_module("decimal").find(interpreter, name);
    return Value::none();
}

Settings& settings(const Value& v) { return v.get<DecimalContext>().settings; }

uint32_t signals_of(Runtime& runtime, const Value& v) {
    uint32_t bits = 0;
    const bool mapping = v.as<Dict>() != nullptr;
    for_each(runtime, v, [&](const Value& cls) {
        if (mapping && !truth(runtime, get_item(runtime, v, cls))) return;
        for (const auto& [s, name] : signal_names)
            if (signal_class(runtime, s).is(cls)) bits |= s;
    });
    return bits;
}

Value signal_dict(Runtime& runtime, uint32_t bits) {
    const Ref<Dict> dict = runtime.make_dict();
    for (const auto& [s, name] : signal_names)
        if (s <= signal_float_operation) dict->set(runtime, signal_class(runtime, s), Value::boolean(bits & s));
    return dict;
}

std::string signal_list(uint32_t bits) {
    std::string text;
    for (const auto& [s, name] : signal_names)
        if (s <= signal_float_operation && (bits & s)) text += (text.empty() ? "" : ", ") + std::string(name);
    return "[" + text + "]";
}

void set_precision(Runtime& runtime, const Value& self, const Value& v) {
    const int64_t n = as_index(runtime, v);
    if (n < 1 || n > 1000000) throw Error(Exc::ValueError, "valid range for prec is [1, MAX_PREC]");
    settings(self).precision = n;
}

Value new_context(Runtime& runtime, Type& type, Args a) {
    python::ArgReader args(runtime,
                           {.function = "Context",
                            .names = {"prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"}},
                           a);
    const Ref<DecimalContext> context = runtime.make<DecimalContext>(type, Settings{});
    const Value self(context);
    if (!args.is_none(0)) set_precision(runtime, self, args[0]);
    if (!args.is_none(1)) context->settings.rounding = rounding_named(runtime, args[1]);
    context->settings.e_min = args.is_none(2) ? context->settings.e_min : args.integer(2);
    context->settings.e_max = args.is_none(3) ? context->settings.e_max : args.integer(3);
    if (!args.is_none(4)) context->settings.capitals = args.truth(4);
    if (!args.is_none(5)) context->settings.clamp = args.truth(5);
    if (!args.is_none(6)) context->settings.flags = signals_of(runtime, args[6]);
    if (!args.is_none(7)) context->settings.traps = signals_of(runtime, args[7]);
    return self;
}

Value repr_of(Runtime& runtime, const Value& self) {
    const Settings& s = settings(self);
    return runtime.make_str("Context(prec=" + std::to_string(s.precision) + ", rounding=" + std::string(rounding_name(s.rounding)) +
                            ", Emin=" + std::to_string(s.e_min) + ", Emax=" + std::to_string(s.e_max) + ", capitals=" +
                            (s.capitals ? "1" : "0") + ", clamp=" + (s.clamp ? "1" : "0") + ", flags=" + signal_list(s.flags) +
                            ", traps=" + signal_list(s.traps) + ")");
}

using Operation = Number (*)(const Number&, const Number&, Settings&);
template <Operation operation> Value binary(Runtime& runtime, const Value& self, Args a) {
    const auto args = python::expect_positional("operation", a, 2, 2);
    const auto x = operand(args[0]), y = operand(args[1]);
    if (!x || !y) throw Error(Exc::TypeError, "conversion from " + runtime.type_of(args[x ? 1 : 0]).tp_name() + " to Decimal is not supported");
    return make_decimal(runtime, with_signals(runtime, settings(self), [&](Settings& s) { return operation(*x, *y, s); }));
}

Value copy(Runtime& runtime, const Value& self, Args) {
    return runtime.make<DecimalContext>(runtime.type_of(self), settings(self));
}

} // namespace

DecimalContext& current_context(Runtime& runtime) {
    auto& current = runtime.extension<CurrentContext>();
    if (!current.context) current.context = runtime.make<DecimalContext>(runtime.type_for<DecimalContext>(), Settings{});
    return *current.context;
}
void set_current_context(Runtime& runtime, const Value& context) {
    runtime.extension<CurrentContext>().context = Ref<DecimalContext>(context.get<DecimalContext>());
}

// The exception's argument is the list of conditions that were raised, as in CPython's C implementation.
void throw_signal(Runtime& runtime, Signal signal) {
    const Signal cls = signal >= signal_conversion_syntax ? signal_invalid_operation : signal;
    const Value list = runtime.make_list({signal_class(runtime, signal)});
    throw Error(call(runtime, signal_class(runtime, cls), {list}));
}

Rounding rounding_named(Runtime&, const Value& name) {
    if (const Str* text = name.as<Str>())
        for (size_t i = 0; i < std::size(rounding_names); ++i)
            if (*text == rounding_names[i]) return Rounding(i);
    throw Error(Exc::TypeError, "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   "
                                "ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]");
}
std::string_view rounding_name(Rounding rounding) { return rounding_names[size_t(rounding)]; }

Type& make_context_type(Runtime& runtime) {
    python::TypeBuilder b(runtime, "Context", "decimal");
    b.slots().new_ = new_context;
    b.slots().repr = repr_of;
    b.property("prec", [](Runtime&, const Value& v) { return Value::small_int(settings(v).precision); }, set_precision);
    b.property(
        "rounding", [](Runtime& r, const Value& v) -> Value { return r.intern(rounding_name(settings(v).rounding)); },
        [](Runtime& r, const Value& v, const Value& name) { settings(v).rounding = rounding_named(r, name); });
    b.property("Emin", [](Runtime&, const Value& v) { return Value::small_int(settings(v).e_min); },
               [](Runtime& r, const Value& v, const Value& n) { settings(v).e_min = as_index(r, n); });
    b.property("Emax", [](Runtime&, const Value& v) { return Value::small_int(settings(v).e_max); },
               [](Runtime& r, const Value& v, const Value& n) { settings(v).e_max = as_index(r, n); });
    b.property("capitals", [](Runtime&, const Value& v) { return Value::small_int(settings(v).capitals); },
               [](Runtime& r, const Value& v, const Value& n) { settings(v).capitals = truth(r, n); });
    b.property("flags", [](Runtime& r, const Value& v) { return signal_dict(r, settings(v).flags); },
               [](Runtime& r, const Value& v, const Value& n) { settings(v).flags = signals_of(r, n); });
    b.property("traps", [](Runtime& r, const Value& v) { return signal_dict(r, settings(v).traps); },
               [](Runtime& r, const Value& v, const Value& n) { settings(v).traps = signals_of(r, n); });
    b.method("_set_trap", [](Runtime& r, const Value& v, Args a) {
        const auto args = python::expect_positional("_set_trap", a, 2, 2);
        const uint32_t bit = signals_of(r, r.make_tuple({args[0]}));
        settings(v).traps = truth(r, args[1]) ? settings(v).traps | bit : settings(v).traps & ~bit;
        return Value::none();
    });
    b.method("copy", copy).method("__copy__", copy);
    b.method("clear_flags", [](Runtime&, const Value& v, Args) { settings(v).flags = 0; return Value::none(); });
    b.method("clear_traps", [](Runtime&, const Value& v, Args) { settings(v).traps = 0; return Value::none(); });
    b.method("add", binary<add>).method("subtract", binary<subtract>).method("multiply", binary<multiply>);
    b.method("divide", binary<divide>).method("power", binary<power>);
    b.method("create_decimal", [](Runtime& r, const Value& v, Args a) -> Value {
        const auto args = python::expect_positional("create_decimal", a, 0, 1);
        const Value made = args.empty() ? Value(make_decimal(r, {})) : call(r, Value(r.type_for<Decimal>()), {args[0]});
        return make_decimal(r, with_signals(r, settings(v), [&](Settings& s) { return finalize(made.get<Decimal>().number, s); }));
    });
    b.method("sqrt", [](Runtime& r, const Value& v, Args a) -> Value {
        const auto n = operand(python::expect_one_argument("sqrt", a));
        return make_decimal(r, with_signals(r, settings(v), [&](Settings& s) { return square_root(n.value_or(nan()), s); }));
    });
    Type& type = b.finish();
    runtime.set_type_for<DecimalContext>(type);
    return type;
}

namespace {

void init_decimal(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    // CPython: DivisionByZero is a ZeroDivisionError too.
    Type& by_zero = runtime.exception_type(Exc::DivisionByZero);
    by_zero.set_bases({&runtime.exception_type(Exc::DecimalException), &runtime.exception_type(Exc::ZeroDivisionError)});
    module.set("DecimalException", runtime.exception_type(Exc::DecimalException));
    module.set("InvalidOperation", runtime.exception_type(Exc::InvalidOperation));
    module.set("DivisionByZero", by_zero);
    module.set("Decimal", make_decimal_type(runtime));
    module.set("Context", make_context_type(runtime));
    for (const std::string_view name : rounding_names) module.set(name, runtime.intern(name));
    module.set("getcontext", python::make_function(runtime, "getcontext", [](Runtime& r, const Value&, Args) -> Value {
                   return Value(current_context(r));
               }, "decimal"));
    module.set("setcontext", python::make_function(runtime, "setcontext", [](Runtime& r, const Value&, Args a) {
                   const Value& context = python::expect_one_argument("setcontext", a);
                   if (!context.as<DecimalContext>()) throw Error(Exc::TypeError, "optional argument must be a context");
                   set_current_context(r, context);
                   return Value::none();
               }, "decimal"));
    run_frozen(interpreter, module, "decimal");
}

} // namespace

void register_decimal(python::Interpreter& interpreter) { interpreter.register_module("decimal", init_decimal); }

} // namespace relata::modules
