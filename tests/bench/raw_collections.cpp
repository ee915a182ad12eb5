// Collections filled from one statement more, from a join, and level by level.
#include "raw_database.h"

namespace relata::bench {

namespace {

constexpr const char* task_columns = "id, task.title, task.project_id, task.assignee_id, task.created_by_id, "
                                     "task.parent_task_id FROM task WHERE task.";

/// The subtasks of `parents`, which get them; the new level.
std::vector<Task*> load_subtasks(Objects& objects, const std::vector<Task*>& parents) {
    std::unordered_map<int64_t, Task*> parent_of;
    std::vector<int64_t> keys;
    for (Task* parent : parents) {
        parent_of.emplace(parent->id, parent);
        keys.push_back(parent->id);
    }
    std::vector<Task*> level;
    in_chunks(std::string("SELECT task.") + task_columns + "parent_task_id IN (", keys, [&](Statement& row) {
        Task& task = objects.tasks.emplace_back();
        read_task(row, 0, task);
        parent_of[task.parent_task_id]->subtasks.push_back(&task);
        level.push_back(&task);
    });
    return level;
}

int64_t titles_of(const std::deque<Project>& projects) {
    int64_t sum = 0;
    for (const Project& project : projects)
        for (const Task* task : project.tasks) sum += int64_t(task->title.size());
    return sum;
}

} // namespace

int64_t projects_with_tasks(Objects& objects) {
    std::vector<int64_t> keys;
    {
        Statement statement("SELECT project.id, project.name FROM project");
        while (statement.step()) {
            Project& project = objects.projects.emplace_back(Project{statement.integer(0), statement.text(1)});
            objects.project_of.emplace(project.id, &project);
            keys.push_back(project.id);
        }
    }
    in_chunks(std::string("SELECT task.") + task_columns + "project_id IN (", keys, [&](Statement& row) {
        Task& task = objects.tasks.emplace_back();
        read_task(row, 0, task);
        task.project = objects.project_of[task.project_id];
        task.project->tasks.push_back(&task);
    });
    return titles_of(objects.projects);
}

int64_t projects_joined_to_tasks(Objects& objects) {
    Statement statement("SELECT project.id, project.name, task_1.id, task_1.title, task_1.project_id, task_1.assignee_id, "
                        "task_1.created_by_id, task_1.parent_task_id FROM project LEFT OUTER JOIN task AS task_1 "
                        "ON project.id = task_1.project_id");
    while (statement.step()) {
        Project*& project = objects.project_of[statement.integer(0)];
        if (!project) project = &objects.projects.emplace_back(Project{statement.integer(0), statement.text(1)});
        if (statement.is_null(2)) continue;
        Task& task = objects.tasks.emplace_back();
        read_task(statement, 2, task);
        task.project = project;
        project->tasks.push_back(&task);
    }
    return titles_of(objects.projects);
}

int64_t subtasks_of_roots(Objects& objects) {
    std::vector<Task*> level;
    {
        Statement statement(std::string("SELECT task.") + task_columns + "id <= 1000");
        while (statement.step()) {
            read_task(statement, 0, objects.tasks.emplace_back());
            level.push_back(&objects.tasks.back());
        }
    }
    for (int depth = 0; depth < 2; ++depth) level = load_subtasks(objects, level);
    int64_t sum = 0;
    for (const Task& task : objects.tasks) sum += int64_t(task.title.size());
    return sum;
}

} // namespace relata::bench
