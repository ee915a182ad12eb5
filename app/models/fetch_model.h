// FetchModel: for each Result, the rows that it fetched against the objects that the program got.
#pragma once

#include "models/run_rows_model.h"

namespace relata::models {

class FetchModel : public RunRowsModel {
    Q_OBJECT
  public:
    using RunRowsModel::RunRowsModel;
    QString summary() const override;

    const ShownResult& result(int row) const { return m_results[size_t(row)]; }

  protected:
    QStringList headers() const override;
    void read(const ShownRun* run) override;
    int count() const override { return int(m_results.size()); }
    Row row(int at) const override;

  private:
    std::vector<ShownResult> m_results; ///< without those of the preparation
};

/// "1 object", "8 objects".
QString objectsText(qint64 n);

} // namespace relata::models
