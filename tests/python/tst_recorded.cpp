// What CPython 3.11 wrote for each program of recorded/*.json (recorded/record.py), line by line.
#include "sandbox/run.h"

#include <QtTest>

using namespace relata;

class TestRecorded : public QObject {
    Q_OBJECT

    static void read(const QString& name) {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QByteArray>("errors");
        QFile file(QStringLiteral(RELATA_RECORDED_DIR "/") + name);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        const QJsonArray rows = QJsonDocument::fromJson(file.readAll()).array();
        QVERIFY(!rows.isEmpty());
        for (qsizetype i = 0; i < rows.size(); ++i) {
            const QJsonObject row = rows[i].toObject();
            const QByteArray source = row[QStringLiteral("source")].toString().toUtf8();
            QTest::newRow(qPrintable(QStringLiteral("%1: %2").arg(i).arg(QString::fromUtf8(source.left(source.indexOf('\n')).left(60)))))
                << source << row[QStringLiteral("stdout")].toString().toUtf8() << row[QStringLiteral("stderr")].toString().toUtf8();
        }
    }
    static sandbox::RunRecord run(const QByteArray& source) {
        sandbox::RunRequest request;
        request.files.push_back({"main.py", source.toStdString()});
        return sandbox::run(request);
    }

  private slots:
    void wrongProgramsGetTheirWords_data() { read(QStringLiteral("wrong.json")); }
    void wrongProgramsGetTheirWords() {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, errors);
        const sandbox::RunRecord record = run(source);
        QVERIFY(record.error);
        QCOMPARE(QByteArray::fromStdString(record.error->traceback).trimmed(), errors.trimmed());
    }

    void rightProgramsWriteTheSame_data() { read(QStringLiteral("right.json")); }
    void rightProgramsWriteTheSame() {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, output);
        QFETCH(QByteArray, errors);
        const sandbox::RunRecord record = run(source);
        const QList<QByteArray> mine = QByteArray::fromStdString(record.stdout_text).split('\n'), wanted = output.split('\n');
        for (qsizetype i = 0; i < std::min(mine.size(), wanted.size()); ++i) QCOMPARE(mine[i], wanted[i]);
        QCOMPARE(mine.size(), wanted.size());
        if (record.error) QVERIFY2(errors.trimmed().endsWith(QByteArray::fromStdString(record.error->traceback).trimmed()), record.error->traceback.c_str());
        else QVERIFY(!errors.contains("Traceback (most recent call last):\n  File \"main.py\"") || !record.stderr_text.empty());
    }
};

QTEST_GUILESS_MAIN(TestRecorded)
#include "tst_recorded.moc"
