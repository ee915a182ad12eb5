// What the desk asks of the engine, so that pages can be tested with a recorded run.
#pragma once

#include "models/check_list_model.h"
#include "models/output_mailbox.h"
#include "models/shown_run.h"

#include <functional>
#include <stop_token>

namespace relata::course {
struct Exercise;
}

namespace relata::models {

/// Runs on the worker; returns early, with `stopped`, when the token says so.
using Runner = std::function<ShownRunPtr(const Program&, std::stop_token, OutputMailbox&)>;
using Checker =
    std::function<ShownVerdict(const course::Exercise&, const QMap<QString, QString>& files, std::stop_token)>;

struct EnginePort {
    Runner run;
    Checker check;
};

} // namespace relata::models
