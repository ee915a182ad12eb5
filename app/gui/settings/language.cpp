#include "gui/settings/language.h"

#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <algorithm>

static void loadTranslations() {
    Q_INIT_RESOURCE(translations);
} // a resource of a static library is linked in by name

namespace relata::gui {

QList<Language::Choice> Language::choices() {
    return {{{}, QCoreApplication::translate("Language", "As the system")},
            {QStringLiteral("en"), QStringLiteral("English")},
            {QStringLiteral("de"), QStringLiteral("Deutsch")}};
}

void Language::apply(QCoreApplication& application, const QString& code) {
    loadTranslations();
    for (QTranslator* old : application.findChildren<QTranslator*>(QStringLiteral("language"))) {
        QCoreApplication::removeTranslator(old);
        delete old;
    }
    const auto known = choices();
    const bool chosen =
        !code.isEmpty() && std::ranges::any_of(known, [&](const Choice& c) { return c.code == code; });
    const QLocale locale = chosen ? QLocale(code) : QLocale::system();
    // Numbers and dates follow the words.
    QLocale::setDefault(chosen && QLocale::system().language() != locale.language() ? locale
                                                                                    : QLocale::system());
    const auto install = [&](const QString& name, const QString& folder, const QLocale& of) {
        auto* translator = new QTranslator(&application);
        translator->setObjectName(QStringLiteral("language"));
        if (translator->load(of, name, QStringLiteral("_"), folder))
            QCoreApplication::installTranslator(translator);
        else
            delete translator;
    };
    const QString own = QStringLiteral(":/translations");
    install(QStringLiteral("relata"), own,
            QLocale(QLocale::English)); // its plurals; what follows goes before it
    install(QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath), locale);
    install(QStringLiteral("relata"), own, locale);
}

} // namespace relata::gui
