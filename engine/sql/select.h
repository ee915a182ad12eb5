// SELECT statements. SQLAlchemy: sql/selectable.py Select, CompoundSelect, ScalarSelect, Exists.
#pragma once

#include "sql/selectable.h"

#include <map>

namespace relata::sql {

class SQLCompiler;
class Select;

enum class LabelStyle : uint8_t { none, tablename_plus_col, disambiguate_only, legacy_orm };

/// What a statement becomes before it is compiled. For core statements there is none; the ORM makes its own.
class CompileState : public RefCounted {
  public:
    /// The core statement to compile (a Select, CompoundSelect, Insert, Update, Delete).
    Ref<ClauseElement> statement;
};

/// How statements over ORM entities are understood: SQLAlchemy's CompileState.plugin_for("orm", ...). The ORM implements
/// it once and writes it into the annotations of its entities; the first element of a statement that has one decides.
class CompileStatePlugin {
  public:
    virtual ~CompileStatePlugin() = default;
    /// Called by the compiler (`compiler` not null) and by whoever wants the statement's columns. `for_statement`: the
    /// outermost statement; others are subqueries.
    virtual Ref<CompileState> create_for_statement(ClauseElement& statement, SQLCompiler* compiler, bool toplevel) = 0;
    /// SQLAlchemy: all_selected_columns: each ORM entity becomes its column attributes.
    virtual std::vector<Ref<ColumnElement>> all_selected_columns(Select& statement) = 0;
    /// FROMs of the columns and where clause (get_columns_clause_froms), for `Select.get_final_froms` and filter_by.
    virtual std::vector<Ref<FromClause>> columns_clause_froms(Select& statement) = 0;
    /// The attribute of an entity that filter_by(name=...) means; unset where it has none.
    virtual Value entity_attribute(Runtime& runtime, Entity& entity, const std::string& name) {
        (void)runtime, (void)entity, (void)name;
        return {};
    }
};

/// Which plugin understands a statement: SQLAlchemy's _propagate_attrs.
struct PropagateAttrs {
    CompileStatePlugin* plugin = nullptr;
    Entity* plugin_subject = nullptr;
    Ref<RefCounted> keep{}; ///< of the subject
    bool empty() const { return !plugin; }
};

/// `.options(...)` of a statement: the ORM's loader options derive from it.
class ExecutableOption : public RefCounted {
  public:
    virtual bool gather_cache_key(CacheKey& key) const = 0;
};

/// What is common to SELECT-like things that can be executed or put into a FROM.
class SelectBase : public ClauseElement {
  public:
    using ClauseElement::ClauseElement;
    /// The columns that a result row has. SQLAlchemy: _all_selected_columns / selected_columns.
    virtual std::vector<Ref<ColumnElement>> all_selected_columns() const = 0;
    /// SQLAlchemy: _generate_fromclause_column_proxies.
    virtual void generate_column_proxies(FromClause& subquery) const = 0;
    virtual std::vector<FromClause*> froms_inside() const { return {}; }
    Ref<Subquery> subquery(std::optional<std::string> name = {});
    Ref<CTE> cte(std::optional<std::string> name = {}, bool recursive = false, bool nesting = false);
    virtual Ref<SelectBase> self_group_select(const Operator& against) { (void)against; return Ref<SelectBase>(*this); }
    virtual LabelStyle get_label_style() const { return LabelStyle::none; }
    virtual Ref<SelectBase> with_label_style(LabelStyle style) const = 0;

