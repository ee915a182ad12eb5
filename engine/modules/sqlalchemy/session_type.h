// The Python classes of sessions: sqlalchemy.orm.Session and its kin, sqlmodel.Session, and their asyncio forms.
#pragma once

#include "orm/session.h"
#include "python/arguments.h"
#include "python/interpreter.h"

namespace relata::modules {

/// Tags of classes without a C++ class of their own.
struct SQLModelSessionType;
struct SQLModelAsyncSessionType;

/// Makes the classes of this run, once; each module that shows some of them calls it.
void make_session_types(python::Interpreter& interpreter);
void make_async_session_types(python::Interpreter& interpreter);

/// Session, sessionmaker, SessionTransaction, object_session, make_transient, ... into `sqlalchemy.orm`.
void add_sessions(python::Interpreter& interpreter, python::Module& sqlalchemy_orm);
/// AsyncSession, async_sessionmaker, AsyncAttrs, ... into `sqlalchemy.ext.asyncio`.
void add_async_sessions(python::Interpreter& interpreter, python::Module& sqlalchemy_ext_asyncio);
/// The class `Session` of sqlmodel, and `AsyncSession` of sqlmodel.ext.asyncio.session.
Type& sqlmodel_session_type(python::Interpreter& interpreter);
Type& sqlmodel_async_session_type(python::Interpreter& interpreter);

/// The session behind a Session or AsyncSession object.
orm::Session& session_of(Runtime& runtime, const Value& session);

// ---- what the synchronous and the asyncio methods share: the arguments of one call, then the work ------------------
/// Work that a method has read from its arguments: run at once, or in a coroutine's greenlet.
using SessionWork = std::function<Value(orm::Session&)>;
SessionWork execute_work(Runtime& runtime, std::string_view method, Args args);
/// As AsyncSession.stream executes: rows are fetched as they are read.
SessionWork stream_execute_work(Runtime& runtime, Args args);
SessionWork exec_work(Runtime& runtime, Args args); ///< sqlmodel's exec: bare values for one column
SessionWork scalar_work(Runtime& runtime, Args args);
SessionWork scalars_work(Runtime& runtime, Args args);
SessionWork get_work(Runtime& runtime, Args args, bool required);
SessionWork refresh_work(Runtime& runtime, Args args);
SessionWork merge_work(Runtime& runtime, Args args);
SessionWork flush_work(Runtime& runtime, Args args);
orm::SessionOptions session_options(Runtime& runtime, Args args, std::string_view function);

/// What listeners of do_orm_execute get.
void make_execute_state_type(Runtime& runtime);

/// IdentitySet of objects, `session.identity_map`.
Value identity_set(Runtime& runtime, const std::vector<Ref<Instance>>& objects);
Value identity_map_view(Runtime& runtime, orm::Session& session);

} // namespace relata::modules
