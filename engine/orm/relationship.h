// RelationshipProperty: an attribute that refers to other mapped objects. SQLAlchemy: orm/relationships.py.
#pragma once

#include "orm/attributes.h"
#include "orm/interfaces.h"
#include "sql/elements.h"

#include <set>

namespace relata::orm {

class JoinCondition;

/// SQLAlchemy: CascadeOptions.
struct CascadeOptions {
    bool save_update = true, merge = true, delete_ = false, delete_orphan = false, expunge = false,
         refresh_expire = false;
    /// "save-update, merge", "all, delete-orphan", "". Throws ArgumentError: "Invalid cascade option(s): 'x'".
    static CascadeOptions parse(const std::string& text);
    std::string text() const;
};

/// An argument that a program gives as a string, a callable, a column, a list of these: resolved when the mappers are
/// configured.
using RelationshipArgument = Value;

/// `relationship(...)`'s arguments.
struct RelationshipOptions {
    RelationshipArgument argument{};
    RelationshipArgument secondary{}, primaryjoin{}, secondaryjoin{}, foreign_keys{}, remote_side{}, order_by{};
    /// From SQLModel's link_model: the table itself.
    Ref<sql::FromClause> secondary_table{};
    std::optional<bool> uselist{};
    Value collection_class{};
    std::optional<std::string> back_populates{};
    Value backref{}; ///< str, or what backref(...) gave
    std::vector<std::string> overlaps{};
    bool post_update = false;
    std::optional<std::string> cascade{};
    bool viewonly = false;
    Value lazy{};           ///< "select", True, ...; unset: "select"
    bool passive_deletes = false, passive_deletes_all = false;
    bool passive_updates = true;
    bool active_history = false;
    bool enable_typechecks = true;
    bool cascade_backrefs = false;
    bool innerjoin = false, innerjoin_unnested = false;
    std::optional<int> distinct_target_key{};
    std::optional<bool> single_parent_given{};
    bool single_parent = false;
    std::optional<bool> sync_backref{};
    std::optional<int> join_depth{};
    bool load_on_pending = false;
    bool omit_join = false, omit_join_given = false;
    std::string doc{};
    Value info{};
};

/// A column pair of a join condition.
using ColumnPair = std::pair<sql::ColumnElement*, sql::ColumnElement*>;

class RelationshipProperty final : public StrategizedProperty {
  public:
    /// Throws ArgumentError as relationship() does.
    RelationshipProperty(Runtime& runtime, RelationshipOptions options);
    ~RelationshipProperty() override;

    std::string text() const override;
    const RelationshipOptions& options() const { return m_options; }
    /// For what declarative reads from the annotation, before a mapper has the property.
    RelationshipOptions& declared_options() { return m_options; }

    // ---- resolved; configured mappers only ------------------------------------------------------------------------
    Direction direction() const { return m_direction; }
    bool uselist() const { return m_uselist; }
    /// The mapper that the relationship leads to.
    Mapper& mapper();
    Mapper& target() { return mapper(); }
    sql::FromClause* secondary() const { return m_secondary.get(); }
    sql::Table* secondary_table() const;
    sql::ColumnElement& primaryjoin() const;
    sql::ColumnElement* secondaryjoin() const;
    const std::vector<Ref<sql::ColumnElement>>& order_by() const { return m_order_by; }
    JoinCondition& join_condition() const { return *m_join_condition; }
    const std::vector<ColumnPair>& local_remote_pairs() const;
    /// Columns to copy when objects are related: from the one that has the key to the one that refers.
    const std::vector<ColumnPair>& synchronize_pairs() const;
    const std::vector<ColumnPair>& secondary_synchronize_pairs() const;
    const std::vector<sql::ColumnElement*>& local_columns() const;
    const std::vector<sql::ColumnElement*>& remote_side() const;
    bool is_self_referential() const;
    /// The target is the identity of its mapper and the join goes to exactly its primary key: SQLAlchemy's use_get.
    const CascadeOptions& cascade() const { return m_cascade; }
    void set_cascade(CascadeOptions cascade);
    bool viewonly() const { return m_options.viewonly; }
    bool post_update() const { return m_options.post_update; }
    bool passive_deletes() const { return m_options.passive_deletes; }
    bool passive_deletes_all() const { return m_options.passive_deletes_all; }
    bool passive_updates() const { return m_options.passive_updates; }
    bool single_parent() const { return m_options.single_parent; }
    bool sync_backref() const { return m_sync_backref; }
    const std::optional<std::string>& back_populates() const { return m_back_populates; }
    /// The relationships that this one is kept in step with. SQLAlchemy: _reverse_property.
    const std::vector<RelationshipProperty*>& reverse_property() const { return m_reverse_property; }
    std::shared_ptr<CollectionFactory> collection_factory() const { return m_collection_factory; }

    void instrument_class(Mapper& mapper) override;
    void post_instrument_class(Mapper& mapper) override;
    void set_parent(Mapper& mapper, const std::string& key, int index) override;
    /// The object may be put in here: SQLAlchemy's _verify_canload / cascade type check of the unit of work.
    bool accepts(const Mapper& other);

