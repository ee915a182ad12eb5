// The Python class of InstrumentedList. SQLAlchemy: orm/collections.py _list_decorators.
#include "modules/sqlalchemy/queryable_attribute.h"
#include "modules/sqlmodel/model_methods.h"
#include "modules/sqlmodel/relationship_options.h"
#include "orm/collections.h"
#include "python/types/list_type.h"
#include "python/types/slice.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::modules {

namespace {

using orm::InstrumentedList;
using python::ArgReader;

InstrumentedList& list_of(const Value& self) { return static_cast<InstrumentedList&>(*self.as_object()); }

size_t index_in(const InstrumentedList& list, int64_t index, const char* message) {
    const auto size = int64_t(list.size());
    if (index < 0) index += size;
    if (index < 0 || index >= size) throw Error(Exc::IndexError, message);
    return size_t(index);
}

Value list_append(Runtime& runtime, const Value& self, Args call_args) {
    const ArgReader args(runtime, {.function = "list.append", .names = {"object"}, .required = 1}, call_args);
    list_of(self).append_with_event(args[0], nullptr);
    return Value::none();
}

Value list_remove(Runtime& runtime, const Value& self, Args call_args) {
    const ArgReader args(runtime, {.function = "list.remove", .names = {"value"}, .required = 1}, call_args);
    list_of(self).remove_with_event(args[0], nullptr);
    return Value::none();
}

Value list_insert(Runtime& runtime, const Value& self, Args call_args) {
    const ArgReader args(runtime, {.function = "list.insert", .names = {"index", "object"}, .required = 2}, call_args);
    InstrumentedList& list = list_of(self);
    const Value item = list.adapter().fire_append_event(args[1]);
    int64_t index = args.integer(0);
    const auto size = int64_t(list.size());
    if (index < 0) index = std::max<int64_t>(0, index + size);
    list.items().insert(list.items().begin() + std::min(index, size), item);
    return Value::none();
}

Value list_extend(Runtime& runtime, const Value& self, Args args) {
    if (args.positional_count() != 1)
        throw Error(Exc::TypeError, "list.extend() takes exactly one argument (" + std::to_string(args.positional_count()) + " given)");
    for (const Value& item : to_vector(runtime, args.values[0])) list_of(self).append_with_event(item, nullptr);
    return Value::none();
}

Value list_pop(Runtime& runtime, const Value& self, Args call_args) {
    const ArgReader args(runtime, {.function = "list.pop", .names = {"index"}}, call_args);
    InstrumentedList& list = list_of(self);
    list.adapter().fire_pre_remove_event();
    if (list.size() == 0) throw Error(Exc::IndexError, "pop from empty list");
    const size_t at = index_in(list, args.integer(0, -1), "pop index out of range");
    const Value item = list.items()[at];
    list.items().erase(list.items().begin() + std::ptrdiff_t(at));
    list.adapter().fire_remove_event(item);
    return item;
}

Value list_clear(Runtime&, const Value& self, Args) {
    InstrumentedList& list = list_of(self);
    for (const Value& item : list.adapter().members()) list.adapter().fire_remove_event(item);
    list.items().clear();
    return Value::none();
}

void list_set_item(Runtime& runtime, const Value& self, const Value& key, const Value& value) {
    InstrumentedList& list = list_of(self);
    if (key.as<python::Slice>()) {
        // By members: what the slice holds goes out, what is assigned comes in.
        const std::vector<Value> old = to_vector(runtime, get_item(runtime, Value(runtime.make_list(list.adapter().members())), key));
        for (const Value& item : old) list.adapter().fire_remove_event(item);
        Value stored = value;
        if (value.is_set()) {
            std::vector<Value> items = to_vector(runtime, value);
            for (Value& item : items) item = list.adapter().fire_append_event(item);
            stored = Value(runtime.make_list(std::move(items)));
        }
        python::assign_slice(runtime, list, key, stored);
        return;
    }
    const size_t at = index_in(list, as_index(runtime, key),
                               value.is_set() ? "list index out of range" : "list index out of range");
    const Value existing = list.items()[at];
    if (!existing.is_none()) list.adapter().fire_remove_event(existing);
    if (!value.is_set()) {
        list.items().erase(list.items().begin() + std::ptrdiff_t(at));
        return;
    }
    list.items()[at] = list.adapter().fire_append_event(value);
}

Value list_iadd(Runtime& runtime, const Value& self, const Value& other) {
    for (const Value& item : to_vector(runtime, other)) list_of(self).append_with_event(item, nullptr);
    return self;
}

} // namespace

void make_attribute_types(python::Interpreter& interpreter) {
    Runtime& runtime = interpreter;
    if (runtime.has_type_for<InstrumentedList>()) return;
    python::TypeBuilder list(runtime, "InstrumentedList", "sqlalchemy.orm.collections", {&runtime.type(BuiltinType::list)});
    list.slots().set_item = list_set_item;
    list.slots().inplace[size_t(BinaryOp::add)] = list_iadd;
    list.method("append", list_append)
        .method("remove", list_remove)
        .method("insert", list_insert)
        .method("extend", list_extend)
        .method("pop", list_pop)
        .method("clear", list_clear);
    runtime.set_type_for<InstrumentedList>(list.finish());
    make_queryable_attribute_types(runtime);
    install_argument_coercion(interpreter);
}

} // namespace relata::modules
