// Models of pydantic 2: validators, configuration, private attributes, dumps. Expected: pydantic's docs and tests.
#include "sandbox/run.h"

#include <QtTest>

using namespace relata;

namespace {

QByteArray output_of(const QByteArray& body) {
    sandbox::RunRequest request;
    request.files = {{"main.py", "from typing import *\nfrom decimal import Decimal\nfrom pydantic import *\n"
                                 "def errors(f):\n"
                                 "    try:\n        return f()\n"
                                 "    except ValidationError as e:\n"
                                 "        return [(d['type'], d['loc'], d['msg']) for d in e.errors()]\n" + body.toStdString()}};
    const sandbox::RunRecord record = sandbox::run(request);
    if (record.error) return QByteArray::fromStdString(record.error->type + ": " + record.error->message);
    return QByteArray::fromStdString(record.stdout_text);
}

} // namespace

class TestPydanticModels : public QObject {
    Q_OBJECT

  private slots:
    void writesAnErrorWithItsUrl() {
        QCOMPARE(output_of("class A(BaseModel):\n    x: int\n"
                           "try:\n    A(x='a' * 60)\nexcept ValidationError as e:\n    print(e)\n"),
                 QByteArray("1 validation error for A\nx\n  Input should be a valid integer, unable to parse string as an integer "
                            "[type=int_parsing, input_value='aaaaaaaaaaaaaaaaaaaaaaaa...aaaaaaaaaaaaaaaaaaaaaaa', input_type=str]\n"
                            "    For further information visit https://errors.pydantic.dev/2.12/v/int_parsing\n"));
    }
    void runsBeforeValidatorsFromTheLastToTheFirst() {
        QCOMPARE(output_of("class A(BaseModel):\n    x: int\n"
                           "    @field_validator('x', mode='before')\n    @classmethod\n    def one(cls, v): print('one', v); return v\n"
                           "    @field_validator('x', mode='before')\n    @classmethod\n    def two(cls, v): print('two', v); return v\n"
                           "    @field_validator('x')\n    def three(cls, v): print('three', repr(v)); return v\n"
                           "    @field_validator('x')\n    def four(cls, v): print('four'); return v + 1\n"
                           "print(A(x='1'))\n"),
                 QByteArray("two 1\none 1\nthree 1\nfour\nx=2\n"));
    }
    void tellsAValidatorWhereItIs() {
        QCOMPARE(output_of("class A(BaseModel):\n    a: int\n    b: int\n"
                           "    @field_validator('b')\n    @classmethod\n    def check(cls, v, info: ValidationInfo):\n"
                           "        print(info.field_name, info.data, info.mode, info.context)\n        return v\n"
                           "A.model_validate({'a': 1, 'b': 2}, context={'k': 1})\nA.model_validate_json('{\"a\": 1, \"b\": 2}')\n"),
                 QByteArray("b {'a': 1} python {'k': 1}\nb {'a': 1} json None\n"));
    }
    void letsAWrapValidatorCatchTheError() {
        QCOMPARE(output_of("class A(BaseModel):\n    x: int\n"
                           "    @field_validator('x', mode='wrap')\n    @classmethod\n"
                           "    def lenient(cls, v, handler):\n"
                           "        try:\n            return handler(v)\n"
                           "        except ValidationError as e:\n            return -e.error_count()\n"
                           "print(A(x='5'), A(x='q'))\n"),
                 QByteArray("x=5 x=-1\n"));
    }
    void checksTheWholeModel() {
        QCOMPARE(output_of("class A(BaseModel):\n    a: int\n    b: int\n"
                           "    @model_validator(mode='before')\n    @classmethod\n"
                           "    def split(cls, data):\n        return dict(zip('ab', data)) if isinstance(data, list) else data\n"
                           "    @model_validator(mode='after')\n    def ordered(self):\n"
                           "        if self.a > self.b:\n            raise ValueError('a is above b')\n        return self\n"
                           "print(A.model_validate([1, 2]), errors(lambda: A(a=2, b=1)))\n"),
                 QByteArray("a=1 b=2 [('value_error', (), 'Value error, a is above b')]\n"));
    }
    void keepsPrivateAttributesOutOfDumps() {
        QCOMPARE(output_of("class A(BaseModel):\n    x: int = 1\n    _n: int = PrivateAttr(default=3)\n    _seen: list = []\n"
                           "    def model_post_init(self, context):\n        self._n += self.x\n"
                           "a, b = A(), A()\na._seen.append(1)\n"
                           "print(a, a._n, b._seen, a.model_dump(), a.__dict__, a == b)\n"),
                 QByteArray("x=1 4 [] {'x': 1} {'x': 1} False\n"));
    }
    void forbidsAllowsAndIgnoresExtraFields() {
        QCOMPARE(output_of("class F(BaseModel, extra='forbid'):\n    x: int = 1\n"
                           "class L(BaseModel, extra='allow'):\n    x: int = 1\n"
                           "class I(BaseModel):\n    x: int = 1\n"
                           "l = L(y=2)\nl.z = 3\n"
                           "print(errors(lambda: F(y=2)), l, l.model_extra, l.model_dump(), I(y=2))\n"),
                 QByteArray("[('extra_forbidden', ('y',), 'Extra inputs are not permitted')] x=1 y=2 z=3 {'y': 2, 'z': 3} "
                            "{'x': 1, 'y': 2, 'z': 3} x=1\n"));
    }
    void refusesToChangeAFrozenModel() {
        QCOMPARE(output_of("class A(BaseModel, frozen=True):\n    x: int = 1\nclass B(BaseModel):\n    x: int = Field(1, frozen=True)\n"
                           "a, b = A(), B()\n"
                           "print(errors(lambda: setattr(a, 'x', 2)), errors(lambda: setattr(b, 'x', 2)), hash(a) == hash(A()))\n"),
                 QByteArray("[('frozen_instance', ('x',), 'Instance is frozen')] [('frozen_field', ('x',), 'Field is frozen')] True\n"));
    }
    void validatesAssignments() {
        QCOMPARE(output_of("class A(BaseModel, validate_assignment=True):\n    x: int = 1\n"
                           "a = A()\na.x = '7'\nprint(a, errors(lambda: setattr(a, 'x', 'q')), a)\n"),
                 QByteArray("x=7 [('int_parsing', ('x',), 'Input should be a valid integer, unable to parse string as an integer')] x=7\n"));
    }
    void dumpsByAliasAndByField() {
        QCOMPARE(output_of("class In(BaseModel):\n    a: int\n    b: Optional[int] = None\nclass Sub(In):\n    secret: int = 1\n"
                           "class A(BaseModel):\n    one: In = Field(alias='One')\n    many: List[In] = []\n    price: Decimal = Decimal('1.50')\n"
                           "    @computed_field\n    @property\n    def size(self) -> int:\n        return len(self.many)\n"
                           "a = A(One=Sub(a=1), many=[{'a': 2, 'b': 3}])\n"
                           "print(a.model_dump(exclude={'price'}))\n"
                           "print(a.model_dump(by_alias=True, include={'one': {'a'}, 'many': {0: {'b'}}}))\n"
                           "print(a.model_dump_json(exclude_none=True), a.model_dump(exclude_unset=True))\n"),
                 QByteArray("{'one': {'a': 1, 'b': None}, 'many': [{'a': 2, 'b': 3}], 'size': 1}\n"
                            "{'One': {'a': 1}, 'many': [{'b': 3}]}\n"
                            "{\"one\":{\"a\":1},\"many\":[{\"a\":2,\"b\":3}],\"price\":\"1.50\",\"size\":1} "
                            "{'one': {'a': 1}, 'many': [{'a': 2, 'b': 3}], 'size': 1}\n"));
    }
    void serializesByFunctions() {
        QCOMPARE(output_of("Cents = Annotated[int, PlainSerializer(lambda v: f'{v / 100:.2f}', when_used='json')]\n"
                           "class A(BaseModel):\n    price: Cents\n    n: int = 1\n"
                           "    @field_serializer('n')\n    def show(self, v, info):\n        return f'{info.mode}:{v}:{self.price}'\n"
                           "a = A(price=150)\nprint(a.model_dump(), a.model_dump_json())\n"),
                 QByteArray("{'price': 150, 'n': 'python:1:150'} {\"price\":\"1.50\",\"n\":\"json:1:150\"}\n"));
    }
    void warnsOfValuesOfAnotherType() {
        QCOMPARE(output_of("import warnings\n"
                           "from sqlmodel import SQLModel, Field as F\n"
                           "class T(SQLModel, table=True):\n    id: Optional[int] = F(default=None, primary_key=True)\n    n: int\n"
                           "with warnings.catch_warnings(record=True) as seen:\n    warnings.simplefilter('always')\n"
                           "    print(T(n='x').model_dump())\n    print(seen[0].message)\n"),
                 QByteArray("{'id': None, 'n': 'x'}\nPydantic serializer warnings:\n  PydanticSerializationUnexpectedValue(Expected `int` - "
                            "serialized value may not be as expected [field_name='n', input_value='x', input_type=str])\n"));
    }
    void choosesAModelByItsDiscriminator() {
        QCOMPARE(output_of("class Cat(BaseModel):\n    kind: Literal['cat']\nclass Dog(BaseModel):\n    kind: Literal['dog']\n    name: str\n"
                           "class Pet(BaseModel):\n    pet: Union[Cat, Dog] = Field(discriminator='kind')\n"
                           "print(repr(Pet(pet={'kind': 'cat'})), errors(lambda: Pet(pet={'kind': 'cow'})), errors(lambda: Pet(pet={'kind': 'dog'})))\n"),
                 QByteArray("Pet(pet=Cat(kind='cat')) [('union_tag_invalid', ('pet',), \"Input tag 'cow' found using 'kind' does not match "
                            "any of the expected tags: 'cat', 'dog'\")] [('missing', ('pet', 'dog', 'name'), 'Field required')]\n"));
    }
    void callsTheInitOfTheProgram() {
        QCOMPARE(output_of("class A(BaseModel):\n    x: int\n    def __init__(self, **data):\n        super().__init__(**{'x': 5, **data})\n"
                           "class B(BaseModel):\n    a: A\n"
                           "print(A(), B(a={}), errors(lambda: B(a={'x': 'q'})))\n"),
                 QByteArray("x=5 a=A(x=5) [('int_parsing', ('a', 'x'), 'Input should be a valid integer, unable to parse string as an integer')]\n"));
    }
    void warnsOfAValidatorThatReturnsNothing() {
        QCOMPARE(output_of("import warnings\nclass A(BaseModel):\n    x: int = 1\n    @model_validator(mode='after')\n    def check(self): pass\n"
                           "with warnings.catch_warnings(record=True) as seen:\n    warnings.simplefilter('always')\n"
                           "    print(A(), str(seen[0].message).split('\\n')[0], A.model_validate({}))\n"),
                 QByteArray("x=1 A custom validator is returning a value other than `self`. None\n"));
    }
    void raisesErrorsOfTheProgramsOwnKind() {
        QCOMPARE(output_of("from pydantic_core import PydanticCustomError\n"
                           "class A(BaseModel):\n    x: int\n    @field_validator('x')\n    @classmethod\n"
                           "    def even(cls, v):\n        if v % 2:\n"
                           "            raise PydanticCustomError('not_even', '{n} is odd', {'n': v})\n        return v\n"
                           "try:\n    A(x=3)\nexcept ValidationError as e:\n    print(e.errors())\n"),
                 QByteArray("[{'type': 'not_even', 'loc': ('x',), 'msg': '3 is odd', 'input': 3, 'ctx': {'n': 3}}]\n"));
    }
    void makesAliasesByAFunction() {
        QCOMPARE(output_of("from pydantic.alias_generators import to_camel\n"
                           "class A(BaseModel):\n    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)\n    first_name: str\n"
                           "print(A(firstName='x'), A(first_name='y').model_dump(by_alias=True), errors(lambda: A()))\n"),
                 QByteArray("first_name='x' {'firstName': 'y'} [('missing', ('firstName',), 'Field required')]\n"));
    }
    void validatesARootModelAsItsValue() {
        QCOMPARE(output_of("class Tags(RootModel):\n    root: list[int]\n    def __iter__(self): return iter(self.root)\n"
                           "class A(BaseModel):\n    tags: Tags\n    pairs: RootModel[dict[str, int]]\n"
                           "a = A(tags=['1', 2], pairs={'x': '3'})\n"
                           "print(Tags([1]), list(Tags(root=[4])), a, a.model_dump(), Tags([1]) == Tags([1]))\n"
                           "print(errors(lambda: Tags(['z'])), errors(lambda: A(tags=3, pairs={'x': 'y'})))\n"
                           "print(Tags.model_validate_json('[5]').model_dump_json(), Tags.model_json_schema())\n"),
                 QByteArray("root=[1] [4] tags=Tags(root=[1, 2]) pairs=RootModel[dict[str, int]](root={'x': 3}) {'tags': [1, 2], 'pairs': {'x': 3}} True\n"
                            "[('int_parsing', (0,), 'Input should be a valid integer, unable to parse string as an integer')] "
                            "[('list_type', ('tags',), 'Input should be a valid list'), ('int_parsing', ('pairs', 'x'), "
                            "'Input should be a valid integer, unable to parse string as an integer')]\n"
                            "[5] {'items': {'type': 'integer'}, 'title': 'Tags', 'type': 'array'}\n"));
    }
    void validatesTheArgumentsOfACall() {
        QCOMPARE(output_of("@validate_call(validate_return=True)\n"
                           "def repeat(text: str, count: int = 2, *, sep: Annotated[str, Field(max_length=1)] = '') -> str:\n"
                           "    return sep.join([text] * count) if count else 0\n"
                           "print(repeat('a', '3', sep='-'), repeat.__name__)\n"
                           "for call in (lambda: repeat(), lambda: repeat(1, 'x'), lambda: repeat('a', 1, 2), lambda: repeat('a', sepa=1),\n"
                           "             lambda: repeat('a', text='b'), lambda: repeat('a', sep='--'), lambda: repeat('a', 0)):\n"
                           "    print([d[:2] for d in errors(call)])\n"),
                 QByteArray("a-a-a repeat\n[('missing_argument', ('text',))]\n[('string_type', (0,)), ('int_parsing', (1,))]\n"
                            "[('unexpected_positional_argument', (2,))]\n[('unexpected_keyword_argument', ('sepa',))]\n"
                            "[('multiple_argument_values', ('text',))]\n[('string_too_long', ('sep',))]\n[('string_type', ())]\n"));
    }
    void validatesTheFieldsOfADataclass() {
        QCOMPARE(output_of("from pydantic.dataclasses import dataclass\nimport dataclasses\n"
                           "@dataclass(order=True)\nclass P:\n    x: int\n    tags: list[str] = dataclasses.field(default_factory=list)\n"
                           "print(P('3'), P(x=1, tags=('a',)), P(1) < P(2), dataclasses.asdict(P(1)))\n"
                           "print(errors(lambda: P('z')), errors(lambda: P()), errors(lambda: P(1, y=2)))\n"),
                 QByteArray("P(x=3, tags=[]) P(x=1, tags=['a']) True {'x': 1, 'tags': []}\n"
                            "[('int_parsing', (0,), 'Input should be a valid integer, unable to parse string as an integer')] "
                            "[('missing', ('x',), 'Field required')] [('unexpected_keyword_argument', ('y',), 'Unexpected keyword argument')]\n"));
    }
    void showsComputedFieldsInTheSchemaOfWhatIsWritten() {
        QCOMPARE(output_of("class A(BaseModel):\n    a: int\n    @computed_field\n    @property\n    def twice(self) -> int: return self.a * 2\n"
                           "print(A.model_json_schema(mode='serialization')['properties']['twice'], 'twice' in str(A.model_json_schema()))\n"),
                 QByteArray("{'readOnly': True, 'title': 'Twice', 'type': 'integer'} False\n"));
    }
    void knowsTheTypesOfDatesTextsAndSecrets() {
        QCOMPARE(output_of("class A(BaseModel):\n    born: PastDate = None\n    at: AwareDatetime = None\n    u: UUID4 = None\n"
                           "    j: Json[list[int]] = None\n    k: Json = None\n    b: Base64Str = None\n    url: AnyHttpUrl = None\n    s: SecretStr = None\n"
                           "a = A(j='[1, \"2\"]', k='{\"a\": 1}', b='aGk=', s='pw')\n"
                           "print(a.j, a.k, a.b, a.model_dump_json(exclude_unset=True), a.s.get_secret_value())\n"
                           "for given in ({'born': '2990-01-01'}, {'at': '2024-01-01T00:00:00'}, {'u': '12345678-1234-1234-8234-567812345678'},\n"
                           "              {'j': '[x'}, {'j': 5}, {'b': 'a'}, {'url': 'ftp://a'}):\n"
                           "    print([d[::2] for d in errors(lambda: A(**given))])\n"),
                 QByteArray("[1, 2] {'a': 1} hi {\"j\":[1,2],\"k\":{\"a\":1},\"b\":\"aGk=\",\"s\":\"**********\"} pw\n"
                            "[('date_past', 'Date should be in the past')]\n[('timezone_aware', 'Input should have timezone info')]\n"
                            "[('uuid_version', 'UUID version 4 expected')]\n[('json_invalid', 'Invalid JSON: expected value at line 1 column 2')]\n"
                            "[('json_type', 'JSON input should be string, bytes or bytearray')]\n"
                            "[('base64_decode', \"Base64 decoding error: 'Invalid base64-encoded string: number of data characters (1) cannot be 1 more "
                            "than a multiple of 4'\")]\n[('url_scheme', \"URL scheme should be 'http' or 'https'\")]\n"));
    }
    void refusesDetailsThatAProgramPutIntoAnError() {
        QCOMPARE(output_of("class A(BaseModel):\n    x: int\n"
                           "for bad in ([5], [{}], 3):\n"
                           "    try: A(x='q')\n    except ValidationError as e:\n"
                           "        e._line_errors = bad\n"
                           "        try: e.errors()\n        except TypeError as error: print(error)\n"),
                 QByteArray("a ValidationError's details must be dicts of its own\na ValidationError's details must be dicts of its own\n"
                            "'int' object is not iterable\n"));
    }
    void namesAClassThatItCannotValidate() {
        QVERIFY(output_of("class Plain: pass\nclass A(BaseModel):\n    x: Plain\n")
                    .startsWith("pydantic.errors.PydanticSchemaGenerationError: Unable to generate pydantic-core schema for <class '__main__.Plain'>."));
        QVERIFY(output_of("class A(BaseModel):\n    x: 'Later'\nA(x=1)\n")
                    .startsWith("pydantic.errors.PydanticUserError: `A` is not fully defined; you should define `Later`, then call `A.model_rebuild()`."));
        QVERIFY(output_of("class A(BaseModel):\n    x = 5\n").startsWith("pydantic.errors.PydanticUserError: A non-annotated attribute was detected: `x = 5`."));
    }
};

QTEST_APPLESS_MAIN(TestPydanticModels)
#include "tst_pydantic_models.moc"
