#include "models/output_mailbox.h"

namespace relata::models {

void OutputMailbox::post(std::string_view text) {
    const std::lock_guard lock(m_mutex);
    size_t room = capacity - m_parcel.text.size();
    if (m_parcel.dropped > 0) room = 0; // nothing after a gap, or the text would read as if it had none
    if (room < text.size())
        while (room > 0 && (static_cast<unsigned char>(text[room]) & 0xC0) == 0x80) --room; // not inside a character
    m_parcel.text.append(text.substr(0, room));
    if (room < text.size()) m_parcel.dropped += text.size() - room;
}

OutputMailbox::Parcel OutputMailbox::drain() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_parcel, {});
}

} // namespace relata::models
