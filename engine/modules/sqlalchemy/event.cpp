// sqlalchemy.event: listen, listens_for, remove, contains. SQLAlchemy: event/api.py.
#include "modules/sqlalchemy/event.h"

#include "execution/connection.h"
#include "execution/engine.h"
#include "modules/sqlalchemy/event_registry.h"
#include "modules/sqlalchemy/inspect.h"
#include "modules/sqlalchemy/orm_module.h"
#include "modules/sqlalchemy/session_type.h"
#include "orm/attributes.h"
#include "orm/mapper.h"
#include "orm/registry.h"
#include "python/native_function.h"
#include "support/protocol.h"

namespace relata::modules {

using orm::Session;
using python::ArgReader;

namespace {

bool is_pool_event(std::string_view name) {
    for (std::string_view known : {"connect", "first_connect", "checkout", "checkin", "reset", "invalidate",
                                   "soft_invalidate", "close", "detach", "close_detached"})
        if (name == known) return true;
    return false;
}

[[noreturn]] void raise_no_event(const std::string& name, const std::string& target) {
    throw Error(Exc::InvalidRequestError, "No such event '" + name + "' for target '" + target + "'");
}

/// What a session's event gives to a function of the program, in SQLAlchemy's order.
Value call_session_listener(Runtime& runtime, orm::SessionEvent event, const Value& function,
                            const orm::SessionEventArguments& a) {
    using Event = orm::SessionEvent;
    const Value session(a.session);
    const Value transaction = a.transaction ? Value(*a.transaction) : Value::none();
    switch (event) {
    case Event::before_commit:
    case Event::after_commit:
    case Event::after_rollback: return call(runtime, function, {session});
    case Event::before_flush:
        return call(runtime, function, {session, Value::none(), a.objects.is_set() ? a.objects : Value::none()});
    case Event::after_flush:
    case Event::after_flush_postexec: return call(runtime, function, {session, Value::none()});
    case Event::after_begin: return call(runtime, function, {session, transaction, Value(*a.connection)});
    case Event::after_soft_rollback:
    case Event::after_transaction_create:
    case Event::after_transaction_end: return call(runtime, function, {session, transaction});
    case Event::do_orm_execute:
    case Event::after_bulk_update:
    case Event::after_bulk_delete: return call(runtime, function, {a.execute_state});
    default: return call(runtime, function, {session, a.state ? Value(a.state->object()) : Value::none()});
    }
}

struct ListenOptions {
    bool once = false, retval = false, raw = false, named = false, insert = false, active_history = false, propagate = false;
};

using Undo = EventRegistry::Undo;

Undo listen_session(Runtime& runtime, orm::SessionDispatch& dispatch, const std::string& name, const Value& function,
                    const ListenOptions& o) {
    const auto event = orm::session_event(name);
    if (!event) raise_no_event(name, "Session");
    const auto listens = std::make_shared<bool>(true);
    auto& listeners = dispatch.of(*event);
    listeners.insert(o.insert ? listeners.begin() : listeners.end(),
                     [&runtime, event = *event, function, listens, once = o.once](
                         const orm::SessionEventArguments& arguments) -> Value {
                         if (!*listens) return {};
                         if (once) *listens = false;
                         return call_session_listener(runtime, event, function, arguments);
                     });
    return [listens] { *listens = false; };
}

/// `of` gives the listeners: an engine that was disposed of has another pool.
template <class F>
Undo listen_core(F of, const std::string& name, const Value& function, const ListenOptions& o) {
    of().add(name, {.function = function, .once = o.once, .retval = o.retval, .named = o.named}, o.insert);
    return [of, name, function] { of().remove(name, function); };
}

Undo listen_attribute(Runtime& runtime, orm::InstrumentedAttribute& attribute, const std::string& name,
                      const Value& function, const ListenOptions& o) {
    if (o.insert) throw Error(Exc::TypeError, "AttributeEvents._listen() got an unexpected keyword argument 'insert'");
    orm::EventListener listener{.function = function, .once = o.once, .retval = o.retval, .raw = o.raw};
    if (o.named) listener.names = orm::attribute_argument_names(name);
    const auto instrument = [r = &runtime, name, listener, active_history = o.active_history](orm::AttributeImpl& impl) {
        if (active_history) impl.dispatch.active_history = true;
        orm::listen_attribute(*r, impl, name, listener);
    };
    if (o.propagate)
        attribute.propagate(instrument);
    else
        attribute.when_instrumented(instrument);
    return [listens = listener.listens] { *listens = false; };
}

orm::EventListener mapper_listener(Runtime& runtime, orm::MapperEvent event, const Value& function, const ListenOptions& o) {
    orm::EventListener listener{.function = function, .once = o.once, .retval = o.retval, .raw = o.raw, .propagate = o.propagate};
    if (o.named) listener.names = orm::argument_names(event);
    listener.order = uint64_t(++orm::orm_runtime(runtime).creation_order);
    return listener;
}

Undo listen_mapper(Runtime& runtime, orm::EventDispatch& dispatch, const Value& target, const std::string& name,
                   const Value& function, const ListenOptions& o) {
    const auto event = orm::mapper_event(name);
    if (!event) raise_no_event(name, repr_text(runtime, target));
    const orm::EventListener listener = mapper_listener(runtime, *event, function, o);
    dispatch.listen(*event, listener);
    return [&dispatch, event = *event, function, listens = listener.listens] {
        *listens = false;
        dispatch.remove(event, function);
    };
}

/// Listeners of a class that is not mapped (yet), for its mapper and (`propagate`) those of the classes below it.
/// SQLAlchemy: _EventsHold.
struct HeldListeners final : Runtime::Extension {
    explicit HeldListeners(Runtime&) {}
    void clear_references() override { all.clear(); }
    struct Held {
        Ref<Type> cls;
        orm::MapperEvent event;
        orm::EventListener listener;
    };
    std::vector<Held> all;
};

/// Mappers of the classes below, each once.
void hold_listener(Runtime& runtime, Type& cls, orm::MapperEvent event, const orm::EventListener& listener) {
    runtime.extension<HeldListeners>().all.push_back({Ref<Type>(cls), event, listener});
    if (!listener.propagate) return;
    orm::EventListener own = listener;
    own.propagate = false;
    for (const auto& registry : orm::orm_runtime(runtime).registries)
        for (const auto& mapper : registry->mappers())
            if (mapper->mapped_class().is_subtype_of(cls)) mapper->dispatch.listen(event, own);
}

/// Empty where the target is nothing that has events.
Undo listen_on(Runtime& runtime, const Value& target, const std::string& name, const Value& function,
               const ListenOptions& o) {
    using execution::Listeners;
    const bool is_of_pool = is_pool_event(name);
    if (auto* engine = target.as<execution::Engine>())
        return listen_core([engine, is_of_pool]() -> Listeners& { return is_of_pool ? engine->pool().listeners : engine->listeners; },
                           name, function, o);
    if (auto* connection = target.as<execution::Connection>())
        return listen_core([connection]() -> Listeners& { return connection->listeners; }, name, function, o);
    if (auto* pool = target.as<execution::Pool>())
        return listen_core([pool]() -> Listeners& { return pool->listeners; }, name, function, o);
    if (auto* session = target.as<Session>()) return listen_session(runtime, session->dispatch(), name, function, o);
    if (auto* attribute = target.as<orm::InstrumentedAttribute>())
        return listen_attribute(runtime, *attribute, name, function, o);
    auto* cls = target.as<Type>();
    if (!cls) return {};
    if (runtime.has_type_for<Session>() && cls->is_subtype_of(runtime.type_for<Session>()))
        return listen_session(runtime, orm::SessionDispatch::of_class(*cls), name, function, o);
    const bool is_engine = runtime.has_type_for<execution::Engine>() && cls->is_subtype_of(runtime.type_for<execution::Engine>());
    if (is_engine && !is_of_pool)
        return listen_core([r = &runtime]() -> Listeners& { return execution::engine_class_listeners(*r); }, name, function, o);
    if (is_engine || (runtime.has_type_for<execution::Pool>() && cls->is_subtype_of(runtime.type_for<execution::Pool>())))
        return listen_core([r = &runtime]() -> Listeners& { return execution::pool_class_listeners(*r); }, name, function, o);
    if (cls == &mapper_type(runtime)) // of every mapper
        return listen_mapper(runtime, orm::orm_runtime(runtime).mapper_events, target, name, function, o);
    if (orm::Mapper* mapper = orm::find_mapper(*cls))
        return listen_mapper(runtime, mapper->dispatch, target, name, function, o);
    if (const auto event = orm::mapper_event(name); event) {
        const orm::EventListener listener = mapper_listener(runtime, *event, function, o);
        hold_listener(runtime, *cls, *event, listener);
        return [listens = listener.listens] { *listens = false; };
    }
    return {};
}

void listen(Runtime& runtime, const Value& target, const std::string& name, const Value& function,
            const ListenOptions& options) {
    const std::string& type = runtime.type_of(target).name();
    if (type == "AsyncEngine" || type == "AsyncConnection" || type == "AsyncSession")
        throw Error(Exc::NotImplementedError,
                    "asynchronous events are not implemented at this time.  Apply synchronous listeners to the "
                    "AsyncEngine.sync_engine or AsyncConnection.sync_connection attributes.");
    auto& registry = runtime.extension<EventRegistry>();
    if (registry.contains(target, name, function)) return;
    // A sessionmaker stands for the class of its sessions.
    const Value maker_class = type == "sessionmaker" ? find_attribute(runtime, target, "class_") : Value();
    Undo undo = listen_on(runtime, maker_class.is_set() ? maker_class : target, name, function, options);
    if (!undo) {
        // SQLAlchemy: api._event_key: an event that exists asks the target for its `dispatch`.
        if (orm::session_event(name) || orm::mapper_event(name) || is_pool_event(name)) get_attribute(runtime, target, "dispatch");
        raise_no_event(name, str_text(runtime, target));
    }
    registry.add(target, name, function, std::move(undo));
}

ListenOptions options_from(const ArgReader& args, size_t first) {
    return {args.truth(first),     args.truth(first + 1), args.truth(first + 2),
            args.truth(first + 3), args.truth(first + 4), args.truth(first + 5), args.truth(first + 6)};
}

Value event_listen(Runtime& runtime, const Value&, Args call_args) {
    ArgReader args(runtime,
                   {.function = "listen",
                    .names = {"target", "identifier", "fn", "once", "retval", "raw", "named", "insert", "active_history",
                              "propagate"},
                    .required = 3,
                    .origin = python::Signature::Origin::python},
                   call_args);
    listen(runtime, args[0], str_text(runtime, args[1]), args[2], options_from(args, 3));
    return Value::none();
}

// `@event.listens_for(target, "name")`
Value event_listens_for(Runtime& runtime, const Value&, Args call_args) {
    ArgReader args(runtime,
                   {.function = "listens_for",
                    .names = {"target", "identifier", "once", "retval", "raw", "named", "insert", "active_history",
                              "propagate"},
                    .required = 2,
                    .origin = python::Signature::Origin::python},
                   call_args);
    const ListenOptions o = options_from(args, 2);
    const Ref<Tuple> kept = runtime.make_tuple({args[0], args[1], Value::boolean(o.once), Value::boolean(o.retval),
                                                Value::boolean(o.raw), Value::boolean(o.named),
                                                Value::boolean(o.insert), Value::boolean(o.active_history),
                                                Value::boolean(o.propagate)});
    return python::make_function(
        runtime, "decorate",
        [](Runtime& r, const python::NativeFunction& f, const Value&, Args a) -> Value {
            python::check_arguments("decorate(fn)", a);
            const Tuple& t = f.closure().get<Tuple>();
            listen(r, t[0], str_text(r, t[1]), a.values[0],
                   {t[2].is_true(), t[3].is_true(), t[4].is_true(), t[5].is_true(), t[6].is_true(), t[7].is_true(), t[8].is_true()});
            return a.values[0];
        },
        kept, "sqlalchemy.event.api");
}

Value event_remove(Runtime& runtime, const Value&, Args call_args) {
    ArgReader args(runtime,
                   {.function = "remove",
                    .names = {"target", "identifier", "fn"},
                    .required = 3,
                    .origin = python::Signature::Origin::python},
                   call_args);
    const std::string name(args.text(1));
    if (!runtime.extension<EventRegistry>().remove(args[0], name, args[2]))
        throw Error(Exc::InvalidRequestError, "No listeners found for event " + repr_text(runtime, args[0]) + " / '" +
                                                  name + "' / " + repr_text(runtime, args[2]) + " ");
    return Value::none();
}

Value event_contains(Runtime& runtime, const Value&, Args call_args) {
    ArgReader args(runtime,
                   {.function = "contains",
                    .names = {"target", "identifier", "fn"},
                    .required = 3,
                    .origin = python::Signature::Origin::python},
                   call_args);
    return Value::boolean(runtime.extension<EventRegistry>().contains(args[0], args.text(1), args[2]));
}

} // namespace

void apply_held_listeners(Runtime& runtime, orm::Mapper& mapper) {
    const std::vector<HeldListeners::Held> all = runtime.extension<HeldListeners>().all;
    Type& cls = mapper.mapped_class();
    for (const Type* ancestor : cls.mro())
        for (const HeldListeners::Held& held : all) {
            if (held.cls.get() != ancestor || !*held.listener.listens) continue;
            if (ancestor != &cls && !held.listener.propagate) continue;
            orm::EventListener own = held.listener;
            own.propagate = false;
            mapper.dispatch.listen(held.event, std::move(own));
        }
}

void add_event_functions(python::Interpreter& interpreter, python::Module& module) {
    make_python_views(interpreter);
    auto add = [&](std::string_view name, python::NativeFn fn) {
        module.set(name, Value(python::make_function(interpreter, name, fn, "sqlalchemy.event.api")));
    };
    add("listen", event_listen);
    add("listens_for", event_listens_for);
    add("remove", event_remove);
    add("contains", event_contains);
}

} // namespace relata::modules
