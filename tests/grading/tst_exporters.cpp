// The exporters, on a report whose every text is hostile: real parsers read what they write.
#include "answers.h"

#include "grading/exporters/exporter.h"
#include "grading/reason_code.h"
#include "grading/report_json.h"

#include <QDirIterator>
#include <QProcess>
#include <QRegularExpression>
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
                check.work = verdict == Verdict::passed ? 7500 : 0;
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
    /// What the reader of the format says: "" where it is content.
    QString read(const QString& format, const std::string& text) {
        return run("python3", {"-B", RELATA_SOURCE_DIR "/tests/grading/formats.py", RELATA_SOURCE_DIR "/resources/schemas", format, write("x", text)});
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
    void formatIsReadByItsRules_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("audience");
        for (const char* name : {"json", "sarif", "gradescope", "classroom", "tap", "annotations", "csv", "class-csv"})
            for (const char* audience : {"student", "staff"})
                QTest::addRow("%s-%s", name, audience) << name << audience;
    }
    void formatIsReadByItsRules() {
        QFETCH(QString, format);
        QFETCH(QString, audience);
        const Audience reader = audience == "staff" ? Audience::staff : Audience::student;
        for (size_t count : {size_t(3), size_t(1), size_t(0)}) {
            std::vector<Report> some = reports();
            some.resize(count);
            QCOMPARE(read(format, find_exporter(format.toStdString())->render(some, reader)), "");
        }
    }
    void oneReportIsReadByItsSchema() {
        for (const Report& report : reports())
            for (Audience audience : {Audience::student, Audience::staff})
                QCOMPARE(read("report", to_json(report, audience)), "");
    }
    void readersRefuseWhatIsWrong_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("json-type") << "json" << "\"points\": 1.5" << "\"points\": \"1.5\"";
        QTest::newRow("json-key") << "json" << "\"title\":" << "\"titel\":";
        QTest::newRow("json-word") << "json" << "\"verdict\": \"skipped\"" << "\"verdict\": \"left out\"";
        QTest::newRow("sarif-rule") << "sarif" << "\"ruleIndex\": 0" << "\"ruleIndex\": 1";
        QTest::newRow("sarif-place") << "sarif" << "\"startLine\": 7" << "\"startLine\": 0";
        QTest::newRow("sarif-uri") << "sarif" << "query.py\"" << "query py\"";
        QTest::newRow("gradescope") << "gradescope" << "\"visible\"" << "\"shown\"";
        QTest::newRow("classroom") << "classroom" << "\"pass\"" << "\"passed\"";
        QTest::newRow("tap-plan") << "tap" << "1..9" << "1..8";
        QTest::newRow("tap-block") << "tap" << "  ..." << "  ..";
        QTest::newRow("annotations") << "annotations" << "::error file=" << "::error:: file=";
        QTest::newRow("csv") << "csv" << "exercise," << "";
    }
    void readersRefuseWhatIsWrong() {
        QFETCH(QString, format);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QString text = QString::fromStdString(find_exporter(format.toStdString())->render(reports(), Audience::staff));
        QVERIFY(text.contains(from));
        text.replace(text.indexOf(from), from.size(), to);
        QVERIFY(read(format, text.toStdString()) != "");
    }
    void classReportCountsCodesAndChecks() {
        const QString page = QString::fromStdString(to_class_html(reports(), Audience::staff));
        QVERIFY(page.contains("<h2>Why answers fail</h2>") && page.contains("<tr><td>N1-LAZY: A relationship is loaded with a statement of its own for each object.</td><td>6</td>"));
        QVERIFY(page.contains("<h2>Checks that fail most</h2>") && page.contains("<tr><td>mend-the-loop, check-failed</td><td>2</td>"));
        QVERIFY(page.contains("<h2>Checks that cost most</h2>") && page.contains("<tr><td>mend-the-loop, check-passed</td><td>7</td>"));
        QVERIFY(to_class_csv(reports(), Audience::staff).find("mend-the-loop,check-failed,N1-LAZY,2\n") != std::string::npos);
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
    void everyCodeHasAMeaning() {
        static const QRegularExpression code("(?:failure\\(few \\? |failure\\(|code = |: )\"([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*)\"");
        QDirIterator at(RELATA_SOURCE_DIR "/engine/grading", {"*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
        int found = 0;
        while (at.hasNext()) {
            QFile file(at.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            for (auto matches = code.globalMatch(QString::fromUtf8(file.readAll())); matches.hasNext(); ++found) {
                const QString word = matches.next().captured(1);
                QVERIFY2(!meaning_of(word.toStdString()).empty() || word == "FAILED" || word == "SELECT", qPrintable(word));
            }
        }
        QVERIFY(found >= 40);
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
