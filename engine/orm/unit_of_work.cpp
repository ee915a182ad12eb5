#include "orm/registry.h"
#include "orm/unit_of_work.h"

#include "orm/dependency.h"
#include "orm/mapper.h"
#include "orm/persistence.h"
#include "orm/relationship.h"
#include "orm/session.h"

#include <algorithm>
#include <tuple>

namespace relata::orm {

namespace {

std::vector<InstanceState*> joined(const std::vector<InstanceState*>& a,
                                   const std::vector<InstanceState*>& b) {
    std::vector<InstanceState*> result = a;
    result.insert(result.end(), b.begin(), b.end());
    return result;
}

} // namespace

AttributeImpl& attribute_of(const InstanceState& state, const MapperProperty& property) {
    return *state.mapper().attributes()[size_t(property.index())];
}

bool leaves_deletes(const RelationshipProperty& property) {
    return property.passive_deletes() || property.passive_deletes_all();
}

std::vector<InstanceState*> StateHistory::sum() const {
    return joined(joined(added, unchanged), deleted);
}
std::vector<InstanceState*> StateHistory::non_deleted() const {
    return joined(added, unchanged);
}
std::vector<InstanceState*> StateHistory::non_added() const {
    return joined(unchanged, deleted);
}

std::string mapper_sort_key(const Mapper& mapper) {
    return mapper.mapped_class().module() + "." + mapper.mapped_class().name();
}

const std::string& UOWTransaction::sort_key_of(const Mapper& mapper) {
    std::string& key = m_sort_keys[&mapper];
    if (key.empty()) key = mapper_sort_key(mapper);
    return key;
}

std::vector<Mapper*> mappers_of_processor(DependencyProcessor& processor, bool from_parent) {
    std::vector<Mapper*> result;
    if (!from_parent) {
        for (Mapper* mapper : processor.mapper().self_and_descendants())
            result.push_back(mapper);
        return result;
    }
    for (Mapper* mapper : processor.parent().self_and_descendants())
        if (UOWTransaction::mapper_for_dep(*mapper, processor)) result.push_back(mapper);
    return result;
}

/// Lets a processor look at the states that came into the flush since it last did. SQLAlchemy: Preprocess.
struct UOWTransaction::Preprocess {
    DependencyProcessor& processor;
    bool from_parent;
    /// How many of a mapper's states it has looked at, and which of those were only listed then.
    struct Seen {
        size_t count = 0;
        std::vector<InstanceState*> listed;
    };
    std::unordered_map<const Mapper*, Seen> seen_of{};
    bool flush_actions_set_up = false;

