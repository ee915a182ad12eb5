#include "models/check_demand.h"

#include "course/exercise.h"

#include <QCoreApplication>

#include <map>
#include <string_view>

namespace relata::models {

namespace {

struct Demand {
    Q_DECLARE_TR_FUNCTIONS(CheckDemand)
};

template <class T> const T* find(const course::Setting::Map& settings, const std::string& key) {
    const auto found = settings.find(key);
    return found == settings.end() ? nullptr : found->second.as<T>();
}

QString queryCount(const course::CheckSpec& check) {
    QStringList demands;
    for (const auto& [key, word] : {std::pair("select", QStringLiteral("SELECT")), std::pair("dml", Demand::tr("INSERT, UPDATE or DELETE"))}) {
        const auto* limits = find<course::Setting::Map>(check.parameters, key);
        const auto* most = limits ? find<int64_t>(*limits, "max") : nullptr;
        const auto* exact = limits ? find<int64_t>(*limits, "exact") : nullptr;
        if (exact) demands << Demand::tr("exactly %1 %2").arg(*exact).arg(word);
        else if (most) demands << Demand::tr("at most %1 %2").arg(*most).arg(word);
    }
    if (demands.isEmpty()) return Demand::tr("No more queries than are needed.");
    QString all = demands.join(QStringLiteral(", "));
    return all.replace(0, 1, all.at(0).toUpper()) + QLatin1Char('.');
}

QString uniqueCorrect(const course::CheckSpec& check) {
    const auto* policy = find<std::string>(check.parameters, "policy");
    return policy && *policy == "always" ? Demand::tr("What is loaded eagerly is read with unique().")
                                         : Demand::tr("unique() is called where rows repeat an object.");
}

QString queryGrowth(const course::CheckSpec& check) {
    const auto* growth = find<std::string>(check.parameters, "class");
    return growth && *growth != "constant" ? Demand::tr("The number of queries grows no faster than the data.")
                                           : Demand::tr("The number of queries does not grow with the data.");
}

} // namespace

QString demandOf(const course::CheckSpec& check) {
    if (check.type == "query_count") return queryCount(check);
    if (check.type == "query_growth") return queryGrowth(check);
    if (check.type == "unique_correct") return uniqueCorrect(check);
    static const std::map<std::string_view, const char*> sentences{
        {"result_equals", QT_TRANSLATE_NOOP("CheckDemand", "It returns the right things, on other data too.")},
        {"output_equals", QT_TRANSLATE_NOOP("CheckDemand", "It prints the right lines.")},
        {"no_lazy_load", QT_TRANSLATE_NOOP("CheckDemand", "No relationship has to be loaded at the moment it is read.")},
        {"no_latent_lazy_load", QT_TRANSLATE_NOOP("CheckDemand", "That holds in a session that starts empty, too.")},
        {"eager_used", QT_TRANSLATE_NOOP("CheckDemand", "What is loaded ahead is read as well.")},
        {"rows_fetched", QT_TRANSLATE_NOOP("CheckDemand", "The rows fetched stay in proportion to the objects they make.")},
        {"relationship_resolves", QT_TRANSLATE_NOOP("CheckDemand", "Each relationship follows the right column.")},
        {"back_populates_pair", QT_TRANSLATE_NOOP("CheckDemand", "Both directions are linked: setting one sets the other.")},
        {"loader_for", QT_TRANSLATE_NOOP("CheckDemand", "The relationship is loaded in a way that fits.")},
        {"raises", QT_TRANSLATE_NOOP("CheckDemand", "The right error is raised.")},
        {"no_detached_access", QT_TRANSLATE_NOOP("CheckDemand", "Nothing unloaded is read from an object that has left its session.")},
        {"no_io_outside_await", QT_TRANSLATE_NOOP("CheckDemand", "Whatever talks to the database is awaited.")},
        {"connections_balanced", QT_TRANSLATE_NOOP("CheckDemand", "Every connection is given back.")},
        {"session_closed", QT_TRANSLATE_NOOP("CheckDemand", "Every session is closed.")},
        {"schema_equals", QT_TRANSLATE_NOOP("CheckDemand", "The tables have the right columns and keys.")},
        {"prediction_equals", QT_TRANSLATE_NOOP("CheckDemand", "What you predict is what happens.")},
        {"source_rule", QT_TRANSLATE_NOOP("CheckDemand", "The program is written in the way that the exercise asks for.")}};
    const auto found = sentences.find(check.type);
    return found == sentences.end() ? QString() : Demand::tr(found->second);
}

} // namespace relata::models
