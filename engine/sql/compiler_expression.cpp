// Column expressions as text. SQLAlchemy: SQLCompiler.visit_*, dialects/sqlite/base.py SQLiteCompiler.
#include "sql/sql_compiler.h"
#include "sql/visitors.h"
#include "support/protocol.h"
#include "support/runtime.h"

#include <algorithm>
#include <cctype>

namespace relata::sql {

std::string SQLCompiler::visit_column(ColumnClause& column, const Context& c) {
    std::string name = resolve_name(*column.name());
    if (c.add_to_result_map) {
        std::vector<std::string> strings{name, *column.key()};
        if (const auto label = column.tq_label()) strings.push_back(*label);
        add_result(name, name, {&column}, std::move(strings), column.type, c);
    }
    if (!column.is_literal()) name = m_dialect.quote(name);
    FromClause* table = column.table();
    if (!table || !c.include_table || !table->named_with_column()) return name;
    if (m_dml_bare_columns && m_dml_table && table->same_as(*m_dml_table)) return name;
    FromClause& plain = table->plain();
    if (plain.kind() == Kind::table) return format_table(static_cast<Table&>(plain)) + "." + name;
    return m_dialect.quote(resolve_name(*table->from_name())) + "." + name;
}

std::string SQLCompiler::literal_text(BindParameter& bind) {
    const Value value = bind.effective_value(m_runtime);
    if (bind.expanding) {
        const std::vector<Value> items = to_vector(m_runtime, value);
        // SQLAlchemy: visit_empty_set_op_expr.
        if (items.empty() && !m_dialect.is_sqlite() && bind.expand_op == Op::in_) return "(NULL) AND (1 != 1)";
        if (items.empty() && !m_dialect.is_sqlite() && bind.expand_op == Op::not_in) return "(NULL) OR (1 = 1)";
        if (items.empty()) return "(SELECT 1 FROM (SELECT 1) WHERE 1!=1)";
        std::string text = "(";
        for (size_t i = 0; i < items.size(); ++i) {
            if (i) text += ", ";
            text += items[i].is_none() ? "NULL" : literal_value(*bind.type, items[i]);
        }
        return text + ")";
    }
    if (bind.required)
        throw Error(Exc::CompileError, "Bind parameter '" + bind.key_text + "' without a renderable value not allowed here.");
    if (value.is_none()) return "NULL";
    return literal_value(*bind.type, value);
}

/// A value as text in the statement. The generic types differ from SQLite's. SQLAlchemy: TypeEngine.literal_processor.
std::string SQLCompiler::literal_value(const TypeEngine& type, const Value& value) {
    if (!m_dialect.is_sqlite() && type.kind() != TypeKind::decorator) {
        switch (type.affinity()) {
        case Affinity::boolean: return truth(m_runtime, value) ? "true" : "false";
        case Affinity::date: case Affinity::time:
            return string_type()->process_literal(m_runtime, call_method(m_runtime, value, "isoformat", {}));
        case Affinity::datetime:
            return string_type()->process_literal(m_runtime,
                                                  call_method(m_runtime, value, "isoformat", {Value(m_runtime.make_str(" "))}));
        default: break;
        }
    }
    return type.process_literal(m_runtime, value);
}

std::string SQLCompiler::visit_bind(BindParameter& bind, const Context& c) {
    if (c.literal_binds && bind.required && !bind.is_crud && !bind.expanding) return "NULL"; // SQLAlchemy: render_literal_bindparam
    if (c.literal_binds && !bind.required) return literal_text(bind);
    const std::string name = resolve_name(bind.key_text);
    const auto [it, fresh] = m_bind_index.emplace(name, m_compiled->binds.size());
    if (fresh) {
        m_compiled->binds.push_back({name, Ref<BindParameter>(bind)});
    } else {
        const BindParameter& known = *m_compiled->binds[it->second].parameter;
        if (&known != &bind && known.identity() != bind.identity()) {
            if ((known.unique || bind.unique) && !is_anonymous_label(bind.key_text) && known.key_text != bind.key_text)
                throw Error(Exc::CompileError, "Bind parameter '" + name +
                                                   "' conflicts with unique bind parameter of the same name");
            if (known.is_crud != bind.is_crud)
                throw Error(Exc::CompileError,
                            "bindparam() name '" + name +
                                "' is reserved for automatic usage in the VALUES or SET clause of this insert/update "
                                "statement.   Please use a name other than column name when using bindparam() with "
                                "insert() or update() (for example, 'b_" + name + "').");
            m_compiled->binds[it->second].parameter = Ref<BindParameter>(bind);
        }
    }
    return bind.expanding ? "(" + bind_token(name) + ")" : bind_token(name);
}

std::string SQLCompiler::visit_label(Label& label, const Context& c) {
    const bool with_label = c.within_columns_clause && !c.within_label_clause;
    const bool only_name = c.render_label_as_label && c.render_label_as_label->same_as(label);
    if (!with_label && !only_name) {
        Context inner = c;
        inner.within_columns_clause = false;
        return process(label.element(), inner);
    }
    const std::string name = resolve_name(*label.name());
    if (only_name) return m_dialect.quote(name);
    if (c.add_to_result_map)
        add_result(name, *label.name(), {&label, &label.element()}, {name}, label.type, c);
    Context inner = c;
    inner.within_columns_clause = true;
    inner.within_label_clause = true;
    inner.add_to_result_map = false;
    inner.result_targets.clear();
    inner.result_names.clear();
    return process(label.element(), inner) + " AS " + m_dialect.quote(name);
}

std::string SQLCompiler::visit_unary(UnaryExpression& e, const Context& context) {
    Context c = context;
    if (c.add_to_result_map) c.result_targets.push_back(&e);
    if (e.op().op == Op::is_true || e.op().op == Op::is_false) {
        const std::string inner = process(e.element(), c);
        const bool yes = e.op().op == Op::is_true;
        if (e.element().is_implicitly_boolean() || m_dialect.supports_native_boolean()) return yes ? inner : "NOT " + inner;
        return inner + (yes ? " = 1" : " = 0");
    }
    if (e.op().op == Op::custom) return e.op().custom_text + " " + process(e.element(), c);
    if (e.op().op != Op::none) return std::string(operator_text(e.op().op)) + process(e.element(), c);
    if (e.modifier().op == Op::custom) return process(e.element(), c) + " " + e.modifier().custom_text;
    return process(e.element(), c) + std::string(operator_text(e.modifier().op));
}

std::string SQLCompiler::binary_with(ColumnElement& left, ColumnElement& right, std::string_view op, const Context& c) {
    std::string text = process(left, c);
    text += op;
    return text + process(right, c);
}

/// `'%' || operand || '%'`
std::string SQLCompiler::percent_like(ColumnElement& operand, bool before, bool after, bool lower, const Context& c) {
    Ref<ColumnElement> grouped = operand.self_group(Op::concat);
    std::string text = process(*grouped, c);
    if (lower) text = "lower(" + text + ")";
    if (before) text = "'%' || " + text;
    if (after) text += " || '%'";
    return text;
}

std::string SQLCompiler::visit_like(BinaryExpression& e, Op op, const Context& c) {
    bool negative = false, lower = false, before = false, after = false;
    switch (op) {
    case Op::not_like: negative = true; break;
    case Op::ilike: lower = true; break;
    case Op::not_ilike: lower = negative = true; break;
    case Op::not_contains: negative = true; [[fallthrough]];
    case Op::contains: before = after = true; break;
    case Op::not_startswith: negative = true; [[fallthrough]];
    case Op::startswith: after = true; break;
    case Op::not_endswith: negative = true; [[fallthrough]];
    case Op::endswith: before = true; break;
    case Op::not_icontains: negative = true; [[fallthrough]];
    case Op::icontains: before = after = lower = true; break;
    case Op::not_istartswith: negative = true; [[fallthrough]];
    case Op::istartswith: after = lower = true; break;
    case Op::not_iendswith: negative = true; [[fallthrough]];
    case Op::iendswith: before = lower = true; break;
    default: break;
    }
    std::string left = process(*e.left, c);
    if (lower) left = "lower(" + left + ")";
    std::string text = left + (negative ? " NOT LIKE " : " LIKE ");
    text += before || after ? percent_like(*e.right, before, after, lower, c)
                            : lower ? "lower(" + process(*e.right, c) + ")" : process(*e.right, c);
    if (e.escape) {
        Value escape = Value(m_runtime.make_str(*e.escape));
        text += " ESCAPE " + make_type(TypeKind::string)->process_literal(m_runtime, escape);
    }
    return text;
}

std::string SQLCompiler::visit_binary(BinaryExpression& e, const Context& context) {
    Context c = context;
    c.add_to_result_map = false;
    const Op op = e.op().op;
    if (m_linter && is_comparison(e.op())) {
        for (FromClause* l : from_objects(*e.left))
            for (FromClause* r : from_objects(*e.right)) m_linter->edges.push_back({l->identity(), r->identity()});
    }
    switch (op) {
    case Op::like: case Op::not_like: case Op::ilike: case Op::not_ilike: case Op::startswith: case Op::not_startswith:
    case Op::endswith: case Op::not_endswith: case Op::contains: case Op::not_contains: case Op::istartswith:
    case Op::not_istartswith: case Op::iendswith: case Op::not_iendswith: case Op::icontains: case Op::not_icontains:
        return visit_like(e, op, c);
    case Op::not_in:
        return "(" + binary_with(*e.left, *e.right, " NOT IN ", c) + ")";
    case Op::truediv: {
        std::string text = process(*e.left, c); // before the right operand: parameters stand in their order
        if (m_dialect.is_sqlite()) return text += " / (" + process(*e.right, c) + " + 0.0)";
        TypeRef numeric = e.right->type->affinity() == Affinity::numeric ? e.right->type : make_type(TypeKind::numeric);
        return text += " / CAST(" + process(*e.right, c) + " AS " + numeric->ddl(m_dialect) + ")";
    }
    case Op::floordiv: {
        const std::string text = binary_with(*e.left, *e.right, " / ", c);
        const bool integers =
            e.left->type->affinity() == Affinity::integer && e.right->type->affinity() == Affinity::integer;
        return integers ? text : "FLOOR(" + text + ")";
    }
    case Op::is_distinct_from:
        return binary_with(*e.left, *e.right, m_dialect.is_sqlite() ? " IS NOT " : " IS DISTINCT FROM ", c);
    case Op::is_not_distinct_from:
        return binary_with(*e.left, *e.right, m_dialect.is_sqlite() ? " IS " : " IS NOT DISTINCT FROM ", c);
    case Op::custom: return binary_with(*e.left, *e.right, " " + e.op().custom_text + " ", c);
    case Op::between: case Op::not_between:
        if (e.modifiers == "symmetric")
            return binary_with(*e.left, *e.right, op == Op::between ? " BETWEEN SYMMETRIC " : " NOT BETWEEN SYMMETRIC ", c);
        break;
    case Op::regexp_replace: {
        if (m_dialect.is_sqlite())
            throw Error(Exc::CompileError, "sqlite dialect does not support regular expression replacements");
        const std::string left = process(*e.left, c);
        return "<regexp replace>(" + left + ", " + process(*e.right, c) + ")";
    }
    case Op::json_getitem: case Op::json_path_getitem: {
        if (!m_dialect.is_sqlite()) { // SQLAlchemy: StrSQLCompiler.visit_getitem_binary
            const std::string left = process(*e.left, c);
            return left + "[" + process(*e.right, c) + "]";
        }
        std::string extract = "JSON_EXTRACT(" + process(*e.left, c);
        extract += ", " + process(*e.right, c) + ")";
        return e.type->affinity() == Affinity::json ? "JSON_QUOTE(" + extract + ")" : extract;
    }
    case Op::regexp_match: case Op::not_regexp_match:
        if (!m_dialect.is_sqlite())
            return binary_with(*e.left, *e.right, op == Op::regexp_match ? " <regexp> " : " <not regexp> ", c);
        return binary_with(*e.left, *e.right, op == Op::regexp_match ? " REGEXP " : " NOT REGEXP ", c);
    case Op::bitwise_xor:
        if (m_dialect.is_sqlite())
            return "(" + binary_with(*e.left, *e.right, " | ", c) + " - (" + binary_with(*e.left, *e.right, " & ", c) + "))";
        break;
    default: break;
    }
    if (operator_text(op).empty())
        throw Error(Exc::UnsupportedCompilationError, "Compiler <sqlalchemy.sql.compiler.SQLCompiler> can't render "
                                                      "element of type " + std::string(operator_name(op)));
    return binary_with(*e.left, *e.right, operator_text(op), c);
}

std::string SQLCompiler::visit_list(const std::vector<Ref<ColumnElement>>& list, const Operator& op,
                                    const Context& context) {
    Context c = context;
    c.add_to_result_map = false;
    std::string text, separator(op.op == Op::custom ? " " + op.custom_text + " " : operator_text(op.op));
    for (const auto& e : list) {
        const std::string item = process(*e, c);
        if (item.empty()) continue;
        if (!text.empty()) text += separator;
        text += item;
    }
    return text;
}

std::string SQLCompiler::visit_function(Function& f, const Context& context) {
    Context c = context;
    if (c.add_to_result_map) add_result(f.function_name, f.function_name, {&f}, {f.function_name}, f.type, c);
    c.add_to_result_map = false;
    c.within_columns_clause = false;
    std::string lower = f.function_name;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char ch) { return char(std::tolower(ch)); });
    if (f.packages.empty()) {
        if (lower == "now" && m_dialect.is_sqlite()) return "CURRENT_TIMESTAMP";
        if (lower == "localtimestamp" && m_dialect.is_sqlite()) return "DATETIME(CURRENT_TIMESTAMP, 'localtime')";
        for (const char* ansi : {"current_date", "current_time", "current_timestamp", "current_user", "localtime",
                                 "localtimestamp", "session_user", "sysdate", "user"})
            if (lower == ansi && f.arguments.empty()) {
                std::transform(lower.begin(), lower.end(), lower.begin(),
                               [](unsigned char ch) { return char(std::toupper(ch)); });
                return lower;
            }
    }
    std::string name = f.function_name;
    if (m_dialect.is_sqlite() && lower == "char_length") name = "length";
    if (m_dialect.is_sqlite() && lower == "aggregate_strings") name = "group_concat";
    // SQLAlchemy: visit_function quotes a name only where it is not a plain identifier.
    const bool plain = std::all_of(name.begin(), name.end(),
                                   [](char ch) { return std::isalnum(static_cast<unsigned char>(ch)) || ch == '_'; });
    std::string text;
    for (const auto& p : f.packages) text += p + ".";
    text += plain ? name : m_dialect.quote(name);
    return text + "(" + visit_list(f.arguments, Op::comma, c) + ")";
}

