#include "cli/run_command.h"

#include "cli/program_files.h"

#include "course/error_page.h"
#include "sandbox/run.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>

namespace relata::cli {

namespace {

/// The query log: each statement with its line and why it was sent, then what each line cost.
void write_queries(const sandbox::RunRecord& record, std::ostream& out) {
    const auto queries = record.queries(true);
    const size_t count = record.queries().size();
    out << "\n" << count << (count == 1 ? " query\n" : " queries\n");
    std::map<int, size_t> per_line;
    size_t number = 0;
    for (const sandbox::StatementRecord* s : queries) {
        out << "  " << ++number << "  line " << s->span.line << "  " << s->folded;
        if (!s->parameters.empty())
            out << "  " << sandbox::to_json({sandbox::Datum::List(s->parameters), false});
        out << "\n       " << s->why << ", ";
        if (s->is_refused) out << "refused: nobody awaits it\n";
        else out << s->rows << (s->rows == 1 ? " row\n" : " rows\n");
        per_line[s->span.line] += !s->is_refused;
    }
    for (const auto& [line, sent] : per_line)
        if (sent > 1) out << "line " << line << ": " << sent << " queries\n";
}

/// What the error means, beneath the traceback and apart from it, where resources/errors/ has a page about it.
void explain(const sandbox::ErrorRecord& error, std::ostream& out) {
    const course::LoadedErrorPages loaded = course::load_error_pages(course::error_pages_folder());
    if (const course::ErrorPage* page = loaded.find(error.type, error.message))
        out << "\n" << page->title << ".\n" << page->summary << "\nMore: relata show error " << page->code << "\n";
}

uint64_t count(double number) {
    return uint64_t(std::min(number, 9e18));
}

} // namespace

void RunCommand::define(CLI::App& app) {
    app.add_option(
           "PROGRAM", m_program,
           "a file (the modules beside it that it imports too), a folder with main.py, or - for stdin")
        ->required();
    app.add_flag("--queries", m_queries, "list the queries, the line and the reason of each");
    app.add_option("--trace", m_trace,
                   "write everything that happened as JSON (- : stdout, instead of the output)")
        ->type_name("FILE|-");
    app.add_option("--db", m_databases, "the program's database file NAME begins as a copy of FILE")
        ->type_name("NAME=FILE")
        ->allow_extra_args(false);
    const auto number = [&app](const char* name, auto& value, const char* unit, const char* description) {
        app.add_option(name, value, description)->type_name(unit)->check(CLI::NonNegativeNumber);
    };
    number("--timeout", m_timeout, "SECONDS", "stop after so much real time (0: never)");
    number("--steps", m_steps, "N", "stop after N instructions (0: never)");
    number("--memory", m_memory, "MB", "stop when the program takes more memory (0: never)");
    number("--statements", m_statements, "N", "stop after N SQL statements (0: never)");
    number("--output", m_output, "BYTES", "stop after so much output (0: never)");
    number("--seed", m_seed, "N", "seed of `random`");
    app.footer(
        "Exit status: 0, 1 after an uncaught error, 2 for wrong usage, 124 when the time limit is over.");
}

int RunCommand::run(Streams streams) {
    sandbox::RunRequest request;
    if (m_timeout)
        request.budgets.wall_time = std::chrono::milliseconds(int64_t(std::min(*m_timeout, 1e9) * 1000));
    if (m_steps) request.budgets.steps = count(*m_steps);
    if (m_memory) request.budgets.memory_bytes = size_t(count(std::min(*m_memory, 1e9))) << 20;
    if (m_statements) request.budgets.statements = count(*m_statements);
    if (m_output) request.budgets.output_bytes = count(*m_output);
    request.seed = count(m_seed);
    ErrorOr<ProgramFiles> program = read_program(m_program, streams.in);
    if (!program) {
        streams.err << "relata: " << program.error().message << "\n";
        return usage;
    }
    request.files = std::move(program->files);
    request.main = std::move(program->main);
    // Only the query log and the trace show what happened, and only the trace shows what was read.
    request.record_events = m_queries || m_trace.has_value();
    request.record_reads = m_trace.has_value();
    for (const std::string& database : m_databases) {
        const size_t split = database.find('=');
        if (split == std::string::npos) return wrong_usage(streams, "--db takes NAME=FILE");
        const std::string path = database.substr(split + 1);
        auto bytes = read_file(path);
        if (!bytes) return wrong_usage(streams, "can't open database '" + path + "'");
        request.databases.push_back({database.substr(0, split), std::make_shared<const std::string>(std::move(*bytes))});
    }
    if (m_trace != "-") {
        request.on_output = [&](std::string_view text) { streams.out << text << std::flush; };
        request.on_error_output = [&](std::string_view text) { streams.err << text << std::flush; };
    }
    m_run = std::make_unique<sandbox::Run>(request);
    m_run->run_main();
    m_record = std::move(*m_run).finish();
    const sandbox::RunRecord& record = m_record;
    if (m_trace == "-")
        streams.out << sandbox::to_trace_json(record);
    else if (m_trace)
        std::ofstream(*m_trace, std::ios::binary) << sandbox::to_trace_json(record);
    if (m_queries) write_queries(record, m_trace == "-" ? streams.err : streams.out);
    if (record.error && m_trace != "-") explain(*record.error, streams.err);
    if (record.stopped != sandbox::StopReason::none) {
        streams.err << "relata: " << sandbox::to_string(record.stopped);
        if (!record.stopped_at.file.empty()) streams.err << ", at " << record.stopped_at.file << ":" << record.stopped_at.line;
        streams.err << "\n";
        return record.stopped == sandbox::StopReason::wall_time ? time_limit : failure;
    }
    return record.exit_status;
}

} // namespace relata::cli