    bool execute(UOWTransaction& uow) {
        std::vector<InstanceState*> deletes, saves;
        for (Mapper* mapper : mappers_of_processor(processor, from_parent)) {
            const auto take = [&](InstanceState* state) {
                const Plan& plan = *uow.plan(*state);
                if (!plan.list_only) (plan.is_delete ? deletes : saves).push_back(state);
                return !plan.list_only;
            };
            Seen& seen = seen_of[mapper];
            std::erase_if(seen.listed, take);
            const std::vector<InstanceState*>& states = uow.states_of_mapper(*mapper);
            for (; seen.count < states.size(); ++seen.count)
                if (!take(states[seen.count])) seen.listed.push_back(states[seen.count]);
        }
        if (!deletes.empty()) processor.presort_deletes(uow, deletes);
        if (!saves.empty()) processor.presort_saves(uow, saves);
        if (deletes.empty() && saves.empty()) return false;
        if (!flush_actions_set_up && (processor.prop_has_changes(uow, deletes, true) ||
                                      processor.prop_has_changes(uow, saves, false))) {
            processor.per_property_flush_actions(uow);
            flush_actions_set_up = true;
        }
        return true;
    }
};

UOWTransaction::UOWTransaction(Session& session) : m_session(session) {}
UOWTransaction::~UOWTransaction() = default;
Runtime& UOWTransaction::runtime() const {
    return m_session.runtime();
}

// ---- which states
// -----------------------------------------------------------------------------------------------------

bool UOWTransaction::register_object(InstanceState& state, const Register& how) {
    if (!m_session.contains_state(state)) {
        if (!state.is_deleted() && how.operation)
            sa_warn(runtime(), "Object of type " + state.class_text() + " not in session, " +
                                               how.operation + " operation along '" + how.property->text() +
                                               "' will not proceed");
        return false;
    }
    const size_t position = position_of(state);
    if (position == SIZE_MAX) {
        state.flush_position = uint32_t(m_order.size());
        m_order.push_back(&state);
        m_plans.push_back({how.is_delete, how.list_only});
        m_objects.emplace_back(state.object());
        Mapper& mapper = state.mapper();
        auto& states = m_mappers[&mapper];
        const bool first = states.empty();
        states.push_back(&state);
        if (first) per_mapper_flush_actions(mapper);
    } else if (!how.list_only && (how.is_delete || how.cancel_delete)) {
        m_plans[position] = {how.is_delete, false};
    }
    return true;
}

void UOWTransaction::register_post_update(InstanceState& state,
                                          const std::vector<const sql::Column*>& columns) {
    PostUpdate& update = m_post_update[&state.mapper().base_mapper()];
    if (std::find(update.states.begin(), update.states.end(), &state) == update.states.end())
        update.states.push_back(&state);
    for (const sql::Column* column : columns)
        if (std::find(update.columns.begin(), update.columns.end(), column) == update.columns.end())
            update.columns.push_back(column);
}

void UOWTransaction::per_mapper_flush_actions(Mapper& mapper) {
    add_dependency(save_update_all(mapper.base_mapper()), delete_all(mapper.base_mapper()));
    auto& processors = DependencyProcessors::of(runtime());
    for (DependencyProcessor* processor : processors.key_switch_detectors(mapper))
        processor->per_property_preprocessors(*this);
    for (RelationshipProperty* property : mapper.relationships())
        if (!property->viewonly()) processors.of_relationship(*property).per_property_preprocessors(*this);
}

const UOWTransaction::Plan* UOWTransaction::plan(const InstanceState& state) const {
    const size_t position = position_of(state);
    return position == SIZE_MAX ? nullptr : &m_plans[position];
}

bool UOWTransaction::is_deleted(const InstanceState& state) const {
    const Plan* known = plan(state);
    return known && known->is_delete;
}

void UOWTransaction::remove_state_actions(InstanceState& state) {
    m_plans[position_of(state)].list_only = true;
}

bool UOWTransaction::was_already_deleted(InstanceState& state) {
    if (!state.expired) return false;
    try {
        state.load_expired(Passive::off);
    } catch (Error& error) {
        if (!runtime().matches(error, Exc::ObjectDeletedError)) throw;
        m_session.remove_newly_deleted({&state});
        return true;
    }
    return false;
}

const std::vector<InstanceState*>& UOWTransaction::states_of_mapper(const Mapper& mapper) const {
    static const std::vector<InstanceState*> none;
    const auto found = m_mappers.find(&mapper);
    return found == m_mappers.end() ? none : found->second;
}

std::vector<InstanceState*> UOWTransaction::states_for_mapper_hierarchy(Mapper& base, bool is_delete,
                                                                        bool list_only) const {
    std::vector<InstanceState*> result;
    for (Mapper* mapper : base.self_and_descendants()) {
        for (InstanceState* state : states_of_mapper(*mapper)) {
            const Plan& plan = *this->plan(*state);
            if (plan.is_delete == is_delete && plan.list_only == list_only) result.push_back(state);
        }
    }
    return result;
}

bool UOWTransaction::mapper_for_dep(const Mapper& mapper, const DependencyProcessor& processor) {
    return mapper.find_property(processor.key()) == &processor.property();
}

bool UOWTransaction::is_pk_cascaded(const InstanceState& state, const sql::Column& column) const {
    return std::find(m_pk_cascaded.begin(), m_pk_cascaded.end(), std::pair(&state, &column)) !=
           m_pk_cascaded.end();
}

void UOWTransaction::fill(CachedHistory& cached, InstanceState& state, const RelationshipProperty& property,
                          Passive passive) {
    AttributeImpl& impl = attribute_of(state, property);
    History history = impl.get_history(state, passive | Passive::load_against_committed | Passive::no_raise);
    cached.history = {};
    cached.objects.clear();
    auto take = [&](std::vector<Value>& from, std::vector<InstanceState*>& to) {
        to.reserve(from.size());
        for (Value& value : from) {
            to.push_back(!value.is_set() || value.is_none() ? nullptr
                                                            : &related_instance_state(runtime(), value));
            if (to.back()) cached.objects.push_back(std::move(value));
        }
    };
    take(history.added, cached.history.added);
    take(history.unchanged, cached.history.unchanged);
    take(history.deleted, cached.history.deleted);
}

UOWTransaction::KnownHistory& UOWTransaction::known_history(const InstanceState& state, const RelationshipProperty& property) {
    if (m_last_histories.first != &property) m_last_histories = {&property, &m_histories[&property]};
    Histories& histories = *m_last_histories.second;
    const size_t position = position_of(state);
    if (position == SIZE_MAX) return *histories.others.emplace(state).first;
    if (position >= histories.in_order.size()) histories.in_order.resize(m_order.size());
    KnownHistory& known = histories.in_order[position];
    if (!known.is_known() && !histories.others.empty())
        if (const KnownHistory* before = histories.others.find(state)) known = *before; // it came in since
    return known;
}

const StateHistory& UOWTransaction::history_of(const KnownHistory& known) const {
    static const StateHistory blank;
    return known.cached == KnownHistory::blank ? blank : m_cached_histories[known.cached].history;
}

const StateHistory& UOWTransaction::remember(InstanceState& state, const RelationshipProperty& property,
                                             CachedHistory fresh, Passive passive) {
    KnownHistory& known = known_history(state, property);
    known.passive = passive;
    if (known.cached < m_cached_histories.size()) {
        m_cached_histories[known.cached] = std::move(fresh);
    } else if (fresh.history.blank()) {
        known.cached = KnownHistory::blank;
    } else {
        known.cached = uint32_t(m_cached_histories.size());
        m_cached_histories.push_back(std::move(fresh));
    }
    return history_of(known);
}

const StateHistory& UOWTransaction::history(InstanceState& state, const RelationshipProperty& property,
                                            Passive passive) {
    const KnownHistory known = known_history(state, property);
    if (known.is_known() && (has(known.passive, Passive::sql_ok) || !has(passive, Passive::sql_ok))) return history_of(known);
    // Loading can ask for other histories meanwhile.
    CachedHistory fresh;
    fill(fresh, state, property, known.is_known() ? Passive::off : passive);
    return remember(state, property, std::move(fresh), passive);
}

// ---- actions
// --------------------------------------------------------------------------------------------------------------

void UOWTransaction::register_preprocessor(DependencyProcessor& processor, bool from_parent) {
    for (const auto& known : m_presort_actions)
        if (&known->processor == &processor && known->from_parent == from_parent) return;
    m_presort_actions.push_back(std::unique_ptr<Preprocess>(new Preprocess{processor, from_parent}));
}

void UOWTransaction::add_dependency(PostSortRec* first, PostSortRec* second) {
    if (first && second) m_dependencies.add(first, second);
}

template <class Make>
PostSortRec* UOWTransaction::action(const ActionKey& key, Make&& make) {
    PostSortRec*& known = m_actions[key];
    if (!known) {
        auto made = std::make_unique<PostSortRec>(make());
        known = made.get();
        m_action_order.push_back(std::move(made));
    }
    return known;
}

PostSortRec* UOWTransaction::process_all(DependencyProcessor& processor, bool is_delete, bool from_parent) {
    using Kind = PostSortRec::Kind;
    return action({uint8_t(Kind::process_all), is_delete, from_parent, &processor, nullptr}, [&] {
        auto& deps = m_deps[&processor.parent().base_mapper()];
        if (std::find(deps.begin(), deps.end(), &processor) == deps.end()) deps.push_back(&processor);
        PostSortRec made{.kind = Kind::process_all, .is_delete = is_delete, .from_parent = from_parent};
        made.processor = &processor;
        return made;
    });
}

PostSortRec* UOWTransaction::post_update_all(Mapper& base, bool is_delete) {
    using Kind = PostSortRec::Kind;
    return action({uint8_t(Kind::post_update_all), is_delete, false, &base, nullptr}, [&] {
        PostSortRec made{.kind = Kind::post_update_all, .is_delete = is_delete};
        made.mapper = &base;
        made.mapper_sort_key = &sort_key_of(base);
        return made;
    });
}

PostSortRec* UOWTransaction::save_update_all(Mapper& base) {
    using Kind = PostSortRec::Kind;
    return action({uint8_t(Kind::save_update_all), false, false, &base, nullptr}, [&] {
        PostSortRec made{.kind = Kind::save_update_all};
        made.mapper = &base;
        made.mapper_sort_key = &sort_key_of(base);
        return made;
    });
}

PostSortRec* UOWTransaction::delete_all(Mapper& base) {
    using Kind = PostSortRec::Kind;
    return action({uint8_t(Kind::delete_all), true, false, &base, nullptr}, [&] {
        PostSortRec made{.kind = Kind::delete_all, .is_delete = true};
        made.mapper = &base;
        made.mapper_sort_key = &sort_key_of(base);
        return made;
    });
}

PostSortRec* UOWTransaction::process_state(DependencyProcessor& processor, bool is_delete,
                                           InstanceState& state) {
    using Kind = PostSortRec::Kind;
    return action({uint8_t(Kind::process_state), is_delete, false, &processor, &state}, [&] {
        PostSortRec made{.kind = Kind::process_state, .is_delete = is_delete};
        made.processor = &processor;
        made.state = &state;
        return made;
    });
}

PostSortRec* UOWTransaction::save_update_state(InstanceState& state) {
    using Kind = PostSortRec::Kind;
    return action({uint8_t(Kind::save_update_state), false, false, nullptr, &state}, [&] {
        PostSortRec made{.kind = Kind::save_update_state};
        made.mapper = &state.mapper().base_mapper();
        made.mapper_sort_key = &sort_key_of(*made.mapper);
        made.state = &state;
        return made;
    });
}

PostSortRec* UOWTransaction::delete_state(InstanceState& state) {
    using Kind = PostSortRec::Kind;
    return action({uint8_t(Kind::delete_state), true, false, nullptr, &state}, [&] {
        PostSortRec made{.kind = Kind::delete_state, .is_delete = true};
        made.mapper = &state.mapper().base_mapper();
        made.mapper_sort_key = &sort_key_of(*made.mapper);
        made.state = &state;
        return made;
    });
}

std::vector<PostSortRec*> UOWTransaction::generate_actions() {
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < m_presort_actions.size(); ++i)
            if (m_presort_actions[i]->execute(*this)) again = true;
    }

    const std::vector<PostSortRec*> cycles = find_cycles(m_dependencies.all());
    m_cycles.insert(cycles.begin(), cycles.end());
    if (!cycles.empty()) {
        std::unordered_map<const PostSortRec*, std::vector<PostSortRec*>> converted;
        for (PostSortRec* rec : cycles)
            converted[rec] = rec->per_state_flush_actions(*this);
        std::vector<std::pair<PostSortRec*, PostSortRec*>> edges;
        for (const auto& [first, second] : m_dependencies.all()) {
            const bool first_in = in_cycles(first), second_in = in_cycles(second);
            if (first->disabled || second->disabled || (first_in && second_in)) continue;
            if (first_in)
                for (PostSortRec* part : converted[first])
                    edges.emplace_back(part, second);
            else if (second_in)
                for (PostSortRec* part : converted[second])
                    edges.emplace_back(first, part);
            else
                edges.emplace_back(first, second);
        }
        m_dependencies.assign(edges);
    }

    std::vector<PostSortRec*> actions;
    for (const auto& rec : m_action_order)
        if (!rec->disabled && !in_cycles(rec.get())) actions.push_back(rec.get());
    return actions;
}

