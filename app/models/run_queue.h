// RunQueue: the one worker thread of the desk, with a queue of one: a new job asks the running one to stop and takes the
// place of a waiting one.
#pragma once

#include "models/output_mailbox.h"

#include <QObject>
#include <QTimer>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace relata::models {

/// Jobs run on the worker; their results and output arrive as signals in the thread that owns the queue.
class RunQueue : public QObject {
    Q_OBJECT
  public:
    /// Does the work and returns what to do with its result in the owner's thread (may be empty). Must obey the token.
    using Finish = std::function<void()>;
    using Job = std::function<Finish(std::stop_token, OutputMailbox&)>;

    explicit RunQueue(QObject* parent = nullptr);
    ~RunQueue() override;

    /// Returns the job's number; a job that was running is asked to stop, one that waited never runs.
    quint64 start(Job job);
    void stop();
    bool isBusy() const { return m_current != 0; }

  Q_SIGNALS:
    void busyChanged(bool busy);
    void output(quint64 job, const QString& text, qsizetype droppedBytes);
    void finished(quint64 job);

  private:
    struct Ticket {
        quint64 number;
        Job job;
        std::shared_ptr<OutputMailbox> mailbox;
    };
    void work(std::stop_token quit);
    void drain();
    void done(quint64 number, const Finish& finish);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Ticket> m_waiting;
    std::stop_source m_running; ///< of the job that runs now
    quint64 m_next = 1, m_current = 0;
    std::shared_ptr<OutputMailbox> m_mailbox; ///< of the newest job
    QTimer m_drain;
    std::jthread m_thread; ///< last: it ends before what it uses
};

} // namespace relata::models
