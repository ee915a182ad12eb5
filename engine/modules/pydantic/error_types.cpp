// The sentences of validation errors. pydantic-core: src/errors/types.rs.
#include "modules/pydantic/line_error.h"

#include "python/types/int_object.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace relata::modules {

namespace {

struct ErrorSentence {
    std::string_view type, python;
    std::string_view json = {}; ///< where JSON input has another one
};

constexpr ErrorSentence sentences[] = {
    {"no_such_attribute", "Object has no attribute '{attribute}'"},
    {"json_invalid", "Invalid JSON: {error}"},
    {"json_type", "JSON input should be string, bytes or bytearray"},
    {"recursion_loop", "Recursion error - cyclic reference detected"},
    {"missing", "Field required"},
    {"frozen_field", "Field is frozen"},
    {"frozen_instance", "Instance is frozen"},
    {"extra_forbidden", "Extra inputs are not permitted"},
    {"invalid_key", "Keys should be strings"},
    {"get_attribute_error", "Error extracting attribute: {error}"},
    {"model_type", "Input should be a valid dictionary or instance of {class_name}", "Input should be an object"},
    {"model_attributes_type", "Input should be a valid dictionary or object to extract fields from",
     "Input should be an object"},
    {"dataclass_type", "Input should be a dictionary or an instance of {class_name}", "Input should be an object"},
    {"dataclass_exact_type", "Input should be an instance of {class_name}"},
    {"default_factory_not_called",
     "The default factory uses validated data, but at least one validation error occurred"},
    {"none_required", "Input should be None", "Input should be null"},
    {"greater_than", "Input should be greater than {gt}"},
    {"greater_than_equal", "Input should be greater than or equal to {ge}"},
    {"less_than", "Input should be less than {lt}"},
    {"less_than_equal", "Input should be less than or equal to {le}"},
    {"multiple_of", "Input should be a multiple of {multiple_of}"},
    {"finite_number", "Input should be a finite number"},
    {"too_short", "{field_type} should have at least {min_length} item{plural} after validation, not {actual_length}"},
    {"too_long", "{field_type} should have at most {max_length} item{plural} after validation, not {actual_length}"},
    {"iterable_type", "Input should be iterable", "Input should be a valid array"},
    {"iteration_error", "Error iterating over object, error: {error}"},
    {"string_type", "Input should be a valid string"},
    {"string_sub_type", "Input should be a string, not an instance of a subclass of str"},
    {"string_unicode", "Input should be a valid string, unable to parse raw data as a unicode string"},
    {"string_too_short", "String should have at least {min_length} character{plural}"},
    {"string_too_long", "String should have at most {max_length} character{plural}"},
    {"string_pattern_mismatch", "String should match pattern '{pattern}'"},
    {"enum", "Input should be {expected}"},
    {"dict_type", "Input should be a valid dictionary", "Input should be an object"},
    {"mapping_type", "Input should be a valid mapping, error: {error}"},
    {"list_type", "Input should be a valid list", "Input should be a valid array"},
    {"tuple_type", "Input should be a valid tuple", "Input should be a valid array"},
    {"set_type", "Input should be a valid set", "Input should be a valid array"},
    {"set_item_not_hashable", "Set items should be hashable"},
    {"bool_type", "Input should be a valid boolean"},
    {"bool_parsing", "Input should be a valid boolean, unable to interpret input"},
    {"int_type", "Input should be a valid integer"},
    {"int_parsing", "Input should be a valid integer, unable to parse string as an integer"},
    {"int_from_float", "Input should be a valid integer, got a number with a fractional part"},
    {"int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size"},
    {"float_type", "Input should be a valid number"},
    {"float_parsing", "Input should be a valid number, unable to parse string as a number"},
    {"bytes_type", "Input should be a valid bytes"},
    {"bytes_too_short", "Data should have at least {min_length} byte{plural}"},
    {"bytes_too_long", "Data should have at most {max_length} byte{plural}"},
    {"value_error", "Value error, {error}"},
    {"assertion_error", "Assertion failed, {error}"},
    {"literal_error", "Input should be {expected}"},
    {"date_type", "Input should be a valid date"},
    {"date_parsing", "Input should be a valid date in the format YYYY-MM-DD, {error}"},
    {"date_from_datetime_parsing", "Input should be a valid date or datetime, {error}"},
    {"date_from_datetime_inexact", "Datetimes provided to dates should have zero time - e.g. be exact dates"},
    {"date_past", "Date should be in the past"},
    {"date_future", "Date should be in the future"},
    {"time_type", "Input should be a valid time"},
    {"time_parsing", "Input should be in a valid time format, {error}"},
    {"datetime_type", "Input should be a valid datetime"},
    {"datetime_parsing", "Input should be a valid datetime, {error}"},
    {"datetime_object_invalid", "Invalid datetime object, got {error}"},
    {"datetime_from_date_parsing", "Input should be a valid datetime or date, {error}"},
    {"datetime_past", "Input should be in the past"},
    {"datetime_future", "Input should be in the future"},
    {"timezone_naive", "Input should not have timezone info"},
    {"timezone_aware", "Input should have timezone info"},
    {"time_delta_type", "Input should be a valid timedelta", "Input should be a valid duration"},
    {"time_delta_parsing", "Input should be a valid timedelta, {error}", "Input should be a valid duration, {error}"},
    {"frozen_set_type", "Input should be a valid frozenset", "Input should be a valid array"},
    {"is_instance_of", "Input should be an instance of {class}"},
    {"is_subclass_of", "Input should be a subclass of {class}"},
    {"callable_type", "Input should be callable"},
    {"union_tag_invalid",
     "Input tag '{tag}' found using {discriminator} does not match any of the expected tags: {expected_tags}"},
    {"union_tag_not_found", "Unable to extract tag using discriminator {discriminator}"},
    {"url_type", "URL input should be a string or URL"},
    {"url_parsing", "Input should be a valid URL, {error}"},
    {"url_scheme", "URL scheme should be {expected_schemes}"},
    {"uuid_type", "UUID input should be a string, bytes or UUID object"},
    {"uuid_parsing", "Input should be a valid UUID, {error}"},
    {"uuid_version", "UUID version {expected_version} expected"},
    {"decimal_type", "Decimal input should be an integer, float, string or Decimal object"},
    {"decimal_parsing", "Input should be a valid decimal"},
    {"decimal_max_digits", "Decimal input should have no more than {max_digits} digit{plural} in total"},
    {"decimal_max_places", "Decimal input should have no more than {decimal_places} decimal place{plural}"},
    {"decimal_whole_digits",
     "Decimal input should have no more than {whole_digits} digit{plural} before the decimal point"},
    {"missing_argument", "Missing required argument"},
    {"missing_keyword_only_argument", "Missing required keyword only argument"},
    {"missing_positional_only_argument", "Missing required positional only argument"},
    {"multiple_argument_values", "Got multiple values for argument"},
    {"unexpected_positional_argument", "Unexpected positional argument"},
    {"unexpected_keyword_argument", "Unexpected keyword argument"},
};

const ErrorSentence* sentence_of(std::string_view type) {
    const auto* found = std::find_if(std::begin(sentences), std::end(sentences),
                                     [&](const ErrorSentence& s) { return s.type == type; });
    return found == std::end(sentences) ? nullptr : found;
}

void replace(std::string& text, std::string_view what, std::string_view with) {
    for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

} // namespace

std::string number_display(Runtime& runtime, const Value& number) {
    if (const Float* f = number.as<Float>(); f && std::isfinite(f->value()) && f->value() == std::floor(f->value()) &&
                                             std::fabs(f->value()) < 1e16)
        return std::to_string(int64_t(f->value()));
    return str_text(runtime, number);
}

bool is_error_type(std::string_view type) { return sentence_of(type) != nullptr; }

std::string fill_template(Runtime& runtime, std::string text, const Dict* context) {
    if (context)
        context->for_each([&](const Value& key, const Value& value) {
            const Str* name = key.as<Str>();
            if (name) replace(text, "{" + std::string(name->view()) + "}", number_display(runtime, value));
        });
    return text;
}

std::string render_message(Runtime& runtime, const LineError& error, bool json) {
    const ErrorSentence* sentence = error.message_template.empty() ? sentence_of(error.type) : nullptr;
    if (!sentence) return fill_template(runtime, error.message_template, error.context.get());
    std::string text(json && !sentence->json.empty() ? sentence->json : sentence->python);
    if (text.find("{plural}") != std::string::npos && error.context) {
        bool one = false;
        for (const char* key : {"min_length", "max_length", "max_digits", "decimal_places", "whole_digits"})
            if (const Value* count = error.context->find(key)) one = one || (count->is_small_int() && count->as_small_int() == 1);
        replace(text, "{plural}", one ? "" : "s");
        if (const Value* actual = error.context->find("actual_length"); actual && actual->is_none())
            replace(text, "{actual_length}", "more");
    }
    return fill_template(runtime, std::move(text), error.context.get());
}

Ref<Dict> error_context(Runtime& runtime, ErrorContext context) {
    if (context.size() == 0) return {};
    Ref<Dict> dict = runtime.make_dict();
    for (const auto& [name, value] : context) dict->set(*runtime.intern(name), value);
    return dict;
}

void fail(Runtime& runtime, const char* type, const Value& input, ErrorContext context) {
    throw ValidationFailure(LineError{{}, type, input, error_context(runtime, context)});
}

void ValidationFailure::append(ValidationFailure&& part, const Value& location) {
    for (LineError& error : part.errors) {
        error.location.insert(error.location.begin(), location);
        errors.push_back(std::move(error));
    }
}

void ValidationFailure::append(ValidationFailure&& part) {
    for (LineError& error : part.errors) errors.push_back(std::move(error));
}

} // namespace relata::modules
