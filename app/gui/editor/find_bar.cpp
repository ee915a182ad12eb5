#include "gui/editor/find_bar.h"

#include "gui/editor/code_editor.h"
#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace relata::gui {

FindBar::FindBar(Appearance* appearance, std::function<CodeEditor*()> editor, QWidget* parent)
    : QWidget(parent), m_editor(std::move(editor)), m_text(new QLineEdit), m_found(new QLabel) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    m_text->setPlaceholderText(tr("Find"));
    m_text->setAccessibleName(tr("Find in the code"));
    m_text->setClearButtonEnabled(true);
    row->addWidget(m_text, 1);
    const auto button = [&](Glyph glyph, const QString& name, auto&& action) {
        auto* b = new QToolButton;
        b->setIcon(icon(glyph, appearance));
        b->setToolTip(name);
        b->setAccessibleName(name);
        b->setAutoRaise(true);
        connect(b, &QToolButton::clicked, this, action);
        row->addWidget(b);
    };
    row->addWidget(m_found);
    button(Glyph::previous, tr("Find previous"), [this] { find(false, false); });
    button(Glyph::next, tr("Find next"), [this] { find(true, false); });
    button(Glyph::close, tr("Close the find bar"), [this] {
        hide();
        if (CodeEditor* e = m_editor()) e->setFocus();
    });
    connect(m_text, &QLineEdit::textChanged, this, [this] { find(true, true); });
    connect(m_text, &QLineEdit::returnPressed, this, [this] { find(true, false); });
    hide();
}

void FindBar::open() {
    if (CodeEditor* e = m_editor(); e && e->hasSelectedText() && !e->selectedText().contains(QLatin1Char('\n')))
        m_text->setText(e->selectedText());
    show();
    m_text->setFocus();
    m_text->selectAll();
}

void FindBar::find(bool forward, bool fromHere) {
    CodeEditor* e = m_editor();
    if (!e) return;
    m_found->clear();
    if (m_text->text().isEmpty()) return;
    int line = -1, column = -1, endLine = 0, endColumn = 0;
    e->getSelection(&line, &column, &endLine, &endColumn);
    if (line >= 0 && forward && !fromHere) line = endLine, column = endColumn;
    if (!e->findFirst(m_text->text(), false, false, false, true, forward, line, column))
        m_found->setText(tr("not found"));
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        hide();
        if (CodeEditor* e = m_editor()) e->setFocus();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace relata::gui
