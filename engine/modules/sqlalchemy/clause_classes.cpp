// The classes of SQL elements: ClauseElement, columns and expressions. SQLAlchemy: sql/elements.py.
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlalchemy/signatures.h"
#include "sql/compiler.h"
#include "sql/visitors.h"
#include "support/object_number.h"
#include "support/protocol.h"

#include <map>

namespace relata::modules {

using namespace sql;
using python::ArgReader;
using python::TypeBuilder;

namespace {

struct ClauseClasses final : Runtime::Extension {
    explicit ClauseClasses(Runtime&) {}
    std::map<std::string, Type*> by_name;
    Type* element = nullptr;
    bool made = false;
};

/// What `stmt.compile()` returns.
class CompiledObject final : public Object {
  public:
    CompiledObject(Type& type, std::shared_ptr<Compiled> c) : Object(type), compiled(std::move(c)) {}
    std::shared_ptr<Compiled> compiled;
};

struct SqliteCompiled; ///< tags its Python type

Value compile_method(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "compile", .names = {"bind", "dialect", "compile_kwargs"}}, a);
    CompileOptions options;
    if (!args.is_none(2)) {
        const Value literal = call_method(runtime, args[2], "get", {Value(runtime.make_str("literal_binds"))});
        options.literal_binds = truth(runtime, literal);
    }
    const Dialect* dialect = &stringify_dialect(node<ClauseElement>(self));
    for (const size_t i : {size_t(0), size_t(1)})
        if (!args.is_none(i)) dialect = &Dialect::sqlite();
    auto compiled = compile(runtime, node<ClauseElement>(self), *dialect, options);
    Type& type = dialect->is_sqlite() ? runtime.type_for<SqliteCompiled>() : runtime.type_for<CompiledObject>();
    return runtime.make<CompiledObject>(type, compiled);
}

/// SQLAlchemy: ClauseElement.compare: the same text with equal values.
bool same_structure(Runtime& runtime, ClauseElement& a, ClauseElement& b) {
    if (a.kind() != b.kind()) return false;
    const auto x = compile(runtime, a, Dialect::default_()), y = compile(runtime, b, Dialect::default_());
    if (x->sql != y->sql || x->binds.size() != y->binds.size()) return false;
    for (size_t i = 0; i < x->binds.size(); ++i)
        if (!equal(runtime, x->binds[i].parameter->effective_value(runtime), y->binds[i].parameter->effective_value(runtime)))
            return false;
    return true;
}

Value repr_clause(Runtime& runtime, const Value& self) {
    auto& object = self.get<ClauseObject>();
    ClauseElement& e = object.clause();
    if (e.kind() == Kind::column) return runtime.make_str(static_cast<Column&>(e).repr(runtime));
    if (e.kind() == Kind::annotated_from && static_cast<FromClause&>(e).plain().kind() == Kind::table)
        return runtime.make_str(static_cast<Table&>(static_cast<FromClause&>(e).plain()).repr(runtime));
    if (e.kind() == Kind::table) return runtime.make_str(static_cast<Table&>(e).repr(runtime));
    if (e.kind() == Kind::bind_parameter) { // SQLAlchemy: BindParameter.__repr__
        auto& bind = static_cast<BindParameter&>(e);
        return runtime.make_str("BindParameter(" + repr_text(runtime, Value(runtime.make_str(bind.key_text))) + ", " +
                                repr_text(runtime, bind.value) + ", type_=" + bind.type->repr(runtime) + ")");
    }
    // SQLAlchemy: ClauseElement.__repr__: what has a description shows it.
    std::string friendly;
    if (FromClause* from = e.as_from_clause()) friendly = from->description();
    else if (e.kind() == Kind::column_clause || e.kind() == Kind::label || e.kind() == Kind::function)
        friendly = static_cast<ColumnElement&>(e).name().value_or("");
    return runtime.make_str("<" + object.type().module() + "." + object.type().name() + (friendly.empty() ? " object at " : " at ") +
                            address_text(runtime, self) + (friendly.empty() ? ">" : "; " + friendly + ">"));
}

