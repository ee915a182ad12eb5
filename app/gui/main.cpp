// relata-desktop: the study desk.
#include "gui/main_window.h"
#include "gui/settings/appearance.h"
#include "models/record_view.h"
#include "models/verdict_view.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

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

    QCommandLineParser arguments;
    arguments.setApplicationDescription(QApplication::translate("main", "A study desk for relationships and eager loading."));
    arguments.addHelpOption();
    arguments.addVersionOption();
    const QCommandLineOption course(QStringLiteral("course"),
                                    QApplication::translate("main", "The folder that holds lessons/ and exercises/."),
                                    QStringLiteral("folder"));
    arguments.addOption(course);
    arguments.addPositionalArgument(QStringLiteral("page"),
                                    QApplication::translate("main", "The page to open, for example exercise:mend-the-loop."),
                                    QStringLiteral("[page]"));
    arguments.process(app);

    relata::models::EnginePort engine;
    engine.run = relata::models::runOnEngine;
    engine.check = relata::models::checkOnEngine;
    relata::gui::Appearance appearance;
    relata::gui::MainWindow window(
        &appearance, engine,
        {.course = arguments.isSet(course) ? arguments.value(course) : coursePlace(),
         .data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation),
         .settings = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/desk.ini")});
    if (!arguments.positionalArguments().isEmpty()) window.openPage(arguments.positionalArguments().constFirst());
    window.show();
    return QApplication::exec();
}
