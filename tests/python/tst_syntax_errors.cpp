// Syntax errors: the places that an editor marks, limits and time. Their texts are compared in tst_recorded.
#include "python/interpreter.h"
#include "python/program_check.h"
#include "python/source.h"

#include <QtTest>

using namespace relata;

class TestSyntaxErrors : public QObject {
    Q_OBJECT

    static python::Outcome run(const std::string& source, const Budgets& budgets = {}) {
        python::Interpreter interpreter(budgets);
        python::Program program;
        program.files.push_back({"main.py", source});
        program.entry = "main.py";
        python::Outcome outcome = interpreter.run(program);
        outcome.exception.reset(); // it would outlive its run
        return outcome;
    }

  private slots:
    /// What the compiler finds odd, with its line; the texts were recorded from CPython 3.11.
    void warnsAboutWhatCannotBeMeant() {
        python::Interpreter interpreter{Budgets{}};
        python::Program program;
        program.files.push_back({"main.py", "def f(x):\n"
                                            "    y = [(1, 2) (3, 4)]\n"
                                            "    y = {1}[0]\n"
                                            "    y = [1] [0, 1]\n"
                                            "    assert (x, 'm')\n"
                                            "    return x is 1 or x is not 'a' or x is None\n"});
        program.entry = "main.py";
        interpreter.run(program).exception.reset();
        QStringList found;
        for (const python::WarningRecord& w : interpreter.warnings())
            found += QString("%1 %2 %3").arg(w.where.line).arg(QString::fromStdString(w.category), QString::fromStdString(w.message));
        QCOMPARE(found, QStringList({"2 SyntaxWarning 'tuple' object is not callable; perhaps you missed a comma?",
                                     "3 SyntaxWarning 'set' object is not subscriptable; perhaps you missed a comma?",
                                     "4 SyntaxWarning list indices must be integers or slices, not tuple; perhaps you missed a comma?",
                                     "5 SyntaxWarning assertion is always true, perhaps remove parentheses?",
                                     "6 SyntaxWarning \"is\" with a literal. Did you mean \"==\"?",
                                     "6 SyntaxWarning \"is not\" with a literal. Did you mean \"!=\"?"}));
    }
    void refusesCharactersByName() {
        const python::Outcome outcome = run("x = 1\ny = '\\N{BULLET}'\n");
        QCOMPARE(outcome.type, std::string("SyntaxError"));
        QCOMPARE(outcome.where.line, 2);
        QVERIFY(outcome.message.starts_with("not supported here: \\N{...} escapes"));
    }
    void tellsEveryMistakeOfAProgram() {
        python::Interpreter interpreter{Budgets{}};
        const python::Source source("main.py", "x = (1 2)\n"
                                               "def f()\n"
                                               "    return 1\n"
                                               "class A:\n"
                                               "    def g(self):\n"
                                               "        y = [1,\n"
                                               "             é é]\n"
                                               "        if y = 1:\n"
                                               "            pass\n"
                                               "for i in x:\n"
                                               "print(i)\n"
                                               "return 5\n"
                                               "z = 'open\n");
        QStringList found;
        for (const python::ProgramProblem& p : python::check_program(interpreter, source))
            found += QStringLiteral("%1:%2-%3 %4").arg(p.line).arg(p.column).arg(p.end_column).arg(QString::fromStdString(p.message));
        QCOMPARE(found.join('\n'), QStringList({"13:4-4 unterminated string literal (detected at line 13)",
                                                "1:5-8 invalid syntax. Perhaps you forgot a comma?",
                                                "2:7-7 expected ':'",
                                                "7:13-16 invalid syntax. Perhaps you forgot a comma?",
                                                "8:11-16 invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                                                "11:0-5 expected an indented block after 'for' statement on line 10",
                                                "12:0-8 'return' outside function"})
                                       .join('\n'));
        QVERIFY(python::check_program(interpreter, python::Source("main.py", "x = 1\n")).empty());
    }
    /// An editor asks with every pause of the typing.
    void checksFiveHundredLinesInMilliseconds() {
        std::string program;
        for (int i = 0; i < 100; ++i)
            program += "def function_" + std::to_string(i) + "(first, second=None, *rest):\n"
                       "    total = [item.name for item in rest if item.value > first]\n"
                       "    for name in total:\n"
                       "        print(f'{name!r:>10} {len(name)}', second or {'key': [1, 2, 3]})\n"
                       "    return sorted(total, key=lambda item: (len(item), item))\n";
        python::Interpreter interpreter{Budgets{}};
        const python::Source source("main.py", program), broken("main.py", program + "x = (1 2)\n");
        const auto best_of = [&](const python::Source& text) {
            qint64 best = std::numeric_limits<qint64>::max();
            for (int i = 0; i < 5; ++i) {
                QElapsedTimer timer;
                timer.start();
                python::check_program(interpreter, text);
                best = std::min(best, timer.nsecsElapsed());
            }
            return double(best) / 1e6;
        };
        const double right = best_of(source), wrong = best_of(broken);
        qInfo("500 lines: %.2f ms, with a mistake %.2f ms", right, wrong);
#ifdef NDEBUG
        QVERIFY2(right < 5, qPrintable(QString::number(right)));
#endif
    }
    void refusesWhatTheParserCannotHold_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("message");
        const QByteArray nested = "maximum recursion depth exceeded during compilation";
        QTest::newRow("parentheses") << QByteArray(100'000, '(') + QByteArray(100'000, ')') << QByteArray("SyntaxError")
                                     << QByteArray("too many nested parentheses");
        QTest::newRow("minus-signs") << "x = " + QByteArray(100'000, '-') + "1" << QByteArray("MemoryError") << QByteArray();
        QTest::newRow("lambdas") << "x = " + QByteArray("lambda:").repeated(50'000) + "1" << QByteArray("MemoryError") << QByteArray();
        QTest::newRow("powers") << "x = " + QByteArray("1**").repeated(50'000) + "1" << QByteArray("MemoryError") << QByteArray();
        QTest::newRow("attributes") << "x" + QByteArray(".a").repeated(100'000) << QByteArray("RecursionError") << nested;
        QTest::newRow("calls") << "x" + QByteArray("()").repeated(100'000) << QByteArray("RecursionError") << nested;
        QTest::newRow("sums") << "x = " + QByteArray("1 + ").repeated(100'000) + "y" << QByteArray("RecursionError") << nested;
        QByteArray indented, loops;
        for (int i = 0; i < 150; ++i) indented += QByteArray(i, ' ') + "if 1:\n";
        for (int i = 0; i < 21; ++i) loops += QByteArray(i, ' ') + "for i in x:\n";
        QTest::newRow("indentation") << indented + QByteArray(150, ' ') + "pass\n" << QByteArray("IndentationError")
                                     << QByteArray("too many levels of indentation");
        QTest::newRow("loops") << loops + QByteArray(21, ' ') + "pass\n" << QByteArray("SyntaxError")
                               << QByteArray("too many statically nested blocks");
        QTest::newRow("dots-of-an-import") << "import " + QByteArray("a.").repeated(50'000) + "a" << QByteArray("RecursionError")
                                           << QByteArray("maximum recursion depth exceeded while calling a Python object");
        QTest::newRow("digits") << "x = " + QByteArray(4301, '9') << QByteArray("SyntaxError")
                                << QByteArray("Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use "
                                              "sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge "
                                              "integer literals to avoid decimal conversion limits");
        QTest::newRow("nul") << QByteArray("x = 1\0\n", 7) << QByteArray("SyntaxError")
                             << QByteArray("source code cannot contain null bytes");
        QTest::newRow("not-utf-8") << QByteArray("x = 1\ny = '\xff'\n") << QByteArray("SyntaxError")
                                   << QByteArray("Non-UTF-8 code starting with '\\xff' in file main.py on line 2, but no encoding declared; "
                                                 "see https://peps.python.org/pep-0263/ for details");
    }
    void refusesWhatTheParserCannotHold() {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, message);
        const python::Outcome outcome = run(source.toStdString());
        QCOMPARE(QByteArray::fromStdString(outcome.type), type);
        QVERIFY2(QByteArray::fromStdString(outcome.message).startsWith(message), outcome.message.c_str());
    }
    void longProgramsCompileInTimeProportionalToTheirLength_data() {
        QTest::addColumn<QByteArray>("source");
        const auto many = [](int count, const QByteArray& each) { return each.repeated(count); };
        QByteArray keywords, texts;
        for (int i = 0; i < 20'000; ++i) {
            keywords += "a" + QByteArray::number(i) + "=1,";
            texts += "x = 's" + QByteArray::number(i) + "'\n";
        }
        QTest::newRow("and") << "x = " + many(20'000, "1 and ") + "1\n";
        QTest::newRow("wide-characters") << "y = 1\nx = " + many(20'000, "\xc3\xa9 and ").replace("\xc3\xa9", "'\xc3\xa9'") + "1\n";
        QTest::newRow("comparisons") << "x = " + many(20'000, "1 < ") + "2\n";
        QTest::newRow("arguments") << "max(" + many(20'000, "1,") + ")\n";
        QTest::newRow("keywords") << "dict(" + keywords + ")\n";
        QTest::newRow("texts") << texts;
        QTest::newRow("targets") << many(20'000, "a = ") + "1\n";
        QTest::newRow("alternatives") << "match 1:\n    case " + many(10'000, "1 | ") + "2: pass\n";
        QTest::newRow("line-ends") << many(200'000, "\n") + "x = 1\n";
        QTest::newRow("one-long-name") << QByteArray(500'000, 'x') + " = 1\n";
    }
    void longProgramsCompileInTimeProportionalToTheirLength() {
        QFETCH(QByteArray, source);
        QElapsedTimer timer;
        timer.start();
        const python::Outcome outcome = run(source.toStdString(), {.memory_bytes = 1u << 30});
        QVERIFY2(outcome.type.empty(), outcome.traceback.substr(0, 300).c_str());
        QVERIFY2(timer.elapsed() < 30'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_APPLESS_MAIN(TestSyntaxErrors)
#include "tst_syntax_errors.moc"
