#include "gui/study/welcome_page.h"

#include "gui/lesson/prose.h"
#include "gui/settings/appearance.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace relata::gui {

WelcomePage::WelcomePage(Appearance* appearance, QWidget* parent)
    : QWidget(parent), m_begin(new QPushButton(tr("Begin the lesson"))) {
    const QString html =
        QStringLiteral("<h1>%1</h1><p>%2</p><ul><li>%3</li><li>%4</li><li>%5</li><li>%6</li></ul><p>%7</p>")
            .arg(tr("Relationships and eager loading, with every query in sight"))
            .arg(tr("Sit down for 35 minutes. You read a little, run ordinary SQLModel programs and see each query that they send."))
            .arg(tr("<b>Run</b> any program on a page, change it, run it again (Ctrl+Enter). Nothing can break: every run has its own "
                    "database."))
            .arg(tr("The margin beside the code counts the queries of each line."))
            .arg(tr("Exercises are <b>checked</b> (F7) on several sets of data, and the result names the line. Hints come one by one "
                    "(F8)."))
            .arg(tr("What you type is kept as you type it. You go on where you stopped."))
            .arg(tr("Ctrl+Shift+P finds every command and every page. Ctrl and + make everything bigger."));
    auto* prose = new Prose(appearance, html, {});
    prose->setAccessibleName(tr("Welcome"));
    const auto fit = [prose] { // as wide as a line of text is pleasant to read, and as high as that needs
        const int width = prose->fontMetrics().averageCharWidth() * 84;
        prose->setFixedSize(width, prose->heightForWidth(width));
    };
    auto* column = new QVBoxLayout;
    column->addStretch(1);
    column->addWidget(prose);
    column->addSpacing(18);
    column->addWidget(m_begin, 0, Qt::AlignLeft);
    column->addStretch(2);
    auto* centre = new QHBoxLayout(this);
    centre->addStretch(1);
    centre->addLayout(column);
    centre->addStretch(1);
    connect(appearance, &Appearance::changed, prose, fit);
    fit();
    m_begin->setDefault(true);
    connect(m_begin, &QPushButton::clicked, this, &WelcomePage::begun);
}

} // namespace relata::gui