    // ---- comparator: what `Task.assignee == x` and friends mean ---------------------------------------------------
    struct Criterion {
        sql::Entity* alias = nullptr; ///< of_type or aliased()
        std::vector<Ref<sql::ColumnElement>> extra{};
    };
    /// `== obj`, `== None`, `!= ...`. SQLAlchemy: Comparator.__eq__ / __ne__.
    Ref<sql::ColumnElement> compare(Runtime& runtime, const Value& other, bool negate, sql::Entity* parent = nullptr);
    Ref<sql::ColumnElement> any(Runtime& runtime, sql::ColumnElement* criterion, sql::Entity* parent = nullptr,
                                sql::Entity* of_type = nullptr);
    Ref<sql::ColumnElement> has(Runtime& runtime, sql::ColumnElement* criterion, sql::Entity* parent = nullptr,
                                sql::Entity* of_type = nullptr);
    Ref<sql::ColumnElement> contains(Runtime& runtime, const Value& other, sql::Entity* parent = nullptr);
    /// The condition that an object's row satisfies (with_parent, contains): columns against its values.
    Ref<sql::ColumnElement> optimized_compare(Runtime& runtime, InstanceState* state, bool value_is_parent,
                                              sql::Entity* adapt_source = nullptr);

  protected:
    void do_init() override;

  private:
    friend class JoinCondition;
    // SQLAlchemy: RelationshipProperty.do_init, in its steps.
    void setup_entity();
    void process_dependent_arguments();
    void setup_join_conditions();
    void check_cascade_settings();
    void post_init();
    void generate_backref();
    void add_reverse_property(const std::string& key);
    void check_sync_backref(RelationshipProperty& from, RelationshipProperty& to);
    void warn_for_conflicting_sync_targets();
    Value resolve_argument(const Value& argument, bool favor_tables = false);
    std::vector<Ref<sql::ColumnElement>> resolve_columns(const Value& argument, const char* name);
    Ref<sql::ColumnElement> negated_contains_or_equals(Runtime& runtime, const Value& other, sql::Entity* entity);
    Ref<sql::ColumnElement> criterion_exists(sql::ColumnElement* criterion, sql::Entity* parent, sql::Entity* of_type);

    Runtime& m_runtime;
    RelationshipOptions m_options;
    CascadeOptions m_cascade;
    Mapper* m_mapper = nullptr;
    Direction m_direction = Direction::one_to_many;
    bool m_uselist = true;
    bool m_sync_backref = true;
    bool m_sync_backref_given = false;
    std::string m_invalid_lazy; ///< repr of a lazy= that names no strategy
    bool m_join_given = false;  ///< a backref: the join conditions came with the relationship that made it
    std::optional<std::string> m_back_populates;
    Ref<sql::FromClause> m_secondary;
    std::vector<Ref<sql::ColumnElement>> m_order_by;
    std::vector<RelationshipProperty*> m_reverse_property;
    Ref<sql::ColumnElement> m_primaryjoin_argument, m_secondaryjoin_argument;
    std::vector<Ref<sql::ColumnElement>> m_user_defined_foreign_keys, m_user_remote_side;
    std::unique_ptr<JoinCondition> m_join_condition;
    std::shared_ptr<CollectionFactory> m_collection_factory;
};

/// Whether a lazy load of the relationship finds its object by primary key. SQLAlchemy: RelationshipProperty._use_get.
bool lazy_loader_uses_get(RelationshipProperty& property);

/// What the modules know of the Python objects that relationship() is given.
class ArgumentCoercion {
  public:
    virtual ~ArgumentCoercion() = default;
    /// The column or expression that a Python object stands for (Column, InstrumentedAttribute, text); null: none.
    virtual Ref<sql::ColumnElement> as_expression(Runtime& runtime, const Value& value) = 0;
    virtual Ref<sql::FromClause> as_from_clause(Runtime& runtime, const Value& value) = 0;
    /// A name of `sqlalchemy` or `sqlalchemy.orm` inside a string argument (`desc`, `and_`, `foreign`); unset: none.
    virtual Value global_name(Runtime& runtime, const std::string& name) = 0;
    /// The Python object for a table or a column.
    virtual Value as_python(Runtime& runtime, sql::ClauseElement& element) = 0;
};

/// Evaluates a string argument of relationship() in the scope of `property`'s class: names of classes, tables, columns,
/// SQL functions; attributes, calls, comparisons, lists. Throws InvalidRequestError "When initializing mapper ...,
/// expression 'X' failed to locate a name ('X'). ...". SQLAlchemy: clsregistry._class_resolver.
Value resolve_expression(RelationshipProperty& property, const std::string& text, bool favor_tables = false);
/// The same with other names: annotations that are strings. `lookup` returns unset for a name that is not there
/// (NameError).
using NameLookup = std::function<Value(const std::string& name)>;
Value evaluate_expression(Runtime& runtime, const std::string& text, const NameLookup& lookup);
/// The same for the name of a class: SQLAlchemy's _resolve_name.
Value resolve_class_name(RelationshipProperty& property, const std::string& name);

} // namespace relata::orm
