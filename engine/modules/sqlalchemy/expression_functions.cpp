// The functions that build expressions and statements: select, and_, func, case, text, ...
// SQLAlchemy: sql/_elements_constructors.py, sql/_selectable_constructors.py, sql/functions.py.
#include "modules/sqlalchemy/dml_classes.h"
#include "modules/sqlalchemy/select_statement.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "support/protocol.h"

namespace relata::modules {

using namespace sql;
using python::ArgReader;
using python::TypeBuilder;

namespace {

/// `func`, `func.name`: the names collected so far.
class FunctionGenerator final : public Object {
  public:
    FunctionGenerator(Type& type, std::vector<std::string> n) : Object(type), names(std::move(n)) {}
    std::vector<std::string> names;
};

Value generator_attribute(Runtime& runtime, const Value& self, Str& name) {
    std::string_view text = name.view();
    if (text.size() > 4 && text.substr(0, 2) == "__") {
        if (text == "__name__" || text == "__qualname__") throw Error(Exc::AttributeError, std::string(text));
        return generic_get_attribute(runtime, self, name);
    }
    if (!text.empty() && text.back() == '_') text.remove_suffix(1);
    auto names = self.get<FunctionGenerator>().names;
    names.emplace_back(text);
    return runtime.make<FunctionGenerator>(self.get<FunctionGenerator>().type(), std::move(names));
}

Value generator_call(Runtime& runtime, const Value& self, Args a) {
    auto names = self.get<FunctionGenerator>().names;
    if (names.empty()) throw Error(Exc::TypeError, "'_FunctionGenerator' object is not callable");
    const std::string name = names.back();
    names.pop_back();
    TypeRef type;
    if (const Value* t = a.keyword("type_")) type = type_argument(runtime, *t);
    std::vector<Ref<ColumnElement>> arguments;
    for (const Value& v : a.positional())
        arguments.push_back(expect_column(runtime, Role::expression_element, v, CoerceOptions{.name = name}));
    if (names.empty() && name == "count" && arguments.size() > 1) // SQLAlchemy: functions.count.__init__
        throw Error(Exc::TypeError, "count.__init__() takes from 1 to 2 positional arguments but " +
                                        std::to_string(arguments.size() + 1) + " were given");
    return wrap(runtime, sql::make_function(names, name, std::move(arguments), type));
}

std::vector<Ref<ColumnElement>> criteria(Runtime& runtime, Args a) {
    std::vector<Ref<ColumnElement>> result;
    for (const Value& v : a.positional()) result.push_back(expect_column(runtime, Role::where_having, v));
    return result;
}

template <bool any> Value conjunction(Runtime& runtime, const Value&, Args a) {
    if (a.positional().empty()) {
        const std::string name = any ? "or_" : "and_", lower = any ? "false" : "true", upper = any ? "False" : "True";
        runtime.warn(Exc::SADeprecationWarning, "Invoking " + name + "() without arguments is deprecated, and will be "
                     "disallowed in a future release.   For an empty " + name + "() construct, use '" + name + "(" + lower +
                     "(), *args)' or '" + name + "(" + upper + ", *args)'.");
    }
    return wrap(runtime, any ? sql::or_(criteria(runtime, a)) : sql::and_(criteria(runtime, a)));
}

Value not_function(Runtime& runtime, const Value&, Args a) {
    return wrap(runtime, expect_column(runtime, Role::expression_element, python::expect_one_argument("not_", a))->negate());
}

template <Op op> Value modifier(Runtime& runtime, const Value&, Args a) {
    const Value& v = python::expect_one_argument(operator_name(op), a);
    const Role role = op == Op::distinct ? Role::expression_element : Role::by_of;
    return wrap(runtime, operate(runtime, Operator(op), *expect_column(runtime, role, v), Value()));
}

Value select_function(Runtime& runtime, const Value&, Args a) { return wrap(runtime, select_statement(runtime, a.positional())); }

template <CompoundSelect::Keyword keyword> Value compound(Runtime& runtime, const Value&, Args a) {
    std::vector<Ref<SelectBase>> selects;
    for (const Value& v : a.positional())
        selects.push_back(Ref<SelectBase>(static_cast<SelectBase*>(expect(runtime, Role::compound_element, v).get())));
    return wrap(runtime, make_ref<CompoundSelect>(keyword, std::move(selects)));
}

Value exists_function(Runtime& runtime, const Value&, Args a) {
    const auto positional = a.positional();
    if (positional.size() == 1) {
        const Ref<ClauseElement> e = clause_of(runtime, positional[0]);
        if (e && e->is_select_base()) return wrap(runtime, make_ref<Exists>(static_cast<SelectBase&>(*e)));
        if (e && e->kind() == Kind::scalar_select)
            return wrap(runtime, make_ref<Exists>(static_cast<ScalarSelect&>(*e).element()));
    }
    Ref<Select> select;
    if (positional.empty()) {
        select = make_ref<Select>();
        select->raw_columns.push_back(make_ref<ColumnClause>("*", TypeRef(), true));
    } else {
        select = select_statement(runtime, positional);
    }
    return wrap(runtime, make_ref<Exists>(*select));
}

Value case_function(Runtime& runtime, const Value&, Args a) {
    Ref<ColumnElement> value, else_;
    if (const Value* v = a.keyword("value"); v && !v->is_none()) value = expect_column(runtime, Role::expression_element, *v);
    std::vector<Case::When> whens;
    const auto add = [&](const Value& condition, const Value& result) {
        Ref<ColumnElement> c = expect_column(runtime, Role::expression_element, condition);
        whens.push_back({c->self_group(Op::none), expect_column(runtime, Role::expression_element, result)});
    };
    for (const Value& v : a.positional()) {
        if (v.as<Dict>()) {
            for_each(runtime, v, [&](Value key) { add(key, get_item(runtime, v, key)); });
            continue;
        }
        const auto pair = to_vector(runtime, v);
        if (pair.size() != 2)
            throw Error(Exc::ArgumentError, "The \"whens\" argument to case(), when referring to a sequence of items, is now "
                                            "passed as a series of positional elements, rather than as a list. ");
        add(pair[0], pair[1]);
    }
    if (const Value* v = a.keyword("else_"); v) else_ = expect_column(runtime, Role::expression_element, *v);
    return wrap(runtime, make_ref<Case>(std::move(whens), value, else_));
}

Value cast_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "cast", .names = {"expression", "type_"}, .required = 2}, a);
    TypeRef type = required_type_argument(runtime, args[1]);
    Ref<ColumnElement> e = expect_column(runtime, Role::expression_element, args[0], CoerceOptions{.type = type});
    return wrap(runtime, make_ref<Cast>(*e, type));
}

