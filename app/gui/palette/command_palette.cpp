#include "gui/palette/command_palette.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace relata::gui {

namespace {

constexpr qsizetype longest = 110;

/// A paragraph is searched as a whole and shown by its beginning, or by what stands around the first word sought.
QString shortened(const QString& name, const QStringList& words) {
    qsizetype start = 0;
    for (const QString& word : words)
        if (const auto at = name.indexOf(word, 0, Qt::CaseInsensitive); at > longest / 2) {
            start = name.lastIndexOf(QLatin1Char(' '), at - 24) + 1;
            break;
        } else if (at >= 0) break;
    QString piece = name.mid(start, longest).trimmed();
    if (start > 0) piece.prepend(QStringLiteral("… "));
    if (start + longest < name.size()) piece += QStringLiteral("…");
    return piece;
}

constexpr int nameRole = Qt::UserRole + 1, hintRole = Qt::UserRole + 2, wordsRole = Qt::UserRole + 3;

/// One line of text with the words sought in bold.
void drawMarked(QPainter& painter, const QRect& room, const QString& text, const QStringList& words, const QFont& font) {
    QTextLayout layout(text, font);
    QList<QTextLayout::FormatRange> marks;
    for (const QString& word : words)
        for (auto at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0; at = text.indexOf(word, at + word.size(), Qt::CaseInsensitive)) {
            QTextCharFormat bold;
            bold.setFontWeight(QFont::Bold);
            marks.push_back({int(at), int(word.size()), bold});
        }
    layout.setFormats(marks);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    if (line.isValid()) line.setNumColumns(int(text.size()));
    layout.endLayout();
    painter.setClipRect(room);
    layout.draw(&painter, QPointF(room.x(), room.y() + (room.height() - layout.boundingRect().height()) / 2));
}

/// The name at the left, the words sought in bold, its shortcut or place at the right and fainter.
class EntryDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + 10};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem row = option;
        initStyleOption(&row, index);
        row.text.clear();
        const QStyle* style = row.widget ? row.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);
        const bool chosen = row.state & QStyle::State_Selected;
        const QString hint = row.fontMetrics.elidedText(index.data(hintRole).toString(), Qt::ElideRight, row.rect.width() / 3);
        const QRect room = row.rect.adjusted(8, 0, -8, 0);
        const int taken = row.fontMetrics.horizontalAdvance(hint);
        painter->save();
        painter->setFont(row.font);
        painter->setPen(row.palette.color(chosen ? QPalette::HighlightedText : QPalette::PlaceholderText));
        painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, hint);
        painter->setPen(row.palette.color(chosen ? QPalette::HighlightedText : QPalette::Text));
        const QRect left = room.adjusted(0, 0, -taken - 16, 0);
        QFont bold = row.font; // as wide as it gets
        bold.setBold(true);
        drawMarked(*painter, left, QFontMetrics(bold).elidedText(index.data(nameRole).toString(), Qt::ElideRight, left.width()),
                   index.data(wordsRole).toStringList(), row.font);
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(const QString& words, std::function<std::vector<Entry>()> entries, QWidget* window)
    : QFrame(window), m_source(std::move(entries)), m_words(new QLineEdit), m_list(new QListWidget) {
    setFrameStyle(QFrame::Box | QFrame::Raised);
    setLineWidth(2);
    setAutoFillBackground(true);
    setAccessibleName(words);
    auto* column = new QVBoxLayout(this);
    m_words->setPlaceholderText(words);
    m_words->setAccessibleName(words);
    m_list->setAccessibleName(tr("What fits"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new EntryDelegate(this));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    column->addWidget(m_words);
    column->addWidget(m_list);
    m_words->installEventFilter(this);
    m_list->installEventFilter(this);
    connect(m_words, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::choose);
    hide();
}

void CommandPalette::open(const QString& words) {
    m_before = QApplication::focusWidget();
    m_entries = m_source();
    const int width = std::min(parentWidget()->width() - 40, fontMetrics().averageCharWidth() * 90);
    setGeometry((parentWidget()->width() - width) / 2, 60, width, std::min(parentWidget()->height() - 100, 380));
    m_words->setText(words);
    filter();
    show();
    raise();
    m_words->setFocus();
}

/// Every word must occur; of a rank, names that begin with the first word come first.
void CommandPalette::filter() {
    m_list->clear();
    const QStringList words = m_words->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<std::pair<std::pair<int, bool>, size_t>> fitting; // how well, and which
    for (size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        if (!std::ranges::all_of(words, [&](const QString& word) { return entry.name.contains(word, Qt::CaseInsensitive) || entry.also.contains(word, Qt::CaseInsensitive); })) continue;
        const bool begins = words.isEmpty() || entry.name.startsWith(words.front(), Qt::CaseInsensitive);
        fitting.push_back({{entry.rank, !begins}, i});
    }
    std::ranges::stable_sort(fitting, {}, &decltype(fitting)::value_type::first);
    for (const auto& [fit, i] : fitting) {
        const Entry& entry = m_entries[i];
        auto* item = new QListWidgetItem(entry.hint.isEmpty() ? entry.name : shortened(entry.name, words) + QStringLiteral("   ·   ") + entry.hint);
        item->setData(nameRole, shortened(entry.name, words));
        item->setData(wordsRole, words);
        item->setData(hintRole, entry.hint);
        item->setData(Qt::UserRole, int(i));
        m_list->addItem(item);
    }
    if (fitting.empty()) {
        auto* none = new QListWidgetItem(tr("Nothing here has these words."), m_list);
        none->setData(nameRole, none->text());
        none->setFlags(Qt::NoItemFlags);
        return;
    }
    m_list->setCurrentRow(0);
}

QStringList CommandPalette::shown() const {
    QStringList all;
    for (int i = 0; i < m_list->count(); ++i)
        if (m_list->item(i)->flags() != Qt::NoItemFlags) all << m_list->item(i)->text();
    return all;
}

void CommandPalette::choose() {
    const QListWidgetItem* item = m_list->currentItem();
    if (!item || item->flags() == Qt::NoItemFlags) return;
    const auto action = m_entries[size_t(item->data(Qt::UserRole).toInt())].action;
    leave();
    action();
}

void CommandPalette::leave() {
    hide();
    if (m_before) m_before->setFocus();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int row = m_list->currentRow(), n = m_list->count();
        switch (key->key()) {
        case Qt::Key_Escape: leave(); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: choose(); return true;
        case Qt::Key_Down:
            if (n > 0) m_list->setCurrentRow((row + 1) % n);
            return true;
        case Qt::Key_Up:
            if (n > 0) m_list->setCurrentRow((row + n - 1) % n);
            return true;
        default: break;
        }
    } else if (event->type() == QEvent::FocusOut) {
        const QWidget* now = QApplication::focusWidget();
        if (now && now != this && !isAncestorOf(now)) hide();
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace relata::gui
