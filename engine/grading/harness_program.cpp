#include "grading/harness_program.h"

namespace relata::grading {

namespace {

// What both kinds share. `seen` is what the graded call left to compare: `observe` reads inside the call,
// since those reads are what the caller of the answer would do; `plain` runs after it and counts for nothing.
constexpr const char* common = R"(
engine = None
session = None
kept = None
entry = None
seen = None


def plain(value):
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted([plain(item) for item in value], key=repr)
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: repr(pair[0]))
        return {key if isinstance(key, str) else repr(key): plain(item) for key, item in pairs}
    if hasattr(type(value), "__table__"):
        return {"": type(value).__name__, **{column.key: column_value(value, column.key) for column in type(value).__table__.columns}}
    if hasattr(value, "_mapping"):
        return [plain(item) for item in value]
    if hasattr(type(value), "model_dump"):
        return plain(value.model_dump())
    text = repr(value)
    return type(value).__name__ + " object" if " at 0x" in text else text


def column_value(value, key):
    try:
        return plain(getattr(value, key))
    except Exception as error:
        return "<" + type(error).__name__ + ">"


def read(value, path):
    for at, name in enumerate(path):
        if value is None:
            return None
        if isinstance(value, (list, tuple)):
            return [read(item, path[at:]) for item in value]
        value = getattr(value, name)
    return plain(value)


def observe(result, paths):
    if hasattr(result, "__next__"):
        result = list(result)
    if not paths:
        return result
    items = result if isinstance(result, (list, tuple)) else [result]
    return [[read(item, path) for path in paths] for item in items]
)";

constexpr const char* synchronous = R"(

def prepare(build, size, seed, cold):
    global engine, session, kept
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    session = Session(engine, expire_on_commit=cold)
    build(session, size, seed)
    session.flush()
    kept = list(session)
    session.commit()
    if cold:
        kept = None
        session.close()
        session = Session(engine)


def graded(paths, *arguments):
    global seen
    seen = observe(entry(*arguments), paths)


def close():
    session.close()
)";

constexpr const char* asynchronous = R"(

async def prepare(build, size, seed, cold):
    global engine, session, kept
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    session = AsyncSession(engine, expire_on_commit=cold)
    await session.run_sync(lambda plain_session: build(plain_session, size, seed))
    await session.flush()
    kept = await session.run_sync(lambda plain_session: list(plain_session))
    await session.commit()
    if cold:
        kept = None
        await session.close()
        session = AsyncSession(engine)


async def graded(paths, *arguments):
    global seen
    seen = observe(await entry(*arguments), paths)


async def close():
    await session.close()
)";

} // namespace

std::string harness_source(bool is_async) {
    if (!is_async)
        return std::string("from sqlmodel import Session, SQLModel, create_engine\n") + common + synchronous;
    return std::string("from sqlalchemy.ext.asyncio import create_async_engine\n"
                       "from sqlmodel import SQLModel\n"
                       "from sqlmodel.ext.asyncio.session import AsyncSession\n") +
           common + asynchronous;
}

} // namespace relata::grading
