// bench_raw WORKLOAD DIR: the workload's statements on SQLite's C API alone: prepared statements, structs of std::string,
// relationships linked by pointer through a hash map. What a careful programmer writes without an ORM.
#include <sqlite3.h>

#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

sqlite3* db = nullptr;

[[noreturn]] void fail() {
    std::fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    std::exit(1);
}
void execute(const char* sql) {
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

struct Project {
    int64_t id = 0;
    std::string name;
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
};

struct Objects {
    std::deque<Task> tasks;
    std::deque<Project> projects;
    std::deque<Worker> workers;
    std::unordered_map<int64_t, Project*> project_of;
    std::unordered_map<int64_t, Worker*> worker_of;
};

void load_tasks(Objects& objects) {
    Statement statement("SELECT task.id, task.title, task.project_id, task.assignee_id, task.created_by_id, "
                        "task.parent_task_id FROM task");
    while (statement.step()) {
        Task& task = objects.tasks.emplace_back();
        task.id = statement.integer(0);
        task.title = statement.text(1);
        task.project_id = statement.integer(2);
        task.assignee_id = statement.is_null(3) ? 0 : statement.integer(3);
        task.created_by_id = statement.integer(4);
        task.parent_task_id = statement.is_null(5) ? 0 : statement.integer(5);
    }
}

/// Runs `head` + "?, ?, ...)" over the keys, 500 at a time.
void in_chunks(const std::string& head, const std::vector<int64_t>& keys, const std::function<void(Statement&)>& each) {
    for (size_t at = 0; at < keys.size(); at += 500) {
        const size_t count = std::min<size_t>(500, keys.size() - at);
        std::string sql = head;
        for (size_t i = 0; i < count; ++i) sql += i ? ", ?" : "?";
        Statement statement(sql + ")");
        for (size_t i = 0; i < count; ++i) statement.bind(int(i) + 1, keys[at + i]);
        while (statement.step()) each(statement);
    }
}

int64_t with_related(Objects& objects) {
    load_tasks(objects);
    std::vector<int64_t> projects, workers;
    for (Task& task : objects.tasks) {
        if (objects.project_of.emplace(task.project_id, nullptr).second) projects.push_back(task.project_id);
        if (task.assignee_id && objects.worker_of.emplace(task.assignee_id, nullptr).second)
            workers.push_back(task.assignee_id);
    }
    in_chunks("SELECT worker.id, worker.handle FROM worker WHERE worker.id IN (", workers, [&](Statement& row) {
        Worker& worker = objects.workers.emplace_back(Worker{row.integer(0), row.text(1)});
        objects.worker_of[worker.id] = &worker;
    });
    in_chunks("SELECT project.id, project.name FROM project WHERE project.id IN (", projects, [&](Statement& row) {
        Project& project = objects.projects.emplace_back(Project{row.integer(0), row.text(1)});
        objects.project_of[project.id] = &project;
    });
    int64_t sum = 0;
    for (Task& task : objects.tasks) {
        task.project = objects.project_of[task.project_id];
        if (task.assignee_id) task.assignee = objects.worker_of[task.assignee_id];
    }
    for (const Task& task : objects.tasks) {
        sum += int64_t(task.title.size() + task.project->name.size());
        if (task.assignee) sum += int64_t(task.assignee->handle.size());
    }
    return sum;
}

int64_t one(Objects&) {
    Statement statement("SELECT task.id, task.title FROM task WHERE task.id = 1");
    return statement.step() ? int64_t(statement.text(1).size()) : 0;
}

int64_t titles(Objects& objects) {
    load_tasks(objects);
    int64_t sum = 0;
    for (const Task& task : objects.tasks) sum += int64_t(task.title.size());
    return sum;
}

/// The N+1 loop: one SELECT for each worker that is not there yet; `project` too where the workload reads it.
int64_t lazy(Objects& objects, bool reads_all) {
    load_tasks(objects);
    Statement workers("SELECT worker.id, worker.handle FROM worker WHERE worker.id = ?");
    Statement projects("SELECT project.id, project.name FROM project WHERE project.id = ?");
    int64_t sum = 0;
    for (Task& task : objects.tasks) {
        Worker*& worker = objects.worker_of[task.assignee_id];
        if (!worker) {
            workers.bind(1, task.assignee_id);
            workers.step();
            worker = &objects.workers.emplace_back(Worker{workers.integer(0), workers.text(1)});
            workers.reset();
        }
        task.assignee = worker;
        sum += int64_t(worker->handle.size());
        if (!reads_all) continue;
        Project*& project = objects.project_of[task.project_id];
        if (!project) {
            projects.bind(1, task.project_id);
            projects.step();
            project = &objects.projects.emplace_back(Project{projects.integer(0), projects.text(1)});
            projects.reset();
        }
        task.project = project;
        sum += int64_t(project->name.size() + task.title.size());
    }
    return sum;
}

int whole_program() {
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) fail();
    execute("CREATE TABLE project (id INTEGER NOT NULL, name VARCHAR NOT NULL, PRIMARY KEY (id));"
            "CREATE TABLE worker (id INTEGER NOT NULL, handle VARCHAR NOT NULL, PRIMARY KEY (id));"
            "CREATE TABLE task (id INTEGER NOT NULL, title VARCHAR NOT NULL, project_id INTEGER NOT NULL, "
            "assignee_id INTEGER, created_by_id INTEGER NOT NULL, parent_task_id INTEGER, PRIMARY KEY (id), "
            "FOREIGN KEY(project_id) REFERENCES project (id), FOREIGN KEY(assignee_id) REFERENCES worker (id), "
            "FOREIGN KEY(created_by_id) REFERENCES worker (id), FOREIGN KEY(parent_task_id) REFERENCES task (id));"
            "CREATE INDEX ix_task_project_id ON task (project_id);"
            "CREATE INDEX ix_task_assignee_id ON task (assignee_id);"
            "CREATE INDEX ix_task_created_by_id ON task (created_by_id);"
            "CREATE INDEX ix_task_parent_task_id ON task (parent_task_id);"
            "BEGIN");
    const auto fill = [](const char* sql, const char* name, int count) {
        Statement insert(sql);
        std::vector<int64_t> ids;
        for (int i = 0; i < count; ++i) {
            insert.bind(1, name + std::to_string(i));
            insert.step();
            ids.push_back(insert.integer(0));
            insert.reset();
        }
        return ids;
    };
    const auto projects = fill("INSERT INTO project (name) VALUES (?) RETURNING id", "Project ", 3);
    const auto workers = fill("INSERT INTO worker (handle) VALUES (?) RETURNING id", "@worker", 50);
    {
        Statement insert("INSERT INTO task (title, project_id, assignee_id, created_by_id, parent_task_id) "
                         "VALUES (?, ?, ?, ?, ?) RETURNING id");
        for (int i = 0; i < 100; ++i) {
            insert.bind(1, "Task number " + std::to_string(i));
            insert.bind(2, projects[size_t(i % 3)]);
            insert.bind(3, workers[size_t(i % 50)]);
            insert.bind(4, workers[size_t(i * 7 % 50)]);
            insert.bind_null(5);
            insert.step();
            insert.reset();
        }
    }
    execute("COMMIT");
    Objects first, second;
    std::printf("lazy %" PRId64 "\n", lazy(first, true));
    std::printf("selectinload %" PRId64 "\n", with_related(second));
    sqlite3_close(db);
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    const std::string workload = count > 1 ? arguments[1] : "";
    if (workload == "W8") return whole_program();
    if (count != 3) {
        std::fprintf(stderr, "usage: bench_raw WORKLOAD DIR\n");
        return 2;
    }
    const std::string file = std::string(arguments[2]) + (workload == "W5" ? "/n1.db" : "/bench.db");
    if (sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) fail();
    Objects objects;
    int64_t sum = 0;
    if (workload == "W0")
        sum = one(objects);
    else if (workload == "W1")
        sum = titles(objects);
    else if (workload == "W2")
        sum = with_related(objects);
    else if (workload == "W5")
        sum = lazy(objects, false);
    else
        return 2;
    std::printf("%s %" PRId64 "\n", workload.c_str(), sum);
    sqlite3_close(db);
    return 0;
}
