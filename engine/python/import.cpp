// import: from the program's files, then from the modules that C++ registered (CPython's
// importlib/_bootstrap.py).
#include "python/compiler.h"
#include "python/evaluation.h"
#include "python/interpreter_state.h"
#include "python/unsupported_modules.h"
#include "python/unsupported_names.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::python {

const SourceFile* Program::find(const std::string& path) const {
    for (const SourceFile& file : files)
        if (file.path == path) return &file;
    return nullptr;
}

std::string Program::display_path(const std::string& path) const {
    if (folder.empty()) return path;
    return folder.back() == '/' ? folder + path : folder + "/" + path;
}

namespace {

/// Where imports start: the entry's folder, as Python puts it first into sys.path.
std::string root_of(const Program& program) {
    const size_t slash = program.entry.rfind('/');
    return slash == std::string::npos ? "" : program.entry.substr(0, slash + 1);
}

[[noreturn]] void not_found(Runtime& runtime, const std::string& name, const std::string& why = {}) {
    if (is_unsupported_module(name.substr(0, name.find('.'))))
        throw Error(Exc::ModuleNotFoundError, "not supported here: the module '" + name + "'")
            .with("name", Value(runtime.make_str(name)));
    throw Error(Exc::ModuleNotFoundError, "No module named '" + name + "'" + why)
        .with("name", Value(runtime.make_str(name)));
}

} // namespace

void Interpreter::register_module(std::string name, ModuleInit init) {
    m_registry[std::move(name)] = std::move(init);
}

Module* Interpreter::find_module(std::string_view name) const {
    for (const auto& [known, module] : m_modules)
        if (known == name) return module.get();
    return nullptr;
}

Module& Interpreter::make_module(std::string_view name) {
    Ref<Module> module = make<Module>(type(BuiltinType::module), std::string(name));
    m_modules.emplace_back(name, module);
    return *module;
}

void Interpreter::run_module_body(Module& module, const SourceFile& file) {
    const std::string display = m_program->display_path(file.path);
    auto& source = m_state->sources[display];
    if (!source) source = std::make_unique<Source>(display, file.text);
    module.set_file(display);
    module.set("__file__", make_str(display));
    module.set("__builtins__", Value(builtins()));
    const std::string& name = module.name();
    const size_t dot = name.rfind('.');
    module.set("__package__",
               make_str(module.is_package()                              ? name
                        : name == "__main__" || dot == std::string::npos ? ""
                                                                         : name.substr(0, dot)));
    if (module.is_package()) module.set("__path__", make_list());
    Ref<Code> code = compile(*this, *source);
    Frame* frame = Frame::make(*this, *code, module.dict(), Value(code), nullptr);
    frame->names = Ref<Dict>(module.dict());
    evaluate(*this, frame);
}

void Interpreter::run_frozen(Module& module, std::string_view text) {
    Ref<Code> code = compile_text(*this, "<frozen " + module.name() + ">", text);
    Frame* frame = Frame::make(*this, *code, module.dict(), Value(code), nullptr);
    frame->names = Ref<Dict>(module.dict());
    evaluate(*this, frame);
}

void Interpreter::execute_text(std::string_view text, Dict& names) {
    Ref<Code> code = compile_text(*this, "<string>", text);
    Frame* frame = Frame::make(*this, *code, names, Value(code), nullptr);
    frame->names = Ref<Dict>(names);
    evaluate(*this, frame);
}

Module& Interpreter::load_module(const std::string& name) {
    const NestedCall nested(*this, " while calling a Python object");
    Module* parent = nullptr;
    const size_t dot = name.rfind('.');
    if (dot != std::string::npos) {
        parent = &import_module(name.substr(0, dot));
        if (Module* loaded = find_module(name)) return *loaded;
    }
    Module* module = nullptr;
    if (m_program && name != "sys" && name != "builtins") {
        std::string path = root_of(*m_program) + name;
        std::replace(path.begin() + std::ptrdiff_t(root_of(*m_program).size()), path.end(), '.', '/');
        const SourceFile* file = m_program->find(path + "/__init__.py");
        const bool package = file != nullptr;
        if (!file) file = m_program->find(path + ".py");
        // A folder without __init__.py is a namespace package.
        const bool folder = !file && std::ranges::any_of(m_program->files, [&](const SourceFile& f) {
            return f.path.starts_with(path + "/");
        });
        if (file || folder) {
            module = &make_module(name);
            module->set_package(package || folder);
            if (file) {
                module->set_initializing(true);
                try {
                    run_module_body(*module, *file);
                } catch (...) {
                    std::erase_if(m_modules, [&](const auto& m) { return m.first == name; });
                    throw;
                }
                module->set_initializing(false);
            }
        }
    }
    if (!module) {
        const auto registered = m_registry.find(name);
        const bool has_parts =
            std::ranges::any_of(m_registry, [&](const auto& r) { return r.first.starts_with(name + "."); });
        if (registered == m_registry.end() && !has_parts) {
            if (parent && !parent->is_package())
                not_found(*this, name, "; '" + parent->name() + "' is not a package");
            not_found(*this, name);
        }
        module = &make_module(name);
        module->set_package(has_parts);
        module->set("__package__",
                    make_str(has_parts || dot == std::string::npos ? name : name.substr(0, dot)));
        if (registered != m_registry.end()) {
            const ModuleInit init = registered->second;
            try {
                init(*this, *module);
            } catch (...) {
                std::erase_if(m_modules, [&](const auto& m) { return m.first == name; });
                throw;
            }
        }
    }
    if (parent) parent->set(name.substr(dot + 1), Value(*module));
    return *module;
}

