#include "gui/study/quick_help.h"

#include "course/lesson.h"
#include "models/outline_model.h"

#include <QCoreApplication>
#include <QFile>

namespace relata::gui {

namespace {

QString text(const std::string& s) { return QString::fromStdString(s); }

QString glossaryFile(const course::Lesson& lesson) { return text((lesson.folder / "glossary.md").string()); }

} // namespace

QuickHelp::QuickHelp(const std::vector<course::Lesson>& lessons, QString courseFolder)
    : m_lessons(lessons), m_folder(std::move(courseFolder)) {}

void QuickHelp::load() {
    if (std::exchange(m_loaded, true)) return;
    std::filesystem::path folder = m_folder.toStdString();
    folder /= "resources/errors";
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) folder = course::error_pages_folder();
    m_errors = course::load_error_pages(folder);
    for (const course::Lesson& lesson : m_lessons)
        for (const course::Section& section : lesson.sections)
            m_index.add(models::sectionPage(text(lesson.id), text(section.id)), text(section.title), text(section.text));
    for (const course::Lesson& lesson : m_lessons) {
        QFile file(glossaryFile(lesson));
        if (!file.open(QIODevice::ReadOnly)) continue;
        const QString page = models::sectionPage(text(lesson.id), QStringLiteral("glossary"));
        m_glossaries[page] = QString::fromUtf8(file.readAll());
        m_index.add(page, pageTitle(page), m_glossaries[page]);
    }
    for (const course::ErrorPage& page : m_errors.pages)
        m_index.add(models::errorPage(text(page.code)), text(page.title), text("# " + page.title + "\n\n" + page.text));
}

const models::CourseIndex& QuickHelp::index() {
    load();
    return m_index;
}

std::optional<QString> QuickHelp::pageText(const QString& page) {
    load();
    if (const auto words = m_glossaries.constFind(page); words != m_glossaries.cend()) return *words;
    if (!page.startsWith(QLatin1String("error:"))) return std::nullopt;
    const course::ErrorPage* found = m_errors.find(page.mid(6).toStdString());
    return found ? std::optional(text("# " + found->title + "\n\n" + found->text)) : std::nullopt;
}

QString QuickHelp::pageTitle(const QString& page) {
    load();
    if (m_glossaries.contains(page)) return QCoreApplication::translate("QuickHelp", "Glossary");
    const course::ErrorPage* found = m_errors.find(page.mid(6).toStdString());
    return found ? text(found->title) : QString();
}

QString QuickHelp::glossaryOf(const course::Lesson& lesson) {
    const QString page = models::sectionPage(text(lesson.id), QStringLiteral("glossary"));
    return QFile::exists(glossaryFile(lesson)) ? page : QString();
}

QString QuickHelp::pageOf(const models::ShownError& error) {
    load();
    const std::string type = error.type.toStdString(), message = error.message.toStdString();
    const course::ErrorPage* best = nullptr;
    size_t most = 0;
    for (const course::ErrorPage& page : m_errors.pages)
        for (const course::ErrorMatch& match : page.matches) {
            const std::string name = match.type.substr(match.type.rfind('.') + 1); // a run shows the class's own name
            if (name != type || !match.fits(match.type, message) || (best && match.message.size() <= most)) continue;
            best = &page;
            most = match.message.size();
        }
    return best ? models::errorPage(text(best->code)) : QString();
}

} // namespace relata::gui
