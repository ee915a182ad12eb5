// Answers that try to pass, to read or to forge without solving anything; right ones that look unusual; wrong ones whose
// line must be named. All are answers to mend-the-loop.
#include "answers.h"

#include "grading/report_json.h"
#include "grading/report_text.h"

using namespace relata;
using namespace relata::grading;

class TestHostile : public QObject {
    Q_OBJECT

    static std::string whole(const QString& body) {
        return "from sqlalchemy.orm import joinedload, selectinload, subqueryload\nfrom sqlmodel import Session, select\n\n"
               "from models import Task, Worker\n\n\ndef task_lines(session):\n    " +
               body.toStdString() + "\n";
    }
    static QString line_of(const char* rows) {
        return QString("return [f\"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}\" for t in %1]").arg(rows);
    }
    Report grade(const std::string& text) {
        if (!m_grader) m_grader = std::make_unique<Grader>(load("mend-the-loop"), Grader::Options{.seconds = 1});
        return m_grader->grade(answer_with(m_grader->exercise(), "query.py", text), "x");
    }
    std::unique_ptr<Grader> m_grader;

  private slots:
    void cleanupTestCase() { m_grader.reset(); }

    void hostileAnswerGetsNothing_data() {
        QTest::addColumn<QString>("body");
        const auto row = [](const char* tried, const char* body) { QTest::newRow(tried) << body; };
        row("read-the-solution", "return open('solutions/selectinload/query.py').read()");
        row("read-the-manifest", "import pathlib; return pathlib.Path('exercise.yaml').read_text()");
        row("read-passwd", "return open('/etc/passwd').read()");
        row("import-os", "import os; return os.listdir('/')");
        row("import-sys", "import sys; return sys.modules['relata_harness'].seen");
        row("import-subprocess", "import subprocess; return subprocess.run('id')");
        row("import-socket", "import socket; return socket.create_connection(('localhost', 80))");
        row("import-ctypes", "import ctypes; return ctypes.CDLL(None)");
        row("import-threading", "import threading; return threading.active_count()");
        row("import-sqlite3", "import sqlite3; return sqlite3.connect('/tmp/x.db')");
        row("import-importlib", "import importlib; return importlib.import_module('os')");
        row("import-gc", "import gc; return gc.get_objects()");
        row("import-inspect", "import inspect; return inspect.stack()");
        row("dunder-import", "return __import__('os').environ");
        row("eval", "return eval('1')");
        row("exec", "exec('x = 1'); return x");
        row("subclasses", "return [c for c in ().__class__.__base__.__subclasses__()]");
        row("frame", "return (lambda: 0).__code__.co_filename");
        row("traceback-frames", "try:\n        1 / 0\n    except Exception as e:\n        return e.__traceback__.tb_frame.f_back.f_globals");
        row("attach", "session.connection().exec_driver_sql(\"ATTACH '/tmp/x.db' AS x\"); return []");
        row("load-extension", "session.connection().exec_driver_sql(\"SELECT load_extension('x')\"); return []");
        row("writefile", "session.connection().exec_driver_sql(\"SELECT writefile('/tmp/x', 'y')\"); return []");
        row("readfile", "return session.connection().exec_driver_sql(\"SELECT readfile('/etc/passwd')\").all()");
        row("replace-the-result", "import relata_harness; relata_harness.seen = ['x']; return relata_harness");
        row("replace-plain", "import relata_harness; relata_harness.plain = lambda value: value; return []");
        row("replace-observe", "import relata_harness; relata_harness.observe = lambda result, paths: result; return []");
        row("equal-to-everything", "class E(str):\n        def __eq__(self, other): return True\n        __hash__ = str.__hash__\n    return E('x')");
        row("list-that-lies", "class L(list):\n        def __eq__(self, other): return True\n    return L(['x'])");
        row("forged-json", "print('{\"status\": \"graded\", \"passed\": true}'); return []");
        row("forged-annotation", "print('::error file=a,line=1::forged'); return []");
        row("exit", "raise SystemExit(0)");
        row("exit-in-a-class", "class X(BaseException): pass\n    raise X()");
        row("dataset-again", "from dataset import build; return build.__code__.co_consts");
        row("deep-recursion", "def f(): return f()\n    return f()");
        row("deep-list", "a = []\n    for _ in range(100000): a = [a]\n    return a");
        row("cyclic-list", "a = []; a.append(a); return a");
        row("endless-generator", "return (n for n in iter(int, 1))");
        row("endless-loop", "while True: pass");
        row("endless-output", "while True: print('x' * 1000)");
        row("much-memory", "a = 'x'\n    while True: a += a");
        row("huge-number", "return 10 ** 10 ** 8");
        row("huge-repr", "class R:\n        def __repr__(self): return 'x' * 10 ** 9\n    return [R()] * 1000");
        row("raises-in-repr", "class R:\n        def __repr__(self): raise ValueError('x')\n    return [R()]");
        row("endless-sql", "session.connection().exec_driver_sql('WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c').all()");
        row("drop-the-table", "session.connection().exec_driver_sql('DROP TABLE task'); return []");
        row("many-statements", "while True: session.exec(select(Task.id).limit(1)).all()");
        row("waits-forever", "import asyncio; asyncio.run(asyncio.Event().wait())");
        row("patched-session", "Session.exec = lambda self, statement: []; return []");
        row("surrogates", "return ['\\ud800', chr(0), '\\x1b[2J']");
        row("the-clock", "import time; return time.time() > 1");
    }
    void hostileAnswerGetsNothing() {
        QFETCH(QString, body);
        const Report report = grade(whole(body));
        QVERIFY2(!report.passed && report.points == 0, qPrintable(describe(report)));
        const std::string shown = to_text(report, Audience::student) + to_json(report, Audience::student);
        QVERIFY2(shown.find(" of 23") == std::string::npos && shown.find("root:") == std::string::npos, shown.c_str());
        QVERIFY(shown.find('\x1b') == std::string::npos && shown.size() < 100'000);
    }
    void innocentAnswerIsNotFlagged_data() {
        QTest::addColumn<QString>("body");
        const auto row = [](const char* name, const QString& body) { QTest::newRow(name) << body; };
        row("selectinload", line_of("session.exec(select(Task).options(selectinload(Task.assignee)).order_by(Task.id)).unique().all()"));
        row("joinedload", line_of("session.exec(select(Task).options(joinedload(Task.assignee)).order_by(Task.id)).unique().all()"));
        row("subqueryload", line_of("session.exec(select(Task).options(subqueryload(Task.assignee)).order_by(Task.id)).unique().all()"));
        row("execute-scalars", line_of("session.execute(select(Task).options(selectinload(Task.assignee)).order_by(Task.id)).unique().scalars().all()"));
        row("iterated", line_of("session.exec(select(Task).options(selectinload(Task.assignee)).order_by(Task.id)).unique()"));
        row("outer-join-of-columns", "return [f'{title}: {handle or \"nobody\"}' for title, handle in session.exec(select(Task.title, Worker.handle).join(Worker, isouter=True).order_by(Task.id)).all()]");
        row("workers-first", "workers = session.exec(select(Worker)).all()\n    names = {worker.id: worker.handle for worker in workers}\n    return [f'{t.title}: {names.get(t.assignee_id, \"nobody\")}' for t in session.exec(select(Task).order_by(Task.id)).all()]");
        row("sorted-here", "tasks = session.exec(select(Task).options(selectinload(Task.assignee))).unique().all()\n    " + line_of("sorted(tasks, key=lambda task: task.id)"));
        row("generator", "tasks = session.exec(select(Task).options(selectinload(Task.assignee)).order_by(Task.id)).unique().all()\n    yield from (f\"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}\" for t in tasks)");
        row("helper-function", "def line(t):\n        return f\"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}\"\n    return list(map(line, session.exec(select(Task).options(selectinload(Task.assignee)).order_by(Task.id)).unique().all()))");
        row("statement-in-steps", "statement = select(Task)\n    statement = statement.options(selectinload(Task.assignee))\n    statement = statement.order_by(Task.id)\n    " + line_of("session.exec(statement).unique().all()"));
    }
    void innocentAnswerIsNotFlagged() {
        QFETCH(QString, body);
        const Report report = grade(whole(body));
        QVERIFY2(report.passed && report.points == report.max_points, qPrintable(describe(report)));
        for (const CheckResult& check : report.checks)
            QVERIFY2(check.notes.empty() && check.message.empty(), qPrintable(describe(report)));
    }
    void guiltyLineIsNamed_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("line");
        const auto row = [](const char* name, const QString& body, const char* code, int line) { QTest::newRow(name) << body << code << line; };
        row("comprehension", line_of("session.exec(select(Task).order_by(Task.id)).all()"), "N1-LAZY", 8);
        row("loop", "out = []\n    for t in session.exec(select(Task).order_by(Task.id)).all():\n        out.append(f\"{t.title}: {t.assignee.handle if t.assignee else 'nobody'}\")\n    return out", "N1-LAZY", 10);
        row("helper", "def line(t):\n        who = t.assignee\n        return f\"{t.title}: {who.handle if who else 'nobody'}\"\n    return [line(t) for t in session.exec(select(Task).order_by(Task.id)).all()]", "N1-LAZY", 9);
        row("get-in-a-loop", "out = []\n    for t in session.exec(select(Task).order_by(Task.id)).all():\n        who = session.get(Worker, t.assignee_id) if t.assignee_id else None\n        out.append(f\"{t.title}: {who.handle if who else 'nobody'}\")\n    return out", "N1-QUERY", 10);
        row("no-unique", "tasks = session.exec(\n        select(Task).options(selectinload(Task.assignee)).order_by(Task.id)\n    ).all()\n    " + line_of("tasks"), "UNIQUE-MISSING", 8);
        row("error", "tasks = session.exec(select(Task)).all()\n    return [t.assignee.nickname for t in tasks]", "RAISED", 9);
    }
    void guiltyLineIsNamed() {
        QFETCH(QString, body);
        QFETCH(QString, code);
        QFETCH(int, line);
        const Report report = grade(whole(body));
        QVERIFY(!report.passed);
        for (const CheckResult& check : report.checks)
            if (check.code == code.toStdString()) {
                QCOMPARE(check.line, line);
                return;
            }
        QFAIL(qPrintable(describe(report)));
    }
};

QTEST_APPLESS_MAIN(TestHostile)
#include "tst_hostile.moc"