std::string SQLCompiler::visit_case(Case& e, const Context& context) {
    Context c = context;
    c.add_to_result_map = false;
    c.within_columns_clause = false;
    std::string text = "CASE ";
    if (e.value) text += process(*e.value, c) + " ";
    for (const auto& when : e.whens) {
        text += "WHEN " + process(*when.condition, c); // anonymous names are numbered in this order
        text += " THEN " + process(*when.result, c) + " ";
    }
    if (e.else_) text += "ELSE " + process(*e.else_, c) + " ";
    return text + "END";
}

std::string SQLCompiler::visit_over(Over& e, const Context& context) {
    Context c = context;
    c.add_to_result_map = false;
    c.within_columns_clause = false;
    const std::string function = process(*e.element, c);
    std::string inside;
    const auto add = [&](const std::string& part) {
        if (part.empty()) return;
        if (!inside.empty()) inside += " ";
        inside += part;
    };
    if (e.partition_by && !e.partition_by->clauses.empty()) add("PARTITION BY " + process(*e.partition_by, c));
    if (e.order_by && !e.order_by->clauses.empty()) add("ORDER BY " + process(*e.order_by, c));
    if (e.frame) {
        const auto bound = [&](const std::optional<int64_t>& at, bool lower) -> std::string {
            if (!at) return lower ? "UNBOUNDED PRECEDING" : "UNBOUNDED FOLLOWING";
            if (*at == 0) return "CURRENT ROW";
            auto value = make_ref<BindParameter>(
                m_runtime, BindParameter::Options{.value = m_runtime.make_int(*at < 0 ? -*at : *at), .unique = true});
            m_keep.push_back(value);
            return process(*value, c) + (*at < 0 ? " PRECEDING" : " FOLLOWING");
        };
        const char* unit = e.frame->unit == Over::Frame::Unit::range  ? "RANGE"
                           : e.frame->unit == Over::Frame::Unit::rows ? "ROWS"
                                                                      : "GROUPS";
        const std::string lower = bound(e.frame->lower, true); // anonymous names are numbered in this order
        add(std::string(unit) + " BETWEEN " + lower + " AND " + bound(e.frame->upper, false));
    }
    return function + " OVER (" + inside + ")";
}

