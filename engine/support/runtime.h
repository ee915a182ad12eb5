// Runtime: one run's heap, builtin types, interned strings, budgets and clock. Everything that would
// otherwise be global.
#pragma once

#include "support/dict.h"
#include "support/exceptions.h"
#include "support/heap.h"
#include "support/instance.h"
#include "support/intern_table.h"
#include "support/list.h"
#include "support/object.h"
#include "support/str.h"

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <random>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace relata {

class Greenlet;

/// Types that C++ code asks for by name in more than one place.
enum class BuiltinType : uint8_t {
    object,
    type,
    none_type,
    not_implemented_type,
    ellipsis,
    bool_,
    int_,
    float_,
    complex_,
    str,
    bytes,
    tuple,
    list,
    dict,
    set,
    frozenset,
    range,
    slice,
    function,
    builtin_function,
    method,
    bound_builtin,
    property,
    classmethod,
    staticmethod,
    module,
    cell,
    code,
    frame,
    generator,
    coroutine,
    async_generator,
    iterator,
    super,
    traceback,
    count_
};

/// Limits of a run; 0 means none.
struct Budgets {
    uint64_t steps = 200'000'000; ///< bytecode instructions
    size_t memory_bytes = 512u << 20;
    uint32_t recursion_depth = 1000; ///< Python's sys.getrecursionlimit()
    uint64_t output_bytes = 8u << 20;
    uint64_t statements = 200'000;
    uint64_t rows = 20'000'000;
    uint64_t sql_steps = 2'000'000'000; ///< virtual machine instructions of SQLite, all statements together
    std::chrono::milliseconds wall_time{60'000};
};

/// A place in the program: what a statement, a warning and a finding point at.
struct Location {
    Ref<Str> file;  ///< as the traceback names it; null where no program frame is running
    int line = 0;   ///< 1-based; 0 where unknown
    int column = 0; ///< 0-based, in code points
    int end_line = 0;
    int end_column = 0;
};

/// The exception that a stack of calls is handling now (`sys.exc_info()`). Generators and greenlets have one
/// of their own while they run, linked to that of whoever resumed them.
struct ExceptionState {
    Value exception; ///< unset: none here; `previous` may have one
    ExceptionState* previous = nullptr;
    const Value& innermost() const {
        const ExceptionState* s = this;
        while (!s->exception.is_set() && s->previous)
            s = s->previous;
        return s->exception;
    }
};

/// What belongs to a stack of calls; a Greenlet exchanges it when it switches.
struct ExecutionState {
    void* frame = nullptr; ///< the evaluation loop's innermost frame
    ExceptionState* handled = nullptr;
    uint32_t depth = 0;                ///< calls that count against Budgets::recursion_depth
    const char* stack_limit = nullptr; ///< the C++ stack must not grow below this address
};

class Runtime {
  public:
    /// What a layer keeps once per run (the execution layer's engines and files). Made at first use by
    /// `extension<T>()` from `T(Runtime&)`, lives until every object of the run is gone.
    struct Extension {
        virtual ~Extension() = default;
        virtual void clear_references() {} ///< drops references to objects: the run ends
    };
    template <class T>
    T& extension() {
        auto& slot = m_extensions[&type_tag<T>];
        if (!slot) slot = std::make_unique<T>(*this);
        return static_cast<T&>(*slot);
    }

    explicit Runtime(const Budgets& budgets);
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;
    virtual ~Runtime();

    // ---- objects
    // -----------------------------------------------------------------------------------------------
    Heap& heap() { return m_heap; }
    /// Objects are being destroyed because the run is over.
    bool is_ending() const { return m_ending; }
    /// Makes a `T` on this run's heap. `T`'s constructor takes the Python type first.
    template <class T, class... A>
    Ref<T> make(Type& type, A&&... args) {
        return make_with_room<T>(0, type, std::forward<A>(args)...);
    }
    /// The same with `extra` bytes behind the object (Str, Tuple).
    template <class T, class... A>
    Ref<T> make_with_room(size_t extra, Type& type, A&&... args) {
        const Heap::Block block = m_heap.allocate(sizeof(T) + extra);
        T* object;
        try {
            object = new (block.memory) T(type, std::forward<A>(args)...);
        } catch (...) {
            m_heap.free(block.memory, block.size_class);
            throw;
        }
        static_cast<Object*>(object)->m_size_class = block.size_class;
        return Ref<T>(object);
    }
    Ref<Str> make_str(std::string_view utf8); ///< invalid UTF-8 is replaced by U+FFFD
    /// `a + b`. Where the caller holds the only reference to `a` its memory is used, with room to grow, so that a loop of
    /// appending takes linear time (CPython: unicode_concatenate).
    Ref<Str> concatenate(Ref<Str> a, Str& b);
    Ref<Str> intern(std::string_view utf8);
    Ref<Str> intern(Str& text);
    /// The one-character string for an ASCII code, kept ready.
    Ref<Str> char_str(unsigned char ascii);
    Ref<Bytes> make_bytes(std::string_view bytes);
    Ref<Float> make_float(double value);
    /// Any int64: a small int or (outside 63 bits) the object that the python layer's factory makes.
    Value make_int(int64_t value);
    Ref<Tuple> make_tuple(size_t size); ///< items unset: fill `writable()`
    Ref<Tuple> make_tuple(std::span<const Value> items);
    Ref<Tuple> make_tuple(std::initializer_list<Value> items) {
        return make_tuple(std::span(items.begin(), items.size()));
    }
    Ref<List> make_list();
    Ref<List> make_list(std::vector<Value> items);
    Ref<Dict> make_dict();

    // ---- types
    // -------------------------------------------------------------------------------------------------
    Type& type(BuiltinType t) const { return *m_types[size_t(t)]; }
    Type& type_of(const Value& v) const;
    Type& exception_type(Exc cls) const { return *m_exception_types[size_t(cls)]; }
    /// Makes a type with `object` (or `bases`) below it, owned by the runtime. Fill its slots, then
    /// inherit_slots().
    Type& make_type(std::string name, std::string module, std::vector<Type*> bases = {},
                    Type* metatype = nullptr);
    /// The Python type under which objects of the C++ class `T` (or of the tag `T`) are made; set by the
    /// module that defines it, asked by the layers below:
    /// `runtime.make<InstrumentedList>(runtime.type_for<InstrumentedList>())`.
    template <class T>
    Type& type_for() const {
        return registered_type(&type_tag<T>);
    }
    template <class T>
    void set_type_for(Type& type) {
        m_registered[&type_tag<T>] = &type;
    }
    template <class T>
    bool has_type_for() const {
        return m_registered.count(&type_tag<T>) != 0;
    }

    // ---- exceptions
    // --------------------------------------------------------------------------------------------
    /// The Python exception object of a thrown Error; made on first use. Implemented by the evaluation layer.
    virtual Value exception_object(Error& error) = 0;
    /// True where the error is of `cls` or a subclass.
    bool matches(const Error& error, Exc cls) const;
    /// `warnings.warn(message, cls)` at the current location.
    virtual void warn(Exc cls, const std::string& message) = 0;
    /// An exception that nobody can catch: `__del__`, a task whose exception was never read.
    virtual void report_unraisable(Error& error, const Value& object) = 0;

    // ---- where the program is
    // ------------------------------------------------------------------------------------
    /// The innermost frame of the program, through awaits.
    virtual Location current_location() const = 0;
    /// Moves whenever the program runs another instruction or calls; equal values mean that nothing ran in
    /// between.
    uint64_t steps_taken() const { return m_steps; }

    // ---- budgets, clock, randomness
    // ------------------------------------------------------------------------------
    const Budgets& budgets() const { return m_budgets; }
    /// Called every few thousand steps and at every statement: throws RunStopped if cancelled or out of time.
    void check_interrupt();
    /// Work that C++ does for the program (a round of `list(iterator)`, a product of long numbers): it counts as
    /// instructions, so that the budgets of steps and of time hold there, too.
    void count_steps(uint64_t steps) {
        m_steps += steps;
        if (m_steps >= m_interrupt_at) interrupt();
    }
    void cancel() { m_cancelled.store(true, std::memory_order_relaxed); } ///< from any thread
    bool is_cancelled() const { return m_cancelled.load(std::memory_order_relaxed); }
    /// Virtual time since the run began. Sleeping and waiting advance it; nothing waits for real.
    std::chrono::nanoseconds now() const { return m_now; }
    void advance(std::chrono::nanoseconds by) { m_now += by; }
    std::mt19937_64& random() { return m_random; }

    // ---- greenlets
    // -------------------------------------------------------------------------------------------------
    /// The greenlet that runs now, or null on the run's main stack (greenlet.h).
    Greenlet* current_greenlet() const { return m_greenlet; }

    /// Attributes of an object that is no Instance but whose class has a `__dict__` (a subclass of list or
    /// dict); null where it has none yet and `create` is not asked for.
    virtual Dict* side_dict(Object& object, bool create) = 0;

    // ---- recursion
    // -------------------------------------------------------------------------------------------------
    /// One more nested call; throws RecursionError ("maximum recursion depth exceeded" + `where`) at the
    /// limit or where the C++ stack ends. Give it back with leave_call().
    void enter_call(const char* where) {
        const char here = 0;
        if (m_execution.depth >= m_budgets.recursion_depth || &here < m_execution.stack_limit)
            recursion_error(where);
        ++m_execution.depth;
    }
    void leave_call() { --m_execution.depth; }
    /// The C++ stack is nearly used up: a recursion that counts its own depth stops here, too.
    bool stack_is_low() const {
        const char here = 0;
        return &here < m_execution.stack_limit;
    }
    /// enter_call() for the time of a scope.
    class NestedCall {
      public:
        NestedCall(Runtime& runtime, const char* where) : m_runtime(runtime) { runtime.enter_call(where); }
        ~NestedCall() { m_runtime.leave_call(); }
        NestedCall(const NestedCall&) = delete;
        NestedCall& operator=(const NestedCall&) = delete;

      private:
        Runtime& m_runtime;
    };

    // ---- deaths
    // ------------------------------------------------------------------------------------------------------
    /// Calls `f` once when `object` is destroyed (weak references, the weak identity map). Returns a token
    /// for forget().
    uint64_t on_death(Object& object, std::function<void()> f);
    void forget(Object& object, uint64_t token);

    // ---- setting up a run: the python layer fills these in
    // -----------------------------------------------------------
    void set_type(BuiltinType t, Type& type) { m_types[size_t(t)] = &type; }
    void set_exception_type(Exc cls, Type& type) { m_exception_types[size_t(cls)] = &type; }
    /// Makes an int object for a value outside 63 bits.
    void set_big_int_factory(Value (*factory)(Runtime&, int64_t)) { m_big_int_factory = factory; }

  protected:
    /// A greenlet goes on under another caller: frames above `old_base` are put on `new_base`. Returns the
    /// innermost.
    virtual void* rebase_frames(void* innermost, void* old_base, void* new_base) = 0;
    /// Measures the stack of the calling thread; called where a run begins.
    void use_this_stack();
    ExceptionState m_main_exception;
    ExecutionState m_execution;
    uint64_t m_steps = 0;
    uint64_t m_interrupt_at = 0; ///< m_steps at which interrupt() is due
    /// Throws RunStopped where the steps are spent, and asks check_interrupt().
    void interrupt();
    /// Takes reference cycles apart and destroys every object. A derived class calls it in its destructor,
    /// while what the objects refer to is still there.
    void destroy_all_objects() noexcept;

  private:
    friend class Container;
    friend class Greenlet;
    friend class Type;
    friend void destroy(Object*) noexcept;
    template <class T>
    static constexpr char type_tag = 0;
    Type& registered_type(const void* tag) const;
    Value (*m_big_int_factory)(Runtime&, int64_t) = nullptr;
    void died(Object& object) noexcept;
    [[noreturn]] void recursion_error(const char* where) const;

    Budgets m_budgets;
    Heap m_heap;
    Container* m_containers = nullptr; ///< doubly linked list of all containers
    std::vector<std::unique_ptr<Type>> m_owned_types;
    std::array<Type*, size_t(BuiltinType::count_)> m_types{};
    std::vector<Type*> m_exception_types;
    std::unordered_map<const void*, Type*> m_registered;
    std::unordered_map<const void*, std::unique_ptr<Extension>> m_extensions;
    InternTable m_interned{8192}; // names of the builtin types and modules are half of that
    std::array<Ref<Str>, 128> m_chars;
    std::unordered_map<const Object*, std::vector<std::pair<uint64_t, std::function<void()>>>> m_watchers;
    uint64_t m_next_token = 1;
    uint32_t m_next_type_version = 1;
    std::atomic<bool> m_cancelled{false};
    std::chrono::nanoseconds m_now{0};
    std::chrono::steady_clock::time_point m_started;
    std::mt19937_64 m_random{0x5eed};
    Greenlet* m_greenlet = nullptr;
    bool m_ending = false;
    uint32_t m_destructors = 0;   ///< of objects, one inside the other
    std::vector<Object*> m_trash; ///< objects whose memory goes back when the outermost destructor has returned
};

} // namespace relata
