#include "cli/author_command.h"

#include "cli/exercise_template.h"
#include "cli/new_files.h"
#include "cli/zip_archive.h"
#include "course/text_file.h"
#include "grading/authoring/author_check.h"
#include "grading/report_text.h"
#include "grading/wording.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fstream>
#include <ostream>

namespace relata::cli {

namespace fs = std::filesystem;

namespace {

std::string percent(double share) {
    return std::to_string(int(share * 100 + 0.5)) + "%";
}

std::string one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return text.empty() ? "nothing" : text;
}

void write_survivors(const grading::KillScore& kill, std::ostream& out) {
    for (const auto& [survivor, places] : kill.mistakes())
        out << "  survives: " << survivor->mutant.mistake << " in " << places << "  " << one_line(survivor->mutant.before) << " -> "
            << one_line(survivor->mutant.after) << "\n"
            << (survivor->because.empty() ? "" : "            " + survivor->because + "\n");
}

std::string kill_text(const grading::KillScore& kill) {
    return "kill score " + percent(kill.share()) + " (" + std::to_string(kill.killed) + " of " + std::to_string(kill.total()) +
           (kill.equivalent ? ", " + std::to_string(kill.equivalent) + " equivalent" : "") +
           (kill.survivors.empty() ? "" : ", " + std::to_string(kill.survivors.size() - kill.unexplained()) + " survivors explained") + ")";
}

} // namespace

void AuthorCommand::define(CLI::App& app) {
    app.add_option("VERB", m_verb, "check, mutate, new, preview or pack")
        ->required()
        ->check(CLI::IsMember({"check", "mutate", "new", "preview", "pack"}));
    app.add_option("ID", m_ids, "the exercises (default: all; new, preview and pack take one)");
    app.add_option("--seeds", m_seeds, "check: other data of the same kind, so often (default: 3)")->check(CLI::Range(1, 100));
    app.add_flag("--quick", m_quick, "check: leave out the mutants");
    app.add_option("--least", m_least, "mutate: the kill score that is enough (default: 0.9)")->check(CLI::Range(0.0, 1.0));
    app.add_option("--kind", m_kind, "new: models, query, fix, predict, order or skill-test")
        ->check(CLI::IsMember({"models", "query", "fix", "predict", "order", "skill-test"}));
    app.add_option("--output", m_output, "pack: the archive (default: ID.zip)")->type_name("FILE");
    m_exercises.define(app);
    app.footer("check    proves each exercise: what passes, what fails and how, what the data can show\n"
               "mutate   derives wrong answers from the solutions and says how many are found\n"
               "new      writes a template that passes check once it is filled\n"
               "preview  shows what a student and what staff read for each wrong answer\n"
               "pack     puts an exercise and its dataset into a zip archive\n\n"
               "Exit status: 0, 2 wrong usage, 4 an exercise is not proved.");
}

int AuthorCommand::run(Streams streams) {
    if (m_verb == "check") return check(streams);
    if (m_verb == "mutate") return mutate(streams);
    if (m_verb == "new") return make_new(streams);
    return m_verb == "preview" ? preview(streams) : pack(streams);
}

std::vector<fs::path> AuthorCommand::chosen(Streams& streams) const {
    if (m_ids.empty()) {
        std::vector<fs::path> all = m_exercises.all();
        if (all.empty()) wrong_usage(streams, m_exercises.unknown(""));
        return all;
    }
    std::vector<fs::path> folders;
    for (const std::string& id : m_ids) {
        const auto folder = m_exercises.find(id);
        if (!folder) {
            wrong_usage(streams, m_exercises.unknown(id));
            return {};
        }
        folders.push_back(*folder);
    }
    return folders;
}

int AuthorCommand::check(Streams& streams) {
    const std::vector<fs::path> folders = chosen(streams);
    if (folders.empty()) return usage;
    size_t proved = 0;
    for (const fs::path& folder : folders) {
        const grading::AuthorReport report = grading::check_exercise(folder, {.seeds = m_seeds, .mutate = !m_quick});
        const size_t wrong = report.problems.size() + report.findings.size();
        proved += report.holds();
        streams.out << (report.holds() ? "ok      " : "FAILED  ") << report.exercise << "  ";
        if (!report.problems.empty()) streams.out << "the manifest has problems";
        else streams.out << grading::counted(report.rules.size(), "rule") << (m_quick ? "" : ", " + kill_text(report.kill));
        streams.out << (wrong ? ", " + grading::counted(wrong, "finding") : "") << "\n";
        for (const Diagnostic& problem : report.problems)
            streams.out << "  " << problem.to_string() << "\n";
        for (const auto& [rule, message] : report.findings)
            streams.out << "  " << rule << ": " << message << "\n";
        streams.out << std::flush;
    }
    streams.out << proved << " of " << grading::counted(folders.size(), "exercise") << " proved\n";
    return proved == folders.size() ? success : exercise_invalid;
}

