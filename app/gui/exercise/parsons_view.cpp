#include "gui/exercise/parsons_view.h"

#include "gui/settings/appearance.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>
#include <utility>

namespace relata::gui {

namespace {

const QString mark = QStringLiteral("#: ");
bool isPiece(const QString& line) { return line.trimmed().startsWith(mark); }
QString pieceOf(const QString& line) { return line.mid(line.indexOf(mark) + mark.size()); }
constexpr int takenRole = Qt::UserRole; // the line is one of the pieces
bool isTaken(const QListWidgetItem* item) { return item && item->data(takenRole).toBool(); }

} // namespace

ParsonsView::ParsonsView(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_pieces(new QListWidget), m_lines(new QListWidget) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 8);
    column->setSpacing(4);
    auto* left = new QLabel(tr("Lines to &choose from"));
    auto* right = new QLabel(tr("Your &program"));
    left->setBuddy(m_pieces);
    right->setBuddy(m_lines);
    m_pieces->setAccessibleName(tr("Lines to choose from"));
    m_lines->setAccessibleName(tr("Your program"));
    m_pieces->setToolTip(tr("Enter or a double click puts the line into your program"));
    m_lines->setToolTip(tr("Alt+Up and Alt+Down move the line, Right and Left indent it, Delete puts it back"));
    m_lines->setDragDropMode(QAbstractItemView::InternalMove);
    m_lines->setDefaultDropAction(Qt::MoveAction);
    auto* buttons = new QGridLayout; // each above what undoes it; three beside each other fit at every zoom
    const auto button = [&](int row, int at, const QString& name, const QString& tip, auto&& action) {
        auto* b = new QPushButton(name);
        b->setToolTip(tip);
        b->setAccessibleName(tip);
        connect(b, &QPushButton::clicked, this, action);
        buttons->addWidget(b, row, at);
        return b;
    };
    m_use = button(0, 0, tr("Use ↓"), tr("The chosen line goes into the program, below its current line (Enter)"), [this] { choose(); });
    m_forTaken = {button(0, 1, tr("Up"), tr("Move the line up (Alt+Up)"), [this] { move(-1); }),
                  button(0, 2, tr("Indent less"), tr("Indent the line less (Left)"), [this] { indent(-1); }),
                  button(1, 0, tr("Put back ↑"), tr("Put the line back (Delete)"), [this] { putBack(); }),
                  button(1, 1, tr("Down"), tr("Move the line down (Alt+Down)"), [this] { move(1); }),
                  button(1, 2, tr("Indent more"), tr("Indent the line more (Right)"), [this] { indent(1); })};
    column->addWidget(left);
    column->addWidget(m_pieces, 2);
    column->addLayout(buttons);
    column->addWidget(right);
    column->addWidget(m_lines, 3);
    for (QListWidget* list : {m_pieces, m_lines}) list->setMinimumHeight(70);
    m_pieces->installEventFilter(this);
    m_lines->installEventFilter(this);
    connect(m_pieces, &QListWidget::itemDoubleClicked, this, &ParsonsView::choose);
    for (const QListWidget* list : {m_pieces, m_lines}) connect(list, &QListWidget::currentRowChanged, this, &ParsonsView::enableButtons);
    connect(m_lines->model(), &QAbstractItemModel::rowsMoved, this, &ParsonsView::changed);
    const auto retheme = [this, appearance] {
        m_pieces->setFont(appearance->codeFont());
        m_lines->setFont(appearance->codeFont());
        for (int i = 0; i < m_lines->count(); ++i) colour(m_lines->item(i));
    };
    connect(appearance, &Appearance::changed, this, retheme);
    retheme();
}

void ParsonsView::open(const QString& starter, const QString& answer) {
    m_opening = true;
    m_pieces->clear();
    m_lines->clear();
    m_before = 0;
    m_indent.clear();
    QStringList left, around;
    for (const QString& line : starter.split(QLatin1Char('\n'))) {
        if (isPiece(line)) {
            if (left.isEmpty()) m_indent = line.left(line.indexOf(mark));
            left << pieceOf(line);
            continue;
        }
        if (left.isEmpty()) ++m_before;
        around << line.trimmed();
    }
    // Lines of the answer that are pieces can be moved; pieces that it has not can still be chosen.
    for (const QString& line : answer.split(QLatin1Char('\n'))) {
        if (isPiece(line)) continue;
        const QString plain = line.trimmed();
        qsizetype found = -1;
        for (qsizetype i = 0; i < left.size() && found < 0; ++i)
            if (left[i].trimmed() == plain && !around.contains(plain)) found = i;
        if (found >= 0) left.removeAt(found);
        addLine(m_lines->count(), line, found >= 0);
    }
    m_pieces->addItems(left);
    if (m_pieces->count() > 0) m_pieces->setCurrentRow(0);
    m_lines->scrollToItem(m_lines->item(std::min(placeOfPieces(), m_lines->count() - 1)), QAbstractItemView::PositionAtCenter);
    m_opening = false;
    enableButtons();
}

