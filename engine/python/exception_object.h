// ExceptionObject: instances of BaseException and its subclasses (CPython's Objects/exceptions.c).
#pragma once

#include "support/exceptions.h"
#include "support/instance.h"
#include "support/runtime.h"

#include <string>

namespace relata::python {

/// One entry of a traceback: a line of a function. The newest call is the last one.
class Traceback : public Container {
  public:
    Traceback(Type& type, Value code, int instruction, Value next)
        : Container(type), m_code(std::move(code)), m_next(std::move(next)), m_instruction(instruction) {}
    void clear_references() override {
        m_code.reset();
        m_next.reset();
    }
    const Value& code() const { return m_code; }
    int instruction() const { return m_instruction; } ///< index into the code's instructions
    const Value& next() const { return m_next; }      ///< the entry nearer to the raise, or None
    int line() const;

  private:
    Value m_code, m_next;
    int m_instruction;
};

/// An exception. Attributes other than those below (`.orig`, `.code` of SystemExit, what a subclass assigns)
/// are ordinary instance attributes.
class ExceptionObject : public Instance {
  public:
    static constexpr ObjectKind object_kind = ObjectKind::exception;
    explicit ExceptionObject(Type& type) : Instance(type, object_kind) {}
    void clear_references() override;

    Ref<Tuple> args;
    Value cause;     ///< `__cause__`; unset where none was given
    Value context;   ///< `__context__`; unset where there is none
    Value traceback; ///< a Traceback; unset where not raised yet
    bool suppress_context = false;
};

/// Makes an exception object as `cls(*args)` does in Python.
Ref<ExceptionObject> make_exception(Runtime&, Type& cls, std::span<const Value> args);
Ref<ExceptionObject> make_exception(Runtime&, Exc cls, const std::string& message);

/// str(exception) and the qualified name of its class as a traceback shows it ("builtins" and "__main__" are
/// kept or left out as CPython does).
std::string exception_message(Runtime&, const Value& exception);
std::string exception_type_name(const Type& type);

/// The traceback text that CPython prints for an uncaught exception, chained exceptions and carets included.
class Interpreter;
std::string format_exception(Interpreter&, const Value& exception);

} // namespace relata::python
