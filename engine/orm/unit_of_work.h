// UOWTransaction: one flush: which objects are written, in which order. SQLAlchemy: orm/unitofwork.py.
#pragma once

#include "orm/attributes.h"
#include "orm/ordered_states.h"
#include "orm/topological.h"

#include <deque>
#include <memory>
#include <unordered_set>

namespace relata::sql {
class Column;
}

namespace relata::orm {

class DependencyProcessor;
class PostSortRec;
class SessionTransaction;

/// A History with states in place of objects; null stands for None.
struct StateHistory {
    std::vector<InstanceState*> added, unchanged, deleted;
    bool blank() const { return added.empty() && unchanged.empty() && deleted.empty(); }
    std::vector<InstanceState*> sum() const;
    std::vector<InstanceState*> non_deleted() const;
    std::vector<InstanceState*> non_added() const;
};

/// Gathers what a flush has to do, sorts it by dependency and does it. Objects that it knows are kept alive
/// by it.
class UOWTransaction {
  public:
    explicit UOWTransaction(Session& session);
    ~UOWTransaction();
    UOWTransaction(const UOWTransaction&) = delete;

    Session& session() const { return m_session; }
    Runtime& runtime() const;
    SessionTransaction* transaction = nullptr;

    struct Register {
        bool is_delete = false;
        bool list_only = false;
        bool cancel_delete = false;
        const char* operation =
            nullptr; ///< "add", "delete": for the warning where the object is in no session
        const RelationshipProperty* property = nullptr;
    };
    /// False (with a warning, where an operation is named) for an object that is not in the session.
    bool register_object(InstanceState& state, const Register& how);
    void register_post_update(InstanceState& state, const std::vector<const sql::Column*>& columns);
    bool has_work() const { return !m_order.empty(); }
    void execute();
    void finalize_flush_changes();

    struct Plan {
        bool is_delete = false, list_only = false;
    };
    /// What is planned for the state, or null.
    const Plan* plan(const InstanceState& state) const;
    bool is_deleted(const InstanceState& state) const;
    void remove_state_actions(InstanceState& state);
    /// The state is expired, and its row turns out to be gone.
    bool was_already_deleted(InstanceState& state);

    /// The history of a relationship, remembered for the flush. SQLAlchemy: get_attribute_history.
    const StateHistory& history(InstanceState& state, const RelationshipProperty& property,
                                Passive passive = Passive::no_initialize);

    const std::vector<InstanceState*>& states_of_mapper(const Mapper& mapper) const;
    bool knows_mapper(const Mapper& mapper) const { return m_mappers.count(&mapper) != 0; }
    std::vector<InstanceState*> states_for_mapper_hierarchy(Mapper& base, bool is_delete,
                                                            bool list_only) const;
    /// Whether the processor works on objects of this mapper (and not of a subclass that replaces the
    /// relationship).
    static bool mapper_for_dep(const Mapper& mapper, const DependencyProcessor& processor);

    void register_preprocessor(DependencyProcessor& processor, bool from_parent);
    void add_dependency(PostSortRec* first, PostSortRec* second);
    bool in_cycles(const PostSortRec* action) const { return m_cycles.count(action) != 0; }
    const std::vector<DependencyProcessor*>& processors_of(const Mapper& base) { return m_deps[&base]; }

    // The actions, each made once.
    PostSortRec* process_all(DependencyProcessor& processor, bool is_delete, bool from_parent);
    PostSortRec* post_update_all(Mapper& base, bool is_delete);
    PostSortRec* save_update_all(Mapper& base);
    PostSortRec* delete_all(Mapper& base);
    PostSortRec* process_state(DependencyProcessor& processor, bool is_delete, InstanceState& state);
    PostSortRec* save_update_state(InstanceState& state);
    PostSortRec* delete_state(InstanceState& state);

    // What processors remember between their steps. SQLAlchemy: uow.memo.
    std::unordered_set<const InstanceState*>& children_added(const DependencyProcessor& processor) {
        return m_children_added[&processor];
    }
    using StatePair = std::pair<const InstanceState*, const InstanceState*>;
    struct StatePairHash {
        size_t operator()(const StatePair& p) const {
            return std::hash<const void*>()(p.first) * 0x9e3779b97f4a7c15u ^
                   std::hash<const void*>()(p.second);
        }
    };
    using StatePairs = std::unordered_set<StatePair, StatePairHash>;
    StatePairs& reverse_processed(const std::string& key) { return m_reverse_processed[key]; }
    struct KeySwitchers {
        std::unordered_set<const InstanceState*> switched, not_switched;
    };
    KeySwitchers& key_switchers(const DependencyProcessor& processor) { return m_key_switchers[&processor]; }
    /// SQLAlchemy: attributes[("pk_cascaded", state, column)].
    void set_pk_cascaded(const InstanceState& state, const sql::Column& column) {
        m_pk_cascaded.emplace_back(&state, &column);
    }
    bool is_pk_cascaded(const InstanceState& state, const sql::Column& column) const;
    struct PostUpdate {
        std::vector<InstanceState*> states;
        std::vector<const sql::Column*> columns;
    };
    PostUpdate& post_update_states(const Mapper& base) { return m_post_update[&base]; }

