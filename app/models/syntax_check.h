// SyntaxCheck: what the engine's own front end says of a text while it is typed.
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace relata::models {

struct SyntaxProblem {
    QString type, message; ///< "SyntaxError", "'(' was never closed"
    int line = 0;          ///< 1-based
    int column = 0, endColumn = 0; ///< 0-based, in code points; equal where only a place is known
    int endLine = 0;
};

/// Compiles the text and throws the result away. Nothing where it is a program; milliseconds for some hundred lines.
std::optional<SyntaxProblem> checkSyntax(const QString& text);
/// The same, and what would be said after mending it: see python::check_program().
QList<SyntaxProblem> checkProgram(const QString& text);

} // namespace relata::models
