// EagerLoadModel: what was loaded ahead and whether the program read it; then how each relationship was read.
#pragma once

#include "models/run_rows_model.h"

namespace relata::models {

class EagerLoadModel : public RunRowsModel {
    Q_OBJECT
  public:
    using RunRowsModel::RunRowsModel;
    QString summary() const override;

  protected:
    QStringList headers() const override;
    void read(const ShownRun* run) override;
    int count() const override { return int(m_loads.size() + m_reads.size()); }
    Row row(int at) const override;

  private:
    std::vector<ShownEagerLoad> m_loads; ///< both without those of the preparation
    std::vector<ShownRead> m_reads;
};

} // namespace relata::models
