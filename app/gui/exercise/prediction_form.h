// PredictionForm: questions about a run, answered before it: one field each. The answers are a text of "key: value" lines.
#pragma once

#include <QMap>
#include <QStringList>
#include <QWidget>

#include <vector>

class QLineEdit;
class QVBoxLayout;

namespace relata::gui {

class PredictionForm : public QWidget {
    Q_OBJECT
  public:
    struct Question {
        QString key, text;
        QStringList choices; ///< empty: a free answer
    };
    explicit PredictionForm(QWidget* parent = nullptr);
    void setQuestions(const std::vector<Question>& questions);
    bool isEmpty() const { return m_fields.isEmpty(); }
    /// What the file says; fields that it does not name stay empty.
    void read(const QString& yaml);
    QString yaml() const;
    void answer(const QString& key, const QString& value); ///< as if typed

  Q_SIGNALS:
    void answered(const QString& yaml);

  private:
    QVBoxLayout* m_column;
    QStringList m_order;
    QMap<QString, QLineEdit*> m_fields;
    bool m_reading = false;
};

} // namespace relata::gui
