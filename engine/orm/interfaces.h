// What the parts of the ORM know of each other: properties of a mapper, loader strategies, options, the session as the
// attributes see it. SQLAlchemy: orm/interfaces.py, orm/base.py.
#pragma once

#include "sql/annotations.h"
#include "support/runtime.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relata::sql {
class Column;
class ColumnElement;
class FromClause;
class Table;
} // namespace relata::sql

namespace relata::orm {

class AttributeImpl;
class ClassRegistry;
class ColumnProperty;
class InstanceState;
class Mapper;
class MapperProperty;
class RelationshipProperty;
class Session;

// Of the loading side (compile state, options, rows): defined where statements are compiled and rows are read.
class LoadElement;
class MemoizedPopulators;
class ORMAdapter;
class ORMCompileState;
class ColumnCollection;
class PathRegistry;
class Populators;
class QueryContext;
class QueryEntity;
class ResultColumns;

/// SQLAlchemy: RelationshipDirection.
enum class Direction : uint8_t { one_to_many, many_to_one, many_to_many };
/// "ONETOMANY", as `repr` and messages name it.
const char* direction_name(Direction direction);

/// What an attribute read may do. SQLAlchemy: PassiveFlag.
enum class Passive : uint16_t {
    no_change = 0,
    callables_ok = 1,      ///< loader callables may be fired
    sql_ok = 2,            ///< they may emit SQL
    related_object_ok = 4, ///< they may use SQL to load related objects as well as scalars
    init_ok = 8,           ///< an absent value becomes None or an empty collection
    non_persistent_ok = 16,
    load_against_committed = 32,
    no_autoflush = 64,
    no_raise = 128,
    deferred_history_load = 256,
    include_pending_mutations = 512,
    off = callables_ok | sql_ok | related_object_ok | init_ok | non_persistent_ok,
    return_no_value = off & ~init_ok,
    no_initialize = return_no_value & ~callables_ok,
    no_fetch = off & ~sql_ok,
    no_fetch_related = off & ~related_object_ok,
    only_persistent = off & ~non_persistent_ok,
    merge = off | no_raise
};
constexpr Passive operator|(Passive a, Passive b) { return Passive(uint16_t(a) | uint16_t(b)); }
constexpr Passive operator&(Passive a, Passive b) { return Passive(uint16_t(a) & uint16_t(b)); }
constexpr Passive operator~(Passive a) { return Passive(~uint16_t(a)); }
constexpr bool has(Passive flags, Passive flag) { return (uint16_t(flags) & uint16_t(flag)) != 0; }

/// What an attribute holds or a loader gave back: a value, or why there is none. SQLAlchemy: LoaderCallableStatus.
struct LoaderResult {
    enum class Status : uint8_t {
        value,
        no_value,            ///< NO_VALUE / NEVER_SET: there was nothing
        passive_no_result,   ///< not loaded, and this call was not allowed to load
        attr_was_set,        ///< the loader has set the attribute itself
        attr_empty,          ///< no loader: use the default
        passive_class_mismatch
    };
    Status status = Status::no_value;
    Value value{};

