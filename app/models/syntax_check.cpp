#include "models/syntax_check.h"

#include "python/interpreter.h"
#include "python/program_check.h"
#include "support/run_stopped.h"

namespace relata::models {

namespace {

QList<SyntaxProblem> check(const QString& text, size_t limit) {
    python::Interpreter interpreter;
    interpreter.set_stderr([](std::string_view) {}); // warnings are told by the run
    QList<SyntaxProblem> found;
    try {
        for (const python::ProgramProblem& p : python::check_program(interpreter, python::Source("", text.toStdString()), limit))
            found.append({.type = p.cls == Exc::IndentationError ? QStringLiteral("IndentationError")
                                  : p.cls == Exc::TabError       ? QStringLiteral("TabError")
                                                                 : QStringLiteral("SyntaxError"),
                          .message = QString::fromStdString(p.message),
                          .line = p.line,
                          .column = p.column,
                          .endColumn = p.end_column,
                          .endLine = p.end_line});
    } catch (const RunStopped&) { // a budget: the run will tell
    }
    return found;
}

} // namespace

std::optional<SyntaxProblem> checkSyntax(const QString& text) {
    const QList<SyntaxProblem> found = check(text, 1);
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

QList<SyntaxProblem> checkProgram(const QString& text) { return check(text, 10); }

} // namespace relata::models
