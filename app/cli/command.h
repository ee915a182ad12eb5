// Command: one verb of `relata`. Each stands in a file pair of its own; main() in process serves the tests.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace relata::cli {

/// Exit statuses: research and CI rely on them.
enum ExitStatus : int {
    success = 0,
    failure = 1,
    usage = 2,
    not_gradable = 3,
    exercise_invalid = 4,
    internal = 5,
    time_limit = 124
};

/// Where a command reads and writes.
struct Streams {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
};

/// Made anew for each use: its options are members that define() binds.
class Command {
  public:
    virtual ~Command() = default;
    virtual std::string_view name() const = 0;
    virtual std::string_view summary() const = 0; ///< one line for `relata --help`
    /// Declares options, positional arguments and the text below them.
    virtual void define(CLI::App& app) = 0;
    /// Called after the options are read. Returns the exit status.
    virtual int run(Streams streams) = 0;

  protected:
    /// "relata NAME: message" on err; gives `usage`.
    int wrong_usage(Streams& streams, const std::string& message) const;
};

using Commands = std::vector<std::unique_ptr<Command>>;
/// All commands, in the order of `relata --help`.
Commands all_commands();

/// The whole of `relata`: `arguments` without the program's name.
int main(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out, std::ostream& err,
         const Commands& commands = all_commands());

} // namespace relata::cli
