#include "cli/run_command.h"

#include "cli/program_files.h"

#include "sandbox/run.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>

namespace relata::cli {

namespace {

struct Options {
    std::string program;
    bool queries = false;
    std::optional<std::string> trace;
    std::vector<std::pair<std::string, std::string>> databases;
    Budgets budgets;
    uint64_t seed = 0;
};

int fail(Streams& streams, const std::string& message) {
    streams.err << "relata run: " << message << "\n";
    return usage;
}

/// The query log: each statement with its line and why it was sent, then what each line cost.
void write_queries(const sandbox::RunRecord& record, std::ostream& out) {
    const auto queries = record.queries();
    out << "\n" << queries.size() << (queries.size() == 1 ? " query\n" : " queries\n");
    std::map<int, size_t> per_line;
    size_t number = 0;
    for (const sandbox::StatementRecord* s : queries) {
        out << "  " << ++number << "  line " << s->span.line << "  " << s->folded;
        if (!s->parameters.empty())
            out << "  " << sandbox::to_json({sandbox::Datum::List(s->parameters), false});
        out << "\n       " << s->why << ", " << s->rows << (s->rows == 1 ? " row\n" : " rows\n");
        ++per_line[s->span.line];
    }
    for (const auto& [line, count] : per_line)
        if (count > 1) out << "line " << line << ": " << count << " queries\n";
}

} // namespace

std::string_view RunCommand::help() const {
    return "usage: relata run PROGRAM|- [OPTIONS]\n\n"
           "Runs a Python program (a file, with the modules beside it that it imports, a folder with main.py,\n"
           "or - for stdin).\n\n"
           "  --queries          list the queries, the line and the reason of each\n"
           "  --trace FILE|-     write everything that happened as JSON (- : stdout, instead of the output)\n"
           "  --db NAME=FILE     the program's database file NAME begins as a copy of FILE\n"
           "  --timeout SECONDS  stop after so much real time (0: never)\n"
           "  --steps N          stop after N instructions (0: never)\n"
           "  --memory MB        stop when the program takes more memory (0: never)\n"
           "  --statements N     stop after N SQL statements (0: never)\n"
           "  --output BYTES     stop after so much output (0: never)\n"
           "  --seed N           seed of `random`\n\n"
           "Exit status: 0, 1 after an uncaught error, 2 for wrong usage, 124 when the time limit is over.\n";
}

int RunCommand::run(const std::vector<std::string>& arguments, Streams streams) {
    Options options;
    for (size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (argument == "-" || !argument.starts_with("-")) {
            if (!options.program.empty()) return fail(streams, "one program at a time");
            options.program = argument;
            continue;
        }
        if (argument == "--queries") {
            options.queries = true;
            continue;
        }
        const size_t equals = argument.find('=');
        const std::string name = argument.substr(0, equals);
        std::string value;
        if (equals != std::string::npos)
            value = argument.substr(equals + 1);
        else if (i + 1 < arguments.size())
            value = arguments[++i];
        else
            return fail(streams, "option " + name + " needs a value");
        if (name == "--trace") {
            options.trace = value;
        } else if (name == "--db") {
            const size_t split = value.find('=');
            if (split == std::string::npos) return fail(streams, "--db takes NAME=FILE");
            options.databases.emplace_back(value.substr(0, split), value.substr(split + 1));
        } else {
            char* end = nullptr;
            const double number = std::strtod(value.c_str(), &end);
            if (value.empty() || *end || number < 0)
                return fail(streams, "option " + name + " takes a number, not '" + value + "'");
            if (name == "--timeout")
                options.budgets.wall_time = std::chrono::milliseconds(int64_t(number * 1000));
            else if (name == "--steps")
                options.budgets.steps = uint64_t(number);
            else if (name == "--memory")
                options.budgets.memory_bytes = size_t(number) << 20;
            else if (name == "--statements")
                options.budgets.statements = uint64_t(number);
            else if (name == "--output")
                options.budgets.output_bytes = uint64_t(number);
            else if (name == "--seed")
                options.seed = uint64_t(number);
            else
                return fail(streams, "there is no option " + name);
        }
    }
    if (options.program.empty()) return fail(streams, "which program?");
    sandbox::RunRequest request;
    request.budgets = options.budgets;
    request.seed = options.seed;
    ErrorOr<ProgramFiles> program = read_program(options.program, streams.in);
    if (!program) {
        streams.err << "relata: " << program.error().message << "\n";
        return usage;
    }
    request.files = std::move(program->files);
    request.main = std::move(program->main);
    for (const auto& [name, path] : options.databases) {
        auto bytes = read_file(path);
        if (!bytes) return fail(streams, "can't open database '" + path + "'");
        request.databases.push_back({name, std::move(*bytes)});
    }
    if (options.trace != "-") {
        request.on_output = [&](std::string_view text) { streams.out << text << std::flush; };
        request.on_error_output = [&](std::string_view text) { streams.err << text << std::flush; };
    }
    const sandbox::RunRecord record = sandbox::run(request);
    if (options.trace == "-")
        streams.out << sandbox::to_trace_json(record);
    else if (options.trace)
        std::ofstream(*options.trace, std::ios::binary) << sandbox::to_trace_json(record);
    if (options.queries) write_queries(record, options.trace == "-" ? streams.err : streams.out);
    if (record.stopped != sandbox::StopReason::none) {
        streams.err << "relata: " << sandbox::to_string(record.stopped) << "\n";
        return record.stopped == sandbox::StopReason::wall_time ? time_limit : failure;
    }
    return record.exit_status;
}

} // namespace relata::cli
