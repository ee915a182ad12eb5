// Column expressions. SQLAlchemy: sql/elements.py.
#pragma once

#include "sql/node.h"
#include "sql/operators.h"
#include "sql/types.h"

#include <map>
#include <memory>
#include <optional>
#include <set>

namespace relata::sql {

class Select;
class SelectBase;
class ClauseList;

/// An expression that yields a value: has a type, may have a name, takes operators.
class ColumnElement : public ClauseElement {
  public:
    explicit ColumnElement(Kind node_kind, TypeRef t = {}) : ClauseElement(node_kind), type(std::move(t)) {}
    bool is_column_element() const override { return true; }

    TypeRef type; ///< never null once the element is built (NullType where unknown)
    /// Name in a columns collection and in a result row; nullopt for an unnamed expression.
    virtual std::optional<std::string> name() const { return std::nullopt; }
    virtual std::optional<std::string> key() const { return name(); }
    /// Name before any label: SQLAlchemy's _proxy_key.
    std::optional<std::string> proxy_key() const;
    /// The FROM that the column is part of (Column, ColumnClause, a subquery's column), or null.
    virtual FromClause* table() const { return nullptr; }
    virtual bool is_primary_key() const { return false; }
    virtual bool is_nullable() const { return true; }

    /// Parenthesizes where `against` binds tighter.
    virtual Ref<ColumnElement> self_group(const Operator& against);
    virtual Ref<ColumnElement> negate();
    virtual bool is_implicitly_boolean() const;

    /// The columns that this one stands for: a subquery's column has the inner one.
    std::vector<Ref<ColumnElement>> proxies;
    /// All elements that this one and its proxies stand for, by identity.
    std::vector<const ColumnElement*> proxy_set() const;
    std::vector<const ColumnElement*> base_columns() const;
    bool shares_lineage(const ColumnElement& other) const;
    /// The column of `from` that stands for this one; `from` takes it over.
    virtual ColumnElement& make_proxy(FromClause& from, std::optional<std::string> name = {},
                                      std::optional<std::string> key = {});

    // Labels. A text of the form "%(id body)s" is anonymous: the compiler numbers it.
    /// SQLAlchemy: _tq_label, _tq_key_label: "task_id" of task.id; nullopt without a name.
    virtual std::optional<std::string> tq_label() const { return std::nullopt; }
    virtual std::optional<std::string> tq_key_label() const { return tq_label(); }
    virtual std::optional<std::string> non_anon_label() const { return name(); }
    virtual bool render_label_in_columns_clause() const { return true; }
    std::string anon_name_label() const;
    std::string anon_tq_label() const;
    std::string anon_tq_key_label() const { return anon_tq_label(); }
    std::string dedupe_anon_label(int index) const;
    std::string dedupe_anon_tq_label(int index) const;
    bool is_text_clause() const { return m_kind == Kind::text; }

    bool gather_cache_key(CacheKey& key) const override;
    void collect_from_objects(std::vector<FromClause*>& froms) const override;
};

/// "%(id body)s": a name that the compiler makes unique. SQLAlchemy: _anonymous_label.
std::string anonymous_label(const void* id, const std::string& body);
bool is_anonymous_label(const std::string& name);

/// `column("x")`, `literal_column("x + 1")`, a column of a subquery.
class ColumnClause : public ColumnElement {
  public:
    ColumnClause(std::string name, TypeRef type, bool is_literal = false, Kind kind = Kind::column_clause);
    std::string class_name() const override { return "ColumnClause"; }
    Ref<ClauseElement> clone() const override { return make_ref<ColumnClause>(*this); }
    std::optional<std::string> name() const override { return m_name; }
    std::optional<std::string> key() const override { return m_key; }
    FromClause* table() const override { return m_table; }
    void set_table(FromClause* table) { m_table = table; }
    void set_name(std::string name) { m_name = std::move(name); }
    void set_key(std::string key) { m_key = std::move(key); }
    bool is_literal() const { return m_literal; }
    bool is_primary_key() const override { return m_primary_key; }
    void set_primary_key(bool on) { m_primary_key = on; }
    bool is_nullable() const override { return m_nullable; }
    void set_nullable(bool on) { m_nullable = on; }
    Ref<ColumnElement> self_group(const Operator& against) override;
    ColumnElement& make_proxy(FromClause& from, std::optional<std::string> name, std::optional<std::string> key) override;
    std::optional<std::string> tq_label() const override;
    std::optional<std::string> tq_key_label() const override;
    std::optional<std::string> non_anon_label() const override;
    bool render_label_in_columns_clause() const override { return m_table != nullptr; }
    bool gather_cache_key(CacheKey& key) const override;
    void collect_from_objects(std::vector<FromClause*>& froms) const override;

