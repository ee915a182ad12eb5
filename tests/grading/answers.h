// What the tests of grading share: the bundled exercises, and answers to them.
#pragma once

#include "grading/grader.h"

#include <QtTest>

namespace relata::grading {

inline std::filesystem::path exercises_folder() {
    return std::filesystem::path(RELATA_SOURCE_DIR) / "exercises";
}

inline course::Exercise load(const std::string& id) {
    course::LoadedExercise loaded = course::load_exercise(exercises_folder() / id);
    for (const Diagnostic& problem : loaded.problems)
        qWarning("%s", problem.to_string().c_str());
    return std::move(loaded.exercise);
}

/// The starter's files with `path` replaced.
inline std::vector<course::SourceFile> answer_with(const course::Exercise& exercise, const std::string& path,
                                                   const std::string& text) {
    std::vector<course::SourceFile> files = exercise.starter();
    for (course::SourceFile& file : files)
        if (file.path == path) file.text = text;
    return files;
}

inline const CheckResult& check(const Report& report, const std::string& id) {
    for (const CheckResult& result : report.checks)
        if (result.id == id) return result;
    qFatal("there is no check %s", id.c_str());
}

inline QString describe(const Report& report) {
    QString out = QString::fromStdString(std::string(to_string(report.status)));
    for (const Diagnostic& problem : report.problems)
        out += "\n" + QString::fromStdString(problem.to_string());
    for (const CheckResult& c : report.checks)
        out += QString::fromStdString("\n" + c.id + ": " + std::string(to_string(c.verdict)) + " " + c.code +
                                      " " + c.message);
    return out;
}

} // namespace relata::grading
