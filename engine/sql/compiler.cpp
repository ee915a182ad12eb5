#include "sql/compiler.h"

#include "sql/sql_compiler.h"
#include "support/list.h"
#include "support/protocol.h"
#include "support/runtime.h"

#include <algorithm>

namespace relata::sql {

SQLCompiler::SQLCompiler(Runtime& runtime, const Dialect& dialect, const CompileOptions& options)
    : m_runtime(runtime), m_dialect(dialect), m_options(options), m_compiled(std::make_shared<Compiled>()) {}

std::shared_ptr<Compiled> SQLCompiler::run(ClauseElement& element) {
    Compiled& compiled = *m_compiled;
    compiled.statement = Ref<ClauseElement>(element);
    m_toplevel = &element;
    switch (element.kind()) {
    case Kind::select: case Kind::compound_select: case Kind::select_grouping: case Kind::textual_select:
        compiled.is_select = compiled.returns_rows = true;
        break;
    case Kind::insert: compiled.is_insert = true; break;
    case Kind::update: compiled.is_update = true; break;
    case Kind::delete_: compiled.is_delete = true; break;
    case Kind::text:
        compiled.is_text = true;
        break;
    case Kind::create_table: case Kind::drop_table: case Kind::create_index: case Kind::drop_index: case Kind::ddl:
        compiled.is_ddl = true;
        break;
    default: break;
    }
    std::string text = process(element);
    if (!m_ctes.empty()) text = cte_prefix() + text;
    finish(compiled, text);
    compiled.kept = std::move(m_keep);
    return m_compiled;
}

std::string SQLCompiler::process(ClauseElement& e, const Context& c) {
    if (m_runtime.stack_is_low()) throw Error(Exc::RecursionError, "maximum recursion depth exceeded");
    switch (e.kind()) {
    case Kind::column: case Kind::column_clause: return visit_column(static_cast<ColumnClause&>(e), c);
    case Kind::bind_parameter: return visit_bind(static_cast<BindParameter&>(e), c);
    case Kind::null_: return "NULL";
    case Kind::true_: return m_dialect.is_sqlite() ? "1" : "true";
    case Kind::false_: return m_dialect.is_sqlite() ? "0" : "false";
    case Kind::label: return visit_label(static_cast<Label&>(e), c);
    case Kind::label_reference: case Kind::textual_label_reference:
        return visit_label_reference(static_cast<ColumnElement&>(e), c);
    case Kind::unary: return visit_unary(static_cast<UnaryExpression&>(e), c);
    case Kind::binary: return visit_binary(static_cast<BinaryExpression&>(e), c);
    case Kind::expression_list: {
        auto& list = static_cast<ExpressionClauseList&>(e);
        return visit_list(list.clauses, list.op(), c);
    }
    case Kind::clause_list: case Kind::boolean_list: {
        auto& list = static_cast<ClauseList&>(e);
        return visit_list(list.clauses, list.op(), c);
    }
    case Kind::tuple: return "(" + visit_list(static_cast<TupleElement&>(e).clauses, Op::comma, c) + ")";
    case Kind::grouping: {
        Context inner = c;
        inner.add_to_result_map = false;
        return "(" + process(static_cast<Grouping&>(e).element(), inner) + ")";
    }
    case Kind::function: return visit_function(static_cast<Function&>(e), c);
    case Kind::cast: {
        auto& cast = static_cast<Cast&>(e);
        Context inner = c;
        inner.add_to_result_map = false;
        return "CAST(" + process(cast.clause(), inner) + " AS " + cast.type->ddl(m_dialect) + ")";
    }
    case Kind::type_coerce: return process(static_cast<TypeCoerce&>(e).clause(), c);
    case Kind::case_: return visit_case(static_cast<Case&>(e), c);
    case Kind::over: return visit_over(static_cast<Over&>(e), c);
    case Kind::function_filter: {
        auto& filter = static_cast<FunctionFilter&>(e);
        std::string text = process(*filter.func, c); // from left to right: so parameters stand in their order
        return text += " FILTER (WHERE " + process(*filter.criterion, c) + ")";
    }
    case Kind::within_group: {
        auto& group = static_cast<WithinGroup&>(e);
        std::string text = process(*group.element, c);
        return text += " WITHIN GROUP (ORDER BY " + process(*group.order_by, c) + ")";
    }
    case Kind::extract: return visit_extract(static_cast<Extract&>(e), c);
    case Kind::scalar_select: {
        Context inner;
        inner.literal_binds = c.literal_binds;
        inner.subquery = true;
        return "(" + process(static_cast<ScalarSelect&>(e).element(), inner) + ")";
    }
    case Kind::exists: {
        Context inner;
        inner.literal_binds = c.literal_binds;
        inner.subquery = true;
        return "EXISTS (" + process(static_cast<Exists&>(e).select(), inner) + ")";
    }
    case Kind::collation: return m_dialect.quote(static_cast<Collation&>(e).collation());
    case Kind::text: return visit_text(static_cast<TextClause&>(e), c);
    case Kind::select: return visit_select(static_cast<Select&>(e), c);
    case Kind::compound_select: return visit_compound(static_cast<CompoundSelect&>(e), c);
    case Kind::select_grouping: return "(" + process(static_cast<SelectGrouping&>(e).element(), c) + ")";
    case Kind::textual_select: return visit_textual_select(static_cast<TextualSelect&>(e), c);
    case Kind::insert: return visit_insert(static_cast<Insert&>(e), c);
    case Kind::update: return visit_update(static_cast<Update&>(e), c);
    case Kind::delete_: return visit_delete(static_cast<Delete&>(e), c);
    case Kind::create_table: return visit_create_table(static_cast<TableDDL&>(e));
    case Kind::drop_table: {
        auto& ddl = static_cast<TableDDL&>(e);
        return std::string("\nDROP TABLE ") + (ddl.if_clause ? "IF EXISTS " : "") + format_table(*ddl.table);
    }
    case Kind::create_index: case Kind::drop_index: return visit_index(static_cast<IndexDDL&>(e));
    case Kind::ddl: return static_cast<TextDDL&>(e).text;
    default:
        if (FromClause* from = e.as_from_clause()) return visit_from(*from, c);
        throw Error(Exc::UnsupportedCompilationError,
                    "Compiler can't render element of type <class 'sqlalchemy.sql." + e.class_name() + "'>");
    }
}

std::string SQLCompiler::resolve_name(const std::string& name) {
    std::string out;
    size_t position = 0;
    for (size_t start; (start = name.find("%(", position)) != std::string::npos;) {
        const size_t end = name.find(")s", start);
        const std::string key = name.substr(start + 2, end - start - 2);
        out.append(name, position, start - position);
        auto [it, fresh] = m_anon_names.emplace(key, "");
        if (fresh) {
            const std::string body = key.substr(key.find(' ') + 1);
            it->second = body + "_" + std::to_string(++m_anon_counters[body]);
        }
        out += it->second;
        position = end + 2;
    }
    out.append(name, position, std::string::npos);
    return out;
}

std::string SQLCompiler::format_table(const Table& table) const {
    const std::string name = m_dialect.quote(table.name());
    return table.schema_name() ? m_dialect.quote(*table.schema_name()) + "." + name : name;
}

void SQLCompiler::add_result(std::string keyname, std::string name, std::vector<const ClauseElement*> objects,
                             std::vector<std::string> strings, const TypeRef& type, const Context& c) {
    if (c.repeated_column) {
        objects.clear();
        strings = {keyname};
    }
    for (const auto* target : c.result_targets) objects.push_back(target);
    for (const auto& target : c.result_names) strings.push_back(target);
    for (auto& o : objects) o = o->identity();
    m_compiled->result_columns.push_back(
        {std::move(keyname), std::move(name), std::move(objects), std::move(strings), type});
}

// The text holds \x01name\x02 for every bind parameter: written out for the dialect, in the order of the text.
void SQLCompiler::finish(Compiled& compiled, const std::string& text) {
    compiled.template_text = text;
    std::string& sql = compiled.sql;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\x01') {
            sql.push_back(text[i]);
            continue;
        }
        const size_t end = text.find('\x02', i);
        const std::string name = text.substr(i + 1, end - i - 1);
        i = end;
        const BindParameter& bind = *compiled.binds[m_bind_index.at(name)].parameter;
        if (bind.expanding || bind.literal_execute) {
            compiled.has_post_compile = true;
            sql += "__[POSTCOMPILE_" + name + "]";
        } else {
            sql += m_dialect.positional() ? std::string("?") : ":" + name;
        }
        compiled.positional.push_back(name);
    }
}

