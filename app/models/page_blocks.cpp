#include "models/page_blocks.h"

#include <md4c.h>

#include <QRegularExpression>

namespace relata::models {

namespace {

QString attributeText(const MD_ATTRIBUTE& attribute) { return QString::fromUtf8(attribute.text, int(attribute.size)); }

/// Receives md4c's events and fills the list. `m_html` is the open prose block, or the note's body inside a block quote.
class BlockReader {
  public:
    std::vector<PageBlock> blocks;

    int enter(MD_BLOCKTYPE type, void* detail) {
        switch (type) {
        case MD_BLOCK_QUOTE:
            if (m_quoteDepth++ == 0) flushProse();
            else m_html += QStringLiteral("<blockquote>");
            break;
        case MD_BLOCK_UL: m_html += QStringLiteral("<ul>"); break;
        case MD_BLOCK_OL: m_html += QStringLiteral("<ol>"); break;
        case MD_BLOCK_LI: {
            const auto* item = static_cast<MD_BLOCK_LI_DETAIL*>(detail);
            if (!item->is_task) m_html += QStringLiteral("<li>");
            else
                m_html += QStringLiteral("<li style=\"list-style-type:none\">") +
                          (item->task_mark == ' ' ? QStringLiteral("☐ ") : QStringLiteral("☑ "));
            break;
        }
        case MD_BLOCK_HR: {
            flushProse();
            PageBlock rule;
            rule.kind = PageBlock::Kind::rule;
            blocks.push_back(rule);
            break;
        }
        case MD_BLOCK_H: m_html += QStringLiteral("<h%1>").arg(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level); break;
        case MD_BLOCK_CODE:
            m_code.clear();
            m_info = attributeText(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->info);
            m_inCode = true;
            break;
        case MD_BLOCK_P: m_html += QStringLiteral("<p>"); break;
        case MD_BLOCK_TABLE:
            m_html += QStringLiteral("<table border=\"1\" cellspacing=\"0\" cellpadding=\"7\" width=\"100%\">");
            break;
        case MD_BLOCK_TR: m_html += QStringLiteral("<tr>"); break;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD: {
            static const char* const aligns[] = {"left", "left", "center", "right"};
            m_html += QStringLiteral("<%1 align=\"%2\">")
                          .arg(type == MD_BLOCK_TH ? QStringLiteral("th") : QStringLiteral("td"),
                               QLatin1String(aligns[static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align]));
            break;
        }
        default: break;
        }
        return 0;
    }

    int leave(MD_BLOCKTYPE type, void* detail) {
        switch (type) {
        case MD_BLOCK_DOC: flushProse(); break;
        case MD_BLOCK_QUOTE:
            if (--m_quoteDepth == 0) flushNote();
            else m_html += QStringLiteral("</blockquote>");
            break;
        case MD_BLOCK_UL: m_html += QStringLiteral("</ul>"); break;
        case MD_BLOCK_OL: m_html += QStringLiteral("</ol>"); break;
        case MD_BLOCK_LI: m_html += QStringLiteral("</li>"); break;
        case MD_BLOCK_H: m_html += QStringLiteral("</h%1>").arg(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level); break;
        case MD_BLOCK_CODE: endCode(); break;
        case MD_BLOCK_P: m_html += QStringLiteral("</p>"); break;
        case MD_BLOCK_TABLE: m_html += QStringLiteral("</table>"); break;
        case MD_BLOCK_TR: m_html += QStringLiteral("</tr>"); break;
        case MD_BLOCK_TH: m_html += QStringLiteral("</th>"); break;
        case MD_BLOCK_TD: m_html += QStringLiteral("</td>"); break;
        default: break;
        }
        return 0;
    }

