// bench_raw WORKLOAD DIR [COUNT]: the workload's statements on SQLite's C API alone.
#include "raw_database.h"

#include <array>

namespace relata::bench {

sqlite3* db = nullptr;

namespace {

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
} // namespace relata::bench

int main(int count, char** arguments) {
    using namespace relata::bench;
    const std::string workload = count > 1 ? arguments[1] : "";
    if (workload == "W8") return whole_program();
    if (count < 3) {
        std::fprintf(stderr, "usage: bench_raw WORKLOAD DIR [COUNT]\n");
        return 2;
    }
    const char* name = workload == "W5" ? "/n1.db" : workload == "W6" ? "/raw_w6.db" : "/bench.db";
    const int flags = workload == "W6" ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2((arguments[2] + std::string(name)).c_str(), &db, flags, nullptr) != SQLITE_OK) fail();
    Objects objects;
    int64_t sum = 0;
    if (workload == "W0")
        sum = one(objects);
    else if (workload == "W1")
        sum = titles(objects);
    else if (workload == "W2")
        sum = with_related(objects);
    else if (workload == "W3")
        sum = projects_with_tasks(objects);
    else if (workload == "W4")
        sum = projects_joined_to_tasks(objects);
    else if (workload == "W6")
        sum = insert_tasks(count > 3 ? std::atoi(arguments[3]) : 100'000);
    else if (workload == "W7")
        sum = subtasks_of_roots(objects);
    else if (workload == "W5")
        sum = lazy(objects, false);
    else
        return 2;
    std::printf("%s %" PRId64 "\n", workload.c_str(), sum);
    sqlite3_close(db);
    return 0;
}
