#include "support/greenlet.h"

#include "support/run_stopped.h"
#include "support/runtime.h"

#include <cstring>
#include <cxxabi.h>
#include <exception>
#include <new>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#define RELATA_ASAN_FIBERS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define RELATA_ASAN_FIBERS 1
#endif
#endif
#ifdef RELATA_ASAN_FIBERS
#include <sanitizer/common_interface_defs.h>
#endif

namespace relata {

namespace {

// Only touched pages cost memory. Instrumented frames are several times larger.
#ifdef RELATA_ASAN_FIBERS
constexpr size_t stack_bytes = 8u << 20;
#else
constexpr size_t stack_bytes = 1u << 20;
#endif
constexpr size_t stack_margin = 128 * 1024; ///< free space at which calls are refused
constexpr size_t pooled_stacks = 16;
/// Of one run. A process may have 65,530 mappings (vm.max_map_count) and a stack takes two: beyond that, malloc fails too.
constexpr size_t stacks_at_once = 12'000;

/// Exceptions being handled or thrown on a stack; each stack needs its own (the C++ ABI's __cxa_eh_globals).
struct ExceptionGlobals {
    void* caught = nullptr;
    unsigned int uncaught = 0;

    void exchange() {
        auto* globals = reinterpret_cast<ExceptionGlobals*>(abi::__cxa_get_globals());
        std::swap(*globals, *this);
    }
};

/// Thrown into a body that will not be resumed any more, so that it unwinds.
struct GreenletExit {};

/// Memory of finished greenlets, kept for the next ones of this run.
class StackPool : public Runtime::Extension {
  public:
    explicit StackPool(Runtime&) {}
    ~StackPool() override {
        for (char* stack : m_free)
            munmap(stack, stack_bytes);
    }
    char* take() {
        if (m_taken == stacks_at_once) throw RunStopped(RunStopped::Reason::memory);
        char* stack = take_any();
        ++m_taken;
        return stack;
    }
    void give_back(char* stack) {
        --m_taken;
        if (m_free.size() < pooled_stacks)
            m_free.push_back(stack);
        else
            munmap(stack, stack_bytes);
    }

  private:
    char* take_any() {
        if (!m_free.empty()) {
            char* stack = m_free.back();
            m_free.pop_back();
            return stack;
        }
        void* memory = mmap(nullptr, stack_bytes, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED) throw RunStopped(RunStopped::Reason::memory);
        mprotect(memory, size_t(sysconf(_SC_PAGESIZE)),
                 PROT_NONE); // an overflow faults instead of spoiling data
        return static_cast<char*>(memory);
    }

    size_t m_taken = 0;
    std::vector<char*> m_free;
};

} // namespace

struct Greenlet::Stack {
    Stack(Runtime& r, std::function<Value()> b) : runtime(r), body(std::move(b)) {}

    Runtime& runtime;
    std::function<Value()> body;
    char* memory = nullptr;
    ucontext_t own, caller;
    ExecutionState state;
    ExceptionState handled;
    ExceptionGlobals exceptions;
    void* base_frame = nullptr; ///< innermost frame of whoever resumed last
    uint32_t base_depth = 0;
    Greenlet* outer = nullptr;
    bool started = false, finished = false;
    Value value; ///< what is passed across: the awaitable, the sent value, the result
    std::exception_ptr error;
    bool leave = false; ///< unwind instead of going on
#ifdef RELATA_ASAN_FIBERS
    void* fake_stack = nullptr;
    const void* caller_bottom = nullptr;
    size_t caller_size = 0;
#endif

    static void entry(unsigned int high, unsigned int low) {
        auto* self = reinterpret_cast<Stack*>((uintptr_t(high) << 32) | low);
        self->run();
    }

    void run() {
#ifdef RELATA_ASAN_FIBERS
        __sanitizer_finish_switch_fiber(nullptr, &caller_bottom, &caller_size);
#endif
        try {
            if (!leave) value = body();
        } catch (const GreenletExit&) {
        } catch (...) {
            error = std::current_exception();
        }
        body = nullptr;
        finished = true;
#ifdef RELATA_ASAN_FIBERS
        __sanitizer_start_switch_fiber(nullptr, caller_bottom, caller_size);
#endif
        setcontext(&caller); // never comes back
    }

