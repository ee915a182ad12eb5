// What may follow the caret: the program's own names, the attributes of its classes, and the words of SQLModel and
// SQLAlchemy. QScintilla's own type-ahead loses its context after a call, and its popup needs a screen below the caret.
#pragma once

#include <QString>
#include <QStringList>

namespace relata::gui {

struct Completions {
    QString prefix;    ///< what is already typed of the word
    QStringList words; ///< arguments of the open call first; sorted, without duplicates; empty where nothing fits
};

/// `before`: the line up to the caret. `program`: all files, one after another.
Completions completionsFor(const QString& before, const QString& program);

} // namespace relata::gui
