// What pydantic 2 makes of a value for an annotation. Expected: pydantic-core's tests/validators, the conversion table of its docs.
#include "sandbox/run.h"

#include <QtTest>

using namespace relata;

namespace {

/// The validated value's repr, or "type | message" of each error.
QByteArray validated(const QByteArray& annotation, const QByteArray& input, const char* method = "validate_python") {
    sandbox::RunRequest request;
    request.files = {{"main.py",
                      "from typing import *\n"
                      "from datetime import *\n"
                      "from decimal import Decimal\n"
                      "from enum import Enum, IntEnum\n"
                      "from uuid import UUID\n"
                      "from pydantic import *\n"
                      "class Color(Enum):\n    RED = 'red'\n    BLUE = 'blue'\n"
                      "class Size(IntEnum):\n    S = 1\n    L = 2\n"
                      "class Point(BaseModel):\n    x: int\n    y: int = 0\n"
                      "try:\n"
                      "    print(repr(TypeAdapter(" + annotation.toStdString() + ")." + method + "(" + input.toStdString() + ")), end='')\n"
                      "except ValidationError as e:\n"
                      "    print('\\n'.join(f\"{d['type']} | {d['msg']}\" for d in e.errors()), end='')\n"}};
    const sandbox::RunRecord record = sandbox::run(request);
    if (record.error) return QByteArray::fromStdString(record.error->type + ": " + record.error->message);
    return QByteArray::fromStdString(record.stdout_text);
}

} // namespace

class TestPydanticValues : public QObject {
    Q_OBJECT