Value type_coerce_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "type_coerce", .names = {"expression", "type_"}, .required = 2}, a);
    TypeRef type = required_type_argument(runtime, args[1]);
    Ref<ColumnElement> e = expect_column(runtime, Role::expression_element, args[0], CoerceOptions{.type = type});
    return wrap(runtime, make_ref<TypeCoerce>(*e, type));
}

Value literal_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "literal", .names = {"value", "type_"}, .required = 1}, a);
    return wrap(runtime, sql::literal(runtime, args[0], args.is_none(1) ? TypeRef() : type_argument(runtime, args[1])));
}

template <bool is_literal> Value column_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "column", .names = {"text", "type_"}, .required = 1}, a);
    return wrap(runtime, make_ref<ColumnClause>(std::string(args.text(0)),
                                                args.is_none(1) ? TypeRef() : type_argument(runtime, args[1]), is_literal));
}

Value table_function(Runtime& runtime, const Value&, Args a) {
    Ref<TableClause> table = make_ref<TableClause>(str_text(runtime, a.positional()[0]));
    for (const Value& v : a.positional().subspan(1))
        table->add_column(Ref<ColumnClause>(static_cast<ColumnClause*>(expect_column(runtime, Role::column_argument, v).get())));
    return wrap(runtime, table);
}