const Compiled::Bind* Compiled::bind(const std::string& name) const {
    for (const Bind& b : binds)
        if (b.name == name) return &b;
    return nullptr;
}

std::map<std::string, Value> Compiled::construct_parameters(Runtime& runtime,
                                                            const std::map<std::string, Value>& parameters,
                                                            const std::vector<const BindParameter*>* extracted) const {
    std::map<std::string, Value> result;
    for (const Bind& b : binds) {
        const BindParameter* parameter = b.parameter.get();
        const auto given = parameters.find(b.parameter->key_text);
        const auto by_name = given == parameters.end() ? parameters.find(b.name) : given;
        if (by_name != parameters.end()) {
            result[b.name] = by_name->second;
            continue;
        }
        if (extracted)
            for (size_t i = 0; i < cache_binds.size() && i < extracted->size(); ++i)
                if (cache_binds[i] == parameter) {
                    parameter = (*extracted)[i];
                    break;
                }
        if (parameter->required)
            throw Error(Exc::InvalidRequestError, "A value is required for bind parameter '" + b.name + "'");
        result[b.name] = parameter->effective_value(runtime);
    }
    return result;
}

namespace {
std::string literal_of(Runtime& runtime, const TypeEngine& type, const Value& value) {
    if (value.is_none()) return "NULL";
    return type.process_literal(runtime, value);
}
} // namespace

