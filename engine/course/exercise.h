// Exercise: one folder under exercises/, read and validated. What a check means is grading's business; here
// it is data.
#pragma once

#include "course/setting.h"
#include "support/diagnostic.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace relata::course {

enum class ExerciseKind { models, query, fix, predict, order, skill_test };
enum class Difficulty { remedial, core, extension };
enum class Visibility { visible, score_only, hidden, after_due };
enum class RevealSolution { never, after_pass, after_due };

std::string_view to_string(ExerciseKind);
std::string_view to_string(Difficulty);
std::string_view to_string(Visibility);

struct Dataset {
    std::string id;
    bool hidden = false;
    int64_t seed = 1;
    int64_t size = 10;
    bool cold_session = true; ///< the graded call gets a session that has loaded nothing
    int line = 0;
};

/// One check of the manifest. `parameters` holds the keys of its own type, e.g. `max` of query_count.
struct CheckSpec {
    std::string id, type;
    double points = 1;
    bool required = true;
    std::vector<std::string> needs; ///< ids of checks without which this one is skipped
    Visibility visibility = Visibility::visible;
    int64_t timeout_ms = 0; ///< 0: the exercise's limit
    std::string student_message, staff_message;
    Setting::Map parameters;
    int line = 0;
};

/// How a wrong answer, or the unsolved starter, must fail: a check, its reason code, and a part of its
/// message.
struct ExpectedFailure {
    std::string dir; ///< folder below `wrong/`; empty for the starter
    std::string check, code, message;
    int line = 0;
};

/// A mutant of a solution that passes, and why that is right: `author check` wants one for each, and none too many.
struct ExplainedSurvivor {
    std::string mistake; ///< "drop-clause"
    std::string file;
    std::string text;    ///< a part of what the mutant changes; empty: anything in the file
    std::string because;
};
struct Misconception {
    std::string code, when, message;
};

struct SourceFile {
    std::string path; ///< relative to the answer's folder, e.g. "query.py"
    std::string text;
};

struct Limits {
    int64_t seconds = 10;
    int64_t steps = 50'000'000; ///< bytecode instructions; an exercise's own runs take some ten thousand
    int64_t memory_mb = 128;
    int64_t statements = 20'000;
    int64_t output_kb = 256;
};

struct Exercise {
    std::filesystem::path folder;
    std::string id, uuid, title, lesson, section, status, license;
    std::vector<std::string> skills, authors;
    Difficulty difficulty = Difficulty::core;
    ExerciseKind kind = ExerciseKind::query;
    int64_t minutes = 5;

    std::vector<std::string> editable, read_only; ///< file names below starter/
    std::string entry_module, entry_function;     ///< empty function: the module's import is the graded call
    Setting::List entry_arguments;
    std::vector<std::string>
        observe; ///< attribute paths read from each returned object, e.g. "assignee.handle"

    std::vector<Dataset> datasets;
    std::string dataset_file; ///< path of dataset.py, its own or a shared one
    std::vector<CheckSpec> checks;
    ExpectedFailure starter_expect;
    std::vector<ExpectedFailure> wrong;
    std::vector<Misconception> misconceptions;
    std::vector<ExplainedSurvivor> survivors;
    std::vector<std::string> hints; ///< Markdown, in order
    RevealSolution reveal_solution = RevealSolution::after_pass;
    std::string reference; ///< the solution that is shown and measured; empty: the first by name
    Limits limits;
    bool all_or_nothing = false;
    double pass_score = 1; ///< share of the points that passes, 0 ... 1

    std::string instructions;  ///< Markdown
    std::string manifest_hash; ///< over the manifest and every file that grading uses

    std::vector<SourceFile> starter() const;
    /// Names of the folders below solutions/: the reference, then the others sorted.
    std::vector<std::string> solution_names() const;
    /// The files of an answer; read-only ones always come from starter/. `read` gives the text of an editable one.
    ErrorOr<std::vector<SourceFile>>
    answer_of(const std::function<std::optional<std::string>(const std::string& name)>& read) const;
    /// The same from a folder.
    ErrorOr<std::vector<SourceFile>> read_answer(const std::filesystem::path& dir) const;
    const CheckSpec* find_check(std::string_view check_id) const;
    double total_points() const;
};

/// Reads `folder`/exercise.yaml and what stands beside it. All problems at once; an exercise only where there
/// are none.
struct LoadedExercise {
    Exercise exercise;
    std::vector<Diagnostic> problems;
};
LoadedExercise load_exercise(const std::filesystem::path& folder);

/// Every folder below `root` that holds an exercise.yaml, sorted by id of its folder; `samples` and hidden
/// ones left out.
std::vector<std::filesystem::path> find_exercises(const std::filesystem::path& root);

/// 64-bit FNV-1a as 16 hex digits: identity of content, not a defence.
std::string content_hash(std::string_view text);

} // namespace relata::course
