// INSERT, UPDATE, DELETE. SQLAlchemy: sql/dml.py.
#pragma once

#include "sql/schema/schema.h"
#include "sql/select.h"

namespace relata::sql {

/// One `column = value`; the key is a column's key where the program gave a string.
struct ColumnValue {
    Ref<ColumnElement> column; ///< null: `key`
    std::string key;
    Value value;               ///< or
    Ref<ClauseElement> clause; ///< an expression
};

class UpdateBase : public ClauseElement {
  public:
    UpdateBase(Kind kind, FromClause& target) : ClauseElement(kind), table(target) {}
    Ref<FromClause> table; ///< a Table, an annotated ORM entity's table
    std::vector<Ref<ClauseElement>> returning; ///< columns, entities
    bool return_defaults = false;
    std::vector<Ref<Column>> return_defaults_columns;
    bool sort_by_parameter_order = false; ///< an INSERT's rows come back in the order of its parameter sets
    std::vector<std::string> prefixes;
    PropagateAttrs propagate;
    std::vector<Ref<ExecutableOption>> options;
    Value execution_options{};
    std::vector<Ref<CTE>> independent_ctes;
    std::string synchronize_session{}; ///< the ORM's option, as written by execution_options

    /// SQLAlchemy: UpdateBase._generate_fromclause ... columns of RETURNING.
    std::vector<Ref<ColumnElement>> returning_columns() const;
};

class ValuesBase : public UpdateBase {
  public:
    using UpdateBase::UpdateBase;
    std::vector<ColumnValue> values;                   ///< values(...)
    std::vector<std::vector<ColumnValue>> multi_values; ///< values([{...}, {...}])
    std::vector<ColumnValue> ordered_values;           ///< Update.ordered_values
};

class Insert final : public ValuesBase {
  public:
    explicit Insert(FromClause& target) : ValuesBase(Kind::insert, target) {}
    std::string class_name() const override { return "Insert"; }
    Ref<ClauseElement> clone() const override { return make_ref<Insert>(*this); }
    Ref<Insert> copy() const { return make_ref<Insert>(*this); }
    void visit_internals(Internals& v) override;
    bool gather_cache_key(CacheKey& key) const override;
    std::vector<std::string> select_names; ///< INSERT ... SELECT
    Ref<SelectBase> select;
    bool include_defaults_in_select = true;
    /// SQLite's ON CONFLICT.
    struct OnConflict {
        std::vector<Ref<ColumnElement>> index_elements{};
        Ref<ColumnElement> index_where{};
        bool do_update = false;
        std::vector<ColumnValue> set{};
        Ref<ColumnElement> where{};
    };
    std::vector<OnConflict> on_conflict;
    bool is_sqlites() const { return !on_conflict.empty() || excluded; }
    /// SQLite's `insert(...).excluded`.
    Ref<Alias> excluded;
};

class Update final : public ValuesBase {
  public:
    explicit Update(FromClause& target) : ValuesBase(Kind::update, target) {}
    std::string class_name() const override { return "Update"; }
    Ref<ClauseElement> clone() const override { return make_ref<Update>(*this); }
    Ref<Update> copy() const { return make_ref<Update>(*this); }
    void visit_internals(Internals& v) override;
    bool gather_cache_key(CacheKey& key) const override;
    std::vector<Ref<ColumnElement>> where_criteria;
    bool preserve_parameter_order = false;
};

class Delete final : public UpdateBase {
  public:
    explicit Delete(FromClause& target) : UpdateBase(Kind::delete_, target) {}
    std::string class_name() const override { return "Delete"; }
    Ref<ClauseElement> clone() const override { return make_ref<Delete>(*this); }
    Ref<Delete> copy() const { return make_ref<Delete>(*this); }
    void visit_internals(Internals& v) override;
    bool gather_cache_key(CacheKey& key) const override;
    std::vector<Ref<ColumnElement>> where_criteria;
};

} // namespace relata::sql
