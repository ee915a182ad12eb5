#include "gui/study/study_page.h"

#include "gui/lesson/page_stack.h"
#include "gui/lesson/prose.h"
#include "gui/settings/appearance.h"

#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QTextDocument>
#include <QVBoxLayout>

namespace relata::gui {

namespace {

bool writeFile(const QString& name, const QByteArray& bytes) {
    QSaveFile file(name);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

} // namespace

StudyPage::StudyPage(Appearance* appearance, Source source, QWidget* parent)
    : QWidget(parent), m_appearance(appearance), m_source(std::move(source)), m_prose(new Prose(appearance, {}, {})),
      m_area(new QScrollArea), m_stack(new PageStack(96)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    const auto button = [&](const QString& name, const QString& tip, auto&& action) {
        auto* b = new QPushButton(name);
        b->setToolTip(tip);
        b->setAccessibleDescription(tip);
        connect(b, &QPushButton::clicked, this, action);
        row->addWidget(b);
    };
    button(tr("Save the report…"), tr("As a page for the browser or as a PDF"), &StudyPage::askReport);
    button(tr("Export progress…"), tr("Everything as one JSON file, to keep or to take to another computer"), &StudyPage::askExport);
    button(tr("Import progress…"), tr("Adds what a file holds; what is done stays done"), &StudyPage::askImport);
    row->addStretch(1);
    m_area->setWidget(m_stack);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setAccessibleName(tr("Your study"));
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_area->viewport()->installEventFilter(this);
    m_prose->setAccessibleName(tr("Your study"));
    m_stack->append(m_prose);
    column->addWidget(m_area, 1);
    column->addLayout(row);
    connect(m_prose, &QTextBrowser::anchorClicked, this, [this](const QUrl& to) { Q_EMIT linkActivated(to.toString()); });
    const auto retheme = [this] {
        QPalette p = m_appearance->theme().palette();
        p.setColor(QPalette::Window, m_appearance->theme().page);
        for (QWidget* w : {m_area->viewport(), static_cast<QWidget*>(m_stack)}) {
            w->setPalette(p);
            w->setAutoFillBackground(true);
        }
    };
    connect(appearance, &Appearance::changed, this, retheme);
    retheme();
}

void StudyPage::relayout() {
    const int width = m_area->viewport()->width();
    m_stack->resize(width, m_stack->relayout(width));
}

void StudyPage::refresh() {
    m_prose->setHtmlBlock(m_source.report(true));
    relayout();
}

bool StudyPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_area->viewport() && event->type() == QEvent::Resize) relayout(); // it is resized after the page
    return QWidget::eventFilter(watched, event);
}

bool StudyPage::saveReport(const QString& file) const {
    const QString html = m_source.report(false);
    if (!file.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
        return writeFile(file, QStringLiteral("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Relata</title><style>"
                                              "body{font-family:sans-serif;max-width:50em;margin:2em auto;line-height:1.45}"
                                              "table{border-collapse:collapse}</style></head><body>%1</body></html>")
                                   .arg(html)
                                   .toUtf8());
    if (!writeFile(file, {})) return false;
    QPdfWriter writer(file);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setTitle(tr("Your study"));
    QTextDocument document;
    document.setHtml(html);
    document.print(&writer);
    return QFile(file).size() > 0;
}

void StudyPage::tell(bool fine, const QString& file) { Q_EMIT told(fine ? tr("Written: %1").arg(file) : tr("%1 could not be written.").arg(file)); }

void StudyPage::askReport() {
    const QString file = QFileDialog::getSaveFileName(window(), tr("Save the report"), QStringLiteral("relata-study.pdf"), tr("PDF (*.pdf);;HTML (*.html)"));
    if (!file.isEmpty()) tell(saveReport(file), file);
}

void StudyPage::askExport() {
    const QString file =
        QFileDialog::getSaveFileName(window(), tr("Export progress"), QStringLiteral("study.relata-progress.json"), tr("JSON (*.json)"));
    if (!file.isEmpty()) tell(saveProgress(file), file);
}

void StudyPage::askImport() {
    const QString file = QFileDialog::getOpenFileName(window(), tr("Import progress"), {}, tr("JSON (*.json)"));
    if (!file.isEmpty()) importFrom(file);
}

bool StudyPage::saveProgress(const QString& file) const { return writeFile(file, m_source.exported()); }

void StudyPage::importFrom(const QString& file) {
    Q_EMIT told(loadProgress(file) ? tr("The progress was imported.") : tr("%1 is not a progress file of Relata.").arg(file));
}

bool StudyPage::loadProgress(const QString& file) {
    QFile stored(file);
    if (!stored.open(QIODevice::ReadOnly) || stored.size() > 64 * 1024 * 1024 || !m_source.imported(stored.readAll())) return false;
    refresh();
    Q_EMIT progressImported();
    return true;
}

} // namespace relata::gui
