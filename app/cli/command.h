// Command: one verb of `relata`. Each stands in a file pair of its own; main() in process serves the tests.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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

class Command {
  public:
    virtual ~Command() = default;
    virtual std::string_view name() const = 0;
    virtual std::string_view summary() const = 0; ///< one line for `relata --help`
    virtual std::string_view help() const = 0;    ///< the text of `relata NAME --help`
    /// `arguments` after the command's name. Returns the exit status.
    virtual int run(const std::vector<std::string>& arguments, Streams streams) = 0;
};

/// All commands, in the order of `relata --help`.
std::vector<std::unique_ptr<Command>> all_commands();

/// The whole of `relata`: `arguments` without the program's name.
int main(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out, std::ostream& err);

} // namespace relata::cli
