#include "gui/settings/theme.h"

#include <algorithm>
#include <cmath>

namespace relata::gui {

const Theme& Theme::light() {
    static const Theme theme{
        .dark = false,
        .window = QColor(0xf3f4f7), .page = QColor(0xffffff), .panel = QColor(0xffffff), .border = QColor(0xcfd4dc),
        .text = QColor(0x1b1f26), .muted = QColor(0x565f6c),
        .accent = QColor(0x0b5cad), .accentText = QColor(0xffffff), .link = QColor(0x0b5cad),
        .good = QColor(0x17702f), .bad = QColor(0xb3202c), .warn = QColor(0x7d5200), .info = QColor(0x0b5cad),
        .goodFill = QColor(0xeaf5ed), .badFill = QColor(0xfdebec), .warnFill = QColor(0xfbf3e2),
        .infoFill = QColor(0xeaf1fb), .reallyFill = QColor(0xf2edfb), .really = QColor(0x6236a8),
        .code = QColor(0xf7f8fa), .codeChip = QColor(0xeef0f4), .lineNumber = QColor(0x646d7a),
        .caretLine = QColor(0xeceff5),
        .keyword = QColor(0x6f32b8), .string = QColor(0x0a6646), .comment = QColor(0x5c6672),
        .number = QColor(0x0a55a8), .definition = QColor(0x0a4d8c), .decorator = QColor(0x855000),
        .name = QColor(0x1b1f26)};
    return theme;
}

const Theme& Theme::darkTheme() {
    static const Theme theme{
        .dark = true,
        .window = QColor(0x191c20), .page = QColor(0x202429), .panel = QColor(0x202429), .border = QColor(0x414852),
        .text = QColor(0xe7eaef), .muted = QColor(0xa6aeb9),
        .accent = QColor(0x2a5f96), .accentText = QColor(0xffffff), .link = QColor(0x7fb6f5),
        .good = QColor(0x6fd08a), .bad = QColor(0xff9191), .warn = QColor(0xe5b455), .info = QColor(0x7fb6f5),
        .goodFill = QColor(0x22332a), .badFill = QColor(0x45262a), .warnFill = QColor(0x383020),
        .infoFill = QColor(0x243244), .reallyFill = QColor(0x302a42), .really = QColor(0xc4a7f5),
        .code = QColor(0x1b1f24), .codeChip = QColor(0x2c3239), .lineNumber = QColor(0x8e97a3),
        .caretLine = QColor(0x262b32),
        .keyword = QColor(0xc59bf5), .string = QColor(0x8fd19e), .comment = QColor(0x99a2ae),
        .number = QColor(0x85baf5), .definition = QColor(0x9fcbfa), .decorator = QColor(0xe5b455),
        .name = QColor(0xe7eaef)};
    return theme;
}

QPalette Theme::palette() const {
    QPalette p;
    const auto all = [&p](QPalette::ColorRole role, const QColor& colour) { p.setColor(role, colour); };
    all(QPalette::Window, window);
    all(QPalette::WindowText, text);
    all(QPalette::Base, panel);
    all(QPalette::AlternateBase, dark ? QColor(0x262b31) : QColor(0xf7f8fa));
    all(QPalette::Text, text);
    all(QPalette::PlaceholderText, muted);
    all(QPalette::Button, dark ? QColor(0x2b3036) : QColor(0xf7f8fa));
    all(QPalette::ButtonText, text);
    all(QPalette::BrightText, bad);
    all(QPalette::Highlight, accent);
    all(QPalette::HighlightedText, accentText);
    all(QPalette::Link, link);
    all(QPalette::LinkVisited, link);
    all(QPalette::ToolTipBase, dark ? QColor(0x2c3239) : QColor(0xffffff));
    all(QPalette::ToolTipText, text);
    all(QPalette::Light, dark ? QColor(0x353b43) : QColor(0xffffff));
    all(QPalette::Midlight, dark ? QColor(0x2b3036) : QColor(0xeef0f4));
    all(QPalette::Mid, border);
    all(QPalette::Dark, dark ? QColor(0x14171a) : QColor(0xb4bac4));
    all(QPalette::Shadow, dark ? QColor(0x7a828d) : QColor(0x828a95)); // outlines of fields: ZoomStyle
    const QColor faint = dark ? QColor(0x767e89) : QColor(0x8c939d);
    for (QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, faint);
    p.setColor(QPalette::Disabled, QPalette::Highlight, border);
    return p;
}

std::vector<Theme::Pair> Theme::textPairs() const {
    return {{"text on page", text, page},
            {"text on window", text, window},
            {"muted on page", muted, page},
            {"muted on window", muted, window},
            {"selected", accentText, accent},
            {"link on page", link, page},
            {"good on page", good, page},
            {"bad on page", bad, page},
            {"warn on page", warn, page},
            {"good on its fill", good, goodFill},
            {"bad on its fill", bad, badFill},
            {"warn on its fill", warn, warnFill},
            {"info on its fill", info, infoFill},
            {"really on its fill", really, reallyFill},
            {"text on good fill", text, goodFill},
            {"text on warn fill", text, warnFill},
            {"text on info fill", text, infoFill},
            {"text on really fill", text, reallyFill},
            {"link on really fill", link, reallyFill},
            {"text on code chip", text, codeChip},
            {"line number", lineNumber, code},
            {"keyword", keyword, code},
            {"string", string, code},
            {"comment", comment, code},
            {"number", number, code},
            {"definition", definition, code},
            {"decorator", decorator, code},
            {"name", name, code},
            {"keyword on caret line", keyword, caretLine},
            {"comment on caret line", comment, caretLine}};
}

double contrast(const QColor& a, const QColor& b) {
    const auto luminance = [](const QColor& c) {
        const auto channel = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
        return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
    };
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace relata::gui
