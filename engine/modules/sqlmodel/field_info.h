// FieldInfo and RelationshipInfo: what Field(...) and Relationship(...) give, until the class is made of them.
// SQLModel: main.py FieldInfo, RelationshipInfo; pydantic: fields.py FieldInfo.
#pragma once

#include "support/runtime.h"

#include <optional>
#include <string>
#include <vector>

namespace relata::modules {

/// One field of a model. Values are unset where nothing was given (pydantic's PydanticUndefined).
class FieldInfo final : public Container {
  public:
    explicit FieldInfo(Type& type) : Container(type) {}
    void clear_references() override;

    Value annotation;
    Value default_, default_factory;
    std::string alias, validation_alias, serialization_alias, title, description, discriminator;
    std::vector<std::string> alias_choices; ///< AliasChoices: the further names
    Value exclude_if, allow_inf_nan, examples, json_schema_extra;
    bool validate_default = false;
    Value exclude;           ///< True: not in dumps
    bool repr = true;
    bool frozen = false;
    std::optional<bool> init{};
    // Constraints. Numbers and lengths as Python values.
    Value gt, ge, lt, le, multiple_of, min_length, max_length, max_digits, decimal_places, pattern, strict;
    std::vector<Value> metadata; ///< of Annotated: validators and unknown objects
    // SQLModel's.
    Value primary_key, foreign_key, ondelete, unique, nullable, index, sa_type, sa_column, sa_column_args,
        sa_column_kwargs;
    bool is_sqlmodel = false;

    bool is_required() const { return !default_.is_set() && !default_factory.is_set(); }
    /// SQLModel's Field gives pydantic the `alias` alone: only the constructor of a table model reads it.
    const std::string& validation_name() const { return validation_alias.empty() && !is_sqlmodel ? alias : validation_alias; }
    const std::string& serialization_name() const { return serialization_alias.empty() && !is_sqlmodel ? alias : serialization_alias; }
    /// The default, made anew: a copy of a list, the factory's result. Unset where the field is required. `data`: the
    /// fields before it, for a factory that asks for them.
    Value get_default(Runtime& runtime, Dict* data = nullptr) const;
    /// Takes over what `other` says and this does not (Annotated[int, Field(...)] = ...).
    void merge(const FieldInfo& other);
};

class RelationshipInfo final : public Container {
  public:
    explicit RelationshipInfo(Type& type) : Container(type) {}
    void clear_references() override;
    Value back_populates, link_model, sa_relationship, sa_relationship_args, sa_relationship_kwargs, passive_deletes;
    bool cascade_delete = false;
};

/// The types of both, made once per run.
void make_field_types(Runtime& runtime);
/// `sqlmodel.Field`, `pydantic.Field`, `sqlmodel.Relationship`.
Value sqlmodel_field(Runtime& runtime, const Value& self, Args args);
Value pydantic_field(Runtime& runtime, const Value& self, Args args);
Value sqlmodel_relationship(Runtime& runtime, const Value& self, Args args);

} // namespace relata::modules
