// The object protocol: what Python can do with any value (CPython's Objects/abstract.c and object.c). Each function
// dispatches on the type's slots and throws Error where Python would raise.
#pragma once

#include "support/exceptions.h"
#include "support/object.h"
#include "support/str.h"

#include <initializer_list>
#include <string>

namespace relata {

/// Hash of a str with these characters. The same in every run: sets of strings iterate in a fixed order.
int64_t hash_of_string(std::string_view text);

Ref<Str> repr(Runtime&, const Value&);
Ref<Str> str(Runtime&, const Value&);
std::string repr_text(Runtime&, const Value&);
std::string str_text(Runtime&, const Value&);
Ref<Str> format(Runtime&, const Value&, const Str& spec);
int64_t hash(Runtime&, const Value&);
bool truth(Runtime&, const Value&);
/// `a == b` of containers: identity first, then `__eq__`.
bool equal(Runtime&, const Value& a, const Value& b);
Value compare(Runtime&, const Value& a, const Value& b, CompareOp);
bool compare_truth(Runtime&, const Value& a, const Value& b, CompareOp);

Value call(Runtime&, const Value& callable, Args args);
Value call(Runtime&, const Value& callable, std::initializer_list<Value> positional = {});
/// `value` as read from a class dict: its `__get__` is applied where it has one.
Value bind_descriptor(Runtime&, const Value& attribute, const Value& instance, Type& owner);
Value call_method(Runtime&, const Value& self, std::string_view name, std::initializer_list<Value> positional = {});

Value get_attribute(Runtime&, const Value&, Str& name);
Value get_attribute(Runtime&, const Value&, std::string_view name);
/// Unset instead of AttributeError.
Value find_attribute(Runtime&, const Value&, Str& name);
Value find_attribute(Runtime&, const Value&, std::string_view name);
void set_attribute(Runtime&, const Value&, Str& name, const Value&); ///< unset value: delete
void set_attribute(Runtime&, const Value&, std::string_view name, const Value&);
/// A special method: looked up on the type and bound to `self`; unset where the type has none.
Value find_special(Runtime&, const Value& self, std::string_view name);

/// object.__getattribute__ and object.__setattr__ (data descriptor, instance slots, other class attribute).
Value generic_get_attribute(Runtime&, const Value&, Str& name);
void generic_set_attribute(Runtime&, const Value&, Str& name, const Value&);
/// generic_get_attribute with unset where there is no such attribute.
Value find_generic_attribute(Runtime&, const Value&, Str& name);
/// type.__getattribute__: metatype's data descriptors, then the class's MRO.
Value type_get_attribute(Runtime&, Type&, Str& name);

Value get_item(Runtime&, const Value&, const Value& key);
void set_item(Runtime&, const Value&, const Value& key, const Value&); ///< unset value: delete
bool contains(Runtime&, const Value& container, const Value& item);
int64_t length(Runtime&, const Value&);

Value binary_op(Runtime&, BinaryOp, const Value& a, const Value& b);
Value inplace_op(Runtime&, BinaryOp, const Value& a, const Value& b);
Value unary_op(Runtime&, UnaryOp, const Value&);
/// `operator.index` as an int64; OverflowError (or IndexError-friendly clamping by the caller) beyond it.
int64_t as_index(Runtime&, const Value&);

Value iterate(Runtime&, const Value&); ///< iter(x)
Value next(Runtime&, const Value& iterator); ///< unset when exhausted
/// Calls `f(Value)` for each item.
template <class F> void for_each(Runtime& runtime, const Value& iterable, F&& f) {
    const Value iterator = iterate(runtime, iterable);
    for (Value item = next(runtime, iterator); item.is_set(); item = next(runtime, iterator)) f(std::move(item));
}
std::vector<Value> to_vector(Runtime&, const Value& iterable);

bool is_instance(Runtime&, const Value&, const Type&);
/// issubclass(cls, class_or_tuple) with ABCs and unions.
bool is_subclass(Runtime&, const Value& cls, const Value& class_or_tuple);
/// isinstance(value, class_or_tuple) with ABCs and unions.
bool is_instance(Runtime&, const Value&, const Value& class_or_tuple);
bool is_callable(const Runtime&, const Value&);

} // namespace relata
