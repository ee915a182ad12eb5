#include "sql/coercions.h"

#include "sql/dml.h"
#include "support/protocol.h"
#include "support/runtime.h"

#include <cctype>

namespace relata::sql {

ClauseObject::ClauseObject(Type& type, Ref<ClauseElement> clause) : Object(type), m_clause(std::move(clause)) {
    if (m_clause->depth() > ClauseElement::max_depth)
        throw Error(Exc::RecursionError, "maximum recursion depth exceeded");
}

namespace {

struct RegistryHolder final : Runtime::Extension {
    explicit RegistryHolder(Runtime&) {}
    CoercionRegistry registry;
};

std::string_view role_name(Role role) {
    switch (role) {
    case Role::columns_clause: return "Column expression, FROM clause, or other columns clause element";
    case Role::where_having: return "SQL expression for WHERE/HAVING role";
    case Role::on_clause: return "ON clause, typically a SQL expression or ORM relationship attribute";
    case Role::order_by: return "ORDER BY expression";
    case Role::group_by: return "GROUP BY expression";
    case Role::by_of: return "GROUP BY / OF / etc. expression";
    case Role::from_clause: case Role::strict_from_clause:
        return "FROM expression, such as a Table or alias() object";
    case Role::join_target: return "Join target, typically a FROM expression, or ORM relationship attribute";
    case Role::expression_element: return "SQL expression element";
    case Role::binary_element: case Role::labeled_column_expr: return "SQL expression element or literal value";
    case Role::in_element: return "IN expression list, SELECT construct, or bound parameter object";
    case Role::limit_offset: return "LIMIT / OFFSET expression";
    case Role::dml_table: return "subject table for an INSERT, UPDATE or DELETE";
    case Role::dml_column: return "SET/VALUES column expression or string key";
    case Role::dml_select: case Role::select_statement: return "SELECT construct or equivalent text() construct";
    case Role::compound_element: return "SELECT construct for inclusion in a UNION or other set construct";
    case Role::const_expr: return "Constant True/False/None expression";
    case Role::statement: return "Executable SQL or text() construct";
    case Role::ddl_expression: return "SQL expression for DDL constraint";
    case Role::literal_value: return "Literal Python value";
    case Role::column_argument: return "Column expression";
    case Role::executable_option: return "ExecutionOption Core or ORM object";
    }
    return {};
}

[[noreturn]] void raise_expected(Runtime& runtime, Role role, const Value& value, const CoerceOptions& options,
                                 ClauseElement* resolved, std::string advice = {}) {
    std::string got = repr_text(runtime, value);
    const bool is_from_role = role == Role::columns_clause || role == Role::from_clause ||
                              role == Role::strict_from_clause || role == Role::dml_table;
    // A mapped class is resolved for the roles that take entities only.
    if (resolved && !(value.as<Type>() && !is_from_role)) {
        const Value wrapped = wrap_clause(runtime, *resolved);
        if (!value.as<ClauseObject>()) got = repr_text(runtime, wrapped) + " object resolved from " + got + " object";
        if (advice.empty() && is_from_role && resolved->is_select_base())
            advice = "To create a FROM clause from a " +
                     repr_text(runtime, Value(static_cast<Object*>(&runtime.type_of(wrapped)))) +
                     " object, use the .subquery() method.";
    }
    std::string message(role_name(role));
    message += options.argname ? " expected for argument '" + *options.argname + "'; got " + got + "."
                               : " expected, got " + got + ".";
    if (!advice.empty()) message += " " + advice;
    Error error(Exc::ArgumentError, std::move(message));
    if (advice.ends_with("use the .subquery() method.")) error.with("code", Value(runtime.make_str("89ve")));
    throw error;
}

std::string ellipses(std::string_view text) {
    if (text.size() <= 25) return std::string(text);
    return std::string(text.substr(0, 22)) + "...";
}

[[noreturn]] void raise_text(Runtime& runtime, std::string_view text) {
    const std::string quoted = repr_text(runtime, Value(runtime.make_str(ellipses(text))));
    throw Error(Exc::ArgumentError,
                "Textual SQL expression " + quoted + " should be explicitly declared as text(" + quoted + ")");
}

/// The first plugin in the element: SQLAlchemy hands _propagate_attrs upwards while it builds expressions.
bool find_propagate(ClauseElement& e, PropagateAttrs& out) {
    const auto& a = *e.annotations();
    if (a.plugin) {
        out.plugin = a.plugin;
        out.plugin_subject = a.plugin_subject;
        out.keep = a.keep;
        return true;
    }
    if (e.is_select_base()) {
        if (e.kind() == Kind::select_grouping) return find_propagate(static_cast<SelectGrouping&>(e).element(), out);
        out = static_cast<SelectBase&>(e).propagate;
        return !out.empty();
    }
    switch (e.kind()) {
    case Kind::table: case Kind::table_clause: case Kind::bind_parameter: return false;
    case Kind::column: case Kind::column_clause: {
        FromClause* table = static_cast<ColumnElement&>(e).table();
        return table && table->kind() != Kind::table && find_propagate(*table, out);
    }
    default: break;
    }
    struct Children final : Internals {
        PropagateAttrs* out;
        bool found = false;
        Ref<ClauseElement> visit(ClauseElement& child) override {
            if (!found) found = find_propagate(child, *out);
            return {};
        }
    } children;
    children.out = &out;
    e.visit_internals(children);
    return children.found;
}

bool is_plain_string(const Value& v) { return v.as<Str>() != nullptr; }

bool is_number(const Value& v) {
    return v.is_small_int() || v.as<Float>() || (v.is_object() && v.as_object()->kind() == ObjectKind::big_int);
}

Ref<ClauseElement> constant_of(const Value& v) {
    if (v.is_none()) return null_element();
    if (v.is_true()) return true_element();
    if (v.is_false()) return false_element();
    return {};
}

/// A value that is no SQL element. SQLAlchemy: each role's _literal_coercion.
Ref<ClauseElement> literal_coercion(Runtime& runtime, Role role, const Value& v, const CoerceOptions& o) {
    switch (role) {
    case Role::columns_clause:
        if (const Str* s = v.as<Str>()) {
            if (*s == "*") return make_ref<ColumnClause>("*", TypeRef(), true);
            const std::string quoted = repr_text(runtime, Value(runtime.make_str(ellipses(s->view()))));
            bool straight = !s->view().empty();
            for (const char c : s->view()) straight = straight && !std::isspace(static_cast<unsigned char>(c));
            if (straight && !(std::isalnum(static_cast<unsigned char>(s->view()[0])) || s->view()[0] == '_')) straight = false;
            throw Error(Exc::ArgumentError, "Textual column expression " + quoted +
                                                " should be explicitly declared with text(" + quoted + "), or use " +
                                                (straight ? "column(" : "literal_column(") + quoted + ") for more specificity");
        }
        if (auto c = constant_of(v)) return c;
        if (is_number(v)) return make_ref<ColumnClause>(str_text(runtime, v), TypeRef(), true);
        if (const List* list = v.as<List>()) {
            std::string items;
            for (const Value& item : list->items()) items += (items.empty() ? "" : ", ") + repr_text(runtime, item);
            raise_expected(runtime, role, v, o, nullptr, "Did you mean to say select(" + items + ")?");
        }
        break;
    case Role::where_having: case Role::from_clause: case Role::strict_from_clause:
        if (const Str* s = v.as<Str>()) raise_text(runtime, s->view());
        if (auto c = role == Role::where_having ? constant_of(v) : Ref<ClauseElement>()) return c;
        break;
    case Role::order_by: case Role::group_by: case Role::by_of:
        if (const Str* s = v.as<Str>()) return make_ref<TextualLabelReference>(std::string(s->view()));
        if (auto c = constant_of(v)) return c;
        break;
    case Role::ddl_expression:
        if (const Str* s = v.as<Str>()) return make_ref<TextClause>(runtime, std::string(s->view()));
        if (auto c = constant_of(v)) return c;
        break;
    case Role::const_expr:
        if (auto c = constant_of(v)) return c;
        break;
    case Role::expression_element: case Role::labeled_column_expr: case Role::literal_value:
        if (v.is_none() && !(o.type && o.type->should_evaluate_none())) return null_element();
        return make_ref<BindParameter>(runtime,
                                       BindParameter::Options{.key = o.name, .value = v, .type = o.type, .unique = true});
    case Role::binary_element: return bind_for(runtime, *o.compared_to, o.op, v);
    case Role::limit_offset: {
        if (v.is_none()) return {};
        // SQLAlchemy: util.asint
        const Value number = v.is_small_int() ? v : call(runtime, Value(runtime.type(BuiltinType::int_)), {v});
        return make_ref<BindParameter>(runtime, BindParameter::Options{.key = o.name, .value = number,
                                                                       .type = make_type(TypeKind::integer), .unique = true});
    }
    case Role::in_element: {
        if (is_plain_string(v) || v.as<Bytes>() || (runtime.type_of(v).slots.iter == nullptr)) break;
        const std::vector<Value> items = to_vector(runtime, v);
        bool expressions = false;
        std::vector<Ref<ColumnElement>> list;
        for (const Value& item : items) {
            if (item.as<Type>() && clause_of(runtime, item))
                throw Error(Exc::ArgumentError, "Object " + repr_text(runtime, item) + " is not legal as a SQL literal value");
            if (clause_of(runtime, item)) expressions = true;
        }
        if (!expressions) {
            Ref<BindParameter> bind = bind_for(runtime, *o.compared_to, o.op, Value(runtime.make_list(items)));
            bind->expand_op = o.op.op;
            return bind;
        }
        for (const Value& item : items)
            list.push_back(expect_column(runtime, Role::binary_element, item, o));
        return make_ref<ClauseList>(std::move(list), Operator(Op::comma));
    }
    case Role::statement: case Role::select_statement: case Role::compound_element:
        if (const Str* s = v.as<Str>(); s && role != Role::compound_element) raise_text(runtime, s->view());
        break;
    default: break;
    }
    raise_expected(runtime, role, v, o, nullptr);
}

Ref<ClauseElement> scalar_with_warning(Runtime& runtime, SelectBase& select) {
    runtime.warn(Exc::SAWarning, "implicitly coercing SELECT object to scalar subquery; please use the .scalar_subquery() "
                                 "method to produce a scalar subquery.");
    return make_ref<ScalarSelect>(select);
}

/// An element that may not be of the role. SQLAlchemy: _implicit_coercions and _post_coercion.
Ref<ClauseElement> fit(Runtime& runtime, Role role, const Value& v, Ref<ClauseElement> e, const CoerceOptions& o) {
    ColumnElement* column = e->as_column_element();
    FromClause* from = e->as_from_clause();
    switch (role) {
    case Role::columns_clause:
        if (column || from) return e;
        break;
    case Role::order_by:
        if (column) {
            ColumnElement* inner = column;
            while (inner->kind() == Kind::unary && is_ordering_modifier(static_cast<UnaryExpression*>(inner)->modifier().op))
                inner = &static_cast<UnaryExpression*>(inner)->element();
            if (inner->kind() == Kind::label) return make_ref<LabelReference>(*column);
            return e;
        }
        [[fallthrough]];
    case Role::where_having: case Role::by_of: case Role::group_by: case Role::expression_element:
    case Role::labeled_column_expr: case Role::column_argument: case Role::on_clause: case Role::ddl_expression:
    case Role::binary_element:
        if (column) {
            if (role == Role::labeled_column_expr && column->kind() != Kind::label) return label(*column, {});
            if (role == Role::binary_element && column->type->is_null() && o.compared_to &&
                !o.compared_to->type->is_null() && column->kind() == Kind::bind_parameter) {
                Ref<BindParameter> typed = make_ref<BindParameter>(static_cast<BindParameter&>(*column));
                typed->type = o.compared_to->type;
                return typed;
            }
            return e;
        }
        if (role == Role::group_by && from) {
            std::vector<Ref<ColumnElement>> columns;
            for (const auto& entry : from->columns().entries()) columns.push_back(Ref<ColumnElement>(*entry.column));
            return make_ref<ClauseList>(std::move(columns), Operator(Op::comma), false);
        }
        if (e->is_select_base()) return scalar_with_warning(runtime, static_cast<SelectBase&>(*e));
        if (from && from->kind() == Kind::subquery) return scalar_with_warning(runtime, static_cast<Subquery&>(*from).select());
        if (from && !v.as<Type>() && (role == Role::expression_element || role == Role::binary_element))
            raise_expected(runtime, role, v, o, e.get(),
                           "To create a column expression from a FROM clause row as a whole, use the .table_valued() "
                           "method.");
        break;
    case Role::from_clause: case Role::strict_from_clause: case Role::join_target:
        if (from) return e;
        if (e->is_select_base() && role == Role::from_clause) {
            runtime.warn(Exc::SADeprecationWarning,
                         "Implicit coercion of SELECT and textual SELECT constructs into FROM clauses is deprecated; please "
                         "call .subquery() on any Core select or ORM Query object in order to produce a subquery object.");
            return static_cast<SelectBase&>(*e).subquery();
        }
        if (role == Role::join_target && (e->kind() == Kind::extension || e->kind() == Kind::text || e->annotations()->plugin))
            return e; // an attribute of a class: the ORM understands it
        break;
    case Role::in_element:
        if (e->is_select_base()) return make_ref<ScalarSelect>(static_cast<SelectBase&>(*e));
        if (e->kind() == Kind::clause_list) return column->self_group(Op::in_);
        if (e->kind() == Kind::bind_parameter) {
            Ref<BindParameter> copy = make_ref<BindParameter>(static_cast<BindParameter&>(*e));
            copy->expanding = true;
            copy->expand_op = o.op.op;
            return copy;
        }
        if (from && (from->kind() == Kind::subquery || from->kind() == Kind::cte)) { // SQLAlchemy: InElementImpl._implicit_coercions
            runtime.warn(Exc::SAWarning, "Coercing " + std::string(from->kind() == Kind::cte ? "CTE" : "Subquery") +
                                             " object into a select() for use in IN(); please pass a select() construct explicitly");
            const Ref<Select> all = make_ref<Select>();
            all->raw_columns.push_back(Ref<ClauseElement>(*from));
            return make_ref<ScalarSelect>(*all);
        }
        if (column && (column->kind() == Kind::scalar_select || column->kind() == Kind::tuple ||
                       column->kind() == Kind::text || column->kind() == Kind::function))
            return column->self_group(Op::in_);
        break;
    case Role::dml_table:
        if (from && from->plain().kind() == Kind::table) return e;
        break;
    case Role::select_statement: case Role::compound_element: case Role::dml_select:
        if (e->is_select_base()) return e;
        if (role == Role::select_statement && (e->kind() == Kind::text || e->is_dml())) return e;
        if (role == Role::compound_element && from)
            raise_expected(runtime, role, v, o, e.get(),
                           from->kind() == Kind::subquery
                               ? "Use the plain select() object without calling .subquery() or .alias()."
                               : "To SELECT from any FROM clause, use the .select() method.");
        break;
    case Role::statement:
        if (e->is_select_base() || e->is_dml() || e->kind() == Kind::text || e->kind() >= Kind::create_table) return e;
        break;
    case Role::limit_offset: case Role::literal_value: case Role::dml_column:
        if (column) return e;
        break;
    case Role::const_expr:
        if (column) return e;
        break;
    case Role::executable_option: break;
    }
    raise_expected(runtime, role, v, o, e.get());
}

/// SQLAlchemy: roles.AllowsLambdaRole.
bool allows_lambda(Role role) {
    switch (role) {
    case Role::columns_clause: case Role::where_having: case Role::order_by: case Role::group_by: case Role::by_of:
    case Role::on_clause: case Role::join_target: case Role::from_clause: case Role::strict_from_clause: case Role::compound_element:
        return true;
    default: return false;
    }
}

} // namespace

CoercionRegistry& coercion_registry(Runtime& runtime) { return runtime.extension<RegistryHolder>().registry; }

Ref<ClauseElement> CoercionRegistry::clause_of(Runtime& runtime, const Value& value) const {
    for (const Coercer& coercer : m_coercers)
        if (Ref<ClauseElement> clause = coercer(runtime, value)) return clause;
    return {};
}

Ref<ClauseElement> clause_of(Runtime& runtime, const Value& value) {
    if (!value.is_object()) return {};
    if (value.as_object()->kind() == ObjectKind::str) return {};
    if (const ClauseObject* object = value.as<ClauseObject>()) return object->ref();
    return coercion_registry(runtime).clause_of(runtime, value);
}

Value wrap_clause(Runtime& runtime, ClauseElement& clause) {
    const auto& wrap = coercion_registry(runtime).wrap;
    if (!wrap) throw Error(Exc::NotImplementedError, "SQL classes are not registered");
    return wrap(runtime, clause);
}

Ref<ClauseElement> expect(Runtime& runtime, Role role, const Value& given, const CoerceOptions& options) {
    Ref<ClauseElement> e = clause_of(runtime, given);
    Value value = given;
    if (!e && allows_lambda(role) && given.is_object()) {
        // SQLAlchemy: lambdas.LambdaElement: a function stands for what it gives.
        const std::string& type = runtime.type_of(given).name();
        if (type == "method")
            throw Error(Exc::ArgumentError, "Method " + repr_text(runtime, given) + " may not be passed as a SQL expression");
        if (type == "function") {
            value = call(runtime, given);
            e = clause_of(runtime, value);
        }
    }
    // A mapped class is an entity for the roles that take one; for the others it is a value like any other, which most
    // types refuse. SQLAlchemy: roles.UsesInspection, type_api._resolve_value_to_type.
    if (e && value.as<Type>() &&
        (role == Role::limit_offset || (role == Role::binary_element && options.compared_to && options.compared_to->type->is_decorator()) ||
         (role == Role::expression_element && options.type)))
        e = {};
    if (!e) {
        e = literal_coercion(runtime, role, value, options);
        if (!e || role != Role::in_element) return e;
    }
    if (e->kind() == Kind::extension && role != Role::join_target && role != Role::on_clause)
        if (Ref<ClauseElement> expression = e->extension_expression()) {
            const auto key = static_cast<ColumnElement&>(*e).key();
            e = role == Role::columns_clause ? Ref<ClauseElement>(label(static_cast<ColumnElement&>(*expression), key)) : expression;
        }
    if (options.propagate && options.propagate->empty()) find_propagate(*e, *options.propagate);
    return fit(runtime, role, value, e, options);
}

Ref<ColumnElement> expect_column(Runtime& runtime, Role role, const Value& value, const CoerceOptions& options) {
    Ref<ClauseElement> e = expect(runtime, role, value, options);
    if (!e) return {};
    ColumnElement* column = e->as_column_element();
    if (!column) raise_expected(runtime, role, value, options, e.get());
    return Ref<ColumnElement>(*column);
}

Ref<FromClause> expect_from(Runtime& runtime, Role role, const Value& value, const CoerceOptions& options) {
    Ref<ClauseElement> e = expect(runtime, role, value, options);
    FromClause* from = e->as_from_clause();
    if (!from) raise_expected(runtime, role, value, options, e.get());
    return Ref<FromClause>(*from);
}

} // namespace relata::sql
