#include "models/check_list_model.h"

#include <algorithm>

namespace relata::models {

QString verdictWord(Verdict verdict) {
    switch (verdict) {
    case Verdict::notRun: return CheckListModel::tr("not checked yet");
    case Verdict::passed: return CheckListModel::tr("passed");
    case Verdict::failed: return CheckListModel::tr("failed");
    case Verdict::skipped: return CheckListModel::tr("skipped");
    case Verdict::errored: return CheckListModel::tr("could not be checked");
    }
    return {};
}

void CheckListModel::setChecks(std::vector<ShownCheck> checks) {
    beginResetModel();
    m_checks = std::move(checks);
    endResetModel();
}

bool CheckListModel::allPassed() const {
    return !m_checks.empty() &&
           std::ranges::all_of(m_checks, [](const auto& c) { return c.verdict == Verdict::passed; });
}

int CheckListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_checks.size()); }

QVariant CheckListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const ShownCheck& check = m_checks[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return check.title;
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2. %3").arg(check.title, verdictWord(check.verdict), check.message);
    case Qt::ToolTipRole: return check.message.isEmpty() ? verdictWord(check.verdict) : check.message;
    case VerdictRole: return int(check.verdict);
    case MessageRole: return check.message;
    case ExpectedRole: return check.expected;
    case ActualRole: return check.actual;
    case LineRole: return check.line;
    case FileRole: return check.file;
    default: return {};
    }
}

} // namespace relata::models
