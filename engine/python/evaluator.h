// Evaluator: the parts of the evaluation loop. Internal to evaluation*.cpp.
#pragma once

#include "python/evaluation.h"
#include "python/native_function.h"
#include "support/dict.h"
#include "support/instance.h"

namespace relata::python {

/// What one instruction learnt the last time it ran.
struct InlineCache {
    enum class Kind : uint8_t {
        empty,
        slot,
        class_attribute,
        slot_descriptor,
        module_attribute,
        type_attribute,
        property,
        global,
        builtin,
        method,
        native_method
    };
    Kind kind = Kind::empty;
    uint32_t version = 0; ///< of the type, or of the globals
    uint32_t second = 0;  ///< number of slot names, or version of the builtins
    int64_t index = 0;    ///< slot, or place in a dict
    Value held;           ///< the attribute found on the class
};

struct CodeCaches final : Code::Extension {
    std::vector<InlineCache> caches;
};

/// Leaves run() where no frame of it handles the exception; its frames are gone.
struct Unhandled {
    Value exception;
};

class Evaluator {
  public:
    explicit Evaluator(Interpreter& interpreter) : m_interpreter(interpreter) {}

    /// `raised`: the exception that is raised where the frame stands; null to run on.
    Value evaluate(Frame* entry, const Value* raised);
    /// Makes and binds the frame of a call. Null where the function is a generator: `result` is then what the
    /// call gives.
    static Frame* frame_for_call(Runtime& runtime, Function& function, const Value* values, size_t positional,
                                 const Tuple* keywords, Value& result);

  private:
    Value run();
    /// Finds the handler for `exception` in the frames down to `entry`; false where there is none (they are
    /// gone then).
    bool unwind(Frame* entry, const Value& exception, bool& reraising);
    bool unwind_from_outside(Frame* entry, const Value& exception);
    void abandon(Frame* entry) noexcept;
    void leave_frame(Frame* frame);
    void enter_frame(Frame* called); ///< destroys it where the recursion limit is reached
    /// The `__init__` that calling `type` runs, where all else about the call is as usual.
    Function* python_init(Type& type);
    static Frame* frame_for_init(Runtime& runtime, Function& init, const Value& self, Args args);

    Value load_attribute(const Value& owner, Str& name, InlineCache& cache);
    void store_attribute(const Value& owner, Str& name, Value value, InlineCache& cache);
    /// True: `method` is to be called with `owner` before the arguments.
    bool load_method(const Value& owner, Str& name, InlineCache& cache, Value& method);
    const Value& load_global(Frame& frame, Str& name, InlineCache& cache);
    static void store_global(Dict& globals, Str& name, Value value, InlineCache& cache);
    /// The attribute of `owner` where the cache knows that it is in a slot, and it is set; else null.
    static const Value* cached_slot(const Value& owner, const InlineCache& cache) {
        if (!owner.is_object()) return nullptr;
        const Object& object = *owner.as_object();
        if (cache.version != object.type().version() ||
            (object.kind() != ObjectKind::instance && object.kind() != ObjectKind::exception))
            return nullptr;
        if (cache.kind != InlineCache::Kind::slot &&
            (cache.kind != InlineCache::Kind::slot_descriptor || !cache.held.get<SlotDescriptor>().is_plain()))
            return nullptr;
        const Value& v = owner.get<Instance>().slot(size_t(cache.index));
        return v.is_set() ? &v : nullptr;
    }
    Value load_name(Frame& frame, Str& name);
    void count(uint64_t steps) { m_interpreter.count_steps(steps); }

    Interpreter& m_interpreter;
};

} // namespace relata::python
