// RelationshipProperty: its construction and the steps of its configuration. SQLAlchemy: orm/relationships.py.
#include "orm/relationship.h"

#include "orm/collections.h"
#include "orm/join_condition.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "sql/coercions.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

namespace {

std::optional<StrategyKey> strategy_of(const Value& lazy) {
    if (!lazy.is_set() || lazy.is_true()) return StrategyKey::select;
    if (lazy.is_false()) return StrategyKey::joined;
    if (lazy.is_none()) return StrategyKey::noload;
    const Str* text = lazy.as<Str>();
    if (!text) return {};
    for (StrategyKey key : {StrategyKey::select, StrategyKey::joined, StrategyKey::subquery, StrategyKey::selectin,
                            StrategyKey::immediate, StrategyKey::raise, StrategyKey::raise_on_sql, StrategyKey::noload,
                            StrategyKey::dynamic, StrategyKey::write_only})
        if (text->view() == strategy_name(key)) return key;
    return {};
}


} // namespace

RelationshipProperty::RelationshipProperty(Runtime& runtime, RelationshipOptions options)
    : StrategizedProperty(Kind::relationship), m_runtime(runtime), m_options(std::move(options)) {
    if (m_options.viewonly) {
        const auto warn = [&](bool given, const char* name) {
            if (given)
                sa_warn(runtime, std::string("Setting ") + name +
                                 " on relationship() while also setting viewonly=True does not make sense, as a "
                                 "viewonly=True relationship does not perform persistence operations. This "
                                 "configuration may raise an error in a future release.");
        };
        warn(m_options.passive_deletes || m_options.passive_deletes_all, "passive_deletes");
        warn(!m_options.passive_updates, "passive_updates");
        warn(!m_options.enable_typechecks, "enable_typechecks");
        warn(m_options.active_history, "active_history");
        if (m_options.sync_backref.value_or(false))
            throw Error(Exc::ArgumentError, "sync_backref and viewonly cannot both be True");
    }
    if (m_options.cascade_backrefs)
        throw Error(Exc::ArgumentError,
                    "The 'cascade_backrefs' parameter passed to relationship() may only be set to False.");
    m_sync_backref_given = m_options.sync_backref.has_value();
    m_sync_backref = m_options.sync_backref.value_or(true) && !m_options.viewonly;
    m_back_populates = m_options.back_populates;
    const bool has_backref = m_options.backref.is_set() && !m_options.backref.is_none();
    if (m_back_populates && !m_back_populates->empty() && has_backref)
        throw Error(Exc::ArgumentError, "backref and back_populates keyword arguments are mutually exclusive");
    if (m_options.cascade) {
        m_cascade = CascadeOptions::parse(*m_options.cascade);
        if (m_cascade.delete_orphan && !m_cascade.delete_)
            sa_warn(runtime, "The 'delete-orphan' cascade option requires 'delete'.");
        if (m_options.viewonly) {
            // SQLAlchemy: a viewonly relationship keeps what does not write.
            m_cascade.save_update = m_cascade.delete_ = m_cascade.delete_orphan = false;
        }
    } else if (m_options.viewonly) {
        m_cascade.save_update = false;
    }
    if (const auto key = strategy_of(m_options.lazy))
        set_strategy_key(*key);
    else
        m_invalid_lazy = repr_text(runtime, m_options.lazy);
}

RelationshipProperty::~RelationshipProperty() = default;

std::string RelationshipProperty::text() const { return MapperProperty::text(); }

void RelationshipProperty::set_parent(Mapper& mapper, const std::string& key, int index) {
    MapperProperty::set_parent(mapper, key, index);
}

void RelationshipProperty::instrument_class(Mapper& mapper) { mapper.register_attribute(*this); }

void RelationshipProperty::post_instrument_class(Mapper& mapper) {
    if (!m_invalid_lazy.empty())
        throw Error(Exc::LoaderStrategyException,
                    "Can't find strategy (('lazy', " + m_invalid_lazy + "),) for " + text());
    StrategizedProperty::post_instrument_class(mapper);
}

void RelationshipProperty::set_cascade(CascadeOptions cascade) { m_cascade = cascade; }

Mapper& RelationshipProperty::mapper() {
    if (!m_mapper) setup_entity();
    return *m_mapper;
}

sql::Table* RelationshipProperty::secondary_table() const {
    if (!m_secondary || m_secondary->plain().kind() != sql::Kind::table) return nullptr;
    return static_cast<sql::Table*>(&m_secondary->plain());
}

sql::ColumnElement& RelationshipProperty::primaryjoin() const { return m_join_condition->primaryjoin(); }
sql::ColumnElement* RelationshipProperty::secondaryjoin() const { return m_join_condition->secondaryjoin(); }
const std::vector<ColumnPair>& RelationshipProperty::local_remote_pairs() const {
    return m_join_condition->local_remote_pairs();
}
const std::vector<ColumnPair>& RelationshipProperty::synchronize_pairs() const {
    return m_join_condition->synchronize_pairs();
}
const std::vector<ColumnPair>& RelationshipProperty::secondary_synchronize_pairs() const {
    return m_join_condition->secondary_synchronize_pairs();
}
const std::vector<sql::ColumnElement*>& RelationshipProperty::local_columns() const {
    return m_join_condition->local_columns();
}
const std::vector<sql::ColumnElement*>& RelationshipProperty::remote_side() const {
    return m_join_condition->remote_columns();
}

bool RelationshipProperty::is_self_referential() const { return m_mapper->common_parent(parent()); }
bool RelationshipProperty::accepts(const Mapper& other) { return other.isa(mapper()); }

// ---- configuration -------------------------------------------------------------------------------------------------

