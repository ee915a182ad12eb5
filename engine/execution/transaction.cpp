// Transactions of a Connection. SQLAlchemy: engine/base.py RootTransaction, NestedTransaction; engine/util.py
// TransactionalContext.
#include "execution/connection.h"
#include "support/protocol.h"

namespace relata::execution {

Transaction::Transaction(Type& type, Connection& connection, TransactionKind kind)
    : Container(type), m_connection(connection), m_kind(kind) {
    if (kind == TransactionKind::root) {
        connection.begin_impl();
        connection.m_transaction = Ref<Transaction>(*this);
        return;
    }
    connection.check_for_outer_transaction_ctx_manager();
    m_savepoint = "sa_savepoint_" + std::to_string(++connection.m_savepoint_seq);
    connection.savepoint_impl(m_savepoint, TransactionEvent::Kind::savepoint);
    m_parent = connection.m_nested;
    connection.m_nested = Ref<Transaction>(*this);
}

void Transaction::clear_references() {
    m_connection.reset();
    m_parent.reset();
}

bool Transaction::is_valid() const {
    return m_active && m_connection && !m_connection->is_invalidated();
}

void Transaction::deactivate(bool warn) {
    Runtime& runtime = type().runtime();
    if (m_kind == TransactionKind::root) {
        if (m_active)
            m_active = false;
        else if (warn && m_connection->m_transaction != this)
            runtime.warn(Exc::SAWarning, "transaction already deassociated from connection");
        return;
    }
    if (m_connection->m_nested == this)
        m_connection->m_nested = m_parent;
    else if (warn)
        runtime.warn(Exc::SAWarning, "nested transaction already deassociated from connection");
}

void Transaction::cancel() {
    // The transaction around this savepoint has ended.
    m_active = false;
    const Ref<Transaction> alive(*this);
    if (m_connection->m_nested == this) m_connection->m_nested = m_parent;
    if (m_parent) m_parent->cancel();
}

void Transaction::commit() {
    const Ref<Transaction> alive(*this);
    const Ref<Connection> connection = m_connection;
    const bool nested = m_kind == TransactionKind::nested;
    if (!m_active) {
        if ((nested ? connection->m_nested : connection->m_transaction) == this)
            connection->raise_invalid_transaction();
        throw Error(Exc::InvalidRequestError,
                    nested ? "This nested transaction is inactive" : "This transaction is inactive");
    }
    if (nested) {
        struct Leave {
            Transaction& t;
            ~Leave() {
                t.m_active = false;
                if (t.m_connection->m_nested == &t) t.m_connection->m_nested = t.m_parent;
            }
        } leave{*this};
        connection->savepoint_impl(m_savepoint, TransactionEvent::Kind::release_savepoint);
        return;
    }
    struct Leave {
        Transaction& t;
        ~Leave() {
            if (t.m_connection->m_nested) t.m_connection->m_nested->cancel();
            t.m_active = false;
        }
    };
    {
        Leave leave{*this};
        connection->commit_impl();
    }
    if (connection->m_transaction == this) connection->m_transaction.reset();
}

void Transaction::end(bool deactivate_from_connection, bool warn) {
    const Ref<Transaction> alive(*this);
    const Ref<Connection> connection = m_connection;
    struct Leave {
        Transaction& t;
        bool deactivate, warn;
        ~Leave() {
            Connection& c = *t.m_connection;
            if (t.m_kind == TransactionKind::nested) {
                t.m_active = false;
                if (deactivate) t.deactivate(warn);
                return;
            }
            if (t.m_active || deactivate) t.deactivate(warn);
            if (c.m_transaction == &t) c.m_transaction.reset();
        }
    } leave{*this, deactivate_from_connection, warn};
    if (m_kind == TransactionKind::nested) {
        if (m_active && connection->m_transaction && connection->m_transaction->m_active)
            connection->savepoint_impl(m_savepoint, TransactionEvent::Kind::rollback_to_savepoint);
        return;
    }
    if (m_active) connection->rollback_impl();
    if (connection->m_nested) connection->m_nested->cancel();
}

void Transaction::rollback() {
    end(true, true);
}
void Transaction::close() {
    end(m_kind == TransactionKind::nested, false);
}

void Transaction::enter() {
    m_outer = m_connection->m_context_manager;
    m_connection->m_context_manager = this;
    m_entered = true;
}

void Transaction::exit(bool with_error) {
    const Ref<Transaction> alive(*this);
    const Ref<Connection> connection = m_connection;
    struct Leave {
        Transaction& t;
        Connection& c;
        ~Leave() {
            if (t.m_entered && c.m_context_manager == &t) c.m_context_manager = t.m_outer;
            t.m_entered = false;
        }
    } leave{*this, *connection};
    if (!with_error && m_active) {
        try {
            commit();
        } catch (...) {
            if (may_rollback()) rollback();
            throw;
        }
        return;
    }
    if (!m_active) {
        // SQLAlchemy: _transaction_is_closed is `not self._deactivated_from_connection`'s counterpart.
        if (!is_deassociated()) close();
    } else if (may_rollback()) {
        rollback();
    }
}

bool Transaction::is_deassociated() const {
    return m_kind == TransactionKind::nested ? m_connection->m_nested != this
                                             : m_connection->m_transaction != this;
}
bool Transaction::may_rollback() const {
    return m_kind == TransactionKind::root ? m_connection->m_transaction == this
                                           : m_connection->m_nested == this;
}

} // namespace relata::execution
