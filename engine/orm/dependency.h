// DependencyProcessor: what a relationship asks of a flush: foreign keys copied at the right moment, orphans
// deleted, rows of association tables written. SQLAlchemy: orm/dependency.py.
#pragma once

#include "orm/relationship.h"
#include "orm/unit_of_work.h"

#include <map>

namespace relata::orm {

class DependencyProcessor {
  public:
    explicit DependencyProcessor(RelationshipProperty& property);
    virtual ~DependencyProcessor() = default;

    RelationshipProperty& property() const { return m_property; }
    Mapper& mapper() const; ///< of the related class
    Mapper& parent() const;
    const std::string& key() const { return m_property.key(); }
    const std::string& sort_key() const { return m_sort_key; }
    std::string text() const { return std::string(class_name()) + "(" + m_property.text() + ")"; }
    virtual const char* class_name() const = 0;

    virtual void per_property_preprocessors(UOWTransaction& uow) { uow.register_preprocessor(*this, true); }
    virtual void per_property_flush_actions(UOWTransaction& uow);
    virtual void per_state_flush_actions(UOWTransaction& uow, const std::vector<InstanceState*>& states,
                                         bool is_delete);
    using States = std::vector<InstanceState*>;
    virtual void presort_deletes(UOWTransaction& uow, const States& states) = 0;
    virtual void presort_saves(UOWTransaction& uow, const States& states) = 0;
    virtual void process_deletes(UOWTransaction& uow, const States& states) = 0;
    virtual void process_saves(UOWTransaction& uow, const States& states) = 0;
    virtual bool prop_has_changes(UOWTransaction& uow, const States& states, bool is_delete);

  protected:
    /// Steps of whole mappers that this relationship stands between.
    struct Steps {
        PostSortRec *parent_saves, *child_saves, *parent_deletes, *child_deletes, *after_save, *before_delete;
    };
    virtual void per_property_dependencies(UOWTransaction& uow, const Steps& steps) = 0;
    struct StateSteps {
        PostSortRec *save_parent, *delete_parent, *child_action, *after_save, *before_delete;
        bool is_delete, child_is_delete;
    };
    virtual void per_state_dependencies(UOWTransaction& uow, const StateSteps& steps) = 0;

    bool has_parent(const InstanceState& state) const;
    void verify_can_load(const InstanceState* state) const;
    void post_update(InstanceState& state, UOWTransaction& uow, const States& related,
                     bool is_m2o_delete = false) const;
    /// The child and all that its delete cascade reaches.
    void register_delete_cascade(UOWTransaction& uow, InstanceState& child) const;
    Passive passive_delete_flag() const;
    Passive passive_update_flag() const;
    bool deletes_are_left_to_database() const; ///< passive_deletes="all"
    void add(UOWTransaction& uow, std::initializer_list<std::pair<PostSortRec*, PostSortRec*>> edges) const;

    RelationshipProperty& m_property;
    std::string m_sort_key;
};

class OneToManyDP final : public DependencyProcessor {
  public:
    using DependencyProcessor::DependencyProcessor;
    const char* class_name() const override { return "OneToManyDP"; }
    void presort_deletes(UOWTransaction& uow, const States& states) override;
    void presort_saves(UOWTransaction& uow, const States& states) override;
    void process_deletes(UOWTransaction& uow, const States& states) override;
    void process_saves(UOWTransaction& uow, const States& states) override;

  protected:
    void per_property_dependencies(UOWTransaction& uow, const Steps& steps) override;
    void per_state_dependencies(UOWTransaction& uow, const StateSteps& steps) override;

  private:
    void synchronize(InstanceState& state, InstanceState* child, bool clear_keys, UOWTransaction& uow,
                     bool pks_changed);
    bool pks_changed(InstanceState& state) const;
};

class ManyToOneDP final : public DependencyProcessor {
  public:
    using DependencyProcessor::DependencyProcessor;
    const char* class_name() const override { return "ManyToOneDP"; }
    void presort_deletes(UOWTransaction& uow, const States& states) override;
    void presort_saves(UOWTransaction& uow, const States& states) override;
    void process_deletes(UOWTransaction& uow, const States& states) override;
    void process_saves(UOWTransaction& uow, const States& states) override;

  protected:
    void per_property_dependencies(UOWTransaction& uow, const Steps& steps) override;
    void per_state_dependencies(UOWTransaction& uow, const StateSteps& steps) override;

  private:
    void synchronize(InstanceState& state, InstanceState* child, bool clear_keys, UOWTransaction& uow,
                     const char* operation = nullptr);
};

/// Follows a changed primary key from the "one" side of a many-to-one that has no other side.
class DetectKeySwitch final : public DependencyProcessor {
  public:
    using DependencyProcessor::DependencyProcessor;
    const char* class_name() const override { return "DetectKeySwitch"; }
    void per_property_preprocessors(UOWTransaction& uow) override;
    void per_property_flush_actions(UOWTransaction& uow) override;
    void per_state_flush_actions(UOWTransaction&, const std::vector<InstanceState*>&, bool) override {}
    void presort_deletes(UOWTransaction&, const States&) override {}
    void presort_saves(UOWTransaction& uow, const States& states) override;
    void process_deletes(UOWTransaction&, const States&) override {}
    void process_saves(UOWTransaction& uow, const States& states) override;
    bool prop_has_changes(UOWTransaction& uow, const States& states, bool is_delete) override;

  protected:
    void per_property_dependencies(UOWTransaction&, const Steps&) override {}
    void per_state_dependencies(UOWTransaction&, const StateSteps&) override {}

  private:
    const std::unordered_set<const InstanceState*>& switchers(UOWTransaction& uow, const States& states);
    void process_key_switches(const States& states, UOWTransaction& uow);
};

class ManyToManyDP final : public DependencyProcessor {
  public:
    using DependencyProcessor::DependencyProcessor;
    const char* class_name() const override { return "ManyToManyDP"; }
    void presort_deletes(UOWTransaction& uow, const States& states) override;
    void presort_saves(UOWTransaction& uow, const States& states) override;
    void process_deletes(UOWTransaction& uow, const States& states) override;
    void process_saves(UOWTransaction& uow, const States& states) override;

  protected:
    void per_property_dependencies(UOWTransaction& uow, const Steps& steps) override;
    void per_state_dependencies(UOWTransaction& uow, const StateSteps& steps) override;

  private:
    struct Rows;
    bool synchronize(InstanceState& state, InstanceState* child,
                     std::vector<std::pair<const sql::Column*, Value>>& row, UOWTransaction& uow,
                     const char* operation);
    bool pks_changed(InstanceState& state) const;
    UOWTransaction::StatePairs* reversed_processed_set(UOWTransaction& uow) const;
    void run_crud(UOWTransaction& uow, const Rows& rows);
};

/// The processors of a run's relationships, made when the first flush needs them.
class DependencyProcessors final : public Runtime::Extension {
  public:
    explicit DependencyProcessors(Runtime&) {}
    static DependencyProcessors& of(Runtime& runtime) { return runtime.extension<DependencyProcessors>(); }
    DependencyProcessor& of_relationship(RelationshipProperty& property);
    /// Of the many-to-one relationships that refer to the mapper.
    std::vector<DependencyProcessor*> key_switch_detectors(Mapper& mapper);

  private:
    std::map<const RelationshipProperty*, std::unique_ptr<DependencyProcessor>> m_processors, m_detectors;
};

} // namespace relata::orm
