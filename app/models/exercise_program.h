// The program behind the Run button of an exercise.
#pragma once

#include "models/shown_run.h"

namespace relata::course {
struct Exercise;
}

namespace relata::models {

/// The learner's files, the visible dataset at `size`, and a main file that fills a database, calls the entry and prints
/// what it returned. Only what the learner's files send is counted.
Program exerciseProgram(const course::Exercise& exercise, const QMap<QString, QString>& files, int size);

/// The files of the first reference solution; none where there is none.
QMap<QString, QString> solutionFiles(const course::Exercise& exercise);

} // namespace relata::models
