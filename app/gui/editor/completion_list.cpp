#include "gui/editor/completion_list.h"

#include "gui/settings/appearance.h"

#include <QKeyEvent>
#include <Qsci/qsciscintilla.h>

#include <algorithm>

namespace relata::gui {

CompletionList::CompletionList(Appearance* appearance, QsciScintilla* editor)
    : QListWidget(editor->window()), m_appearance(appearance), m_editor(editor) {
    setFocusPolicy(Qt::NoFocus);
    setUniformItemSizes(true);
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Completions"));
    connect(this, &QListWidget::itemClicked, this, &CompletionList::accept);
    connect(editor, &QObject::destroyed, this, &QObject::deleteLater);
    hide();
}

void CompletionList::offer(const models::Completions& found) {
    if (found.words.isEmpty()) return hide();
    m_prefix = found.prefix;
    setFont(m_appearance->codeFont());
    clear();
    addItems(found.words);
    for (int i = 0; i < count(); ++i) item(i)->setToolTip(found.details.value(i));
    setCurrentRow(0);
    using Sci = QsciScintilla;
    int line = 0, column = 0;
    m_editor->getCursorPosition(&line, &column);
    const long position = m_editor->SendScintilla(Sci::SCI_GETCURRENTPOS);
    const int x = int(m_editor->SendScintilla(Sci::SCI_POINTXFROMPOSITION, 0ul, position));
    const int y = int(m_editor->SendScintilla(Sci::SCI_POINTYFROMPOSITION, 0ul, position));
    const int lineHeight = int(m_editor->SendScintilla(Sci::SCI_TEXTHEIGHT, static_cast<unsigned long>(line)));
    const int wide = sizeHintForColumn(0) + 36;
    const int high = std::min(8, int(found.words.size())) * sizeHintForRow(0) + 4;
    QPoint at = m_editor->viewport()->mapTo(window(), QPoint(x, y + lineHeight + 2));
    if (at.y() + high > window()->height()) at.setY(at.y() - high - lineHeight - 4);
    at.setX(std::clamp(at.x(), 0, std::max(0, window()->width() - wide)));
    setGeometry(at.x(), at.y(), wide, high);
    show();
    raise();
}

bool CompletionList::takeKey(const QKeyEvent& event) {
    if (!isVisible()) return false;
    switch (event.key()) {
    case Qt::Key_Down: setCurrentRow((currentRow() + 1) % count()); return true;
    case Qt::Key_Up: setCurrentRow((currentRow() + count() - 1) % count()); return true;
    case Qt::Key_Tab:
    case Qt::Key_Return:
    case Qt::Key_Enter: accept(); return true;
    case Qt::Key_Escape: hide(); return true;
    case Qt::Key_Left:
    case Qt::Key_Right: hide(); return false;
    default: return false;
    }
}

void CompletionList::accept() {
    const QListWidgetItem* item = currentItem();
    if (!item) return;
    int line = 0, column = 0;
    m_editor->getCursorPosition(&line, &column);
    m_editor->setSelection(line, column - int(m_prefix.size()), line, column);
    m_editor->replaceSelectedText(item->text());
    hide();
}

} // namespace relata::gui