    PropagateAttrs propagate;
    std::vector<Ref<ExecutableOption>> options;
    Value execution_options{}; ///< a dict, or unset
    std::vector<Ref<CTE>> independent_ctes;
};

/// ORDER BY, LIMIT and the like, of selects and unions.
class GenerativeSelect : public SelectBase {
  public:
    using SelectBase::SelectBase;
    LabelStyle get_label_style() const override { return label_style; }
    LabelStyle label_style = LabelStyle::disambiguate_only;
    std::vector<Ref<ColumnElement>> order_by, group_by;
    Ref<ColumnElement> limit, offset; ///< bind parameters (or expressions); null: none
    Ref<ColumnElement> fetch;
    bool has_order_by() const { return !order_by.empty(); }
    struct ForUpdate {
        bool read = false, nowait = false, skip_locked = false, key_share = false;
    };
    std::optional<ForUpdate> for_update;
};

class Select final : public GenerativeSelect {
  public:
    Select() : GenerativeSelect(Kind::select) {}
    std::string class_name() const override { return python_name; }
    Ref<ClauseElement> clone() const override;
    Ref<Select> copy() const { return make_ref<Select>(*this); }
    void visit_internals(Internals& v) override;
    bool gather_cache_key(CacheKey& key) const override;

    /// A column expression, a FROM (all its columns), text, or an element of the ORM: as coerced.
    std::vector<Ref<ClauseElement>> raw_columns;
    std::vector<Ref<FromClause>> from_obj;
    std::vector<Ref<ColumnElement>> where_criteria, having_criteria;
    /// One call of join(), outerjoin() or join_from(). SQLAlchemy: _setup_joins.
    struct SetupJoin {
        Ref<ClauseElement> target;   ///< a FROM, or an annotated ORM entity
        Ref<ClauseElement> onclause; ///< null: from the foreign keys; ORM: a relationship attribute's element
        Ref<FromClause> from;        ///< join_from's left side, or null
        bool isouter = false, full = false;
    };
    std::vector<SetupJoin> setup_joins;
    bool distinct = false;
    std::vector<Ref<ColumnElement>> distinct_on;
    std::vector<std::string> prefixes, suffixes;
    /// correlate(): null: automatic. correlate(None): an empty list.
    std::optional<std::vector<Ref<FromClause>>> correlate, correlate_except;
    bool auto_correlate = true;
    std::vector<Ref<ClauseElement>> memoized_entities; ///< of with_only_columns: entities that joins still start from
    bool is_scalar_select_of_one_column() const { return raw_columns.size() == 1; }
    std::string python_name = "Select"; ///< SQLModel: "SelectOfScalar"
    /// from_statement(): the text or DML whose rows stand for these columns.
    Ref<ClauseElement> from_statement{};
    Value compile_options{};            ///< the ORM's
    std::vector<Ref<RefCounted>> with_options_extra{}; ///< the ORM's: _with_context_options
    /// The option whose criterion this stands in: it does not apply to its own. SQLAlchemy: "for_loader_criteria".
    const ExecutableOption* for_loader_criteria = nullptr;

    std::vector<Ref<ColumnElement>> all_selected_columns() const override;
    void generate_column_proxies(FromClause& subquery) const override;
    Ref<SelectBase> self_group_select(const Operator& against) override;
    Ref<SelectBase> with_label_style(LabelStyle style) const override;
    void collect_from_objects(std::vector<FromClause*>&) const override {}
    /// FROMs of columns, criteria, select_from and joins, those that a join hides left out. SQLAlchemy: _get_display_froms
    /// without correlation.
    std::vector<Ref<FromClause>> final_froms();
};

/// Which names a select gives to its columns. SQLAlchemy: SelectState._column_naming_convention, and
/// Select._generate_columns_plus_names.
struct SelectColumn {
    std::optional<std::string> required_label_name; ///< None: no label needed
    std::optional<std::string> proxy_key;
    std::optional<std::string> fallback_label_name;
    Ref<ColumnElement> column;
    bool repeated = false;
};
std::vector<SelectColumn> columns_plus_names(const std::vector<Ref<ColumnElement>>& columns, LabelStyle style,
                                             bool anon_for_dupe_key);

class CompoundSelect final : public GenerativeSelect {
  public:
    enum class Keyword : uint8_t { union_, union_all, intersect, intersect_all, except_, except_all };
    CompoundSelect(Keyword keyword, std::vector<Ref<SelectBase>> selects);
    std::string class_name() const override { return "CompoundSelect"; }
    Ref<ClauseElement> clone() const override { return make_ref<CompoundSelect>(*this); }
    Ref<CompoundSelect> copy() const { return make_ref<CompoundSelect>(*this); }
    void visit_internals(Internals& v) override;
    bool gather_cache_key(CacheKey& key) const override;
    Keyword keyword() const { return m_keyword; }
    std::vector<Ref<SelectBase>> selects;
    std::vector<Ref<ColumnElement>> all_selected_columns() const override;
    void generate_column_proxies(FromClause& subquery) const override;
    Ref<SelectBase> self_group_select(const Operator& against) override;
    Ref<SelectBase> with_label_style(LabelStyle style) const override;

