// DeclarativeBase, declarative_base(), registry: classes that are mapped as they are defined. SQLAlchemy: orm/decl_api.py.
#include "modules/sqlalchemy/declarative/declarative_base.h"

#include "modules/sqlalchemy/declarative/class_scan.h"
#include "modules/sqlalchemy/declarative/mapped_column.h"
#include "modules/sqlalchemy/inspect.h"
#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/sqlmodel/mapped_properties.h"
#include "modules/sqlmodel/model.h"
#include "orm/attributes.h"
#include "python/arguments.h"
#include "python/types/instance_dict.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

using python::Interpreter;
struct DeclarativeIntercept; ///< tags of the Python types
struct DeclarativeMeta;
struct DeclarativeRoot;
struct MappedAsDataclass;

/// `registry()`.
class RegistryObject final : public Container {
  public:
    explicit RegistryObject(Type& type) : Container(type) {}
    void clear_references() override { metadata.reset(), type_annotation_map.reset(); }
    Ref<orm::ClassRegistry> registry;
    Value metadata, type_annotation_map;
};

/// A new object of a declarative class: with its state, as SQLAlchemy's instrumented `__init__` gives it one.
Value declarative_new(Runtime& runtime, Type& type, Args args) {
    for (const Type* t : type.mro())
        if (orm::Mapper* mapper = orm::find_mapper(*t)) {
            Ref<Instance> object = mapper->allocate_instance(type);
            mapper->setup_instance(*object);
            mapper->check_configure();
            if (mapper->has_event(orm::MapperEvent::init))
                mapper->fire(orm::MapperEvent::init, {Value(object), Value(runtime.make_tuple(args.positional())),
                                                      keyword_dict(runtime, args)});
            mapper->set_polymorphic_identity(static_cast<orm::InstanceState&>(*object->extension()));
            return Value(std::move(object));
        }
    return Value(runtime.make<Instance>(type));
}

// SQLAlchemy: decl_base._declarative_constructor.
void declarative_init(Runtime& runtime, const Value& self, Args args) {
    Type& cls = runtime.type_of(self);
    if (args.positional_count() > 0)
        throw Error(Exc::TypeError, "__init__() takes 1 positional argument but " +
                                        std::to_string(args.positional_count() + 1) + " were given");
    for (size_t i = 0; i < args.keyword_count(); ++i) {
        Str& key = (*args.keywords)[i].get<Str>();
        // There an object alone has its state, and no class an attribute for it.
        if (!find_attribute(runtime, Value(cls), key).is_set() || key.view() == "_sa_instance_state")
            throw Error(Exc::TypeError,
                        "'" + std::string(key.view()) + "' is an invalid keyword argument for " + cls.name());
        set_attribute(runtime, self, key, args.values[i]);
    }
}

Ref<RegistryObject> make_registry(Runtime& runtime, Value metadata, Value type_annotation_map) {
    Ref<RegistryObject> made = runtime.make<RegistryObject>(runtime.type_for<RegistryObject>());
    if (!metadata.is_set() || metadata.is_none())
        metadata = Value(runtime.make<MetaDataObject>(runtime.type_for<MetaDataObject>(), make_ref<sql::MetaData>()));
    made->metadata = metadata;
    made->type_annotation_map = std::move(type_annotation_map);
    made->registry = make_ref<orm::ClassRegistry>(runtime, metadata.get<MetaDataObject>().ref());
    orm::orm_runtime(runtime).registries.push_back(made->registry);
    return made;
}

Value registry_new(Runtime& runtime, Type&, Args a) {
    const python::ArgReader args(runtime,
                                 {.function = "registry.__init__",
                                  .names = {"metadata", "class_registry", "type_annotation_map", "constructor"},
                                  .positional = 0,
                                  .origin = python::Signature::Origin::python,
                                  .self_count = 1},
                                 a);
    if (!args.is_none(1) || args.has(3))
        throw Error(Exc::NotImplementedError, "not supported here: class_registry or constructor of registry()");
    return Value(make_registry(runtime, args.get(0), args.get(2, Value())));
}

