#include "orm/registry.h"

#include "orm/mapper.h"
#include "orm/python_views.h"
#include "orm/relationship.h"
#include "support/protocol.h"

#include <algorithm>

namespace relata::orm {

namespace {

Value view_of(Mapper& mapper) {
    const auto& view = mapper.runtime().extension<PythonViews>().mapper;
    return view ? view(mapper.runtime(), mapper) : Value::none();
}

} // namespace

ClassRegistry::ClassRegistry(Runtime& runtime, Ref<sql::MetaData> metadata)
    : m_runtime(runtime), m_metadata(std::move(metadata)) {}

const std::vector<Type*>& ClassRegistry::classes_named(const std::string& name) const {
    static const std::vector<Type*> none;
    const auto found = m_classes.find(name);
    return found == m_classes.end() ? none : found->second;
}

void ClassRegistry::add_class(Type& cls) {
    std::vector<Type*>& same_name = m_classes[cls.name()];
    const auto same_module = [&](const Type* other) { return other->module() == cls.module(); };
    if (std::any_of(same_name.begin(), same_name.end(), same_module)) {
        // SQLAlchemy: clsregistry._MultipleClassMarker.add_item
        sa_warn(m_runtime, "This declarative base already contains a class with the same class name and "
                                       "module name as " +
                                           cls.module() + "." + cls.name() +
                                           ", and will be replaced in the string-lookup table.");
    }
    same_name.push_back(&cls);
}

void ClassRegistry::add_mapper(Ref<Mapper> mapper) { m_mappers.push_back(std::move(mapper)); }

void ClassRegistry::dispose() {
    m_mappers.clear();
    m_classes.clear();
}

void ClassRegistry::configure() {
    if (!m_new_mappers || m_configuring) return;
    m_configuring = true;
    struct Done {
        bool& flag;
        ~Done() { flag = false; }
    } done{m_configuring};
    EventDispatch& events = orm_runtime(m_runtime).mapper_events;
    events(m_runtime, MapperEvent::before_configured, {});
    const std::vector<Ref<Mapper>> mappers = m_mappers;
    std::vector<Mapper*> configured, unready;
    for (const Ref<Mapper>& mapper : mappers)
        if (!mapper->is_configured()) unready.push_back(mapper.get());
    for (const Ref<Mapper>& mapper : mappers) {
        if (mapper->is_configured()) continue;
        if (!mapper->configure_failed().empty())
            throw Error(Exc::InvalidRequestError,
                        "One or more mappers failed to initialize - can't proceed with initialization of other "
                        "mappers. Triggering mapper: '" +
                            mapper->text() + "'. Original exception was: " + mapper->configure_failed());
        try {
            mapper->post_configure_properties();
            configured.push_back(mapper.get());
            if (mapper->has_event(MapperEvent::mapper_configured))
                mapper->fire(MapperEvent::mapper_configured, {view_of(*mapper), Value(mapper->mapped_class())});
        } catch (Error& error) {
            mapper->set_configure_failed(str_text(m_runtime, m_runtime.exception_object(error)));
            for (Mapper* one : unready) told_configured(m_runtime, *one); // what was resolved, and what was not
            throw;
        }
    }
    m_new_mappers = false;
    // Not before: a backref adds to a mapper that was configured earlier.
    for (Mapper* mapper : configured) told_configured(m_runtime, *mapper);
    events(m_runtime, MapperEvent::after_configured, {});
}

void sa_warn(Runtime& runtime, const std::string& message) {
    const std::string& tag = orm_runtime(runtime).warning_tag;
    runtime.warn(Exc::SAWarning, tag.empty() ? message : message + " (" + tag + ")");
}

OrmRuntime::OrmRuntime(Runtime& r) : runtime(r) {}

OrmRuntime::~OrmRuntime() = default;

void OrmRuntime::clear_references() {
    for (const Ref<ClassRegistry>& registry : registries) registry->dispose();
    mapper_events = {};
    collection_class_resolver = nullptr;
    argument_coercion.reset();
}

OrmRuntime& orm_runtime(Runtime& runtime) { return runtime.extension<OrmRuntime>(); }

void configure_mappers(Runtime& runtime) {
    for (const Ref<ClassRegistry>& registry : orm_runtime(runtime).registries) registry->configure();
}

} // namespace relata::orm