    /// From the caller's stack to this one, until it suspends or ends.
    void enter(Greenlet& self) {
        ExecutionState& current = runtime.m_execution;
        if (!started) {
            memory = runtime.extension<StackPool>().take();
            state.frame = current.frame;
            state.handled = &handled;
            state.stack_limit = memory + stack_margin;
            base_frame = current.frame;
            getcontext(&own);
            own.uc_stack.ss_sp = memory;
            own.uc_stack.ss_size = stack_bytes;
            own.uc_link = nullptr;
            const auto address = reinterpret_cast<uintptr_t>(this);
            makecontext(&own, reinterpret_cast<void (*)()>(entry), 2, unsigned(address >> 32),
                        unsigned(address & 0xffffffffu));
            started = true;
        }
        state.frame = runtime.rebase_frames(state.frame, base_frame, current.frame);
        state.depth = state.depth - base_depth + current.depth;
        base_frame = current.frame;
        base_depth = current.depth;
        handled.previous = current.handled;
        outer = std::exchange(runtime.m_greenlet, &self);
        std::swap(state, current);
        exceptions.exchange();
#ifdef RELATA_ASAN_FIBERS
        void* fake = nullptr;
        __sanitizer_start_switch_fiber(&fake, memory, stack_bytes);
#endif
        swapcontext(&caller, &own);
#ifdef RELATA_ASAN_FIBERS
        __sanitizer_finish_switch_fiber(fake, nullptr, nullptr);
#endif
        exceptions.exchange();
        std::swap(state, current);
        runtime.m_greenlet = outer;
        if (finished) runtime.extension<StackPool>().give_back(std::exchange(memory, nullptr));
    }

    /// From this stack back to the caller, until resumed.
    void suspend() {
#ifdef RELATA_ASAN_FIBERS
        __sanitizer_start_switch_fiber(&fake_stack, caller_bottom, caller_size);
#endif
        swapcontext(&own, &caller);
#ifdef RELATA_ASAN_FIBERS
        __sanitizer_finish_switch_fiber(fake_stack, &caller_bottom, &caller_size);
#endif
    }
};

Greenlet::Greenlet(Runtime& runtime, std::function<Value()> body)
    : m_stack(std::make_unique<Stack>(runtime, std::move(body))) {}

Greenlet::~Greenlet() {
    Stack& s = *m_stack;
    if (!s.started || s.finished) return;
    s.leave = true;
    s.enter(*this);
    if (!s.finished) std::terminate(); // GreenletExit cannot be caught by anything that suspends again
}

Greenlet::State Greenlet::resume(Value sent) {
    Stack& s = *m_stack;
    s.value = std::move(sent);
    s.enter(*this);
    if (s.error) std::rethrow_exception(std::exchange(s.error, nullptr));
    return s.finished ? State::finished : State::awaiting;
}

Greenlet::State Greenlet::resume_with_error(Error error) {
    m_stack->error = std::make_exception_ptr(std::move(error));
    if (!m_stack->started) {
        m_stack->finished = true;
        std::rethrow_exception(std::exchange(m_stack->error, nullptr));
    }
    return resume(Value());
}

Value Greenlet::take() {
    return std::exchange(m_stack->value, Value());
}

Value Greenlet::await_only(Runtime& runtime, const Value& awaitable) {
    Greenlet* greenlet = runtime.m_greenlet;
    if (!greenlet)
        // SQLAlchemy: util/_concurrency_py3k.py, await_only
        throw Error(Exc::MissingGreenlet,
                    "greenlet_spawn has not been called; can't call await_only() here. Was IO "
                    "attempted in an unexpected place?")
            .with("code", Value(runtime.make_str("xd2s")));
    Stack& s = *greenlet->m_stack;
    if (s.leave) throw GreenletExit();
    s.value = awaitable;
    s.suspend();
    if (s.leave) throw GreenletExit();
    if (s.error) std::rethrow_exception(std::exchange(s.error, nullptr));
    return std::exchange(s.value, Value());
}

} // namespace relata
