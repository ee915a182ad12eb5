// What happened in a run's databases: emitted by execution and the ORM, kept by the sandbox as the run
// record.
//
// An Event is valid during EventSink::on_event only; a sink copies what it keeps. SQLAlchemy has no such
// stream: it is where its engine, pool and session events and its silent decisions (identity map hits) meet.
#pragma once

#include "support/value.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace relata {
class Runtime;
}

namespace relata::execution {

/// Why a statement was sent. `subject` names what it was for: "Task.assignee", "Task".
struct Cause {
    enum class Kind : uint8_t {
        query,
        get,
        lazy_load,
        selectin_load,
        subquery_load,
        immediate_load,
        deferred_load,
        refresh,
        refresh_expired,
        flush,
        schema,
        reflection,
        savepoint,
        default_value,
        driver
    };
    Kind kind = Kind::query;
    std::string subject;
};
/// "query", "lazy load of Task.assignee", "refresh of expired Task", ...
std::string to_string(const Cause& cause);

struct StatementSent {
    std::string_view sql;
    /// One set of parameters, or one set after the other (`width` values each) where `executemany`.
    std::span<const Value> parameters;
    size_t width = 0;
    bool executemany = false;
    const Cause* cause = nullptr;
    uint64_t connection = 0;
    uint64_t session = 0;   ///< 0: none
    uint64_t statement = 0; ///< number of this statement in the run, from 1
};
/// The statement is done: its rows are all read or its result was closed. `error` is the driver's message, or
/// empty.
struct StatementFinished {
    uint64_t statement = 0;
    uint64_t rows = 0;
    std::chrono::nanoseconds duration{}; ///< real time inside SQLite
    std::string_view error;
    bool is_refused = false; ///< SQLite has not seen it: the driver waits, and nobody awaits (MissingGreenlet)
};
struct TransactionEvent {
    enum class Kind : uint8_t {
        begin,
        commit,
        rollback,
        savepoint,
        release_savepoint,
        rollback_to_savepoint
    };
    Kind kind;
    std::string_view savepoint;
    uint64_t connection = 0;
    uint64_t session = 0;
};

/// The program read a relationship attribute.
struct RelationshipRead {
    enum class How : uint8_t { loaded_now, already_loaded, identity_map, no_key, raised };
    std::string_view relationship; ///< "Task.assignee"
    How how;
    const void* object = nullptr; ///< identity of the owner for the time of its life
    uint64_t session = 0;
};
/// An eager strategy filled an attribute of `objects`. Those that fill them row by row tell of one load several times:
/// each event adds its objects.
struct EagerLoad {
    uint64_t load = 0; ///< its number in the run
    std::string_view relationship;
    std::string_view strategy; ///< "selectin", "joined", "subquery", "immediate", "contains_eager"
    std::span<const void* const> objects; ///< identities of the owners for the time of their lives
    uint64_t session = 0;
};
/// A mapped object has come into a session, left it, or has changed there: what it is now.
struct ObjectChanged {
    enum class State : uint8_t { transient, pending, persistent, deleted, detached, gone };
    State state;
    bool expired = false, modified = false;
    std::string_view entity;         ///< "Task"
    std::span<const Value> identity; ///< its primary key; empty where it has none yet
    const void* object = nullptr;    ///< identity of the object until it is gone
    uint64_t session = 0;            ///< 0: in none
};
/// A Result was given to the program or has changed: the last one with the same id counts.
struct ResultMade {
    uint64_t result = 0;
    uint64_t statement = 0;
    std::span<const std::string> options; ///< "selectinload(Task.assignee)" as written in the statement
    bool needs_unique = false;            ///< joined eager load of a collection
    bool unique_called = false;
    uint64_t rows_fetched = 0;
    uint64_t objects_returned = 0;
    bool closed = false;
};
struct SessionEvent {
    enum class Kind : uint8_t { opened, closed };
    Kind kind;
    uint64_t session = 0;
    bool is_async = false;
};
struct ConnectionEvent {
    enum class Kind : uint8_t { connected, checked_out, checked_in, invalidated, closed, timed_out };
    Kind kind;
    uint64_t connection = 0; ///< the DBAPI connection's number in the run
    std::string_view database;
};
struct MapperConfigured {
    struct Pair {
        std::string local, remote; ///< "task.assignee_id"
    };
    struct Relationship {
        std::string name, target, direction; ///< direction: MANYTOONE, ONETOMANY, MANYTOMANY
        bool uselist = false;
        std::string secondary, back_populates, lazy, cascade;
        std::vector<Pair> pairs; ///< synchronize_pairs, and to the secondary the secondary's
        std::vector<Pair> secondary_pairs;
    };
    struct Column {
        std::string name, type, foreign_key;
        bool primary_key = false, nullable = false, unique = false, index = false;
    };
    std::string entity, table, file;
    int line = 0;
    std::vector<Column> columns;
    std::vector<Relationship> relationships;
};

using Event = std::variant<StatementSent, StatementFinished, TransactionEvent, RelationshipRead, EagerLoad,
                           ResultMade, SessionEvent, ConnectionEvent, MapperConfigured, ObjectChanged>;

/// Who listens: the sandbox's record. Called on the run's thread.
class EventSink {
  public:
    virtual ~EventSink() = default;
    /// Whether it wants the reads that found the value in the object: they cost every read a call.
    virtual bool wants_reads() const { return false; }
    /// Whether it wants every change of state of every object.
    virtual bool wants_objects() const { return false; }
    virtual void on_event(const Event& event) = 0;
};

} // namespace relata::execution
