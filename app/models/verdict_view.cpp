#include "models/verdict_view.h"

#include "course/exercise.h"
#include "grading/grader.h"
#include "models/check_demand.h"

#include <QCoreApplication>

namespace relata::models {

namespace {

QString text(const std::string& s) { return QString::fromStdString(s); }

Verdict shown(grading::Verdict verdict) {
    switch (verdict) {
    case grading::Verdict::passed: return Verdict::passed;
    case grading::Verdict::failed: return Verdict::failed;
    case grading::Verdict::skipped: return Verdict::skipped;
    case grading::Verdict::errored: return Verdict::errored;
    }
    return Verdict::notRun;
}

ShownCheck shown(const grading::CheckResult& result) {
    ShownCheck check;
    check.id = text(result.id);
    check.title = checkTitle(result.id);
    check.verdict = shown(result.verdict);
    check.points = result.points;
    check.maximum = result.max_points;
    check.file = text(result.file);
    check.line = result.line;
    QStringList message;
    const bool hidden = result.is_on_hidden_data && result.verdict != grading::Verdict::passed;
    if (result.verdict == grading::Verdict::skipped && result.message.starts_with("needs ")) {
        QStringList titles;
        for (const QString& id : text(result.message).mid(6).split(QStringLiteral(", ")))
            titles << QCoreApplication::translate("relata::models", "“%1”").arg(checkTitle(id.toStdString()));
        check.message = QCoreApplication::translate("relata::models", "Is looked at once %1 passes.").arg(titles.join(QStringLiteral(", ")));
        return check;
    }
    for (const std::string& part : {hidden ? result.hidden_message : result.message, result.advice})
        if (!part.empty()) message << text(part);
    if (!hidden) {
        check.expected = text(result.expected);
        check.actual = text(result.actual);
        if (!result.fix.empty())
            message << QCoreApplication::translate("relata::models", "Add %1 %2").arg(text(result.fix), text(result.fix_place)).trimmed();
    }
    for (const std::string& note : result.notes) message << text(note);
    check.message = message.join(QLatin1Char('\n'));
    return check;
}

} // namespace

QString checkTitle(const std::string& id) {
    QString title = text(id).replace(QLatin1Char('-'), QLatin1Char(' '));
    if (!title.isEmpty()) title[0] = title.at(0).toUpper();
    return title;
}

ShownVerdict showReport(const grading::Report& report) {
    const grading::Report student = report.for_student();
    ShownVerdict verdict;
    verdict.passed = student.passed;
    verdict.points = student.points;
    verdict.maximum = student.max_points;
    verdict.hash = text(report.verdict_hash());
    for (const grading::CheckResult& result : student.checks) verdict.checks.push_back(shown(result));
    QStringList problems;
    for (const Diagnostic& problem : student.problems) problems << text(problem.to_string());
    verdict.problem = problems.join(QLatin1Char('\n'));
    return verdict;
}

ShownVerdict checkOnEngine(const course::Exercise& exercise, const QMap<QString, QString>& files, std::stop_token stop) {
    grading::Grader::Options options;
    const std::stop_callback forward(stop, [token = options.stop] { token.stop(); });
    grading::Grader grader(exercise, options);
    // As the command reads a folder, so that both give the same verdict.
    auto answer = exercise.answer_of([&files](const std::string& name) -> std::optional<std::string> {
        const auto file = files.constFind(text(name));
        return file == files.cend() ? std::nullopt : std::optional(file->toStdString());
    });
    if (!answer) return {.problem = text(answer.error().to_string())};
    return showReport(grader.grade(std::move(*answer), exercise.id));
}

std::vector<ShownCheck> uncheckedList(const course::Exercise& exercise) {
    std::vector<ShownCheck> list;
    for (const course::CheckSpec& check : exercise.checks) {
        if (check.visibility != course::Visibility::visible) continue;
        ShownCheck shown;
        shown.id = text(check.id);
        shown.title = checkTitle(check.id);
        shown.message = demandOf(check);
        shown.maximum = check.points;
        list.push_back(shown);
    }
    return list;
}

} // namespace relata::models
