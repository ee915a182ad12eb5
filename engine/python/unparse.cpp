// unparse(): an expression as text. CPython: Lib/ast.py, class _Unparser.
#include "python/ast.h"
#include "support/protocol.h"

namespace relata::python::ast {

namespace {

/// CPython: _Precedence.
enum Precedence { p_named, p_tuple, p_yield, p_test, p_or, p_and, p_not, p_cmp, p_bor, p_bxor, p_band, p_shift, p_arith, p_term,
                  p_factor, p_power, p_await, p_atom };

class Unparser {
  public:
    explicit Unparser(Runtime& runtime) : m_runtime(runtime) {}
    std::string text(const Expr& e, int outer = p_test) {
        const auto [inner, written] = write(e);
        return inner < outer ? "(" + written + ")" : written;
    }

  private:
    using Written = std::pair<int, std::string>;
    std::string list(Exprs elts) {
        std::string all;
        for (const Expr* e : elts) all += (all.empty() ? "" : ", ") + text(*e, p_test);
        return all;
    }
    std::string parameters(const Arguments& a) {
        std::string all;
        const auto add = [&](const std::string& part) { all += (all.empty() ? "" : ", ") + part; };
        const size_t plain = a.posonlyargs.size() + a.args.size();
        for (size_t i = 0; i < plain; ++i) {
            const Arg& arg = i < a.posonlyargs.size() ? a.posonlyargs[i] : a.args[i - a.posonlyargs.size()];
            std::string part(arg.name->view());
            if (const size_t without = plain - a.defaults.size(); i >= without) part += "=" + text(*a.defaults[i - without]);
            add(part);
            if (i + 1 == a.posonlyargs.size()) add("/");
        }
        if (a.vararg) add("*" + std::string(a.vararg->name->view()));
        else if (!a.kwonlyargs.empty()) add("*");
        for (size_t i = 0; i < a.kwonlyargs.size(); ++i)
            add(std::string(a.kwonlyargs[i].name->view()) + (a.kw_defaults[i] ? "=" + text(*a.kw_defaults[i]) : ""));
        if (a.kwarg) add("**" + std::string(a.kwarg->name->view()));
        return all;
    }
    std::string clauses(std::span<Comprehension> generators) {
        std::string all;
        for (const Comprehension& g : generators) {
            all += (g.is_async ? " async for " : " for ") + text(*g.target, p_tuple) + " in " + text(*g.iter, p_or);
            for (const Expr* condition : g.ifs) all += " if " + text(*condition, p_or);
        }
        return all;
    }
    Written write(const Expr& e);