void UOWTransaction::execute() {
    std::vector<PostSortRec*> actions = generate_actions();
    std::stable_sort(actions.begin(), actions.end(),
                     [](const PostSortRec* a, const PostSortRec* b) { return a->sorts_before(*b); });
    auto subsets = sort_as_subsets(m_dependencies.all(), actions);
    if (!subsets) {
        std::string names;
        for (const PostSortRec* rec : find_cycles(m_dependencies.all()))
            names += (names.empty() ? "" : ", ") + rec->text();
        throw Error(Exc::CircularDependencyError, "Circular dependency detected. (" + names + ")");
    }
    for (auto& subset : *subsets) {
        for (size_t i = 0; i < subset.size(); ++i) {
            if (!subset[i]) continue;
            if (m_cycles.empty())
                subset[i]->execute(*this);
            else
                subset[i]->execute_aggregate(*this, std::span(subset).subspan(i + 1));
        }
    }
}

void UOWTransaction::finalize_flush_changes() {
    std::vector<InstanceState*> deleted, other;
    for (size_t i = 0; i < m_order.size(); ++i) (m_plans[i].is_delete ? deleted : other).push_back(m_order[i]);
    if (!deleted.empty()) m_session.remove_newly_deleted(deleted);
    if (!other.empty()) m_session.register_persistent(other);
}

