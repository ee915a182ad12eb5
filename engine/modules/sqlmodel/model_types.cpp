// BaseModel, SQLModel and their metaclasses. pydantic: main.py, _internal/_model_construction.py; SQLModel: main.py.
#include "modules/sqlmodel/model.h"

#include "modules/sqlalchemy/sql_bridge.h"
#include "modules/pydantic/decorated_function.h"
#include "modules/pydantic/functions.h"
#include "modules/pydantic/model_fields.h"
#include "modules/pydantic/validation_error.h"
#include "modules/sqlmodel/mapped_properties.h"
#include "modules/sqlmodel/model_methods.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "python/type_builder.h"
#include "support/protocol.h"

namespace relata::modules {

namespace {

/// `class Config:` of pydantic 1. pydantic: _config.py prepare_config, check_deprecated.
void read_config_class(Runtime& runtime, const Type& cls, Dict& config) {
    warn_deprecated(runtime, "Support for class-based `config` is deprecated, use ConfigDict instead.");
    static constexpr std::pair<std::string_view, std::string_view> renamed[] = {
        {"allow_population_by_field_name", "validate_by_name"}, {"anystr_lower", "str_to_lower"},
        {"anystr_strip_whitespace", "str_strip_whitespace"}, {"anystr_upper", "str_to_upper"},
        {"keep_untouched", "ignored_types"}, {"max_anystr_length", "str_max_length"}, {"min_anystr_length", "str_min_length"},
        {"orm_mode", "from_attributes"}, {"schema_extra", "json_schema_extra"}, {"validate_all", "validate_default"}};
    std::string changed;
    cls.dict().for_each([&](const Value& key, const Value& value) {
        const std::string_view name = key.get<Str>().view();
        if (name.starts_with("__")) return;
        for (const auto& [old, now] : renamed)
            if (name == old) changed += "\n* '" + std::string(old) + "' has been renamed to '" + std::string(now) + "'";
        config.set(key.get<Str>(), value);
    });
    if (!changed.empty()) runtime.warn(Exc::UserWarning, "Valid config keys have changed in V2:" + changed);
}

/// Configuration: the bases' `model_config`, the class's own, then the keywords of the class statement.
Ref<Dict> make_config(Runtime& runtime, const Model& model, const Dict& namespace_, Args args) {
    const Ref<Dict> config = runtime.make_dict();
    const auto merge = [&](const Dict& from) {
        from.for_each([&](const Value& key, const Value& value) { config->set(key.get<Str>(), value); });
    };
    for (size_t i = model.type.mro().size(); i-- > 1;)
        if (const Model* base = find_model(*model.type.mro()[i]); base && base->config) merge(*base->config);
    if (const Value* own = namespace_.find("model_config"); own && own->as<Dict>()) merge(own->get<Dict>());
    if (const Value* old = namespace_.find("Config"); old && old->as<Type>()) read_config_class(runtime, old->get<Type>(), *config);
    for (size_t i = 0; i < args.keyword_count(); ++i)
        config->set((*args.keywords)[i].get<Str>(), args.values[args.positional_count() + i]);
    return config;
}

Value metaclass_new(Runtime& runtime, Type& metatype, Args args) {
    const auto positional = args.positional();
    TypeSlots& type_slots = runtime.type(BuiltinType::type).slots;
    if (positional.size() < 3) return type_slots.new_(runtime, metatype, args);
    const Value made = type_slots.new_(runtime, metatype, Args{positional});
    Type& cls = made.get<Type>();
    const Dict& namespace_ = positional[2].get<Dict>();
    Model& model = cls.set_extension(std::make_unique<Model>(cls));
    bool base_is_table = false;
    for (const Type* base : cls.bases())
        if (const Model* m = find_model(*base)) {
            model.is_sqlmodel = model.is_sqlmodel || m->is_sqlmodel;
            base_is_table = base_is_table || m->table;
        }
    model.globals = static_cast<python::Interpreter&>(runtime).current_globals();
    model.config = make_config(runtime, model, namespace_, args);
    model.frozen = model.config_flag("frozen");
    model.validates_assignment = model.config_flag("validate_assignment");
    model.allows_extra = model.extra() == "allow";
    collect_fields(runtime, model, cls.dict());
    const Value table = model.config_value("table");
    model.table = table.is_set() && table.is_true();
    cls.set_attribute(*runtime.intern("model_config"), Value(model.config));
    (void)schemas_of(runtime, model); // a type that cannot be validated is an error of the class statement
    if (model.table && !base_is_table) make_table_model(runtime, model);
    return made;
}

void metaclass_init(Runtime&, const Value&, Args) {}

Value model_new(Runtime& runtime, Type& type, Args) {
    for (const Type* t : type.mro())
        if (orm::Mapper* mapper = orm::find_mapper(*t)) {
            Ref<Instance> object = mapper->allocate_instance(type);
            mapper->setup_instance(*object);
            return Value(std::move(object));
        }
    return Value(runtime.make<Instance>(type));
}

void init(Runtime& runtime, const Value& self, Args args) {
    if (orm::InstanceState* state = orm::find_instance_state(self)) {
        state->mapper().check_configure();
        if (state->mapper().has_event(orm::MapperEvent::init))
            state->mapper().fire(orm::MapperEvent::init,
                                 {self, Value(runtime.make_tuple(args.positional())), keyword_dict(runtime, args)});
    }
    model_init(runtime, self, args);
}

Value get_model_fields(Runtime& runtime, const Value& self) {
    const Ref<Dict> dict = runtime.make_dict();
    const Type* cls = self.as<Type>();
    const Model* model = find_model(cls ? *cls : runtime.type_of(self));
    if (model)
        for (const ModelField& field : model->fields) dict->set(*field.name, Value(field.info));
    return Value(dict);
}

Value get_computed_fields(Runtime& runtime, const Value& self) {
    const Ref<Dict> dict = runtime.make_dict();
    const Type* cls = self.as<Type>();
    if (const Model* model = find_model(cls ? *cls : runtime.type_of(self)))
        for (const Ref<DecoratedFunction>& f : model->all_functions())
            if (f->role == DecoratedFunction::Role::computed_field) dict->set(*runtime.intern(f->name), Value(f));
    return Value(dict);
}

Type& make_metaclass(Runtime& runtime, const char* name, const char* module, Type& base) {
    python::TypeBuilder builder(runtime, name, module, {&base});
    builder.slots().new_ = metaclass_new;
    builder.slots().init = metaclass_init;
    builder.property("model_computed_fields", get_computed_fields);
    builder.slots().set_attribute = set_class_attribute;
    builder.property("model_fields", get_model_fields).property("__pydantic_fields__", get_model_fields);
    return builder.finish();
}

Type& make_model_class(Runtime& runtime, const char* name, const char* module, Type* base, Type& metaclass) {
    python::TypeBuilder builder(runtime, name, module, base ? std::vector<Type*>{base} : std::vector<Type*>{}, &metaclass);
    TypeSlots& slots = builder.slots();
    slots.new_ = model_new;
    slots.init = init;
    slots.repr = model_repr;
    slots.str = model_str;
    slots.compare = model_compare;
    slots.hash = model_hash;
    slots.set_attribute = model_set_attribute;
    builder.flag(Type::has_instance_dict);
    if (!base) add_model_methods(builder);
    Type& type = builder.finish();
    Model& model = type.set_extension(std::make_unique<Model>(type));
    model.config = runtime.make_dict();
    return type;
}

} // namespace

ModelTypes& make_model_types(python::Interpreter& interpreter) {
    Runtime& runtime = interpreter;
    ModelTypes& types = runtime.extension<ModelTypes>();
    if (types.base_model) return types;
    make_field_types(runtime);
    make_decorated_function_type(runtime);
    make_info_types(runtime);
    add_validation_error_methods(runtime);
    types.model_metaclass = &make_metaclass(runtime, "ModelMetaclass", "pydantic._internal._model_construction",
                                            runtime.type(BuiltinType::type));
    types.sqlmodel_metaclass = &make_metaclass(runtime, "SQLModelMetaclass", "sqlmodel.main", *types.model_metaclass);
    types.base_model = &make_model_class(runtime, "BaseModel", "pydantic.main", nullptr, *types.model_metaclass);
    types.sqlmodel = &make_model_class(runtime, "SQLModel", "sqlmodel.main", types.base_model, *types.sqlmodel_metaclass);
    return types;
}

/// SQLModel's own registry and MetaData; made when the program first imports sqlmodel.
Type& sqlmodel_class(python::Interpreter& interpreter) {
    ModelTypes& types = make_model_types(interpreter);
    if (types.metadata.is_set()) return *types.sqlmodel;
    Runtime& runtime = interpreter;
    make_sql_types(interpreter);
    make_attribute_types(interpreter);
    Model& model = *find_model(*types.sqlmodel);
    model.is_sqlmodel = true;
    model.config->set(*runtime.intern("from_attributes"), Value::boolean(true));
    const auto metadata = make_ref<sql::MetaData>();
    types.metadata = Value(runtime.make<MetaDataObject>(runtime.type_for<MetaDataObject>(), metadata));
    orm::orm_runtime(runtime).registries.push_back(make_ref<orm::ClassRegistry>(runtime, metadata));
    types.sqlmodel->set_attribute(*runtime.intern("metadata"), types.metadata);
    set_default_table_name(runtime, *types.sqlmodel);
    return *types.sqlmodel;
}

} // namespace relata::modules