Compiled::Expanded Compiled::expand(Runtime& runtime, const Dialect& dialect,
                                    std::map<std::string, Value>& parameters) const {
    Expanded result;
    std::map<std::string, std::string> expanded_text; // with \x01name\x02 for the new names
    const std::string& text = template_text;
    const auto placeholder = [&](const std::string& name) {
        result.positional.push_back(name);
        return dialect.positional() ? std::string("?") : ":" + name;
    };
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\x01') {
            result.sql.push_back(text[i]);
            continue;
        }
        const size_t end = text.find('\x02', i);
        const std::string name = text.substr(i + 1, end - i - 1);
        i = end;
        const BindParameter& parameter = *bind(name)->parameter;
        if (parameter.literal_execute && !parameter.expanding) {
            result.sql += literal_of(runtime, *parameter.type, parameters[name]);
            continue;
        }
        if (!parameter.expanding) {
            result.sql += placeholder(name);
            continue;
        }
        const std::vector<Value> items = to_vector(runtime, parameters[name]);
        if (items.empty()) {
            result.sql += "SELECT 1 FROM (SELECT 1) WHERE 1!=1";
            continue;
        }
        const bool tuples = parameter.type->kind() == TypeKind::tuple || items[0].as<Tuple>() || items[0].as<List>();
        if (tuples && dialect.is_sqlite()) result.sql += "VALUES ";
        for (size_t n = 0; n < items.size(); ++n) {
            if (n) result.sql += ", ";
            const std::string item_name = name + "_" + std::to_string(n + 1);
            if (!tuples) {
                if (parameters.emplace(item_name, items[n]).second) result.types.push_back({item_name, parameter.type});
                result.sql += placeholder(item_name);
                continue;
            }
            const std::vector<Value> parts = to_vector(runtime, items[n]);
            result.sql += "(";
            for (size_t m = 0; m < parts.size(); ++m) {
                const std::string part_name = item_name + "_" + std::to_string(m + 1);
                if (parameters.emplace(part_name, parts[m]).second)
                    result.types.push_back({part_name, type_of_value(runtime, parts[m])});
                result.sql += (m ? ", " : "") + placeholder(part_name);
            }
            result.sql += ")";
        }
    }
    return result;
}

std::shared_ptr<Compiled> compile(Runtime& runtime, ClauseElement& element, const Dialect& dialect,
                                  const CompileOptions& options) {
    return SQLCompiler(runtime, dialect, options).run(element);
}

const Dialect& stringify_dialect(const ClauseElement& element) {
    const bool is_sqlites = element.kind() == Kind::insert && static_cast<const Insert&>(element).is_sqlites();
    return is_sqlites ? Dialect::sqlite() : Dialect::default_();
}

std::string to_text(Runtime& runtime, ClauseElement& element, const CompileOptions& options) {
    return compile(runtime, element, stringify_dialect(element), options)->sql;
}

} // namespace relata::sql
