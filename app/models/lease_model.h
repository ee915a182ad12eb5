// LeaseModel: when each connection was out of its pool, and who never gave one back.
#pragma once

#include "models/run_rows_model.h"

namespace relata::models {

class LeaseModel : public RunRowsModel {
    Q_OBJECT
  public:
    using RunRowsModel::RunRowsModel;
    QString summary() const override;
    Span span(int row) const override;

  protected:
    QStringList headers() const override;
    void read(const ShownRun* run) override;
    int count() const override { return int(m_leases.size()); }
    Row row(int at) const override;

  private:
    std::vector<ShownLease> m_leases; ///< without those of the preparation
    double m_first = 0;
};

} // namespace relata::models