// ---- PostSortRec
// ------------------------------------------------------------------------------------------------------------

namespace {

/// SQLAlchemy: sort_key: the class's name first, in which a SaveUpdateState counts as a ProcessState.
int rank(PostSortRec::Kind kind) {
    using Kind = PostSortRec::Kind;
    switch (kind) {
    case Kind::delete_all:
        return 0;
    case Kind::delete_state:
        return 1;
    case Kind::post_update_all:
        return 2;
    case Kind::process_all:
        return 3;
    case Kind::process_state:
    case Kind::save_update_state:
        return 4;
    case Kind::save_update_all:
        return 5;
    }
    return 0;
}

} // namespace

bool PostSortRec::sorts_before(const PostSortRec& other) const {
    auto subject = [](const PostSortRec& rec) -> const std::string& {
        return rec.processor ? rec.processor->sort_key() : *rec.mapper_sort_key;
    };
    return std::tuple(rank(kind), std::string_view(subject(*this)), is_delete) <
           std::tuple(rank(other.kind), std::string_view(subject(other)), other.is_delete);
}

void PostSortRec::execute(UOWTransaction& uow) {
    switch (kind) {
    case Kind::process_all: {
        std::vector<InstanceState*> states;
        for (Mapper* m : mappers_of_processor(*processor, from_parent)) {
            for (InstanceState* s : uow.states_of_mapper(*m)) {
                const auto* plan = uow.plan(*s);
                if (plan->is_delete == is_delete && !plan->list_only) states.push_back(s);
            }
        }
        if (is_delete)
            processor->process_deletes(uow, states);
        else
            processor->process_saves(uow, states);
        break;
    }
    case Kind::post_update_all: {
        const auto& update = uow.post_update_states(*mapper);
        std::vector<InstanceState*> states;
        for (InstanceState* s : update.states)
            if (uow.is_deleted(*s) == is_delete) states.push_back(s);
        persistence::post_update(*mapper, states, uow, update.columns);
        break;
    }
    case Kind::save_update_all:
        persistence::save_obj(*mapper, uow.states_for_mapper_hierarchy(*mapper, false, false), uow);
        break;
    case Kind::delete_all:
        persistence::delete_obj(*mapper, uow.states_for_mapper_hierarchy(*mapper, true, false), uow);
        break;
    case Kind::process_state:
    case Kind::save_update_state:
    case Kind::delete_state:
        execute_aggregate(uow, {});
        break;
    }
}