  protected:
    std::optional<std::string> table_qualified(const std::string& name) const;
    std::string m_name, m_key;
    FromClause* m_table = nullptr; ///< kept alive by the shared count, or (annotated copy) by the identity
    bool m_literal = false;
    bool m_primary_key = false;
    bool m_nullable = true;
};

/// A value that is sent beside the SQL.
class BindParameter : public ColumnElement {
  public:
    struct Options {
        std::optional<std::string> key{}; ///< null: anonymous ("param")
        std::optional<Value> value{};   ///< null: required at execution
        TypeRef type{};
        bool unique = false;
        bool expanding = false;
        bool literal_execute = false;
        bool is_crud = false;
        Value callable{}; ///< evaluated at execution
        const ColumnElement* compared_to = nullptr; ///< gives the name and the type
        Operator compared_operator{};
        bool type_given = false;
    };
    BindParameter(Runtime& runtime, Options options);
    std::string class_name() const override { return "BindParameter"; }
    Ref<ClauseElement> clone() const override;
    std::optional<std::string> key() const override { return key_text; }
    Ref<ColumnElement> self_group(const Operator& against) override {
        (void)against;
        return Ref<ColumnElement>(*this);
    }
    bool gather_cache_key(CacheKey& key) const override;
    void collect_from_objects(std::vector<FromClause*>&) const override {}
    std::optional<std::string> non_anon_label() const override { return std::nullopt; }

    std::string key_text;      ///< name, perhaps anonymous
    std::string original_key;
    std::string identifying_key; ///< the first name: copies keep it. SQLAlchemy: _identifying_key
    Value value;               ///< unset where required or callable
    Value callable;            ///< what computes the value at execution, or unset
    bool required = false;
    bool unique = false;
    bool expanding = false;
    bool literal_execute = false;
    bool is_crud = false;
    bool expand_is_in = false; ///< right side of IN: renders its own parentheses
    Op expand_op = Op::none;
    /// For the ORM: computes the value when the statement runs (lazy clause, collection `contains`).
    std::function<Value(Runtime&)> native_callable;
    /// The value that will be sent when nothing overrides it.
    Value effective_value(Runtime& runtime) const;
    Ref<BindParameter> with_value(const Value& v, bool required_ = false) const;
    void convert_to_unique();
};

/// NULL, true, false.
class Constant final : public ColumnElement {
  public:
    explicit Constant(Kind kind);
    std::string class_name() const override;
    Ref<ClauseElement> clone() const override { return make_ref<Constant>(*this); }
    Ref<ColumnElement> negate() override;
    Ref<ColumnElement> self_group(const Operator&) override { return Ref<ColumnElement>(*this); }
    void collect_from_objects(std::vector<FromClause*>&) const override {}
};
Ref<ColumnElement> null_element();
Ref<ColumnElement> true_element();
Ref<ColumnElement> false_element();

class Label final : public ColumnElement {
  public:
    Label(std::optional<std::string> name, ColumnElement& element, TypeRef type = {});
    std::string class_name() const override { return "Label"; }
    Ref<ClauseElement> clone() const override;
    void visit_internals(Internals& v) override { v(m_element); }
    std::optional<std::string> name() const override { return m_name; }
    ColumnElement& element() const { return *m_element; }
    Ref<ColumnElement> self_group(const Operator& against) override;
    bool is_primary_key() const override { return m_element->is_primary_key(); }
    ColumnElement& make_proxy(FromClause& from, std::optional<std::string> name, std::optional<std::string> key) override;
    std::optional<std::string> tq_label() const override { return m_name; }
    std::optional<std::string> non_anon_label() const override { return m_name; }
    bool gather_cache_key(CacheKey& key) const override;
    void collect_from_objects(std::vector<FromClause*>& froms) const override { m_element->collect_from_objects(froms); }

