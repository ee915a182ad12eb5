// Language: which language the desk speaks. The course stays in the language that it was written in.
#pragma once

#include <QCoreApplication>
#include <QList>
#include <QString>

namespace relata::gui {

class Language {
  public:
    struct Choice {
        QString code; ///< "de"; empty: the system's
        QString name; ///< in the language itself
    };
    static QList<Choice> choices();
    /// What windows made from now on speak. A code that is none of the choices counts as the system's.
    static void apply(QCoreApplication& application, const QString& code);
};

} // namespace relata::gui
