// The exporters, on a report whose every text is hostile: real parsers read what they write.
#include "answers.h"

#include "grading/exporters/exporter.h"
#include "grading/report_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

using namespace relata;
using namespace relata::grading;

class TestExporters : public QObject {
    Q_OBJECT

    static std::string hostile() {
        static constexpr char text[] = "]]> <script>&\"' ::error::x\n::stop-commands::\x1b[2J\0\xff\xed\xa0\x80 =1+1,#\\ | `x` \r\nok 9 - forged";
        return {text, sizeof text - 1};
    }
    static std::vector<Report> reports() {
        std::vector<Report> all;
        for (const bool passed : {false, true}) {
            Report report;
            report.submission = passed ? "=cmd|'/c calc'!A1" : hostile();
            report.exercise = "mend-the-loop";
            report.title = hostile();
            report.engine_version = "1.0.0";
            report.status = Status::graded;
            report.passed = passed;
            report.points = 1.5;
            report.max_points = 3;
            for (const Verdict verdict : {Verdict::passed, Verdict::failed, Verdict::errored, Verdict::skipped}) {
                CheckResult check;
                check.id = "check-" + std::string(to_string(verdict));
                check.type = "query_count";
                check.verdict = verdict;
                if (verdict != Verdict::passed) check.code = "N1-LAZY";
                check.message = check.expected = check.actual = check.fix = check.advice = hostile();
                check.notes = {hostile()};
                check.file = "query.py";
                check.line = 7;
                report.checks.push_back(std::move(check));
            }
            all.push_back(std::move(report));
        }
        Report broken;
        broken.submission = "ann";
        broken.exercise = "mend-the-loop";
        broken.status = Status::not_gradable;
        broken.problems.push_back({.message = hostile(), .file = "query.py", .line = 1});
        all.push_back(std::move(broken));
        return all;
    }
    QString write(const char* name, const std::string& text) {
        QFile file(m_dir.filePath(name));
        if (!file.open(QIODevice::WriteOnly)) qFatal("can't write");
        file.write(text.data(), qint64(text.size()));
        return file.fileName();
    }
    /// "" where the program is content; else what it says. tests/run installs the programs.
    static QString run(const QString& program, const QStringList& arguments) {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForStarted()) return program + " is not installed";
        process.waitForFinished(20'000);
        return process.exitCode() == 0 ? "" : process.readAllStandardError() + process.readAllStandardOutput();
    }
    QTemporaryDir m_dir;

  private slots:
    void junitIsValidByItsSchema() {
        const QString file = write("j.xml", to_junit(reports(), Audience::staff));
        QCOMPARE(run("xmllint", {"--noout", "--schema", RELATA_SOURCE_DIR "/resources/schemas/junit.xsd", file}), "");
    }
    void pagesAreWellFormedAndHoldNoScript() {
        for (const auto& render : {to_html, to_class_html}) {
            const std::string text = render(reports(), Audience::staff);
            QVERIFY(text.find("<script") == std::string::npos);
            QCOMPARE(run("xmllint", {"--noout", write("p.html", text)}), "");
        }
    }
    void jsonFormatsAreJson() {
        for (const char* name : {"json", "gradescope", "classroom", "sarif"}) {
            const std::string text = find_exporter(name)->render(reports(), Audience::staff);
            QJsonParseError error;
            QVERIFY2(!QJsonDocument::fromJson(QByteArray::fromStdString(text), &error).isNull(), name);
            QCOMPARE(run("python3", {"-c", "import json,sys; json.load(open(sys.argv[1], encoding='utf-8'))", write("x.json", text)}), "");
        }
    }
    void jsonHasTheKeysOfItsPublishedSchema() {
        QFile file(RELATA_SOURCE_DIR "/resources/schemas/report.schema.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject schema = QJsonDocument::fromJson(file.readAll()).object();
        const QJsonObject report = QJsonDocument::fromJson(QByteArray::fromStdString(to_json(reports().front(), Audience::staff))).object();
        for (const QJsonValue key : schema["required"].toArray())
            QVERIFY2(report.contains(key.toString()), qPrintable(key.toString()));
        for (const QString& key : report.keys())
            QVERIFY2(schema["properties"].toObject().contains(key), qPrintable(key));
        const QJsonObject known = schema["$defs"].toObject()["check"].toObject()["properties"].toObject();
        for (const QJsonValue check : report["checks"].toArray())
            for (const QString& key : check.toObject().keys())
                QVERIFY2(known.contains(key), qPrintable(key));
    }
    void sarifHasWhatGitHubRequires() {
        const QJsonObject run = QJsonDocument::fromJson(QByteArray::fromStdString(to_sarif(reports(), Audience::staff))).object()["runs"].toArray()[0].toObject();
        QVERIFY(!run["tool"].toObject()["driver"].toObject()["rules"].toArray().isEmpty());
        for (const QJsonValue result : run["results"].toArray()) {
            const QJsonObject place = result["locations"].toArray()[0].toObject()["physicalLocation"].toObject();
            QVERIFY(place["region"].toObject()["startLine"].toInt() >= 1);
            QVERIFY(!result["partialFingerprints"].toObject()["primaryLocationLineHash"].toString().isEmpty());
        }
    }
    void tapPlanMatchesAndNothingIsForged() {
        const QStringList lines = QString::fromStdString(to_tap(reports(), Audience::staff)).split('\n');
        int tests = 0;
        for (const QString& line : lines)
            tests += line.startsWith("ok ") || line.startsWith("not ok ");
        QCOMPARE(lines[1], "1.." + QString::number(tests));
        QCOMPARE(tests, 9);
    }
    void annotationsCannotBeForged() {
        const QStringList lines = QString::fromStdString(to_github_annotations(reports(), Audience::staff)).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 5);
        for (const QString& line : lines)
            QVERIFY2(line.startsWith("::error ") || line.startsWith("::warning "), qPrintable(line));
    }
    void summaryHasNoMarkupOfALearner() {
        const std::string text = to_github_summary(reports(), Audience::staff);
        QVERIFY(text.find("<script") == std::string::npos && text.find("`x`") == std::string::npos && text.size() < 1'000'000);
    }
    void csvIsReadByPythonAndHoldsNoFormula() {
        const QString file = write("x.csv", to_csv(reports(), Audience::staff));
        QCOMPARE(run("python3", {"-c",
                                 "import csv,sys\nrows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))\n"
                                 "assert len(rows) == 4 and len({len(row) for row in rows}) == 1, rows\n"
                                 "assert not any(field[:1] in tuple('=+-@') and field for row in rows for field in row), rows",
                                 file}),
                 "");
    }
    void everyExporterTakesNothing() {
        for (const Exporter& exporter : exporters())
            exporter.render({}, Audience::student);
    }
    void lineOfAJournalGivesTheReportBack() {
        Grader grader(load("mend-the-loop"), {});
        const Report report = grader.grade(grader.exercise().folder / "wrong" / "no-unique", "ann");
        const auto again = read_line(to_line(report));
        QVERIFY(again);
        QCOMPARE(to_json(*again, Audience::staff), to_json(report, Audience::staff));
        QCOMPARE(to_json(*again, Audience::student), to_json(report, Audience::student));
        QVERIFY(!read_line(to_line(report).substr(0, 90)));
    }
};

QTEST_APPLESS_MAIN(TestExporters)
#include "tst_exporters.moc"
