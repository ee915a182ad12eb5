#include "bench_data.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string>

namespace relata::bench {

namespace {

constexpr const char* schema = R"(
CREATE TABLE project (id INTEGER NOT NULL, name VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE worker (id INTEGER NOT NULL, handle VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE task (id INTEGER NOT NULL, title VARCHAR NOT NULL, project_id INTEGER NOT NULL, assignee_id INTEGER,
 created_by_id INTEGER NOT NULL, parent_task_id INTEGER, PRIMARY KEY (id),
 FOREIGN KEY(project_id) REFERENCES project (id), FOREIGN KEY(assignee_id) REFERENCES worker (id),
 FOREIGN KEY(created_by_id) REFERENCES worker (id), FOREIGN KEY(parent_task_id) REFERENCES task (id));
CREATE INDEX ix_task_project_id ON task (project_id);
CREATE INDEX ix_task_assignee_id ON task (assignee_id);
CREATE INDEX ix_task_created_by_id ON task (created_by_id);
CREATE INDEX ix_task_parent_task_id ON task (parent_task_id);
)";

struct TaskRow {
    int64_t project, assignee, created_by, parent; ///< 0: NULL
};

/// Writes one database from nothing; any SQLite error ends the benchmark.
class Writer {
  public:
    explicit Writer(const std::filesystem::path& file) {
        std::filesystem::remove(file);
        check(sqlite3_open(file.c_str(), &m_db));
        execute("PRAGMA synchronous = OFF; BEGIN");
        execute(schema);
    }
    ~Writer() { sqlite3_close(m_db); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void names(const char* insert, const char* format, int count) {
        sqlite3_stmt* statement = prepare(insert);
        for (int id = 1; id <= count; ++id) {
            std::array<char, 64> text{};
            std::snprintf(text.data(), text.size(), format, id);
            sqlite3_bind_int64(statement, 1, id);
            sqlite3_bind_text(statement, 2, text.data(), -1, SQLITE_TRANSIENT);
            step(statement);
        }
        sqlite3_finalize(statement);
    }
    void tasks(int count, const std::function<TaskRow(int64_t)>& row_of) {
        sqlite3_stmt* statement = prepare("INSERT INTO task VALUES (?, ?, ?, ?, ?, ?)");
        for (int64_t id = 1; id <= count; ++id) {
            const std::string title = title_of(id);
            const TaskRow row = row_of(id);
            sqlite3_bind_int64(statement, 1, id);
            sqlite3_bind_text(statement, 2, title.c_str(), -1, SQLITE_TRANSIENT);
            sqlite3_bind_int64(statement, 3, row.project);
            bind(statement, 4, row.assignee);
            sqlite3_bind_int64(statement, 5, row.created_by);
            bind(statement, 6, row.parent);
            step(statement);
        }
        sqlite3_finalize(statement);
    }
    void commit() { execute("COMMIT"); }

  private:
    static std::string title_of(int64_t id) {
        static constexpr std::array verbs{"Fix",         "Write",    "Review",    "Refactor", "Deploy",
                                          "Investigate", "Document", "Benchmark", "Remove",   "Design"};
        static constexpr std::array nouns{"the login form",   "flaky tests",          "the invoice export",
                                          "a migration",      "the search index",     "rate limiting",
                                          "onboarding mails", "the nightly backup job", "permissions",
                                          "the dashboard's loading state", "CI"};
        return std::string(verbs[size_t(id * 7 % 10)]) + " " + nouns[size_t(id * 5 % 11)] + " (#" + std::to_string(id) + ")";
    }
    void check(int code) {
        if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(m_db));
    }
    void execute(const char* sql) { check(sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr)); }
    sqlite3_stmt* prepare(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(m_db, sql, -1, &statement, nullptr));
        return statement;
    }
    void step(sqlite3_stmt* statement) {
        check(sqlite3_step(statement));
        sqlite3_reset(statement);
    }
    static void bind(sqlite3_stmt* statement, int index, int64_t value) {
        if (value)
            sqlite3_bind_int64(statement, index, value);
        else
            sqlite3_bind_null(statement, index);
    }

    sqlite3* m_db = nullptr;
};

} // namespace

void write_bench_database(const std::filesystem::path& file, const DataSize& size) {
    Writer writer(file);
    writer.names("INSERT INTO project VALUES (?, ?)", "Project %03d", size.projects);
    writer.names("INSERT INTO worker VALUES (?, ?)", "@worker%04d", size.workers);
    const int64_t count = size.tasks / size.divisor, roots = count / 2, children = count / 4;
    writer.tasks(int(count), [&](int64_t id) {
        int64_t parent = 0;
        if (id > roots + children)
            parent = roots + 1 + (id - roots - children - 1) * 7919 % children;
        else if (id > roots)
            parent = 1 + (id - roots - 1) % std::max<int64_t>(1, roots / 10);
        return TaskRow{1 + id * 37 % size.projects, id % 25 == 0 ? 0 : 1 + id * 613 % size.workers,
                       1 + id * 271 % size.workers, parent};
    });
    writer.commit();
}

void write_lazy_database(const std::filesystem::path& file, const DataSize& size) {
    Writer writer(file);
    writer.names("INSERT INTO project VALUES (?, ?)", "Project %03d", size.projects);
    writer.names("INSERT INTO worker VALUES (?, ?)", "@worker%04d", 10'000);
    writer.tasks(std::min(10'000, size.tasks / 10) / size.divisor, [&](int64_t id) {
        return TaskRow{1 + id % size.projects, 1 + id * 7919 % 10'000, 1 + id * 271 % 1'000, 0};
    });
    writer.commit();
}

void write_databases(const std::filesystem::path& folder, const DataSize& size) {
    write_bench_database(folder / "bench.db", size);
    write_lazy_database(folder / "n1.db", size);
    DataSize without_tasks = size;
    without_tasks.tasks = 0;
    write_bench_database(folder / "empty.db", without_tasks);
}

} // namespace relata::bench
