// PlainRuntime: a run without Python: objects, types and budgets, but nothing that could run a program.
#pragma once

#include "support/runtime.h"

namespace relata {

class PlainRuntime : public Runtime {
  public:
    explicit PlainRuntime(const Budgets& budgets = {}) : Runtime(budgets) {
        for (const auto& [type, name] : {std::pair{BuiltinType::list, "list"}, std::pair{BuiltinType::bytes, "bytes"},
                                         std::pair{BuiltinType::float_, "float"}, std::pair{BuiltinType::int_, "int"},
                                         std::pair{BuiltinType::bool_, "bool"}, std::pair{BuiltinType::none_type, "NoneType"}})
            set_type(type, make_type(name, "builtins"));
        // A list says that it can be iterated; who reads it takes its items.
        type(BuiltinType::list).slots.iter = [](Runtime&, const Value& list) { return list; };
    }
    ~PlainRuntime() override { destroy_all_objects(); }
    Value exception_object(Error&) override { return Value::none(); }
    void warn(Exc, const std::string&) override {}
    void report_unraisable(Error&, const Value&) override {}
    Location current_location() const override { return {}; }
    Dict* side_dict(Object&, bool) override { return nullptr; }
    void* rebase_frames(void*, void*, void*) override { return nullptr; }
};

} // namespace relata