Value text_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "text", .names = {"text"}, .required = 1}, a);
    return wrap(runtime, make_ref<TextClause>(runtime, std::string(args.text(0))));
}

Value bindparam_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "bindparam",
                                   .names = {"key", "value", "type_", "unique", "required", "quote", "callable_", "expanding"},
                                   .required = 1}, a);
    BindParameter::Options options;
    if (!args.is_none(0)) options.key = std::string(args.text(0));
    if (args.has(1)) options.value = args[1];
    if (!args.is_none(2)) options.type = type_argument(runtime, args[2]);
    options.unique = args.truth(3);
    if (!args.is_none(6)) options.callable = args[6];
    options.expanding = args.truth(7);
    return wrap(runtime, make_ref<BindParameter>(runtime, std::move(options)));
}

Value between_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "between", .names = {"expr", "lower_bound", "upper_bound", "symmetric"}, .required = 3}, a);
    Ref<ColumnElement> e = expect_column(runtime, Role::expression_element, args[0]);
    return wrap(runtime, operate(runtime, Operator(Op::between), *e, args[1], OperateOptions{.other2 = args[2], .symmetric = args.truth(3)}));
}

Value collate_function(Runtime& runtime, const Value&, Args a) {
    const auto args = python::expect_positional("collate", a, 2, 2);
    return wrap(runtime, operate(runtime, Operator(Op::collate), *expect_column(runtime, Role::expression_element, args[0]), args[1]));
}

Value extract_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "extract", .names = {"field", "expr"}, .required = 2}, a);
    return wrap(runtime, make_ref<Extract>(std::string(args.text(0)), *expect_column(runtime, Role::expression_element, args[1])));
}

Value tuple_function(Runtime& runtime, const Value&, Args a) {
    std::vector<Ref<ColumnElement>> clauses;
    for (const Value& v : a.positional()) clauses.push_back(expect_column(runtime, Role::expression_element, v));
    return wrap(runtime, make_ref<TupleElement>(std::move(clauses)));
}

Value label_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "label", .names = {"name", "element"}, .required = 2}, a);
    return wrap(runtime, sql::label(*expect_column(runtime, Role::expression_element, args[1]), std::string(args.text(0))));
}

Value method_of_first(Runtime& runtime, std::string_view name, Args a) {
    if (a.positional_count() == 0)
        throw Error(Exc::TypeError, std::string(name) + "() missing 1 required positional argument: 'element'");
    const Value self = a.positional()[0].as<ClauseObject>() ? a.positional()[0]
                                                            : wrap(runtime, clause_of(runtime, a.positional()[0]));
    return call(runtime, get_attribute(runtime, self, name), Args{a.values.subspan(1), a.keywords});
}

template <bool outer> Value join_function(Runtime& runtime, const Value&, Args a) {
    const ArgReader args(runtime, {.function = "join", .names = {"left", "right", "onclause", "isouter", "full"}, .required = 2}, a);
    Ref<FromClause> left = expect_from(runtime, Role::from_clause, args[0]), right = expect_from(runtime, Role::from_clause, args[1]);
    Ref<ColumnElement> onclause;
    if (!args.is_none(2)) onclause = expect_column(runtime, Role::on_clause, args[2]);
    return wrap(runtime, make_ref<Join>(*left, *right, onclause, outer || args.truth(3), args.truth(4)));
}

/// `values(column("a", Integer), ..., name="v")`.
Value values_function(Runtime& runtime, const Value&, Args a) {
    std::vector<Ref<ColumnElement>> columns;
    for (const Value& v : a.positional()) columns.push_back(expect_column(runtime, Role::column_argument, v));
    const Value* name = a.keyword("name");
    const Value* literals = a.keyword("literal_binds");
    return wrap(runtime, make_ref<Values>(std::move(columns),
                                          name && !name->is_none() ? std::optional(str_text(runtime, *name)) : std::nullopt,
                                          literals && truth(runtime, *literals)));
}

