// Mapper: construction and configuration. SQLAlchemy: orm/mapper.py Mapper.__init__ and its _configure_* steps.
#include "orm/mapper.h"

#include "orm/attributes.h"
#include "orm/registry.h"
#include "orm/relationship.h"
#include "sql/coercions.h"
#include "sql/visitors.h"
#include "support/protocol.h"

#include <algorithm>
#include <unordered_set>

namespace relata::orm {

Mapper::Mapper(ClassRegistry& registry, Type& cls, sql::Table* local_table, MapperOptions options)
    : m_registry(registry), m_class(cls), m_local_table(local_table), m_options(std::move(options)),
      m_base_mapper(this) {
    configure_inheritance();
    cls.flags |= Type::mapped_class;
    configure_polymorphic();
    configure_primary_key();
    configure_properties();
    m_registry.flag_new_mapper();
}

Mapper::~Mapper() = default;

std::string Mapper::text() const {
    return "Mapper[" + m_class.name() + "(" + (m_local_table ? m_local_table->description() : "") + ")]";
}

Runtime& Mapper::runtime() const { return m_class.runtime(); }

void Mapper::configure_inheritance() {
    Mapper* parent = m_options.inherits;
    if (!parent) {
        m_persist_selectable = Ref<sql::FromClause>(*m_local_table);
        m_tables = {m_local_table};
        return;
    }
    if (!m_class.is_subtype_of(parent->m_class))
        throw Error(Exc::ArgumentError,
                    "Class '" + m_class.name() + "' does not inherit from '" + parent->m_class.name() + "'");
    m_base_mapper = parent->m_base_mapper;
    parent->m_inheriting.push_back(this);
    if (m_options.polymorphic_load == MapperOptions::PolymorphicLoad::inline_) parent->m_inline_subclasses.push_back(this);
    m_tables = parent->m_tables;
    if (!m_local_table || m_local_table == parent->m_local_table) {
        m_single = true;
        m_local_table = parent->m_local_table;
        m_persist_selectable = parent->m_persist_selectable;
    } else {
        Ref<sql::ColumnElement> condition = m_options.inherit_condition;
        if (!condition) condition = sql::join_condition(*parent->m_persist_selectable, *m_local_table, parent->m_local_table);
        m_persist_selectable = make_ref<sql::Join>(*parent->m_persist_selectable, *m_local_table, condition);
        m_tables.push_back(m_local_table);
    }
    if (!m_options.version_id_col) m_options.version_id_col = parent->m_options.version_id_col;
}

void Mapper::configure_polymorphic() {
    if (m_options.polymorphic_on)
        m_polymorphic_on = m_options.polymorphic_on;
    else if (m_options.inherits)
        m_polymorphic_on = m_options.inherits->m_polymorphic_on;
    if (!m_options.inherits || !m_options.polymorphic_identity.is_set() || !m_polymorphic_on) return;
    for (const Mapper* other : m_base_mapper->self_and_descendants())
        if (other != this && other->m_options.polymorphic_identity.is_set() &&
            equal(runtime(), other->m_options.polymorphic_identity, m_options.polymorphic_identity)) {
            const auto name = [](const Mapper& m) { return "<Mapper at 0x0; " + m.m_class.name() + ">"; };
            sa_warn(runtime(), "Reassigning polymorphic association for identity " +
                                               repr_text(runtime(), m_options.polymorphic_identity) + " from " +
                                               name(*other) + " to " + name(*this) +
                                               ": Check for duplicate use of " +
                                               repr_text(runtime(), m_options.polymorphic_identity) +
                                               " as value for polymorphic_identity.");
        }
}

void Mapper::configure_primary_key() {
    if (!m_options.primary_key.empty()) {
        for (const auto& column : m_options.primary_key) m_primary_key.push_back(column.get());
    } else if (m_options.inherits) {
        m_primary_key = m_options.inherits->m_primary_key;
    } else {
        m_primary_key = m_persist_selectable->primary_key();
    }
    if (m_primary_key.empty())
        throw Error(Exc::ArgumentError, "Mapper " + text() +
                                            " could not assemble any primary key columns for mapped table '" +
                                            m_persist_selectable->description() + "'");
}

void Mapper::configure_properties() {
    // A column of the table that is named here still comes in the order of the table.
    std::unordered_map<const sql::ClauseElement*, std::pair<std::string, Ref<MapperProperty>>> explicit_columns;
    for (const auto& [key, property] : m_options.properties) {
        bool later = false;
        if (ColumnProperty* given = property->as_column())
            for (const auto& c : given->columns())
                if (c->kind() == sql::Kind::column && c->table() == m_local_table) {
                    explicit_columns[c->identity()] = {key, property};
                    later = true;
                }
        if (!later) configure_property(key, property, false);
    }
    if (m_options.inherits)
        for (const auto& property : std::vector<Ref<MapperProperty>>(m_options.inherits->m_properties))
            if (!find_property(property->key())) adapt_inherited_property(*property);
    for (sql::Column* column : m_local_table->column_list()) {
        if (const auto given = explicit_columns.find(column); given != explicit_columns.end()) {
            configure_property(given->second.first, given->second.second, false);
            continue;
        }
        if (m_column_to_property.count(column)) continue;
        const std::string key = column->key().value_or(*column->name());
        const auto named = [&](const std::vector<std::string>& names) {
            return std::find(names.begin(), names.end(), key) != names.end();
        };
        if (named(m_options.exclude_properties)) continue;
        if (!m_options.include_properties.empty() && !named(m_options.include_properties)) continue;
        add_column_property(key, *column);
    }
    for (sql::ColumnElement* column : m_primary_key)
        if (ColumnProperty* property = find_property_by_column(*column)) m_primary_key_properties.push_back(property);
}

void Mapper::add_column_property(const std::string& key, sql::ColumnElement& column) {
    // Joined inheritance: `id` of both tables is one attribute; the subclass's column comes first.
    if (MapperProperty* existing = find_property(key); existing && existing->is_column()) {
        Ref<ColumnProperty> joined = make_ref<ColumnProperty>(std::vector<Ref<sql::ColumnElement>>{column});
        for (const auto& c : existing->as_column()->columns()) joined->append_column(*c);
        configure_property(key, joined, false);
        return;
    }
    configure_property(key, make_ref<ColumnProperty>(std::vector<Ref<sql::ColumnElement>>{column}), false);
}

void Mapper::adapt_inherited_property(MapperProperty& property) {
    m_properties.emplace_back(property);
    m_by_key[m_properties.back()->key()] = &property;
    if (ColumnProperty* column = property.as_column())
        for (const auto& c : column->columns()) m_column_to_property[c->identity()] = column;
    property.instrument_class(*this);
}

void Mapper::configure_property(const std::string& key, Ref<MapperProperty> property, bool init) {
    int index = m_base_mapper->m_next_index;
    if (MapperProperty* existing = find_property(key)) {
        if (property->is_relationship() && existing->is_column() && &existing->parent() == this)
            sa_warn(runtime(), "Property " + property->text() + " on " + text() +
                                               " being replaced with new property; the old property will be discarded");
        index = existing->index();
        std::replace_if(
            m_properties.begin(), m_properties.end(), [&](const auto& p) { return p.get() == existing; }, property);
        m_by_key.erase(key);
        property->set_parent(*this, key, index);
    } else {
        ++m_base_mapper->m_next_index;
        property->set_parent(*this, key, index);
        m_properties.push_back(property);
    }
    property->creation_order = ++orm_runtime(runtime()).creation_order;
    m_by_key[property->key()] = property.get();
    if (ColumnProperty* column = property->as_column()) {
        for (const auto& c : column->columns()) m_column_to_property[c->identity()] = column;
    }
    property->instrument_class(*this);
    for (Mapper* below : std::vector<Mapper*>(m_inheriting))
        if (!below->find_property(key)) below->adapt_inherited_property(*property);
    if (init) {
        property->init();
        property->post_instrument_class(*this);
    }
    memoized.clear();
}

void Mapper::add_property(const std::string& key, Ref<MapperProperty> property, bool init) {
    configure_property(key, std::move(property), init && m_configured);
    if (!m_configured) m_registry.flag_new_mapper();
}

void Mapper::check_configure() {
    if (!m_registry.has_new_mappers()) return;
    const WarningTag tag(runtime(), "This warning originated from the `configure_mappers()` process, which was invoked "
                                    "automatically in response to a user-initiated operation.");
    orm::configure_mappers(runtime());
}

void Mapper::post_configure_properties() {
    // A relationship may add properties (backref) while this runs.
    for (size_t i = 0; i < m_properties.size(); ++i) {
        const Ref<MapperProperty> property = m_properties[i];
        property->init();
        if (property->is_configured()) property->post_instrument_class(*this);
    }
    m_configured = true;
}

void Mapper::add_delete_orphan(RelationshipProperty& property) {
    if (std::find(m_delete_orphans.begin(), m_delete_orphans.end(), &property) == m_delete_orphans.end())
        m_delete_orphans.push_back(&property);
}

// ---- inheritance ---------------------------------------------------------------------------------------------------

bool Mapper::isa(const Mapper& other) const {
    for (const Mapper* m = this; m; m = m->m_options.inherits)
        if (m == &other) return true;
    return false;
}

std::vector<Mapper*> Mapper::self_and_descendants() const {
    std::vector<Mapper*> all{const_cast<Mapper*>(this)};
    for (size_t i = 0; i < all.size(); ++i)
        all.insert(all.end(), all[i]->m_inheriting.begin(), all[i]->m_inheriting.end());
    return all;
}

std::vector<Mapper*> Mapper::iterate_to_root() const {
    std::vector<Mapper*> all;
    for (Mapper* m = const_cast<Mapper*>(this); m; m = m->m_options.inherits) all.push_back(m);
    return all;
}

sql::ColumnElement* Mapper::inherit_condition() const {
    if (!m_options.inherits || m_single) return nullptr;
    return static_cast<const sql::Join&>(*m_persist_selectable).onclause();
}

Ref<sql::FromClause> Mapper::selectable_from_mappers(const std::vector<Mapper*>& mappers) const {
    Ref<sql::FromClause> from = m_persist_selectable;
    for (const Mapper* m : mappers)
        if (m != this && !m->single())
            from = make_ref<sql::Join>(*from, *m->m_local_table, Ref<sql::ColumnElement>(*m->inherit_condition()), true);
    return from;
}

const std::vector<Mapper*>& Mapper::with_polymorphic_mappers() const {
    if (!m_options.with_polymorphic_all && m_inline_subclasses.empty()) return m_with_polymorphic_mappers;
    const std::vector<Mapper*> all = self_and_descendants();
    if (m_with_polymorphic_descendants == all.size()) return m_with_polymorphic_mappers;
    m_with_polymorphic_descendants = all.size();
    m_with_polymorphic_mappers = m_options.with_polymorphic_all ? all : mappers_from_spec(m_inline_subclasses);
    m_with_polymorphic_selectable = selectable_from_mappers(m_with_polymorphic_mappers);
    return m_with_polymorphic_mappers;
}

sql::FromClause& Mapper::selectable() const {
    return with_polymorphic_mappers().empty() ? *m_persist_selectable : *m_with_polymorphic_selectable;
}

std::vector<Mapper*> Mapper::mappers_from_spec(const std::vector<Mapper*>& given) const {
    std::unordered_set<const Mapper*> wanted;
    for (const Mapper* m : given) {
        if (!m->isa(*this)) throw Error(Exc::InvalidRequestError, m->text() + " does not inherit from " + text());
        for (; m; m = m == this ? nullptr : m->inherits()) wanted.insert(m);
    }
    std::vector<Mapper*> found;
    for (Mapper* m : self_and_descendants())
        if (wanted.contains(m)) found.push_back(m);
    return found;
}

Mapper* Mapper::polymorphic_mapper(const Value& identity) const {
    for (Mapper* m : m_base_mapper->self_and_descendants())
        if (m->m_options.polymorphic_identity.is_set() &&
            equal(runtime(), m->m_options.polymorphic_identity, identity))
            return m;
    return nullptr;
}

void Mapper::set_polymorphic_identity(InstanceState& state) const {
    if (!m_polymorphic_on || !m_options.polymorphic_identity.is_set()) return;
    if (const ColumnProperty* property = find_property_by_column(*m_polymorphic_on))
        state.mapper().attribute(property->key()).set(state, m_options.polymorphic_identity);
}

Ref<sql::ColumnElement> Mapper::single_table_criterion() const {
    if (!m_single || !m_polymorphic_on) return {};
    std::vector<Value> identities;
    for (const Mapper* m : self_and_descendants())
        if (m->m_options.polymorphic_identity.is_set()) identities.push_back(m->m_options.polymorphic_identity);
    return sql::operate(runtime(), sql::Op::in_, *m_polymorphic_on, Value(runtime().make_list(std::move(identities))));
}

} // namespace relata::orm
