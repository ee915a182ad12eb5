// ClassRegistry: the mapped classes that can see each other by name, and their configuration. SQLAlchemy: orm/decl_api.py
// (registry), orm/clsregistry.py, orm/mapper.py (configure_mappers).
#pragma once

#include "orm/events.h"
#include "orm/interfaces.h"
#include "sql/schema/schema.h"

namespace relata::orm {

struct RelationshipOptions;

/// A `registry`: class names, mappers and the MetaData. SQLModel has one for all its classes.
class ClassRegistry final : public RefCounted {
  public:
    ClassRegistry(Runtime& runtime, Ref<sql::MetaData> metadata);
    Runtime& runtime() const { return m_runtime; }
    sql::MetaData& metadata() const { return *m_metadata; }

    /// Classes under `name`: several where a program declares one twice (then a use of the name is ambiguous).
    const std::vector<Type*>& classes_named(const std::string& name) const;
    void add_class(Type& cls);
    const std::vector<Ref<Mapper>>& mappers() const { return m_mappers; }
    void add_mapper(Ref<Mapper> mapper);
    /// Configures every mapper that is not yet. Throws InvalidRequestError "One or more mappers failed to initialize"
    /// where an earlier attempt failed. SQLAlchemy: registry.configure, _configure_registries.
    void configure();
    bool has_new_mappers() const { return m_new_mappers; }
    void flag_new_mapper() { m_new_mappers = true; }
    void dispose();

  private:
    Runtime& m_runtime;
    Ref<sql::MetaData> m_metadata;
    std::map<std::string, std::vector<Type*>> m_classes;
    std::vector<Ref<Mapper>> m_mappers;
    bool m_new_mappers = false, m_configuring = false;
};

/// A relationship after configuration, for the run's record.
class RelationshipObserver {
  public:
    virtual ~RelationshipObserver() = default;
    virtual void relationship_configured(RelationshipProperty& property) = 0;
};

/// What the ORM keeps per run.
struct OrmRuntime final : Runtime::Extension {
    explicit OrmRuntime(Runtime& r);
    ~OrmRuntime() override;
    void clear_references() override;
    Runtime& runtime;
    std::vector<Ref<ClassRegistry>> registries;
    EventDispatch mapper_events; ///< `event.listen(Mapper, ...)`: those of every mapper
    std::vector<RelationshipObserver*> relationship_observers;
    std::function<std::shared_ptr<class CollectionFactory>(Runtime&, const Value&)> collection_class_resolver;
    sql::CompileStatePlugin* compile_state_plugin = nullptr; ///< set by what compiles ORM statements
    std::unique_ptr<class ArgumentCoercion> argument_coercion;
    /// `backref("name", **kwargs)`'s arguments, read as those of relationship().
    std::function<RelationshipOptions(Runtime&, const Value& kwargs)> relationship_options;
    /// Which relationships write to a column, and what. SQLAlchemy: _track_overlapping_sync_targets.
    std::map<const sql::ColumnElement*, std::vector<std::pair<RelationshipProperty*, sql::ColumnElement*>>>
        sync_targets;
    /// What a warning says of the process that it comes from, where the program did not start that process by name.
    /// SQLAlchemy: util.tag_method_for_warnings.
    std::string warning_tag{};
    int64_t creation_order = 0; ///< of properties, mappers and classes
};
OrmRuntime& orm_runtime(Runtime& runtime);

/// Issues an SAWarning, with the tag of the process that it comes from. SQLAlchemy: util.warn.
void sa_warn(Runtime& runtime, const std::string& message);

/// Tags the warnings of a process while it lives.
class WarningTag {
  public:
    WarningTag(Runtime& runtime, const char* tag)
        : m_tag(orm_runtime(runtime).warning_tag), m_before(std::exchange(m_tag, tag)) {}
    WarningTag(const WarningTag&) = delete;
    ~WarningTag() { m_tag = std::move(m_before); }

  private:
    std::string& m_tag;
    std::string m_before;
};

/// All registries. SQLAlchemy: configure_mappers().
void configure_mappers(Runtime& runtime);
/// Emits MapperConfigured for a mapper whose relationships are resolved.
void told_configured(Runtime& runtime, Mapper& mapper);

} // namespace relata::orm