    Runtime& m_runtime;
};

Unparser::Written Unparser::write(const Expr& e) {
    switch (e.kind) {
    case ExprKind::Constant: return {p_atom, e.as<Constant>().value->is_ellipsis() ? "..." : repr_text(m_runtime, *e.as<Constant>().value)};
    case ExprKind::Name: return {p_atom, std::string(e.as<Name>().id->view())};
    case ExprKind::Attribute: {
        const auto& a = e.as<Attribute>();
        std::string value = text(*a.value, p_atom);
        if (a.value->kind == ExprKind::Constant && a.value->as<Constant>().value->is_small_int()) value += " ";
        return {p_atom, value + "." + std::string(a.attr->view())};
    }
    case ExprKind::Subscript: {
        const auto& s = e.as<Subscript>();
        const bool bare = s.slice->kind == ExprKind::Tuple && !s.slice->as<Tuple>().elts.empty();
        std::string index = bare ? list(s.slice->as<Tuple>().elts) : text(*s.slice, p_named);
        if (bare && s.slice->as<Tuple>().elts.size() == 1) index += ",";
        return {p_atom, text(*s.value, p_atom) + "[" + index + "]"};
    }
    case ExprKind::Slice: {
        const auto& s = e.as<Slice>();
        std::string all = s.lower ? text(*s.lower) : "";
        all += ":" + (s.upper ? text(*s.upper) : std::string());
        if (s.step) all += ":" + text(*s.step);
        return {p_atom, all};
    }
    case ExprKind::Call: {
        const auto& c = e.as<Call>();
        std::string args = list(c.args);
        for (const Keyword& k : c.keywords)
            args += (args.empty() ? "" : ", ") + (k.name ? std::string(k.name->view()) + "=" : "**") + text(*k.value);
        return {p_atom, text(*c.func, p_atom) + "(" + args + ")"};
    }
    case ExprKind::BinOp: {
        static constexpr struct { const char* text; int precedence; } ops[] = {
            {"+", p_arith}, {"-", p_arith}, {"*", p_term}, {"@", p_term}, {"/", p_term}, {"//", p_term}, {"%", p_term},
            {"**", p_power}, {"<<", p_shift}, {">>", p_shift}, {"&", p_band}, {"|", p_bor}, {"^", p_bxor}};
        const auto& o = e.as<BinOp>();
        const auto& op = ops[size_t(o.op)];
        const bool right_first = o.op == BinaryOp::power;
        return {op.precedence, text(*o.left, op.precedence + right_first) + " " + op.text + " " +
                                   text(*o.right, op.precedence + !right_first)};
    }
    case ExprKind::UnaryOp: {
        const auto& u = e.as<UnaryOp>();
        static constexpr const char* signs[] = {"~", "not ", "+", "-"};
        const int precedence = u.op == UnaryOperator::not_ ? p_not : p_factor;
        return {precedence, signs[size_t(u.op)] + text(*u.operand, precedence)};
    }
    case ExprKind::BoolOp: {
        const auto& o = e.as<BoolOp>();
        const bool is_and = o.op == BoolOperator::and_;
        std::string all;
        for (const Expr* v : o.values) all += (all.empty() ? "" : is_and ? " and " : " or ") + text(*v, (is_and ? p_and : p_or) + 1);
        return {is_and ? p_and : p_or, all};
    }
    case ExprKind::Compare: {
        static constexpr const char* ops[] = {"<", "<=", "==", "!=", ">", ">=", "is", "is not", "in", "not in"};
        const auto& c = e.as<Compare>();
        std::string all = text(*c.left, p_cmp + 1);
        for (size_t i = 0; i < c.ops.size(); ++i) all += std::string(" ") + ops[size_t(c.ops[i])] + " " + text(*c.comparators[i], p_cmp + 1);
        return {p_cmp, all};
    }
    case ExprKind::IfExp: {
        const auto& i = e.as<IfExp>();
        return {p_test, text(*i.body, p_test + 1) + " if " + text(*i.test, p_test + 1) + " else " + text(*i.orelse, p_test)};
    }
    case ExprKind::Lambda: {
        const auto& l = e.as<Lambda>();
        const std::string args = parameters(*l.args);
        return {p_test, "lambda" + (args.empty() ? "" : " " + args) + ": " + text(*l.body)};
    }
    case ExprKind::NamedExpr: return {p_named, text(*e.as<NamedExpr>().target, p_atom) + " := " + text(*e.as<NamedExpr>().value, p_atom)};
    case ExprKind::List: return {p_atom, "[" + list(e.as<List>().elts) + "]"};
    case ExprKind::Tuple: {
        const Exprs elts = e.as<Tuple>().elts;
        return {p_atom, "(" + list(elts) + (elts.size() == 1 ? ",)" : ")")};
    }
    case ExprKind::Set: return {p_atom, "{" + list(e.as<Set>().elts) + "}"};
    case ExprKind::Dict: {
        const auto& d = e.as<Dict>();
        std::string all;
        for (size_t i = 0; i < d.values.size(); ++i)
            all += (i ? ", " : "") + (d.keys[i] ? text(*d.keys[i]) + ": " + text(*d.values[i]) : "**" + text(*d.values[i], p_bor));
        return {p_atom, "{" + all + "}"};
    }
    case ExprKind::ListComp:
    case ExprKind::SetComp:
    case ExprKind::GeneratorExp:
    case ExprKind::DictComp: {
        const auto& c = e.as<ComprehensionExpr>();
        std::string all = text(*c.elt);
        if (c.value) all += ": " + text(*c.value);
        all += clauses(c.generators);
        if (e.kind == ExprKind::ListComp) return {p_atom, "[" + all + "]"};
        if (e.kind == ExprKind::GeneratorExp) return {p_atom, "(" + all + ")"};
        return {p_atom, "{" + all + "}"};
    }
    case ExprKind::Starred: return {p_atom, "*" + text(*e.as<Starred>().value, p_bor)};
    case ExprKind::Await: return {p_await, "await " + text(*e.as<Await>().value, p_atom)};
    case ExprKind::Yield: return {p_yield, e.as<Yield>().value ? "(yield " + text(*e.as<Yield>().value) + ")" : "(yield)"};
    case ExprKind::YieldFrom: return {p_yield, "(yield from " + text(*e.as<YieldFrom>().value) + ")"};
    case ExprKind::FormattedValue: {
        const auto& f = e.as<FormattedValue>();
        std::string all = "{" + text(*f.value);
        if (f.conversion > 0) all += std::string("!") + char(f.conversion);
        if (f.format_spec)
            for (const Expr* part : f.format_spec->as<JoinedStr>().values)
                all += (part == f.format_spec->as<JoinedStr>().values[0] ? ":" : "") +
                       (part->kind == ExprKind::Constant ? str_text(m_runtime, *part->as<Constant>().value) : write(*part).second);
        return {p_atom, all + "}"};
    }
    case ExprKind::JoinedStr: {
        std::string all;
        for (const Expr* part : e.as<JoinedStr>().values)
            all += part->kind == ExprKind::Constant ? str_text(m_runtime, *part->as<Constant>().value) : write(*part).second;
        return {p_atom, "f" + repr_text(m_runtime, Value(m_runtime.make_str(all)))};
    }
    }
    return {p_atom, ""};
}

} // namespace

std::string unparse(Runtime& runtime, const Expr& expression) { return Unparser(runtime).text(expression); }

} // namespace relata::python::ast
