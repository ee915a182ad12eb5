// Collections of relationships, and what listens to them. Expected output: SQLAlchemy 2.0.52.
#include "sandbox/run.h"

#include <QtTest>

using namespace relata;

namespace {

const char* const models = "from typing import List, Optional\n"
                           "from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select\n"
                           "from sqlalchemy import event\n"
                           "from sqlalchemy.orm import validates\n"
                           "from sqlalchemy.orm.collections import attribute_keyed_dict\n"
                           "class Box(SQLModel, table=True):\n"
                           "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                           "    notes: List['Note'] = Relationship(back_populates='box', sa_relationship_kwargs={\n"
                           "        'collection_class': attribute_keyed_dict('key'), 'cascade': 'all, delete-orphan'})\n"
                           "    items: List['Item'] = Relationship(back_populates='box')\n"
                           "    @validates('items')\n"
                           "    def check(self, key, item):\n"
                           "        print('check', item.name)\n"
                           "        return item\n"
                           "@event.listens_for(Box.items, 'append')\n"
                           "def appended(box, item, initiator):\n"
                           "    print('append', item.name)\n"
                           "class Note(SQLModel, table=True):\n"
                           "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                           "    key: str\n"
                           "    box_id: Optional[int] = Field(default=None, foreign_key='box.id')\n"
                           "    box: Optional[Box] = Relationship(back_populates='notes')\n"
                           "class Item(SQLModel, table=True):\n"
                           "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                           "    name: str\n"
                           "    box_id: Optional[int] = Field(default=None, foreign_key='box.id')\n"
                           "    box: Optional[Box] = Relationship(back_populates='items')\n"
                           "engine = create_engine('sqlite://')\n"
                           "SQLModel.metadata.create_all(engine)\n";

QByteArray output_of(const QByteArray& body) {
    sandbox::RunRequest request;
    request.files = {{"main.py", models + body.toStdString()}};
    const sandbox::RunRecord record = sandbox::run(request);
    if (record.error) return QByteArray::fromStdString(record.error->type + ": " + record.error->message);
    return QByteArray::fromStdString(record.stdout_text);
}

} // namespace

class TestCollections : public QObject {
    Q_OBJECT

  private slots:
    void keysADictByItsMembers() {
        QCOMPARE(output_of("with Session(engine) as s:\n"
                           "    b = Box()\n"
                           "    b.notes['a'] = Note(key='a')\n"
                           "    Note(key='b', box=b)\n"
                           "    s.add(b); s.commit()\n"
                           "    del b.notes['a']\n"
                           "    s.commit()\n"
                           "    print(list(b.notes), [n.key for n in s.exec(select(Note)).all()])\n"),
                 QByteArray("['b'] ['b']\n"));
    }
    void refusesAListForADict() {
        QCOMPARE(output_of("Box(notes=[Note(key='a')])\n"),
                 QByteArray("TypeError: Incompatible collection type: list is not dict-like"));
    }
    void validatesAWholeCollectionOnce() {
        QCOMPARE(output_of("a = Item(name='a')\n"
                           "b = Box(items=[a])\n"
                           "b.items = [a, Item(name='b')]\n"),
                 QByteArray("check a\nappend a\ncheck a\ncheck b\nappend b\n"));
    }
    void hearsOfObjectsThatComeFromTheOtherSide() {
        QCOMPARE(output_of("b = Box()\nItem(name='a', box=b)\n"), QByteArray("append a\ncheck a\n"));
    }
};

QTEST_APPLESS_MAIN(TestCollections)
#include "tst_collections.moc"