/// Makes `cls` the root of declarative classes. SQLAlchemy: _setup_declarative_base.
void setup_base(Runtime& runtime, Type& cls, const Value& registry) {
    auto& object = registry.get<RegistryObject>();
    auto base = std::make_unique<DeclarativeBaseClass>();
    base->registry = object.registry;
    base->type_annotation_map = object.type_annotation_map;
    cls.set_extension(std::move(base));
    cls.set_attribute(*runtime.intern("metadata"), object.metadata);
    cls.set_attribute(*runtime.intern("registry"), registry);
}

Value intercept_new(Runtime& runtime, Type& metatype, Args args) {
    const auto positional = args.positional();
    TypeSlots& type_slots = runtime.type(BuiltinType::type).slots;
    const Value made = type_slots.new_(runtime, metatype, args);
    if (positional.size() < 3) return made;
    Type& cls = made.get<Type>();
    const Type& root = runtime.type_for<DeclarativeRoot>();
    bool is_base = false;
    for (const Type* b : cls.bases()) is_base = is_base || b == &root;
    if (!is_base) {
        if (DeclarativeBaseClass* base = find_declarative_base(cls))
            scan_class(runtime, *base, cls, positional[2].get<Dict>(), static_cast<Interpreter&>(runtime).current_globals());
        return made;
    }
    const auto own = [&](const char* name) {
        const Value* there = cls.dict().find(name);
        return there ? *there : Value();
    };
    if (const Value given = own("registry"); given.is_set() && given.as<RegistryObject>()) {
        setup_base(runtime, cls, given);
        return made;
    }
    setup_base(runtime, cls, Value(make_registry(runtime, own("metadata"), own("type_annotation_map"))));
    return made;
}

Type& make_metaclass(Runtime& runtime, const char* name) {
    python::TypeBuilder builder(runtime, name, "sqlalchemy.orm.decl_api", {&runtime.type(BuiltinType::type)});
    builder.slots().new_ = intercept_new;
    builder.slots().init = [](Runtime&, const Value&, Args) {};
    builder.slots().set_attribute = set_class_attribute;
    return builder.finish();
}

Type& make_root(Runtime& runtime, const std::string& name, const std::string& module, Type& metaclass) {
    python::TypeBuilder builder(runtime, name, module, {}, &metaclass);
    builder.slots().new_ = declarative_new;
    builder.slots().init = declarative_init;
    builder.flag(Type::has_instance_dict);
    builder.property("_sa_instance_state", sa_instance_state);
    builder.property("__dict__", [](Runtime& r, const Value& self) { return Value(mapped_instance_dict(r, self)); }, python::set_instance_dict);
    return builder.finish();
}

Value generate_base(Runtime& runtime, const Value& registry, const std::string& name) {
    Type& base = make_root(runtime, name, "sqlalchemy.orm.decl_api", runtime.type_for<DeclarativeMeta>());
    base.flags |= Type::heap_type;
    setup_base(runtime, base, registry);
    return Value(base);
}

Value declarative_base(Runtime& runtime, const Value&, Args a) {
    const python::ArgReader args(runtime,
                                 {.function = "declarative_base",
                                  .names = {"metadata", "mapper", "cls", "name", "class_registry", "type_annotation_map",
                                            "constructor", "metaclass"},
                                  .positional = 0,
                                  .origin = python::Signature::Origin::python},
                                 a);
    for (const size_t i : {size_t(1), size_t(2), size_t(4), size_t(6), size_t(7)})
        if (args.has(i)) throw Error(Exc::NotImplementedError, "not supported here: this argument of declarative_base()");
    return generate_base(runtime, Value(make_registry(runtime, args.get(0), args.get(5, Value()))), args.has(3) ? str_text(runtime, args[3]) : "Base");
}

Value registry_generate_base(Runtime& runtime, const Value& self, Args) { return generate_base(runtime, self, "Base"); }

