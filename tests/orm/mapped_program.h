// MappedProgram: a program with mapped classes, run to its end, and what it sent.
#pragma once

#include "sandbox/run.h"

#include <QByteArray>
#include <QByteArrayList>

namespace relata {

/// Lines of `body` stand below `models`; statements of the models' part are left out.
class MappedProgram {
  public:
    MappedProgram(const QByteArray& models, const QByteArray& body) {
        sandbox::RunRequest request;
        request.files = {{"main.py", "from models import *\n" + body.toStdString()},
                         {"models.py", "from typing import Optional, List\n"
                                       "from sqlmodel import SQLModel, Field, Relationship, Session, create_engine, select\n"
                                       "from sqlalchemy.orm import selectinload, joinedload, configure_mappers\n" +
                                           models.toStdString() + "\nengine = create_engine('sqlite://')\n"}};
        record = sandbox::run(request);
    }
    QByteArray output() const { return QByteArray::fromStdString(record.stdout_text); }
    /// "sqlalchemy.exc.X: message" or empty.
    QByteArray error() const {
        return record.error ? QByteArray::fromStdString(record.error->type + ": " + record.error->message) : QByteArray();
    }
    /// SELECT, INSERT, UPDATE and DELETE with their parameters, one a line, from program line `from` of the body on.
    QByteArrayList sent(int from = 1) const {
        QByteArrayList lines;
        for (const sandbox::StatementRecord* s : record.queries())
            if (s->span.file == "main.py" && s->span.line - 1 >= from) {
                QByteArray parameters;
                for (const sandbox::Datum& d : s->parameters)
                    parameters += (parameters.isEmpty() ? "" : ", ") + QByteArray::fromStdString(sandbox::to_json(d));
                lines.append(QByteArray::fromStdString(s->folded) + " [" + parameters + "]");
            }
        return lines;
    }
    const sandbox::RelationshipRecord* relationship(const std::string& entity, const std::string& name) const {
        for (const sandbox::EntityRecord& e : record.entities)
            if (e.name == entity)
                for (const sandbox::RelationshipRecord& r : e.relationships)
                    if (r.name == name) return &r;
        return nullptr;
    }
    sandbox::RunRecord record;
};

} // namespace relata