    LoaderResult() = default;
    LoaderResult(Status s) : status(s) {}
    LoaderResult(Value v) : status(Status::value), value(std::move(v)) {}
    bool has_value() const { return status == Status::value; }
    bool is(Status s) const { return status == s; }
    /// A real object: neither absent nor None.
    bool is_object() const { return has_value() && !value.is_none(); }
    bool same_as(const LoaderResult& other) const { return status == other.status && value.is(other.value); }
};

/// Loads one attribute of one instance when it is read and not there. A LoaderStrategy of lazy relationships or deferred
/// columns derives from it.
class AttributeLoader {
  public:
    virtual ~AttributeLoader() = default;
    virtual LoaderResult load(InstanceState& state, Passive passive) = 0;
};

/// How a property's values get loaded: SQLAlchemy's strategy keys, as a closed set.
enum class StrategyKey : uint8_t {
    column,           ///< (deferred=False, instrument=True)
    column_uninstrumented,
    deferred,         ///< (deferred=True, instrument=True)
    deferred_raise,   ///< (deferred=True, instrument=True, raiseload=True)
    query_expression,
    select,           ///< lazy="select" (True)
    joined,           ///< lazy="joined" (False)
    subquery,
    selectin,
    immediate,
    raise,
    raise_on_sql,
    noload,           ///< lazy="noload" (None)
    dynamic,
    write_only,
    do_nothing        ///< composites, synonyms
};
/// The words of error messages and of the record: "select", "selectin".
const char* strategy_name(StrategyKey key);

/// Arguments of LoaderStrategy::setup_query.
struct SetupQuery {
    ORMCompileState& compile_state;
    QueryEntity& query_entity;
    const PathRegistry& path;
    LoadElement* loadopt = nullptr;
    ORMAdapter* adapter = nullptr;
    ColumnCollection* column_collection = nullptr; ///< where columns to select are added
    MemoizedPopulators* memoized_populators = nullptr;
    bool check_for_adapt = false;
    Mapper* parentmapper = nullptr; ///< inside a joined eager load: the mapper that it loads
    bool chained_from_outerjoin = false;
};

/// Arguments of LoaderStrategy::create_row_processor.
struct CreateRowProcessor {
    QueryContext& context;
    QueryEntity* query_entity = nullptr;
    const PathRegistry& path;
    LoadElement* loadopt = nullptr;
    Mapper& mapper;
    ResultColumns& result;
    ORMAdapter* adapter = nullptr;
    Populators& populators;
};

/// Loads a property in one way. A StrategizedProperty makes one of each key on demand.
/// SQLAlchemy: LoaderStrategy (interfaces.py).
class LoaderStrategy {
  public:
    LoaderStrategy(MapperProperty& parent_property, StrategyKey key) : m_parent_property(parent_property), m_key(key) {}
    virtual ~LoaderStrategy() = default;
    MapperProperty& parent_property() const { return m_parent_property; }
    StrategyKey key() const { return m_key; }
    /// Instruments the attribute on the mapper's class; called for the property's own strategy only.
    virtual void init_class_attribute(Mapper& mapper) { (void)mapper; }
    /// Adds what the property needs to a SELECT that is being compiled.
    virtual void setup_query(const SetupQuery& setup) { (void)setup; }
    /// Says how the attribute is filled from each row.
    virtual void create_row_processor(const CreateRowProcessor& create) { (void)create; }

  private:
    MapperProperty& m_parent_property;
    StrategyKey m_key;
};
/// Implemented with the strategies: makes the strategy for `key`.
std::unique_ptr<LoaderStrategy> make_loader_strategy(MapperProperty& property, StrategyKey key);

/// One named attribute of a mapper: a column, a relationship, a synonym. SQLAlchemy: MapperProperty.
class MapperProperty : public RefCounted {
  public:
    enum class Kind : uint8_t { column, relationship, synonym, composite };
    explicit MapperProperty(Kind kind) : m_kind(kind) {}
    Kind kind() const { return m_kind; }
    bool is_relationship() const { return m_kind == Kind::relationship; }
    bool is_column() const { return m_kind == Kind::column; }
    ColumnProperty* as_column();
    RelationshipProperty* as_relationship();

    const std::string& key() const { return m_key; }
    Str& name() const { return *m_name; } ///< the key, interned
    Mapper& parent() const { return *m_parent; }
    bool has_parent() const { return m_parent != nullptr; }
    /// Position in the parent's attributes; the same in every mapper that inherits from it. Bits of AttributeSet.
    int index() const { return m_index; }
    /// "Task.assignee", as SQLAlchemy's messages write a property.
    virtual std::string text() const;

