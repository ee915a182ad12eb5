// Evaluator: an SQL expression computed on an object in memory. SQLAlchemy: orm/evaluator.py.
#pragma once

#include "orm/mapper.h"

namespace relata::orm {

class Evaluator {
  public:
    Evaluator(Runtime& runtime, Mapper& mapper) : m_runtime(runtime), m_mapper(mapper) {}
    struct Result {
        Value value{};        ///< unset: NULL-like "no object"
        bool expired = false; ///< an attribute that it needs is not loaded
    };
    bool can_evaluate(sql::ColumnElement& clause) const;
    Result evaluate(sql::ColumnElement& clause, InstanceState& state) const;
    const std::string& reason() const { return m_reason; } ///< why can_evaluate() said no

  private:
    bool can_evaluate_all(const std::vector<Ref<sql::ColumnElement>>& clauses, sql::Op op) const;
    bool can_evaluate_column(sql::ColumnElement& column) const;
    bool can_evaluate_binary(sql::BinaryExpression& binary) const;
    /// "<function like_op at 0x...>"
    std::string function_text(sql::Op op) const;
    bool refuse(std::string reason) const {
        m_reason = std::move(reason);
        return false;
    }
    Runtime& m_runtime;
    Mapper& m_mapper;
    mutable std::string m_reason;
};

} // namespace relata::orm