Value str_clause(Runtime& runtime, const Value& self) {
    return runtime.make_str(clause_text(runtime, node<ClauseElement>(self)));
}

// SQLAlchemy: OperatorExpression.__bool__: `a == b` is true for the same column, all else has no truth.
bool truth_of(Runtime&, const Value& self) {
    ClauseElement& e = node<ClauseElement>(self);
    if (e.kind() == Kind::binary) {
        auto& b = static_cast<BinaryExpression&>(e);
        if (b.op().op == Op::eq) return b.left->same_as(*b.right);
        if (b.op().op == Op::ne) return !b.left->same_as(*b.right);
    }
    throw Error(Exc::TypeError, "Boolean value of this clause is not defined");
}

int64_t hash_of(Runtime& runtime, const Value& self) {
    return int64_t(place_number(runtime, node<ClauseElement>(self).identity()) >> 4);
}

Value compare_identity(Runtime&, const Value& a, const Value& b, CompareOp op) {
    const ClauseObject* other = b.as<ClauseObject>();
    if (!other || (op != CompareOp::eq && op != CompareOp::ne)) return Value::not_implemented();
    return Value::boolean(node<ClauseElement>(a).same_as(other->clause()) == (op == CompareOp::eq));
}

Value optional_text(Runtime& runtime, const std::optional<std::string>& text) {
    return text ? Value(runtime.make_str(*text)) : Value::none();
}

Value over_method(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "over", .names = {"partition_by", "order_by", "range_", "rows", "groups"},
                                   .positional = 0}, a);
    const auto list = [&](size_t i, Role role) -> Ref<ClauseList> {
        if (args.is_none(i)) return {};
        std::vector<Ref<ColumnElement>> elements;
        const bool several = args[i].as<List>() || args[i].as<Tuple>();
        for (const Value& v : several ? to_vector(runtime, args[i]) : std::vector<Value>{args[i]})
            elements.push_back(expect_column(runtime, role, v));
        return make_ref<ClauseList>(std::move(elements), Operator(Op::comma));
    };
    std::optional<Over::Frame> frame;
    static constexpr Over::Frame::Unit units[] = {Over::Frame::Unit::range, Over::Frame::Unit::rows, Over::Frame::Unit::groups};
    // SQLAlchemy: FrameClause.
    const auto bound = [&](const Value& v) -> std::optional<int64_t> {
        if (v.is_none()) return std::nullopt;
        if (!v.is_small_int()) throw Error(Exc::ArgumentError, "Integer or None expected for range value");
        return v.as_small_int();
    };
    for (size_t i = 0; i < 3; ++i) {
        if (args.is_none(i + 2)) continue;
        if (frame) throw Error(Exc::ArgumentError, "only one of 'rows', 'range_', or 'groups' may be provided");
        const bool is_pair = args[i + 2].as<Tuple>() || args[i + 2].as<List>();
        const auto bounds = is_pair ? to_vector(runtime, args[i + 2]) : std::vector<Value>();
        if (bounds.size() != 2) throw Error(Exc::ArgumentError, "2-tuple expected for range/rows/groups");
        frame = Over::Frame{units[i], bound(bounds[0]), bound(bounds[1])};
    }
    return wrap(runtime, make_ref<Over>(node<ColumnElement>(self), list(0, Role::by_of), list(1, Role::order_by), frame));
}

Value filter_method(Runtime& runtime, const Value& self, Args a) {
    std::vector<Ref<ColumnElement>> criteria;
    for (const Value& v : a.positional()) criteria.push_back(expect_column(runtime, Role::where_having, v));
    return wrap(runtime, make_ref<FunctionFilter>(node<ColumnElement>(self), where_criteria(criteria)));
}

/// FunctionFilter.filter: another condition of the same FILTER.
Value filter_again(Runtime& runtime, const Value& self, Args a) {
    auto& filter = node<FunctionFilter>(self);
    std::vector<Ref<ColumnElement>> criteria{filter.criterion};
    for (const Value& v : a.positional()) criteria.push_back(expect_column(runtime, Role::where_having, v));
    return wrap(runtime, make_ref<FunctionFilter>(*filter.func, where_criteria(criteria)));
}

