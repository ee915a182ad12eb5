// Events that a program listens to with `event.listen`: of mappers, instances and attributes. SQLAlchemy: orm/events.py.
#pragma once

#include "orm/interfaces.h"

namespace relata::orm {

/// Events of a mapper or of a mapped class's instances.
enum class MapperEvent : uint8_t {
    instrument_class, mapper_constructed, before_mapper_configured, mapper_configured, before_configured,
    after_configured, before_insert, after_insert, before_update, after_update, before_delete, after_delete,
    // instances
    first_init, init, init_failure, load, refresh, refresh_flush, expire, count_
};
std::optional<MapperEvent> mapper_event(std::string_view name);
/// Names of the arguments that its listeners get.
std::vector<std::string> argument_names(MapperEvent event);
std::vector<std::string> attribute_argument_names(std::string_view event);

/// A listener of the program.
struct EventListener {
    Value function;
    bool once = false;
    bool retval = false;
    bool raw = false; ///< wants the InstanceState and not the object
    bool propagate = false; ///< also for classes below
    std::vector<std::string> names{}; ///< of the arguments, where the function wants them by name
    uint64_t order = 0; ///< of a mapper's: listeners of a class and of those above it are called as they came
    std::shared_ptr<bool> listens = std::make_shared<bool>(true); ///< of an attribute's: false once it was removed
};

/// Lists of listeners by event.
class EventDispatch {
  public:
    void listen(MapperEvent event, EventListener listener);
    void remove(MapperEvent event, const Value& function);
    bool has(MapperEvent event) const { return (m_present >> unsigned(event)) & 1; }
    /// Calls all of one event with these arguments.
    void operator()(Runtime& runtime, MapperEvent event, std::initializer_list<Value> arguments);
    /// Calls one of them.
    void tell(Runtime& runtime, MapperEvent event, const EventListener& listener, std::initializer_list<Value> arguments);
    const std::vector<EventListener>& listeners(MapperEvent event) const;

  private:
    uint32_t m_present = 0;
    std::map<MapperEvent, std::vector<EventListener>> m_listeners;
};

/// `event.listen(Task.title, "set", f, retval=..., propagate=...)`. Raises InvalidRequestError for an unknown name.
void listen_attribute(Runtime& runtime, AttributeImpl& attribute, std::string_view event, EventListener listener);

} // namespace relata::orm
