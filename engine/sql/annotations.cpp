#include "sql/annotations.h"

#include "sql/selectable.h"
#include "sql/visitors.h"

#include <algorithm>

namespace relata::sql {

const Annotations::Fields& Annotations::none() {
    static const Fields fields;
    return fields;
}

void Annotations::merge(const Annotations& other) {
    if (other.empty()) return;
    if (empty()) {
        m_fields = other.m_fields;
        return;
    }
    Fields& mine = edit();
    const Fields& theirs = *other;
    if (theirs.parententity) mine.parententity = theirs.parententity;
    if (theirs.parentmapper) mine.parentmapper = theirs.parentmapper;
    if (theirs.entity_namespace) mine.entity_namespace = theirs.entity_namespace;
    if (theirs.plugin) mine.plugin = theirs.plugin;
    if (theirs.plugin_subject) mine.plugin_subject = theirs.plugin_subject;
    if (!theirs.proxy_key.empty()) mine.proxy_key = theirs.proxy_key;
    mine.is_bundle |= theirs.is_bundle;
    mine.remote |= theirs.remote;
    mine.foreign |= theirs.foreign;
    mine.local |= theirs.local;
    mine.should_not_adapt |= theirs.should_not_adapt;
    mine.no_replacement_traverse |= theirs.no_replacement_traverse;
    mine.orm_adapt |= theirs.orm_adapt;
    mine.ok_to_adapt_in_join_condition |= theirs.ok_to_adapt_in_join_condition;
    if (theirs.tag) mine.tag = theirs.tag;
    if (theirs.keep) mine.keep = theirs.keep;
    if (theirs.extra) mine.extra = theirs.extra;
}

namespace {
/// Columns and tables are copied to carry annotations, although traversals never copy them.
Ref<ClauseElement> copy_for_annotation(ClauseElement& element) {
    if (element.kind() == Kind::annotated_from) return element.clone();
    if (FromClause* from = element.as_from_clause()) return make_ref<AnnotatedFrom>(*from);
    return element.clone();
}
} // namespace

Ref<ClauseElement> annotate(ClauseElement& element, const Annotations& added) {
    Ref<ClauseElement> copy = copy_for_annotation(element);
    copy->m_annotations = element.m_annotations;
    copy->m_annotations.merge(added);
    copy->m_identity = Ref<ClauseElement>(*element.identity());
    return copy;
}

Ref<ClauseElement> deannotate(ClauseElement& element) { return Ref<ClauseElement>(*element.identity()); }

namespace {
/// SQLAlchemy: _deep_annotate clones every element below; columns are annotated copies of the same identity.
class DeepAnnotate final : public Internals {
  public:
    DeepAnnotate(const Annotations& added, const std::vector<const ClauseElement*>& exclude)
        : m_added(added), m_exclude(exclude) {}
    Ref<ClauseElement> run(ClauseElement& element) {
        if (std::find(m_exclude.begin(), m_exclude.end(), element.identity()) != m_exclude.end())
            return Ref<ClauseElement>(element);
        auto& known = m_done[&element];
        if (known) return known;
        if (element.is_from_clause() || element.is_select_base()) return known = Ref<ClauseElement>(element);
        Ref<ClauseElement> copy = annotate(element, m_added);
        known = copy;
        copy->visit_internals(*this);
        return copy;
    }

  protected:
    Ref<ClauseElement> visit(ClauseElement& child) override { return run(child); }

  private:
    const Annotations& m_added;
    const std::vector<const ClauseElement*>& m_exclude;
    std::unordered_map<const ClauseElement*, Ref<ClauseElement>> m_done;
};
} // namespace

Ref<ClauseElement> deep_annotate(ClauseElement& element, const Annotations& added,
                                 const std::vector<const ClauseElement*>& exclude) {
    return DeepAnnotate(added, exclude).run(element);
}

Ref<ClauseElement> deep_deannotate(ClauseElement& element) {
    return replacement_traverse(element, [](ClauseElement& e) -> Ref<ClauseElement> {
        const bool leaf = e.kind() == Kind::column || e.kind() == Kind::column_clause || e.kind() == Kind::annotated_from;
        return leaf && e.identity() != &e ? Ref<ClauseElement>(*e.identity()) : Ref<ClauseElement>();
    });
}

} // namespace relata::sql
