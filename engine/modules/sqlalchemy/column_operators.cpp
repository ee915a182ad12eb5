// Operators and methods of columns. SQLAlchemy: operators.ColumnOperators, elements.ColumnElement.
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlalchemy/signatures.h"
#include "sql/json_index.h"

#include "support/protocol.h"

namespace relata::modules {

using namespace sql;
using python::ArgReader;

namespace {

ColumnElement& column_of(Runtime& runtime, const Value& self, Ref<ClauseElement>& keep) {
    keep = clause_of(runtime, self);
    ColumnElement* column = keep ? keep->as_column_element() : nullptr;
    if (!column)
        throw Error(Exc::NotImplementedError, "Operators are not supported on " + repr_text(runtime, self));
    return *column;
}

/// An operator that relationships do not have. SQLAlchemy: Operators.operate: the error's text is the operator function.
[[noreturn]] void raise_not_implemented(Op op) {
    std::string name(op == Op::json_getitem ? "getitem" : operator_name(op));
    const bool is_builtin = (op <= Op::ge && op != Op::none) || (op >= Op::add && op <= Op::or_) || op == Op::json_getitem;
    throw Error(Exc::NotImplementedError, is_builtin ? "<built-in function " + name + ">" : "<function " + name + " at 0x7f0000000000>");
}

Value apply(Runtime& runtime, Op op, const Value& self, const Value& other, const OperateOptions& options = {}) {
    Ref<ClauseElement> keep;
    ColumnElement& column = column_of(runtime, self, keep);
    if (column.kind() == Kind::extension) raise_not_implemented(op);
    return wrap(runtime, operate(runtime, Operator(op), column, other, options));
}

template <Op op> Value binary(Runtime& runtime, const Value& a, const Value& b) { return apply(runtime, op, a, b); }
/// `1 + column`: self comes first.
template <Op op> Value reflected(Runtime& runtime, const Value& a, const Value& b) {
    return apply(runtime, op, a, b, OperateOptions{.reverse = true});
}
template <Op op> Value unary(Runtime& runtime, const Value& a) { return apply(runtime, op, a, Value()); }

Value compare(Runtime& runtime, const Value& a, const Value& b, CompareOp op) {
    static constexpr Op ops[] = {Op::lt, Op::le, Op::eq, Op::ne, Op::gt, Op::ge};
    return apply(runtime, ops[size_t(op)], a, b);
}

template <Op op> Value unary_method(Runtime& runtime, const Value& self, Args args) {
    python::expect_positional(operator_name(op), args, 0, 0);
    return apply(runtime, op, self, Value());
}

template <Op op> Value one_argument(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = operator_name(op), .names = {"other"}, .required = 1}, a);
    return apply(runtime, op, self, args[0]);
}

template <Op op> Value like_method(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime,
                         {.function = operator_name(op), .names = {"other", "escape", "autoescape"}, .required = 1,
                          .origin = python::Signature::Origin::python}, a);
    OperateOptions options;
    if (!args.is_none(1)) options.escape = std::string(args.text(1));
    options.autoescape = args.truth(2);
    return apply(runtime, op, self, args[0], options);
}

Value between(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "between", .names = {"cleft", "cright", "symmetric"}, .required = 2}, a);
    return apply(runtime, Op::between, self, args[0], OperateOptions{.other2 = args[1], .symmetric = args.truth(2)});
}

Value regexp_replace(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "regexp_replace", .names = {"pattern", "replacement", "flags"}, .required = 2}, a);
    return apply(runtime, Op::regexp_replace, self, args[0], OperateOptions{.other2 = args[1]});
}

Value regexp_match(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "regexp_match", .names = {"pattern", "flags"}, .required = 1}, a);
    return apply(runtime, Op::regexp_match, self, args[0]);
}

/// `column << 2`: only some types have it, none of SQLite's. SQLAlchemy: default_comparator._unsupported_impl.
template <Op op> Value shift(Runtime& runtime, const Value& self, const Value&) {
    Ref<ClauseElement> keep;
    const std::string name = op == Op::bitwise_lshift ? "lshift" : "rshift";
    if (column_of(runtime, self, keep).kind() == Kind::extension)
        throw Error(Exc::NotImplementedError, "<built-in function " + name + ">");
    throw Error(Exc::NotImplementedError, "Operator '" + name + "' is not supported on this expression");
}

