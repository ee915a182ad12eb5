#include "grading/authoring/author_check.h"

#include "course/course_place.h"
#include "course/lesson.h"
#include "grading/authoring/dataset_teeth.h"
#include "grading/report_json.h"
#include "grading/report_text.h"
#include "grading/wording.h"

#include <algorithm>
#include <set>

namespace relata::grading {

using course::Exercise;
using course::ExerciseKind;
using course::SourceFile;

namespace {

/// One exercise under proof.
class Proof {
  public:
    Proof(Exercise exercise, AuthorReport& report, const AuthorOptions& options)
        : m_grader(exercise, {}), m_exercise(m_grader.exercise()), m_report(report), m_options(options) {}

    void run() {
        m_report.problems = m_grader.problems();
        if (!m_report.problems.empty()) return;
        begin("content");
        if (m_exercise.hints.empty()) found("hints.md holds no hint");
        if (m_exercise.total_points() <= 0) found("the checks give no points");
        lesson_knows_it();
        solutions_pass();
        starter_fails();
        wrong_answers_fail();
        empty_answers_fail();
        hard_coded_answers_fail();
        datasets_have_teeth();
        students_read_nothing_hidden();
        if (!m_options.mutate) return;
        m_report.kill = kill_score(m_exercise, m_options.progress);
        every_check_bites();
        survivors_are_explained();
    }

  private:
    void begin(std::string rule) { m_report.rules.push_back(std::move(rule)); }
    void found(std::string message) { m_report.findings.push_back({m_report.rules.back(), std::move(message)}); }
    std::vector<SourceFile> solution() const {
        auto files = m_exercise.read_answer(m_exercise.folder / "solutions" / m_exercise.solution_names().front());
        return files ? *files : std::vector<SourceFile>();
    }
    static std::string said(const CheckResult& check) {
        return check.id + ": " + std::string(to_string(check.verdict)) + (check.code.empty() ? "" : " " + check.code) +
               (check.message.empty() ? "" : ": " + check.message);
    }

