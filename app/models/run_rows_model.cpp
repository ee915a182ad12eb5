#include "models/run_rows_model.h"

#include <QLocale>

namespace relata::models {

QString lineText(const QString& file, int line) {
    return line > 0 ? QStringLiteral("%1:%2").arg(file).arg(line) : QStringLiteral("–");
}

void RunRowsModel::setRun(ShownRunPtr run) {
    beginResetModel();
    m_run = std::move(run);
    read(m_run.get());
    endResetModel();
}

int RunRowsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }
int RunRowsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(headers().size()); }

QVariant RunRowsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Row row = this->row(index.row());
    const QVariant cell = row.cells.value(index.column());
    const bool number = cell.typeId() == QMetaType::Int || cell.typeId() == QMetaType::LongLong;
    switch (role) {
    case Qt::DisplayRole: return number ? QLocale().toString(cell.toLongLong()) : cell;
    case Qt::TextAlignmentRole: return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole: return row.tip.isEmpty() ? cell.toString() : row.tip;
    case FileRole: return row.file;
    case LineRole: return row.line;
    case ToneRole: return int(row.tone);
    default: return {};
    }
}

QVariant RunRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::DisplayRole) return headers().value(section);
    return {};
}

} // namespace relata::models
