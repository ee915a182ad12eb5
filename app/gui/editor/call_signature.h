// What a call of the program's own classes and functions takes, read off its text.
#pragma once

#include <QString>
#include <QStringList>

namespace relata::gui {

/// The name that is called at the end of `before`: "Task" of `Task(title="a", `. Empty where no call is open
/// there, or the bracket belongs to a definition.
QString calledName(const QString& before);
/// "title: str", "session": the parameters of a class or function of the program, in order.
QStringList parametersOf(const QString& name, const QString& program);
/// Whether the program itself defines it.
bool isOfProgram(const QString& name, const QString& program);

} // namespace relata::gui
