// Schema: MetaData, Table, Column, constraints and indexes. SQLAlchemy: sql/schema.py.
#pragma once

#include "sql/elements.h"
#include "sql/selectable.h"
#include "support/object.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relata::sql {

class Column;
class Constraint;
class ForeignKey;
class ForeignKeyConstraint;
class MetaData;
class Table;

/// What supplies a value when the program gives none: `default=`, `onupdate=`.
struct ColumnDefault {
    enum class Type : uint8_t { scalar, callable, clause, sequence } type = Type::scalar;
    Value value{};                ///< the scalar or the callable
    bool takes_context = false;   ///< the callable wants the execution context
    Ref<ColumnElement> clause{};
    bool is_onupdate = false;
};

/// `server_default=`: an expression that CREATE TABLE contains.
struct ServerDefault {
    Ref<ColumnElement> clause; ///< text() or a bound literal; null: FetchedValue
    bool computed = false;     ///< GENERATED ALWAYS AS (clause)
    std::optional<bool> persisted{};
};

/// SQLAlchemy: schema.ForeignKey: one column's reference, before or after its target is known.
class ForeignKey {
  public:
    explicit ForeignKey(std::string colspec) : m_colspec(std::move(colspec)) {}
    explicit ForeignKey(Column& target) : m_target(&target) {}
    Column* parent = nullptr;
    ForeignKeyConstraint* constraint = nullptr; ///< set once the column is in a table
    std::string ondelete{}, onupdate{}, name{};
    std::optional<bool> deferrable{};
    std::string initially{};
    bool use_alter = false;
    bool link_to_name = false;

    /// "team.id" as given, or derived from the target.
    std::string target_fullname() const;
    /// The referred column; resolves on first use. Throws NoReferencedTableError, NoReferencedColumnError.
    Column& column() const;
    /// The same, or null while it can not be resolved.
    Column* resolved_column() const;
    /// Whether this refers to a column of `table` (a table or what selects from it).
    bool references(const Table& table) const;
    /// The column of `selectable` that stands for the referred one; null where there is none.
    ColumnElement* get_referent(const FromClause& selectable) const;
    std::string table_key() const;
    std::string column_key() const;

  private:
    std::string m_colspec{};
    mutable Column* m_target = nullptr; ///< of the same MetaData: dies with it
};

/// A column's schema, shared between the column and its annotated copies.
struct ColumnSchema {
    bool primary_key = false;
    bool nullable = true;
    bool user_defined_nullable = false;
    std::optional<ColumnDefault> default_{}, onupdate{};
    std::optional<ServerDefault> server_default{}, server_onupdate{};
    std::optional<bool> index{}, unique{};
    enum class Autoincrement : uint8_t { auto_, yes, no, ignore_fk } autoincrement = Autoincrement::auto_;
    std::string comment{}, doc{};
    bool system = false;
    bool insert_default = false;
    Value info{}; ///< a dict, or unset
    std::vector<std::unique_ptr<ForeignKey>> own_foreign_keys{};
    std::vector<ForeignKey*> foreign_keys{};          ///< own ones, and those of table constraints
    std::vector<Ref<Constraint>> pending_constraints{}; ///< CheckConstraint given to the column
    bool type_from_foreign_key = false;               ///< no type given: takes the target's
};

class Column final : public ColumnClause {
  public:
    Column(std::string name, TypeRef type);
    std::string class_name() const override { return "Column"; }
    Ref<ClauseElement> clone() const override { return make_ref<Column>(*this); }
    ColumnSchema& schema() const { return *m_schema; }
    Table* schema_table() const; ///< the Table; null for a column that is in none
    bool is_primary_key() const override { return m_schema->primary_key; }
    bool is_nullable() const override { return m_schema->nullable; }
    const std::vector<ForeignKey*>& foreign_keys() const { return m_schema->foreign_keys; }
    ForeignKey& add_foreign_key(std::unique_ptr<ForeignKey> fk);
    /// Type, or that of the column that a typeless foreign key refers to.
    bool references(const Column& other) const;
    ColumnElement& make_proxy(FromClause& from, std::optional<std::string> name, std::optional<std::string> key) override;
    /// "table.name"
    std::string text() const;
    /// `repr(column)`.
    std::string repr(Runtime& runtime) const;
    /// A column with the same definition that is in no table yet (mixins, to_metadata). SQLAlchemy: Column._copy.
    Ref<Column> copy() const;
    bool gather_cache_key(CacheKey& key) const override;

  private:
    std::shared_ptr<ColumnSchema> m_schema;
};

enum class ConstraintKind : uint8_t { primary_key, foreign_key, unique, check };

class Constraint : public Node {
  public:
    explicit Constraint(ConstraintKind k) : kind(k) {}
    ConstraintKind kind;
    std::string name;       ///< empty: none
    Table* table = nullptr;
    std::vector<std::string> column_keys; ///< as given, until columns are known
    std::vector<Column*> columns;
    std::optional<bool> deferrable;
    std::string initially;
    Ref<ColumnElement> sqltext; ///< CheckConstraint
    bool column_level = false;  ///< CheckConstraint given to a column
    bool implicit_unique = false; ///< Column(unique=True)
    std::string class_name() const;
};

