// The desk's way to the grader: judges an answer and turns the report into what the windows show.
#pragma once

#include "models/engine_port.h"

namespace relata::grading {
struct Report;
}

namespace relata::models {

/// As a student may read it.
ShownVerdict showReport(const grading::Report& report);
/// A Checker; blocks, on whatever thread calls it.
ShownVerdict checkOnEngine(const course::Exercise& exercise, const QMap<QString, QString>& files, std::stop_token stop);
/// The checks that a student may see, not made yet.
std::vector<ShownCheck> uncheckedList(const course::Exercise& exercise);
/// "few-queries" as people read it: "Few queries".
QString checkTitle(const std::string& id);

} // namespace relata::models