/// `op()`, and `bool_op()`, whose result is a comparison.
template <bool boolean> Value op_method(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = boolean ? "bool_op" : "op",
                                   .names = {"opstring", "precedence", boolean ? "python_impl" : "is_comparison",
                                             boolean ? "" : "return_type"},
                                   .required = 1}, a);
    const bool is_comparison = boolean || args.truth(2);
    const Value return_type = !boolean && !args.is_none(3) ? args[3] : Value::none();
    Value bound = runtime.make_tuple({self, args[0], Value::small_int(args.integer(1)), Value::boolean(is_comparison), return_type});
    return python::make_function(
        runtime, "op",
        [](Runtime& r, const python::NativeFunction& fn, const Value&, Args call_args) -> Value {
            const auto& state = fn.closure().get<Tuple>();
            Operator op(Op::custom);
            op.custom_text = state[1].get<Str>().view();
            op.custom_precedence = int(state[2].as_small_int());
            op.custom_comparison = state[3].is_true();
            Ref<ClauseElement> keep;
            ColumnElement& column = column_of(r, state[0], keep);
            OperateOptions options;
            if (!state[4].is_none()) options.return_type = type_argument(r, state[4]);
            return wrap(r, operate(r, op, column, python::expect_one_argument("op", call_args), options));
        },
        bound);
}

Value label_method(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "label", .names = {"name"}, .required = 1}, a);
    Ref<ClauseElement> keep;
    ColumnElement& column = column_of(runtime, self, keep);
    return wrap(runtime, label(column, args.is_none(0) ? std::nullopt : std::optional(std::string(args.text(0)))));
}

Value cast_method(Runtime& runtime, const Value& self, Args a) {
    const ArgReader args(runtime, {.function = "cast", .names = {"type_"}, .required = 1}, a);
    Ref<ClauseElement> keep;
    ColumnElement& column = column_of(runtime, self, keep);
    return wrap(runtime, make_ref<Cast>(column, required_type_argument(runtime, args[0])));
}

Value concat_method(Runtime& runtime, const Value& self, Args a) {
    return apply(runtime, Op::concat, self, python::expect_one_argument("concat", a));
}

Value get_item(Runtime& runtime, const Value& self, const Value& key) { return apply(runtime, Op::json_getitem, self, key); }

/// `data["key"].as_string()`, ... SQLAlchemy: JSON.Comparator.as_string.
template <TypeKind kind> Value json_method(Runtime& runtime, const Value& self, Args a) {
    static constexpr const char* name = kind == TypeKind::unicode    ? "as_string"
                                        : kind == TypeKind::integer  ? "as_integer"
                                        : kind == TypeKind::float_   ? "as_float"
                                        : kind == TypeKind::boolean  ? "as_boolean"
                                        : kind == TypeKind::numeric  ? "as_numeric"
                                                                     : "as_json";
    Ref<ClauseElement> keep;
    ColumnElement& column = column_of(runtime, self, keep);
    if (column.type->affinity() != Affinity::json)
        throw Error(Exc::AttributeError, "Neither '" + python::type_name(runtime, self) +
                                             "' object nor 'Comparator' object has an attribute '" + name + "'");
    if (kind == TypeKind::json) return self;
    TypeRef type = make_type(kind);
    if (kind == TypeKind::numeric) {
        const ArgReader args(runtime, {.function = name, .names = {"precision", "scale", "asdecimal"}, .required = 2}, a);
        type->precision = int(args.integer(0));
        type->scale = int(args.integer(1));
        type->as_decimal = args.truth(2, true);
    }
    return wrap(runtime, json_as(column, type, name));
}

bool contains_operator(Runtime& runtime, const Value& self, const Value&) {
    Ref<ClauseElement> keep;
    if (column_of(runtime, self, keep).kind() == Kind::extension)
        throw Error(Exc::NotImplementedError, "<built-in function contains>");
    throw Error(Exc::NotImplementedError, "Operator 'contains' is not supported on this expression");
}

Value iterate_column(Runtime& runtime, const Value& self) {
    Ref<ClauseElement> keep;
    if (column_of(runtime, self, keep).kind() == Kind::extension) raise_not_implemented(Op::json_getitem);
    throw Error(Exc::NotImplementedError, "Operator 'getitem' is not supported on this expression");
}

} // namespace

