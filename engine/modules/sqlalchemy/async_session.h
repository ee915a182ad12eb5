// AsyncSession: the asyncio form of a session. SQLAlchemy: ext/asyncio/session.py.
#pragma once

#include "modules/sqlalchemy/session_type.h"
#include "python/type_builder.h"

#include <unordered_map>

namespace relata::modules {

class AsyncSession final : public Container {
  public:
    explicit AsyncSession(Type& type) : Container(type) {}
    ~AsyncSession() override;
    void clear_references() override;
    Ref<orm::Session> sync; ///< null before `__init__`
};

/// Which AsyncSession stands before a session: for async_object_session().
struct AsyncSessions final : Runtime::Extension {
    explicit AsyncSessions(Runtime&) {}
    ~AsyncSessions() override;
    std::unordered_map<const orm::Session*, AsyncSession*> by_session;
};

/// Runs a coroutine in a task of its own that a cancellation does not reach, and waits for it.
void await_shielded(Runtime& runtime, const Value& coroutine);

/// `begin` and `begin_nested` of AsyncSession, and their class AsyncSessionTransaction.
void add_async_transactions(Runtime& runtime, python::TypeBuilder& async_session);

/// async_sessionmaker: a sessionmaker whose sessions are AsyncSessions; `begin` is its method of that name.
Type& async_sessionmaker_type(python::Interpreter& interpreter, python::NativeFn begin);

/// What sqlmodel says where a program calls AsyncSession.execute.
inline constexpr const char* deprecated_execute = R"(
        🚨 You probably want to use `session.exec()` instead of `session.execute()`.

        This is the original SQLAlchemy `session.execute()` method that returns objects
        of type `Row`, and that you have to call `scalars()` to get the model objects.

        For example:

        ```Python
        heroes = await session.execute(select(Hero)).scalars().all()
        ```

        instead you could use `exec()`:

        ```Python
        heroes = await session.exec(select(Hero)).all()
        ```
        )";

} // namespace relata::modules
