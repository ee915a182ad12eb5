// What stands around the evaluation loop: entering it, calls of Python functions from C++, and the way of an
// exception through frames. CPython: Python/ceval.c, _PyEval_EvalFrameDefault from `exception_unwind` on.
#include "python/class_slots.h"
#include "python/evaluator.h"
#include "python/generator.h"
#include "python/stop_place.h"

namespace relata::python {

namespace {

// What an exception costs beside an instruction, so that a program that does nothing but fail spends its steps too.
constexpr uint64_t steps_of_exception = 100, steps_of_unwinding = 10;

} // namespace

bool Evaluator::unwind_from_outside(Frame* entry, const Value& exception) {
    bool reraising = false;
    return unwind(entry, exception, reraising);
}

bool Evaluator::unwind(Frame* entry, const Value& exception, bool& reraising) {
    ExecutionState& state = m_interpreter.m_execution;
    for (;;) {
        auto* frame = static_cast<Frame*>(state.frame);
        const uint32_t index = frame->instruction_index();
        count(steps_of_unwinding);
        if (!reraising) {
            auto& object = exception.get<ExceptionObject>();
            Value next = object.traceback.is_set() ? object.traceback : Value::none();
            object.traceback = m_interpreter.make<Traceback>(
                m_interpreter.type(BuiltinType::traceback), Value(*frame->code), int(index), std::move(next));
        }
        reraising = false;
        if (const ExceptionEntry* handler = frame->code->handler_for(index)) {
            Value* to = frame->stack() + handler->depth;
            for (Value* v = to; v < frame->stack_end(); ++v)
                v->reset();
            *to = exception;
            frame->top = to + 1;
            frame->at = frame->code->instructions.data() + handler->handler;
            return true;
        }
        const bool last = frame == entry;
        leave_frame(frame);
        if (last) return false;
    }
}

void Evaluator::abandon(Frame* entry) noexcept {
    for (;;) {
        auto* frame = static_cast<Frame*>(m_interpreter.m_execution.frame);
        const bool last = frame == entry;
        leave_frame(frame);
        if (last) return;
    }
}

Value Evaluator::evaluate(Frame* entry, const Value* raised) {
    entry->returns_to_native = true;
    Value exception;
    try {
        if (raised) {
            exception = *raised;
            if (!unwind_from_outside(entry, exception)) throw Unhandled{exception};
        }
        for (;;) {
            bool reraising = false;
            try {
                return run();
            } catch (Error& error) {
                count(steps_of_exception);
                exception = m_interpreter.exception_object(error);
                reraising =
                    std::exchange(static_cast<Frame*>(m_interpreter.m_execution.frame)->reraising, false);
            }
            if (!unwind(entry, exception, reraising)) break;
            exception.reset(); // the program decides how long it lives
        }
    } catch (Unhandled& unhandled) {
        exception = std::move(unhandled.exception);
    } catch (const RunStopped&) {
        m_interpreter.extension<StopPlace>().note(m_interpreter);
        abandon(entry);
        throw;
    } catch (...) {
        abandon(entry);
        throw;
    }
    throw Error(std::move(exception));
}

Function* Evaluator::python_init(Type& type) {
    if (type.slots.init != slot_init ||
        type.type().slots.call != m_interpreter.type(BuiltinType::type).slots.call)
        return nullptr;
    const Value* init = type.lookup(*m_interpreter.intern("__init__"));
    Function* function = init ? init->as<Function>() : nullptr;
    constexpr uint32_t suspends = Code::generator | Code::coroutine | Code::async_generator;
    return function && !(function->code->flags & suspends) ? function : nullptr;
}

Frame* Evaluator::frame_for_init(Runtime& runtime, Function& init, const Value& self, Args args) {
    std::vector<Value> values;
    values.reserve(args.values.size() + 1);
    values.push_back(self);
    values.insert(values.end(), args.values.begin(), args.values.end());
    Value result;
    return frame_for_call(runtime, init, values.data(), args.positional_count() + 1, args.keywords, result);
}

Value evaluate(Interpreter& interpreter, Frame* frame) {
    ExecutionState& state = interpreter.execution();
    const bool of_generator = frame->generator;
    try {
        interpreter.enter_call(" while calling a Python object");
    } catch (...) {
        if (!of_generator) Frame::destroy(interpreter, frame);
        throw;
    }
    frame->back = static_cast<Frame*>(state.frame);
    state.frame = frame;
    return Evaluator(interpreter).evaluate(frame, nullptr);
}

Value evaluate_raising(Interpreter& interpreter, Frame* frame, const Value& exception) {
    ExecutionState& state = interpreter.execution();
    interpreter.enter_call(" while calling a Python object");
    frame->back = static_cast<Frame*>(state.frame);
    state.frame = frame;
    return Evaluator(interpreter).evaluate(frame, &exception);
}

Frame* Evaluator::frame_for_call(Runtime& runtime, Function& function, const Value* values, size_t positional,
                                 const Tuple* keywords, Value& result) {
    Code& code = *function.code;
    Frame* frame = Frame::make(runtime, code, *function.globals, Value(function), function.closure.get());
    try {
        bind_arguments(runtime, function, values, positional, keywords, values + positional, frame->slots());
        constexpr uint32_t suspends = Code::generator | Code::coroutine | Code::async_generator;
        if (code.flags & suspends) {
            result = make_generator(runtime, frame, function);
            return nullptr;
        }
    } catch (...) {
        Frame::destroy(runtime, frame);
        throw;
    }
    return frame;
}

Value call_function(Runtime& runtime, const Value& callee, Args args) {
    Value result;
    Frame* frame = Evaluator::frame_for_call(runtime, callee.get<Function>(), args.values.data(),
                                             args.positional_count(), args.keywords, result);
    if (!frame) return result;
    return evaluate(interpreter_of(runtime), frame);
}

} // namespace relata::python