/// `@registry.mapped`: maps a class of the program that derives from no declarative base.
Value registry_mapped(Runtime& runtime, const Value& self, Args args) {
    const Value& given = python::expect_one_argument("mapped", args);
    if (!given.as<Type>() || !given.get<Type>().has(Type::heap_type))
        throw Error(Exc::ArgumentError, "Class object expected, got '" + repr_text(runtime, given) + "'.");
    Type& cls = given.get<Type>();
    auto& object = self.get<RegistryObject>();
    if (!cls.extension<DeclarativeBaseClass>()) {
        auto base = std::make_unique<DeclarativeBaseClass>();
        base->registry = object.registry;
        base->type_annotation_map = object.type_annotation_map;
        cls.set_extension(std::move(base));
    }
    if (!cls.lookup(*runtime.intern("__init__")) || cls.slots.init == runtime.type(BuiltinType::object).slots.init)
        cls.slots.init = declarative_init;
    cls.slots.new_ = declarative_new;
    const Ref<Dict> body = runtime.make_dict();
    cls.dict().for_each([&](const Value& key, const Value& value) { body->set(key.get<Str>(), value); });
    scan_class(runtime, *cls.extension<DeclarativeBaseClass>(), cls, *body,
               static_cast<Interpreter&>(runtime).current_globals());
    return Value(cls);
}

Value not_supported(Runtime&, const python::NativeFunction& function, const Value&, Args) {
    throw Error(Exc::NotImplementedError, "not supported here: " + std::string(function.name().view()));
}

Value registry_not_supported(Runtime&, const Value&, Args) {
    throw Error(Exc::NotImplementedError, "not supported here: imperative and dataclass mappings");
}

void make_types(Runtime& runtime) {
    if (runtime.has_type_for<RegistryObject>()) return;
    python::TypeBuilder registry(runtime, "registry", "sqlalchemy.orm.decl_api");
    registry.slots().new_ = registry_new;
    registry.slots().init = [](Runtime&, const Value&, Args) {};
    registry.property("metadata", [](Runtime&, const Value& self) { return self.get<RegistryObject>().metadata; });
    registry.method("generate_base", registry_generate_base).method("mapped", registry_mapped);
    registry.method("map_imperatively", registry_not_supported).method("mapped_as_dataclass", registry_not_supported);
    registry.method("configure", [](Runtime&, const Value& self, Args) {
        self.get<RegistryObject>().registry->configure();
        return Value::none();
    });
    registry.method("dispose", [](Runtime&, const Value& self, Args) {
        self.get<RegistryObject>().registry->dispose();
        return Value::none();
    });
    runtime.set_type_for<RegistryObject>(registry.finish());
    python::TypeBuilder dataclass(runtime, "MappedAsDataclass", "sqlalchemy.orm.decl_api");
    dataclass.class_method("__init_subclass__", [](Runtime&, const Value&, Args) -> Value {
        throw Error(Exc::NotImplementedError, "not supported here: MappedAsDataclass");
    });
    runtime.set_type_for<MappedAsDataclass>(dataclass.finish());
    runtime.set_type_for<DeclarativeIntercept>(make_metaclass(runtime, "DeclarativeAttributeIntercept"));
    runtime.set_type_for<DeclarativeMeta>(make_metaclass(runtime, "DeclarativeMeta"));
    runtime.set_type_for<DeclarativeRoot>(
        make_root(runtime, "DeclarativeBase", "sqlalchemy.orm.decl_api", runtime.type_for<DeclarativeIntercept>()));
}

} // namespace

void add_declarative(Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    make_sql_types(interpreter);
    make_types(runtime);
    add_mapped_column(interpreter, module);
    module.set("registry", Value(runtime.type_for<RegistryObject>()));
    module.set("DeclarativeBase", Value(runtime.type_for<DeclarativeRoot>()));
    module.set("DeclarativeMeta", Value(runtime.type_for<DeclarativeMeta>()));
    module.set("declarative_base",
               Value(python::make_function(runtime, "declarative_base", declarative_base, "sqlalchemy.orm.decl_api")));
    module.set("declarative_mixin", Value(python::make_function(
                                        runtime, "declarative_mixin",
                                        [](Runtime&, const Value&, Args a) { return python::expect_one_argument("declarative_mixin", a); },
                                        "sqlalchemy.orm.decl_api")));
    module.set("MappedAsDataclass", Value(runtime.type_for<MappedAsDataclass>()));
    module.set("Bundle", Value(python::make_function(runtime, "Bundle", not_supported, Value::none(), "sqlalchemy.orm")));
    for (const char* name : {"as_declarative", "polymorphic_union"})
        module.set(name, Value(python::make_function(runtime, name, not_supported, Value::none(), "sqlalchemy.orm")));
}

} // namespace relata::modules
