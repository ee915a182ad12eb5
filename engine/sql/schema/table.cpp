#include "sql/cache_key.h"
#include "sql/schema/schema.h"
#include "support/exceptions.h"
#include "support/runtime.h"

#include <algorithm>

namespace relata::sql {

Table::Table(MetaData& metadata, std::string name, std::optional<std::string> schema)
    : TableClause(std::move(name), Kind::table), m_metadata(&metadata), m_schema(std::move(schema)),
      m_primary_key(make_ref<Constraint>(ConstraintKind::primary_key)) {
    m_primary_key->table = this;
    m_populated = true;
}

Table::~Table() = default;

Column* Table::column(std::string_view key) const {
    ColumnElement* c = m_columns.empty() ? nullptr : columns().find(key);
    return static_cast<Column*>(c);
}

// SQLAlchemy: Column._set_parent.
Column& Table::append_column(Ref<Column> fresh) {
    if (fresh->schema_table() && fresh->schema_table() != this)
        throw Error(Exc::ArgumentError, "Column object '" + *fresh->name() + "' already assigned to Table '" +
                                            fresh->schema_table()->description() + "'");
    if (const Column* there = column(*fresh->key()); there && there != fresh.get())
        throw Error(Exc::DuplicateColumnError,
                    "A column with " +
                        (*fresh->key() == *fresh->name() ? "name '" + *fresh->name() + "'" : "key '" + *fresh->key() + "'") +
                        " is already present in table '" + name() +
                        "'. Specify replace_existing=True to Table.append_column() to replace an existing column.");
    fresh->set_table(this);
    auto& column = static_cast<Column&>(own_column(fresh));
    FromClause::m_columns.add(column);
    m_columns.push_back(&column);
    ColumnSchema& s = column.schema();
    if (!s.user_defined_nullable && s.primary_key) s.nullable = false;
    if (s.primary_key && std::find(m_primary_key->columns.begin(), m_primary_key->columns.end(), &column) ==
                             m_primary_key->columns.end())
        m_primary_key->columns.push_back(&column);
    if (s.index.value_or(false)) {
        auto index = std::make_unique<Index>();
        index->unique = s.unique.value_or(false);
        index->column_keys.push_back(*column.key());
        append_index(std::move(index));
    } else if (s.unique.value_or(false)) {
        auto unique = make_ref<Constraint>(ConstraintKind::unique);
        unique->column_keys.push_back(*column.key());
        unique->implicit_unique = true;
        append_constraint(unique);
    }
    for (const auto& constraint : s.pending_constraints) {
        auto copy = make_ref<Constraint>(*constraint);
        copy->column_level = true;
        copy->columns = {&column};
        append_constraint(copy);
    }
    for (const auto& fk : s.own_foreign_keys) attach_foreign_key(column, *fk);
    return column;
}

// SQLAlchemy: ForeignKey._set_table: one constraint for each foreign key of a column.
void Table::attach_foreign_key(Column& column, ForeignKey& fk) {
    auto constraint = make_ref<ForeignKeyConstraint>();
    constraint->name = fk.name;
    constraint->ondelete = fk.ondelete;
    constraint->onupdate = fk.onupdate;
    constraint->deferrable = fk.deferrable;
    constraint->initially = fk.initially;
    constraint->use_alter = fk.use_alter;
    constraint->table = this;
    constraint->columns.push_back(&column);
    constraint->elements.push_back(&fk);
    constraint->refspecs.push_back(fk.target_fullname());
    fk.constraint = constraint.get();
    m_constraints.push_back(constraint);
}

void Table::append_constraint(Ref<Constraint> constraint) {
    constraint->table = this;
    if (constraint->kind == ConstraintKind::primary_key) {
        m_primary_key->name = constraint->name;
        for (const std::string& key : constraint->column_keys) {
            Column* c = column(key);
            if (!c)
                throw Error(Exc::ConstraintColumnNotFoundError,
                            "Can't create PrimaryKeyConstraint on table '" + name() + "': no column named '" + key +
                                "' is present.");
            c->schema().primary_key = true;
            if (!c->schema().user_defined_nullable) c->schema().nullable = false;
            auto& columns = m_primary_key->columns;
            if (std::find(columns.begin(), columns.end(), c) == columns.end()) columns.push_back(c);
        }
        return;
    }
    for (const std::string& key : constraint->column_keys) {
        Column* c = column(key);
        if (!c)
            throw Error(Exc::ConstraintColumnNotFoundError, "Can't create " + constraint->class_name() + " on table '" +
                                                                name() + "': no column named '" + key + "' is present.");
        constraint->columns.push_back(c);
    }
    if (constraint->kind == ConstraintKind::foreign_key) {
        auto& fkc = static_cast<ForeignKeyConstraint&>(*constraint);
        for (size_t i = 0; i < fkc.refspecs.size() && i < fkc.columns.size(); ++i) {
            auto fk = std::make_unique<ForeignKey>(fkc.refspecs[i]);
            fk->constraint = &fkc;
            fk->ondelete = fkc.ondelete;
            fk->onupdate = fkc.onupdate;
            fk->parent = fkc.columns[i];
            fkc.columns[i]->schema().foreign_keys.push_back(fk.get());
            fkc.elements.push_back(fk.get());
            fkc.own_elements.push_back(std::move(fk));
        }
    }
    if (constraint->implicit_unique) {
        m_constraints.push_back(std::move(constraint));
        return;
    }
    // The program made explicit constraints before the table made its own: they come first in CREATE TABLE.
    const auto own = std::find_if(m_constraints.begin(), m_constraints.end(), [](const Ref<Constraint>& c) {
        if (c->implicit_unique) return true;
        return c->kind == ConstraintKind::foreign_key && static_cast<ForeignKeyConstraint&>(*c).own_elements.empty();
    });
    m_constraints.insert(own, std::move(constraint));
}

Index& Table::append_index(std::unique_ptr<Index> index) {
    index->table = this;
    std::string first;
    for (const std::string& key : index->column_keys) {
        Column* c = column(key);
        if (!c)
            throw Error(Exc::ConstraintColumnNotFoundError,
                        "Can't create Index on table '" + name() + "': no column named '" + key + "' is present.");
        if (first.empty()) first = *c->name();
    }
    if (index->name.empty()) index->name = "ix_" + name() + "_" + first;
    m_indexes.push_back(std::move(index));
    return *m_indexes.back();
}

std::vector<ForeignKeyConstraint*> Table::foreign_key_constraints() const {
    std::vector<ForeignKeyConstraint*> result;
    for (const auto& c : m_constraints)
        if (c->kind == ConstraintKind::foreign_key) result.push_back(static_cast<ForeignKeyConstraint*>(c.get()));
    return result;
}

std::vector<ForeignKey*> Table::foreign_keys() const {
    std::vector<ForeignKey*> result;
    for (const Column* c : m_columns)
        for (ForeignKey* fk : c->foreign_keys()) result.push_back(fk);
    return result;
}

// SQLAlchemy: PrimaryKeyConstraint._autoincrement_column.
Column* Table::autoincrement_column() const {
    using Auto = ColumnSchema::Autoincrement;
    const auto& pk = primary_key_columns();
    const auto valid = [](const Column& c, bool as_default) {
        if (c.type->affinity() != Affinity::integer) return false;
        if (as_default && c.schema().default_ && !c.schema().default_->is_onupdate) return false;
        if (as_default && c.schema().server_default) return false;
        return !(as_default && !c.foreign_keys().empty() && c.schema().autoincrement != Auto::ignore_fk);
    };
    if (pk.size() == 1) {
        Column& c = *pk[0];
        if (c.schema().autoincrement == Auto::yes) return &c;
        if (c.schema().autoincrement == Auto::no) return nullptr;
        return valid(c, true) ? &c : nullptr;
    }
    for (Column* c : pk)
        if (c->schema().autoincrement == Auto::yes) return c;
    return nullptr;
}

bool Table::gather_cache_key(CacheKey& key) const {
    key.add(static_cast<const void*>(identity()));
    return true;
}

std::string Table::repr(Runtime& runtime) const {
    std::string result = "Table('" + name() + "', MetaData()";
    for (const Column* c : m_columns) result += ", " + c->repr(runtime);
    return result + ", schema=" + (m_schema ? "'" + *m_schema + "'" : std::string("None")) + ")";
}

std::string Constraint::class_name() const {
    switch (kind) {
    case ConstraintKind::primary_key: return "PrimaryKeyConstraint";
    case ConstraintKind::foreign_key: return "ForeignKeyConstraint";
    case ConstraintKind::unique: return "UniqueConstraint";
    case ConstraintKind::check: return "CheckConstraint";
    }
    return {};
}

Table& ForeignKeyConstraint::referred_table() const { return *elements[0]->column().schema_table(); }

// ---- MetaData ------------------------------------------------------------------------------------------------------

MetaData::~MetaData() {
    for (auto* list : {&m_tables, &m_removed})
        for (Table* t : *list) delete t;
}

Table* MetaData::table(std::string_view key) const {
    for (Table* t : m_tables)
        if (t->key() == key) return t;
    return nullptr;
}

void MetaData::check_not_defined(const std::string& name, const std::optional<std::string>& schema_name) const {
    const std::string key = schema_name ? *schema_name + "." + name : name;
    if (table(key))
        throw Error(Exc::InvalidRequestError,
                    "Table '" + key + "' is already defined for this MetaData instance.  Specify 'extend_existing=True' "
                                      "to redefine options and columns on an existing Table object.");
}

Table& MetaData::define_table(const std::string& name, std::optional<std::string> schema_name) {
    check_not_defined(name, schema_name);
    Ref<Table> fresh = make_ref<Table>(*this, name, std::move(schema_name));
    Table& result = *fresh;
    m_tables.push_back(&result);
    adopt(result);
    return result;
}

void MetaData::remove(Table& table) {
    m_tables.erase(std::remove(m_tables.begin(), m_tables.end(), &table), m_tables.end());
    m_removed.push_back(&table);
}

void MetaData::clear() {
    m_removed.insert(m_removed.end(), m_tables.begin(), m_tables.end());
    m_tables.clear();
}

} // namespace relata::sql
