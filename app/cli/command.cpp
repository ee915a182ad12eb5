#include "cli/command.h"

#include "cli/run_command.h"

#include <ostream>

namespace relata::cli {

std::vector<std::unique_ptr<Command>> all_commands() {
    std::vector<std::unique_ptr<Command>> all;
    all.push_back(std::make_unique<RunCommand>());
    return all;
}

int main(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out, std::ostream& err) {
    const auto commands = all_commands();
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
    for (const auto& command : commands) {
        if (command->name() != verb) continue;
        const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
        for (const std::string& argument : rest)
            if (argument == "--help" || argument == "-h") {
                out << command->help();
                return success;
            }
        return command->run(rest, {in, out, err});
    }
    err << "relata: there is no command '" << verb << "'\n";
    write_help(err);
    return usage;
}

} // namespace relata::cli
