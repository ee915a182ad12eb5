// The time module over the run's clock; what is no clock in frozen/time.py. CPython: Modules/timemodule.c.
#include "modules/stdlib/clock.h"

#include "modules/stdlib/frozen.h"
#include "modules/stdlib/stdlib.h"
#include "python/arguments.h"
#include "python/native_function.h"
#include "support/protocol.h"

#include <cmath>

namespace relata::modules {

std::chrono::nanoseconds run_clock(Runtime& runtime) {
    constexpr uint64_t ns_per_step = 40;
    runtime.advance(std::chrono::nanoseconds(100));
    return runtime.now() + std::chrono::nanoseconds(runtime.steps_taken() * ns_per_step);
}

std::chrono::nanoseconds wall_clock(Runtime& runtime) {
    constexpr std::chrono::seconds start(1767258000); // 2026-01-01 09:00:00 UTC
    return start + run_clock(runtime);
}

namespace {

template <bool wall> Value seconds(Runtime& runtime, const Value&, Args a) {
    python::expect_no_arguments("time.time", a);
    return runtime.make_float(double((wall ? wall_clock(runtime) : run_clock(runtime)).count()) / 1e9);
}
template <bool wall> Value nanoseconds(Runtime& runtime, const Value&, Args) {
    return runtime.make_int((wall ? wall_clock(runtime) : run_clock(runtime)).count());
}

Value sleep(Runtime& runtime, const Value&, Args a) {
    const Value number = call(runtime, Value(runtime.type(BuiltinType::float_)), {python::expect_one_argument("time.sleep", a)});
    const double delay = number.get<Float>().value();
    if (std::isnan(delay)) throw Error(Exc::ValueError, "Invalid value NaN (not a number)");
    if (delay < 0) throw Error(Exc::ValueError, "sleep length must be non-negative");
    if (delay > 1e9) throw Error(Exc::OverflowError, "timestamp too large to convert to C _PyTime_t");
    runtime.advance(std::chrono::nanoseconds(int64_t(delay * 1e9)));
    return Value::none();
}

void init_time(python::Interpreter& interpreter, python::Module& module) {
    const std::pair<const char*, python::NativeFn> functions[] = {
        {"time", seconds<true>},          {"time_ns", nanoseconds<true>},         {"perf_counter", seconds<false>},
        {"monotonic", seconds<false>},    {"process_time", seconds<false>},       {"thread_time", seconds<false>},
        {"perf_counter_ns", nanoseconds<false>}, {"monotonic_ns", nanoseconds<false>},
        {"process_time_ns", nanoseconds<false>}, {"sleep", sleep}};
    for (const auto& [name, fn] : functions) module.set(name, python::make_function(interpreter, name, fn, "time"));
    run_frozen(interpreter, module, "time");
}

} // namespace

void register_time(python::Interpreter& interpreter) { interpreter.register_module("time", init_time); }

} // namespace relata::modules