    /// Where the lesson is at hand, beside the exercises or installed.
    void lesson_knows_it() {
        for (const auto& root : {m_exercise.folder.parent_path().parent_path() / "lessons", course::find_course() / "lessons"})
            for (const auto& folder : course::find_lessons(root)) {
                if (folder.filename() != m_exercise.lesson) continue;
                const course::Lesson lesson = course::load_lesson(folder).lesson;
                std::vector<std::string_view> sections, skills;
                for (const course::Section& section : lesson.sections) sections.push_back(section.id);
                for (const course::Skill& skill : lesson.skills) skills.push_back(skill.id);
                expect_word("section", m_exercise.section, sections);
                for (const std::string& skill : m_exercise.skills) expect_word("skill", skill, skills);
                return;
            }
    }
    void expect_word(const std::string& kind, const std::string& word, const std::vector<std::string_view>& known) {
        if (std::ranges::find(known, word) != known.end()) return;
        const std::string near = course::nearest_word(word, known);
        found("the lesson " + m_exercise.lesson + " has no " + kind + " '" + word + "'" + (near.empty() ? "" : ": did you mean '" + near + "'?"));
    }
    void solutions_pass() {
        begin("solution-passes");
        for (int seed = 0; seed < m_options.seeds; ++seed) {
            Grader grader(m_exercise, {.seed = seed});
            Grader shuffled(m_exercise, {.seed = seed, .order_seed = uint64_t(seed) + 1});
            for (const std::string& name : m_exercise.solution_names()) {
                const auto folder = m_exercise.folder / "solutions" / name;
                const Report report = grader.grade(folder, name);
                const std::string who = "the solution '" + name + "' (seed " + std::to_string(seed) + ")";
                if (report.status != Status::graded)
                    found(who + " is " + std::string(to_string(report.status)) +
                          (report.problems.empty() ? "" : ": " + report.problems.front().message));
                for (const CheckResult& check : report.checks) {
                    if (check.verdict != Verdict::passed) found(who + " does not pass " + said(check));
                    else if (!check.notes.empty()) found(who + " gets a remark of " + check.id + ": " + check.notes.front());
                }
                if (shuffled.grade(folder, name).verdict_hash() != report.verdict_hash())
                    found(who + " gets another verdict when the checks run in another order");
            }
        }
    }
    /// The declared check fails with code and message; the others pass, or are skipped for want of it.
    void expect(const std::string& who, const Report& report, const course::ExpectedFailure& wanted) {
        if (report.status != Status::graded)
            return found(who + " is " + std::string(to_string(report.status)) +
                         (report.problems.empty() ? "" : ": " + report.problems.front().message));
        for (const CheckResult& check : report.checks) {
            if (check.id != wanted.check) {
                const bool explains = !check.required && check.max_points == 0;
                if (check.verdict != Verdict::passed && check.verdict != Verdict::skipped && !explains)
                    found(who + " also fails " + said(check));
                continue;
            }
            if (check.verdict == Verdict::passed || check.verdict == Verdict::skipped)
                found(who + " does not fail " + wanted.check + (check.verdict == Verdict::skipped ? ": it is skipped, " + check.message : ""));
            else if (check.code != wanted.code)
                found(who + " fails " + wanted.check + " with " + check.code + ", not " + wanted.code + ": " + check.message);
            else if (check.message.find(wanted.message) == std::string::npos && check.fix.find(wanted.message) == std::string::npos)
                found(who + " fails " + wanted.check + ", but its message lacks \"" + wanted.message + "\": " + check.message);
            m_failed.insert(check.id);
            m_advice.insert(check.advice);
        }
    }
    void starter_fails() {
        begin("starter-fails");
        expect("the starter", m_grader.grade(m_exercise.starter(), "starter"), m_exercise.starter_expect);
    }
    void wrong_answers_fail() {
        begin("wrong-answer-fails");
        Grader all(m_exercise, {.ignore_needs = true});
        for (const course::ExpectedFailure& wanted : m_exercise.wrong) {
            m_wrong.push_back(m_grader.grade(m_exercise.folder / "wrong" / wanted.dir, wanted.dir));
            expect("wrong/" + wanted.dir, m_wrong.back(), wanted);
            for (const CheckResult& check : all.grade(m_exercise.folder / "wrong" / wanted.dir, wanted.dir).checks)
                if (check.verdict != Verdict::passed) m_failed.insert(check.id);
        }
        for (const course::Misconception& m : m_exercise.misconceptions)
            if (!m_advice.contains(m.message)) found("no wrong answer gets the misconception " + m.code + " " + m.when);
    }
    void refuse(const std::string& who, std::vector<SourceFile> files) {
        const Report report = m_grader.grade(std::move(files), who);
        if (report.passed) found(who + " passes");
    }
    void empty_answers_fail() {
        begin("empty-answer-fails");
        std::vector<SourceFile> empty = solution(), comment = empty, pass = empty;
        for (size_t i = 0; i < empty.size(); ++i) {
            if (std::ranges::find(m_exercise.editable, empty[i].path) == m_exercise.editable.end()) continue;
            empty[i].text.clear();
            comment[i].text = "# nothing yet\n";
            pass[i].text = "pass\n";
            std::string module = empty[i].path.substr(0, empty[i].path.rfind('.'));
            std::ranges::replace(module, '/', '.');
            if (module == m_exercise.entry_module && !m_exercise.entry_function.empty())
                pass[i].text = "def " + m_exercise.entry_function + "(*arguments):\n    pass\n";
        }
        refuse("an empty answer", std::move(empty));
        refuse("an answer of comments", std::move(comment));
        if (m_exercise.kind != ExerciseKind::predict) refuse("an answer that does nothing", std::move(pass));
    }
    /// Returns what the solution returns on the visible data.
    void hard_coded_answers_fail() {
        const bool has_entry = std::ranges::any_of(m_exercise.editable, [&](const std::string& path) {
            return path == m_exercise.entry_module + ".py";
        });
        if (!has_entry || m_exercise.entry_function.empty()) return;
        begin("hard-coded-answer-fails");
        Harness harness(m_exercise, solution(), {});
        std::vector<SourceFile> files = solution();
        const bool is_async = has_coroutine_entry(m_exercise, files);
        for (const course::Dataset& dataset : m_exercise.datasets) {
            if (dataset.hidden) continue;
            const GradedRun& run = harness.run(dataset);
            if (!run.is_done()) continue;
            for (SourceFile& file : files)
                if (file.path == m_exercise.entry_module + ".py")
                    file.text = "import json\n\n" + std::string(is_async ? "async " : "") + "def " + m_exercise.entry_function +
                                "(*arguments):\n    return json.loads(" + python_text(sandbox::to_json(run.result)) + ")\n";
            refuse("the hard-coded result of the dataset '" + dataset.id + "'", files);
        }
    }
    static std::string python_text(const std::string& text) {
        std::string out = "'";
        for (char c : text) {
            if (c == '\\' || c == '\'') out += '\\';
            out += c;
        }
        return out + "'";
    }
    void datasets_have_teeth() {
        if (m_exercise.datasets.empty() || m_exercise.kind == ExerciseKind::predict || m_exercise.entry_function.empty()) return;
        begin("dataset-has-teeth");
        DatasetLint lint = lint_datasets(m_exercise, solution());
        for (std::string& problem : lint.problems)
            found(std::move(problem));
        m_hidden_values = std::move(lint.hidden_values);
    }
    void students_read_nothing_hidden() {
        begin("student-report-is-discreet");
        std::string known;
        for (const SourceFile& file : m_exercise.starter())
            known += file.text;
        known += m_exercise.instructions;
        std::set<std::string> lines;
        for (const std::string& name : m_exercise.solution_names()) {
            const auto files = m_exercise.read_answer(m_exercise.folder / "solutions" / name);
            for (const SourceFile& file : files ? *files : std::vector<SourceFile>())
                for (size_t at = 0; at < file.text.size();) {
                    const size_t end = std::min(file.text.find('\n', at), file.text.size());
                    const size_t begin = std::min(file.text.find_first_not_of(' ', at), end);
                    const std::string line = file.text.substr(begin, end - begin);
                    if (line.size() > 20 && known.find(line) == std::string::npos) lines.insert(line);
                    at = end + 1;
                }
        }
        for (const Report& report : m_wrong) {
            const std::string shown = to_text(report, Audience::student) + to_json(report, Audience::student);
            const auto is_proposed = [&](const std::string& line) { // by the finding itself, which knows no solution
                return std::ranges::any_of(report.checks, [&](const CheckResult& check) { return check.fix.find(line) != std::string::npos; });
            };
            for (const std::string& line : lines)
                if (shown.find(line) != std::string::npos && !is_proposed(line))
                    found("a student who hands in wrong/" + report.submission + " reads a line of a solution: " + line);
            for (const std::string& value : m_hidden_values)
                if (shown.find(value) != std::string::npos)
                    found("a student who hands in wrong/" + report.submission + " reads hidden data: " + value);
        }
    }
    void every_check_bites() {
        begin("check-bites");
        for (const course::CheckSpec& spec : m_exercise.checks)
            if (!m_failed.contains(spec.id) && std::ranges::find(m_report.kill.killing_checks, spec.id) == m_report.kill.killing_checks.end())
                found("no wrong answer and no mutant fails the check '" + spec.id + "'");
    }

    void survivors_are_explained() {
        begin("survivors-explained");
        for (const auto& [survivor, places] : m_report.kill.mistakes())
            if (survivor->because.empty())
                found(places + " still passes after " + survivor->mutant.mistake +
                      ": let a check find it, or say in 'survivors' why it is right");
        for (const course::ExplainedSurvivor& idle : m_report.kill.idle_explanations)
            found("'survivors' explains " + idle.mistake + " in " + idle.file + (idle.text.empty() ? "" : " at \"" + idle.text + "\"") +
                  ", and no such mutant passes: take it away");
    }

    Grader m_grader;
    const Exercise& m_exercise;
    AuthorReport& m_report;
    const AuthorOptions& m_options;
    std::vector<Report> m_wrong;
    std::set<std::string> m_failed, m_advice, m_hidden_values;
};

} // namespace

AuthorReport check_exercise(const std::filesystem::path& folder, const AuthorOptions& options) {
    AuthorReport report;
    report.exercise = folder.filename().string();
    course::LoadedExercise loaded = course::load_exercise(folder);
    report.problems = std::move(loaded.problems);
    report.rules.push_back("manifest");
    if (report.problems.empty()) Proof(std::move(loaded.exercise), report, options).run();
    return report;
}

} // namespace relata::grading
