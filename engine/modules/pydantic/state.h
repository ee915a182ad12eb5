// ValidationState and DumpState: what one call of model_validate() or model_dump() carries through its schemas.
// pydantic-core: src/validators/validation_state.rs, src/serializers/extra.rs.
#pragma once

#include "support/runtime.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relata::modules {

/// How much an input had to be converted. Unions take the best.
enum class Exactness : uint8_t { lax, strict, exact };

struct ValidationState {
    explicit ValidationState(Runtime& r) : runtime(r) {}
    Runtime& runtime;
    bool json = false; ///< the input was JSON text
    std::optional<bool> strict{}, from_attributes{}, by_alias{}, by_name{};
    Value context = Value::none();
    Ref<Dict> data{};         ///< the fields that are validated already
    Ref<Str> field_name{};
    const Dict* config = nullptr; ///< of the model whose field is validated
    Value self_instance{};        ///< the object that `__init__` fills; taken by the outermost model
    std::optional<Exactness> exactness{};
    std::optional<size_t> fields_set_count{};

    bool strict_or(bool schema) const { return strict.value_or(schema); }
    void floor_exactness(Exactness e) {
        if (exactness) exactness = std::min(*exactness, e);
    }
};

struct DumpState {
    explicit DumpState(Runtime& r) : runtime(r) {}
    Runtime& runtime;
    bool json = false, exclude_unset = false, exclude_none = false, exclude_defaults = false, by_alias = false,
         round_trip = false, serialize_as_any = false, exclude_computed_fields = false;
    enum class Warnings : uint8_t { none, warn, error } warnings = Warnings::warn;
    Value include{}, exclude{}; ///< of the value at hand; unset: all of it
    Value context = Value::none(), fallback{};
    Value object{};             ///< the model object whose field is dumped
    Ref<Str> field_name{};
    bool checking = false;      ///< a union asks whether the schema fits: throws UnexpectedValue where it does not
    std::shared_ptr<std::vector<std::string>> unexpected = std::make_shared<std::vector<std::string>>();
    struct UnexpectedValue {};
    /// The value is not of the type that the schema expects.
    void unexpected_value(const std::string& expected, const Value& value);
};
/// By the value's own type. pydantic-core: infer.rs.
Value dump_inferred(const Value& value, DumpState& state);
/// A dict key as JSON writes it: "1", "true".
Value json_key(const Value& key, DumpState& state);
/// Whether the key (a name or an index) is dumped, and the include and exclude of its value. pydantic-core: filter.rs.
bool select_key(DumpState& state, const Value& key, Value& next_include, Value& next_exclude);
/// Warns of what was unexpected, or raises PydanticSerializationError.
void check_unexpected(DumpState& state);

/// `$defs` of a JSON schema while it is made: the models met so far, by name.
struct JsonSchemaDefinitions {
    Ref<Dict> definitions;
    bool serialization = false;
};

} // namespace relata::modules
