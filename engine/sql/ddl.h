// CREATE and DROP. SQLAlchemy: sql/ddl.py, compiler.py DDLCompiler.
#pragma once

#include "sql/schema/schema.h"

namespace relata::sql {

/// CREATE TABLE, DROP TABLE.
class TableDDL final : public ClauseElement {
  public:
    TableDDL(Kind node_kind, Table& subject, bool if_exists_clause = false)
        : ClauseElement(node_kind), table(subject), if_clause(if_exists_clause) {}
    std::string class_name() const override { return kind() == Kind::create_table ? "CreateTable" : "DropTable"; }
    Ref<ClauseElement> clone() const override { return make_ref<TableDDL>(*this); }
    bool gather_cache_key(CacheKey&) const override { return false; }
    Ref<Table> table;
    bool if_clause; ///< IF NOT EXISTS / IF EXISTS
};

/// CREATE INDEX, DROP INDEX.
class IndexDDL final : public ClauseElement {
  public:
    IndexDDL(Kind node_kind, const Index& subject, bool if_exists_clause = false)
        : ClauseElement(node_kind), index(&subject), table(subject.table), if_clause(if_exists_clause) {}
    std::string class_name() const override { return kind() == Kind::create_index ? "CreateIndex" : "DropIndex"; }
    Ref<ClauseElement> clone() const override { return make_ref<IndexDDL>(*this); }
    bool gather_cache_key(CacheKey&) const override { return false; }
    const Index* index;
    Ref<Table> table; ///< keeps the index
    bool if_clause;
};

/// `DDL("...")`.
class TextDDL final : public ClauseElement {
  public:
    explicit TextDDL(std::string sql) : ClauseElement(Kind::ddl), text(std::move(sql)) {}
    std::string class_name() const override { return "DDL"; }
    Ref<ClauseElement> clone() const override { return make_ref<TextDDL>(*this); }
    bool gather_cache_key(CacheKey&) const override { return false; }
    std::string text;
};

} // namespace relata::sql
