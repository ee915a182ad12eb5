// CompletionScope: what an expression of the program gives, and which attributes and parameters that has.
#include "python/completion_scope.h"
#include "python/function.h"
#include "python/module.h"
#include "python/native_function.h"
#include "python/parameters.h"
#include "support/dict.h"
#include "support/protocol.h"

#include <algorithm>
#include <set>

namespace relata::python {

using namespace ast;

namespace {

constexpr int max_depth = 40;

/// One more level of a chain of calls and attributes.
class Level {
  public:
    explicit Level(int& depth) : m_depth(++depth) {}
    ~Level() { --m_depth; }
    bool too_deep() const { return m_depth > max_depth; }

  private:
    int& m_depth;
};

bool is_one_of(const std::string& name, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

const Arguments* init_of(const ClassDef& cls) {
    for (const Stmt* s : cls.body)
        if (s->kind == StmtKind::FunctionDef && s->as<FunctionDef>().name->view() == "__init__") return s->as<FunctionDef>().args;
    return nullptr;
}

/// What a library function, method or class says that it can be given, or null.
const char* native_signature(Runtime& runtime, const Known& callee) {
    if (!callee.object.is_set()) return nullptr;
    if (const auto* function = callee.object.as<NativeFunction>()) return function->signature();
    const auto* type = callee.kind == Known::Kind::object ? callee.object.as<Type>() : nullptr;
    const Value* init = type ? type->lookup(*runtime.intern("__init__")) : nullptr;
    const auto* function = init ? init->as<NativeFunction>() : nullptr;
    return function ? function->signature() : nullptr;
}

} // namespace

Known CompletionScope::annotated(const Expr* annotation, const Names& names) {
    const Level level(m_depth);
    if (!annotation || level.too_deep()) return {};
    if (annotation->kind == ExprKind::Constant) {
        const Str* text = annotation->as<Constant>().value->as<Str>();
        return text ? annotated(parse_expression(std::string(text->view())), names) : Known();
    }
    if (annotation->kind == ExprKind::BinOp) { // X | None
        const Known left = annotated(annotation->as<BinOp>().left, names);
        return left ? left : annotated(annotation->as<BinOp>().right, names);
    }
    if (annotation->kind == ExprKind::Subscript) {
        const auto& subscript = annotation->as<Subscript>();
        const Expr* argument = subscript.slice;
        if (argument->kind == ExprKind::Tuple && !argument->as<ast::Tuple>().elts.empty()) argument = argument->as<ast::Tuple>().elts.back();
        const std::string outer = text_of(subscript.value);
        const Known inner = annotated(argument, names);
        if (is_one_of(outer, {"Optional", "Annotated", "ClassVar", "Final", "typing.Optional"}))
            return outer == "Annotated" && subscript.slice->kind == ExprKind::Tuple
                       ? annotated(subscript.slice->as<ast::Tuple>().elts.front(), names) : inner;
        Known container = infer(*subscript.value, names);
        if (!(container.kind == Known::Kind::object && container.object.as<Type>())) {
            container = {};
            container.kind = Known::Kind::instance;
            container.object = Value(m_interpreter.type(BuiltinType::list));
        }
        container.kind = Known::Kind::instance;
        container.element = std::make_shared<Known>(inner);
        return container;
    }
    Known known = infer(*annotation, names);
    if (known.kind == Known::Kind::program_class) known.kind = Known::Kind::program_instance;
    else if (known.kind == Known::Kind::object && known.object.as<Type>()) known.kind = Known::Kind::instance;
    else return {};
    return known;
}

Known CompletionScope::infer(const Expr& e, const Names& names) {
    const Level level(m_depth);
    if (level.too_deep()) return {};
    switch (e.kind) {
    case ExprKind::Name: {
        const std::string name(e.as<Name>().id->view());
        if (const auto found = names.find(name); found != names.end()) return found->second;
        if (const Value* builtin = m_interpreter.builtins_dict().find(name)) {
            Known known;
            known.kind = Known::Kind::object;
            known.object = *builtin;
            return known;
        }
        return {};
    }
    case ExprKind::Attribute: return attribute(infer(*e.as<Attribute>().value, names), std::string(e.as<Attribute>().attr->view()), names);
    case ExprKind::Await: return infer(*e.as<Await>().value, names);
    case ExprKind::Call: return call(e.as<Call>(), names);
    case ExprKind::Subscript: {
        const Known container = infer(*e.as<Subscript>().value, names);
        if (e.as<Subscript>().slice->kind == ExprKind::Slice) return container;
        return container.element ? *container.element : Known();
    }
    case ExprKind::IfExp: return infer(*e.as<IfExp>().body, names);
    case ExprKind::NamedExpr: return infer(*e.as<NamedExpr>().value, names);
    case ExprKind::BoolOp: return infer(*e.as<BoolOp>().values.back(), names);
    case ExprKind::Constant:
    case ExprKind::JoinedStr:
    case ExprKind::List:
    case ExprKind::ListComp:
    case ExprKind::Dict:
    case ExprKind::DictComp:
    case ExprKind::Set:
    case ExprKind::SetComp:
    case ExprKind::Tuple: {
        Known known;
        known.kind = Known::Kind::instance;
        const auto builtin = [&](BuiltinType t) { known.object = Value(m_interpreter.type(t)); };
        if (e.kind == ExprKind::Constant) known.object = Value(m_interpreter.type_of(*e.as<Constant>().value));
        else if (e.kind == ExprKind::JoinedStr) builtin(BuiltinType::str);
        else if (e.kind == ExprKind::Dict || e.kind == ExprKind::DictComp) builtin(BuiltinType::dict);
        else if (e.kind == ExprKind::Set || e.kind == ExprKind::SetComp) builtin(BuiltinType::set);
        else if (e.kind == ExprKind::Tuple) builtin(BuiltinType::tuple);
        else builtin(BuiltinType::list);
        if (e.kind == ExprKind::List && !e.as<ast::List>().elts.empty())
            known.element = std::make_shared<Known>(infer(*e.as<ast::List>().elts.front(), names));
        if (e.kind == ExprKind::ListComp) {
            Names inner = names;
            for (const Comprehension& c : e.as<ComprehensionExpr>().generators) {
                const Known items = infer(*c.iter, inner);
                bind(*c.target, items.element ? *items.element : Known(), inner);
            }
            known.element = std::make_shared<Known>(infer(*e.as<ComprehensionExpr>().elt, inner));
        }
        return known;
    }
    default: return {};
    }
}

Known CompletionScope::attribute(const Known& of, const std::string& name, const Names& names) {
    if (of.kind == Known::Kind::object || of.kind == Known::Kind::instance) {
        if (auto* module = of.kind == Known::Kind::object ? of.object.as<python::Module>() : nullptr) {
            Known known;
            known.object = module->find(m_interpreter, name);
            known.kind = known.object.is_set() ? Known::Kind::object : Known::Kind::nothing;
            return known;
        }
        Known method;
        method.kind = Known::Kind::method;
        method.name = name;
        method.owner = std::make_shared<Known>(of);
        if (const auto* type = of.object.as<Type>())
            if (const Value* found = type->lookup(*m_interpreter.intern(name))) method.object = *found;
        return method;
    }
    if (of.cls) {
        const ClassDef* found_in = of.cls;
        for (const Stmt* s : found_in->body) {
            if (s->kind == StmtKind::AnnAssign && text_of(s->as<AnnAssign>().target) == name)
                return annotated(s->as<AnnAssign>().annotation, names);
            if (s->kind == StmtKind::Assign && text_of(s->as<Assign>().targets[0]) == name) return infer(*s->as<Assign>().value, names);
            if (s->kind == StmtKind::FunctionDef && s->as<FunctionDef>().name->view() == name) {
                Known known;
                known.kind = Known::Kind::function;
                known.def = &s->as<FunctionDef>();
                for (const Expr* d : known.def->decorator_list)
                    if (text_of(d) == "property") return annotated(known.def->returns, names);
                known.owner = std::make_shared<Known>(of);
                return known;
            }
        }
        const Level level(m_depth);
        if (level.too_deep()) return {};
        for (const Expr* base : of.cls->bases) {
            Known parent = infer(*base, names);
            if (parent.kind == Known::Kind::program_class && of.kind == Known::Kind::program_instance) parent.kind = of.kind;
            if (parent.kind == Known::Kind::object && of.kind == Known::Kind::program_instance) parent.kind = Known::Kind::instance;
            if (Known found = attribute(parent, name, names); found && (found.kind != Known::Kind::method || found.object.is_set())) return found;
        }
    }
    return {};
}

/// What the library's own calls give, as far as it follows from their arguments.
Known CompletionScope::call(const Call& e, const Names& names) {
    Known callee = infer(*e.func, names);
    const auto argument = [&](size_t i) { return i < e.args.size() ? infer(*e.args[i], names) : Known(); };
    const auto instance_of = [&](Known known) {
        if (known.kind == Known::Kind::program_class) known.kind = Known::Kind::program_instance;
        if (known.kind == Known::Kind::object && known.object.as<Type>()) known.kind = Known::Kind::instance;
        return known;
    };
    switch (callee.kind) {
    case Known::Kind::program_class: return instance_of(callee);
    case Known::Kind::function: return annotated(callee.def->returns, names);
    case Known::Kind::object: {
        const std::string function = text_of(e.func);
        const std::string last = function.substr(function.rfind('.') + 1);
        if (last == "select") {
            Known made = library("sqlmodel.sql.expression", "SelectOfScalar");
            if (!made) made = library("sqlalchemy.sql", "Select");
            if (!made) made = library("sqlalchemy", "Select");
            made.kind = Known::Kind::instance;
            made.element = std::make_shared<Known>(instance_of(argument(0)));
            return made;
        }
        if (last == "create_engine" || last == "create_async_engine") {
            Known made = last == "create_engine" ? library("sqlalchemy.engine", "Engine") : library("sqlalchemy.ext.asyncio", "AsyncEngine");
            if (made) made.kind = Known::Kind::instance;
            return made;
        }
        if (is_one_of(last, {"sorted", "list", "set", "tuple", "reversed"})) {
            Known made;
            made.kind = Known::Kind::instance;
            made.object = Value(m_interpreter.type(BuiltinType::list));
            made.element = argument(0).element;
            return made;
        }
        if (is_one_of(last, {"next", "max", "min", "anext"})) return argument(0).element ? *argument(0).element : Known();
        return callee.object.as<Type>() ? instance_of(callee) : Known();
    }
    case Known::Kind::method: {
        const Known& owner = *callee.owner;
        const std::string& name = callee.name;
        if (is_one_of(name, {"exec", "execute", "scalars", "stream", "stream_scalars"}) && !e.args.empty()) {
            Known result = library("sqlalchemy.engine", "ScalarResult");
            if (!result) result = library("sqlalchemy", "ScalarResult");
            if (result) result.kind = Known::Kind::instance;
            result.element = argument(0).element;
            return result;
        }
        if (is_one_of(name, {"get", "get_one", "merge", "refresh"}) && !e.args.empty() && !owner.element) return instance_of(argument(0));
        if (is_one_of(name, {"first", "one", "one_or_none", "scalar", "scalar_one", "scalar_one_or_none", "pop"}))
            return owner.element ? *owner.element : Known();
        if (is_one_of(name, {"all", "fetchall", "fetchmany"})) {
            Known rows;
            rows.kind = Known::Kind::instance;
            rows.object = Value(m_interpreter.type(BuiltinType::list));
            rows.element = owner.element;
            return rows;
        }
        // Statements and results give themselves: where(), options(), unique() ...
        return owner.element ? owner : Known();
    }
    default: return {};
    }
}

std::map<std::string, std::string> CompletionScope::attributes(const Known& of, const Names& names) {
    std::map<std::string, std::string> found;
    const Level level(m_depth);
    if (level.too_deep()) return found;
    const auto add = [&](const Value& key) {
        if (const auto* name = key.as<Str>()) found.try_emplace(std::string(name->view()));
    };
    if (auto* module = of.kind == Known::Kind::object ? of.object.as<python::Module>() : nullptr) {
        module->make_all(m_interpreter);
        module->dict().for_each([&](const Value& key, const Value&) { add(key); });
    } else if (const auto* type = of.object.is_set() ? of.object.as<Type>() : nullptr; type && !of.cls) {
        for (const Type* base : type->mro()) base->dict().for_each([&](const Value& key, const Value&) { add(key); });
    }
    if (of.cls) {
        for (const Stmt* s : of.cls->body) {
            if (s->kind == StmtKind::AnnAssign) found.try_emplace(text_of(s->as<AnnAssign>().target), text_of(s->as<AnnAssign>().annotation));
            if (s->kind == StmtKind::Assign) found.try_emplace(text_of(s->as<Assign>().targets[0]));
            if (s->kind != StmtKind::FunctionDef) continue;
            const auto& f = s->as<FunctionDef>();
            found.try_emplace(std::string(f.name->view()), f.returns ? "-> " + text_of(f.returns) : "");
            // What `__init__` and the other methods set.
            for (const Stmt* inner : f.body)
                if (inner->kind == StmtKind::Assign && inner->as<Assign>().targets[0]->kind == ExprKind::Attribute)
                    if (const auto& target = inner->as<Assign>().targets[0]->as<Attribute>(); text_of(target.value) == "self")
                        found.try_emplace(std::string(target.attr->view()));
        }
        for (const Expr* base : of.cls->bases) {
            Known parent = infer(*base, names);
            found.merge(attributes(parent, names));
        }
    }
    return found;
}

std::vector<std::pair<std::string, std::string>> CompletionScope::parameters(const Known& callee, const Names& names) {
    std::vector<std::pair<std::string, std::string>> found;
    const Level level(m_depth);
    if (level.too_deep()) return found;
    const auto add_arguments = [&](const Arguments& args, bool skip_self) {
        for (auto list : {args.args, args.kwonlyargs})
            for (const Arg& a : list)
                if (!std::exchange(skip_self, false)) found.emplace_back(a.name->view(), text_of(a.annotation));
    };
    if (callee.kind == Known::Kind::function) add_arguments(*callee.def->args, callee.owner != nullptr);
    if (callee.kind == Known::Kind::program_class) {
        if (const Arguments* init = init_of(*callee.cls)) {
            add_arguments(*init, true);
            return found;
        }
        for (const Expr* base : callee.cls->bases)
            if (const Known parent = infer(*base, names); parent.kind == Known::Kind::program_class) found = parameters(parent, names);
        for (const Stmt* s : callee.cls->body)
            if (s->kind == StmtKind::AnnAssign && s->as<AnnAssign>().target->kind == ExprKind::Name)
                found.emplace_back(text_of(s->as<AnnAssign>().target), text_of(s->as<AnnAssign>().annotation));
    }
    const auto* function = callee.object.is_set() ? callee.object.as<Function>() : nullptr;
    if (function)
        for (size_t i = callee.kind == Known::Kind::method; i < function->code->argument_count + function->code->keyword_only_count; ++i)
            found.emplace_back(function->code->slot_names[i]->view(), "");
    if (const char* written = native_signature(m_interpreter, callee))
        for (std::string_view one : parameter_texts(written))
            if (!one.starts_with('*')) found.emplace_back(one.substr(0, one.find('=')), "");
    return found;
}

std::optional<std::vector<std::string>> CompletionScope::signature(const Known& callee, const Names& names) {
    const Arguments* args = callee.kind == Known::Kind::function ? callee.def->args : nullptr;
    bool skip_self = callee.kind == Known::Kind::function && callee.owner != nullptr;
    if (callee.kind == Known::Kind::program_class && (args = init_of(*callee.cls))) skip_self = true;
    std::vector<std::string> found;
    const auto annotated_name = [](const std::string& name, std::string annotation) {
        std::erase_if(annotation, [](char c) { return c == '\'' || c == '"'; }); // a class named before it is defined
        return annotation.empty() ? name : name + ": " + annotation;
    };
    if (!args) {
        if (const char* written = native_signature(m_interpreter, callee)) {
            for (std::string_view one : parameter_texts(written)) found.emplace_back(one);
            return found;
        }
        const bool has_code = callee.object.is_set() && callee.object.as<Function>();
        if (callee.kind != Known::Kind::program_class && !has_code) return std::nullopt;
        for (const auto& [name, annotation] : parameters(callee, names)) found.push_back(annotated_name(name, annotation));
        return found;
    }
    const auto add = [&](const Arg& a, const Expr* value, std::string_view stars = {}) {
        if (std::exchange(skip_self, false)) return;
        std::string text = annotated_name(std::string(stars) + std::string(a.name->view()), text_of(a.annotation));
        if (value) text += (a.annotation ? " = " : "=") + text_of(value);
        found.push_back(std::move(text));
    };
    const size_t positional = args->posonlyargs.size() + args->args.size();
    size_t at = 0;
    for (auto list : {args->posonlyargs, args->args})
        for (const Arg& a : list) {
            const bool has_default = at + args->defaults.size() >= positional;
            add(a, has_default ? args->defaults[at + args->defaults.size() - positional] : nullptr);
            ++at;
        }
    skip_self = false;
    if (args->vararg) add(*args->vararg, nullptr, "*");
    else if (!args->kwonlyargs.empty()) found.push_back("*");
    for (size_t i = 0; i < args->kwonlyargs.size(); ++i)
        add(args->kwonlyargs[i], i < args->kw_defaults.size() ? args->kw_defaults[i] : nullptr);
    if (args->kwarg) add(*args->kwarg, nullptr, "**");
    return found;
}

} // namespace relata::python
