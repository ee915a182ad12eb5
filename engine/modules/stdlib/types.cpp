// The types module: MappingProxyType here, the rest in frozen/types.py. CPython: Objects/descrobject.c, Lib/types.py.
#include "modules/stdlib/frozen.h"
#include "modules/stdlib/stdlib.h"
#include "python/arguments.h"
#include "python/type_builder.h"
#include "python/types/generic_alias.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

/// A view of a mapping that cannot be changed through it.
class MappingProxy final : public Container {
  public:
    MappingProxy(Type& type, Value its_mapping) : Container(type), mapping(std::move(its_mapping)) {}
    void clear_references() override { mapping.reset(); }
    Value mapping;
};

const Value& mapping_of(const Value& self) { return self.get<MappingProxy>().mapping; }

/// A method that the mapping itself answers.
template <size_t index> Value forward(Runtime& runtime, const Value& self, Args a) {
    static constexpr const char* names[] = {"keys", "values", "items", "get", "copy", "__reversed__"};
    const Value mapping = mapping_of(self);
    return call(runtime, get_attribute(runtime, mapping, names[index]), a);
}

Type& make_mapping_proxy(Runtime& runtime) {
    python::TypeBuilder builder(runtime, "mappingproxy");
    TypeSlots& s = builder.slots();
    s.new_ = [](Runtime& r, Type& type, Args a) -> Value {
        const Value& mapping = python::expect_one_argument("mappingproxy", a);
        if (!r.type_of(mapping).slots.get_item || mapping.as<List>() || mapping.as<Tuple>())
            throw Error(Exc::TypeError, "mappingproxy() argument must be a mapping, not " + r.type_of(mapping).name());
        return r.make<MappingProxy>(type, mapping);
    };
    s.repr = [](Runtime& r, const Value& self) -> Value {
        return r.make_str("mappingproxy(" + repr_text(r, mapping_of(self)) + ")");
    };
    s.str = [](Runtime& r, const Value& self) -> Value { return str(r, mapping_of(self)); };
    s.iter = [](Runtime& r, const Value& self) { return iterate(r, mapping_of(self)); };
    s.length = [](Runtime& r, const Value& self) { return length(r, mapping_of(self)); };
    s.get_item = [](Runtime& r, const Value& self, const Value& key) { return get_item(r, mapping_of(self), key); };
    s.contains = [](Runtime& r, const Value& self, const Value& item) { return contains(r, mapping_of(self), item); };
    s.compare = [](Runtime& r, const Value& a, const Value& b, CompareOp op) {
        const auto* other = b.as<MappingProxy>();
        return compare(r, mapping_of(a), other ? other->mapping : b, op);
    };
    s.binary[size_t(BinaryOp::bit_or)] = [](Runtime& r, const Value& a, const Value& b) {
        const auto* left = a.as<MappingProxy>();
        const auto* right = b.as<MappingProxy>();
        return binary_op(r, BinaryOp::bit_or, left ? left->mapping : a, right ? right->mapping : b);
    };
    builder.method("keys", forward<0>).method("values", forward<1>).method("items", forward<2>);
    builder.method("get", forward<3>).method("copy", forward<4>).method("__reversed__", forward<5>);
    return builder.flag(Type::final_type).finish();
}

void init_types(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    module.set("MappingProxyType", make_mapping_proxy(runtime));
    const std::pair<const char*, BuiltinType> types[] = {
        {"FunctionType", BuiltinType::function},     {"LambdaType", BuiltinType::function},
        {"CodeType", BuiltinType::code},             {"GeneratorType", BuiltinType::generator},
        {"CoroutineType", BuiltinType::coroutine},   {"AsyncGeneratorType", BuiltinType::async_generator},
        {"MethodType", BuiltinType::method},         {"BuiltinFunctionType", BuiltinType::builtin_function},
        {"BuiltinMethodType", BuiltinType::builtin_function}, {"ModuleType", BuiltinType::module},
        {"TracebackType", BuiltinType::traceback},   {"CellType", BuiltinType::cell},
        {"NoneType", BuiltinType::none_type},        {"NotImplementedType", BuiltinType::not_implemented_type},
        {"EllipsisType", BuiltinType::ellipsis},
    };
    for (const auto& [name, type] : types) module.set(name, runtime.type(type));
    runtime.type_for<python::GenericAlias>().slots.new_ = [](Runtime& r, Type&, Args a) -> Value {
        const auto args = python::expect_positional("GenericAlias", a, 2, 2);
        return python::make_generic_alias(r, args[0], args[1]);
    };
    module.set("GenericAlias", runtime.type_for<python::GenericAlias>());
    module.set("UnionType", runtime.type_for<python::UnionType>());
    run_frozen(interpreter, module, "types");
}

} // namespace

void register_types(python::Interpreter& interpreter) { interpreter.register_module("types", init_types); }

} // namespace relata::modules
