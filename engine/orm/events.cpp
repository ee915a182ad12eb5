#include "orm/events.h"

#include "orm/attributes.h"
#include "orm/mapper.h"
#include "orm/python_views.h"
#include "support/protocol.h"

#include <algorithm>
#include <array>

namespace relata::orm {

namespace {

constexpr std::array<std::string_view, size_t(MapperEvent::count_)> names{
    "instrument_class", "mapper_constructed", "before_mapper_configured", "mapper_configured", "before_configured",
    "after_configured", "before_insert",      "after_insert",             "before_update",     "after_update",
    "before_delete",    "after_delete",       "first_init",               "init",              "init_failure",
    "load",             "refresh",            "refresh_flush",            "expire"};

} // namespace

std::optional<MapperEvent> mapper_event(std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return {};
    return MapperEvent(found - names.begin());
}

std::vector<std::string> argument_names(MapperEvent event) {
    switch (event) {
    case MapperEvent::instrument_class:
    case MapperEvent::before_mapper_configured:
    case MapperEvent::mapper_configured: return {"mapper", "class_"};
    case MapperEvent::mapper_constructed: return {"mapper", "class_"};
    case MapperEvent::before_configured:
    case MapperEvent::after_configured: return {};
    case MapperEvent::first_init: return {"manager", "cls"};
    case MapperEvent::init:
    case MapperEvent::init_failure: return {"target", "args", "kwargs"};
    case MapperEvent::load: return {"target", "context"};
    case MapperEvent::refresh: return {"target", "context", "attrs"};
    case MapperEvent::refresh_flush: return {"target", "flush_context", "attrs"};
    case MapperEvent::expire: return {"target", "attrs"};
    default: return {"mapper", "connection", "target"};
    }
}

std::vector<std::string> attribute_argument_names(std::string_view event) {
    if (event == "set") return {"target", "value", "oldvalue", "initiator"};
    if (event == "append" || event == "append_wo_mutation" || event == "remove") return {"target", "value", "initiator"};
    if (event == "bulk_replace") return {"target", "values", "initiator"};
    if (event == "modified") return {"target", "initiator"};
    if (event == "init_scalar") return {"target", "value", "dict_"};
    return {"target", "collection", "collection_adapter"};
}

namespace {

Value call_by_name(Runtime& runtime, const EventListener& listener, std::vector<Value> arguments) {
    if (listener.names.empty()) return call(runtime, listener.function, Args{.values = arguments});
    std::vector<Value> keys;
    for (size_t i = 0; i < listener.names.size() && i < arguments.size(); ++i) keys.emplace_back(runtime.intern(listener.names[i]));
    arguments.resize(keys.size());
    const Ref<Tuple> keywords = runtime.make_tuple(keys);
    return call(runtime, listener.function, Args{.values = arguments, .keywords = keywords.get()});
}

} // namespace

void EventDispatch::listen(MapperEvent event, EventListener listener) {
    m_present |= uint32_t(1) << unsigned(event);
    m_listeners[event].push_back(std::move(listener));
}

void EventDispatch::remove(MapperEvent event, const Value& function) {
    std::erase_if(m_listeners[event], [&](const EventListener& l) { return l.function.is(function); });
    if (m_listeners[event].empty()) m_present &= ~(uint32_t(1) << unsigned(event));
}

const std::vector<EventListener>& EventDispatch::listeners(MapperEvent event) const {
    static const std::vector<EventListener> none;
    const auto found = m_listeners.find(event);
    return found == m_listeners.end() ? none : found->second;
}

void EventDispatch::operator()(Runtime& runtime, MapperEvent event, std::initializer_list<Value> arguments) {
    if (!has(event)) return;
    const std::vector<EventListener> all = listeners(event);
    for (const EventListener& listener : all) tell(runtime, event, listener, arguments);
}

void EventDispatch::tell(Runtime& runtime, MapperEvent event, const EventListener& listener,
                         std::initializer_list<Value> arguments) {
    if (!*listener.listens) return;
    if (listener.once) *listener.listens = false;
    std::vector<Value> values(arguments);
    const auto& view = runtime.extension<PythonViews>().state;
    if (listener.raw && view) {
        const size_t target = event >= MapperEvent::first_init ? 0 : 2;
        if (target < values.size())
            if (InstanceState* state = find_instance_state(values[target])) values[target] = view(runtime, *state);
    }
    call_by_name(runtime, listener, std::move(values));
}

void listen_attribute(Runtime& runtime, AttributeImpl& attribute, std::string_view event, EventListener listener) {
    AttributeImpl* self = &attribute;
    Runtime* r = &runtime;
    const bool retval = listener.retval;
    /// What the listener gives; unset where it no longer listens.
    const auto tell = [r, listener](InstanceState& state, std::initializer_list<Value> more) -> Value {
        if (!*listener.listens) return {};
        if (listener.once) *listener.listens = false;
        const auto& view = r->extension<PythonViews>().state;
        std::vector<Value> arguments{listener.raw && view ? view(*r, state) : Value(state.object())};
        arguments.insert(arguments.end(), more);
        return call_by_name(*r, listener, std::move(arguments));
    };
    const auto old_value = [r](const LoaderResult& old) {
        const Value& none = r->extension<PythonViews>().no_value;
        return old.has_value() ? old.value : none.is_set() ? none : Value::none();
    };
    const auto token = [r, self](const AttributeEvent& initiator) {
        const auto& view = r->extension<PythonViews>().event_token;
        return view ? view(*r, initiator) : Value(self->name());
    };
    if (event == "set") {
        attribute.dispatch.set.push_back([=](InstanceState& state, LoaderResult value, const LoaderResult& old,
                                             const AttributeEvent& initiator) {
            const Value result = tell(state, {value.value, old_value(old), token(initiator)});
            return retval && result.is_set() ? LoaderResult(result) : value;
        });
    } else if (event == "append" || event == "append_wo_mutation") {
        auto& list = event == "append" ? attribute.dispatch.append : attribute.dispatch.append_wo_mutation;
        list.push_back([=](InstanceState& state, Value value, const AttributeEvent& initiator) {
            const Value result = tell(state, {value, token(initiator)});
            return retval && result.is_set() ? result : value;
        });
    } else if (event == "remove") {
        attribute.dispatch.remove.push_back(
            [=](InstanceState& state, const LoaderResult& value, const AttributeEvent& initiator) {
                tell(state, {old_value(value), token(initiator)});
            });
    } else if (event == "bulk_replace") {
        attribute.dispatch.bulk_replace.push_back(
            [=](InstanceState& state, std::vector<Value>& values, const AttributeEvent& initiator) {
                const Ref<List> list = r->make_list(values);
                tell(state, {Value(list), token(initiator)});
                values.assign(list->items().begin(), list->items().end());
            });
    } else if (event == "modified") {
        attribute.dispatch.modified.push_back([=](InstanceState& state, const AttributeEvent& initiator) {
            tell(state, {token(initiator)});
        });
    } else if (event == "init_scalar") {
        attribute.dispatch.init_scalar.push_back([=](InstanceState& state, const Value& value) {
            const Value result = tell(state, {value, Value(r->make_dict())});
            return retval && result.is_set() ? LoaderResult(result) : LoaderResult(LoaderResult::Status::attr_empty);
        });
    } else if (event == "init_collection" || event == "dispose_collection") {
        auto& list = event == "init_collection" ? attribute.dispatch.init_collection
                                                : attribute.dispatch.dispose_collection;
        list.push_back([=](InstanceState& state, const Value& collection) {
            tell(state, {collection, Value::none()});
        });
    } else {
        throw Error(Exc::InvalidRequestError, "No such event '" + std::string(event) + "' for target '" +
                                                  attribute.text() + "'");
    }
}

} // namespace relata::orm