void add_column_operators(python::TypeBuilder& b) {
    TypeSlots& s = b.slots();
    s.compare = compare;
    s.binary[size_t(BinaryOp::add)] = binary<Op::add>;
    s.binary[size_t(BinaryOp::subtract)] = binary<Op::sub>;
    s.binary[size_t(BinaryOp::multiply)] = binary<Op::mul>;
    s.binary[size_t(BinaryOp::true_divide)] = binary<Op::truediv>;
    s.binary[size_t(BinaryOp::floor_divide)] = binary<Op::floordiv>;
    s.binary[size_t(BinaryOp::remainder)] = binary<Op::mod>;
    s.binary[size_t(BinaryOp::bit_and)] = binary<Op::and_>;
    s.binary[size_t(BinaryOp::bit_or)] = binary<Op::or_>;
    s.binary[size_t(BinaryOp::lshift)] = shift<Op::bitwise_lshift>;
    s.binary[size_t(BinaryOp::rshift)] = shift<Op::bitwise_rshift>;
    s.reflected[size_t(BinaryOp::add)] = reflected<Op::add>;
    s.reflected[size_t(BinaryOp::subtract)] = reflected<Op::sub>;
    s.reflected[size_t(BinaryOp::multiply)] = reflected<Op::mul>;
    s.reflected[size_t(BinaryOp::true_divide)] = reflected<Op::truediv>;
    s.reflected[size_t(BinaryOp::floor_divide)] = reflected<Op::floordiv>;
    s.reflected[size_t(BinaryOp::remainder)] = reflected<Op::mod>;
    s.unary[size_t(UnaryOp::negative)] = unary<Op::neg>;
    s.unary[size_t(UnaryOp::invert)] = unary<Op::inv>;
    s.get_item = get_item;
    s.contains = contains_operator;
    s.iter = iterate_column;
    b.method("in_", one_argument<Op::in_>).method("not_in", one_argument<Op::not_in>).method("notin_", one_argument<Op::not_in>);
    b.method("is_", one_argument<Op::is_>).method("is_not", one_argument<Op::is_not>).method("isnot", one_argument<Op::is_not>);
    b.method("is_distinct_from", one_argument<Op::is_distinct_from>)
        .method("is_not_distinct_from", one_argument<Op::is_not_distinct_from>)
        .method("isnot_distinct_from", one_argument<Op::is_not_distinct_from>);
    b.method("like", like_method<Op::like>).method("not_like", like_method<Op::not_like>).method("notlike", like_method<Op::not_like>);
    b.method("ilike", like_method<Op::ilike>).method("not_ilike", like_method<Op::not_ilike>).method("notilike", like_method<Op::not_ilike>);
    b.method("contains", like_method<Op::contains>).method("icontains", like_method<Op::icontains>);
    b.method("startswith", like_method<Op::startswith>).method("istartswith", like_method<Op::istartswith>);
    b.method("endswith", like_method<Op::endswith>).method("iendswith", like_method<Op::iendswith>);
    b.method("match", one_argument<Op::match>).method("regexp_match", regexp_match);
    b.method("regexp_replace", regexp_replace);
    b.method("between", between).method("concat", concat_method).method("collate", one_argument<Op::collate>);
    b.method("desc", unary_method<Op::desc>).method("asc", unary_method<Op::asc>);
    b.method("nulls_first", unary_method<Op::nulls_first>).method("nullsfirst", unary_method<Op::nulls_first>);
    b.method("nulls_last", unary_method<Op::nulls_last>).method("nullslast", unary_method<Op::nulls_last>);
    b.method("distinct", unary_method<Op::distinct>).method("any_", unary_method<Op::any_>).method("all_", unary_method<Op::all_>);
    b.method("bitwise_and", one_argument<Op::bitwise_and>).method("bitwise_or", one_argument<Op::bitwise_or>);
    b.method("bitwise_xor", one_argument<Op::bitwise_xor>).method("bitwise_not", unary_method<Op::bitwise_not>);
    b.method("bitwise_lshift", one_argument<Op::bitwise_lshift>).method("bitwise_rshift", one_argument<Op::bitwise_rshift>);
    b.method("as_string", json_method<TypeKind::unicode>).method("as_integer", json_method<TypeKind::integer>);
    b.method("as_float", json_method<TypeKind::float_>).method("as_boolean", json_method<TypeKind::boolean>);
    b.method("as_numeric", json_method<TypeKind::numeric>).method("as_json", json_method<TypeKind::json>);
    b.method("op", op_method<false>).method("bool_op", op_method<true>).method("label", label_method).method("cast", cast_method);
    add_column_operator_signatures(b);
}

} // namespace relata::modules