Value within_group_method(Runtime& runtime, const Value& self, Args a) {
    std::vector<Ref<ColumnElement>> order;
    for (const Value& v : a.positional()) order.push_back(expect_column(runtime, Role::order_by, v));
    return wrap(runtime, make_ref<WithinGroup>(node<ColumnElement>(self), make_ref<ClauseList>(std::move(order), Operator(Op::comma))));
}

/// `text(...).bindparams(x=1)`, `.columns(...)`.
Value bindparams_method(Runtime& runtime, const Value& self, Args a) {
    Ref<TextClause> copy = make_ref<TextClause>(node<TextClause>(self));
    for (const Value& v : a.positional()) {
        const Ref<ColumnElement> bind = expect_column(runtime, Role::column_argument, v);
        if (bind->kind() != Kind::bind_parameter)
            throw Error(Exc::AttributeError, "'" + python::type_name(runtime, v) + "' object has no attribute '_orig_key'");
        copy->binds[static_cast<BindParameter&>(*bind).key_text] = Ref<BindParameter>(static_cast<BindParameter&>(*bind));
    }
    for (size_t k = 0; k < a.keyword_count(); ++k) {
        const std::string name((*a.keywords)[k].get<Str>().view());
        if (!copy->binds.count(name))
            throw Error(Exc::ArgumentError, "This text() construct doesn't define a bound parameter named '" + name + "'");
        auto bind = make_ref<BindParameter>(runtime, BindParameter::Options{.key = name,
                                                                            .value = a.values[a.positional_count() + k]});
        copy->binds[name] = bind;
    }
    return wrap(runtime, copy);
}

Value columns_method(Runtime& runtime, const Value& self, Args a) {
    std::vector<Ref<ColumnElement>> columns;
    for (const Value& v : a.positional()) columns.push_back(expect_column(runtime, Role::column_argument, v));
    for (size_t k = 0; k < a.keyword_count(); ++k)
        columns.push_back(make_ref<ColumnClause>(std::string((*a.keywords)[k].get<Str>().view()),
                                                 type_argument(runtime, a.values[a.positional_count() + k])));
    return wrap(runtime, make_ref<TextualSelect>(node<TextClause>(self), std::move(columns), a.keyword_count() == 0));
}

/// `.where()`, `.correlate()`, `.select_from()` of an Exists: on its select.
template <int which> Value exists_method(Runtime& runtime, const Value& self, Args a) {
    auto& exists = node<Exists>(self);
    static constexpr const char* names[] = {"where", "correlate", "select_from"};
    const Value select = wrap_clause(runtime, exists.select());
    const Value changed = call(runtime, get_attribute(runtime, select, names[which]), a);
    return wrap(runtime, exists.with_select(node<SelectBase>(changed)));
}

Value exists_select(Runtime& runtime, const Value& self, Args) {
    auto select = make_ref<Select>();
    select->raw_columns.push_back(Ref<ClauseElement>(node<Exists>(self)));
    return wrap(runtime, select);
}

Value scalar_correlate(Runtime& runtime, const Value& self, Args a) {
    auto& scalar = node<ScalarSelect>(self);
    const Value changed = call(runtime, get_attribute(runtime, wrap_clause(runtime, scalar.element()), "correlate"), a);
    return wrap(runtime, make_ref<ScalarSelect>(node<SelectBase>(changed)));
}

/// A clause's own parts, by the names that SQLAlchemy gives them.
void add_parts(TypeBuilder& b, std::string_view name) {
    if (name == "BinaryExpression") {
        b.property("left", [](Runtime& r, const Value& self) { return wrap(r, node<BinaryExpression>(self).left); });
        b.property("right", [](Runtime& r, const Value& self) { return wrap(r, node<BinaryExpression>(self).right); });
    } else if (name == "Label") {
        b.property("element", [](Runtime& r, const Value& self) { return wrap_clause(r, node<Label>(self).element()); });
    } else if (name == "UnaryExpression") {
        b.property("element", [](Runtime& r, const Value& self) { return wrap_clause(r, node<UnaryExpression>(self).element()); });
    } else if (name == "BindParameter") {
        b.property("value", [](Runtime&, const Value& self) {
            const Value& value = node<BindParameter>(self).value;
            return value.is_set() ? value : Value::none();
        });
        b.property("effective_value", [](Runtime& r, const Value& self) { return node<BindParameter>(self).effective_value(r); });
    }
}

} // namespace

