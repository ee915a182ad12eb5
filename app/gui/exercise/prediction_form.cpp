#include "gui/exercise/prediction_form.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace relata::gui {

PredictionForm::PredictionForm(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(12, 8, 12, 8);
    m_column->setSpacing(4);
}

void PredictionForm::setQuestions(const std::vector<Question>& questions) {
    while (QLayoutItem* item = m_column->takeAt(0)) {
        while (QLayoutItem* inside = item->layout()->takeAt(0)) {
            delete inside->widget();
            delete inside;
        }
        delete item;
    }
    m_order.clear();
    m_fields.clear();
    for (const Question& question : questions) {
        auto* label = new QLabel(question.text);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        QWidget* shown = nullptr;
        QLineEdit* field = nullptr;
        if (question.choices.isEmpty()) { // a list with nothing in it would be a dead button
            shown = field = new QLineEdit;
        } else {
            auto* list = new QComboBox;
            list->setEditable(true);
            list->addItems(question.choices);
            list->setCurrentText({});
            list->setInsertPolicy(QComboBox::NoInsert);
            list->setAccessibleName(question.text);
            field = list->lineEdit();
            shown = list;
        }
        field->setAccessibleName(question.text);
        field->setPlaceholderText(question.choices.isEmpty() ? tr("your prediction") : tr("choose, or type"));
        label->setBuddy(shown);
        auto* row = new QHBoxLayout; // the question may break, its answer is short
        row->setSpacing(8);
        row->addWidget(label, 1);
        shown->setFixedWidth(fontMetrics().averageCharWidth() * (question.choices.isEmpty() ? 18 : 34));
        row->addWidget(shown);
        m_column->addLayout(row);
        m_order << question.key;
        m_fields[question.key] = field;
        connect(field, &QLineEdit::textChanged, this, [this] {
            if (!m_reading) Q_EMIT answered(yaml());
        });
    }
}

void PredictionForm::read(const QString& yaml) {
    m_reading = true;
    for (const QString& line : yaml.split(QLatin1Char('\n'))) {
        const auto colon = line.indexOf(QLatin1Char(':'));
        if (colon < 0) continue;
        if (QLineEdit* field = m_fields.value(line.left(colon).trimmed())) {
            QString value = line.mid(colon + 1).trimmed();
            if (const auto comment = value.indexOf(QStringLiteral(" #")); comment >= 0 && !value.startsWith(QLatin1Char('\''))) value = value.left(comment).trimmed();
            if (value == QLatin1String("?") || value == QLatin1String("\"?\"")) value.clear();
            if (value.size() > 1 && value.startsWith(QLatin1Char('"')) && value.endsWith(QLatin1Char('"'))) value = value.mid(1, value.size() - 2);
            if (value.size() > 1 && value.startsWith(QLatin1Char('\'')) && value.endsWith(QLatin1Char('\'')))
                value = value.mid(1, value.size() - 2).replace(QLatin1String("''"), QLatin1String("'"));
            if (field->text() == value) continue;
            field->setText(value);
            field->setCursorPosition(0);
        }
    }
    m_reading = false;
}

QString PredictionForm::yaml() const {
    QString out;
    for (const QString& key : m_order) {
        QString value = m_fields[key]->text().trimmed();
        bool isNumber = false;
        value.toDouble(&isNumber);
        static const QStringList words{QStringLiteral("true"), QStringLiteral("false")};
        const bool asList = value.startsWith(QLatin1Char('[')) && value.endsWith(QLatin1Char(']'));
        if (value.isEmpty()) value = QStringLiteral("\"?\"");
        else if (!isNumber && !asList && !words.contains(value))
            value = QLatin1Char('\'') + value.replace(QLatin1Char('\''), QLatin1String("''")) + QLatin1Char('\'');
        out += key + QStringLiteral(": ") + value + QLatin1Char('\n');
    }
    return out;
}

void PredictionForm::answer(const QString& key, const QString& value) {
    if (QLineEdit* field = m_fields.value(key)) field->setText(value);
}

} // namespace relata::gui