  private:
    std::string m_name;
    Ref<ColumnElement> m_element;
};

/// ORDER BY / GROUP BY of something that may be rendered as its label (`_label_reference`).
class LabelReference final : public ColumnElement {
  public:
    explicit LabelReference(ColumnElement& element);
    std::string class_name() const override { return "_label_reference"; }
    Ref<ClauseElement> clone() const override { return make_ref<LabelReference>(*this); }
    void visit_internals(Internals& v) override { v(m_element); }
    ColumnElement& element() const { return *m_element; }

  private:
    Ref<ColumnElement> m_element;
};

/// ORDER BY "name": resolved against the columns at compile time.
class TextualLabelReference final : public ColumnElement {
  public:
    explicit TextualLabelReference(std::string text);
    std::string class_name() const override { return "_textual_label_reference"; }
    Ref<ClauseElement> clone() const override { return make_ref<TextualLabelReference>(*this); }
    const std::string& text() const { return m_text; }
    bool gather_cache_key(CacheKey& key) const override;
    void collect_from_objects(std::vector<FromClause*>&) const override {}

  private:
    std::string m_text;
};

class UnaryExpression final : public ColumnElement {
  public:
    UnaryExpression(ColumnElement& element, Operator op, Operator modifier, TypeRef type = {});
    std::string class_name() const override { return "UnaryExpression"; }
    Ref<ClauseElement> clone() const override { return make_ref<UnaryExpression>(*this); }
    void visit_internals(Internals& v) override { v(m_element); }
    ColumnElement& element() const { return *m_element; }
    const Operator& op() const { return m_op; }
    const Operator& modifier() const { return m_modifier; }
    Ref<ColumnElement> self_group(const Operator& against) override;
    Ref<ColumnElement> negate() override;
    std::optional<std::string> name() const override;
    bool gather_cache_key(CacheKey& key) const override;

  private:
    Ref<ColumnElement> m_element;
    Operator m_op, m_modifier;
};

class BinaryExpression final : public ColumnElement {
  public:
    BinaryExpression(ColumnElement& left, ColumnElement& right, Operator op, TypeRef type, Operator negate = {},
                     std::optional<std::string> escape = {});
    std::string class_name() const override { return "BinaryExpression"; }
    Ref<ClauseElement> clone() const override { return make_ref<BinaryExpression>(*this); }
    void visit_internals(Internals& v) override { v(left), v(right); }
    const Operator& op() const { return m_op; }
    Ref<ColumnElement> self_group(const Operator& against) override;
    Ref<ColumnElement> negate() override;
    bool is_implicitly_boolean() const override { return is_boolean(m_op); }
    bool gather_cache_key(CacheKey& key) const override;
    /// What the program gave before both sides were parenthesized.
    Ref<ColumnElement> left, right;
    std::optional<std::string> escape; ///< LIKE ... ESCAPE
    Operator negated;                  ///< Op::none: NOT (...)
    std::string modifiers;             ///< regexp flags

  private:
    Operator m_op;
};

/// `a + b + c` of one associative operator.
class ExpressionClauseList final : public ColumnElement {
  public:
    ExpressionClauseList(Operator op, std::vector<Ref<ColumnElement>> clauses, TypeRef type);
    std::string class_name() const override { return "ExpressionClauseList"; }
    Ref<ClauseElement> clone() const override { return make_ref<ExpressionClauseList>(*this); }
    void visit_internals(Internals& v) override { v(clauses); }
    const Operator& op() const { return m_op; }
    Ref<ColumnElement> self_group(const Operator& against) override;
    bool gather_cache_key(CacheKey& key) const override;
    std::vector<Ref<ColumnElement>> clauses;
    bool group = true; ///< false: the bounds of BETWEEN stand without parentheses

  private:
    Operator m_op;
};

/// A comma list (function arguments, ORDER BY, IN list of expressions).
class ClauseList : public ColumnElement {
  public:
    ClauseList(std::vector<Ref<ColumnElement>> elements, Operator op, bool group = true, bool group_contents = true,
               Kind kind = Kind::clause_list);
    std::string class_name() const override { return "ClauseList"; }
    Ref<ClauseElement> clone() const override { return make_ref<ClauseList>(*this); }
    void visit_internals(Internals& v) override { v(clauses); }
    const Operator& op() const { return m_op; }
    Ref<ColumnElement> self_group(const Operator& against) override;
    bool gather_cache_key(CacheKey& key) const override;
    std::vector<Ref<ColumnElement>> clauses;
    bool group;

