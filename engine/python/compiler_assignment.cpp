// Compiler: assignment, its targets, and del.
#include "python/compiler_impl.h"

namespace relata::python {

using namespace ast;

void FunctionCompiler::assign(Assign& s) {
    expression(*s.value);
    for (size_t i = 0; i < s.targets.size(); ++i) {
        if (i + 1 < s.targets.size()) b().emit(Op::COPY, 1);
        store(*s.targets[i]);
    }
}

void FunctionCompiler::store(Expr& target) {
    b().set_span(target.span);
    switch (target.kind) {
    case ExprKind::Name: {
        Str& name = *target.as<Name>().id;
        if (name.view() == "__debug__") fail(target.span, "cannot assign to __debug__");
        return store_name(name);
    }
    case ExprKind::Attribute:
        expression(*target.as<Attribute>().value);
        set_attribute_span(target, target.as<Attribute>());
        return b().emit(Op::STORE_ATTR, b().name(*mangle(*target.as<Attribute>().attr)));
    case ExprKind::Subscript:
        expression(*target.as<Subscript>().value);
        expression(*target.as<Subscript>().slice);
        b().set_span(target.span);
        return b().emit(Op::STORE_SUBSCR);
    case ExprKind::List:
        return unpack(target.as<ast::List>().elts, target.span);
    case ExprKind::Tuple:
        return unpack(target.as<ast::Tuple>().elts, target.span);
    case ExprKind::Starred:
        fail(target.span, "starred assignment target must be in a list or tuple");
    default:
        fail(target.span, "cannot assign to expression here. Maybe you meant '==' instead of '='?");
    }
}

void FunctionCompiler::unpack(Exprs targets, const Span& span) {
    size_t star = SIZE_MAX;
    for (size_t i = 0; i < targets.size(); ++i)
        if (targets[i]->kind == ExprKind::Starred) {
            if (star != SIZE_MAX) fail(span, "multiple starred expressions in assignment");
            star = i;
        }
    b().set_span(span);
    if (star == SIZE_MAX)
        b().emit(Op::UNPACK_SEQUENCE, uint32_t(targets.size()));
    else
        b().emit(Op::UNPACK_EX, uint32_t(star) | uint32_t(targets.size() - star - 1) << 16);
    for (Expr* target : targets)
        store(target->kind == ExprKind::Starred ? *target->as<Starred>().value : *target);
}

void FunctionCompiler::augmented_assign(AugAssign& s) {
    Expr& target = *s.target;
    switch (target.kind) {
    case ExprKind::Name:
        b().set_span(target.span);
        name_access(*target.as<Name>().id, Access::load);
        break;
    case ExprKind::Attribute:
        expression(*target.as<Attribute>().value);
        b().emit(Op::COPY, 1);
        set_attribute_span(target, target.as<Attribute>());
        b().emit(Op::LOAD_ATTR, b().name(*mangle(*target.as<Attribute>().attr)));
        break;
    default:
        expression(*target.as<Subscript>().value);
        expression(*target.as<Subscript>().slice);
        b().set_span(target.span);
        b().emit(Op::COPY, 2);
        b().emit(Op::COPY, 2);
        b().emit(Op::BINARY_SUBSCR);
    }
    expression(*s.value);
    b().set_span(s.span);
    b().emit(Op::INPLACE_OP, uint32_t(s.op));
    b().set_span(target.span);
    switch (target.kind) {
    case ExprKind::Name:
        return name_access(*target.as<Name>().id, Access::store);
    case ExprKind::Attribute:
        b().emit(Op::SWAP, 2);
        set_attribute_span(target, target.as<Attribute>());
        return b().emit(Op::STORE_ATTR, b().name(*mangle(*target.as<Attribute>().attr)));
    default: // container, key, value -> value, container, key
        b().emit(Op::SWAP, 3);
        b().emit(Op::SWAP, 2);
        return b().emit(Op::STORE_SUBSCR);
    }
}

void FunctionCompiler::annotated_assign(AnnAssign& s) {
    if (s.value) {
        expression(*s.value);
        store(*s.target);
    }
    b().set_span(s.span);
    const bool keeps = s.simple && s.target->kind == ExprKind::Name && !m_scope.is_function();
    if (keeps) {
        annotation(*s.annotation);
        b().set_span(s.span);
        name_access(*m_module.runtime.intern("__annotations__"), Access::load);
        b().load_constant(Value(mangle(*s.target->as<Name>().id)));
        return b().emit(Op::STORE_SUBSCR);
    }
    if (s.target->kind == ExprKind::Name) return;
    // Targets other than names are evaluated where they are not assigned.
    if (!s.value) {
        Expr& part = s.target->kind == ExprKind::Attribute ? *s.target->as<Attribute>().value
                                                           : *s.target->as<Subscript>().value;
        expression(part);
        b().emit(Op::POP_TOP);
    }
    if (!m_module.future_annotations && !m_scope.is_function()) {
        expression(*s.annotation);
        b().emit(Op::POP_TOP);
    }
}

void FunctionCompiler::delete_target(Expr& target) {
    b().set_span(target.span);
    switch (target.kind) {
    case ExprKind::Name:
        return name_access(*target.as<Name>().id, Access::del);
    case ExprKind::Attribute:
        expression(*target.as<Attribute>().value);
        set_attribute_span(target, target.as<Attribute>());
        return b().emit(Op::DELETE_ATTR, b().name(*mangle(*target.as<Attribute>().attr)));
    case ExprKind::Subscript:
        expression(*target.as<Subscript>().value);
        expression(*target.as<Subscript>().slice);
        b().set_span(target.span);
        return b().emit(Op::DELETE_SUBSCR);
    case ExprKind::List:
        for (Expr* e : target.as<ast::List>().elts)
            delete_target(*e);
        return;
    case ExprKind::Tuple:
        for (Expr* e : target.as<ast::Tuple>().elts)
            delete_target(*e);
        return;
    default:
        fail(target.span, "cannot delete expression");
    }
}

} // namespace relata::python