    int span(MD_SPANTYPE type, void* detail, bool opens) {
        const auto tag = [&](const char* name) {
            m_html += opens ? QStringLiteral("<%1>").arg(QLatin1String(name))
                            : QStringLiteral("</%1>").arg(QLatin1String(name));
        };
        switch (type) {
        case MD_SPAN_EM: tag("i"); break;
        case MD_SPAN_STRONG: tag("b"); break;
        case MD_SPAN_CODE: tag("code"); break;
        case MD_SPAN_DEL: tag("s"); break;
        case MD_SPAN_A: {
            const QString target = attributeText(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
            static const QString measure = QStringLiteral("measure:");
            if (target.startsWith(measure)) {
                m_html += opens ? QChar(0xE000) + target.mid(measure.size()) + QChar(0xE001) : QString(QChar(0xE002));
                break;
            }
            m_html += opens ? QStringLiteral("<a href=\"%1\">").arg(target.toHtmlEscaped()) : QStringLiteral("</a>");
            break;
        }
        default: break;
        }
        return 0;
    }

    int text(MD_TEXTTYPE type, const QString& piece) {
        if (m_inCode) {
            m_code += piece;
            return 0;
        }
        switch (type) {
        case MD_TEXT_BR: m_html += QStringLiteral("<br/>"); break;
        case MD_TEXT_SOFTBR: m_html += QLatin1Char('\n'); break;
        case MD_TEXT_ENTITY: m_html += piece; break;
        case MD_TEXT_NULLCHAR: m_html += QChar(0xFFFD); break;
        default: m_html += piece.toHtmlEscaped();
        }
        return 0;
    }

  private:
    void flushProse() {
        if (!m_html.trimmed().isEmpty()) {
            PageBlock prose;
            prose.html = m_html;
            blocks.push_back(prose);
        }
        m_html.clear();
    }

    void flushNote() {
        static const QRegularExpression mark(QStringLiteral("^<p>\\[!(\\w+)\\]\\s*"));
        PageBlock block;
        block.kind = PageBlock::Kind::note;
        const auto match = mark.match(m_html);
        if (match.hasMatch()) {
            const QString word = match.captured(1).toUpper();
            block.note = word == QLatin1String("TIP")                                            ? PageBlock::Note::tip
                         : word == QLatin1String("REALLY")                                       ? PageBlock::Note::really
                         : word == QLatin1String("WARNING") || word == QLatin1String("CAUTION") ? PageBlock::Note::warning
                                                                                                 : PageBlock::Note::note;
            m_html = QStringLiteral("<p>") + m_html.mid(match.capturedEnd());
            if (m_html.startsWith(QLatin1String("<p></p>"))) m_html = m_html.mid(7);
        }
        block.html = m_html;
        blocks.push_back(block);
        m_html.clear();
    }

    void endCode() {
        m_inCode = false;
        if (m_code.endsWith(QLatin1Char('\n'))) m_code.chop(1);
        if (m_quoteDepth > 0) { // a note's body is one text
            m_html += QStringLiteral("<pre>%1</pre>").arg(m_code.toHtmlEscaped());
            return;
        }
        flushProse();
        PageBlock block;
        block.kind = PageBlock::Kind::code;
        block.text = m_code;
        const QStringList words = m_info.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (!words.isEmpty()) block.language = words.front();
        for (const QString& word : words.mid(words.isEmpty() ? 0 : 1)) {
            const QString value = word.section(QLatin1Char('='), 1);
            if (word == QLatin1String("run")) block.kind = PageBlock::Kind::cell;
            else if (word == QLatin1String("setup")) block.setup = true;
            else if (word == QLatin1String("fold")) block.folded = true;
            else if (word.startsWith(QLatin1String("name="))) block.name = value;
            else if (word.startsWith(QLatin1String("file="))) {
                block.kind = PageBlock::Kind::file;
                block.name = value;
            }
        }
        if (block.kind == PageBlock::Kind::cell && block.name.isEmpty())
            block.name = QStringLiteral("cell%1").arg(++m_unnamed);
        blocks.push_back(block);
    }

    QString m_html, m_code, m_info;
    int m_quoteDepth = 0, m_unnamed = 0;
    bool m_inCode = false;
};

BlockReader& reader(void* user) { return *static_cast<BlockReader*>(user); }

} // namespace

std::vector<PageBlock> parsePage(const QString& markdown) {
    const QByteArray utf8 = markdown.toUtf8();
    BlockReader blocks;
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOHTML;
    parser.enter_block = [](MD_BLOCKTYPE t, void* d, void* u) { return reader(u).enter(t, d); };
    parser.leave_block = [](MD_BLOCKTYPE t, void* d, void* u) { return reader(u).leave(t, d); };
    parser.enter_span = [](MD_SPANTYPE t, void* d, void* u) { return reader(u).span(t, d, true); };
    parser.leave_span = [](MD_SPANTYPE t, void* d, void* u) { return reader(u).span(t, d, false); };
    parser.text = [](MD_TEXTTYPE t, const MD_CHAR* s, MD_SIZE n, void* u) {
        return reader(u).text(t, QString::fromUtf8(s, int(n)));
    };
    md_parse(utf8.constData(), MD_SIZE(utf8.size()), &parser, &blocks);
    return std::move(blocks.blocks);
}

QStringList measuredCells(const QString& html) {
    QStringList cells;
    replaceMeasures(html, [&cells](const QString& what, const QString&) {
        const QString cell = what.section(QLatin1Char('.'), 0, 0);
        if (!cells.contains(cell)) cells << cell;
        return QString();
    });
    return cells;
}

} // namespace relata::models