  protected:
    Operator m_op;
};

/// AND / OR. Built by and_ / or_, which flatten and simplify.
class BooleanClauseList : public ClauseList {
  public:
    BooleanClauseList(Op op, std::vector<Ref<ColumnElement>> elements);
    std::string class_name() const override { return "BooleanClauseList"; }
    Ref<ClauseElement> clone() const override { return make_ref<BooleanClauseList>(*this); }
    Ref<ColumnElement> negate() override;
    Ref<ColumnElement> self_group(const Operator& against) override;
    bool is_implicitly_boolean() const override { return true; }
};
/// SQLAlchemy: BooleanClauseList._construct. An empty list gives an empty clause (and a deprecation warning at the call).
Ref<ColumnElement> and_(std::vector<Ref<ColumnElement>> clauses);
Ref<ColumnElement> or_(std::vector<Ref<ColumnElement>> clauses);
/// SQLAlchemy: _construct_for_op of where(): nothing for none, the clause itself for one.
Ref<ColumnElement> where_criteria(const std::vector<Ref<ColumnElement>>& clauses);

class TupleElement final : public ColumnElement {
  public:
    explicit TupleElement(std::vector<Ref<ColumnElement>> elements);
    std::string class_name() const override { return "Tuple"; }
    Ref<ClauseElement> clone() const override { return make_ref<TupleElement>(*this); }
    void visit_internals(Internals& v) override { v(clauses); }
    Ref<ColumnElement> self_group(const Operator&) override { return Ref<ColumnElement>(*this); }
    std::vector<Ref<ColumnElement>> clauses;
};

class Grouping final : public ColumnElement {
  public:
    explicit Grouping(ColumnElement& element);
    std::string class_name() const override { return "Grouping"; }
    Ref<ClauseElement> clone() const override { return make_ref<Grouping>(*this); }
    void visit_internals(Internals& v) override { v(m_element); }
    ColumnElement& element() const { return *m_element; }
    Ref<ColumnElement> self_group(const Operator&) override { return Ref<ColumnElement>(*this); }
    std::optional<std::string> name() const override { return m_element->name(); }
    std::optional<std::string> tq_label() const override { return m_element->tq_label(); }
    bool is_implicitly_boolean() const override { return m_element->is_implicitly_boolean(); }

  private:
    Ref<ColumnElement> m_element;
};

class Cast final : public ColumnElement {
  public:
    Cast(ColumnElement& clause, TypeRef type);
    std::string class_name() const override { return "Cast"; }
    Ref<ClauseElement> clone() const override { return make_ref<Cast>(*this); }
    void visit_internals(Internals& v) override { v(m_clause); }
    ColumnElement& clause() const { return *m_clause; }
    std::optional<std::string> wrapped_name() const;

  private:
    Ref<ColumnElement> m_clause;
};

class TypeCoerce final : public ColumnElement {
  public:
    TypeCoerce(ColumnElement& clause, TypeRef type);
    std::string class_name() const override { return "TypeCoerce"; }
    Ref<ClauseElement> clone() const override { return make_ref<TypeCoerce>(*this); }
    void visit_internals(Internals& v) override { v(m_clause); }
    ColumnElement& clause() const { return *m_clause; }
    Ref<ColumnElement> self_group(const Operator& against) override;

  private:
    Ref<ColumnElement> m_clause;
};

class Case final : public ColumnElement {
  public:
    struct When {
        Ref<ColumnElement> condition, result;
    };
    Case(std::vector<When> whens, Ref<ColumnElement> value, Ref<ColumnElement> else_);
    std::string class_name() const override { return "Case"; }
    Ref<ClauseElement> clone() const override { return make_ref<Case>(*this); }
    void visit_internals(Internals& v) override;
    std::vector<When> whens;
    Ref<ColumnElement> value, else_; ///< may be null
};

class Extract final : public ColumnElement {
  public:
    Extract(std::string field, ColumnElement& expr);
    std::string class_name() const override { return "Extract"; }
    Ref<ClauseElement> clone() const override { return make_ref<Extract>(*this); }
    void visit_internals(Internals& v) override { v(m_expr); }
    const std::string& field() const { return m_field; }
    ColumnElement& expr() const { return *m_expr; }
    bool gather_cache_key(CacheKey& key) const override;

