// Code: what the compiler makes of a module, a class body, a function, a lambda or a comprehension. Executed
// by frames.
#pragma once

#include "python/opcode.h"
#include "support/runtime.h"

#include <string>
#include <vector>

namespace relata::python {

/// Where an instruction came from: what tracebacks underline. Lines are 1-based (0: the instruction has no
/// place of its own), columns 0-based and in code points.
struct Position {
    int32_t line = 0;
    int32_t end_line = 0;
    int32_t column = 0;
    int32_t end_column = 0;
};

/// CPython's exception table: an exception raised by an instruction in [start, end) cuts the stack to
/// `depth`, pushes the exception object and goes on at `handler`.
struct ExceptionEntry {
    uint32_t start;
    uint32_t end;
    uint32_t handler;
    uint32_t depth;
};

/// What of a Code is no object: the same for every interpreter.
struct CodeBody {
    enum Flag : uint32_t {
        optimized = 0x1, ///< locals live in slots; without it (modules, class bodies) in a namespace
        new_locals = 0x2,
        var_args = 0x4,
        var_keywords = 0x8,
        nested = 0x10,
        generator = 0x20,
        coroutine = 0x80,
        iterable_coroutine = 0x100,
        async_generator = 0x200,
        class_body = 0x1000,
        future_annotations = 0x1000000,
    };
    int first_line = 1; ///< a decorated function's first decorator
    uint32_t flags = 0;

    uint32_t argument_count = 0; ///< positional ones, the positional-only included
    uint32_t positional_only_count = 0;
    uint32_t keyword_only_count = 0;

    std::vector<Instruction> instructions;
    std::vector<Position> positions;             ///< one for each instruction
    std::vector<ExceptionEntry> exception_table; ///< the innermost handler of an instruction stands first
    uint32_t stack_size = 0;
    uint32_t cache_count = 0; ///< inline caches that a user of this code needs
};

class Code final : public Container, public CodeBody {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::code;
    explicit Code(Type& type) : Container(type, object_kind) {}
    void clear_references() override;

    bool has(Flag flag) const { return flags & flag; }
    /// Code of no file of the program ("<frozen enum>", "<string>"): warnings and statements point at its caller.
    bool is_synthetic() const { return file->view().starts_with("<") && *file != "<stdin>"; }
    /// Code of a module of the library: tracebacks leave it out.
    bool is_frozen() const { return file->view().starts_with("<frozen "); }

    Ref<Str> name;      ///< "load_all", "<module>", "<listcomp>"
    Ref<Str> qualname;  ///< "Repository.load_all", "main.<locals>.<lambda>"
    Ref<Str> file;      ///< as the traceback names it
    /// Arguments' slots come first: positional, keyword-only, then *args, then **kwargs.
    uint32_t parameter_count() const {
        return argument_count + keyword_only_count + bool(flags & var_args) + bool(flags & var_keywords);
    }

    /// A frame's slots: local variables, then the cells that are not arguments, then the free variables.
    /// MAKE_CELL at the start of the code makes the cells (an argument's cell takes the argument's own slot);
    /// whoever makes the frame puts the function's closure into the last `freevars.size()` slots.
    std::vector<Ref<Str>> varnames; ///< parameters first
    std::vector<Ref<Str>> cellvars;
    std::vector<Ref<Str>> freevars;
    std::vector<Ref<Str>> slot_names; ///< of every slot, for UnboundLocalError and locals()
    uint32_t free_slot_start() const { return uint32_t(slot_names.size() - freevars.size()); }
    bool slot_is_cell(uint32_t slot) const; ///< the slot holds a Cell: of this code or of its closure

    std::vector<Value> constants;
    std::vector<Ref<Str>> names; ///< interned: globals, attributes, imports

    /// The handler of an exception raised at `instruction`, or null.
    const ExceptionEntry* handler_for(uint32_t instruction) const;
    const Position& position(uint32_t instruction) const { return positions[instruction]; }
    /// None where there is no docstring.
    Value docstring;

    /// Everything about this code and the codes in its constants as text, for tests:
    ///     code main (file, line 3) flags=OPTIMIZED|NEWLOCALS stack=2
    ///       3  0 LOAD_GLOBAL print
    std::string dump(Runtime& runtime) const;

    // The evaluation loop's own data for this code (inline caches); made when the code first runs.
    struct Extension {
        virtual ~Extension() = default;
    };
    std::unique_ptr<Extension> extension;
};

} // namespace relata::python
