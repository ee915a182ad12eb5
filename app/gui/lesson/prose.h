// Prose: a run of text on a page, as high as it needs to be.
#pragma once

#include <QHash>
#include <QTextBrowser>

#include <functional>

namespace relata::gui {

class Appearance;

/// Shows the HTML of a page block; numbers in it come from `measure`.
class Prose : public QTextBrowser {
    Q_OBJECT
  public:
    using Measure = std::function<QString(const QString& what, const QString& written)>;

    Prose(Appearance* appearance, QString html, Measure measure, QWidget* parent = nullptr);
    void setHtmlBlock(const QString& html);
    const QString& htmlBlock() const { return m_html; }
    /// Sets the text again: the theme, the zoom or a measured number changed.
    void renew();
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, 10}; }

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    Appearance* m_appearance;
    QString m_html;
    Measure m_measure;
    mutable QHash<int, int> m_heights;
};

} // namespace relata::gui
