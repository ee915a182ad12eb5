// ShownRun: one finished run as the windows show it: made once from the engine's run record, then only read.
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace relata::models {

/// One statement that reached SQLite. Times are microseconds since the run began.
struct ShownStatement {
    QString sql, parameters;
    QString reason; ///< why it was sent: "query", "lazy load of Task.assignee", "flush"
    QString file;   ///< the program's file, "main.py"; empty where no line of the program is behind it
    int line = 0;   ///< 1-based; 0 where unknown
    int rows = 0;
    double start = 0, duration = 0;
    QString error{}; ///< the driver's message where it failed
    quint64 connection = 0, session = 0;
    bool isRefused = false; ///< it was never sent: nobody awaited it
};

struct ShownError {
    QString type, message, file;
    int line = 0;      ///< 1-based; 0 where unknown
    QString traceback; ///< as CPython prints it
};

/// A program: file names and their text, and which of them is run.
struct Program {
    QMap<QString, QString> files;
    QString main = QStringLiteral("main.py");
    QStringList setup; ///< files whose statements prepare the data and are not counted
};

/// A table as its class maps it.
struct ShownColumn {
    QString name, type, foreignKey; ///< foreignKey: "worker.id", or empty
    bool primaryKey = false, nullable = false;
};
struct ShownRelationship {
    QString name, target, direction; ///< MANYTOONE, ONETOMANY, MANYTOMANY; empty where it was not resolved
    QString backPopulates, lazy, secondary;
    std::vector<std::pair<QString, QString>> pairs; ///< "task.assignee_id", "worker.id"; empty where not resolved
};
struct ShownEntity {
    QString name, table, module; ///< module: "models"
    std::vector<ShownColumn> columns;
    std::vector<ShownRelationship> relationships;
};

/// A connection out of its pool, from taking it to giving it back.
struct ShownLease {
    enum class How { returned, leaked, timedOut };
    quint64 connection = 0;
    QString file; ///< where it was taken, as far as known
    int line = 0;
    double start = 0, end = 0; ///< leaked: to the end of the run
    How how = How::returned;
};
/// What one Result fetched, and what the program got of it.
struct ShownResult {
    QString sql, file;
    int line = 0;
    qint64 rows = 0, objects = 0;
    bool needsUnique = false, uniqueCalled = false;
};
struct ShownEagerLoad {
    QString relationship, strategy, file;
    int line = 0;
    qint64 objects = 0, read = 0;
};
struct ShownRead {
    QString relationship;
    enum class How { loadedNow, alreadyLoaded, identityMap, noKey, raised } how = How::loadedNow; ///< as in the run's record
    QString file;
    int line = 0;
    qint64 count = 0;
};

/// A mapped object that was in a session, and what became of it.
struct ShownObject {
    QString entity, key; ///< key: empty where it never had one
};
struct ShownObjectChange {
    enum class State { transient, pending, persistent, deleted, detached, gone }; ///< as in the run's record
    qsizetype object = 0;                                                          ///< index into `objects`
    State state = State::pending;
    bool expired = false, modified = false;
    quint64 session = 0; ///< 0: in none
    QString file;
    int line = 0;
    double at = 0; ///< microseconds since the run began
};

struct ShownRun {
    std::vector<ShownObject> objects;
    std::vector<ShownObjectChange> objectChanges;
    bool objectChangesCut = false; ///< there were more
    std::vector<ShownLease> leases;
    std::vector<ShownResult> results;
    std::vector<ShownEagerLoad> eagerLoads;
    std::vector<ShownRead> reads;
    std::vector<ShownEntity> entities;
    std::vector<ShownStatement> statements;
    QString output;
    qsizetype droppedOutput = 0; ///< characters that did not fit
    bool failed = false, stopped = false;
    ShownError error; ///< where `failed`
    QStringList warnings;
    QStringList setup;
    double milliseconds = 0;

    /// SELECT, INSERT, UPDATE, DELETE sent by the program's own lines: no schema, no transaction control, no setup file.
    bool counts(const ShownStatement&) const;
    int queries() const;
    int selects() const;
    int lazyLoads() const;
    int rows() const;
    struct LineCount {
        int statements = 0;
        int lazy = 0; ///< lazy loads of one shape: the most of them
        friend bool operator==(const LineCount&, const LineCount&) = default;
    };
    /// Counted statements per line of `file`.
    QMap<int, LineCount> countByLine(const QString& file) const;
    /// `queries`, `selects`, `lazy`, `rows`, `error`, `time`; empty for a name that is none of these.
    QString measure(const QString& name) const;
};
using ShownRunPtr = std::shared_ptr<const ShownRun>;

/// "1 query", "51 queries".
QString queriesText(int n);

/// "12 µs", "1.50 ms", "2.00 s".
QString durationText(double microseconds);

/// Why a statement was sent, in the desk's language: of "lazy load of Task.assignee" the words before the name.
QString causeText(const QString& reason);
/// Several of them as one text: "lazy load of Match.home, Match.away".
QString causesText(const QStringList& reasons);
/// A line that sent this many lazy loads of one shape has a loop around it.
constexpr int manyLazy = 3;
/// Nobody wrote this query: an attribute was read.
bool isLazy(const ShownStatement&);

/// The statement's shape: literals become `?`, a list of placeholders becomes `(…)`, white space is folded.
QString statementShape(const QString& sql);

} // namespace relata::models