template <Kind kind> Value constant(Runtime& runtime, const Value&, Args) { return wrap(runtime, make_ref<Constant>(kind)); }

} // namespace

void add_expression_functions(python::Interpreter& interpreter, python::Module& module) {
    const auto add = [&](const char* name, python::NativeFn fn) {
        module.set(name, python::make_function(interpreter, name, fn, "sqlalchemy"));
    };
    add("select", select_function);
    add("and_", conjunction<false>);
    add("or_", conjunction<true>);
    add("not_", not_function);
    add("desc", modifier<Op::desc>);
    add("asc", modifier<Op::asc>);
    add("nulls_first", modifier<Op::nulls_first>);
    add("nullsfirst", modifier<Op::nulls_first>);
    add("nulls_last", modifier<Op::nulls_last>);
    add("nullslast", modifier<Op::nulls_last>);
    add("distinct", modifier<Op::distinct>);
    add("any_", modifier<Op::any_>);
    add("all_", modifier<Op::all_>);
    using Keyword = CompoundSelect::Keyword;
    add("union", compound<Keyword::union_>);
    add("union_all", compound<Keyword::union_all>);
    add("intersect", compound<Keyword::intersect>);
    add("intersect_all", compound<Keyword::intersect_all>);
    add("except_", compound<Keyword::except_>);
    add("except_all", compound<Keyword::except_all>);
    add("exists", exists_function);
    add("case", case_function);
    add("cast", cast_function);
    add("type_coerce", type_coerce_function);
    add("literal", literal_function);
    add("literal_column", column_function<true>);
    add("column", column_function<false>);
    add("table", table_function);
    add("text", text_function);
    add("bindparam", bindparam_function);
    add("between", between_function);
    add("collate", collate_function);
    add("extract", extract_function);
    add("tuple_", tuple_function);
    add("label", label_function);
    add("join", join_function<false>);
    add("outerjoin", join_function<true>);
    add("null", constant<Kind::null_>);
    add("true", constant<Kind::true_>);
    add("false", constant<Kind::false_>);
    add("insert", [](Runtime& r, const Value&, Args a) { return dml_statement<Insert>(r, python::expect_one_argument("insert", a)); });
    add("update", [](Runtime& r, const Value&, Args a) { return dml_statement<Update>(r, python::expect_one_argument("update", a)); });
    add("delete", [](Runtime& r, const Value&, Args a) { return dml_statement<Delete>(r, python::expect_one_argument("delete", a)); });
    add("values", values_function);
    add("lateral", [](Runtime& r, const Value&, Args a) { return method_of_first(r, "lateral", a); });
    add("funcfilter", [](Runtime& r, const Value&, Args a) { return method_of_first(r, "filter", a); });
    add("within_group", [](Runtime& r, const Value&, Args a) { return method_of_first(r, "within_group", a); });
    add("over", [](Runtime& r, const Value&, Args a) { return method_of_first(r, "over", a); });
    add("alias", [](Runtime& r, const Value&, Args a) { return method_of_first(r, "alias", a); });
    add("subquery", [](Runtime& r, const Value&, Args a) { return method_of_first(r, "subquery", a); });
    add("cte", [](Runtime& r, const Value&, Args a) { return method_of_first(r, "cte", a); });
    if (!interpreter.has_type_for<FunctionGenerator>()) {
        TypeBuilder b(interpreter, "_FunctionGenerator", "sqlalchemy.sql.functions");
        b.slots().get_attribute = generator_attribute;
        b.slots().call = generator_call;
        interpreter.set_type_for<FunctionGenerator>(b.finish());
    }
    module.set("func", interpreter.make<FunctionGenerator>(interpreter.type_for<FunctionGenerator>(), std::vector<std::string>()));
}

} // namespace relata::modules
