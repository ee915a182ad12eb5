// The attribute of a relationship with lazy="write_only" or "dynamic": it holds no list, only what was added and removed
// since the last commit. SQLAlchemy: orm/writeonly.py, orm/dynamic.py.
#pragma once

#include "orm/attributes.h"

namespace relata::orm {

class WriteOnlyAttributeImpl final : public AttributeImpl, private AttributeLoader {
  public:
    WriteOnlyAttributeImpl(Mapper& mapper, RelationshipProperty& property, int slot, Options options);
    bool is_dynamic() const { return m_is_dynamic; }
    RelationshipProperty& relationship() const { return m_relationship; }
    /// The condition that the rows of this parent's members satisfy.
    Ref<sql::ColumnElement> criterion(InstanceState& parent) const;
    /// What was added and is not committed.
    std::vector<Value> added_items(const InstanceState& state) const;

    void set(InstanceState& state, Value value, const AttributeEvent* initiator, Passive passive, const Value* check_old,
             bool pop) override;
    void remove_value(InstanceState& state) override;
    void append(InstanceState& state, Value value, const AttributeEvent* initiator, Passive passive) override;
    void remove(InstanceState& state, const Value& value, const AttributeEvent* initiator, Passive passive) override;
    void pop(InstanceState& state, const Value& value, const AttributeEvent* initiator, Passive passive) override;
    History get_history(InstanceState& state, Passive passive) override;
    std::vector<Value> get_all_pending(InstanceState& state, Passive passive) override;
    /// What a read gives is made for each read and kept nowhere.
    Value set_committed_value(InstanceState& state, Value value) override;

  protected:
    Value default_value(InstanceState& state) override;

  private:
    LoaderResult load(InstanceState& state, Passive passive) override;
    void fire_append(InstanceState& state, Value value, const AttributeEvent* initiator);
    void fire_remove(InstanceState& state, const Value& value, const AttributeEvent* initiator);
    /// Members in the database.
    std::vector<Value> existing(InstanceState& state);
    RelationshipProperty& m_relationship;
    bool m_is_dynamic;
};

/// What a program reads from such an attribute; set by the modules. The object's method `_existing` gives the members in
/// the database without an autoflush.
struct WriteOnlyCollections final : Runtime::Extension {
    explicit WriteOnlyCollections(Runtime&) {}
    void clear_references() override { make = nullptr; }
    std::function<Value(WriteOnlyAttributeImpl&, InstanceState&)> make{};
};

} // namespace relata::orm
