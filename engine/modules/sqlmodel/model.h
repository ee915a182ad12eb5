// Model: what pydantic and SQLModel keep with a class: its fields, relationships, configuration and validators.
// pydantic: main.py BaseModel; SQLModel: main.py SQLModelMetaclass.
#pragma once

#include "modules/sqlmodel/field_info.h"
#include "python/interpreter.h"
#include "sql/schema/schema.h"

namespace relata::modules {

class DecoratedFunction;
struct ModelSchemas;

struct ModelField {
    Ref<Str> name;
    Ref<FieldInfo> info;
    int slot = -1;
};

struct ModelRelationship {
    std::string name;
    Ref<RelationshipInfo> info;
    Value annotation;
};

/// `_cache: dict = PrivateAttr(default_factory=dict)`, `_n = 0`.
struct PrivateAttribute {
    Ref<Str> name;
    Value default_; ///< a ModelPrivateAttr or the value itself; unset where there is none
};

/// Kept with every class below BaseModel.
class Model final : public Type::Extension {
  public:
    static constexpr char extension_tag = 0;
    explicit Model(Type& t);
    ~Model() override;
    Type& type;
    bool is_sqlmodel = false;
    bool table = false;
    std::vector<ModelField> fields; ///< those of the bases first
    std::vector<ModelRelationship> relationships; ///< of this class alone
    std::vector<Ref<DecoratedFunction>> functions; ///< validators, serializers, computed fields of this class alone
    std::vector<PrivateAttribute> privates;        ///< those of the bases first
    std::shared_ptr<ModelSchemas> schemas;         ///< null until a value is validated or dumped
    Value post_init;                               ///< `model_post_init` where a class defines it
    Ref<Dict> config;
    bool frozen = false, validates_assignment = false, allows_extra = false; ///< as `config` says
    Dict* globals = nullptr; ///< of the module that defines the class: where names in annotations are looked up

    const ModelField* find(std::string_view name) const;
    bool has_relationship(std::string_view name) const;
    /// `model_config[name]`, or unset.
    Value config_value(std::string_view name) const;
    std::string extra() const; ///< "ignore", "forbid", "allow"
    bool config_flag(std::string_view name) const;
    /// As ValidationErrors name the model.
    std::string title() const;
    /// With those of the bases, which come first; one that is defined again stands in its first place.
    std::vector<Ref<DecoratedFunction>> all_functions() const;
    const PrivateAttribute* find_private(std::string_view name) const;
};
/// The model of a class; null where it is none.
Model* find_model(const Type& cls);
Model& model_of(Runtime& runtime, const Value& instance);

/// The types BaseModel, SQLModel and their metaclasses, made once per run.
struct ModelTypes final : Runtime::Extension {
    explicit ModelTypes(Runtime&) {}
    void clear_references() override { metadata.reset(), registry.reset(); }
    Type* model_metaclass = nullptr;
    Type* sqlmodel_metaclass = nullptr;
    Type* base_model = nullptr;
    Type* sqlmodel = nullptr;
    Value metadata, registry;
};
ModelTypes& make_model_types(python::Interpreter& interpreter);

/// A class statement's model: reads annotations and defaults, makes the fields.
void collect_fields(Runtime& runtime, Model& model, Dict& namespace_);
/// `table=True`: the columns, the Table, the mapper, the relationships. SQLModel: SQLModelMetaclass.__new__ / __init__.
void make_table_model(Runtime& runtime, Model& model);
/// SQLModel: get_column_from_field.
Ref<sql::Column> column_from_field(Runtime& runtime, const ModelField& field);

/// The annotation with its names resolved as far as they exist; ForwardRefs stay where they do not.
Value resolve_annotation(Runtime& runtime, const Model& model, const Value& annotation);
/// The members of Optional/Union, or empty.
std::vector<Value> union_members(const Value& annotation);

/// Which fields of an object were given: a bit for each field. Kept in a slot that `__dict__` does not show.
uint64_t fields_set(const Instance& object);
void set_fields_set(Instance& object, uint64_t bits);
void add_field_set(Instance& object, const Model& model, std::string_view name);
/// What `extra="allow"` took; null where the model takes nothing. The values are attributes as well.
Ref<Dict> extra_of(const Instance& object);
void set_extra(Instance& object, const Ref<Dict>& extra);
/// `__dict__`: the fields, behind the InstanceState of a table's object.
Value model_dict(Runtime& runtime, const Value& self);
int64_t model_hash(Runtime& runtime, const Value& self);
Value keyword_dict(Runtime& runtime, Args args);

/// Calls of the classes' slots.
void model_init(Runtime& runtime, const Value& self, Args args);
void model_set_attribute(Runtime& runtime, const Value& self, Str& name, const Value& value);
Value model_repr(Runtime& runtime, const Value& self);
Value model_str(Runtime& runtime, const Value& self);
Value model_compare(Runtime& runtime, const Value& a, const Value& b, CompareOp op);

} // namespace relata::modules