std::string SQLCompiler::visit_extract(Extract& e, const Context& context) {
    Context c = context;
    c.add_to_result_map = false;
    const std::string inner = process(e.expr(), c);
    if (!m_dialect.is_sqlite()) return "EXTRACT(" + e.field() + " FROM " + inner + ")";
    static constexpr std::pair<std::string_view, std::string_view> formats[] = {
        {"month", "%m"}, {"day", "%d"}, {"year", "%Y"}, {"second", "%S"}, {"hour", "%H"},
        {"doy", "%j"},   {"minute", "%M"}, {"epoch", "%s"}, {"dow", "%w"}, {"week", "%W"}};
    for (const auto& [field, format] : formats)
        if (field == e.field()) return "CAST(STRFTIME('" + std::string(format) + "', " + inner + ") AS INTEGER)";
    throw Error(Exc::CompileError, e.field() + " is not a valid extract argument.");
}

std::string SQLCompiler::visit_text(TextClause& e, const Context& c) {
    if (m_toplevel == &e) {
        m_compiled->returns_rows = true; // the cursor knows
        m_compiled->textual_ordered_columns = false;
    }
    if (c.add_to_result_map) add_result("", "", {&e}, {}, e.type, c);
    const std::string& source = e.text();
    std::string text;
    const auto is_word = [](char ch) { return std::isalnum(static_cast<unsigned char>(ch)) || ch == '_' || ch == '$'; };
    for (size_t i = 0; i < source.size(); ++i) {
        const char ch = source[i];
        if (ch == '\\' && i + 1 < source.size() && source[i + 1] == ':') continue;
        const char before = i ? source[i - 1] : ' ';
        if (ch != ':' || before == ':' || before == '\\' || is_word(before)) {
            text.push_back(ch);
            continue;
        }
        size_t end = i + 1;
        while (end < source.size() && is_word(source[end])) ++end;
        const auto bind = e.binds.find(source.substr(i + 1, end - i - 1));
        if (bind == e.binds.end()) {
            text.push_back(ch);
            continue;
        }
        text += process(*bind->second, c);
        i = end - 1;
    }
    return text;
}

