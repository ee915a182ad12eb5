#include "cli/grade_command.h"

#include "cli/exit_status.h"
#include "cli/result_output.h"
#include "cli/submission.h"
#include "grading/grader.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <ostream>

namespace relata::cli {

namespace fs = std::filesystem;

void GradeCommand::define(CLI::App& app) {
    app.add_option("SUBMISSION", m_submissions, "a folder")->required()->check(CLI::ExistingDirectory);
    auto* exercise =
        app.add_option("--exercise", m_exercise, "every SUBMISSION is an answer to this exercise")
            ->type_name("ID");
    app.add_flag("--all", m_all, "an exercise that a SUBMISSION holds no answer to counts as not gradable")
        ->excludes(exercise);
    app.add_option(
           "--out", m_outputs,
           "where the results go, as often as needed: text=-, json=FILE, json=DIR/{submission}.json ({id}: "
           "the exercise; default: text=-)")
        ->type_name("FORMAT=FILE|-")
        ->allow_extra_args(false);
    app.add_option("--seed", m_seed, "other data of the same kind: added to the seed of every dataset")
        ->type_name("N");
    app.add_option("--timeout", m_timeout, "the time of one run of an answer (default: as the exercise says)")
        ->type_name("SECONDS")
        ->check(CLI::NonNegativeNumber);
    app.add_option_function<std::string>(
           "--audience", [this](const std::string& word) { m_staff = word == "staff"; },
           "student (nothing of hidden checks and hidden data) or staff (default: student)")
        ->check(CLI::IsMember({"student", "staff"}));
    app.add_flag("--exit-zero", m_exit_zero, "exit status 0 also where answers fail or are not gradable");
    m_exercises.define(app);
    app.footer(std::string("Which exercise a SUBMISSION answers: the one given with --exercise; else the "
                           "folder's own name; else every "
                           "folder inside that is named like an exercise is an answer to it, as in "
                           "class/ada/mend-the-loop/query.py.\n\n") +
               exit_status_help + " Of several submissions, the worst.");
}

int GradeCommand::run(Streams streams) {
    if (m_outputs.empty()) m_outputs.push_back("text=-");
    std::vector<ResultOutput> outputs;
    for (const std::string& text : m_outputs) {
        auto output = ResultOutput::parse(text);
        if (!output) return wrong_usage(streams, output.error().message + "\n" + output.error().hint);
        outputs.push_back(std::move(*output));
    }
    if (std::ranges::count_if(outputs, &ResultOutput::is_stdout) > 1)
        return wrong_usage(streams, "only one --out can go to stdout");
    if (!m_exercise.empty() && !m_exercises.find(m_exercise))
        return wrong_usage(streams, m_exercises.unknown(m_exercise));
    std::vector<std::string> ids;
    for (const fs::path& folder : m_exercises.all())
        ids.push_back(folder.filename().string());
    if (ids.empty()) return wrong_usage(streams, m_exercises.unknown(""));

    std::vector<Submission> submissions;
    for (const std::string& given : m_submissions) {
        // A path's own name, whether or not it ends with a slash.
        const std::string name = fs::path(given).lexically_normal().has_filename()
                                     ? fs::path(given).lexically_normal().filename().string()
                                     : fs::path(given).lexically_normal().parent_path().filename().string();
        if (!m_exercise.empty()) {
            submissions.push_back({name, m_exercise, given});
            continue;
        }
        std::vector<Submission> found = find_submissions(given, ids);
        if (m_all)
            for (const std::string& id : ids)
                if (std::ranges::find(found, id, &Submission::exercise) == found.end())
                    found.push_back({id, id, fs::path(given) / id});
        if (found.empty())
            return wrong_usage(streams, "no folder in " + given +
                                            " is named like an exercise; say which with --exercise ID");
        if (m_submissions.size() > 1)
            for (Submission& one : found)
                if (one.name != name) one.name = name + "/" + one.name;
        submissions.insert(submissions.end(), found.begin(), found.end());
    }

    const grading::Audience audience = m_staff ? grading::Audience::staff : grading::Audience::student;
    std::map<std::string, std::unique_ptr<grading::Grader>> graders;
    std::vector<grading::Report> reports;
    for (const Submission& submission : submissions) {
        auto& grader = graders[submission.exercise];
        if (!grader) {
            course::LoadedExercise loaded = course::load_exercise(*m_exercises.find(submission.exercise));
            std::vector<Diagnostic> problems = loaded.problems;
            if (problems.empty()) {
                grader = std::make_unique<grading::Grader>(
                    std::move(loaded.exercise),
                    grading::Grader::Options{.seed = m_seed, .seconds = m_timeout});
                problems = grader->problems();
            }
            for (const Diagnostic& problem : problems)
                streams.err << problem.to_string() << "\n";
        }
        if (grader) {
            reports.push_back(grader->not_finished(submission.name));
            continue;
        }
        grading::Report report;
        report.submission = submission.name;
        report.exercise = submission.exercise;
        report.engine_version = grading::engine_version();
        report.status = grading::Status::exercise_invalid;
        reports.push_back(std::move(report));
    }
    const auto write_files = [&] {
        for (const ResultOutput& output : outputs)
            if (!output.write_files(reports, audience)) {
                streams.err << "relata grade: can't write " << output.target() << "\n";
                return false;
            }
        return true;
    };
    if (!write_files()) return usage;
    for (size_t i = 0; i < submissions.size(); ++i) {
        if (const auto& grader = graders[submissions[i].exercise])
            reports[i] = grader->grade(submissions[i].folder, submissions[i].name);
        if (submissions.size() > 1 && !write_files()) return internal;
    }
    if (!write_files()) return internal;
    for (const ResultOutput& output : outputs)
        output.write_stdout(reports, audience, streams.out);
    const int status = worst_exit_status(reports);
    return m_exit_zero && (status == failure || status == not_gradable) ? int(success) : status;
}

} // namespace relata::cli
