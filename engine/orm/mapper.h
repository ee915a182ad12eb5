// Mapper: how a class and a table belong together. SQLAlchemy: orm/mapper.py.
#pragma once

#include "orm/events.h"
#include "orm/instance_state.h"
#include "orm/properties.h"
#include "sql/schema/schema.h"

#include <unordered_map>

namespace relata::orm {

class InstrumentedAttribute;

/// `__mapper_args__` and what declarative found in the class.
struct MapperOptions {
    /// Properties in the order of declaration: columns not named here are mapped under their key.
    std::vector<std::pair<std::string, Ref<MapperProperty>>> properties{};
    Mapper* inherits = nullptr;
    Ref<sql::ColumnElement> inherit_condition{}; ///< null: by the foreign keys
    /// with_polymorphic="*": each SELECT of this class has the columns of all its subclasses.
    bool with_polymorphic_all = false;
    /// How this subclass's columns come with SELECTs of the class above: not, by a second statement, in the same one.
    enum class PolymorphicLoad : uint8_t { none, selectin, inline_ } polymorphic_load{};
    Ref<sql::ColumnElement> polymorphic_on{};
    Value polymorphic_identity{};
    Ref<sql::Column> version_id_col{};
    Value version_id_generator{};
    std::vector<Ref<sql::ColumnElement>> primary_key{};
    std::vector<std::string> exclude_properties{}, include_properties{};
    bool confirm_deleted_rows = true;
    bool eager_defaults = false, eager_defaults_auto = true;
    std::vector<Value> order_by{};
    /// `@validates` functions of the class by attribute name.
    struct Validator {
        std::vector<std::string> names;
        Value function;
        bool include_removes = false, include_backrefs = true;
    };
    std::vector<Validator> validators{};
};

class Mapper final : public sql::Entity {
  public:
    /// Maps `cls` to `local_table` (null: single-table inheritance) and instruments it. Relationships stay open until
    /// check_configure(). Throws ArgumentError as SQLAlchemy's constructor does.
    Mapper(ClassRegistry& registry, Type& cls, sql::Table* local_table, MapperOptions options);
    ~Mapper() override;

    std::string entity_name() const override { return m_class.name(); }
    /// "Mapper[Task(task)]"
    std::string text() const;
    Runtime& runtime() const;
    ClassRegistry& registry() const { return m_registry; }
    Type& mapped_class() const { return m_class; }

    // ---- tables ----------------------------------------------------------------------------------------------------
    /// The table of this class alone; null for none of its own is never the case: single-table inheritance has its
    /// parent's.
    sql::Table* local_table() const { return m_local_table; }
    /// What is selected from: the table or, for joined inheritance, the join.
    sql::FromClause& persist_selectable() const { return *m_persist_selectable; }
    /// The same with the tables of with_polymorphic, where the mapper has that.
    sql::FromClause& selectable() const;
    /// The classes that come with each SELECT of this one; itself among them. SQLAlchemy: with_polymorphic_mappers.
    const std::vector<Mapper*>& with_polymorphic_mappers() const;
    /// SQLAlchemy: polymorphic_load="selectin".
    bool loads_by_selectin() const { return m_options.polymorphic_load == MapperOptions::PolymorphicLoad::selectin; }
    /// Tables to write to, the base's first. SQLAlchemy: _sorted_tables.
    const std::vector<sql::Table*>& tables() const { return m_tables; }
    const std::vector<sql::ColumnElement*>& primary_key() const { return m_primary_key; }
    /// Attribute of each primary key column.
    const std::vector<ColumnProperty*>& primary_key_properties() const { return m_primary_key_properties; }
    /// Primary key columns of one of the tables. SQLAlchemy: _pks_by_table.
    std::vector<sql::Column*> primary_key_of(const sql::Table& table) const;
    sql::Column* version_id_col() const { return m_options.version_id_col.get(); }
    ColumnProperty* version_id_property() const;
    const Value& version_id_generator() const { return m_options.version_id_generator; }
    const MapperOptions& options() const { return m_options; }