// SQLAlchemy: visit_label_reference, visit_textual_label_reference.
std::string SQLCompiler::visit_label_reference(ColumnElement& e, const Context& context) {
    Context c = context;
    GenerativeSelect* select = m_stack.empty() ? nullptr : m_stack.back().generative;
    // SQLAlchemy: SelectState._label_resolve_dict: the selected columns by label; a table's column has its table in it.
    const auto resolvable = [&](const std::string& name) -> Ref<ColumnElement> {
        Ref<ColumnElement> found;
        if (!select) return found;
        for (const auto& column : select->all_selected_columns()) {
            if (column->is_text_clause()) continue;
            const auto label = column->tq_label();
            if ((label ? label : column->key()) == name) found = column;
        }
        return found;
    };
    if (e.kind() == Kind::label_reference) {
        ColumnElement& element = static_cast<LabelReference&>(e).element();
        ColumnElement* inner = &element;
        while (inner->kind() == Kind::unary) inner = &static_cast<UnaryExpression*>(inner)->element();
        if (inner->kind() == Kind::label && select) {
            const Ref<ColumnElement> known = resolvable(*inner->name());
            if (known && known->shares_lineage(*inner)) c.render_label_as_label = static_cast<Label*>(inner);
        }
        return process(element, c);
    }
    const std::string& text = static_cast<TextualLabelReference&>(e).text();
    Ref<ColumnElement> column = resolvable(text);
    if (!column && select && select->kind() == Kind::select) {
        for (const auto& from : static_cast<Select*>(select)->final_froms())
            for (const auto& entry : from->columns().entries())
                if (entry.column->key() == text) column = Ref<ColumnElement>(*entry.column);
    } else if (!column && select) {
        for (const auto& selected : select->all_selected_columns())
            if (selected->key() == text) column = selected;
    }
    if (!column)
        throw Error(Exc::CompileError, "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL "
                                       "expression '" + text + "' should be explicitly declared as text('" + text + "')");
    // SQLAlchemy: CompoundSelectState._label_resolve_dict: the columns of a union have no table.
    if (select && select->kind() == Kind::compound_select) return m_dialect.quote(text);
    if (column->kind() == Kind::label) c.render_label_as_label = static_cast<Label*>(column.get());
    return process(*column, c);
}

} // namespace relata::sql
