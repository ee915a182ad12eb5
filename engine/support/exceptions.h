// Error: what a Python `except` could catch, thrown through C++; and the classes it can have.
#pragma once

#include "support/object.h"

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relata {

class Runtime;

// Name, module, base. A base stands before its subclasses. Authorities: CPython's Objects/exceptions.c,
// SQLAlchemy's exc.py and orm/exc.py, Python's sqlite3, pydantic 2, FastAPI.
#define RELATA_EXCEPTIONS(X)                                                                                           \
    X(BaseException, "builtins", BaseException)                                                                        \
    X(Exception, "builtins", BaseException)                                                                            \
    X(SystemExit, "builtins", BaseException)                                                                           \
    X(KeyboardInterrupt, "builtins", BaseException)                                                                    \
    X(GeneratorExit, "builtins", BaseException)                                                                        \
    X(BaseExceptionGroup, "builtins", BaseException)                                                                   \
    X(ExceptionGroup, "builtins", BaseExceptionGroup)                                                                  \
    X(StopIteration, "builtins", Exception)                                                                            \
    X(StopAsyncIteration, "builtins", Exception)                                                                       \
    X(ArithmeticError, "builtins", Exception)                                                                          \
    X(FloatingPointError, "builtins", ArithmeticError)                                                                 \
    X(OverflowError, "builtins", ArithmeticError)                                                                      \
    X(ZeroDivisionError, "builtins", ArithmeticError)                                                                  \
    X(AssertionError, "builtins", Exception)                                                                           \
    X(AttributeError, "builtins", Exception)                                                                           \
    X(BufferError, "builtins", Exception)                                                                              \
    X(EOFError, "builtins", Exception)                                                                                 \
    X(ImportError, "builtins", Exception)                                                                              \
    X(ModuleNotFoundError, "builtins", ImportError)                                                                    \
    X(LookupError, "builtins", Exception)                                                                              \
    X(IndexError, "builtins", LookupError)                                                                             \
    X(KeyError, "builtins", LookupError)                                                                               \
    X(MemoryError, "builtins", Exception)                                                                              \
    X(NameError, "builtins", Exception)                                                                                \
    X(UnboundLocalError, "builtins", NameError)                                                                        \
    X(OSError, "builtins", Exception)                                                                                  \
    X(ConnectionError, "builtins", OSError)                                                                            \
    X(FileExistsError, "builtins", OSError)                                                                            \
    X(FileNotFoundError, "builtins", OSError)                                                                          \
    X(PermissionError, "builtins", OSError)                                                                            \
    X(TimeoutError, "builtins", OSError)                                                                               \
    X(ReferenceError, "builtins", Exception)                                                                           \
    X(RuntimeError, "builtins", Exception)                                                                             \
    X(NotImplementedError, "builtins", RuntimeError)                                                                   \
    X(RecursionError, "builtins", RuntimeError)                                                                        \
    X(SyntaxError, "builtins", Exception)                                                                              \
    X(IndentationError, "builtins", SyntaxError)                                                                       \
    X(TabError, "builtins", IndentationError)                                                                          \
    X(SystemError, "builtins", Exception)                                                                              \
    X(TypeError, "builtins", Exception)                                                                                \
    X(ValueError, "builtins", Exception)                                                                               \
    X(UnicodeError, "builtins", ValueError)                                                                            \
    X(UnicodeDecodeError, "builtins", UnicodeError)                                                                    \
    X(UnicodeEncodeError, "builtins", UnicodeError)                                                                    \
    X(Warning, "builtins", Exception)                                                                                  \
    X(BytesWarning, "builtins", Warning)                                                                               \
    X(DeprecationWarning, "builtins", Warning)                                                                         \
    X(FutureWarning, "builtins", Warning)                                                                              \
    X(ImportWarning, "builtins", Warning)                                                                              \
    X(PendingDeprecationWarning, "builtins", Warning)                                                                  \
    X(ResourceWarning, "builtins", Warning)                                                                            \
    X(RuntimeWarning, "builtins", Warning)                                                                             \
    X(SyntaxWarning, "builtins", Warning)                                                                              \
    X(UnicodeWarning, "builtins", Warning)                                                                             \
    X(UserWarning, "builtins", Warning)                                                                                \
    X(CancelledError, "asyncio.exceptions", BaseException)                                                             \
    X(InvalidStateError, "asyncio.exceptions", Exception)                                                              \
    X(QueueEmpty, "asyncio.queues", Exception)                                                                         \
    X(QueueFull, "asyncio.queues", Exception)                                                                          \
    X(FrozenInstanceError, "dataclasses", AttributeError)                                                              \
    X(JSONDecodeError, "json.decoder", ValueError)                                                                     \
    X(DecimalException, "decimal", ArithmeticError)                                                                    \
    X(InvalidOperation, "decimal", DecimalException)                                                                   \
    X(DivisionByZero, "decimal", DecimalException)                                                                     \
    X(StatisticsError, "statistics", ValueError)                                                                       \
    X(CsvError, "_csv", Exception)                                                                                     \
    X(ReError, "re", Exception)                                                                                        \
    X(Sqlite3Error, "sqlite3", Exception)                                                                              \
    X(Sqlite3DatabaseError, "sqlite3", Sqlite3Error)                                                                   \
    X(Sqlite3IntegrityError, "sqlite3", Sqlite3DatabaseError)                                                          \
    X(Sqlite3OperationalError, "sqlite3", Sqlite3DatabaseError)                                                        \
    X(Sqlite3ProgrammingError, "sqlite3", Sqlite3DatabaseError)                                                        \
    X(Sqlite3DataError, "sqlite3", Sqlite3DatabaseError)                                                               \
    X(Sqlite3InternalError, "sqlite3", Sqlite3DatabaseError)                                                           \
    X(Sqlite3NotSupportedError, "sqlite3", Sqlite3DatabaseError)                                                       \
    X(Sqlite3InterfaceError, "sqlite3", Sqlite3Error)                                                                  \
    X(ValidationError, "pydantic_core._pydantic_core", ValueError)                                                     \
    X(PydanticUserError, "pydantic.errors", TypeError)                                                                 \
    X(HTTPException, "fastapi.exceptions", Exception)                                                                  \
    X(SQLAlchemyError, "sqlalchemy.exc", Exception)                                                                    \
    X(ArgumentError, "sqlalchemy.exc", SQLAlchemyError)                                                                \
    X(DuplicateColumnError, "sqlalchemy.exc", ArgumentError)                                                           \
    X(AmbiguousForeignKeysError, "sqlalchemy.exc", ArgumentError)                                                      \
    X(NoForeignKeysError, "sqlalchemy.exc", ArgumentError)                                                             \
    X(ConstraintColumnNotFoundError, "sqlalchemy.exc", ArgumentError)                                                  \
    X(ObjectNotExecutableError, "sqlalchemy.exc", ArgumentError)                                                       \
    X(NoSuchModuleError, "sqlalchemy.exc", ArgumentError)                                                              \
    X(CircularDependencyError, "sqlalchemy.exc", SQLAlchemyError)                                                      \
    X(CompileError, "sqlalchemy.exc", SQLAlchemyError)                                                                 \
    X(UnsupportedCompilationError, "sqlalchemy.exc", CompileError)                                                     \
    X(IdentifierError, "sqlalchemy.exc", SQLAlchemyError)                                                              \
    X(SATimeoutError, "sqlalchemy.exc", SQLAlchemyError)                                                               \
    X(InvalidRequestError, "sqlalchemy.exc", SQLAlchemyError)                                                          \
    X(IllegalStateChangeError, "sqlalchemy.exc", InvalidRequestError)                                                  \
    X(NoInspectionAvailable, "sqlalchemy.exc", InvalidRequestError)                                                    \
    X(PendingRollbackError, "sqlalchemy.exc", InvalidRequestError)                                                     \
    X(ResourceClosedError, "sqlalchemy.exc", InvalidRequestError)                                                      \
    X(NoSuchColumnError, "sqlalchemy.exc", InvalidRequestError)                                                        \
    X(NoResultFound, "sqlalchemy.exc", InvalidRequestError)                                                            \
    X(MultipleResultsFound, "sqlalchemy.exc", InvalidRequestError)                                                     \
    X(NoReferenceError, "sqlalchemy.exc", InvalidRequestError)                                                         \
    X(NoReferencedTableError, "sqlalchemy.exc", NoReferenceError)                                                      \
    X(NoReferencedColumnError, "sqlalchemy.exc", NoReferenceError)                                                     \
    X(AwaitRequired, "sqlalchemy.exc", InvalidRequestError)                                                            \
    X(MissingGreenlet, "sqlalchemy.exc", InvalidRequestError)                                                          \
    X(NoSuchTableError, "sqlalchemy.exc", InvalidRequestError)                                                         \
    X(UnreflectableTableError, "sqlalchemy.exc", InvalidRequestError)                                                  \
    X(UnboundExecutionError, "sqlalchemy.exc", InvalidRequestError)                                                    \
    X(AsyncContextNotStarted, "sqlalchemy.ext.asyncio.exc", InvalidRequestError)                                       \
    X(AsyncContextAlreadyStarted, "sqlalchemy.ext.asyncio.exc", InvalidRequestError)                                   \
    X(AsyncMethodRequired, "sqlalchemy.ext.asyncio.exc", InvalidRequestError)                                          \
    X(StatementError, "sqlalchemy.exc", SQLAlchemyError)                                                               \
    X(DBAPIError, "sqlalchemy.exc", StatementError)                                                                    \
    X(InterfaceError, "sqlalchemy.exc", DBAPIError)                                                                    \
    X(DatabaseError, "sqlalchemy.exc", DBAPIError)                                                                     \
    X(DataError, "sqlalchemy.exc", DatabaseError)                                                                      \
    X(OperationalError, "sqlalchemy.exc", DatabaseError)                                                               \
    X(IntegrityError, "sqlalchemy.exc", DatabaseError)                                                                 \
    X(InternalError, "sqlalchemy.exc", DatabaseError)                                                                  \
    X(ProgrammingError, "sqlalchemy.exc", DatabaseError)                                                               \
    X(NotSupportedError, "sqlalchemy.exc", DatabaseError)                                                              \
    X(StaleDataError, "sqlalchemy.orm.exc", SQLAlchemyError)                                                           \
    X(FlushError, "sqlalchemy.orm.exc", SQLAlchemyError)                                                               \
    X(ObjectDereferencedError, "sqlalchemy.orm.exc", SQLAlchemyError)                                                  \
    X(DetachedInstanceError, "sqlalchemy.orm.exc", SQLAlchemyError)                                                    \
    X(MappedAnnotationError, "sqlalchemy.orm.exc", ArgumentError)                                                      \
    X(UnmappedError, "sqlalchemy.orm.exc", InvalidRequestError)                                                        \
    X(UnmappedInstanceError, "sqlalchemy.orm.exc", UnmappedError)                                                      \
    X(UnmappedClassError, "sqlalchemy.orm.exc", UnmappedError)                                                         \
    X(ObjectDeletedError, "sqlalchemy.orm.exc", InvalidRequestError)                                                   \
    X(UnmappedColumnError, "sqlalchemy.orm.exc", InvalidRequestError)                                                  \
    X(LoaderStrategyException, "sqlalchemy.orm.exc", InvalidRequestError)                                              \
    X(SADeprecationWarning, "sqlalchemy.exc", DeprecationWarning)                                                      \
    X(SAPendingDeprecationWarning, "sqlalchemy.exc", PendingDeprecationWarning)                                        \
    X(SAWarning, "sqlalchemy.exc", RuntimeWarning)                                                                     \
    X(RelationshipInUseWarning, "sqlalchemy.exc", SAWarning)

enum class Exc : uint8_t {
#define RELATA_EXCEPTION_ENUMERATOR(name, module, base) name,
    RELATA_EXCEPTIONS(RELATA_EXCEPTION_ENUMERATOR)
#undef RELATA_EXCEPTION_ENUMERATOR
};

struct ExceptionInfo {
    std::string_view name; ///< as Python knows it: Exc::SATimeoutError is "TimeoutError" of sqlalchemy.exc
    std::string_view module;
    Exc base; ///< BaseException is its own base here
};
const ExceptionInfo& exception_info(Exc cls);
size_t exception_count();
bool is_subclass(Exc cls, Exc base);

/// A Python exception on its way through C++. Code below the evaluation loop throws a class and a message; the loop makes
/// the exception object (Runtime::exception_object) when something wants to see it. Code that re-raises, or raises an
/// object of the program, carries that object.
class Error : public std::exception {
  public:
    Error(Exc cls, std::string message) : m_class(cls), m_message(std::move(message)) {}
    /// `args` become the exception's `args`, e.g. the key of a KeyError.
    Error(Exc cls, std::vector<Value> args) : m_class(cls), m_args(std::move(args)) {}
    explicit Error(Value exception) : m_class(Exc::BaseException), m_exception(std::move(exception)) {}

    /// An attribute of the exception object: `.orig`, `.statement`, `.params`, `.name`, `.code` (SQLAlchemy's link).
    Error& with(std::string_view name, Value value) & {
        m_attributes.emplace_back(name, std::move(value));
        return *this;
    }
    Error&& with(std::string_view name, Value value) && { return std::move(with(name, std::move(value))); }
    /// `raise ... from cause` (None suppresses the context).
    Error&& from(Value cause) && {
        m_cause = std::move(cause);
        return std::move(*this);
    }

    Exc exception_class() const { return m_class; } ///< meaningful where `exception()` is unset
    const std::string& message() const { return m_message; }
    const std::vector<Value>& args() const { return m_args; }
    const std::vector<std::pair<std::string, Value>>& attributes() const { return m_attributes; }
    const Value& cause() const { return m_cause; }
    const Value& exception() const { return m_exception; }
    void set_exception(Value exception) { m_exception = std::move(exception); }
    const char* what() const noexcept override { return m_message.c_str(); }

  private:
    Exc m_class;
    std::string m_message;
    std::vector<Value> m_args;
    std::vector<std::pair<std::string, Value>> m_attributes;
    Value m_cause;
    Value m_exception;
};

} // namespace relata
