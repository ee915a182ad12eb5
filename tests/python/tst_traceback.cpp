// Tracebacks: frames, carets, causes and suggestions as CPython 3.11 prints them. The texts were recorded from it.
#include "python/interpreter.h"

#include <QtTest>

using namespace relata;

class TestTraceback : public QObject {
    Q_OBJECT

    static python::Outcome run(const std::string& source, std::string* stderr_text = nullptr) {
        python::Interpreter interpreter;
        if (stderr_text) interpreter.set_stderr([stderr_text](std::string_view text) { *stderr_text += text; });
        python::Program program;
        program.files.push_back({"main.py", source});
        program.entry = "main.py";
        python::Outcome outcome = interpreter.run(program);
        outcome.exception.reset(); // it would outlive its run
        return outcome;
    }

  private slots:
    void printsWhatCPythonPrints_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("printed");
        QTest::newRow("uncaught-error")
            << QByteArray("x = 1\n"
                          "raise ValueError(\"no\")\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 2, in <module>\n"
                          "    raise ValueError(\"no\")\n"
                          "ValueError: no");
        QTest::newRow("call-chain-with-carets")
            << QByteArray("def inner(a):\n"
                          "    return a / 0\n"
                          "\n"
                          "\n"
                          "def outer(a):\n"
                          "    return 1 + inner(a)\n"
                          "\n"
                          "\n"
                          "print(outer(3))\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 9, in <module>\n"
                          "    print(outer(3))\n"
                          "          ^^^^^^^^\n"
                          "  File \"main.py\", line 6, in outer\n"
                          "    return 1 + inner(a)\n"
                          "               ^^^^^^^^\n"
                          "  File \"main.py\", line 2, in inner\n"
                          "    return a / 0\n"
                          "           ~~^~~\n"
                          "ZeroDivisionError: division by zero");
        QTest::newRow("no-caret-where-the-whole-line-failed")
            << QByteArray("def f():\n"
                          "    raise KeyError(\"k\")\n"
                          "\n"
                          "f()\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 4, in <module>\n"
                          "    f()\n"
                          "  File \"main.py\", line 2, in f\n"
                          "    raise KeyError(\"k\")\n"
                          "KeyError: 'k'");
        QTest::newRow("attribute")
            << QByteArray("class A:\n"
                          "    name = 1\n"
                          "\n"
                          "a = A()\n"
                          "print(a.nam.x)\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 5, in <module>\n"
                          "    print(a.nam.x)\n"
                          "          ^^^^^\n"
                          "AttributeError: 'A' object has no attribute 'nam'. Did you mean: 'name'?");
        QTest::newRow("method-call-inside-expression")
            << QByteArray("x = {\"a\": [1, 2]}\n"
                          "y = x[\"a\"][5] + 1\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 2, in <module>\n"
                          "    y = x[\"a\"][5] + 1\n"
                          "        ~~~~~~^^^\n"
                          "IndexError: list index out of range");
        QTest::newRow("several-lines")
            << QByteArray("def f(a, b):\n"
                          "    return a\n"
                          "\n"
                          "x = f(\n"
                          "    1,\n"
                          "    undefined_name,\n"
                          ")\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 6, in <module>\n"
                          "    undefined_name,\n"
                          "    ^^^^^^^^^^^^^^\n"
                          "NameError: name 'undefined_name' is not defined");
        QTest::newRow("during-handling")
            << QByteArray("try:\n"
                          "    1 / 0\n"
                          "except ZeroDivisionError:\n"
                          "    {}[\"x\"]\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 2, in <module>\n"
                          "    1 / 0\n"
                          "    ~~^~~\n"
                          "ZeroDivisionError: division by zero\n"
                          "\n"
                          "During handling of the above exception, another exception occurred:\n"
                          "\n"
                          "Traceback (most recent call last):\n"
                          "  File \"main.py\", line 4, in <module>\n"
                          "    {}[\"x\"]\n"
                          "    ~~^^^^^\n"
                          "KeyError: 'x'");
        QTest::newRow("direct-cause")
            << QByteArray("try:\n"
                          "    int(\"x\")\n"
                          "except ValueError as e:\n"
                          "    raise RuntimeError(\"wrong\") from e\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 2, in <module>\n"
                          "    int(\"x\")\n"
                          "ValueError: invalid literal for int() with base 10: 'x'\n"
                          "\n"
                          "The above exception was the direct cause of the following exception:\n"
                          "\n"
                          "Traceback (most recent call last):\n"
                          "  File \"main.py\", line 4, in <module>\n"
                          "    raise RuntimeError(\"wrong\") from e\n"
                          "RuntimeError: wrong");
        QTest::newRow("from-none")
            << QByteArray("try:\n"
                          "    int(\"x\")\n"
                          "except ValueError:\n"
                          "    raise RuntimeError(\"wrong\") from None\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 4, in <module>\n"
                          "    raise RuntimeError(\"wrong\") from None\n"
                          "RuntimeError: wrong");
        QTest::newRow("repeated-line")
            << QByteArray("def f(n):\n"
                          "    return f(n - 1) if n else 1 / 0\n"
                          "\n"
                          "f(10)\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 4, in <module>\n"
                          "    f(10)\n"
                          "  File \"main.py\", line 2, in f\n"
                          "    return f(n - 1) if n else 1 / 0\n"
                          "           ^^^^^^^^\n"
                          "  File \"main.py\", line 2, in f\n"
                          "    return f(n - 1) if n else 1 / 0\n"
                          "           ^^^^^^^^\n"
                          "  File \"main.py\", line 2, in f\n"
                          "    return f(n - 1) if n else 1 / 0\n"
                          "           ^^^^^^^^\n"
                          "  [Previous line repeated 8 more times]\n"
                          "ZeroDivisionError: division by zero");
        QTest::newRow("two-functions-repeat")
            << QByteArray("def f(n):\n"
                          "    return g(n)\n"
                          "\n"
                          "def g(n):\n"
                          "    if n == 0:\n"
                          "        raise ValueError(\"end\")\n"
                          "    return f(n - 1)\n"
                          "\n"
                          "f(4)\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 9, in <module>\n"
                          "    f(4)\n"
                          "  File \"main.py\", line 2, in f\n"
                          "    return g(n)\n"
                          "           ^^^^\n"
                          "  File \"main.py\", line 7, in g\n"
                          "    return f(n - 1)\n"
                          "           ^^^^^^^^\n"
                          "  File \"main.py\", line 2, in f\n"
                          "    return g(n)\n"
                          "           ^^^^\n"
                          "  File \"main.py\", line 7, in g\n"
                          "    return f(n - 1)\n"
                          "           ^^^^^^^^\n"
                          "  File \"main.py\", line 2, in f\n"
                          "    return g(n)\n"
                          "           ^^^^\n"
                          "  File \"main.py\", line 7, in g\n"
                          "    return f(n - 1)\n"
                          "           ^^^^^^^^\n"
                          "  File \"main.py\", line 2, in f\n"
                          "    return g(n)\n"
                          "           ^^^^\n"
                          "  File \"main.py\", line 7, in g\n"
                          "    return f(n - 1)\n"
                          "           ^^^^^^^^\n"
                          "  File \"main.py\", line 2, in f\n"
                          "    return g(n)\n"
                          "           ^^^^\n"
                          "  File \"main.py\", line 6, in g\n"
                          "    raise ValueError(\"end\")\n"
                          "ValueError: end");
        QTest::newRow("wide-characters")
            << QByteArray("näme = \"é\"\n"
                          "print(näme + \"日本\" + 1)\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 2, in <module>\n"
                          "    print(näme + \"日本\" + 1)\n"
                          "          ~~~~~~~~~~~~^~~\n"
                          "TypeError: can only concatenate str (not \"int\") to str");
        QTest::newRow("class-body")
            << QByteArray("class A:\n"
                          "    x = 1\n"
                          "    y = x + missing\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 1, in <module>\n"
                          "    class A:\n"
                          "  File \"main.py\", line 3, in A\n"
                          "    y = x + missing\n"
                          "            ^^^^^^^\n"
                          "NameError: name 'missing' is not defined");
        QTest::newRow("lambda-and-comprehension")
            << QByteArray("f = lambda v: v + 1\n"
                          "print([f(v) for v in (1, \"a\")])\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 2, in <module>\n"
                          "    print([f(v) for v in (1, \"a\")])\n"
                          "          ^^^^^^^^^^^^^^^^^^^^^^^^\n"
                          "  File \"main.py\", line 2, in <listcomp>\n"
                          "    print([f(v) for v in (1, \"a\")])\n"
                          "           ^^^^\n"
                          "  File \"main.py\", line 1, in <lambda>\n"
                          "    f = lambda v: v + 1\n"
                          "                  ~~^~~\n"
                          "TypeError: can only concatenate str (not \"int\") to str");
        QTest::newRow("generator")
            << QByteArray("def g():\n"
                          "    yield 1\n"
                          "    raise LookupError(\"gone\")\n"
                          "\n"
                          "for x in g():\n"
                          "    pass\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 5, in <module>\n"
                          "    for x in g():\n"
                          "  File \"main.py\", line 3, in g\n"
                          "    raise LookupError(\"gone\")\n"
                          "LookupError: gone");
        QTest::newRow("note")
            << QByteArray("e = ValueError(\"no\")\n"
                          "e.add_note(\"look at line 1\")\n"
                          "raise e\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 3, in <module>\n"
                          "    raise e\n"
                          "ValueError: no\n"
                          "look at line 1");
        QTest::newRow("multi-line-message")
            << QByteArray("raise ValueError(\"first\\nsecond\")\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 1, in <module>\n"
                          "    raise ValueError(\"first\\nsecond\")\n"
                          "ValueError: first\n"
                          "second");
        QTest::newRow("own-exception-class")
            << QByteArray("class Wrong(Exception):\n"
                          "    pass\n"
                          "\n"
                          "raise Wrong(1, \"a\")\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 4, in <module>\n"
                          "    raise Wrong(1, \"a\")\n"
                          "Wrong: (1, 'a')");
        QTest::newRow("exception-without-arguments")
            << QByteArray("raise ValueError\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 1, in <module>\n"
                          "    raise ValueError\n"
                          "ValueError");
        QTest::newRow("group")
            << QByteArray("raise ExceptionGroup(\"all\", [ValueError(\"a\"), TypeError(\"b\")])\n")
            << QByteArray("  + Exception Group Traceback (most recent call last):\n"
                          "  |   File \"main.py\", line 1, in <module>\n"
                          "  |     raise ExceptionGroup(\"all\", [ValueError(\"a\"), TypeError(\"b\")])\n"
                          "  | ExceptionGroup: all (2 sub-exceptions)\n"
                          "  +-+---------------- 1 ----------------\n"
                          "    | ValueError: a\n"
                          "    +---------------- 2 ----------------\n"
                          "    | TypeError: b\n"
                          "    +------------------------------------");
        QTest::newRow("assertion")
            << QByteArray("x = 3\n"
                          "assert x == 4, f\"x is {x}\"\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 2, in <module>\n"
                          "    assert x == 4, f\"x is {x}\"\n"
                          "           ^^^^^^\n"
                          "AssertionError: x is 3");
        QTest::newRow("finally-runs-first")
            << QByteArray("try:\n"
                          "    raise OSError(\"none\")\n"
                          "finally:\n"
                          "    print(\"bye\")\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 2, in <module>\n"
                          "    raise OSError(\"none\")\n"
                          "OSError: none");
        QTest::newRow("system-exit-with-a-text")
            << QByteArray("raise SystemExit(\"stop\")\n")
            << QByteArray("stop");
        QTest::newRow("str-fails")
            << QByteArray("class E(Exception):\n"
                          "    def __str__(self):\n"
                          "        raise TypeError(\"no\")\n"
                          "\n"
                          "raise E()\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 5, in <module>\n"
                          "    raise E()\n"
                          "E: <exception str() failed>");
        QTest::newRow("call-with-wrong-arguments")
            << QByteArray("def f(a, *, b):\n"
                          "    pass\n"
                          "\n"
                          "f(1, 2, c=3)\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 4, in <module>\n"
                          "    f(1, 2, c=3)\n"
                          "TypeError: f() got an unexpected keyword argument 'c'");
        QTest::newRow("indented-long-expression")
            << QByteArray("if True:\n"
                          "    if True:\n"
                          "        value = (1 + 2) * (3 / 0) - 4\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 3, in <module>\n"
                          "    value = (1 + 2) * (3 / 0) - 4\n"
                          "                       ~~^~~\n"
                          "ZeroDivisionError: division by zero");
        QTest::newRow("name-suggestion")
            << QByteArray("connection = 1\n"
                          "print(conection)\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 2, in <module>\n"
                          "    print(conection)\n"
                          "          ^^^^^^^^^\n"
                          "NameError: name 'conection' is not defined. Did you mean: 'connection'?");
        QTest::newRow("del-unbound")
            << QByteArray("def f():\n"
                          "    print(x)\n"
                          "    x = 1\n"
                          "\n"
                          "f()\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 5, in <module>\n"
                          "    f()\n"
                          "  File \"main.py\", line 2, in f\n"
                          "    print(x)\n"
                          "          ^\n"
                          "UnboundLocalError: cannot access local variable 'x' where it is not associated with a value");
        QTest::newRow("context-manager")
            << QByteArray("class M:\n"
                          "    def __enter__(self):\n"
                          "        return self\n"
                          "    def __exit__(self, *a):\n"
                          "        raise ValueError(\"exit\")\n"
                          "\n"
                          "with M():\n"
                          "    raise TypeError(\"body\")\n")
            << QByteArray("Traceback (most recent call last):\n"
                          "  File \"main.py\", line 8, in <module>\n"
                          "    raise TypeError(\"body\")\n"
                          "TypeError: body\n"
                          "\n"
                          "During handling of the above exception, another exception occurred:\n"
                          "\n"
                          "Traceback (most recent call last):\n"
                          "  File \"main.py\", line 7, in <module>\n"
                          "    with M():\n"
                          "  File \"main.py\", line 5, in __exit__\n"
                          "    raise ValueError(\"exit\")\n"
                          "ValueError: exit");
    }
    void printsWhatCPythonPrints() {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, printed);
        std::string stderr_text;
        run(source.toStdString(), &stderr_text);
        QCOMPARE(QByteArray::fromStdString(stderr_text).trimmed(), printed.trimmed());
    }
    void theOutcomeNamesTheInnermostLine() {
        const python::Outcome outcome = run("def f():\n    return {}['x']\n\nf()\n");
        QCOMPARE(outcome.type, std::string("KeyError"));
        QCOMPARE(outcome.message, std::string("'x'"));
        QCOMPARE(outcome.where.file, std::string("main.py"));
        QCOMPARE(outcome.where.line, 2);
        QCOMPARE(outcome.exit_code, 1);
    }
    void anExitIsNoError() {
        const python::Outcome outcome = run("raise SystemExit(3)\n");
        QVERIFY(outcome.type.empty());
        QVERIFY(outcome.traceback.empty());
        QCOMPARE(outcome.exit_code, 3);
    }
    void printsChainsOfAnyLength() {
        const python::Outcome outcome = run("e = ValueError(0)\n"
                                            "for i in range(100000):\n"
                                            "    n = ValueError(i)\n"
                                            "    n.__context__ = e\n"
                                            "    e = n\n"
                                            "raise e\n");
        QCOMPARE(outcome.type, std::string("ValueError"));
        QVERIFY(outcome.traceback.starts_with("ValueError: 0\n\nDuring handling of the above exception"));
    }
    void refusesToTakeDeepGroupsApart() {
        const python::Outcome outcome = run("e = ValueError(0)\n"
                                            "for i in range(100000): e = ExceptionGroup('x', [e])\n"
                                            "e.split(TypeError)\n");
        QCOMPARE(outcome.message, std::string("maximum recursion depth exceeded in exceptiongroup_split_recursive"));
        const python::Outcome printed = run("e = ValueError(0)\n"
                                            "for i in range(100000): e = ExceptionGroup('x', [e])\n"
                                            "raise e\n");
        QVERIFY(printed.traceback.find("... (max_group_depth is 10)\n") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestTraceback)
#include "tst_traceback.moc"
