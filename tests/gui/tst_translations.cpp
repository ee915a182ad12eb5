// The translations: complete, in step with the program's texts, and spoken by the windows.
#include "gui/exercise/exercise_page.h"
#include "gui/main_window.h"
#include "gui/settings/appearance.h"
#include "gui/settings/language.h"
#include "models/shown_run.h"

#include <QAction>
#include <QMenuBar>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace relata;
using namespace relata::gui;

namespace {

struct Message {
    QString context, source, type;
    QStringList translations; ///< several where the text has plurals
    bool plural = false;
};

QList<Message> messagesOf(const QString& name) {
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QXmlStreamReader xml(&file);
    QList<Message> all;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("message"))
            all.push_back({context,
                           {},
                           {},
                           {},
                           xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes")});
        else if (xml.name() == QLatin1String("source"))
            all.back().source = xml.readElementText();
        else if (xml.name() == QLatin1String("translation")) {
            all.back().type = xml.attributes().value(QLatin1String("type")).toString();
            if (!all.back().plural) all.back().translations << xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform")) {
            all.back().translations << xml.readElementText();
        }
    }
    return xml.hasError() ? QList<Message>() : all;
}

/// "%1", "%2", "%n" that occur, each once.
QStringList places(const QString& text) {
    static const QRegularExpression place(QStringLiteral("%[1-9n]"));
    QStringList found;
    for (auto it = place.globalMatch(text); it.hasNext();)
        found << it.next().captured();
    found.removeDuplicates();
    found.sort();
    return found;
}

const QString folder = QStringLiteral(RELATA_SOURCE_DIR "/resources/translations/");

} // namespace

class TranslationsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void nothingIsUnfinished_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("german") << QStringLiteral("relata_de.ts");
        QTest::newRow("english") << QStringLiteral("relata_en.ts");
    }
    void nothingIsUnfinished() {
        QFETCH(QString, file);
        const QList<Message> all = messagesOf(folder + file);
        QVERIFY(!all.isEmpty());
        for (const Message& message : all) {
            const QByteArray what = (message.context + QStringLiteral(": ") + message.source).toUtf8();
            QVERIFY2(message.type.isEmpty(), what.constData());
            QCOMPARE(message.translations.size(), message.plural ? 2 : 1);
            for (const QString& translation : message.translations) {
                QVERIFY2(!translation.isEmpty(), what.constData());
                for (const QString& place : places(translation))
                    QVERIFY2(places(message.source).contains(place), what.constData());
                if (message.plural) continue; // "one object" needs no number
                QVERIFY2(places(translation) == places(message.source), what.constData());
                QVERIFY2(translation.endsWith(QChar(0x2026)) == message.source.endsWith(QChar(0x2026)),
                         what.constData());
            }
        }
    }

    /// A text that was changed or added without its translation fails here.
    void everyTextIsThere_data() { nothingIsUnfinished_data(); }
    void everyTextIsThere() {
        QFETCH(QString, file);
        const QString lupdate =
            QStandardPaths::findExecutable(QStringLiteral("lupdate"), {QStringLiteral("/usr/lib/qt6/bin"),
                                                                       QStringLiteral("/usr/lib64/qt6/bin")});
        if (lupdate.isEmpty()) QSKIP("lupdate is not installed");
        QTemporaryDir temporary;
        const QString copy = temporary.filePath(file);
        QVERIFY(QFile::copy(folder + file, copy));
        QStringList arguments{QStringLiteral("-silent"),    QStringLiteral("-I"),   QStringLiteral("app"),
                              QStringLiteral("-locations"), QStringLiteral("none"), QStringLiteral("app/gui"),
                              QStringLiteral("app/models"), QStringLiteral("-ts"),  copy};
        if (file.contains(QLatin1String("_en"))) arguments.prepend(QStringLiteral("-pluralonly"));
        QProcess process;
        process.setWorkingDirectory(QStringLiteral(RELATA_SOURCE_DIR));
        process.start(lupdate, arguments);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
        for (const Message& message : messagesOf(copy))
            QVERIFY2(
                message.type.isEmpty(),
                qPrintable(QStringLiteral("%1, %2: %3").arg(message.type, message.context, message.source)));
    }

    void theWindowSpeaksGerman() {
        Language::apply(*qApp, QStringLiteral("de"));
        Appearance appearance;
        QTemporaryDir home;
        {
            MainWindow window(
                &appearance, {},
                {QStringLiteral(RELATA_SOURCE_DIR), home.path(), home.filePath(QStringLiteral("desk.ini"))});
            QStringList menus;
            for (const QAction* action : window.menuBar()->actions())
                menus << QString(action->text()).remove(QLatin1Char('&'));
            QVERIFY2(menus.contains(QStringLiteral("Datei")), qPrintable(menus.join(QLatin1Char(' '))));
            QCOMPARE(models::queriesText(1), QStringLiteral("1 Abfrage"));
            QCOMPARE(models::queriesText(51), QStringLiteral("51 Abfragen"));
        }
        Language::apply(*qApp, QStringLiteral("en"));
        QCOMPARE(models::queriesText(1), QStringLiteral("1 query"));
        QCOMPARE(models::queriesText(51), QStringLiteral("51 queries"));
        MainWindow window(
            &appearance, {},
            {QStringLiteral(RELATA_SOURCE_DIR), home.path(), home.filePath(QStringLiteral("desk.ini"))});
        QCOMPARE(window.menuBar()->actions().front()->text(), QStringLiteral("&File"));
    }

    void noTwoCommandsOfAMenuShareTheirLetter_data() {
        QTest::addColumn<QString>("language");
        QTest::newRow("german") << QStringLiteral("de");
        QTest::newRow("english") << QStringLiteral("en");
    }
    void noTwoCommandsOfAMenuShareTheirLetter() {
        QFETCH(QString, language);
        Language::apply(*qApp, language);
        Appearance appearance;
        QTemporaryDir home;
        MainWindow window(
            &appearance, {},
            {QStringLiteral(RELATA_SOURCE_DIR), home.path(), home.filePath(QStringLiteral("desk.ini"))});
        const auto check = [](const QList<QAction*>& actions) {
            QString letters;
            for (const QAction* action : actions) {
                const auto at = action->text().indexOf(QLatin1Char('&'));
                if (at < 0) continue;
                const QChar letter = action->text().at(at + 1).toLower();
                QVERIFY2(!letters.contains(letter), qPrintable(action->text()));
                letters += letter;
            }
        };
        check(window.menuBar()->actions());
        for (const QAction* menu : window.menuBar()->actions())
            if (menu->menu()) check(menu->menu()->actions());
    }
};

QTEST_MAIN(TranslationsTest)
#include "tst_translations.moc"
