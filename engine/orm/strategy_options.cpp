#include "orm/strategy_options.h"

#include "orm/context.h"
#include "orm/relationship.h"
#include "sql/cache_key.h"
#include "sql/visitors.h"

#include <algorithm>

namespace relata::orm {

LocalOptions LocalOptions::united(const LocalOptions& other) const {
    LocalOptions result = *this;
    if (other.innerjoin) result.innerjoin = other.innerjoin;
    result.innerjoin_unnested = result.innerjoin_unnested || other.innerjoin_unnested;
    if (other.recursion_depth) result.recursion_depth = other.recursion_depth;
    result.undefer_primary_keys = result.undefer_primary_keys || other.undefer_primary_keys;
    if (!other.undefer_group.empty()) result.undefer_group = other.undefer_group;
    if (other.eager_from_alias) result.eager_from_alias = other.eager_from_alias;
    if (other.eager_from_entity) result.eager_from_entity = other.eager_from_entity;
    return result;
}

// SQLAlchemy: _LoadElement._reconcile.
Ref<LoadElement> LoadElement::reconcile(const Ref<LoadElement>& replacement, const Ref<LoadElement>& existing) {
    if (replacement->reconcile_to_other == true) return existing;
    if (replacement->reconcile_to_other == false) return replacement;
    if (existing->reconcile_to_other == true) return replacement;
    if (existing->reconcile_to_other == false) return existing;
    if (existing == replacement) return replacement;
    if (existing->strategy == replacement->strategy && existing->contains_eager == replacement->contains_eager &&
        existing->local_opts == replacement->local_opts)
        return replacement;
    auto united = [](const LoadElement& keeper, const LoadElement& settings) {
        Ref<LoadElement> merged = make_ref<LoadElement>(keeper);
        merged->local_opts = merged->local_opts.united(settings.local_opts);
        merged->extra_criteria.insert(merged->extra_criteria.end(), settings.extra_criteria.begin(),
                                      settings.extra_criteria.end());
        return merged;
    };
    if (replacement->is_opts_only()) return united(*existing, *replacement);
    if (existing->is_opts_only()) return united(*replacement, *existing);
    if (replacement->path.is_token()) return replacement;
    throw Error(Exc::InvalidRequestError, "Loader strategies for " + replacement->path.text() + " conflict");
}

namespace {

std::string wildcard_token(WildcardKind kind, bool is_default) {
    return std::string(kind == WildcardKind::relationship ? "relationship" : "column") + (is_default ? ":_sa_default" : ":*");
}

Ref<LoadElement> make_element(const BindStrategy& bind) {
    Ref<LoadElement> element = make_ref<LoadElement>();
    element->strategy = bind.strategy;
    element->contains_eager = bind.contains_eager;
    element->local_opts = bind.local_opts;
    element->propagate_to_loaders = bind.propagate_to_loaders;
    if (bind.reconcile_to_other)
        element->reconcile_to_other = bind.reconcile_to_other;
    else if (!bind.strategy && bind.local_opts.empty())
        element->reconcile_to_other = true;
    return element;
}

[[noreturn]] void raise_for_does_not_link(const PathRegistry& path, const std::string& attribute, sql::Entity& parent) {
    if (path.size() <= 1)
        throw Error(Exc::ArgumentError, "ORM mapped attribute \"" + attribute + "\" does not link mapped class \"" +
                                            entity_text(path.entity()) + "\"");
    const MapperProperty& property = path.property_at(path.size() - 2);
    std::string text = "ORM mapped entity or attribute \"" + attribute + "\" does not link from relationship \"" +
                       property.text() + "\".";
    const sql::Entity& target = path.entity();
    if (!as_aliased(path.entity()) && mapper_of(parent).isa(mapper_of(path.entity())) && &parent != &target)
        text += "  Did you mean to use \"" + property.text() + ".of_type(" + parent.entity_name() + ")\" or \"loadopt.options(" +
                "selectin_polymorphic(" + mapper_of(path.entity()).entity_name() + ", [" + parent.entity_name() + "]), ...)\" ?";
    throw Error(Exc::ArgumentError, text);
}

} // namespace

AliasedInsp* LoadElement::polymorphic_entity() {
    if (!of_type || as_aliased(*of_type)) return of_type ? as_aliased(*of_type) : nullptr;
    Mapper& named = mapper_of(*of_type);
    if (!named.inherits()) return nullptr;
    if (!m_polymorphic)
        m_polymorphic = AliasedInsp::with_polymorphic(named.base_mapper(), named.base_mapper().mappers_from_spec({&named}), {},
                                                      AliasedInsp::Form::subquery, true);
    return m_polymorphic.get();
}

Ref<Load> Load::with_subclasses(std::vector<Mapper*> classes) const {
    Ref<Load> load = make_ref<Load>(*this);
    auto element = make_ref<LoadElement>();
    element->path = m_path;
    element->propagate_to_loaders = true;
    element->selectin_classes = std::move(classes);
    load->m_propagate_to_loaders = true;
    load->m_context.push_back(std::move(element));
    return load;
}

Ref<Load> Load::for_entity(sql::Entity& entity) {
    Ref<Load> load = make_ref<Load>();
    load->m_path = PathRegistry(entity);
    load->m_keep.emplace_back(&entity);
    return load;
}

Ref<Load> Load::wildcard(const BindStrategy& bind, bool is_default) {
    Ref<Load> load = make_ref<Load>();
    load->m_wildcard = make_element(bind);
    load->m_wildcard->propagate_to_loaders = false;
    // SQLAlchemy: PathRegistry.token: without an entity it is the default of all entities of the statement.
    (void)is_default;
    load->m_wildcard->path = PathRegistry().with_token(wildcard_token(bind.kind, true));
    return load;
}

Ref<Load> Load::for_attribute(const AttributeReference& attribute, const BindStrategy& bind) {
    return for_entity(*attribute.entity)->with_attribute(attribute, bind);
}

// SQLAlchemy: Load._clone_for_bind_strategy, its first checks.
void Load::check_can_follow(const BindStrategy& bind) const {
    if (m_wildcard || m_path.is_token())
        throw Error(Exc::ArgumentError, "Wildcard token cannot be followed by another entity");
    if (!m_path.ends_at_property()) return;
    if (bind.strategy) {
        static_cast<StrategizedProperty&>(m_path.property()).strategy(*bind.strategy);
    } else {
        throw Error(Exc::ArgumentError,
                    "Mapped attribute '" + m_path.property().text() + "' does not refer to a mapped entity");
    }
}

void Load::bind_attribute(const AttributeReference& attribute, const BindStrategy& bind, bool in_group) {
    if (!entity_corresponds_to(m_path.entity(), *attribute.entity) || !m_path.ends_at_entity()) {
        if (in_group)
            throw Error(Exc::ArgumentError, "Can't apply wildcard ('*') or load_only() loader option to multiple entities in "
                                            "the same option. Use separate options per entity.");
        raise_for_does_not_link(m_path, attribute.text(), *attribute.entity);
    }
    Ref<LoadElement> element = make_element(bind);
    element->extra_criteria = attribute.extra_criteria;
    element->keep = attribute.keep;
    element->of_type = attribute.of_type;
    PathRegistry path = m_path[*attribute.property];
    if (auto* relationship = attribute.property->as_relationship())
        path = path[attribute.of_type ? *attribute.of_type : static_cast<sql::Entity&>(relationship->mapper())];
    element->path = path;
    if (bind.kind == WildcardKind::relationship) m_path = path;
    m_context.push_back(element);
    if (bind.local_opts.recursion_depth) {
        Ref<LoadElement> again = make_ref<LoadElement>(*element);
        again->path = element->path.repeated(2);
        m_context.push_back(std::move(again));
    }
}

Ref<Load> Load::with_attribute(const AttributeReference& attribute, const BindStrategy& bind) const {
    check_can_follow(bind);
    Ref<Load> load = make_ref<Load>(*this);
    load->m_propagate_to_loaders = load->m_propagate_to_loaders || bind.propagate_to_loaders;
    load->bind_attribute(attribute, bind, false);
    return load;
}

Ref<Load> Load::with_columns(const std::vector<AttributeReference>& attributes, const BindStrategy& bind) const {
    check_can_follow(bind);
    Ref<Load> load = make_ref<Load>(*this);
    load->m_propagate_to_loaders = load->m_propagate_to_loaders || bind.propagate_to_loaders;
    for (const AttributeReference& attribute : attributes) load->bind_attribute(attribute, bind, &attribute != &attributes.front());
    return load;
}

Ref<Load> Load::with_wildcard(const BindStrategy& bind, bool is_default) const {
    check_can_follow(bind);
    Ref<Load> load = make_ref<Load>(*this);
    load->m_propagate_to_loaders = load->m_propagate_to_loaders || bind.propagate_to_loaders;
    Ref<LoadElement> element = make_element(bind);
    element->path = m_path.with_token(wildcard_token(bind.kind, is_default));
    if (bind.kind == WildcardKind::relationship) load->m_path = element->path;
    load->m_context.push_back(std::move(element));
    return load;
}

// SQLAlchemy: Load.options -> _apply_to_parent.
Ref<Load> Load::with_options(const std::vector<Ref<Load>>& options) const {
    if (m_wildcard) throw Error(Exc::NotImplementedError, "Star option does not support sub-options");
    Ref<Load> load = make_ref<Load>(*this);
    for (const Ref<Load>& option : options) {
        if (option->m_wildcard) {
            Ref<LoadElement> element = make_ref<LoadElement>(*option->m_wildcard);
            std::string token = element->path.token();
            if (token.ends_with("_sa_default")) token = token.substr(0, token.find(':')) + ":*";
            element->path = m_path.with_token(token);
            load->m_context.push_back(std::move(element));
            continue;
        }
        if (!m_path.ends_at_entity() || option->m_path.empty() ||
            !entity_corresponds_to(m_path.entity(), option->m_path.entity_at(0))) {
            const bool has_attribute = !option->m_context.empty() && option->m_context[0]->path.size() > 1 &&
                                       !option->m_context[0]->path.is_token();
            sql::Entity& lead = option->m_path.entity_at(0);
            raise_for_does_not_link(m_path, has_attribute ? option->m_context[0]->path.property_at(1).text() : entity_text(lead),
                                    lead);
        }
        for (const Ref<LoadElement>& inner : option->m_context) {
            Ref<LoadElement> element = make_ref<LoadElement>(*inner);
            element->path = m_path.prepend_to(inner->path);
            load->m_context.push_back(std::move(element));
        }
        load->m_keep.insert(load->m_keep.end(), option->m_keep.begin(), option->m_keep.end());
        load->m_propagate_to_loaders = load->m_propagate_to_loaders || option->m_propagate_to_loaders;
    }
    return load;
}

bool Load::gather_cache_key(sql::CacheKey& key) const {
    auto add = [&](const LoadElement& e) {
        if (!e.extra_criteria.empty() || e.local_opts.eager_from_alias || e.local_opts.eager_from_entity || e.of_type ||
            !e.selectin_classes.empty())
            return false;
        key.add(std::string_view(e.path.token()));
        for (size_t i = 0; i + e.path.is_token() < e.path.size(); ++i)
            key.add(i % 2 ? static_cast<const void*>(&e.path.property_at(i)) : static_cast<const void*>(&e.path.entity_at(i)));
        key.add(int64_t(e.strategy ? int(*e.strategy) : -1));
        key.add(e.contains_eager);
        key.add(e.propagate_to_loaders);
        key.add(int64_t(e.reconcile_to_other ? *e.reconcile_to_other : 2));
        key.add(int64_t(e.local_opts.innerjoin ? *e.local_opts.innerjoin : 2));
        key.add(e.local_opts.innerjoin_unnested);
        key.add(int64_t(e.local_opts.recursion_depth.value_or(-2)));
        key.add(e.local_opts.undefer_primary_keys);
        key.add(std::string_view(e.local_opts.undefer_group));
        return true;
    };
    key.add(int64_t(m_context.size()));
    if (m_wildcard && !add(*m_wildcard)) return false;
    return std::ranges::all_of(m_context, [&](const Ref<LoadElement>& e) { return add(*e); });
}

// SQLAlchemy: Load._process and _WildcardLoad._process.
void Load::process_compile_state(ORMCompileState& compile_state) const {
    if (!compile_state.options().enable_eagerloads) return;
    const bool has_current_path = !compile_state.options().current_path.empty();
    const bool raise = !has_current_path && !compile_state.options().for_refresh_state;
    if (m_wildcard) {
        if (compile_state.options().for_refresh_state) return;
        sql::Entity* lead = nullptr;
        for (const auto& entity : compile_state.entities())
            if (!lead) lead = entity->entity_zero();
        if (!lead) {
            if (raise)
                throw Error(Exc::ArgumentError, "Query has only expression-based entities - can't find property named \"*\".");
            return;
        }
        Ref<LoadElement> element = make_ref<LoadElement>(*m_wildcard);
        return compile_state.set_loader(element->path, element);
    }
    sql::Entity* lead = nullptr;
    for (const auto& entity : compile_state.entities())
        if (sql::Entity* zero = entity->is_mapper_entity() ? entity->entity_zero() : nullptr;
            zero && !lead && entity_corresponds_to(*zero, m_path.entity_at(0)))
            lead = zero;
    for (const Ref<LoadElement>& element : m_context) {
        if (has_current_path && !element->propagate_to_loaders) continue;
        process_element(compile_state, element, lead, raise);
    }
}

// SQLAlchemy: _AttributeStrategyLoad._prepare_for_compile_state and the one of _TokenStrategyLoad.
void Load::process_element(ORMCompileState& compile_state, const Ref<LoadElement>& element, sql::Entity* lead, bool raise) const {
    const ORMCompileState::Options& options = compile_state.options();
    if (options.for_refresh_state && !element->propagate_to_loaders) return;
    const bool is_for_class = !element->selectin_classes.empty();
    if (!is_for_class && !element->strategy && element->local_opts.empty() && !element->of_type) return;
    PathRegistry path = element->path;
    if (path.is_token()) {
        if (lead) path = path.with_lead(*lead);
    } else {
        if (raise && !lead) {
            bool found = false;
            std::string names;
            for (const auto& entity : compile_state.entities())
                if (sql::Entity* zero = entity->is_mapper_entity() ? entity->entity_zero() : nullptr) {
                    found = true;
                    names += (names.empty() ? "" : ", ") + entity_text(*zero);
                }
            const std::string first = entity_text(m_path.entity_at(0));
            if (!found)
                throw Error(Exc::ArgumentError, "Query has only expression-based entities; attribute loader options for " + first +
                                                    " can't be applied here.");
            throw Error(Exc::ArgumentError, "Mapped class " + first + " does not apply to any of the root entities in this query, "
                                                                      "e.g. " + names + ". Please specify the full path from one "
                                                "of the root entities to the target attribute. ");
        }
        if (path.ends_at_entity() && !is_for_class) path = path.parent();
    }
    if (!options.current_path.empty()) {
        PathRegistry rest;
        if (!path.chop(options.current_path, rest) || rest.empty()) return;
        // The current path ends at an entity or at a property; what is left begins with an entity again.
        if (options.current_path.ends_at_entity()) rest = PathRegistry(options.current_path.entity()) + rest;
        path = rest;
    }
    if (!is_for_class && !element->strategy && element->local_opts.empty()) return;
    compile_state.set_loader(path, element);
}

std::string Load::text() const {
    const auto name_of = [](const LoadElement& e) -> std::string {
        if (e.contains_eager) return "contains_eager";
        if (!e.strategy) return e.local_opts.undefer_group.empty() ? "defaultload" : "undefer_group";
        switch (*e.strategy) {
        case StrategyKey::select: return "lazyload";
        case StrategyKey::raise:
        case StrategyKey::raise_on_sql: return "raiseload";
        case StrategyKey::immediate: return "immediateload";
        case StrategyKey::noload: return "noload";
        case StrategyKey::deferred:
        case StrategyKey::deferred_raise: return "defer";
        case StrategyKey::column: return "undefer";
        default: return std::string(strategy_name(*e.strategy)) + "load";
        }
    };
    std::string text;
    for (const Ref<LoadElement>& e : m_wildcard ? std::vector{m_wildcard} : m_context) {
        if (!text.empty()) text += ".";
        if (!e->selectin_classes.empty()) {
            text += "selectin_polymorphic(" + entity_text(e->path.entity()) + ")";
            continue;
        }
        text += name_of(*e) + "(" + (e->path.is_token() ? "\"*\"" : e->path.property().text()) + ")";
    }
    return text;
}

// SQLAlchemy: _resolve_where_criteria: what stands inside is marked, so that the criterion does not apply to itself.
Ref<sql::ColumnElement> LoaderCriteriaOption::criterion(sql::Entity& entity) const {
    Ref<sql::ColumnElement> criterion = m_criteria(entity);
    bool has_select = false;
    sql::traverse(*criterion, [&](sql::ClauseElement& e) { has_select = has_select || e.kind() == sql::Kind::select; });
    if (!has_select) return criterion;
    const Ref<sql::ClauseElement> copy = sql::cloned_traverse(*criterion, [this](sql::ClauseElement& e) {
        if (e.kind() == sql::Kind::select) static_cast<sql::Select&>(e).for_loader_criteria = this;
    });
    return Ref<sql::ColumnElement>(static_cast<sql::ColumnElement&>(*copy));
}

bool LoaderCriteriaOption::applies_to(sql::Entity& entity) const {
    if (as_aliased(entity) && !m_include_aliases) return false;
    Mapper& mapper = mapper_of(entity);
    return m_mapper ? mapper.isa(*m_mapper) : mapper.mapped_class().is_subtype_of(*m_base_class);
}

} // namespace relata::orm