int AuthorCommand::mutate(Streams& streams) {
    const std::vector<fs::path> folders = chosen(streams);
    if (folders.empty()) return usage;
    int status = success;
    size_t width = 8;
    for (const fs::path& folder : folders)
        width = std::max(width, folder.filename().string().size());
    for (const fs::path& folder : folders) {
        auto exercise = m_exercises.load(folder, streams.err);
        if (!exercise) {
            status = exercise_invalid;
            continue;
        }
        const grading::Grader grader(*exercise, {});
        for (const Diagnostic& problem : grader.problems())
            streams.err << problem.to_string() << "\n";
        if (!grader.problems().empty()) {
            status = exercise_invalid;
            continue;
        }
        const grading::KillScore kill = grading::kill_score(*exercise);
        const std::string id = folder.filename().string();
        streams.out << id << std::string(width + 2 - id.size(), ' ') << kill_text(kill) << "\n";
        write_survivors(kill, streams.out);
        streams.out << std::flush;
        if (kill.share() < m_least) status = exercise_invalid;
    }
    return status;
}

int AuthorCommand::make_new(Streams& streams) {
    if (m_ids.size() != 1) return wrong_usage(streams, "new takes one ID");
    const std::string& id = m_ids.front();
    const bool plain = !id.empty() && id.size() <= 64 &&
                       id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos && id.front() != '-';
    if (!plain) return wrong_usage(streams, "an ID has small letters, digits and hyphens");
    const fs::path folder = m_exercises.folder_for_new() / id;
    std::error_code error;
    if (fs::exists(folder, error)) return wrong_usage(streams, folder.string() + " is there already; nothing was written");
    std::vector<course::SourceFile> files;
    for (const auto& [name, text] : exercise_template(id, m_kind)) files.push_back({name, text});
    const std::string problem = write_new_files(folder, files, streams.out);
    return problem.empty() ? success : wrong_usage(streams, problem);
}

int AuthorCommand::preview(Streams& streams) {
    if (m_ids.size() != 1) return wrong_usage(streams, "preview takes one ID");
    const std::vector<fs::path> folders = chosen(streams);
    if (folders.empty()) return usage;
    auto exercise = m_exercises.load(folders.front(), streams.err);
    if (!exercise) return exercise_invalid;
    grading::Grader grader(std::move(*exercise), {});
    const course::Exercise& e = grader.exercise();
    streams.out << e.instructions << "\n";
    const auto show = [&](const std::string& name, const grading::Report& report) {
        const std::string student = grading::to_text(report, grading::Audience::student), staff = grading::to_text(report, grading::Audience::staff);
        if (student == staff) streams.out << "---- " << name << ", as students and staff read it\n" << staff << "\n";
        else streams.out << "---- " << name << ", as a student reads it\n" << student << "---- " << name << ", as staff reads it\n" << staff << "\n";
    };
    show("starter", grader.grade(e.starter(), "starter"));
    for (const std::string& name : e.solution_names())
        show("solutions/" + name, grader.grade(e.folder / "solutions" / name, name));
    for (const course::ExpectedFailure& wrong : e.wrong)
        show("wrong/" + wrong.dir, grader.grade(e.folder / "wrong" / wrong.dir, wrong.dir));
    return grader.problems().empty() ? success : exercise_invalid;
}

int AuthorCommand::pack(Streams& streams) {
    if (m_ids.size() != 1) return wrong_usage(streams, "pack takes one ID");
    const std::vector<fs::path> folders = chosen(streams);
    if (folders.empty()) return usage;
    const auto exercise = m_exercises.load(folders.front(), streams.err);
    if (!exercise) return exercise_invalid;
    std::vector<ZipEntry> entries;
    std::error_code error;
    for (auto at = fs::recursive_directory_iterator(folders.front(), error); !error && at != fs::recursive_directory_iterator();
         at.increment(error)) {
        if (!at->is_regular_file(error)) continue;
        if (const auto text = course::read_text_file(at->path()))
            entries.push_back({(fs::path(exercise->id) / at->path().lexically_relative(folders.front())).generic_string(), *text});
    }
    const fs::path dataset = exercise->dataset_file;
    if (!dataset.empty() && dataset.parent_path() != folders.front())
        if (const auto text = course::read_text_file(dataset)) entries.push_back({"datasets/" + dataset.filename().string(), *text});
    std::ranges::sort(entries, {}, &ZipEntry::name);
    const std::string target = m_output.empty() ? exercise->id + ".zip" : m_output;
    std::ofstream stream(target, std::ios::binary);
    stream << write_zip(entries);
    if (!stream.flush()) return wrong_usage(streams, "can't write " + target);
    streams.out << target << ": " << grading::counted(entries.size(), "file") << "\n";
    return success;
}

} // namespace relata::cli
