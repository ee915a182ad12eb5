// The trace of `relata run --trace`: JSON in UTF-8 whatever the program prints, raises and sends.
#include "sandbox/run.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace relata;
using nlohmann::json;

class TestTraceJson : public QObject {
    Q_OBJECT

    static std::string trace(const std::string& source) {
        sandbox::RunRequest request;
        request.files.push_back({"main.py", source});
        return sandbox::to_trace_json(sandbox::run(request));
    }
    static std::string with_engine(const std::string& body) {
        return "from sqlalchemy import create_engine, text\nconnection = create_engine('sqlite://').connect()\n" + body;
    }

  private slots:
    void hasTheFourKeysOfTheCorpusFirst() {
        const std::string text = trace(with_engine("connection.execute(text('SELECT   :a,\\n  :b'), {'a': 1, 'b': 'x'})\nprint('done')\n"));
        const auto parsed = nlohmann::ordered_json::parse(text);
        std::vector<std::string> keys;
        for (const auto& [key, value] : parsed.items()) keys.push_back(key);
        QVERIFY(keys.size() > 4);
        keys.resize(4);
        QCOMPARE(keys, (std::vector<std::string>{"stdout", "error", "statements", "warnings"}));
        QCOMPARE(parsed["stdout"], "done\n");
        QVERIFY(parsed["error"].is_null());
        QVERIFY(parsed["statements"].size() >= 2);
        QCOMPARE(parsed["statements"][0]["sql"], "BEGIN");
        QVERIFY(!parsed["statements"][0].contains("parameters"));
        QCOMPARE(parsed["statements"][1]["sql"], "SELECT ?, ?");
        QCOMPARE(parsed["statements"][1]["parameters"].dump(), std::string("[1,\"x\"]"));
        QCOMPARE(parsed["statements"][1]["line"], 3);
        QVERIFY(!parsed["statements"][1].contains("executemany"));
    }
    void oddTextStaysJsonInUtf8_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("control-characters") << QByteArray("print(''.join(map(chr, range(32))), chr(127), chr(0x2028))\n");
        QTest::newRow("quotes-and-backslashes") << QByteArray("print('\"\\\\/')\n");
        QTest::newRow("other-planes") << QByteArray("print('\\U0001f600 \\u65e5')\n");
        QTest::newRow("surrogate-in-an-error") << QByteArray("raise ValueError('\\ud800')\n");
        QTest::newRow("printed-surrogate") << QByteArray("print('\\ud83d')\n");
        QTest::newRow("bytes-that-are-no-text") << QByteArray("x = 1\n# \xff\xfe\nprint(x)\n");
        QTest::newRow("nul-in-the-source") << QByteArray("x = '\0'\n", 8);
        QTest::newRow("surrogate-name-of-a-warning") << QByteArray("import warnings\nwarnings.warn('\\udfff')\n");
        QTest::newRow("surrogate-parameter")
            << QByteArray::fromStdString(with_engine("connection.execute(text('SELECT :a'), {'a': '\\ud800'})\n"));
        QTest::newRow("nul-parameter")
            << QByteArray::fromStdString(with_engine("connection.execute(text('SELECT :a'), {'a': 'a\\0b'})\n"));
        QTest::newRow("nul-in-the-statement")
            << QByteArray::fromStdString(with_engine("connection.execute(text('SELECT 1 \\0 + 1'))\n"));
        QTest::newRow("bytes-parameter")
            << QByteArray::fromStdString(with_engine("connection.execute(text('SELECT :a'), {'a': b'\\xff\\x00'})\n"));
        QTest::newRow("not-a-number")
            << QByteArray::fromStdString(with_engine("connection.execute(text('SELECT :a'), {'a': float('nan')})\n"));
        QTest::newRow("infinity")
            << QByteArray::fromStdString(with_engine("connection.execute(text('SELECT :a'), {'a': float('-inf')})\n"));
        QTest::newRow("long-int")
            << QByteArray::fromStdString(with_engine("connection.execute(text('SELECT :a'), {'a': 2 ** 63})\n"));
    }
    void oddTextStaysJsonInUtf8() {
        QFETCH(QByteArray, source);
        const std::string text = trace(source.toStdString());
        QVERIFY(!QByteArray::fromStdString(text).contains('\0'));
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString decoded = decoder.decode(QByteArrayView(text.data(), qsizetype(text.size())));
        QVERIFY(!decoder.hasError());
        QVERIFY(QJsonDocument::fromJson(QByteArray::fromStdString(text)).isObject());
    }
    void keepsWhatThePrintedTextWas() {
        const json parsed = json::parse(trace("print('tab\\t \"q\" \\\\ \\x01 \\u00e9 \\U0001f600')\n"));
        QCOMPARE(parsed["stdout"].get<std::string>(), std::string("tab\t \"q\" \\ \x01 \xc3\xa9 \xf0\x9f\x98\x80\n"));
    }
    void numbersKeepTheirKind() {
        const json parsed = json::parse(trace(with_engine(
            "connection.execute(text('SELECT :a, :b, :c, :d, :e'), {'a': 1.0, 'b': 1e300, 'c': True, 'd': None, 'e': -2 ** 62})\n")));
        QCOMPARE(parsed["statements"][1]["parameters"].dump(), std::string("[1.0,1e+300,true,null,-4611686018427387904]"));
    }
    void anErrorHasItsTypeMessageAndLine() {
        const json error = json::parse(trace("x = 1\n\nint('\\u00e9')\n"))["error"];
        QCOMPARE(error["type"], "ValueError");
        QCOMPARE(error["message"].get<std::string>(), std::string("invalid literal for int() with base 10: '\xc3\xa9'"));
        QCOMPARE(error["line"], 3);
    }
};

QTEST_GUILESS_MAIN(TestTraceJson)
#include "tst_trace_json.moc"
