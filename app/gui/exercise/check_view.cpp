#include "gui/exercise/check_view.h"

#include "gui/settings/appearance.h"
#include "gui/settings/icons.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace relata::gui {

using models::CheckListModel;
using models::Verdict;

namespace {

Glyph glyphOf(Verdict verdict) {
    switch (verdict) {
    case Verdict::passed: return Glyph::done;
    case Verdict::failed: return Glyph::fail;
    case Verdict::errored: return Glyph::warning;
    case Verdict::skipped: return Glyph::skipped;
    case Verdict::notRun: break;
    }
    return Glyph::todo;
}

/// Icon, title in bold, message below it, wrapped.
class CheckDelegate : public QStyledItemDelegate {
  public:
    CheckDelegate(Appearance* appearance, QObject* parent) : QStyledItemDelegate(parent), m_appearance(appearance) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem o = option;
        initStyleOption(&o, index);
        o.text.clear();
        QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &o, painter, o.widget);
        const Theme& t = m_appearance->theme();
        const bool selected = o.state & QStyle::State_Selected;
        const auto verdict = Verdict(index.data(CheckListModel::VerdictRole).toInt());
        painter->save();
        const int glyph = QFontMetrics(o.font).height();
        paintGlyph(*painter, QRectF(o.rect.x() + 10, o.rect.y() + 7, glyph, glyph), glyphOf(verdict), m_appearance,
                   selected ? QIcon::Selected : QIcon::Normal);
        QRect room = textRoom(o.rect, glyph);
        QFont bold = o.font;
        bold.setBold(true);
        painter->setFont(bold);
        painter->setPen(selected ? t.accentText : t.text);
        const QString title = index.data().toString();
        QRect used;
        painter->drawText(room, Qt::TextWordWrap, title, &used);
        room.setTop(used.bottom() + 3);
        painter->setFont(o.font);
        painter->setPen(selected ? t.accentText : verdict == Verdict::failed ? t.bad : t.muted);
        painter->drawText(room, Qt::TextWordWrap, detail(index));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem o = option;
        initStyleOption(&o, index);
        const auto* view = qobject_cast<const QListView*>(o.widget);
        const int width = view ? view->viewport()->width() : 300;
        const QRect room = textRoom(QRect(0, 0, width, 10000), QFontMetrics(o.font).height());
        QFont bold = o.font;
        bold.setBold(true);
        const int title = QFontMetrics(bold).boundingRect(room, Qt::TextWordWrap, index.data().toString()).height();
        const int below = QFontMetrics(o.font).boundingRect(room, Qt::TextWordWrap, detail(index)).height();
        return {width, title + below + 20};
    }

  private:
    static QRect textRoom(const QRect& rect, int glyph) { return rect.adjusted(glyph + 20, 6, -10, 0); }

    static QString detail(const QModelIndex& index) {
        const auto verdict = Verdict(index.data(CheckListModel::VerdictRole).toInt());
        QString text = index.data(CheckListModel::MessageRole).toString();
        if (text.isEmpty()) text = models::verdictWord(verdict);
        const QString expected = index.data(CheckListModel::ExpectedRole).toString();
        const QString actual = index.data(CheckListModel::ActualRole).toString();
        if (verdict == Verdict::failed && !expected.isEmpty())
            text += QLatin1Char('\n') + CheckListModel::tr("expected %1").arg(expected);
        if (verdict == Verdict::failed && !actual.isEmpty())
            text += QLatin1Char('\n') + CheckListModel::tr("got %1").arg(actual);
        return text;
    }

    Appearance* m_appearance;
};

} // namespace

CheckView::CheckView(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_model(new CheckListModel(this)), m_list(new QListView), m_summary(new QLabel) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_summary->setMargin(8);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    column->addWidget(m_summary);
    column->addWidget(m_list, 1);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Checks"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CheckDelegate(appearance, this));
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // where it came and went the rows would keep their old heights
    const auto choose = [this](const QModelIndex& at) {
        if (at.data(CheckListModel::LineRole).toInt() > 0)
            Q_EMIT lineChosen(at.data(CheckListModel::FileRole).toString(), at.data(CheckListModel::LineRole).toInt());
    };
    connect(m_list, &QListView::clicked, this, choose);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& at) {
        if (at.data(CheckListModel::LineRole).toInt() > 0)
            Q_EMIT lineEntered(at.data(CheckListModel::FileRole).toString(), at.data(CheckListModel::LineRole).toInt());
    });
    auto* copy = new QAction(tr("Copy all checks"), this); // for who is asked for help
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(copy);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copy, &QAction::triggered, this, [this] {
        QString all = m_summary->text() + QLatin1Char('\n');
        for (int row = 0; row < m_model->rowCount(); ++row) all += m_model->index(row).data(Qt::AccessibleTextRole).toString() + QLatin1Char('\n');
        QApplication::clipboard()->setText(all);
    });
    connect(appearance, &Appearance::changed, m_list, [this] { Q_EMIT m_model->layoutChanged(); });
}

void CheckView::setSummary(const QString& text) { m_summary->setText(text); }

QString CheckView::summary() const { return m_summary->text(); }

} // namespace relata::gui
