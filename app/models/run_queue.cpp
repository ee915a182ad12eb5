#include "models/run_queue.h"

#include <QMetaObject>
#include <QString>

namespace relata::models {

RunQueue::RunQueue(QObject* parent) : QObject(parent), m_thread([this](std::stop_token quit) { work(quit); }) {
    m_drain.setInterval(33);
    connect(&m_drain, &QTimer::timeout, this, &RunQueue::drain);
}

RunQueue::~RunQueue() {
    m_thread.request_stop();
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.reset();
        m_running.request_stop();
    }
    m_thread.join();
}

quint64 RunQueue::start(Job job) {
    drain(); // what the job before it printed belongs to that one
    const quint64 number = m_next++;
    m_mailbox = std::make_shared<OutputMailbox>();
    {
        const std::lock_guard lock(m_mutex);
        m_running.request_stop();
        m_waiting = Ticket{number, std::move(job), m_mailbox};
    }
    m_wake.notify_one();
    const bool wasBusy = isBusy();
    m_current = number;
    m_drain.start();
    if (!wasBusy) Q_EMIT busyChanged(true);
    return number;
}

void RunQueue::stop() {
    const std::lock_guard lock(m_mutex);
    m_running.request_stop();
    if (m_waiting) { // it still has to report that it ended: let it begin with its token spent
        m_waiting->job = [job = std::move(m_waiting->job)](std::stop_token, OutputMailbox& mailbox) {
            std::stop_source spent;
            spent.request_stop();
            return job(spent.get_token(), mailbox);
        };
    }
}

void RunQueue::work(std::stop_token quit) {
    while (true) {
        Ticket ticket;
        std::stop_token token;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, quit, [this] { return m_waiting.has_value(); })) return;
            ticket = std::move(*m_waiting);
            m_waiting.reset();
            m_running = std::stop_source();
            token = m_running.get_token();
        }
        Finish finish = ticket.job(token, *ticket.mailbox);
        QMetaObject::invokeMethod(
            this, [this, number = ticket.number, finish = std::move(finish)] { done(number, finish); },
            Qt::QueuedConnection);
    }
}

void RunQueue::drain() {
    if (!m_mailbox) return;
    const OutputMailbox::Parcel parcel = m_mailbox->drain();
    if (!parcel.text.empty() || parcel.dropped > 0)
        Q_EMIT output(m_current, QString::fromStdString(parcel.text), qsizetype(parcel.dropped));
}

void RunQueue::done(quint64 number, const Finish& finish) {
    if (number != m_current) return; // a newer job took its place: its result is of no interest
    drain();
    m_drain.stop();
    m_current = 0;
    if (finish) finish();
    Q_EMIT finished(number);
    if (m_current == 0) Q_EMIT busyChanged(false);
}

} // namespace relata::models
