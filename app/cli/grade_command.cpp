#include "cli/grade_command.h"

#include "cli/batch.h"
#include "cli/exit_status.h"
#include "cli/journal.h"
#include "cli/progress.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <ostream>
#include <thread>
#include <utility>

namespace relata::cli {

namespace fs = std::filesystem;

void GradeCommand::define(CLI::App& app) {
    app.add_option("SUBMISSION", m_submissions, "a folder, a file or a zip archive")->required()->check(CLI::ExistingPath);
    auto* exercise =
        app.add_option("--exercise", m_exercise, "every SUBMISSION is an answer to this exercise")
            ->type_name("ID");
    app.add_flag("--all", m_all, "an exercise that a SUBMISSION holds no answer to counts as not gradable")
        ->excludes(exercise);
    app.add_option(
           "--out", m_outputs,
           "where the results go, as often as needed: text=-, json=FILE, json=DIR/{submission}.json ({id}: "
           "the exercise; default: text=-); text, json, junit, gradescope, classroom, sarif, tap, csv, annotations, summary, "
           "html, class-html, class-csv, or github: where GitHub Actions looks for them")
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
    app.add_option("--jobs", m_jobs, "grade so many answers at a time (0: one for each processor; default: 1)")->type_name("N")->check(CLI::Range(0, 256));
    app.add_flag("--resume", m_resume, "take what a run that was ended found before, from the journal beside the first file of --out");
    app.add_option("--only", m_only, "failed: grade again only what did not pass in the run before")->check(CLI::IsMember({"failed"}));
    app.add_option("--progress", m_progress, "auto (a bar on a terminal, else lines for more than one answer), bar, lines or none, on stderr")
        ->check(CLI::IsMember({"auto", "bar", "lines", "none"}));
    m_exercises.define(app);
    app.footer(std::string("Which exercise a SUBMISSION answers: the one given with --exercise; else the "
                           "folder's own name; else every "
                           "folder inside that is named like an exercise is an answer to it, as in "
                           "class/ada/mend-the-loop/query.py. With --exercise a SUBMISSION may also hold one folder or zip archive for each student, or "
                           "files with the student's name before theirs, as in ada_query.py.\n\n") +
               exit_status_help + " Of several submissions, the worst.");
}

int GradeCommand::parse_outputs(Streams& streams, std::vector<ResultOutput>& outputs) const {
    for (const std::string& text : m_outputs) {
        auto output = ResultOutput::parse(text);
        if (!output) return wrong_usage(streams, output.error().message + "\n" + output.error().hint);
        outputs.push_back(std::move(*output));
    }
    if (std::ranges::count_if(outputs, &ResultOutput::is_stdout) > 1) return wrong_usage(streams, "only one --out can go to stdout");
    return success;
}

int GradeCommand::find(Streams& streams, std::vector<Submission>& submissions) const {
    if (!m_exercise.empty() && !m_exercises.find(m_exercise)) return wrong_usage(streams, m_exercises.unknown(m_exercise));
    std::vector<KnownExercise> known;
    for (const fs::path& folder : m_exercises.all())
        known.push_back({folder.filename().string(), course::load_exercise(folder).exercise.editable});
    if (known.empty()) return wrong_usage(streams, m_exercises.unknown(""));
    for (const std::string& given : m_submissions) {
        auto found = find_submissions(given, known, m_exercise);
        if (!found) return wrong_usage(streams, found.error().to_string());
        const std::string name = own_name(given);
        if (m_all)
            for (const KnownExercise& exercise : known)
                if (std::ranges::find(*found, exercise.id, &Submission::exercise) == found->end())
                    found->push_back({exercise.id, exercise.id, exercise.id, "", found->empty() ? std::make_shared<SubmittedFiles>() : found->front().files});
        if (found->empty())
            return wrong_usage(streams, "no folder in " + given + " is named like an exercise; say which with --exercise ID");
        if (m_submissions.size() > 1)
            for (Submission& one : *found)
                if (one.name != name) one.name = name + "/" + one.name;
        submissions.insert(submissions.end(), found->begin(), found->end());
    }
    return success;
}

int GradeCommand::run(Streams streams) {
    if (m_outputs.empty()) m_outputs.push_back("text=-");
    std::vector<ResultOutput> outputs;
    if (const int status = parse_outputs(streams, outputs)) return status;
    std::vector<Submission> submissions;
    if (const int status = find(streams, submissions)) return status;
    std::map<std::string, int> names; // the same one twice gets a number, since results are known by it
    for (Submission& submission : submissions)
        if (const int count = ++names[submission.name]; count > 1) submission.name += "#" + std::to_string(count);

    Batch batch({.seed = m_seed, .seconds = m_timeout}, m_jobs ? m_jobs : std::max(1u, std::thread::hardware_concurrency()));
    std::map<std::string, bool> added;
    for (const Submission& submission : submissions)
        if (!std::exchange(added[submission.exercise], true))
            for (const Diagnostic& problem : batch.add_exercise(*m_exercises.find(submission.exercise)))
                streams.err << problem.to_string() << "\n";

    const auto file = std::ranges::find_if(outputs, [](const ResultOutput& output) { return !output.is_stdout(); });
    std::optional<Journal> journal;
    if (file != outputs.end()) {
        std::string path = file->target();
        for (char& c : path)
            if (c == '{' || c == '}') c = '_';
        journal.emplace(path + ".journal");
    } else if (m_resume || !m_only.empty()) {
        return wrong_usage(streams, "--resume and --only need an --out to a file: the journal stands beside it");
    }
    std::vector<grading::Report> reports, kept;
    std::vector<size_t> wanted;
    std::map<std::string, grading::Report> before;
    if (journal && (m_resume || !m_only.empty())) before = journal->read();
    for (size_t at = 0; at < submissions.size(); ++at) {
        reports.push_back(batch.not_finished(submissions[at]));
        grading::Report& report = reports.back();
        report.place = submissions[at].place;
        const auto old = before.find(report.submission);
        const bool same = old != before.end() && old->second.exercise == report.exercise && old->second.manifest_hash == report.manifest_hash &&
                          old->second.answer_hash == report.answer_hash && old->second.seed == report.seed &&
                          old->second.engine_version == report.engine_version && old->second.status != grading::Status::not_finished;
        if (same && (m_only.empty() || old->second.passed)) {
            kept.push_back(old->second);
            report = old->second;
            report.place = submissions[at].place;
        } else {
            wanted.push_back(at);
        }
    }
    const grading::Audience audience = m_staff ? grading::Audience::staff : grading::Audience::student;
    std::map<std::string, std::string> owner;
    for (const ResultOutput& output : outputs)
        for (const grading::Report& report : reports)
            if (output.is_one_each() && !owner.emplace(output.path_for(report), report.submission).second)
                return wrong_usage(streams, "two submissions would be written to " + output.path_for(report) + "; use {submission}");
    const auto cannot_write = [&](const std::string& target, int status) {
        streams.err << "relata grade: can't write " << target << "\n";
        return status;
    };
    const auto write_all = [&] {
        return std::ranges::find_if(outputs, [&](const ResultOutput& output) { return !output.write_all(reports, audience); });
    };
    for (const ResultOutput& output : outputs)
        for (const grading::Report& report : reports)
            if (!output.write_one(report, audience)) return cannot_write(output.path_for(report), usage);
    if (const auto failed = write_all(); failed != outputs.end()) return cannot_write(failed->target(), usage);
    if (journal && !journal->begin(kept)) return cannot_write(journal->path(), usage);

    Progress progress(streams.err, m_progress, submissions.size(), kept.size());
    size_t graded = 0, next_whole = 1;
    std::string broken;
    batch.grade(submissions, wanted, [&](size_t at, grading::Report report) {
        reports[at] = std::move(report);
        reports[at].place = submissions[at].place;
        if (journal && !journal->add(reports[at])) broken = journal->path();
        for (const ResultOutput& output : outputs)
            if (!output.write_one(reports[at], audience)) broken = output.path_for(reports[at]);
        // Whole files are written at 1, 2, 4, 8 ... answers: every answer's own cost stays the same.
        if (++graded >= next_whole && graded < wanted.size()) {
            if (const auto failed = write_all(); failed != outputs.end()) broken = failed->target();
            next_whole *= 2;
        }
        progress.add(reports[at]);
    });
    progress.end();
    if (const auto failed = write_all(); failed != outputs.end()) broken = failed->target();
    if (!broken.empty()) return cannot_write(broken, internal);
    for (const ResultOutput& output : outputs)
        output.write_stdout(reports, audience, streams.out);
    const int status = worst_exit_status(reports);
    return m_exit_zero && (status == failure || status == not_gradable) ? int(success) : status;
}

} // namespace relata::cli
