// relata-desktop: the study desk.
#include "gui/main_window.h"
#include "gui/settings/appearance.h"
#include "gui/settings/language.h"
#include "models/record_view.h"
#include "models/verdict_view.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QTimer>

#include <functional>
#include <memory>

namespace {

/// The folder with lessons/ and exercises/: as installed, else the one that this program was built from.
QString coursePlace() {
    const QString beside = QApplication::applicationDirPath();
    for (const QString& place : {beside + QStringLiteral("/../share/relata"), QStringLiteral(RELATA_COURSE_DIR)})
        if (QFileInfo(place + QStringLiteral("/lessons")).isDir()) return QDir::cleanPath(place);
    return QDir::currentPath();
}

} // namespace

int main(int argc, char** argv) {
    QApplication::setOrganizationDomain(QStringLiteral("relata.example"));
    QApplication::setApplicationName(QStringLiteral("relata"));
    QApplication::setApplicationVersion(QStringLiteral(RELATA_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("relata-desktop"));
    QApplication app(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("Relata"));

    const QString settings = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/desk.ini");
    relata::gui::Language::apply(app, QSettings(settings, QSettings::IniFormat).value(QStringLiteral("language")).toString());

    QCommandLineParser arguments;
    arguments.setApplicationDescription(QApplication::translate("main", "A study desk for relationships and eager loading."));
    arguments.addHelpOption();
    arguments.addVersionOption();
    const QCommandLineOption course(QStringLiteral("course"),
                                    QApplication::translate("main", "The folder that holds lessons/ and exercises/."),
                                    QStringLiteral("folder"));
    arguments.addOption(course);
    arguments.addPositionalArgument(QStringLiteral("page"),
                                    QApplication::translate("main", "The page to open, for example exercise:mend-the-loop; or a file of progress to import."),
                                    QStringLiteral("[page]"));
    arguments.process(app);

    relata::models::EnginePort engine;
    engine.run = relata::models::runOnEngine;
    engine.check = relata::models::checkOnEngine;
    relata::gui::Appearance appearance;
    const relata::gui::MainWindow::Places places{
        .course = arguments.isSet(course) ? arguments.value(course) : coursePlace(),
        .data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation),
        .settings = settings};
    std::unique_ptr<relata::gui::MainWindow> window;
    // A language chosen is spoken at once by a window made anew: it goes on where the old one stopped.
    const std::function<void()> open = [&] {
        window = std::make_unique<relata::gui::MainWindow>(&appearance, engine, places);
        QObject::connect(window.get(), &relata::gui::MainWindow::languageChosen, &app, [&](const QString& code) {
            QTimer::singleShot(0, &app, [&, code] {
                const bool maximized = window->isMaximized();
                relata::gui::Language::apply(app, code);
                QApplication::setQuitOnLastWindowClosed(false);
                const auto session = window->session();
                window.reset();
                open();
                window->resume(*session);
                maximized ? window->showMaximized() : window->show();
                QApplication::setQuitOnLastWindowClosed(true);
            });
        });
    };
    open();
    if (const QString what = arguments.positionalArguments().value(0); QFileInfo(what).isFile()) window->importProgress(what);
    else if (!what.isEmpty()) window->openPage(what);
    window->show();
    return QApplication::exec();
}