    virtual void set_parent(Mapper& mapper, const std::string& key, int index);
    /// Puts the class attribute in place, before the mappers are configured.
    virtual void instrument_class(Mapper& mapper) = 0;
    /// Second step, when all mappers are known. SQLAlchemy: init() -> do_init().
    void init();
    bool is_configured() const { return m_configured; }
    bool is_configure_started() const { return m_configure_started; }
    virtual void post_instrument_class(Mapper& mapper) { (void)mapper; }

    std::string doc;
    Value info;
    int64_t creation_order = 0;

  protected:
    virtual void do_init() {}
    Mapper* m_parent = nullptr;

  private:
    Kind m_kind;
    bool m_configure_started = false, m_configured = false;
    int m_index = -1;
    std::string m_key;
    Ref<Str> m_name;
};

/// A property whose way of loading can be chosen. SQLAlchemy: StrategizedProperty.
class StrategizedProperty : public MapperProperty {
  public:
    using MapperProperty::MapperProperty;
    StrategyKey strategy_key() const { return m_strategy_key; }
    void set_strategy_key(StrategyKey key) { m_strategy_key = key; }
    /// The strategy for `key`, made at first use. SQLAlchemy: _get_strategy.
    LoaderStrategy& strategy(StrategyKey key);
    LoaderStrategy& strategy() { return strategy(m_strategy_key); }
    void post_instrument_class(Mapper& mapper) override;

  private:
    StrategyKey m_strategy_key = StrategyKey::column;
    std::map<StrategyKey, std::unique_ptr<LoaderStrategy>> m_strategies;
};

/// An option of a statement that the ORM understands. SQLAlchemy: ORMOption; loader options, criteria and execution
/// options derive from it.
class ORMOption : public RefCounted {
  public:
    virtual bool propagate_to_loaders() const { return false; }
    virtual void process_compile_state(ORMCompileState& compile_state) = 0;
};
using PropertyOption = ORMOption;

/// A set of attributes by index (MapperProperty::index).
class AttributeSet {
  public:
    bool contains(int index) const {
        return index < 64 ? (m_low >> index) & 1 : m_high && (*m_high)[size_t(index)];
    }
    void add(int index) {
        if (index < 64)
            m_low |= uint64_t(1) << index;
        else
            set_high(index);
    }
    void remove(int index) {
        if (index < 64)
            m_low &= ~(uint64_t(1) << index);
        else if (m_high && size_t(index) < m_high->size())
            (*m_high)[size_t(index)] = false;
    }
    void clear() {
        m_low = 0;
        m_high.reset();
    }
    bool empty() const;

  private:
    void set_high(int index);
    uint64_t m_low = 0;
    std::unique_ptr<std::vector<bool>> m_high; ///< resized to 4096 at once: classes are never that wide
};

/// The session as attributes and states see it; orm::Session is the one implementation.
class AttributeSession {
  public:
    virtual ~AttributeSession() = default;
    /// A state of this session has its first change since the last flush: keep its object alive, begin if nothing is
    /// begun. SQLAlchemy: InstanceState._modified_event.
    virtual void state_modified(InstanceState& state) = 0;
    /// The save-update cascade of an attribute event. SQLAlchemy: Session._save_or_update_state.
    virtual void save_or_update_state(InstanceState& state) = 0;
    /// Session.expunge of an orphan that was pending.
    virtual void expunge_state(InstanceState& state) = 0;
    /// In `session.new`.
    virtual bool is_pending(const InstanceState& state) const = 0;
    virtual bool contains_state(const InstanceState& state) const = 0;
    virtual bool is_flushing() const = 0;
    /// Session._flush_warning(method): "Usage of the '...' operation is not currently supported within the execution
    /// stage of the flush process."
    virtual void flush_warning(const std::string& method) = 0;
    virtual uint64_t id() const = 0; ///< `session.hash_key`
    /// The object of a state of this session is being destroyed.
    virtual void state_died(InstanceState& state) = 0;
    virtual Session& session() = 0;
};

} // namespace relata::orm
