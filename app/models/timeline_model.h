// TimelineModel: the statements of a run in the order they were sent, each a bar in the lane of its cause.
#pragma once

#include "models/run_rows_model.h"

namespace relata::models {

class TimelineModel : public RunRowsModel {
    Q_OBJECT
  public:
    using RunRowsModel::RunRowsModel;
    QString summary() const override;
    Span span(int row) const override;

  protected:
    QStringList headers() const override;
    void read(const ShownRun* run) override;
    int count() const override { return int(m_statements.size()); }
    Row row(int at) const override;

  private:
    const ShownStatement& statement(int at) const { return run()->statements[m_statements[size_t(at)]]; }
    std::vector<size_t> m_statements;
    double m_first = 0;
};

} // namespace relata::models
