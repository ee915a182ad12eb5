#include "gui/lesson/note_box.h"

#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>

namespace relata::gui {

using Note = models::PageBlock::Note;

namespace {

constexpr int bar = 4, side = 18, above = 12, below = 12, titleGap = 4;

struct Look {
    QColor ink, ground;
    Glyph glyph;
};

Look look(Note kind, const Theme& t) {
    switch (kind) {
    case Note::tip:
    case Note::hint: return {t.good, t.goodFill, Glyph::tip};
    case Note::warning: return {t.warn, t.warnFill, Glyph::warning};
    case Note::really: return {t.really, t.reallyFill, Glyph::really};
    case Note::note: return {t.info, t.infoFill, Glyph::note};
    case Note::quote: break;
    }
    return {t.border, t.page, Glyph::note};
}

QString title(Note kind) {
    switch (kind) {
    case Note::tip: return NoteBox::tr("Tip");
    case Note::hint: return NoteBox::tr("Hint");
    case Note::warning: return NoteBox::tr("Take care");
    case Note::really: return NoteBox::tr("What really happens");
    case Note::note: return NoteBox::tr("Note");
    case Note::quote: break;
    }
    return {};
}

} // namespace

NoteBox::NoteBox(Appearance* appearance, const models::PageBlock& block, Prose::Measure measure, QWidget* parent)
    : QFrame(parent), m_appearance(appearance), m_kind(block.note), m_title(title(block.note)),
      m_prose(new Prose(appearance, block.html, std::move(measure), this)) {
    setAccessibleName(m_title);
    m_prose->setAccessibleName(m_title.isEmpty() ? tr("Quotation") : m_title);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int NoteBox::titleHeight() const {
    return m_title.isEmpty() ? 0 : QFontMetrics(m_appearance->proseFont()).height() + titleGap;
}

QRect NoteBox::proseRect(int width) const {
    const int inner = width - bar - 2 * side;
    return {bar + side, above + titleHeight(), inner, m_prose->heightForWidth(inner)};
}

int NoteBox::heightForWidth(int width) const { return proseRect(width).bottom() + 1 + below; }

void NoteBox::resizeEvent(QResizeEvent*) { m_prose->setGeometry(proseRect(width())); }

bool NoteBox::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) {
        m_prose->setGeometry(proseRect(width()));
        updateGeometry(); // and so the page learns of it
    }
    return QFrame::event(event);
}

void NoteBox::paintEvent(QPaintEvent*) {
    const Look l = look(m_kind, m_appearance->theme());
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QPainterPath box;
    box.addRoundedRect(rect(), 4, 4);
    p.setClipPath(box);
    p.fillRect(rect(), l.ground);
    p.fillRect(QRect(0, 0, bar, height()), l.ink);
    if (m_title.isEmpty()) return;
    QFont font = m_appearance->proseFont();
    font.setBold(true);
    const int line = titleHeight() - titleGap;
    const int glyph = line * 4 / 5;
    paintGlyph(p, QRectF(bar + side, above + (line - glyph) / 2.0, glyph, glyph), l.glyph, m_appearance, QIcon::Normal);
    p.setFont(font);
    p.setPen(l.ink);
    p.drawText(QRect(bar + side + glyph + 6, above, width(), line), Qt::AlignVCenter | Qt::AlignLeft, m_title);
}

} // namespace relata::gui
