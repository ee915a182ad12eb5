// RunRecord: everything that one run did, as plain data. The query log, the checks, the charts and the tests
// read it.
//
// It holds no Python object and can go to any thread. Times are nanoseconds; lines are 1-based, 0 where
// unknown.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace relata::sandbox {

/// A parameter or a result as JSON knows it. Whatever JSON has no word for stands as its `repr` (`is_repr`).
struct Datum {
    using List = std::vector<Datum>;
    using Members = std::vector<std::pair<std::string, Datum>>;
    std::variant<std::nullptr_t, bool, int64_t, double, std::string, List, Members> value = nullptr;
    bool is_repr = false;
    friend bool operator==(const Datum&, const Datum&) = default;
};
std::string to_json(const Datum& datum);

struct SourceSpan {
    std::string file; ///< "query.py"; empty where no line of the program was running
    int line = 0, column = 0, end_line = 0, end_column = 0; ///< columns 0-based, in code points
    friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

enum class StatementKind : uint8_t {
    select,
    insert,
    update,
    delete_,
    ddl,
    pragma,
    savepoint,
    begin,
    commit,
    rollback,
    other
};
enum class CauseKind : uint8_t {
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

struct StatementRecord {
    uint64_t id = 0;    ///< from 1; 0 for BEGIN, COMMIT and ROLLBACK
    std::string sql;    ///< as sent
    std::string folded; ///< white space folded
    StatementKind kind = StatementKind::other;
    std::vector<Datum> parameters; ///< executemany: a list for each set
    bool executemany = false;
    SourceSpan span;
    CauseKind cause = CauseKind::query;
    std::string cause_subject; ///< "Task.assignee"
    std::string why;           ///< "lazy load of Task.assignee"
    uint64_t connection = 0, session = 0;
    uint64_t rows = 0;
    int64_t started = 0;  ///< since the run began, real time
    int64_t duration = 0; ///< inside SQLite
    std::string error;    ///< the driver's message; empty where it succeeded
    bool is_refused = false; ///< the real library's events show it, SQLite never saw it: nobody awaited (MissingGreenlet)
    uint64_t step = 0;    ///< which Run::call it belongs to (0: the import)
};

/// Reads of one relationship at one place in the program.
struct RelationshipReadRecord {
    enum class How : uint8_t { loaded_now, already_loaded, identity_map, no_key, raised };
    std::string relationship; ///< "Task.assignee"
    How how = How::loaded_now;
    SourceSpan span;
    uint64_t count = 0;
    uint64_t step = 0;
};
struct EagerLoadRecord {
    std::string relationship, strategy;
    uint64_t objects = 0; ///< attributes filled
    uint64_t read = 0;    ///< of them read by the program afterwards, at most `objects`
    SourceSpan span;
    uint64_t step = 0;
    bool is_unused() const { return objects > 0 && read == 0; }
};
struct ResultRecord {
    uint64_t id = 0, statement = 0;
    std::vector<std::string> options;
    bool needs_unique = false, unique_called = false, closed = false;
    uint64_t rows_fetched = 0, objects_returned = 0;
    SourceSpan span; ///< where it was made
    uint64_t step = 0;
};
struct SessionRecord {
    uint64_t id = 0;
    bool is_async = false, is_closed = false;
    SourceSpan opened, closed;
    uint64_t step = 0;
};
struct ConnectionRecord {
    uint64_t id = 0;
    std::string database;
    SourceSpan connected;
    uint64_t checkouts = 0, checkins = 0;
    SourceSpan last_checkout, last_checkin;
    bool is_closed = false;
    bool is_left_out() const { return checkouts > checkins; } ///< never given back
};
/// Everything with a place in time, for the timeline: indexes into the record's lists.
struct TimelineEntry {
    enum class Kind : uint8_t {
        statement,
        session_opened,
        session_closed,
        checkout,
        checkin,
        timeout,
        output
    };
    Kind kind;
    uint64_t id = 0; ///< statement: index into `statements`; session, connection: its id
    int64_t at = 0;  ///< real time since the run began
    int64_t virtual_at = 0;
    SourceSpan span{}; ///< of what is no statement: a checkout, say
};
/// A mapped object that came into a session.
struct ObjectRecord {
    std::string entity;
    std::string key; ///< its primary key as text, several columns with commas; empty where it never had one
};
/// What an object became, in the order of the run.
struct ObjectChangeRecord {
    enum class State : uint8_t { transient, pending, persistent, deleted, detached, gone };
    uint64_t object = 0; ///< index into `objects`
    State state = State::pending;
    bool expired = false, modified = false;
    uint64_t session = 0; ///< 0: in none
    SourceSpan span;
    int64_t at = 0; ///< real time since the run began
};
struct ColumnRecord {
    std::string name, type, foreign_key;
    bool primary_key = false, nullable = false, unique = false, index = false;
};
struct ColumnPair {
    std::string local, remote; ///< "task.assignee_id", "worker.id"
    friend bool operator==(const ColumnPair&, const ColumnPair&) = default;
};
struct RelationshipRecord {
    std::string name, target, direction; ///< MANYTOONE, ONETOMANY, MANYTOMANY
    bool uselist = false;
    std::string secondary, back_populates, lazy, cascade;
    std::vector<ColumnPair> pairs, secondary_pairs;
};
struct EntityRecord {
    std::string name, table;
    SourceSpan span;
    std::vector<ColumnRecord> columns;
    std::vector<RelationshipRecord> relationships;
};

struct WarningRecord {
    std::string category, message; ///< "sqlalchemy.exc.SAWarning"
    SourceSpan span;
};
struct TracebackFrame {
    SourceSpan span;
    std::string function, source_line;
};
struct ErrorRecord {
    std::string type;    ///< "sqlalchemy.exc.IntegrityError", "ValueError"
    std::string message; ///< str(error)
    int line = 0;        ///< innermost line of the program
    std::string file;
    std::string traceback; ///< as Python prints it
    std::vector<TracebackFrame> frames;
};
/// Why a run ended before its program did.
enum class StopReason : uint8_t {
    none,
    cancelled,
    steps,
    memory,
    wall_time,
    output,
    statements,
    rows,
    sql_work,
    waits_forever
};
std::string to_string(StopReason reason); ///< "the limit of 200000 statements is spent"

/// What one Run::call returned or raised.
struct CallRecord {
    uint64_t step = 0; ///< from 1
    std::string function;
    std::optional<Datum> result; ///< none where it raised
    std::string result_repr;
    std::optional<ErrorRecord> error;
    std::string stdout_text; ///< written during this call
    int64_t duration = 0;
};

struct RunRecord {
    std::string stdout_text;
    std::string stderr_text;
    std::optional<ErrorRecord> error;
    StopReason stopped = StopReason::none;
    SourceSpan stopped_at; ///< the line that ran then; no file where none of the program's did
    std::vector<StatementRecord> statements;
    std::vector<WarningRecord> warnings;
    std::vector<RelationshipReadRecord> relationship_reads;
    std::vector<EagerLoadRecord> eager_loads;
    std::vector<ResultRecord> results;
    std::vector<SessionRecord> sessions;
    std::vector<ConnectionRecord> connections;
    std::vector<TimelineEntry> timeline;
    std::vector<EntityRecord> entities;
    std::vector<ObjectRecord> objects;              ///< where the request asked for them
    std::vector<ObjectChangeRecord> object_changes; ///< not more than record_builder's bound
    bool object_changes_cut = false;                ///< there were more
    std::vector<CallRecord> calls;
    uint64_t steps = 0;     ///< bytecode instructions
    uint64_t sql_steps = 0; ///< SQLite's instructions
    uint64_t peak_memory = 0;
    int64_t duration = 0;         ///< real time
    int64_t virtual_duration = 0; ///< what the program thinks has passed
    int exit_status = 0;          ///< 0, 1 after an error, what sys.exit said

    /// The statements that reach SQLite as select or data changes: not schema, PRAGMA, savepoints, BEGIN or
    /// COMMIT. With `refused` also those that nobody awaited, which do not.
    std::vector<const StatementRecord*> queries(bool refused = false) const;
};
using RunRecordPtr = std::shared_ptr<const RunRecord>;

/// The JSON of `relata run --trace`. The first four keys are the corpus's: stdout, error, statements,
/// warnings.
std::string to_trace_json(const RunRecord& record);

} // namespace relata::sandbox
