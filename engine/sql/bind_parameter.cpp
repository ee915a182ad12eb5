#include "sql/anonymous_label.h"
#include "sql/cache_key.h"
#include "sql/elements.h"
#include "support/list.h"
#include "support/protocol.h"
#include "support/runtime.h"

namespace relata::sql {

namespace {

// SQLAlchemy: TypeEngine.coerce_compared_value.
TypeRef coerce_compared_value(Runtime& runtime, const TypeRef& type, const Value& value) {
    if (type->is_decorator()) return type;
    if (type->affinity() == Affinity::binary && value.as<Str>()) return type;
    TypeRef own = type_of_value(runtime, value);
    return own->is_null() || own->affinity() == type->affinity() ? type : own;
}

/// The item of an IN list that decides the type; unset for an empty list.
Value first_item(const Value& value) {
    if (const List* list = value.as<List>()) return list->size() ? list->items()[0] : Value();
    if (const Tuple* tuple = value.as<Tuple>()) return tuple->size() ? (*tuple)[0] : Value();
    return value;
}

std::string trim_underscores(std::string key) {
    while (!key.empty() && key.back() == '_') key.pop_back();
    key.erase(0, std::min(key.find_first_not_of('_'), key.size()));
    return key;
}

} // namespace

BindParameter::BindParameter(Runtime& runtime, Options options) : ColumnElement(Kind::bind_parameter) {
    const std::optional<std::string>& k = options.key;
    required = !options.value && !options.callable.is_set();
    if (options.unique)
        key_text = fresh_anonymous_label(trim_underscores(k && !is_anonymous_label(*k) ? *k : std::string("param")));
    else if (k && !k->empty())
        key_text = *k;
    else
        key_text = fresh_anonymous_label("param");
    original_key = k && !k->empty() ? *k : "param";
    identifying_key = key_text;
    unique = options.unique;
    value = options.value.value_or(Value::none());
    callable = options.callable;
    expanding = options.expanding;
    literal_execute = options.literal_execute;
    is_crud = options.is_crud;
    if (options.type) {
        type = options.type;
        return;
    }
    const Value checked = expanding ? first_item(value) : value;
    if (options.compared_to)
        type = checked.is_set() ? coerce_compared_value(runtime, options.compared_to->type, checked)
                                : options.compared_to->type;
    else
        type = type_of_value(runtime, checked);
}

Ref<ClauseElement> BindParameter::clone() const {
    Ref<BindParameter> copy = make_ref<BindParameter>(*this);
    if (unique)
        copy->key_text = fresh_anonymous_label(
            trim_underscores(is_anonymous_label(original_key) ? std::string("param") : original_key));
    return copy;
}

void BindParameter::convert_to_unique() {
    if (unique) return;
    unique = true;
    key_text = fresh_anonymous_label(original_key);
}

Ref<BindParameter> BindParameter::with_value(const Value& v, bool required_) const {
    Ref<BindParameter> copy(static_cast<BindParameter*>(clone().get()));
    copy->value = v;
    copy->callable = Value();
    copy->native_callable = nullptr;
    copy->required = required_;
    return copy;
}

Value BindParameter::effective_value(Runtime& runtime) const {
    if (native_callable) return native_callable(runtime);
    if (callable.is_set()) return call(runtime, callable);
    return value;
}

bool BindParameter::gather_cache_key(CacheKey& key) const {
    key.add(*type);
    key.add_name(key_text);
    key.add(expanding);
    key.add(literal_execute);
    key.add(expand_is_in);
    key.add(Operator(expand_op));
    if (literal_execute) return false; // the value is part of the text
    key.add_bind(*this);
    return true;
}

} // namespace relata::sql