  private slots:
    void validatesFromPython_data() {
        QTest::addColumn<QByteArray>("annotation");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* annotation, const char* input, const char* expected) {
            QTest::newRow(name) << QByteArray(annotation) << QByteArray(input) << QByteArray(expected);
        };
        row("int-of-text", "int", "' 0_042 '", "42");
        row("int-of-whole-text", "int", "'1.00'", "1");
        row("int-of-bool", "int", "True", "1");
        row("int-of-decimal", "int", "Decimal('2')", "2");
        row("int-of-fraction", "int", "1.5", "int_from_float | Input should be a valid integer, got a number with a fractional part");
        row("int-of-nan", "int", "float('nan')", "finite_number | Input should be a finite number");
        row("int-of-word", "int", "'1__0'", "int_parsing | Input should be a valid integer, unable to parse string as an integer");
        row("int-of-none", "int", "None", "int_type | Input should be a valid integer");
        row("int-too-large-for-a-float", "int", "1e300", "int_parsing_size | Unable to parse input string as an integer, exceeded maximum size");
        row("int-bounds", "Annotated[int, Field(gt=1, multiple_of=2)]", "3", "multiple_of | Input should be a multiple of 2");
        row("float-of-text", "float", "' 1e3 '", "1000.0");
        row("float-bound-shows-as-a-whole-number", "Annotated[float, Field(le=3)]", "4", "less_than_equal | Input should be less than or equal to 3");
        row("bool-of-word", "bool", "'OFF'", "False");
        row("bool-of-two", "bool", "2", "bool_parsing | Input should be a valid boolean, unable to interpret input");
        row("bool-of-list", "bool", "[]", "bool_type | Input should be a valid boolean");
        row("str-of-bytes", "str", "b'ab'", "'ab'");
        row("str-of-int", "str", "1", "string_type | Input should be a valid string");
        row("str-of-enum", "str", "Color.RED", "'red'");
        row("str-stripped", "Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True)]", "' ab '", "'AB'");
        row("str-pattern", "Annotated[str, Field(pattern='^a')]", "'b'", "string_pattern_mismatch | String should match pattern '^a'");
        row("date-of-datetime-at-midnight", "date", "'2022-06-08T00:00:00'", "datetime.date(2022, 6, 8)");
        row("date-of-timestamp", "date", "1654646400", "datetime.date(2022, 6, 8)");
        row("date-of-time", "date", "datetime(2022, 6, 8, 1)",
            "date_from_datetime_inexact | Datetimes provided to dates should have zero time - e.g. be exact dates");
        row("date-of-month-13", "date", "'2022-13-01'",
            "date_from_datetime_parsing | Input should be a valid date or datetime, month value is outside expected range of 1-12");
        row("datetime-of-date", "datetime", "'2022-06-08'", "datetime.datetime(2022, 6, 8, 0, 0)");
        row("datetime-of-day-30", "datetime", "'2022-02-30'",
            "datetime_from_date_parsing | Input should be a valid datetime or date, day value is outside expected range");
        row("datetime-of-nan", "datetime", "float('nan')", "datetime_parsing | Input should be a valid datetime, NaN values not permitted");
        row("datetime-of-far-future", "datetime", "float('inf')",
            "datetime_parsing | Input should be a valid datetime, dates after 9999 are not supported as unix timestamps");
        row("datetime-of-milliseconds", "datetime", "1655205632331.5",
            "datetime.datetime(2022, 6, 14, 11, 20, 32, 331500, tzinfo=TzInfo(0))");
        row("datetime-with-zone", "datetime", "'2022-06-08T12:13:14-12:15'",
            "datetime.datetime(2022, 6, 8, 12, 13, 14, tzinfo=TzInfo(-44100))");
        row("time-of-seconds", "time", "3610", "datetime.time(1, 0, 10, tzinfo=TzInfo(0))");
        row("time-of-hour-24", "time", "'24:00'",
            "time_parsing | Input should be in a valid time format, hour value is outside expected range of 0-23");
        row("timedelta-of-iso", "timedelta", "'P0Y0M3D2WT1H2M3S'", "datetime.timedelta(days=17, seconds=3723)");
        row("timedelta-of-days", "timedelta", "'-3 days, 00:10'", "datetime.timedelta(days=-4, seconds=85800)");
        row("timedelta-of-word", "timedelta", "'15:30.0001'",
            "time_delta_parsing | Input should be a valid timedelta, unexpected extra characters at the end of the input");
        row("decimal-of-float", "Decimal", "1.1", "Decimal('1.1')");
        row("decimal-of-word", "Decimal", "'x'", "decimal_parsing | Input should be a valid decimal");
        row("decimal-zeros-behind-are-free", "Annotated[Decimal, Field(max_digits=4, decimal_places=1)]", "'12.300'", "Decimal('12.300')");
        row("decimal-whole-digits", "Annotated[Decimal, Field(max_digits=4, decimal_places=1)]", "'1234'",
            "decimal_whole_digits | Decimal input should have no more than 3 digits before the decimal point");
        row("decimal-infinite", "Decimal", "'inf'", "finite_number | Input should be a finite number");
        row("uuid-groups", "UUID", "'550e8400-e29b-41d4-a716'", "uuid_parsing | Input should be a valid UUID, invalid group count: expected 5, found 4");
        row("uuid-letter", "UUID", "'not-a-valid-uuid'",
            "uuid_parsing | Input should be a valid UUID, invalid character: expected an optional prefix of `urn:uuid:` followed by "
            "[0-9a-fA-F-], found `n` at 1");
        row("enum-by-value", "Color", "'blue'", "<Color.BLUE: 'blue'>");
        row("enum-by-name", "Color", "'BLUE'", "enum | Input should be 'red' or 'blue'");
        row("int-enum-of-text", "Size", "'2'", "<Size.L: 2>");
        row("literal", "Literal['a', 'b', 1]", "True", "literal_error | Input should be 'a', 'b' or 1");
        row("list-of-generator", "List[int]", "(str(i) for i in range(3))", "[0, 1, 2]");
        row("list-of-text", "List[str]", "'abc'", "list_type | Input should be a valid list");
        row("list-too-short", "Annotated[List[int], Field(min_length=2)]", "[1]", "too_short | List should have at least 2 items after validation, not 1");
        row("set-too-long", "Annotated[Set[int], Field(max_length=1)]", "[1, 1, 2]", "too_long | Set should have at most 1 item after validation, not more");
        row("tuple-too-long", "Tuple[int, str]", "(1, 'a', 2)", "too_long | Tuple should have at most 2 items after validation, not 3");
        row("dict-keys", "Dict[int, int]", "{'1': '2'}", "{1: 2}");
        row("union-takes-what-needs-no-conversion", "Union[int, str]", "'1'", "'1'");
        row("union-of-models-takes-the-fullest", "Union[Point, Dict[str, int]]", "{'x': 1, 'y': 2}", "{'x': 1, 'y': 2}");
        row("model-of-list", "Point", "[]", "model_type | Input should be a valid dictionary or instance of Point");
        row("instance", "InstanceOf[Color]", "1", "is_instance_of | Input should be an instance of Color");
        row("callable", "Callable", "1", "callable_type | Input should be callable");
        row("email", "EmailStr", "'me'", "value_error | value is not a valid email address: An email address must have an @-sign.");
        row("constrained-optional", "Optional[Annotated[int, Field(gt=0)]]", "0", "greater_than | Input should be greater than 0");
    }
    void validatesFromPython() {
        QFETCH(QByteArray, annotation);
        QFETCH(QByteArray, input);
        QTEST(validated(annotation, input), "expected");
    }

    void validatesFromJson_data() {
        QTest::addColumn<QByteArray>("annotation");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* annotation, const char* text, const char* expected) {
            QTest::newRow(name) << QByteArray(annotation) << QByteArray(text) << QByteArray(expected);
        };
        row("strict-takes-a-date-as-text", "Annotated[date, Strict()]", "'\"2022-06-08\"'", "datetime.date(2022, 6, 8)");
        row("array", "Set[int]", "'1'", "set_type | Input should be a valid array");
        row("object", "Point", "'[]'", "model_type | Input should be an object");
        row("empty", "int", "''", "json_invalid | Invalid JSON: EOF while parsing a value at line 1 column 0");
        row("trailing-comma", "List[int]", "'[1,]'", "json_invalid | Invalid JSON: trailing comma at line 1 column 4");
        row("unclosed", "List[int]", "'[1'", "json_invalid | Invalid JSON: EOF while parsing a list at line 1 column 2");
        row("word", "int", "'foobar'", "json_invalid | Invalid JSON: expected ident at line 1 column 2");
        row("unquoted-key", "Point", "'{x: 1}'", "json_invalid | Invalid JSON: key must be a string at line 1 column 2");
        row("surrogates", "str", "'\"\\\\ud83d\\\\ude00\"'", "'\xF0\x9F\x98\x80'");
    }
    void validatesFromJson() {
        QFETCH(QByteArray, annotation);
        QFETCH(QByteArray, text);
        QTEST(validated(annotation, text, "validate_json"), "expected");
    }
};

QTEST_APPLESS_MAIN(TestPydanticValues)
#include "tst_pydantic_values.moc"
