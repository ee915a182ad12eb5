#include "cli/export_command.h"

#include "cli/new_files.h"
#include "course/text_file.h"
#include "grading/error_explanation.h"
#include "grading/grader.h"
#include "grading/harness_program.h"

#include <CLI/CLI.hpp>

#include <ostream>
#include <utility>

namespace relata::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* test_program = R"("""What Relata checks of this exercise, on the real SQLModel: the result, and how many SELECTs are sent."""
import asyncio
import inspect
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import relata_harness as harness
from dataset import build
from sqlalchemy import event
from sqlalchemy.orm import configure_mappers

EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))


def is_select(statement):
    """Comments may stand before the verb; WITH does what follows its tables."""
    text = re.sub(r"--[^\n]*|/\*.*?\*/", " ", statement, flags=re.S).strip().upper()
    return text.startswith(("SELECT", "VALUES", "WITH")) and not re.search(r"^WITH\b.*\)\s*(INSERT|REPLACE|UPDATE|DELETE)\b", text, re.S)


async def step(value):
    return await value if inspect.isawaitable(value) else value


async def run(dataset):
    """Fills a database, makes the call and returns its result and the number of SELECTs."""
    selects = []

    def count(connection, cursor, statement, parameters, context, executemany):
        if is_select(statement):
            selects.append(statement)

    await step(harness.prepare(build, dataset["size"], dataset["seed"], dataset["cold_session"]))
    engine = getattr(harness.engine, "sync_engine", harness.engine)
    event.listen(engine, "before_cursor_execute", count)
    arguments = [eval(text, vars(harness)) for text in EXPECTED["arguments"]]
    raised = None
    try:
        await step(harness.graded(EXPECTED["observe"], *arguments))
    except Exception as error:
        if not dataset["raises"]:
            raise
        raised = type(error).__name__
    event.remove(engine, "before_cursor_execute", count)
    result = None if raised else harness.plain(harness.seen)
    await step(harness.close())
    return json.loads(json.dumps(result)), raised, len(selects)


def check(dataset):
    result, raised, selects = asyncio.run(run(dataset))
    assert raised == dataset["raises"], f"it raises {raised or 'nothing'}"
    assert result == dataset["result"], f"the result is {result!r}"
    most = EXPECTED["most_selects"]
    assert most is None or selects <= most, f"{selects} SELECTs, at most {most}"


def pytest_generate_tests(metafunc):
    if "dataset" in metafunc.fixturenames:
        metafunc.parametrize("dataset", EXPECTED["datasets"], ids=lambda dataset: dataset["id"])


def test_answer(dataset):
    check(dataset)


module = __import__(EXPECTED["module"], fromlist=["entry"])
harness.entry = getattr(module, EXPECTED["function"])
configure_mappers()

if __name__ == "__main__":
    for each in EXPECTED["datasets"]:
        check(each)
        print(each["id"], "ok")
)";

std::string json_text(const std::string& text) {
    return sandbox::to_json({text, false});
}

std::string expected_json(const course::Exercise& exercise, grading::Harness& reference) {
    std::string out = "{\"module\": " + json_text(exercise.entry_module) + ", \"function\": " + json_text(exercise.entry_function) + ",\n \"arguments\": [\"session\"";
    for (const course::Setting& argument : exercise.entry_arguments)
        out += ", " + json_text(grading::argument_expression(argument));
    out += "],\n \"observe\": [";
    for (size_t i = 0; i < exercise.observe.size(); ++i) {
        std::string path = exercise.observe[i];
        for (size_t dot = 0; (dot = path.find('.', dot)) != std::string::npos; dot += 4)
            path.replace(dot, 1, "\", \"");
        out += std::string(i ? ", " : "") + "[\"" + path + "\"]";
    }
    std::string most = "null";
    for (const course::CheckSpec& check : exercise.checks) {
        const auto select = check.parameters.find("select");
        const auto* bounds = check.type == "query_count" && select != check.parameters.end() ? select->second.as<course::Setting::Map>() : nullptr;
        for (const char* key : {"max", "exact"})
            if (const auto bound = bounds ? bounds->find(key) : course::Setting::Map::const_iterator(); bounds && bound != bounds->end())
                if (const auto* number = bound->second.as<int64_t>()) most = std::to_string(*number);
    }
    out += "],\n \"most_selects\": " + most + ",\n \"datasets\": [";
    bool first = true;
    for (const course::Dataset& dataset : exercise.datasets) {
        if (dataset.hidden) continue; // stays with the graders
        const grading::GradedRun& run = reference.run(dataset);
        const bool raises = run.phase == grading::GradedRun::Phase::call && run.error;
        if (!run.is_done() && !raises) continue;
        out += std::string(first ? "" : ",") + "\n  {\"id\": " + json_text(dataset.id) + ", \"seed\": " + std::to_string(dataset.seed) +
               ", \"size\": " + std::to_string(dataset.size) + ", \"cold_session\": " + (dataset.cold_session ? "true" : "false") +
               ",\n   \"raises\": " + (raises ? json_text(grading::class_name(*run.error)) : std::string("null")) +
               ", \"result\": " + (raises ? std::string("null") : sandbox::to_json(run.result)) + "}";
        first = false;
    }
    return out + "]}\n";
}

} // namespace

void ExportCommand::define(CLI::App& app) {
    app.add_option("ID", m_id, "the exercise, as `relata list` names it")->required();
    app.add_option("DIR", m_folder, "where the project goes; made where it is missing")->required();
    app.add_option("--answer", m_answer, "a folder with your files (default: the starting files)")->type_name("DIR")->check(CLI::ExistingDirectory);
    m_exercises.define(app);
    app.footer("The project holds the files of the exercise, its dataset, pyproject.toml, and test_answer.py for pytest: the result (or exception) on the "
               "visible data, and the number of SELECTs. Never overwrites: exit status 2 where the project is there already.");
}

int ExportCommand::run(Streams streams) {
    const auto folder = m_exercises.find(m_id);
    if (!folder) return wrong_usage(streams, m_exercises.unknown(m_id));
    const auto exercise = m_exercises.load(*folder, streams.err);
    if (!exercise) return exercise_invalid;
    if (exercise->entry_function.empty()) return wrong_usage(streams, "this exercise has no function that could be called");
    auto files = m_answer.empty() ? ErrorOr<std::vector<course::SourceFile>>(exercise->starter()) : exercise->read_answer(m_answer);
    const auto solution = exercise->read_answer(exercise->folder / "solutions" / exercise->solution_names().front());
    for (const ErrorOr<std::vector<course::SourceFile>>* given : {&std::as_const(files), &solution})
        if (!*given) return wrong_usage(streams, given->error().to_string());
    grading::Harness reference(*exercise, *solution, {});
    files->push_back({"dataset.py", course::read_text_file(exercise->dataset_file).value_or("")});
    files->push_back({"relata_harness.py", grading::harness_source(grading::has_coroutine_entry(*exercise, *files))});
    files->push_back({"expected.json", expected_json(*exercise, reference)});
    files->push_back({"test_answer.py", test_program});
    files->push_back({"pyproject.toml", "[project]\nname = \"" + exercise->id + "\"\nversion = \"1.0\"\nrequires-python = \">=3.11\"\n"
                                        "dependencies = [\"sqlmodel>=0.0.27\", \"aiosqlite>=0.19\", \"pytest>=7\"]\n\n[tool.pytest.ini_options]\npythonpath = [\".\"]\n"});
    const std::string problem = write_new_files(m_folder, *files, streams.out);
    return problem.empty() ? success : wrong_usage(streams, problem);
}

} // namespace relata::cli