    // ---- inheritance -------------------------------------------------------------------------------------------------
    Mapper* inherits() const { return m_options.inherits; }
    Mapper& base_mapper() const { return *m_base_mapper; }
    bool isa(const Mapper& other) const;
    bool common_parent(const Mapper& other) const { return m_base_mapper == other.m_base_mapper; }
    /// This mapper and all below it, in order of creation.
    std::vector<Mapper*> self_and_descendants() const;
    std::vector<Mapper*> iterate_to_root() const;
    /// Gives a new object the discriminator of its class. SQLAlchemy: _set_polymorphic_identity.
    void set_polymorphic_identity(InstanceState& state) const;
    bool single() const { return m_single; } ///< single-table inheritance
    /// What joins this class's table to those of the class above; null without a table of its own.
    sql::ColumnElement* inherit_condition() const;
    /// The tables of this class and of the others, joined: `emp LEFT OUTER JOIN mgr ON ...`; nothing where a class is none of
    /// this hierarchy. SQLAlchemy: _selectable_from_mappers.
    Ref<sql::FromClause> selectable_from_mappers(const std::vector<Mapper*>& mappers) const;
    /// The classes of with_polymorphic("*") or of a list, in the order of the hierarchy: SQLAlchemy: _mappers_from_spec.
    std::vector<Mapper*> mappers_from_spec(const std::vector<Mapper*>& given) const;
    sql::ColumnElement* polymorphic_on() const { return m_polymorphic_on.get(); }
    const Value& polymorphic_identity() const { return m_options.polymorphic_identity; }
    /// The mapper for a discriminator's value, or null.
    Mapper* polymorphic_mapper(const Value& identity) const;
    /// `type IN (...)` of a single-table subclass; null where none is needed.
    Ref<sql::ColumnElement> single_table_criterion() const;

    // ---- properties --------------------------------------------------------------------------------------------------
    /// All, in the order of SQLAlchemy's iterate_properties; configures the mappers first.
    const std::vector<Ref<MapperProperty>>& iterate_properties();
    /// The same without configuring.
    const std::vector<Ref<MapperProperty>>& properties() const { return m_properties; }
    MapperProperty* find_property(std::string_view key) const;
    bool has_property(std::string_view key) const { return find_property(key) != nullptr; }
    /// Throws InvalidRequestError: "Mapper 'Mapper[Task(task)]' has no property 'x'.  If this property was indicated
    /// from other mappers or configure events, ensure registry.configure() has been called."
    MapperProperty& get_property(const std::string& key, bool configure = true);
    std::vector<ColumnProperty*> column_attrs() const;
    std::vector<RelationshipProperty*> relationships();
    /// The attribute of a column (annotated or not); null where it has none.
    ColumnProperty* find_property_by_column(const sql::ClauseElement& column) const;
    /// Throws UnmappedColumnError: "No column ... is configured on mapper ...".
    ColumnProperty& get_property_by_column(const sql::ColumnElement& column) const;
    void add_property(const std::string& key, Ref<MapperProperty> property, bool init = true);
    /// A relationship that another one made with `backref=`.
    void configure_property(const std::string& key, Ref<MapperProperty> property, bool init);

    // ---- instrumentation ---------------------------------------------------------------------------------------------
    /// By MapperProperty::index; null for properties without value of their own (synonyms).
    const std::vector<AttributeImpl*>& attributes() const { return m_attributes; }
    const std::vector<AttributeImpl*>& collection_attributes() const { return m_collection_attributes; }
    AttributeImpl* find_attribute(std::string_view key) const;
    AttributeImpl& attribute(const std::string& key) const;
    InstrumentedAttribute* class_attribute(std::string_view key) const;
    /// Puts the attribute on the class (and on the classes below). SQLAlchemy: register_descriptor.
    InstrumentedAttribute& register_attribute(MapperProperty& property);
    void set_attribute_impl(MapperProperty& property, std::unique_ptr<AttributeImpl> impl);
    /// A new object with its state, without `__init__`. SQLAlchemy: ClassManager.new_instance.
    Ref<Instance> new_instance();
    /// An object of `cls` (mapped here, or a subclass that is not) without a state, in one block with its slots and the
    /// room for a state.
    Ref<Instance> allocate_instance(Type& cls);
    /// Gives an object that was just made its state. SQLAlchemy: setup_instance.
    InstanceState& setup_instance(Instance& object);

