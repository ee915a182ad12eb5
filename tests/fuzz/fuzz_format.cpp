// A text as a format specification of every kind: format(), f-string, str.format, %, strftime.
#include "fuzz/given_text.h"

namespace {

constexpr const char* program = R"(
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from string import Template

class Colour(str, Enum):
    RED = "red"

values = [0, -1, 10**30, True, 3.5, -0.0, 1e300, float("nan"), float("inf"), 1 + 2j, "word", "\u00e9\U0001f600", b"x", None, [1],
          Decimal("-12.50"), Decimal("NaN"), Decimal("1E+20"), date(2024, 2, 29), time(1, 2, 3), datetime(1, 1, 1), Colour.RED]
ways = [format, lambda v, t: t % v, lambda v, t: t % {"a": v}, lambda v, t: t % (v, v), lambda v, t: t.format(v),
        lambda v, t: t.format(a=v), lambda v, t: v.strftime(t), lambda v, t: datetime.strptime("2024-02-29 01:02:03", t),
        lambda v, t: Template(t).safe_substitute(a=v), lambda v, t: ("{:" + t + "}").format(v)]
allowed = (ValueError, TypeError, AttributeError, LookupError, OverflowError, MemoryError, ArithmeticError, RecursionError)

def check(text):
    for value in values:
        for way in ways:
            try:
                if type(way(value, text)) not in (str, datetime):
                    raise SystemError("neither text nor time")
            except allowed:
                pass
)";

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static relata::fuzz::TextProgram formatting(program);
    const std::string text(reinterpret_cast<const char*>(data), size);
    formatting.check(text);
    formatting.execute("for x in [0, -1.5, 'word', None]:\n    f'{x:" + text + "}'\n");
    formatting.execute("f'" + text + "'\n");
    return 0;
}
