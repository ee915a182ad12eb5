#include "python/module.h"

#include "python/interpreter.h"
#include "python/module_type.h"
#include "python/type_builder.h"
#include "python/unsupported_names.h"
#include "support/protocol.h"

#include <algorithm>
#include <iterator>

namespace relata::python {

Module::Module(Type& type, std::string name)
    : Container(type), m_name(std::move(name)), m_dict(type.runtime().make_dict()) {
    Runtime& runtime = type.runtime();
    set("__name__", runtime.intern(m_name));
    set("__doc__", Value::none());
}

void Module::clear_references() {
    m_lazy.clear();
    if (m_dict) m_dict->clear();
}

void Module::set(std::string_view name, Value value) {
    m_dict->set(*type().runtime().intern(name), std::move(value));
}

void Module::define_lazily(std::string_view name, std::function<Value(Interpreter&)> make) {
    m_lazy.emplace_back(type().runtime().intern(name), std::move(make));
}

Value Module::find(Interpreter& interpreter, std::string_view name) {
    if (const Value* found = m_dict->find(name)) return *found;
    const auto lazy = std::ranges::find_if(m_lazy, [&](const auto& member) { return *member.first == name; });
    if (lazy == m_lazy.end()) return {};
    auto [key, make] = std::move(*lazy);
    m_lazy.erase(lazy);
    Value made = make(interpreter);
    m_dict->set(*key, made);
    return made;
}

void Module::make_all(Interpreter& interpreter) {
    // A name that is known but not supported is left out, and still says so when it is asked for by itself.
    std::vector<std::pair<Ref<Str>, std::function<Value(Interpreter&)>>> unsupported;
    while (!m_lazy.empty()) {
        auto member = m_lazy.front();
        if (m_dict->find(member.first->view())) { // a submodule that was imported, or what the program put there
            m_lazy.erase(m_lazy.begin());
            continue;
        }
        try {
            find(interpreter, std::string(member.first->view()));
        } catch (const Error& error) {
            if (error.exception_class() != Exc::ImportError) throw;
            unsupported.push_back(std::move(member));
        }
    }
    std::ranges::move(unsupported, std::back_inserter(m_lazy));
}

namespace {

Value module_get_attribute(Runtime& runtime, const Value& self, Str& name) {
    Module& module = self.get<Module>();
    Interpreter& in = interpreter_of(runtime);
    if (Value found = module.find(in, name.view()); found.is_set()) return found;
    if (Value found = find_generic_attribute(runtime, self, name); found.is_set()) return found;
    if (const Value* fallback = module.dict().find("__getattr__"))
        return call(runtime, Value(*fallback), {Value(name)});
    if (module.file().empty() && is_unsupported_name(module.name() + "." + std::string(name.view())))
        throw Error(Exc::AttributeError, "not supported here: " + module.name() + "." + std::string(name.view()))
            .with("name", Value(name))
            .with("obj", self);
    throw Error(Exc::AttributeError,
                module.is_initializing()
                    ? "partially initialized module '" + module.name() + "' has no attribute '" +
                          std::string(name.view()) + "' (most likely due to a circular import)"
                    : "module '" + module.name() + "' has no attribute '" + std::string(name.view()) + "'")
        .with("name", Value(name))
        .with("obj", self);
}

void module_set_attribute(Runtime&, const Value& self, Str& name, const Value& value) {
    Module& module = self.get<Module>();
    if (value.is_set()) return module.dict().set(name, value);
    if (!module.dict().erase(name))
        throw Error(Exc::AttributeError,
                    "module '" + module.name() + "' has no attribute '" + std::string(name.view()) + "'");
}

Value module_repr(Runtime& runtime, const Value& self) {
    const Module& module = self.get<Module>();
    return runtime.make_str("<module '" + module.name() + "'" +
                            (module.file().empty() ? " (built-in)>" : " from '" + module.file() + "'>"));
}

} // namespace

void make_module_type(Runtime& runtime) {
    TypeBuilder b(runtime, "module");
    b.slots().new_ = [](Runtime& r, Type& type, Args args) -> Value {
        if (args.positional_count() == 0)
            throw Error(Exc::TypeError, "module() missing required argument 'name' (pos 1)");
        return r.make<Module>(type, str_text(r, args.values[0]));
    };
    b.slots().init = [](Runtime&, const Value&, Args) {};
    b.slots().get_attribute = module_get_attribute;
    b.slots().set_attribute = module_set_attribute;
    b.slots().repr = module_repr;
    b.method("__dir__", [](Runtime& r, const Value& self, Args) -> Value {
        self.get<Module>().make_all(interpreter_of(r));
        return r.make_list(to_vector(r, Value(self.get<Module>().dict())));
    });
    b.property("__dict__", [](Runtime& r, const Value& self) -> Value {
        self.get<Module>().make_all(interpreter_of(r));
        return Value(self.get<Module>().dict());
    });
    runtime.set_type(BuiltinType::module, b.finish());
}

} // namespace relata::python
