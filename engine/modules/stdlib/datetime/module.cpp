// The datetime module. CPython: Lib/datetime.py.
#include "modules/stdlib/datetime/datetime.h"
#include "modules/stdlib/frozen.h"
#include "modules/stdlib/stdlib.h"

namespace relata::modules {

namespace {

void init_datetime(python::Interpreter& interpreter, python::Module& module) {
    Runtime& runtime = interpreter;
    module.set("timedelta", make_timedelta_type(runtime));
    Type& date = make_date_type(runtime);
    module.set("date", date);
    python::TypeBuilder tzinfo(runtime, "tzinfo", "datetime");
    make_zone_types(runtime, tzinfo);
    module.set("tzinfo", runtime.type_for<TzInfo>());
    module.set("timezone", runtime.type_for<TimeZone>());
    module.set("UTC", utc_zone(runtime));
    module.set("datetime", make_datetime_type(runtime, date));
    module.set("time", make_time_type(runtime));
    module.set("MINYEAR", Value::small_int(1));
    module.set("MAXYEAR", Value::small_int(9999));
    module.define_lazily("_IsoCalendarDate", [](python::Interpreter& in) {
        return in.import_module("_iso_calendar").find(in, "IsoCalendarDate");
    });
}

} // namespace

void register_datetime(python::Interpreter& interpreter) { interpreter.register_module("datetime", init_datetime); }

} // namespace relata::modules
