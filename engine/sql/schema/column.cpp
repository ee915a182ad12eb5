#include "sql/cache_key.h"
#include "sql/schema/schema.h"
#include "support/protocol.h"
#include "support/runtime.h"

#include <algorithm>

namespace relata::sql {

Column::Column(std::string name, TypeRef t)
    : ColumnClause(std::move(name), std::move(t), false, Kind::column), m_schema(std::make_shared<ColumnSchema>()) {}

Table* Column::schema_table() const {
    return m_table && m_table->kind() == Kind::table ? static_cast<Table*>(m_table) : nullptr;
}

ForeignKey& Column::add_foreign_key(std::unique_ptr<ForeignKey> fk) {
    fk->parent = static_cast<Column*>(identity());
    m_schema->foreign_keys.push_back(fk.get());
    m_schema->own_foreign_keys.push_back(std::move(fk));
    return *m_schema->own_foreign_keys.back();
}

bool Column::references(const Column& other) const {
    return std::any_of(m_schema->foreign_keys.begin(), m_schema->foreign_keys.end(), [&](ForeignKey* fk) {
        const Column* target = fk->resolved_column();
        return target && static_cast<const ColumnElement*>(target)->same_as(other);
    });
}

// SQLAlchemy: Column._make_proxy: the proxy of a table's column is a Column with the same foreign keys.
ColumnElement& Column::make_proxy(FromClause& from, std::optional<std::string> name_, std::optional<std::string> key_) {
    Ref<Column> proxy = make_ref<Column>(name_.value_or(m_name), type);
    proxy->m_schema->primary_key = m_schema->primary_key;
    proxy->m_schema->nullable = m_schema->nullable;
    proxy->set_key(key_ ? *key_ : name_ ? *name_ : m_key);
    proxy->set_table(&from);
    proxy->proxies.push_back(Ref<ColumnElement>(*this));
    auto& owned = static_cast<Column&>(from.own_column(proxy));
    for (ForeignKey* fk : m_schema->foreign_keys) {
        Column* target = fk->resolved_column();
        auto copy = target ? std::make_unique<ForeignKey>(*target) : std::make_unique<ForeignKey>(fk->target_fullname());
        copy->constraint = fk->constraint;
        owned.add_foreign_key(std::move(copy));
    }
    return owned;
}

std::string Column::text() const {
    if (m_table && m_table->named_with_column()) return m_table->description() + "." + m_name;
    return m_name;
}

std::string Column::repr(Runtime& runtime) const {
    std::string result = "Column(" + repr_text(runtime, Value(runtime.make_str(m_name))) + ", " + type->repr(runtime);
    for (const ForeignKey* fk : m_schema->foreign_keys) result += ", ForeignKey('" + fk->target_fullname() + "')";
    result += m_table ? ", table=<" + m_table->description() + ">" : std::string(", table=None");
    if (m_key != m_name) result += ", key=" + repr_text(runtime, Value(runtime.make_str(m_key)));
    if (m_schema->primary_key) result += ", primary_key=True";
    if (!m_schema->nullable) result += ", nullable=False";
    const auto default_text = [&](const ColumnDefault& d) {
        switch (d.type) {
        case ColumnDefault::Type::scalar: return "ScalarElementColumnDefault(" + repr_text(runtime, d.value) + ")";
        case ColumnDefault::Type::callable: return "CallableColumnDefault(" + repr_text(runtime, d.value) + ")";
        default: return std::string("ColumnElementColumnDefault(...)");
        }
    };
    if (m_schema->onupdate) result += ", onupdate=" + default_text(*m_schema->onupdate);
    if (m_schema->default_) result += ", default=" + default_text(*m_schema->default_);
    if (m_schema->server_default) result += ", server_default=DefaultClause(..., for_update=False)";
    if (!m_schema->comment.empty())
        result += ", comment=" + repr_text(runtime, Value(runtime.make_str(m_schema->comment)));
    return result + ")";
}

Ref<Column> Column::copy() const {
    Ref<Column> result = make_ref<Column>(m_name, type);
    result->set_key(m_key);
    ColumnSchema& s = *result->m_schema;
    const ColumnSchema& mine = *m_schema;
    s.primary_key = mine.primary_key;
    s.nullable = mine.nullable;
    s.user_defined_nullable = mine.user_defined_nullable;
    s.default_ = mine.default_;
    s.onupdate = mine.onupdate;
    s.server_default = mine.server_default;
    s.server_onupdate = mine.server_onupdate;
    s.index = mine.index;
    s.unique = mine.unique;
    s.autoincrement = mine.autoincrement;
    s.comment = mine.comment;
    s.doc = mine.doc;
    s.info = mine.info;
    s.pending_constraints = mine.pending_constraints;
    s.type_from_foreign_key = mine.type_from_foreign_key;
    for (const auto& fk : mine.own_foreign_keys) {
        auto fk_copy = std::make_unique<ForeignKey>(fk->target_fullname());
        fk_copy->ondelete = fk->ondelete;
        fk_copy->onupdate = fk->onupdate;
        fk_copy->name = fk->name;
        fk_copy->deferrable = fk->deferrable;
        fk_copy->initially = fk->initially;
        fk_copy->use_alter = fk->use_alter;
        result->add_foreign_key(std::move(fk_copy));
    }
    return result;
}

bool Column::gather_cache_key(CacheKey& key) const {
    if (schema_table()) {
        key.add(static_cast<const void*>(identity()));
        return true;
    }
    return ColumnClause::gather_cache_key(key);
}

// ---- ForeignKey ----------------------------------------------------------------------------------------------------

std::string ForeignKey::target_fullname() const {
    if (!m_colspec.empty()) return m_colspec;
    const Table* table = m_target->schema_table();
    return (table ? table->fullname() + "." : std::string()) + *m_target->key();
}

std::string ForeignKey::table_key() const {
    const std::string full = target_fullname();
    const size_t dot = full.rfind('.');
    return dot == std::string::npos ? full : full.substr(0, dot);
}

std::string ForeignKey::column_key() const {
    const std::string full = target_fullname();
    const size_t dot = full.rfind('.');
    return dot == std::string::npos ? std::string() : full.substr(dot + 1);
}

namespace {
/// The table of a foreign key's column, through proxies.
Table* table_of(const Column* column) {
    while (column) {
        if (Table* table = column->schema_table()) return table;
        if (column->proxies.empty() || column->proxies[0]->kind() != Kind::column) return nullptr;
        column = static_cast<const Column*>(column->proxies[0]->identity());
    }
    return nullptr;
}
} // namespace

Column* ForeignKey::resolved_column() const {
    if (m_target) return m_target;
    const Table* table = table_of(parent);
    if (!table) return nullptr;
    const Table* referred = table->metadata().table(table_key());
    if (!referred) return nullptr;
    const std::string key = column_key();
    if (key.empty()) m_target = parent ? referred->column(*parent->key()) : nullptr;
    else m_target = referred->column(key);
    if (m_target && parent && parent->type->is_null()) parent->type = m_target->type;
    return m_target;
}

// SQLAlchemy: ForeignKey._resolve_column.
Column& ForeignKey::column() const {
    if (Column* target = resolved_column()) return *target;
    const Table* table = table_of(parent);
    if (!table)
        throw Error(Exc::InvalidRequestError,
                    "this ForeignKey object does not yet have a parent Column associated with it.");
    const Table* referred = table->metadata().table(table_key());
    if (!referred)
        throw Error(Exc::NoReferencedTableError, "Foreign key associated with column '" + parent->text() +
                                                     "' could not find table '" + table_key() +
                                                     "' with which to generate a foreign key to target column '" +
                                                     column_key() + "'");
    throw Error(Exc::NoReferencedColumnError, "Could not initialize target column for ForeignKey '" + target_fullname() +
                                                  "' on table '" + table->name() + "': table '" + referred->name() +
                                                  "' has no column named '" + column_key() + "'");
}

ColumnElement* ForeignKey::get_referent(const FromClause& selectable) const {
    return selectable.corresponding_column(column());
}

bool ForeignKey::references(const Table& table) const {
    const Column* target = resolved_column();
    return target && target->schema_table() == &table;
}

} // namespace relata::sql