  private:
    Keyword m_keyword;
};

/// Parentheses around a select inside a union.
class SelectGrouping final : public SelectBase {
  public:
    explicit SelectGrouping(SelectBase& element) : SelectBase(Kind::select_grouping), m_element(element) {}
    std::string class_name() const override { return "SelectStatementGrouping"; }
    Ref<ClauseElement> clone() const override { return make_ref<SelectGrouping>(*this); }
    void visit_internals(Internals& v) override { v(m_element); }
    bool gather_cache_key(CacheKey& key) const override;
    SelectBase& element() const { return *m_element; }
    std::vector<Ref<ColumnElement>> all_selected_columns() const override { return m_element->all_selected_columns(); }
    void generate_column_proxies(FromClause& subquery) const override { m_element->generate_column_proxies(subquery); }
    Ref<SelectBase> with_label_style(LabelStyle style) const override;

  private:
    Ref<SelectBase> m_element;
};

/// `text("...").columns(...)`.
class TextualSelect final : public SelectBase {
  public:
    TextualSelect(TextClause& text, std::vector<Ref<ColumnElement>> columns, bool positional);
    std::string class_name() const override { return "TextualSelect"; }
    Ref<ClauseElement> clone() const override { return make_ref<TextualSelect>(*this); }
    void visit_internals(Internals& v) override { v(m_text), v(m_column_args); }
    bool gather_cache_key(CacheKey& key) const override;
    TextClause& text() const { return *m_text; }
    const std::vector<Ref<ColumnElement>>& column_args() const { return m_column_args; }
    bool positional() const { return m_positional; }
    std::vector<Ref<ColumnElement>> all_selected_columns() const override { return m_column_args; }
    void generate_column_proxies(FromClause& subquery) const override;
    Ref<SelectBase> with_label_style(LabelStyle) const override { return Ref<SelectBase>(const_cast<TextualSelect&>(*this)); }

  private:
    Ref<TextClause> m_text;
    std::vector<Ref<ColumnElement>> m_column_args;
    bool m_positional;
};

/// `(SELECT ...)` as a value.
class ScalarSelect final : public ColumnElement {
  public:
    /// Throws ArgumentError-like errors of SQLAlchemy where the select has not one column.
    explicit ScalarSelect(SelectBase& element);
    std::string class_name() const override { return "ScalarSelect"; }
    Ref<ClauseElement> clone() const override { return make_ref<ScalarSelect>(*this); }
    void visit_internals(Internals& v) override { v(m_element); }
    SelectBase& element() const { return *m_element; }
    Ref<ColumnElement> self_group(const Operator&) override { return Ref<ColumnElement>(*this); }
    void collect_from_objects(std::vector<FromClause*>&) const override {}

  private:
    Ref<SelectBase> m_element;
};

/// `EXISTS (SELECT ...)`.
class Exists final : public ColumnElement {
  public:
    explicit Exists(SelectBase& select);
    std::string class_name() const override { return "Exists"; }
    Ref<ClauseElement> clone() const override { return make_ref<Exists>(*this); }
    void visit_internals(Internals& v) override { v(m_element); }
    SelectBase& select() const { return *m_element; }
    /// The same over another select (where(), correlate(), select_from()).
    Ref<Exists> with_select(SelectBase& select) const;
    Ref<ColumnElement> self_group(const Operator& against) override;
    Ref<ColumnElement> negate() override;
    bool is_implicitly_boolean() const override { return true; }
    void collect_from_objects(std::vector<FromClause*>&) const override {}

  private:
    Ref<SelectBase> m_element;
};

} // namespace relata::sql
