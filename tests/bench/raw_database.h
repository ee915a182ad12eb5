// What the raw workloads share: prepared statements, structs of std::string, relationships linked by pointer. What a careful
// programmer writes on SQLite's C API without an ORM.
#pragma once

#include <sqlite3.h>

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace relata::bench {

extern sqlite3* db;

[[noreturn]] inline void fail() {
    std::fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    std::exit(1);
}
inline void execute(const char* sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

/// A prepared statement.
class Statement {
  public:
    explicit Statement(const std::string& sql) {
        if (sqlite3_prepare_v2(db, sql.c_str(), int(sql.size()), &m_statement, nullptr) != SQLITE_OK) fail();
    }
    ~Statement() { sqlite3_finalize(m_statement); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    bool step() {
        const int code = sqlite3_step(m_statement);
        if (code != SQLITE_ROW && code != SQLITE_DONE) fail();
        return code == SQLITE_ROW;
    }
    void reset() { sqlite3_reset(m_statement); }
    void bind(int index, int64_t value) { sqlite3_bind_int64(m_statement, index, value); }
    void bind(int index, const std::string& text) {
        sqlite3_bind_text(m_statement, index, text.data(), int(text.size()), SQLITE_TRANSIENT);
    }
    void bind_null(int index) { sqlite3_bind_null(m_statement, index); }
    bool is_null(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }
    int64_t integer(int column) const { return sqlite3_column_int64(m_statement, column); }
    std::string text(int column) const {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
        return {bytes, size_t(sqlite3_column_bytes(m_statement, column))};
    }

  private:
    sqlite3_stmt* m_statement = nullptr;
};

struct Task;
struct Project {
    int64_t id = 0;
    std::string name;
    std::vector<Task*> tasks{};
};
struct Worker {
    int64_t id = 0;
    std::string handle;
};
struct Task {
    int64_t id = 0;
    std::string title;
    int64_t project_id = 0, assignee_id = 0, created_by_id = 0, parent_task_id = 0; ///< 0: NULL
    Project* project = nullptr;
    Worker* assignee = nullptr;
    std::vector<Task*> subtasks{};
};

struct Objects {
    std::deque<Task> tasks;
    std::deque<Project> projects;
    std::deque<Worker> workers;
    std::unordered_map<int64_t, Project*> project_of;
    std::unordered_map<int64_t, Worker*> worker_of;
};

/// The columns of a task from `first` on.
inline void read_task(Statement& row, int first, Task& task) {
    task.id = row.integer(first);
    task.title = row.text(first + 1);
    task.project_id = row.integer(first + 2);
    task.assignee_id = row.is_null(first + 3) ? 0 : row.integer(first + 3);
    task.created_by_id = row.integer(first + 4);
    task.parent_task_id = row.is_null(first + 5) ? 0 : row.integer(first + 5);
}

inline void load_tasks(Objects& objects) {
    Statement statement("SELECT task.id, task.title, task.project_id, task.assignee_id, task.created_by_id, "
                        "task.parent_task_id FROM task");
    while (statement.step()) read_task(statement, 0, objects.tasks.emplace_back());
}

/// Runs `head` + "?, ?, ...)" over the keys, 500 at a time.
inline void in_chunks(const std::string& head, const std::vector<int64_t>& keys, const std::function<void(Statement&)>& each) {
    for (size_t at = 0; at < keys.size(); at += 500) {
        const size_t count = std::min<size_t>(500, keys.size() - at);
        std::string sql = head;
        for (size_t i = 0; i < count; ++i) sql += i ? ", ?" : "?";
        Statement statement(sql + ")");
        for (size_t i = 0; i < count; ++i) statement.bind(int(i) + 1, keys[at + i]);
        while (statement.step()) each(statement);
    }
}

/// W3: projects with the tasks of each, by an IN list. W4: the same by LEFT OUTER JOIN. W7: two levels of subtasks.
int64_t projects_with_tasks(Objects& objects);
int64_t projects_joined_to_tasks(Objects& objects);
int64_t subtasks_of_roots(Objects& objects);
/// W6: `count` tasks in one transaction; the sum of their ids.
int64_t insert_tasks(int count);

} // namespace relata::bench