  private:
    friend class PostSortRec;
    struct Preprocess;
    struct ActionKey {
        uint8_t kind;
        bool is_delete, from_parent;
        const void* subject;
        const void* state;
        bool operator==(const ActionKey&) const = default;
    };
    struct ActionKeyHash {
        size_t operator()(const ActionKey& k) const {
            return (std::hash<const void*>()(k.subject) * 31 + std::hash<const void*>()(k.state)) * 31 +
                   (size_t(k.kind) << 2 | size_t(k.is_delete) << 1 | size_t(k.from_parent));
        }
    };
    struct CachedHistory {
        StateHistory history;
        std::vector<Value> objects; ///< keeps what was loaded for it alive
    };
    struct KnownHistory {
        Passive passive = Passive::no_change;
        uint32_t cached = not_asked; ///< index of m_cached_histories
        static constexpr uint32_t not_asked = UINT32_MAX, blank = UINT32_MAX - 1; ///< blank: as most are
        bool is_known() const { return cached != not_asked; }
    };
    /// Those of one relationship, by the states' positions in m_order; of states that are not there by their address.
    struct Histories {
        std::vector<KnownHistory> in_order;
        StateMap<KnownHistory> others;
    };
    KnownHistory& known_history(const InstanceState& state, const RelationshipProperty& property);
    const StateHistory& history_of(const KnownHistory& known) const;
    const StateHistory& remember(InstanceState& state, const RelationshipProperty& property, CachedHistory fresh,
                                 Passive passive);
    /// The state's index in m_order, or SIZE_MAX.
    size_t position_of(const InstanceState& state) const {
        const size_t position = state.flush_position;
        return position < m_order.size() && m_order[position] == &state ? position : SIZE_MAX;
    }
    template <class Make>
    PostSortRec* action(const ActionKey& key, Make&& make);
    void per_mapper_flush_actions(Mapper& mapper);
    std::vector<PostSortRec*> generate_actions();
    const std::string& sort_key_of(const Mapper& mapper);
    void fill(CachedHistory& cached, InstanceState& state, const RelationshipProperty& property,
              Passive passive);

    Session& m_session;
    std::vector<InstanceState*> m_order; ///< the states, as they came; each knows its position
    std::vector<Plan> m_plans;           ///< of m_order
    std::vector<Ref<Instance>> m_objects;
    std::unordered_map<const Mapper*, std::vector<InstanceState*>> m_mappers;
    std::unordered_map<const Mapper*, std::vector<DependencyProcessor*>> m_deps;
    std::vector<std::unique_ptr<Preprocess>> m_presort_actions;
    std::unordered_map<ActionKey, PostSortRec*, ActionKeyHash> m_actions;
    std::vector<std::unique_ptr<PostSortRec>> m_action_order;
    DependencyEdges<PostSortRec*> m_dependencies;
    std::unordered_set<const PostSortRec*> m_cycles;
    std::unordered_map<const MapperProperty*, Histories> m_histories;
    std::pair<const MapperProperty*, Histories*> m_last_histories{}; ///< that were asked for
    std::deque<CachedHistory> m_cached_histories;
    std::unordered_map<const DependencyProcessor*, std::unordered_set<const InstanceState*>> m_children_added;
    std::unordered_map<std::string, StatePairs> m_reverse_processed;
    std::unordered_map<const DependencyProcessor*, KeySwitchers> m_key_switchers;
    std::vector<std::pair<const InstanceState*, const sql::Column*>> m_pk_cascaded;
    std::unordered_map<const Mapper*, PostUpdate> m_post_update;
    std::unordered_map<const Mapper*, std::string> m_sort_keys;
};

/// A step of the flush. SQLAlchemy: PostSortRec and its subclasses.
class PostSortRec {
  public:
    enum class Kind : uint8_t {
        process_all,
        post_update_all,
        save_update_all,
        delete_all,
        process_state,
        save_update_state,
        delete_state
    };
    Kind kind;
    bool is_delete = false;
    bool from_parent = true;
    bool disabled = false;
    DependencyProcessor* processor = nullptr; ///< of process_*
    Mapper* mapper = nullptr;                 ///< base mapper of the others
    const std::string* mapper_sort_key = nullptr;
    InstanceState* state = nullptr; ///< of *_state

    /// Order among steps that do not depend on each other.
    bool sorts_before(const PostSortRec& other) const;
    void execute(UOWTransaction& uow);
    /// Runs this with all of `rest` that can be done in the same statement; those are set to null.
    void execute_aggregate(UOWTransaction& uow, std::span<PostSortRec*> rest);
    /// This step's parts for each object, where the steps of whole mappers depend on each other in a circle.
    std::vector<PostSortRec*> per_state_flush_actions(UOWTransaction& uow);
    std::string text() const; ///< `repr`: "SaveUpdateState(<Node at 0x...>)"
};

/// "__main__.Task": steps that do not depend on each other go by this. SQLAlchemy: Mapper._sort_key.
std::string mapper_sort_key(const Mapper& mapper);
/// The state's attribute for a property of its class.
AttributeImpl& attribute_of(const InstanceState& state, const MapperProperty& property);
/// passive_deletes=True or "all": related rows are the database's business where they are not loaded.
bool leaves_deletes(const RelationshipProperty& property);

/// The mappers whose objects a processor handles on its parent side (or, not from_parent, on the other).
std::vector<Mapper*> mappers_of_processor(DependencyProcessor& processor, bool from_parent);

} // namespace relata::orm
