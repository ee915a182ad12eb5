#include "raw_database.h"

namespace relata::bench {

int64_t insert_tasks(int count) {
    // What Relata's connections use, too: a run's files live in memory.
    execute("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN");
    std::deque<Task> tasks;
    for (int i = 0; i < count; ++i) {
        Task& task = tasks.emplace_back();
        task.title = "Imported task number " + std::to_string(i);
        task.project_id = 1 + i % 100;
        task.assignee_id = 1 + i % 1000;
        task.created_by_id = 1 + int64_t(i) * 271 % 1000;
    }
    Statement insert("INSERT INTO task (title, project_id, assignee_id, created_by_id, parent_task_id) "
                     "VALUES (?, ?, ?, ?, ?) RETURNING id");
    int64_t sum = 0;
    for (Task& task : tasks) {
        insert.bind(1, task.title);
        insert.bind(2, task.project_id);
        insert.bind(3, task.assignee_id);
        insert.bind(4, task.created_by_id);
        insert.bind_null(5);
        insert.step();
        task.id = insert.integer(0);
        insert.step();
        insert.reset();
        sum += task.id;
    }
    execute("COMMIT");
    return sum;
}

} // namespace relata::bench