Module& Interpreter::import_module(std::string_view name) {
    if (Module* loaded = find_module(name)) return *loaded;
    return load_module(std::string(name));
}

Value Interpreter::import_name(Dict& globals, Str& name, const Value& from_list, int level) {
    std::string full(name.view());
    if (level > 0) {
        const Value* package_value = globals.find("__package__");
        std::string package =
            package_value && package_value->as<Str>() ? str_text(*this, *package_value) : "";
        const bool alone = m_program && m_program->files.size() <= 1;
        if (package.empty() && (alone || level > 1))
            throw Error(Exc::ImportError, level > 1 && !alone
                                              ? "attempted relative import beyond top-level package"
                                              : "attempted relative import with no known parent package");
        for (int i = 1; i < level; ++i) {
            const size_t dot = package.rfind('.');
            if (dot == std::string::npos)
                throw Error(Exc::ImportError, "attempted relative import beyond top-level package");
            package.resize(dot);
        }
        full = package.empty() ? full : full.empty() ? package : package + "." + full;
    }
    const std::vector<Value> wanted =
        from_list.is_set() && !from_list.is_none() ? to_vector(*this, from_list) : std::vector<Value>();
    if (full.empty()) { // `from . import models` in a program whose folder is the package
        Ref<Module> space = make<Module>(type(BuiltinType::module), "__main__");
        for (const Value& v : wanted)
            space->set(v.get<Str>().view(), Value(import_module(v.get<Str>().view())));
        return space;
    }
    Module& module = import_module(full);
    if (wanted.empty()) {
        if (level > 0) return Value(module);
        const size_t dot = full.find('.');
        return dot == std::string::npos ? Value(module) : Value(import_module(full.substr(0, dot)));
    }
    for (const Value& v : wanted) {
        const std::string part(v.get<Str>().view());
        if (part == "*" || !module.is_package() || module.find(*this, part).is_set()) continue;
        const std::string submodule = full + "." + part;
        try {
            import_module(submodule);
        } catch (const Error& error) {
            // Only "there is no such submodule" is left to IMPORT_FROM.
            if (!matches(error, Exc::ModuleNotFoundError)) throw;
            const bool itself =
                !error.exception().is_set() && error.message() == "No module named '" + submodule + "'";
            if (!itself) throw;
        }
    }
    return Value(module);
}

Value Interpreter::import_from(const Value& module_value, Str& name) {
    if (Module* module = module_value.as<Module>()) {
        if (Value found = find_attribute(*this, module_value, name); found.is_set()) return found;
        if (Module* submodule = find_module(module->name() + "." + std::string(name.view())))
            return Value(*submodule);
        if (module->file().empty() && is_unsupported_name(module->name() + "." + std::string(name.view())))
            throw Error(Exc::ImportError, "not supported here: " + module->name() + "." + std::string(name.view()))
                .with("name", Value(make_str(module->name())));
        const std::string quoted = "cannot import name '" + std::string(name.view()) + "' from ";
        const std::string path = module->file().empty() ? "unknown location" : module->file();
        throw Error(Exc::ImportError,
                    quoted +
                        (module->is_initializing() ? "partially initialized module '" + module->name() +
                                                         "' (most likely due to a circular import)"
                                                   : "'" + module->name() + "'") +
                        " (" + path + ")")
            .with("name", Value(make_str(module->name())));
    }
    Value found = find_attribute(*this, module_value, name);
    if (!found.is_set())
        throw Error(Exc::ImportError, "cannot import name '" + std::string(name.view()) + "'");
    return found;
}

void Interpreter::import_star(const Value& module_value, Dict& into) {
    Module& module = module_value.get<Module>();
    module.make_all(*this);
    if (const Value* all = module.dict().find("__all__")) {
        for (const Value& name : to_vector(*this, *all))
            into.set(name.get<Str>(), get_attribute(*this, module_value, name.get<Str>()));
        return;
    }
    module.dict().for_each([&](const Value& key, const Value& value) {
        if (!key.get<Str>().view().starts_with("_")) into.set(key.get<Str>(), value);
    });
}

} // namespace relata::python
