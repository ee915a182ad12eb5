// CheckListModel: the checks of an exercise and what became of each.
#pragma once

#include <QAbstractListModel>
#include <QString>

#include <vector>

namespace relata::models {

enum class Verdict { notRun, passed, failed, skipped, errored };

struct ShownCheck {
    QString id, title, message, expected, actual;
    Verdict verdict = Verdict::notRun;
    double points = 0, maximum = 1;
    QString file;
    int line = 0; ///< 1-based; 0 where no line is to blame
};

/// What became of an answer.
struct ShownVerdict {
    std::vector<ShownCheck> checks;
    bool passed = false;
    double points = 0, maximum = 0;
    QString problem; ///< why there is nothing to judge, e.g. a syntax error; empty where the answer was judged
    QString hash;    ///< identity of the verdict: the same that `relata check` prints
};

/// One row per check, passed ones too.
class CheckListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { VerdictRole = Qt::UserRole, MessageRole, ExpectedRole, ActualRole, LineRole, FileRole };

    explicit CheckListModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}
    void setChecks(std::vector<ShownCheck> checks);
    const std::vector<ShownCheck>& checks() const { return m_checks; }
    bool allPassed() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

  private:
    std::vector<ShownCheck> m_checks;
};

/// "passed", "failed", ...: the word that goes with the icon.
QString verdictWord(Verdict);

} // namespace relata::models
