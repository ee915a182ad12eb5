// The study store: what a kill, a damaged file, a newer file, a read-only home and a second window leave of it.
#include "models/study_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace relata::models;

namespace {

const QString page = QStringLiteral("exercise:a"), file = QStringLiteral("query.py");

Attempt attempt(const QString& of, bool passed, const QString& when) {
    Attempt made;
    made.page = of;
    made.when = when;
    made.passed = passed;
    if (!passed) made.failed << QStringLiteral("Few queries");
    return made;
}

} // namespace

class StudyStoreTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void killLosesNothingOlder() {
        QTemporaryDir folder;
        int pipe[2];
        QCOMPARE(::pipe(pipe), 0);
        const pid_t child = fork();
        if (child == 0) { // types until it is killed, and says how far it got
            StudyStore store(folder.path());
            for (int n = 1;; ++n) {
                store.saveDraft(page, file, QString::number(n));
                if (::write(pipe[1], &n, sizeof n) != sizeof n) _exit(1);
            }
        }
        int written = 0, told = 0;
        while (written < 200 && ::read(pipe[0], &told, sizeof told) == sizeof told) written = told;
        kill(child, SIGKILL);
        waitForEnd(child);
        ::close(pipe[1]);
        while (::read(pipe[0], &told, sizeof told) == sizeof told) written = told;
        ::close(pipe[0]);
        StudyStore again(folder.path());
        QVERIFY2(again.notice().isEmpty(), qPrintable(again.notice()));
        QVERIFY(again.draft(page, file).value_or(QString()).toInt() >= written);
    }

    void damagedFileIsSetAside() {
        QTemporaryDir folder;
        QFile damaged(folder.filePath(QStringLiteral("study.db")));
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write(QByteArray(5000, 'x'));
        damaged.close();
        StudyStore store(folder.path());
        QVERIFY2(store.notice().contains(QStringLiteral("set-aside")), qPrintable(store.notice()));
        QVERIFY(store.isLasting());
        QVERIFY(store.saveDraft(page, file, QStringLiteral("x")));
        QCOMPARE(QDir(folder.path()).entryList({QStringLiteral("*set-aside*")}).size(), 1);
        QVERIFY(StudyStore(folder.path()).notice().isEmpty());
    }

    void newerFileIsSetAside() {
        QTemporaryDir folder;
        { StudyStore(folder.path()).saveDraft(page, file, QStringLiteral("x")); }
        sqlite3* db = nullptr;
        QCOMPARE(sqlite3_open(folder.filePath(QStringLiteral("study.db")).toUtf8().constData(), &db), SQLITE_OK);
        QCOMPARE(sqlite3_exec(db, "PRAGMA user_version = 99", nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(db);
        StudyStore store(folder.path());
        QVERIFY2(store.notice().contains(QStringLiteral("newer")), qPrintable(store.notice()));
        QVERIFY(!store.draft(page, file));
    }

    void homeThatCannotBeWrittenIsTold() {
        StudyStore store(QStringLiteral("/proc/nowhere/relata"));
        QVERIFY(!store.isLasting());
        QVERIFY(!store.notice().isEmpty());
        QVERIFY(store.saveDraft(page, file, QStringLiteral("in memory")));
        QCOMPARE(store.draft(page, file), QStringLiteral("in memory"));
    }

    void twoWindowsSeeEachOther() {
        QTemporaryDir folder;
        StudyStore one(folder.path()), two(folder.path());
        QVERIFY(one.saveDraft(page, file, QStringLiteral("one")));
        QVERIFY(two.setProgress(page, Progress::done));
        QVERIFY(one.setProgress(page, Progress::started));
        QCOMPARE(two.draft(page, file), QStringLiteral("one"));
        QCOMPARE(one.progress(page), Progress::done);
    }

    void reviewListsWhatFailedBefore() {
        QTemporaryDir folder;
        StudyStore store(folder.path());
        store.addAttempt(attempt(QStringLiteral("b"), false, QStringLiteral("1")));
        store.addAttempt(attempt(QStringLiteral("b"), true, QStringLiteral("2")));
        store.addAttempt(attempt(QStringLiteral("c"), false, QStringLiteral("3")));
        store.addAttempt(attempt(QStringLiteral("d"), true, QStringLiteral("4")));
        QCOMPARE(store.reviewPages(), (QStringList{QStringLiteral("c"), QStringLiteral("b")}));
    }

    void exportComesBack() {
        QTemporaryDir from, to;
        StudyStore source(from.path()), target(to.path());
        source.saveDraft(page, file, QStringLiteral("π = 3\n"));
        source.setProgress(page, Progress::done);
        source.addAttempt(attempt(page, false, QStringLiteral("2026-01-01T10:00:00Z")));
        source.addStudyTime(QDate(2026, 1, 1), 90);
        source.noteHints(page, 2);
        const QByteArray json = source.exportJson();
        for (int twice = 0; twice < 2; ++twice) QVERIFY(target.importJson(json));
        QCOMPARE(target.draft(page, file), QStringLiteral("π = 3\n"));
        QCOMPARE(target.progress(page), Progress::done);
        QCOMPARE(target.attempts().size(), size_t(1));
        QCOMPARE(target.studyTime(), 90);
        QCOMPARE(target.hints(page), 2);
        for (const char* bad : {"", "[]", "{\"format\":\"relata-study\",\"version\":9}",
                                "{\"format\":\"relata-study\",\"version\":1,\"drafts\":[[1]]}"})
            QVERIFY(!target.importJson(bad));
        QCOMPARE(target.attempts().size(), size_t(1));
    }

  private:
    static void waitForEnd(pid_t child) {
        for (int i = 0; i < 200 && ::kill(child, 0) == 0; ++i) {
            int status = 0;
            if (::waitpid(child, &status, WNOHANG) == child) return;
            QTest::qSleep(5);
        }
    }
};

QTEST_GUILESS_MAIN(StudyStoreTest)
#include "tst_study_store.moc"