std::string clause_text(Runtime& runtime, ClauseElement& e) {
    if (e.kind() == Kind::column) return static_cast<Column&>(e).text();
    if (FromClause* from = e.as_from_clause(); from && from->plain().kind() == Kind::table)
        return static_cast<Table&>(from->plain()).fullname();
    return to_text(runtime, e);
}

Type& class_for_clause(Runtime& runtime, const ClauseElement& clause) {
    auto& classes = runtime.extension<ClauseClasses>();
    const auto it = classes.by_name.find(clause.class_name());
    return it == classes.by_name.end() ? *classes.element : *it->second;
}

Type& class_named(Runtime& runtime, const std::string& class_name) {
    auto& classes = runtime.extension<ClauseClasses>();
    const auto it = classes.by_name.find(class_name);
    return it == classes.by_name.end() ? *classes.element : *it->second;
}

void set_class_for_clause(Runtime& runtime, const std::string& class_name, Type& type) {
    runtime.extension<ClauseClasses>().by_name[class_name] = &type;
}

void make_sql_types(python::Interpreter& interpreter) {
    auto& classes = interpreter.extension<ClauseClasses>();
    if (classes.made) return;
    classes.made = true;
    coercion_registry(interpreter).wrap = [](Runtime& runtime, ClauseElement& clause) -> Value {
        return runtime.make<ClauseObject>(class_for_clause(runtime, clause), Ref<ClauseElement>(clause));
    };
    TypeBuilder element(interpreter, "ClauseElement", "sqlalchemy.sql.elements");
    element.slots().repr = repr_clause;
    element.slots().str = str_clause;
    element.slots().truth = truth_of;
    element.slots().hash = hash_of;
    element.slots().compare = compare_identity;
    element.method("compile", compile_method).method("compare", [](Runtime& r, const Value& self, Args a) {
        const Value& other = python::expect_one_argument("compare", a);
        const Ref<ClauseElement> clause = clause_of(r, other);
        return Value::boolean(clause && same_structure(r, node<ClauseElement>(self), *clause));
    });
    element.method("self_group", [](Runtime&, const Value& self, Args) { return self; });
    add_clause_element_signatures(element);
    classes.element = &element.finish();

    TypeBuilder column(interpreter, "ColumnElement", "sqlalchemy.sql.elements", {classes.element});
    add_column_operators(column);
    column.slots().hash = hash_of;
    column.property("type", [](Runtime& r, const Value& self) { return wrap_type(r, node<ColumnElement>(self).type); });
    column.property("name", [](Runtime& r, const Value& self) {
        const auto name = node<ColumnElement>(self).name();
        if (!name) throw Error(Exc::AttributeError, "Neither '" + self.get<ClauseObject>().type().name() +
                                                        "' object nor 'Comparator' object has an attribute 'name'");
        return optional_text(r, name);
    });
    column.property("key", [](Runtime& r, const Value& self) { return optional_text(r, node<ColumnElement>(self).key()); });
    column.slots().get_attribute = [](Runtime& r, const Value& self, Str& name) -> Value {
        try {
            return generic_get_attribute(r, self, name);
        } catch (const Error& error) {
            if (!r.matches(error, Exc::AttributeError) || error.message().rfind("Neither", 0) == 0) throw;
            throw Error(Exc::AttributeError, "Neither '" + self.get<ClauseObject>().type().name() +
                                                 "' object nor 'Comparator' object has an attribute '" +
                                                 std::string(name.view()) + "'");
        }
    };
    Type& column_type = column.finish();
    classes.by_name["ColumnElement"] = &column_type;
    for (const char* name : {"BinaryExpression", "UnaryExpression", "BooleanClauseList", "ExpressionClauseList", "ClauseList",
                             "Grouping", "Label", "BindParameter", "Null", "True_", "False_", "Case", "Cast", "TypeCoerce",
                             "Over", "Extract", "Tuple", "CollationClause", "ColumnClause",
                             "_label_reference", "_textual_label_reference"}) {
        TypeBuilder b(interpreter, name, "sqlalchemy.sql.elements", {&column_type});
        add_parts(b, name);
        classes.by_name[name] = &b.finish();
    }
    TypeBuilder text(interpreter, "TextClause", "sqlalchemy.sql.elements", {&column_type});
    text.method("bindparams", bindparams_method).method("columns", columns_method);
    text.property("text", [](Runtime& r, const Value& self) { return Value(r.make_str(node<TextClause>(self).text())); });
    classes.by_name["TextClause"] = &text.finish();
    TypeBuilder scalar(interpreter, "ScalarSelect", "sqlalchemy.sql.selectable", {&column_type});
    scalar.method("correlate", scalar_correlate);
    classes.by_name["ScalarSelect"] = &scalar.finish();
    TypeBuilder exists(interpreter, "Exists", "sqlalchemy.sql.selectable", {&column_type});
    exists.method("where", exists_method<0>).method("correlate", exists_method<1>).method("select_from", exists_method<2>);
    exists.method("select", exists_select);
    classes.by_name["Exists"] = &exists.finish();
    TypeBuilder function(interpreter, "Function", "sqlalchemy.sql.functions", {&column_type});
    function.method("over", over_method).method("filter", filter_method).method("within_group", within_group_method);
    add_function_signatures(function);
    Type& function_type = function.finish();
    classes.by_name["Function"] = &function_type;
    TypeBuilder filtered(interpreter, "FunctionFilter", "sqlalchemy.sql.elements", {&column_type});
    filtered.method("over", over_method).method("filter", filter_again).method("within_group", within_group_method);
    classes.by_name["FunctionFilter"] = &filtered.finish();
    TypeBuilder within(interpreter, "WithinGroup", "sqlalchemy.sql.elements", {&column_type});
    within.method("over", over_method).method("filter", filter_method);
    classes.by_name["WithinGroup"] = &within.finish();
    for (const char* name : {"count", "max", "min", "sum", "coalesce", "now", "concat", "char_length", "random", "rank", "mode",
                             "dense_rank", "percent_rank", "cume_dist", "current_date", "current_time", "current_timestamp",
                             "current_user", "localtime", "localtimestamp", "session_user", "sysdate", "user",
                             "aggregate_strings", "percentile_cont", "percentile_disc"}) {
        TypeBuilder b(interpreter, name, "sqlalchemy.sql.functions", {&function_type});
        classes.by_name[name] = &b.finish();
    }
    TypeBuilder compiled(interpreter, "StrSQLCompiler", "sqlalchemy.sql.compiler");
    compiled.slots().str = [](Runtime& r, const Value& self) {
        return Value(r.make_str(self.get<CompiledObject>().compiled->sql));
    };
    compiled.property("string", [](Runtime& r, const Value& self) {
        return Value(r.make_str(self.get<CompiledObject>().compiled->sql));
    });
    compiled.property("params", [](Runtime& r, const Value& self) {
        const Ref<Dict> params = r.make_dict();
        for (const auto& b : self.get<CompiledObject>().compiled->binds)
            params->set(*r.intern(b.name), b.parameter->required ? Value::none() : b.parameter->effective_value(r));
        return Value(params);
    });
    compiled.property("statement", [](Runtime& r, const Value& self) {
        return wrap_clause(r, *self.get<CompiledObject>().compiled->statement);
    });
    Type& compiled_type = compiled.finish();
    interpreter.set_type_for<CompiledObject>(compiled_type);
    TypeBuilder sqlite(interpreter, "SQLiteCompiler", "sqlalchemy.dialects.sqlite.base", {&compiled_type});
    interpreter.set_type_for<SqliteCompiled>(sqlite.finish());
    make_value_conversions(interpreter);
    make_type_classes(interpreter);
    make_from_classes(interpreter);
    make_schema_classes(interpreter);
    make_select_classes(interpreter);
    make_dml_classes(interpreter);
}

} // namespace relata::modules
