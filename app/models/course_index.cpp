#include "models/course_index.h"

#include <QRegularExpression>
#include <QSet>

namespace relata::models {

namespace {

QString plain(QString line) {
    static const QRegularExpression link(QStringLiteral("\\[([^\\]]*)\\]\\([^)]*\\)"));
    static const QRegularExpression mark(QStringLiteral("^(>\\s*)?(\\[!\\w+\\]\\s*)?([-*+]\\s+|\\d+\\.\\s+)?"));
    line.replace(link, QStringLiteral("\\1"));
    line.remove(mark);
    line.remove(QLatin1Char('`')).remove(QStringLiteral("**"));
    return line.simplified();
}

} // namespace

QString errorPage(const QString& code) { return QStringLiteral("error:") + code; }

void CourseIndex::add(const QString& page, const QString& title, const QString& markdown) {
    QString heading = title, paragraph;
    bool inCode = false;
    const auto flush = [&] {
        if (!paragraph.isEmpty()) m_entries.push_back({page, title, heading, paragraph, false, false});
        paragraph.clear();
    };
    static const QRegularExpression rule(QStringLiteral("^\\|[\\s:|-]+\\|$"));
    for (const QString& line : markdown.split(QLatin1Char('\n'))) {
        const QString trimmed = line.trimmed();
        if (trimmed.startsWith(QLatin1String("```"))) {
            flush();
            inCode = !inCode;
        } else if (inCode) {
            continue;
        } else if (trimmed.startsWith(QLatin1Char('#'))) {
            flush();
            heading = plain(QString(trimmed).remove(QRegularExpression(QStringLiteral("^#+\\s*"))));
            m_entries.push_back({page, title, heading, heading, true, false});
        } else if (trimmed.startsWith(QLatin1Char('|'))) {
            flush();
            if (rule.match(trimmed).hasMatch()) continue;
            QStringList cells;
            for (const QString& cell : trimmed.split(QLatin1Char('|'), Qt::SkipEmptyParts))
                if (!cell.trimmed().isEmpty()) cells << plain(cell);
            m_entries.push_back({page, title, heading, cells.join(QStringLiteral(" — ")), false, true});
        } else if (trimmed.isEmpty() || trimmed.startsWith(QLatin1String("- ")) || trimmed == QLatin1String(">")) {
            flush();
            paragraph = plain(trimmed);
        } else {
            paragraph = (paragraph + QLatin1Char(' ') + plain(trimmed)).simplified();
        }
    }
    flush();
}

const CourseIndex::Entry* CourseIndex::explanationOf(const QString& name) const {
    const QRegularExpression word(QStringLiteral("(?<!\\w)%1(?!\\w)").arg(QRegularExpression::escape(name)));
    static const QSet<QString> words{ // of the language, which every sentence has too
        QStringLiteral("from"), QStringLiteral("import"), QStringLiteral("for"), QStringLiteral("in"), QStringLiteral("if"), QStringLiteral("else"),
        QStringLiteral("and"), QStringLiteral("or"), QStringLiteral("not"), QStringLiteral("is"), QStringLiteral("as"), QStringLiteral("with"),
        QStringLiteral("def"), QStringLiteral("class"), QStringLiteral("return"), QStringLiteral("while"), QStringLiteral("try"), QStringLiteral("pass"),
        QStringLiteral("None"), QStringLiteral("True"), QStringLiteral("False")};
    if (name.isEmpty() || words.contains(name)) return nullptr;
    const Entry* best = nullptr;
    int rank = 0;
    for (const Entry& entry : m_entries) {
        const int worth = entry.isHeading ? 3 : entry.isRow ? 2 : 1;
        if (worth > rank && entry.text.contains(word)) {
            best = &entry;
            rank = worth;
        }
    }
    return best;
}

} // namespace relata::models
