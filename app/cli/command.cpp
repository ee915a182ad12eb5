#include "cli/command.h"

#include "cli/author_command.h"
#include "cli/check_command.h"
#include "cli/export_command.h"
#include "cli/grade_command.h"
#include "cli/hint_command.h"
#include "cli/list_command.h"
#include "cli/run_command.h"
#include "cli/show_command.h"
#include "cli/start_command.h"
#include "cli/watch_command.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ostream>

namespace relata::cli {

Commands all_commands() {
    std::vector<std::unique_ptr<Command>> all;
    all.push_back(std::make_unique<ListCommand>());
    all.push_back(std::make_unique<ShowCommand>());
    all.push_back(std::make_unique<StartCommand>());
    all.push_back(std::make_unique<RunCommand>());
    all.push_back(std::make_unique<CheckCommand>());
    all.push_back(std::make_unique<WatchCommand>());
    all.push_back(std::make_unique<HintCommand>());
    all.push_back(std::make_unique<ExportCommand>());
    all.push_back(std::make_unique<GradeCommand>());
    all.push_back(std::make_unique<AuthorCommand>());
    return all;
}

int Command::wrong_usage(Streams& streams, const std::string& message) const {
    streams.err << "relata " << name() << ": " << message << "\n";
    return usage;
}

namespace {

int run_command(Command& command, std::vector<std::string> arguments, Streams streams) {
    CLI::App app{std::string(command.summary()), "relata " + std::string(command.name())};
    command.define(app);
    std::ranges::reverse(arguments); // as CLI11 wants them
    try {
        app.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
        streams.out << app.help();
        return success;
    } catch (const CLI::ParseError& error) {
        streams.err << "relata " << command.name() << ": " << error.what() << "\n`relata " << command.name()
                    << " --help` says more.\n";
        return usage;
    }
    try {
        return command.run(streams);
    } catch (const std::exception& error) {
        streams.err << "relata " << command.name() << ": internal error: " << error.what() << "\n";
        return internal;
    }
}

} // namespace

int main(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out, std::ostream& err,
         const Commands& commands) {
    auto write_help = [&](std::ostream& to) {
        to << "usage: relata COMMAND [ARGUMENTS]\n\n";
        for (const auto& command : commands)
            to << "  " << command->name() << std::string(12 - command->name().size(), ' ')
               << command->summary() << "\n";
        to << "\n`relata COMMAND --help` says more.\n";
    };
    if (arguments.empty()) {
        write_help(err);
        return usage;
    }
    const std::string& verb = arguments[0];
    if (verb == "--version" || verb == "-V") {
        out << "relata " RELATA_VERSION "\n";
        return success;
    }
    if (verb == "--help" || verb == "-h" || verb == "help") {
        write_help(out);
        return success;
    }
    for (const auto& command : commands)
        if (command->name() == verb)
            return run_command(*command, {arguments.begin() + 1, arguments.end()}, {in, out, err});
    err << "relata: there is no command '" << verb << "'\n";
    write_help(err);
    return usage;
}

} // namespace relata::cli