int ParsonsView::placeOfPieces() const {
    int row = 0;
    for (int given = 0; row < m_lines->count(); ++row)
        if (!isTaken(m_lines->item(row)) && given++ == m_before) break;
    return row;
}

void ParsonsView::enableButtons() {
    m_use->setEnabled(m_pieces->currentRow() >= 0);
    for (QPushButton* button : m_forTaken) button->setEnabled(takenLine());
}

QListWidgetItem* ParsonsView::addLine(int row, const QString& text, bool taken) {
    auto* item = new QListWidgetItem(text);
    item->setData(takenRole, taken);
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (taken) flags |= Qt::ItemIsDragEnabled;
    item->setFlags(flags);
    colour(item);
    m_lines->insertItem(row, item);
    return item;
}

void ParsonsView::colour(QListWidgetItem* item) const {
    item->setForeground(isTaken(item) ? m_appearance->theme().text : m_appearance->theme().muted);
}

QListWidgetItem* ParsonsView::takenLine() const {
    QListWidgetItem* item = m_lines->currentItem();
    return isTaken(item) ? item : nullptr;
}

QString ParsonsView::program() const {
    QStringList all, left;
    for (int i = 0; i < m_pieces->count(); ++i) left << m_indent + mark + m_pieces->item(i)->text();
    int given = 0;
    for (int i = 0; i < m_lines->count(); ++i) {
        if (!isTaken(m_lines->item(i)) && given++ == m_before) all += std::exchange(left, {});
        all << m_lines->item(i)->text();
    }
    return (all + left).join(QLatin1Char('\n'));
}

void ParsonsView::changed() {
    enableButtons();
    if (!m_opening) Q_EMIT arranged(program());
}

void ParsonsView::choose() {
    if (m_pieces->currentRow() < 0) return;
    int row = m_lines->currentRow() + 1;
    if (row == 0) row = placeOfPieces(); // nothing chosen yet
    const std::unique_ptr<QListWidgetItem> piece(m_pieces->takeItem(m_pieces->currentRow()));
    m_lines->setCurrentItem(addLine(row, m_indent + piece->text(), true));
    changed();
}

void ParsonsView::putBack() {
    if (!takenLine()) return;
    const std::unique_ptr<QListWidgetItem> line(m_lines->takeItem(m_lines->currentRow()));
    m_pieces->addItem(line->text().trimmed());
    changed();
}

void ParsonsView::move(int by) {
    const int from = m_lines->currentRow(), to = from + by;
    if (!takenLine() || to < 0 || to >= m_lines->count()) return;
    QListWidgetItem* item = m_lines->takeItem(from);
    m_lines->insertItem(to, item);
    m_lines->setCurrentItem(item);
    changed();
}

void ParsonsView::indent(int steps) {
    QListWidgetItem* item = takenLine();
    if (!item) return;
    const QString plain = item->text().trimmed();
    const auto blanks = item->text().size() - QString(item->text()).replace(QRegularExpression(QStringLiteral("^\\s+")), {}).size();
    item->setText(QString(std::clamp<qsizetype>(blanks + 4 * steps, 0, 40), QLatin1Char(' ')) + plain);
    changed();
}

bool ParsonsView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (watched == m_pieces && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) return choose(), true;
        if (watched == m_lines) {
            const bool alt = key->modifiers() & Qt::AltModifier;
            if (alt && key->key() == Qt::Key_Up) return move(-1), true;
            if (alt && key->key() == Qt::Key_Down) return move(1), true;
            if (!alt && key->key() == Qt::Key_Right) return indent(1), true;
            if (!alt && key->key() == Qt::Key_Left) return indent(-1), true;
            if (key->key() == Qt::Key_Delete) return putBack(), true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace relata::gui
