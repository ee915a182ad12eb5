// Compiler: functions and classes, their defaults, annotations and decorators.
#include "python/compiler_impl.h"

namespace relata::python {

using namespace ast;

void FunctionCompiler::annotation(Expr& e) {
    if (m_module.future_annotations) {
        b().set_span(e.span);
        return b().load_constant(m_module.runtime.make_str(unparse(m_module.runtime, e)));
    }
    expression(e);
}

uint32_t FunctionCompiler::defaults_and_annotations(Arguments& args, Expr* returns) {
    const auto refuse_debug = [&](const Arg& arg) {
        if (arg.name->view() == "__debug__") fail(b().span(), "cannot assign to __debug__");
    };
    for (auto list : {args.posonlyargs, args.args, args.kwonlyargs})
        for (const Arg& a : list) refuse_debug(a);
    if (args.vararg) refuse_debug(*args.vararg);
    if (args.kwarg) refuse_debug(*args.kwarg);
    uint32_t parts = 0;
    if (!args.defaults.empty()) {
        for (Expr* e : args.defaults)
            expression(*e);
        b().emit(Op::BUILD_TUPLE, uint32_t(args.defaults.size()));
        parts |= function_part::defaults;
    }
    uint32_t keyword_defaults = 0;
    for (size_t i = 0; i < args.kwonlyargs.size(); ++i)
        if (args.kw_defaults[i]) {
            b().load_constant(Value(mangle(*args.kwonlyargs[i].name)));
            expression(*args.kw_defaults[i]);
            ++keyword_defaults;
        }
    if (keyword_defaults) {
        b().emit(Op::BUILD_MAP, keyword_defaults);
        parts |= function_part::kwdefaults;
    }
    uint32_t count = 0;
    const auto add = [&](const Value& name, Expr* e) {
        if (!e) return;
        b().load_constant(name);
        annotation(*e);
        count += 2;
    };
    for (auto list : {args.args, args.posonlyargs}) // CPython: compiler_visit_annotations takes them in this order
        for (const Arg& a : list)
            add(Value(mangle(*a.name)), a.annotation);
    if (args.vararg) add(Value(mangle(*args.vararg->name)), args.vararg->annotation);
    for (const Arg& a : args.kwonlyargs)
        add(Value(mangle(*a.name)), a.annotation);
    if (args.kwarg) add(Value(mangle(*args.kwarg->name)), args.kwarg->annotation);
    add(Value(m_module.runtime.intern("return")), returns);
    if (count) {
        b().emit(Op::BUILD_TUPLE, count);
        parts |= function_part::annotations;
    }
    return parts;
}

void FunctionCompiler::make_function(const Ref<Code>& code, uint32_t parts) {
    if (!code->freevars.empty()) {
        for (const Ref<Str>& name : code->freevars)
            b().emit(Op::LOAD_CLOSURE, slot(*name));
        b().emit(Op::BUILD_TUPLE, uint32_t(code->freevars.size()));
        parts |= function_part::closure;
    }
    b().load_constant(Value(code));
    b().emit(Op::MAKE_FUNCTION, parts);
}

Ref<Code> FunctionCompiler::function_code(Scope& scope, std::string name, const Span& span, Arguments& args,
                                          bool is_async, Stmts body, Expr* lambda_body) {
    FunctionCompiler inner(m_module, scope, this, std::move(name), span);
    inner.m_is_async_function = is_async;
    Code& code = inner.b().code();
    if (is_async)
        code.flags |= scope.is_generator ? Code::async_generator : Code::coroutine;
    else if (scope.is_generator)
        code.flags |= Code::generator;
    inner.prepare_slots(&args);
    if (lambda_body) {
        inner.expression(*lambda_body);
        inner.b().set_span(lambda_body->span);
        if (scope.is_generator) {
            inner.b().emit(Op::POP_TOP);
            inner.none();
        }
        inner.b().emit(Op::RETURN_VALUE);
        return inner.b().finish();
    }
    inner.body_with_docstring(body);
    return inner.finish_code();
}

void FunctionCompiler::function_def(FunctionDef& s) {
    for (Expr* decorator : s.decorator_list)
        expression(*decorator);
    Span span = s.span;
    span.end_line = span.line; // the definition's own line: "def" to its name
    span.end_column = span.column;
    const uint32_t parts = defaults_and_annotations(*s.args, s.returns);
    Span first = s.span;
    if (!s.decorator_list.empty()) first.line = s.decorator_list[0]->span.line;
    const Ref<Code> code = function_code(m_module.symtable.scope_of(&s), std::string(s.name->view()), first,
                                         *s.args, s.is_async, s.body, nullptr);
    b().set_span(s.span);
    make_function(code, parts);
    for (size_t i = s.decorator_list.size(); i-- > 0;) {
        b().set_span(s.decorator_list[i]->span);
        b().emit(Op::CALL, 1);
    }
    b().set_span(s.span);
    store_name(*s.name);
}

void FunctionCompiler::class_def(ClassDef& s) {
    refuse_repeated(s.keywords);
    for (Expr* decorator : s.decorator_list)
        expression(*decorator);
    Scope& scope = m_module.symtable.scope_of(&s);
    Runtime& runtime = m_module.runtime;
    Span first = s.span;
    if (!s.decorator_list.empty()) first.line = s.decorator_list[0]->span.line;
    FunctionCompiler inner(m_module, scope, this, std::string(s.name->view()), first);
    inner.prepare_slots(nullptr);
    inner.b().set_span(s.span);
    inner.b().emit(Op::LOAD_NAME, inner.b().name(*runtime.intern("__name__")));
    inner.b().emit(Op::STORE_NAME, inner.b().name(*runtime.intern("__module__")));
    inner.b().load_constant(Value(inner.b().code().qualname));
    inner.b().emit(Op::STORE_NAME, inner.b().name(*runtime.intern("__qualname__")));
    if (scope.has_annotations) inner.b().emit(Op::SETUP_ANNOTATIONS);
    inner.body_with_docstring(s.body);
    if (scope.needs_class_cell) {
        inner.b().emit(Op::LOAD_CLOSURE, inner.slot(*runtime.intern("__class__")));
        inner.b().emit(Op::COPY, 1);
        inner.b().emit(Op::STORE_NAME, inner.b().name(*runtime.intern("__classcell__")));
        inner.b().emit(Op::RETURN_VALUE);
    }
    const Ref<Code> code = inner.finish_code();
    b().set_span(s.span);
    b().emit(Op::LOAD_BUILD_CLASS);
    make_function(code, 0);
    b().load_constant(Value(code->name));
    if (has_unpacking(s.bases, s.keywords)) {
        b().emit(Op::BUILD_LIST, 2);
        for (Expr* base : s.bases) {
            if (base->kind == ExprKind::Starred) {
                expression(*base->as<Starred>().value);
                b().emit(Op::LIST_EXTEND, 1);
            } else {
                expression(*base);
                b().emit(Op::LIST_APPEND, 1);
            }
        }
        b().emit(Op::LIST_TO_TUPLE);
        b().emit(Op::BUILD_MAP, 0);
        for (const Keyword& k : s.keywords) {
            if (k.name) {
                b().load_constant(Value(Ref<Str>(k.name)));
                expression(*k.value);
                b().emit(Op::BUILD_MAP, 1);
            } else {
                expression(*k.value);
            }
            b().emit(Op::DICT_MERGE, 1);
        }
        b().set_span(s.span);
        b().emit(Op::CALL_EX, 1);
    } else {
        for (Expr* base : s.bases)
            expression(*base);
        std::vector<Value> names;
        for (const Keyword& k : s.keywords) {
            expression(*k.value);
            names.push_back(Value(Ref<Str>(k.name)));
        }
        b().set_span(s.span);
        const auto count = uint32_t(2 + s.bases.size() + s.keywords.size());
        if (names.empty()) {
            b().emit(Op::CALL, count);
        } else {
            b().load_constant(runtime.make_tuple(names));
            b().emit(Op::CALL_KW, count);
        }
    }
    for (size_t i = s.decorator_list.size(); i-- > 0;) {
        b().set_span(s.decorator_list[i]->span);
        b().emit(Op::CALL, 1);
    }
    b().set_span(s.span);
    store_name(*s.name);
}

} // namespace relata::python