void RelationshipProperty::do_init() {
    process_dependent_arguments();
    setup_entity();
    setup_join_conditions();
    check_cascade_settings();
    post_init();
    generate_backref();
    warn_for_conflicting_sync_targets();
    for (RelationshipObserver* observer : orm_runtime(m_runtime).relationship_observers)
        observer->relationship_configured(*this);
}

Value RelationshipProperty::resolve_argument(const Value& argument, bool favor_tables) {
    if (!argument.is_set() || argument.is_none()) return {};
    if (const Str* text = argument.as<Str>()) return resolve_expression(*this, std::string(text->view()), favor_tables);
    const bool is_class = argument.as<Type>() != nullptr;
    if (!is_class && is_callable(m_runtime, argument) &&
        !orm_runtime(m_runtime).argument_coercion->as_expression(m_runtime, argument))
        return call(m_runtime, argument);
    return argument;
}

std::vector<Ref<sql::ColumnElement>> RelationshipProperty::resolve_columns(const Value& argument, const char* name) {
    std::vector<Ref<sql::ColumnElement>> columns;
    const Value resolved = resolve_argument(argument);
    if (!resolved.is_set() || resolved.is_none() || resolved.is_false()) return columns;
    const bool many = resolved.as<List>() || resolved.as<Tuple>() ||
                      (resolved.is_object() && resolved.as_object()->kind() == ObjectKind::set);
    for (const Value& item : many ? to_vector(m_runtime, resolved) : std::vector<Value>{resolved})
        columns.push_back(sql::expect_column(m_runtime, sql::Role::column_argument, item, {.argname = name}));
    return columns;
}

void RelationshipProperty::process_dependent_arguments() {
    m_order_by = resolve_columns(m_options.order_by, "order_by");
    if (m_join_given) return;
    const auto join = [&](const Value& argument, const char* name) {
        const Value resolved = resolve_argument(argument);
        if (!resolved.is_set() || resolved.is_none()) return Ref<sql::ColumnElement>();
        return sql::expect_column(m_runtime, sql::Role::column_argument, resolved, {.argname = name});
    };
    m_primaryjoin_argument = join(m_options.primaryjoin, "primaryjoin");
    m_secondaryjoin_argument = join(m_options.secondaryjoin, "secondaryjoin");
    m_secondary = m_options.secondary_table;
    if (const Value secondary = resolve_argument(m_options.secondary, true);
        secondary.is_set() && !secondary.is_none()) {
        const Type* cls = secondary.as<Type>();
        if (cls && find_mapper(*cls))
            throw Error(Exc::ArgumentError,
                        "secondary argument " + repr_text(m_runtime, secondary) + " passed to to relationship() " +
                            text() +
                            " must be a Table object or other FROM clause; can't send a mapped class directly as rows "
                            "in 'secondary' are persisted independently of a class that is mapped to that same table.");
        m_secondary = orm_runtime(m_runtime).argument_coercion->as_from_clause(m_runtime, secondary);
    }
    m_user_defined_foreign_keys = resolve_columns(m_options.foreign_keys, "foreign_keys");
    m_user_remote_side = resolve_columns(m_options.remote_side, "remote_side");
}

void RelationshipProperty::setup_entity() {
    if (m_mapper) return;
    Value argument = m_options.argument;
    if (const Str* name = argument.as<Str>())
        argument = resolve_class_name(*this, std::string(name->view()));
    else if (argument.is_object() && !argument.as<Type>() && is_callable(m_runtime, argument))
        argument = call(m_runtime, argument);
    if (Type* cls = argument.as<Type>()) {
        m_mapper = &class_mapper(*cls, false);
        return;
    }
    throw Error(Exc::ArgumentError,
                "relationship '" + key() + "' expects a class or a mapper argument (received: " +
                    repr_text(m_runtime, Value(m_runtime.type_of(argument.is_set() ? argument : Value::none()))) + ")");
}

void RelationshipProperty::setup_join_conditions() {
    m_join_condition = std::make_unique<JoinCondition>(*this);
    m_direction = m_join_condition->direction();
}

void RelationshipProperty::check_cascade_settings() {
    if (m_cascade.delete_orphan && !m_options.single_parent && m_direction != Direction::one_to_many) {
        const std::string rel = text();
        throw Error(
            Exc::ArgumentError,
            std::string("For ") + (m_direction == Direction::many_to_one ? "many-to-one" : "many-to-many") +
                " relationship " + rel +
                ", delete-orphan cascade is normally configured only on the \"one\" side of a one-to-many "
                "relationship, and not on the \"many\" side of a many-to-one or many-to-many relationship.  To force "
                "this relationship to allow a particular \"" +
                m_mapper->mapped_class().name() + "\" object to be referenced by only a single \"" +
                parent().mapped_class().name() + "\" object at a time via the " + rel +
                " relationship, which would allow delete-orphan cascade to take place in this direction, set the "
                "single_parent=True flag.")
            .with("code", Value(m_runtime.intern("bbf0")));
    }
    if (m_options.passive_deletes_all && (m_cascade.delete_ || m_cascade.delete_orphan))
        throw Error(Exc::ArgumentError, "On " + text() +
                                            ", can't set passive_deletes='all' in conjunction with 'delete' or "
                                            "'delete-orphan' cascade");
    if (m_cascade.delete_orphan) m_mapper->add_delete_orphan(*this);
}

void RelationshipProperty::post_init() {
    m_uselist = m_options.uselist.value_or(m_direction != Direction::many_to_one);
    const bool given = m_options.collection_class.is_set() && !m_options.collection_class.is_none();
    m_collection_factory = given ? orm_runtime(m_runtime).collection_class_resolver(m_runtime, m_options.collection_class)
                                 : list_factory();
}

} // namespace relata::orm
