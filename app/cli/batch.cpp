#include "cli/batch.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>

namespace relata::cli {

namespace {

grading::Report blank(const Submission& submission, grading::Status status) {
    grading::Report report;
    report.submission = submission.name;
    report.exercise = submission.exercise;
    report.engine_version = grading::engine_version();
    report.status = status;
    return report;
}

} // namespace

std::vector<Diagnostic> Batch::add_exercise(const std::filesystem::path& folder) {
    course::LoadedExercise loaded = course::load_exercise(folder);
    std::vector<Diagnostic> problems = std::move(loaded.problems);
    const std::string id = folder.filename().string();
    if (problems.empty()) {
        auto grader = std::make_unique<grading::Grader>(loaded.exercise, m_options);
        problems = grader->problems();
        if (problems.empty()) {
            m_first[id] = std::move(grader);
            m_exercises.emplace(id, std::move(loaded.exercise));
        }
    }
    if (!problems.empty()) m_invalid[id] = problems;
    return problems;
}

grading::Report Batch::not_finished(const Submission& submission) const {
    const auto grader = m_first.find(submission.exercise);
    if (grader == m_first.end()) return blank(submission, grading::Status::exercise_invalid);
    grading::Report report = grader->second->not_finished(submission.name);
    if (const auto files = grader->second->exercise().answer_of([&](const std::string& name) { return submission.read(name); }))
        report.answer_hash = grading::answer_hash(*files);
    return report;
}

grading::Report Batch::grade_one(Graders& graders, const Submission& submission) const {
    const auto exercise = m_exercises.find(submission.exercise);
    if (exercise == m_exercises.end()) return blank(submission, grading::Status::exercise_invalid);
    try {
        auto& grader = graders[submission.exercise];
        if (!grader) grader = std::make_unique<grading::Grader>(exercise->second, m_options);
        auto files = exercise->second.answer_of([&](const std::string& name) { return submission.read(name); });
        if (files) return grader->grade(std::move(*files), submission.name);
        grading::Report report = grader->not_finished(submission.name);
        report.status = grading::Status::not_gradable;
        report.problems.push_back({.message = files.error().message, .hint = files.error().hint});
        return report;
    } catch (const std::exception& error) {
        grading::Report report = blank(submission, grading::Status::internal_error);
        report.problems.push_back({.message = error.what()});
        return report;
    }
}

void Batch::grade(const std::vector<Submission>& submissions, const std::vector<size_t>& wanted,
                  const std::function<void(size_t, grading::Report)>& done) {
    const size_t jobs = std::min<size_t>(m_jobs, wanted.size());
    if (jobs <= 1) {
        for (const size_t at : wanted)
            done(at, grade_one(m_first, submissions[at]));
        return;
    }
    std::atomic<size_t> next = 0;
    std::atomic<bool> given_up = false;
    std::mutex mutex;
    std::condition_variable ready;
    std::queue<std::pair<size_t, grading::Report>> finished;
    std::vector<Graders> graders(jobs);
    graders[0] = std::move(m_first);
    std::vector<std::jthread> threads;
    for (size_t job = 0; job < jobs; ++job)
        threads.emplace_back([&, job] {
            for (size_t at = next++; at < wanted.size() && !given_up; at = next++) {
                grading::Report report = grade_one(graders[job], submissions[wanted[at]]);
                const std::lock_guard lock(mutex);
                finished.emplace(wanted[at], std::move(report));
                ready.notify_one();
            }
        });
    try {
        for (size_t count = 0; count < wanted.size(); ++count) {
            std::unique_lock lock(mutex);
            ready.wait(lock, [&] { return !finished.empty(); });
            auto [at, report] = std::move(finished.front());
            finished.pop();
            lock.unlock();
            done(at, std::move(report));
        }
    } catch (...) {
        given_up = true; // the threads end with the answer they are at
        throw;
    }
    threads.clear();
    m_first = std::move(graders[0]);
}

} // namespace relata::cli