class ForeignKeyConstraint final : public Constraint {
  public:
    ForeignKeyConstraint() : Constraint(ConstraintKind::foreign_key) {}
    std::vector<std::unique_ptr<ForeignKey>> own_elements; ///< those not owned by a column
    std::vector<ForeignKey*> elements;
    std::string ondelete, onupdate;
    bool use_alter = false;
    /// The table that is referred to. Throws as ForeignKey::column does.
    Table& referred_table() const;
    std::vector<std::string> refspecs; ///< as given
};

struct Index {
    std::string name;
    Table* table = nullptr;
    std::vector<std::string> column_keys{};
    std::vector<Ref<ColumnElement>> expressions{}; ///< columns (strong only where not of the table itself)
    bool unique = false;
    Ref<ColumnElement> sqlite_where{};
};

class Table final : public TableClause {
  public:
    /// Made by MetaData::define_table.
    Table(MetaData& metadata, std::string name, std::optional<std::string> schema);
    ~Table() override;
    std::string class_name() const override { return "Table"; }
    MetaData& metadata() const { return *m_metadata; }
    const std::optional<std::string>& schema_name() const { return m_schema; }
    std::string key() const { return m_schema ? *m_schema + "." + name() : name(); }
    std::string fullname() const { return key(); }

    /// In the order of the definition.
    const std::vector<Column*>& column_list() const { return m_columns; }
    Column* column(std::string_view key) const;
    Column& append_column(Ref<Column> column);
    void append_constraint(Ref<Constraint> constraint);
    Index& append_index(std::unique_ptr<Index> index);
    const std::vector<Ref<Constraint>>& constraints() const { return m_constraints; }
    Constraint& primary_key_constraint() const { return *m_primary_key; }
    const std::vector<Column*>& primary_key_columns() const { return m_primary_key->columns; }
    const std::vector<std::unique_ptr<Index>>& indexes() const { return m_indexes; }
    std::vector<ForeignKeyConstraint*> foreign_key_constraints() const;
    std::vector<ForeignKey*> foreign_keys() const;
    /// The integer primary key that SQLite numbers, or null. SQLAlchemy: Table._autoincrement_column.
    Column* autoincrement_column() const;
    Value info{};
    std::string comment{};
    std::vector<std::string> prefixes{};
    std::map<std::string, Value> dialect_options{}; ///< sqlite_autoincrement, sqlite_with_rowid, ...
    std::vector<std::pair<Table*, std::string>> extra_dependencies{};
    std::string repr(Runtime& runtime) const;
    bool gather_cache_key(CacheKey& key) const override;

  protected:
    void populate_columns() override {}

  private:
    friend class MetaData;
    void attach_foreign_key(Column& column, ForeignKey& fk);
    MetaData* m_metadata;
    std::optional<std::string> m_schema;
    std::vector<Column*> m_columns;
    std::vector<Ref<Constraint>> m_constraints;
    Ref<Constraint> m_primary_key;
    std::vector<std::unique_ptr<Index>> m_indexes;
};

class MetaData final : public Node {
  public:
    MetaData() = default;
    ~MetaData() override;
    /// Throws InvalidRequestError "Table 'x' is already defined for this MetaData instance. ..." unless `extend`/`keep`.
    /// The caller then appends columns and constraints and calls finish_table.
    Table& define_table(const std::string& name, std::optional<std::string> schema = {});
    void check_not_defined(const std::string& name, const std::optional<std::string>& schema) const;
    Table* table(std::string_view key) const;
    const std::vector<Table*>& tables() const { return m_tables; } ///< in order of definition
    /// By dependency, then name. Warns of cycles as SQLAlchemy does.
    std::vector<Table*> sorted_tables(Runtime& runtime) const;
    void remove(Table& table);
    void clear();
    std::optional<std::string> schema;
    std::map<std::string, std::string> naming_convention{{"ix", "ix_%(column_0_label)s"}};
    Value info;

  private:
    std::vector<Table*> m_tables, m_removed; ///< all owned; removed ones may still be referred to
};

/// The name that a convention gives to a constraint without one; empty where none applies.
std::string conventional_name(const Constraint& constraint);

/// SQLAlchemy: ddl.sort_tables_and_constraints: tables in the order of CREATE, each with the foreign keys that can not be
/// part of its CREATE TABLE; the last entry (null table) has the rest.
struct SortedTables {
    std::vector<Table*> tables;
    std::vector<ForeignKeyConstraint*> postponed; ///< for ALTER TABLE, where a cycle needs it
};
/// Throws CircularDependencyError where `allow_cycles` is false and there is one.
SortedTables sort_tables_and_constraints(Runtime& runtime, const std::vector<Table*>& tables, bool allow_cycles);
/// SQLAlchemy: sql.util / ddl.sort_tables with its warning on cycles.
std::vector<Table*> sort_tables(Runtime& runtime, const std::vector<Table*>& tables);

} // namespace relata::sql