  private:
    std::string m_field;
    Ref<ColumnElement> m_expr;
};

class Collation final : public ColumnElement {
  public:
    explicit Collation(std::string name);
    std::string class_name() const override { return "CollationClause"; }
    Ref<ClauseElement> clone() const override { return make_ref<Collation>(*this); }
    const std::string& collation() const { return m_name; }
    bool gather_cache_key(CacheKey& key) const override;
    void collect_from_objects(std::vector<FromClause*>&) const override {}

  private:
    std::string m_name;
};

/// `text("... :name ...")`: SQL that the program wrote.
class TextClause final : public ColumnElement {
  public:
    TextClause(Runtime& runtime, std::string text);
    std::string class_name() const override { return "TextClause"; }
    Ref<ClauseElement> clone() const override { return make_ref<TextClause>(*this); }
    void visit_internals(Internals& v) override;
    const std::string& text() const { return m_text; } ///< with `:name` as the program wrote it
    Ref<ColumnElement> self_group(const Operator& against) override;
    std::map<std::string, Ref<BindParameter>> binds; ///< of each `:name`
    bool gather_cache_key(CacheKey& key) const override;
    void collect_from_objects(std::vector<FromClause*>&) const override {}

  private:
    std::string m_text;
};

/// `count(*) OVER (...)` and its frame.
class Over final : public ColumnElement {
  public:
    struct Frame {
        enum class Unit : uint8_t { range, rows, groups } unit = Unit::rows;
        std::optional<int64_t> lower, upper; ///< null: unbounded; 0: current row; negative: preceding
    };
    Over(ColumnElement& element, Ref<ClauseList> partition_by, Ref<ClauseList> order_by, std::optional<Frame> frame);
    std::string class_name() const override { return "Over"; }
    Ref<ClauseElement> clone() const override { return make_ref<Over>(*this); }
    void visit_internals(Internals& v) override { v(element), v(partition_by), v(order_by); }
    bool gather_cache_key(CacheKey& key) const override;
    Ref<ColumnElement> element;
    Ref<ClauseList> partition_by, order_by; ///< may be null
    std::optional<Frame> frame;
};

class FunctionFilter final : public ColumnElement {
  public:
    FunctionFilter(ColumnElement& func, Ref<ColumnElement> criterion);
    std::string class_name() const override { return "FunctionFilter"; }
    Ref<ClauseElement> clone() const override { return make_ref<FunctionFilter>(*this); }
    void visit_internals(Internals& v) override { v(func), v(criterion); }
    Ref<ColumnElement> func, criterion;
};

class WithinGroup final : public ColumnElement {
  public:
    WithinGroup(ColumnElement& element, Ref<ClauseList> order_by);
    std::string class_name() const override { return "WithinGroup"; }
    Ref<ClauseElement> clone() const override { return make_ref<WithinGroup>(*this); }
    void visit_internals(Internals& v) override { v(element), v(order_by); }
    Ref<ColumnElement> element;
    Ref<ClauseList> order_by;
};

/// `func.name(...)`; its type follows SQLAlchemy's generic functions.
class Function final : public ColumnElement {
  public:
    Function(std::vector<std::string> package_names, std::string name, std::vector<Ref<ColumnElement>> arguments,
             TypeRef type);
    std::string class_name() const override { return m_class_name.empty() ? "Function" : m_class_name; }
    Ref<ClauseElement> clone() const override { return make_ref<Function>(*this); }
    void visit_internals(Internals& v) override { v(arguments); }
    std::optional<std::string> name() const override { return function_name; }
    Ref<ColumnElement> self_group(const Operator& against) override;
    std::optional<std::string> non_anon_label() const override { return std::nullopt; }
    bool gather_cache_key(CacheKey& key) const override;
    std::string function_name;
    std::vector<std::string> packages;
    std::vector<Ref<ColumnElement>> arguments;

  private:
    std::string m_class_name; ///< "count", "max" for a generic one
};
/// SQLAlchemy: functions.py GenericFunction: the function with the type that its name and arguments imply.
Ref<Function> make_function(const std::vector<std::string>& packages, const std::string& name,
                            std::vector<Ref<ColumnElement>> arguments, TypeRef type = {});

} // namespace relata::sql
