#include "models/syntax_check.h"

#include "python/compiler.h"
#include "python/interpreter.h"
#include "support/run_stopped.h"
#include "support/str.h"

namespace relata::models {

std::optional<SyntaxProblem> checkSyntax(const QString& text) {
    python::Interpreter interpreter;
    interpreter.set_stderr([](std::string_view) {}); // warnings are told by the run
    try {
        python::compile(interpreter, python::Source("", text.toStdString()));
    } catch (const Error& error) {
        SyntaxProblem problem;
        problem.type = error.exception_class() == Exc::IndentationError ? QStringLiteral("IndentationError")
                       : error.exception_class() == Exc::TabError       ? QStringLiteral("TabError")
                                                                        : QStringLiteral("SyntaxError");
        
        for (const auto& [name, value] : error.attributes()) {
            if (const Str* message = name == "msg" ? value.as<Str>() : nullptr)
                problem.message = QString::fromUtf8(message->view().data(), qsizetype(message->view().size()));
            if (!value.is_small_int()) continue;
            const int number = int(value.as_small_int());
            if (name == "lineno") problem.line = number;
            else if (name == "offset") problem.column = std::max(0, number - 1);
            else if (name == "end_lineno") problem.endLine = number;
            else if (name == "end_offset") problem.endColumn = std::max(0, number - 1);
        }
        return problem;
    } catch (const RunStopped&) { // a budget: the run will tell
    }
    return std::nullopt;
}

} // namespace relata::models