void PostSortRec::execute_aggregate(UOWTransaction& uow, std::span<PostSortRec*> rest) {
    if (!state) {
        execute(uow);
        return;
    }
    std::vector<InstanceState*> states{state};
    for (PostSortRec*& other : rest) {
        if (!other || other->kind != kind || other->processor != processor || other->mapper != mapper ||
            other->is_delete != is_delete)
            continue;
        states.push_back(other->state);
        other = nullptr;
    }
    if (kind == Kind::process_state) {
        if (is_delete)
            processor->process_deletes(uow, states);
        else
            processor->process_saves(uow, states);
    } else if (kind == Kind::save_update_state) {
        persistence::save_obj(*mapper, states, uow);
    } else {
        std::erase_if(states, [&](const InstanceState* s) { return !uow.is_deleted(*s); });
        persistence::delete_obj(*mapper, states, uow);
    }
}

std::vector<PostSortRec*> PostSortRec::per_state_flush_actions(UOWTransaction& uow) {
    // A ProcessAll comes apart with the saves and deletes that it stands between.
    if (kind != Kind::save_update_all && kind != Kind::delete_all) return {};
    const std::vector<InstanceState*> states = uow.states_for_mapper_hierarchy(*mapper, is_delete, false);
    // Saves come before deletes, so that a row can change hands.
    PostSortRec* others = is_delete ? uow.save_update_all(*mapper) : uow.delete_all(*mapper);
    std::vector<PostSortRec*> parts;
    parts.reserve(states.size());
    for (InstanceState* s : states) {
        PostSortRec* part = is_delete ? uow.delete_state(*s) : uow.save_update_state(*s);
        if (is_delete)
            uow.add_dependency(others, part);
        else
            uow.add_dependency(part, others);
        parts.push_back(part);
    }
    const std::vector<DependencyProcessor*> processors = uow.processors_of(*mapper);
    for (DependencyProcessor* dep : processors) {
        std::vector<InstanceState*> relevant;
        for (InstanceState* s : states)
            if (UOWTransaction::mapper_for_dep(s->mapper(), *dep)) relevant.push_back(s);
        dep->per_state_flush_actions(uow, relevant, is_delete);
    }
    return parts;
}

std::string PostSortRec::text() const {
    switch (kind) {
    case Kind::process_all:
        return "ProcessAll(" + processor->text() + ", isdelete=" + (is_delete ? "True" : "False") + ")";
    case Kind::post_update_all:
        return "PostUpdateAll(" + mapper->text() + ")";
    case Kind::save_update_all:
        return "SaveUpdateAll(" + mapper->text() + ")";
    case Kind::delete_all:
        return "DeleteAll(" + mapper->text() + ")";
    case Kind::process_state:
        return "ProcessState(" + processor->text() + ", " + state->text() +
               ", delete=" + (is_delete ? "True" : "False") + ")";
    case Kind::save_update_state:
        return "SaveUpdateState(" + state->text() + ")";
    case Kind::delete_state:
        return "DeleteState(" + state->text() + ")";
    }
    return {};
}

} // namespace relata::orm
