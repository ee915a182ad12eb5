// Compiler, expressions. CPython: Python/compile.c, compiler_visit_expr and what it calls.
#include "python/compiler_impl.h"

#include <algorithm>

namespace relata::python {

using namespace ast;

void FunctionCompiler::expression(Expr& e) {
    const ast::Nesting nesting(m_module.runtime, m_module.expression_depth);
    const Span outer = b().span();
    b().set_span(e.span);
    expression_at(e);
    b().set_span(outer);
}

/// Arithmetic on constants is done now where it changes nothing that a program could see: small results only.
Value FunctionCompiler::fold(const Expr& e) const {
    if (e.kind == ExprKind::UnaryOp) {
        const auto& u = e.as<ast::UnaryOp>();
        if (u.op != UnaryOperator::minus || u.operand->kind != ExprKind::Constant) return {};
        const Value& v = *u.operand->as<Constant>().value;
        if (v.is_small_int() && v.as_small_int() != 0) return Value::small_int(-v.as_small_int());
        if (const auto* f = v.as<Float>()) return m_module.runtime.make_float(-f->value());
    }
    if (e.kind == ExprKind::Tuple) {
        const auto& t = e.as<ast::Tuple>();
        if (t.ctx != ExprContext::load || t.elts.empty()) return {};
        std::vector<Value> items;
        for (const Expr* item : t.elts) {
            if (item->kind == ExprKind::Constant) {
                items.push_back(*item->as<Constant>().value);
            } else {
                Value folded = fold(*item);
                if (!folded.is_set()) return {};
                items.push_back(std::move(folded));
            }
        }
        return m_module.runtime.make_tuple(items);
    }
    return {};
}

void FunctionCompiler::expression_at(Expr& e) {
    switch (e.kind) {
    case ExprKind::Constant: return b().load_constant(*e.as<Constant>().value);
    case ExprKind::Name: return name_access(*e.as<Name>().id, Access::load);
    case ExprKind::NamedExpr: {
        auto& n = e.as<NamedExpr>();
        expression(*n.value);
        b().emit(Op::COPY, 1);
        return store(*n.target);
    }
    case ExprKind::BoolOp: {
        auto& o = e.as<BoolOp>();
        const Label end = b().new_label();
        for (size_t i = 0; i + 1 < o.values.size(); ++i) {
            expression(*o.values[i]);
            b().jump(o.op == BoolOperator::and_ ? Op::JUMP_IF_FALSE_OR_POP : Op::JUMP_IF_TRUE_OR_POP, end);
        }
        expression(*o.values.back());
        return b().bind(end);
    }
    case ExprKind::BinOp:
        expression(*e.as<BinOp>().left);
        expression(*e.as<BinOp>().right);
        return b().emit(Op::BINARY_OP, uint32_t(e.as<BinOp>().op));
    case ExprKind::UnaryOp: {
        if (Value folded = fold(e); folded.is_set()) return b().load_constant(std::move(folded));
        auto& u = e.as<ast::UnaryOp>();
        expression(*u.operand);
        static constexpr Op ops[] = {Op::UNARY_INVERT, Op::UNARY_NOT, Op::UNARY_POSITIVE, Op::UNARY_NEGATIVE};
        return b().emit(ops[size_t(u.op)]);
    }
    case ExprKind::Lambda: {
        auto& l = e.as<Lambda>();
        const uint32_t parts = defaults_and_annotations(*l.args, nullptr);
        const Ref<Code> code = function_code(m_module.symtable.scope_of(&l), "<lambda>", e.span, *l.args, false, {}, l.body);
        return make_function(code, parts);
    }
    case ExprKind::IfExp: {
        auto& i = e.as<IfExp>();
        const Label orelse = b().new_label(), end = b().new_label();
        jump_if(*i.test, orelse, false);
        expression(*i.body);
        b().jump(Op::JUMP_FORWARD, end);
        b().bind(orelse);
        expression(*i.orelse);
        return b().bind(end);
    }
    case ExprKind::Dict: return dict(e.as<ast::Dict>());
    case ExprKind::Set: return sequence(e.as<ast::Set>().elts, Op::BUILD_SET, Op::SET_ADD, Op::SET_UPDATE);
    case ExprKind::List: return sequence(e.as<ast::List>().elts, Op::BUILD_LIST, Op::LIST_APPEND, Op::LIST_EXTEND);
    case ExprKind::Tuple: {
        if (Value folded = fold(e); folded.is_set()) return b().load_constant(std::move(folded));
        const Exprs elts = e.as<ast::Tuple>().elts;
        if (std::ranges::none_of(elts, [](const Expr* x) { return x->kind == ExprKind::Starred; })) {
            for (Expr* item : elts) expression(*item);
            return b().emit(Op::BUILD_TUPLE, uint32_t(elts.size()));
        }
        sequence(elts, Op::BUILD_LIST, Op::LIST_APPEND, Op::LIST_EXTEND);
        return b().emit(Op::LIST_TO_TUPLE);
    }
    case ExprKind::ListComp:
    case ExprKind::SetComp:
    case ExprKind::DictComp:
    case ExprKind::GeneratorExp: return comprehension(e.as<ComprehensionExpr>());
    case ExprKind::Await:
        if (!m_scope.is_function()) fail(e.span, "'await' outside function");
        if (!m_is_async_function && m_scope.kind != Scope::Kind::comprehension) fail(e.span, "'await' outside async function");
        expression(*e.as<Await>().value);
        return await_on_stack(0);
    case ExprKind::Yield:
        if (!m_scope.is_function()) fail(e.span, "'yield' outside function");
        if (Expr* value = e.as<Yield>().value)
            expression(*value);
        else
            none();
        return b().emit(Op::YIELD_VALUE);
    case ExprKind::YieldFrom:
        if (!m_scope.is_function()) fail(e.span, "'yield' outside function");
        if (m_is_async_function) fail(e.span, "'yield from' inside async function");
        expression(*e.as<YieldFrom>().value);
        b().emit(Op::GET_YIELD_FROM_ITER);
        none();
        return yield_from_on_stack();
    case ExprKind::Compare: return compare(e.as<Compare>());
    case ExprKind::Call: return call(e.as<Call>());
    case ExprKind::FormattedValue: {
        auto& f = e.as<FormattedValue>();
        expression(*f.value);
        uint32_t arg = f.conversion == 's' ? 1 : f.conversion == 'r' ? 2 : f.conversion == 'a' ? 3 : 0;
        if (f.format_spec) {
            expression(*f.format_spec);
            arg |= 4;
        }
        return b().emit(Op::FORMAT_VALUE, arg);
    }
    case ExprKind::JoinedStr: return joined_string(e.as<JoinedStr>());
    case ExprKind::Attribute: {
        auto& a = e.as<Attribute>();
        expression(*a.value);
        set_attribute_span(e, a);
        return b().emit(Op::LOAD_ATTR, b().name(*mangle(*a.attr)));
    }
    case ExprKind::Subscript:
        warn_about_subscript(e.as<Subscript>());
        expression(*e.as<Subscript>().value);
        expression(*e.as<Subscript>().slice);
        return b().emit(Op::BINARY_SUBSCR);
    case ExprKind::Slice: {
        auto& s = e.as<Slice>();
        s.lower ? expression(*s.lower) : none();
        s.upper ? expression(*s.upper) : none();
        if (s.step) expression(*s.step);
        return b().emit(Op::BUILD_SLICE, s.step ? 3 : 2);
    }
    case ExprKind::Starred: fail(e.span, "can't use starred expression here");
    }
}

/// An attribute that stands on a later line than what it is read from is where the instruction is.
/// CPython: update_start_location_to_match_attr.
void FunctionCompiler::set_attribute_span(const Expr& whole, const Attribute& attribute) {
    Span span = whole.span;
    const Span& end = attribute.span;
    if (span.line != end.end_line) {
        span.line = end.end_line;
        const int length = int(attribute.attr->byte_count());
        if (length <= end.end_column) {
            span.column = end.end_column - length;
            span.end_line = end.end_line;
            span.end_column = end.end_column;
        }
    }
    b().set_span(span);
}

void FunctionCompiler::joined_string(JoinedStr& e) {
    for (Expr* value : e.values) expression(*value);
    if (e.values.empty()) return b().load_constant(m_module.runtime.intern(""));
    if (e.values.size() > 1 || e.values[0]->kind != ExprKind::FormattedValue) b().emit(Op::BUILD_STRING, uint32_t(e.values.size()));
}

void FunctionCompiler::sequence(Exprs elts, Op build, Op append, Op extend) {
    const bool stars = std::ranges::any_of(elts, [](const Expr* x) { return x->kind == ExprKind::Starred; });
    if (!stars) {
        for (Expr* item : elts) expression(*item);
        return b().emit(build, uint32_t(elts.size()));
    }
    b().emit(build, 0);
    for (Expr* item : elts) {
        if (item->kind == ExprKind::Starred) {
            expression(*item->as<Starred>().value);
            b().emit(extend, 1);
        } else {
            expression(*item);
            b().emit(append, 1);
        }
    }
}

void FunctionCompiler::dict(ast::Dict& e) {
    uint32_t pending = 0;
    bool has_dict = false;
    const auto flush = [&] {
        if (!pending && has_dict) return;
        b().emit(Op::BUILD_MAP, pending);
        if (has_dict) b().emit(Op::DICT_UPDATE, 1);
        has_dict = true;
        pending = 0;
    };
    for (size_t i = 0; i < e.values.size(); ++i) {
        if (e.keys[i]) {
            expression(*e.keys[i]);
            expression(*e.values[i]);
            ++pending;
            continue;
        }
        flush();
        expression(*e.values[i]);
        b().emit(Op::DICT_UPDATE, 1);
    }
    flush();
}

void FunctionCompiler::compare(Compare& e) {
    const auto emit = [&](CompareOperator op) {
        switch (op) {
        case CompareOperator::is: return b().emit(Op::IS_OP, 0);
        case CompareOperator::is_not: return b().emit(Op::IS_OP, 1);
        case CompareOperator::in: return b().emit(Op::CONTAINS_OP, 0);
        case CompareOperator::not_in: return b().emit(Op::CONTAINS_OP, 1);
        default: return b().emit(Op::COMPARE_OP, uint32_t(op)); // the same order as CompareOp
        }
    };
    warn_about_comparison(e);
    expression(*e.left);
    if (e.ops.size() == 1) {
        expression(*e.comparators[0]);
        return emit(e.ops[0]);
    }
    const Label cleanup = b().new_label(), end = b().new_label();
    for (size_t i = 0; i + 1 < e.ops.size(); ++i) {
        expression(*e.comparators[i]);
        b().emit(Op::SWAP, 2);
        b().emit(Op::COPY, 2); // keeps the middle operand
        emit(e.ops[i]);
        b().jump(Op::JUMP_IF_FALSE_OR_POP, cleanup);
    }
    expression(*e.comparators.back());
    emit(e.ops.back());
    b().jump(Op::JUMP_FORWARD, end);
    b().bind(cleanup);
    b().emit(Op::SWAP, 2);
    b().emit(Op::POP_TOP);
    b().bind(end);
}

// ---- calls --------------------------------------------------------------------------------------------------------------

bool FunctionCompiler::has_unpacking(Exprs args, std::span<Keyword> keywords) const {
    return std::ranges::any_of(args, [](const Expr* a) { return a->kind == ExprKind::Starred; }) ||
           std::ranges::any_of(keywords, [](const Keyword& k) { return !k.name; });
}

void FunctionCompiler::refuse_repeated(std::span<Keyword> keywords) {
    for (size_t i = 0; i < keywords.size(); ++i)
        for (size_t j = i + 1; keywords[i].name && j < keywords.size(); ++j)
            if (keywords[j].name == keywords[i].name)
                fail(keywords[j].span, "keyword argument repeated: " + std::string(keywords[i].name->view()));
}

void FunctionCompiler::call(Call& e) {
    refuse_repeated(e.keywords);
    warn_about_call(e);
    const Span whole = e.span;
    const bool unpacking = has_unpacking(e.args, e.keywords);
    const bool method = e.func->kind == ExprKind::Attribute && !unpacking;
    Span call_span = whole;
    if (method) {
        auto& a = e.func->as<Attribute>();
        expression(*a.value);
        set_attribute_span(*e.func, a);
        b().emit(Op::LOAD_METHOD, b().name(*mangle(*a.attr)));
        set_attribute_span(e, a);
        call_span = b().span();
    } else {
        expression(*e.func);
    }
    if (unpacking) {
        call_with_unpacking(e.args, e.keywords);
        b().set_span(whole);
        return b().emit(Op::CALL_EX, e.keywords.empty() ? 0 : 1);
    }
    for (Expr* arg : e.args) expression(*arg);
    std::vector<Value> names;
    for (const Keyword& k : e.keywords) {
        expression(*k.value);
        names.push_back(Value(Ref<Str>(k.name)));
    }
    const auto count = uint32_t(e.args.size() + e.keywords.size());
    b().set_span(call_span);
    if (names.empty()) return b().emit(method ? Op::CALL_METHOD : Op::CALL, count);
    b().load_constant(m_module.runtime.make_tuple(names));
    b().emit(method ? Op::CALL_METHOD_KW : Op::CALL_KW, count);
}

/// Pushes the tuple of positional arguments and, where there are keywords, the dict of them.
void FunctionCompiler::call_with_unpacking(Exprs args, std::span<Keyword> keywords) {
    if (args.size() == 1 && args[0]->kind == ExprKind::Starred) {
        expression(*args[0]->as<Starred>().value); // CALL_EX makes the tuple
    } else {
        sequence(args, Op::BUILD_LIST, Op::LIST_APPEND, Op::LIST_EXTEND);
        b().emit(Op::LIST_TO_TUPLE);
    }
    if (keywords.empty()) return;
    b().emit(Op::BUILD_MAP, 0);
    for (const Keyword& k : keywords) {
        if (k.name) {
            b().load_constant(Value(Ref<Str>(k.name)));
            expression(*k.value);
            b().emit(Op::BUILD_MAP, 1);
        } else {
            expression(*k.value);
        }
        b().emit(Op::DICT_MERGE, 1);
    }
}

// ---- suspension -----------------------------------------------------------------------------------------------------------

void FunctionCompiler::await_on_stack(uint32_t argument) {
    b().emit(Op::GET_AWAITABLE, argument);
    none();
    yield_from_on_stack();
}

/// On the stack: iterator, value to send. Leaves the result.
void FunctionCompiler::yield_from_on_stack() {
    const Label send = b().new_label(), finished = b().new_label();
    b().bind(send);
    b().jump(Op::SEND, finished);
    b().emit(Op::YIELD_VALUE, 1);
    b().jump(Op::JUMP_BACKWARD, send);
    b().bind(finished);
}

// ---- comprehensions -----------------------------------------------------------------------------------------------------------

void FunctionCompiler::comprehension(ComprehensionExpr& e) {
    Scope& scope = m_module.symtable.scope_of(&e);
    const bool is_generator = e.kind == ExprKind::GeneratorExp;
    const bool is_async = scope.is_coroutine;
    if (is_async && !is_generator && !m_is_async_function && m_scope.kind != Scope::Kind::comprehension)
        fail(e.span, "asynchronous comprehension outside of an asynchronous function");
    const char* name = is_generator ? "<genexpr>" : e.kind == ExprKind::ListComp ? "<listcomp>"
                       : e.kind == ExprKind::SetComp ? "<setcomp>" : "<dictcomp>";
    FunctionCompiler inner(m_module, scope, this, name, e.span);
    inner.m_is_async_function = is_async;
    Code& code = inner.b().code();
    if (is_generator)
        code.flags |= is_async ? Code::async_generator : Code::generator;
    else if (is_async)
        code.flags |= Code::coroutine;
    inner.prepare_slots(nullptr);
    inner.b().set_span(e.span);
    if (!is_generator) inner.b().emit(e.kind == ExprKind::ListComp ? Op::BUILD_LIST : e.kind == ExprKind::SetComp ? Op::BUILD_SET : Op::BUILD_MAP, 0);
    inner.comprehension_loop(e, 0, 0);
    inner.b().set_span(e.span);
    if (is_generator) inner.none();
    inner.b().emit(Op::RETURN_VALUE);
    const Ref<Code> made = inner.b().finish();
    make_function(made, 0);
    const Comprehension& first = e.generators[0];
    expression(*first.iter);
    b().set_span(first.iter->span);
    b().emit(first.is_async ? Op::GET_AITER : Op::GET_ITER);
    b().set_span(e.span);
    b().emit(Op::CALL, 1);
    if (is_async && !is_generator) await_on_stack(0);
}

/// `depth`: iterators between the result and the top.
void FunctionCompiler::comprehension_loop(ComprehensionExpr& e, size_t level, int depth) {
    const Comprehension& g = e.generators[level];
    const Label start = b().new_label(), finished = b().new_label(), stop = b().new_label();
    if (level == 0) {
        b().emit(Op::LOAD_FAST, 0);
    } else {
        expression(*g.iter);
        b().set_span(g.iter->span);
        b().emit(g.is_async ? Op::GET_AITER : Op::GET_ITER);
    }
    ++depth;
    b().bind(start);
    if (g.is_async) {
        b().push_handler(stop);
        b().emit(Op::GET_ANEXT);
        none();
        yield_from_on_stack();
        b().pop_handler();
    } else {
        b().jump(Op::FOR_ITER, finished);
    }
    store(*g.target);
    for (Expr* condition : g.ifs) jump_if(*condition, start, false);
    if (level + 1 < e.generators.size()) {
        comprehension_loop(e, level + 1, depth);
    } else {
        b().set_span(e.elt->span);
        switch (e.kind) {
        case ExprKind::GeneratorExp:
            expression(*e.elt);
            b().emit(Op::YIELD_VALUE);
            b().emit(Op::POP_TOP);
            break;
        case ExprKind::ListComp:
            expression(*e.elt);
            b().emit(Op::LIST_APPEND, uint32_t(depth + 1));
            break;
        case ExprKind::SetComp:
            expression(*e.elt);
            b().emit(Op::SET_ADD, uint32_t(depth + 1));
            break;
        default:
            expression(*e.elt);
            expression(*e.value);
            b().emit(Op::MAP_ADD, uint32_t(depth + 1));
        }
    }
    b().jump(Op::JUMP_BACKWARD, start);
    if (g.is_async) {
        b().bind_handler(stop);
        b().set_span(g.iter->span);
        b().emit(Op::END_ASYNC_FOR);
    } else {
        b().bind(finished);
    }
}

} // namespace relata::python
