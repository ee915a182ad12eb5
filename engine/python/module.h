// Module: Python's module object; what `import` finds.
#pragma once

#include "support/runtime.h"

#include <functional>
#include <string>

namespace relata::python {

class Interpreter;

/// A module: of the program, or made by C++ (Interpreter::register_module). Its namespace is a dict. Members
/// that are costly to make can be declared with define_lazily(): they are made when something first asks for
/// them.
class Module : public Container {
  public:
    Module(Type& type, std::string name);
    void clear_references() override;

    const std::string& name() const { return m_name; }
    Dict& dict() const { return *m_dict; }
    void set(std::string_view name, Value value);
    /// `make` runs at the first access; its result is then an ordinary attribute.
    void define_lazily(std::string_view name, std::function<Value(Interpreter&)> make);
    /// The attribute (makes a lazy one), or unset.
    Value find(Interpreter& interpreter, std::string_view name);
    /// Makes every lazy member: `dir(module)`, `from module import *`.
    void make_all(Interpreter& interpreter);

    /// `__file__` of a module of the program; empty for the others.
    const std::string& file() const { return m_file; }
    void set_file(std::string file) { m_file = std::move(file); }
    bool is_package() const { return m_package; }
    void set_package(bool package) { m_package = package; }
    /// The module's body is still running: a circular import can see it half made.
    bool is_initializing() const { return m_initializing; }
    void set_initializing(bool initializing) { m_initializing = initializing; }

  private:
    std::string m_name, m_file;
    Ref<Dict> m_dict;
    std::vector<std::pair<Ref<Str>, std::function<Value(Interpreter&)>>> m_lazy;
    bool m_package = false;
    bool m_initializing = false;
};

/// Fills a module made by C++. Runs at its first import, after its parent packages are there.
using ModuleInit = std::function<void(Interpreter&, Module&)>;

} // namespace relata::python