    // ---- identity ----------------------------------------------------------------------------------------------------
    IdentityKey identity_key(std::span<const Value> primary_key) const;
    /// From what the object's attributes hold now. SQLAlchemy: _identity_key_from_state.
    IdentityKey identity_key_from_state(InstanceState& state, Passive passive = Passive::return_no_value) const;
    std::vector<Value> primary_key_from_state(InstanceState& state, Passive passive = Passive::return_no_value) const;

    // ---- values ------------------------------------------------------------------------------------------------------
    /// The value of a column's attribute. SQLAlchemy: _get_state_attr_by_column.
    LoaderResult get_state_attr_by_column(InstanceState& state, const sql::ColumnElement& column,
                                          Passive passive = Passive::return_no_value) const;
    void set_state_attr_by_column(InstanceState& state, const sql::ColumnElement& column, const Value& value) const;
    LoaderResult get_committed_state_attr_by_column(InstanceState& state, const sql::ColumnElement& column,
                                                    Passive passive = Passive::return_no_value) const;

    // ---- configuration -----------------------------------------------------------------------------------------------
    bool is_configured() const { return m_configured; }
    void check_configure();
    /// SQLAlchemy: _post_configure_properties.
    void post_configure_properties();
    const std::string& configure_failed() const { return m_configure_failed; }
    void set_configure_failed(std::string message) { m_configure_failed = std::move(message); }
    /// Relationships whose objects must not be without a parent. SQLAlchemy: _delete_orphans.
    const std::vector<RelationshipProperty*>& delete_orphans() const { return m_delete_orphans; }
    void add_delete_orphan(RelationshipProperty& property);
    bool is_orphan(const InstanceState& state) const;
    bool legacy_is_orphan() const { return false; }

    EventDispatch dispatch;
    bool has_event(MapperEvent event) const;
    /// Fires listeners of this mapper, of those above it and of all mappers.
    void fire(MapperEvent event, std::initializer_list<Value> arguments);

    /// Data that the unit of work and the loaders keep with a mapper (compiled statements).
    std::map<const void*, Ref<RefCounted>> memoized;

  private:
    void configure_inheritance();
    void configure_properties();
    void configure_primary_key();
    void configure_polymorphic();
    void add_column_property(const std::string& key, sql::ColumnElement& column);
    void adapt_inherited_property(MapperProperty& property);

    ClassRegistry& m_registry;
    Type& m_class;
    sql::Table* m_local_table;
    Ref<sql::FromClause> m_persist_selectable;
    /// Made when first asked for, again where a subclass came since.
    std::vector<Mapper*> m_inline_subclasses;
    mutable std::vector<Mapper*> m_with_polymorphic_mappers;
    mutable Ref<sql::FromClause> m_with_polymorphic_selectable;
    mutable size_t m_with_polymorphic_descendants = 0;
    MapperOptions m_options;
    Mapper* m_base_mapper;
    std::vector<Mapper*> m_inheriting;
    std::vector<sql::Table*> m_tables;
    std::vector<sql::ColumnElement*> m_primary_key;
    std::vector<ColumnProperty*> m_primary_key_properties;
    Ref<sql::ColumnElement> m_polymorphic_on;
    bool m_single = false, m_configured = false;
    int m_next_index = 0; ///< of the base mapper: the next free MapperProperty::index
    std::string m_configure_failed;
    std::vector<Ref<MapperProperty>> m_properties;
    std::unordered_map<std::string_view, MapperProperty*> m_by_key;
    std::unordered_map<const sql::ClauseElement*, ColumnProperty*> m_column_to_property;
    std::vector<AttributeImpl*> m_attributes, m_collection_attributes;
    std::vector<RelationshipProperty*> m_delete_orphans;
};

/// Kept with a mapped class (Type::extension).
struct MappedClass final : Type::Extension {
    static constexpr char extension_tag = 0;
    explicit MappedClass(Ref<Mapper> m) : mapper(std::move(m)) {}
    Ref<Mapper> mapper;
};
/// The class's own mapper, or null.
Mapper* find_mapper(const Type& cls);
/// SQLAlchemy: class_mapper: throws UnmappedClassError "Class '__main__.X' is not mapped"; configures.
Mapper& class_mapper(Type& cls, bool configure = true);

} // namespace relata::orm
