// Frame: one activation of a code object. Frames stand on the run's heap, so that generators and coroutines
// suspend.
#pragma once

#include "python/function.h"
#include "python/interpreter.h"

namespace relata::python {

class Generator;

/// Slots (locals, cells, free variables) and the value stack follow the frame in memory. Every stack place
/// above the top is unset: unwinding clears up to the end without knowing where the top was.
struct Frame {
    Frame* back = nullptr;
    Code* code = nullptr; ///< kept alive by `owner`
    Dict* globals = nullptr;
    Value owner;     ///< the Function, or the Code of a module or class body
    Ref<Dict> names; ///< namespace of a module or class body; null for functions
    Value globals_owner;
    const Instruction* at = nullptr; ///< the instruction that runs
    Value* top = nullptr;            ///< valid while the frame does not run
    Value constructed;               ///< of an `__init__` that a class call runs: the new object
    Generator* generator = nullptr;  ///< whose frame this is; null for ordinary calls
    uint32_t size = 0;               ///< bytes, for the heap
    bool returns_to_native = false;  ///< its caller is C++, not the frame behind it
    bool reraising = false;

    Value* slots() { return reinterpret_cast<Value*>(this + 1); }
    Value* stack() { return slots() + code->slot_names.size(); }
    Value* stack_end() { return stack() + code->stack_size; }
    uint32_t instruction_index() const { return uint32_t(at - code->instructions.data()); }
    int line() const;

    /// A frame with its slots unset and the closure in place.
    static Frame* make(Runtime& runtime, Code& code, Dict& globals, Value owner, const Tuple* closure);
    /// Drops what it holds and gives the memory back.
    static void destroy(Runtime& runtime, Frame* frame);
    void clear();
};

} // namespace relata::python
