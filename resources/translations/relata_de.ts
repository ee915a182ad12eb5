<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>Cause</name>
    <message>
        <source>schema</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>savepoint</source>
        <translation>Savepoint</translation>
    </message>
    <message>
        <source>default value</source>
        <translation>Vorgabewert</translation>
    </message>
    <message>
        <source>lazy load of %1</source>
        <translation>Nachladen von %1</translation>
    </message>
    <message>
        <source>selectin load of %1</source>
        <translation>Selectin-Laden von %1</translation>
    </message>
    <message>
        <source>subquery load of %1</source>
        <translation>Subquery-Laden von %1</translation>
    </message>
    <message>
        <source>immediate load of %1</source>
        <translation>Sofort-Laden von %1</translation>
    </message>
    <message>
        <source>load of deferred columns of %1</source>
        <translation>Laden aufgeschobener Spalten von %1</translation>
    </message>
    <message>
        <source>refresh of expired %1</source>
        <translation>Auffrischen von abgelaufenem %1</translation>
    </message>
    <message>
        <source>refresh of %1</source>
        <translation>Auffrischen von %1</translation>
    </message>
    <message>
        <source>the line&apos;s own query</source>
        <translation>eigene Abfrage der Codezeile</translation>
    </message>
    <message>
        <source>saving changes (flush)</source>
        <translation>Speichern der Änderungen (Flush)</translation>
    </message>
    <message>
        <source>session.get of %1</source>
        <translation>session.get von %1</translation>
    </message>
    <message>
        <source>saving %1 (flush)</source>
        <translation>Speichern von %1 (Flush)</translation>
    </message>
</context>
<context>
    <name>CheckDemand</name>
    <message>
        <source>What is loaded eagerly is read with unique().</source>
        <translation>Was vorausgeladen wurde, wird mit unique() gelesen.</translation>
    </message>
    <message>
        <source>unique() is called where rows repeat an object.</source>
        <translation>unique() steht dort, wo Zeilen ein Objekt wiederholen.</translation>
    </message>
    <message>
        <source>The number of queries grows no faster than the data.</source>
        <translation>Die Zahl der Abfragen wächst nicht schneller als die Daten.</translation>
    </message>
    <message>
        <source>The number of queries does not grow with the data.</source>
        <translation>Die Zahl der Abfragen wächst nicht mit den Daten.</translation>
    </message>
    <message>
        <source>It returns the right things, on other data too.</source>
        <translation>Das Ergebnis stimmt, auch mit anderen Daten.</translation>
    </message>
    <message>
        <source>It prints the right lines.</source>
        <translation>Die ausgegebenen Zeilen stimmen.</translation>
    </message>
    <message>
        <source>No relationship has to be loaded at the moment it is read.</source>
        <translation>Keine Beziehung muss erst beim Lesen geladen werden.</translation>
    </message>
    <message>
        <source>That holds in a session that starts empty, too.</source>
        <translation>Das gilt auch in einer Session, die leer beginnt.</translation>
    </message>
    <message>
        <source>What is loaded ahead is read as well.</source>
        <translation>Was vorausgeladen wurde, wird auch gelesen.</translation>
    </message>
    <message>
        <source>The rows fetched stay in proportion to the objects they make.</source>
        <translation>Die geholten Zeilen stehen im Verhältnis zu den Objekten, die daraus werden.</translation>
    </message>
    <message>
        <source>Each relationship follows the right column.</source>
        <translation>Jede Beziehung folgt der richtigen Spalte.</translation>
    </message>
    <message>
        <source>Both directions are linked: setting one sets the other.</source>
        <translation>Beide Richtungen sind verbunden: Wer die eine setzt, setzt auch die andere.</translation>
    </message>
    <message>
        <source>The relationship is loaded in a way that fits.</source>
        <translation>Die Beziehung wird auf passende Weise geladen.</translation>
    </message>
    <message>
        <source>The right error is raised.</source>
        <translation>Der richtige Fehler wird ausgelöst.</translation>
    </message>
    <message>
        <source>Nothing unloaded is read from an object that has left its session.</source>
        <translation>Von einem Objekt, das seine Session verlassen hat, wird nichts Ungeladenes gelesen.</translation>
    </message>
    <message>
        <source>Whatever talks to the database is awaited.</source>
        <translation>Auf alles, was mit der Datenbank spricht, wird mit await gewartet.</translation>
    </message>
    <message>
        <source>Every connection is given back.</source>
        <translation>Jede Verbindung wird zurückgegeben.</translation>
    </message>
    <message>
        <source>Every session is closed.</source>
        <translation>Jede Session wird geschlossen.</translation>
    </message>
    <message>
        <source>The tables have the right columns and keys.</source>
        <translation>Die Tabellen haben die richtigen Spalten und Schlüssel.</translation>
    </message>
    <message>
        <source>What you predict is what happens.</source>
        <translation>Die Vorhersage trifft ein.</translation>
    </message>
    <message>
        <source>The program is written in the way that the exercise asks for.</source>
        <translation>Das Programm ist so geschrieben, wie die Aufgabe es verlangt.</translation>
    </message>
    <message>
        <source>exactly %1 %2</source>
        <translation>genau %1 %2</translation>
    </message>
    <message>
        <source>at most %1 %2</source>
        <translation>höchstens %1 %2</translation>
    </message>
    <message>
        <source>No more queries than are needed.</source>
        <translation>Nicht mehr Abfragen als nötig.</translation>
    </message>
    <message>
        <source>INSERT, UPDATE or DELETE</source>
        <translation>INSERT, UPDATE oder DELETE</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
</context>
<context>
    <name>QuickHelp</name>
    <message>
        <source>Glossary</source>
        <translation>Glossar</translation>
    </message>
</context>
<context>
    <name>ShownRun</name>
    <message>
        <source>1 query</source>
        <translation>1 Abfrage</translation>
    </message>
    <message>
        <source>%1 queries</source>
        <translation>%1 Abfragen</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>StudyReport</name>
    <message>
        <source>under a minute</source>
        <translation>unter einer Minute</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>Your study</source>
        <translation>Mein Lernstand</translation>
    </message>
    <message>
        <source>Today: %1 of the %2 minutes that the lesson is made for. In all: %3.</source>
        <translation>Heute: %1 von den %2 Minuten, für die die Lektion gemacht ist. Insgesamt: %3.</translation>
    </message>
    <message>
        <source>Skills</source>
        <translation>Fähigkeiten</translation>
    </message>
    <message>
        <source>Skill</source>
        <translation>Fähigkeit</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>%1 of %2 exercises passed</source>
        <translation>%1 von %2 Aufgaben bestanden</translation>
    </message>
    <message>
        <source>%1 without a hint</source>
        <translation>%1 ohne Hinweis</translation>
    </message>
    <message>
        <source>To look at again</source>
        <translation>Noch einmal ansehen</translation>
    </message>
    <message>
        <source>Nothing yet. Exercises whose check failed at first are listed here.</source>
        <translation>Noch nichts. Hier stehen Aufgaben, deren Prüfung zuerst nicht bestanden war.</translation>
    </message>
    <message>
        <source>Exercise</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>What failed last</source>
        <translation>Was zuletzt nicht stimmte</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>not passed yet</source>
        <translation>noch nicht bestanden</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>begun</source>
        <translation>begonnen</translation>
    </message>
    <message>
        <source>not opened yet</source>
        <translation>noch nicht geöffnet</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>Als Nächstes: %1</translation>
    </message>
    <message>
        <source>Shown by</source>
        <translation>Nachgewiesen durch</translation>
    </message>
</context>
<context>
    <name>StudyStore</name>
    <message>
        <source>Your progress was written by a newer Relata and cannot be read by this one. It was set aside as %1; this window begins anew.</source>
        <translation>Der Lernstand wurde von einem neueren Relata geschrieben und ist für dieses nicht lesbar. Er liegt jetzt als %1 beiseite; dieses Fenster beginnt von vorn.</translation>
    </message>
    <message>
        <source>The file with your progress is damaged. It was set aside as %1; this window begins anew.</source>
        <translation>Die Datei mit dem Lernstand ist beschädigt. Sie liegt jetzt als %1 beiseite; dieses Fenster beginnt von vorn.</translation>
    </message>
    <message>
        <source>%1 cannot be written: what you do now is forgotten when this window closes.</source>
        <translation>%1 ist nicht beschreibbar: Was jetzt entsteht, ist vergessen, sobald dieses Fenster zugeht.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>A study desk for relationships and eager loading.</source>
        <translation>Ein Lerntisch für Beziehungen und vorausschauendes Laden.</translation>
    </message>
    <message>
        <source>The folder that holds lessons/ and exercises/.</source>
        <translation>Der Ordner, in dem lessons/ und exercises/ liegen.</translation>
    </message>
    <message>
        <source>The page to open, for example exercise:mend-the-loop; or a file of progress to import.</source>
        <translation>Die zu öffnende Seite, zum Beispiel exercise:mend-the-loop; oder eine Lernstandsdatei zum Importieren.</translation>
    </message>
</context>
<context>
    <name>relata::gui::CheckView</name>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Copy all checks</source>
        <translation>Alle Prüfungen kopieren</translation>
    </message>
</context>
<context>
    <name>relata::gui::CodeCell</name>
    <message>
        <source>Show or hide %1</source>
        <translation>%1 zeigen oder verbergen</translation>
    </message>
    <message>
        <source>%1 · prepares the data, not counted</source>
        <translation>%1 · bereitet die Daten vor, zählt nicht</translation>
    </message>
    <message>
        <source>%1 · imported by the cells</source>
        <translation>%1 · wird von den Zellen importiert</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>Code of the cell %1</source>
        <translation>Code der Zelle %1</translation>
    </message>
    <message>
        <source>Put the original code back</source>
        <translation>Den ursprünglichen Code zurückholen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Run this cell (Ctrl+Enter)</source>
        <translation>Diese Zelle ausführen (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Show queries</source>
        <translation>Abfragen zeigen</translation>
    </message>
    <message>
        <source>Show the queries of this cell</source>
        <translation>Die Abfragen dieser Zelle zeigen</translation>
    </message>
    <message>
        <source>Hide queries</source>
        <translation>Abfragen verbergen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>running…</source>
        <translation>läuft…</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy this text</source>
        <translation>Diesen Text kopieren</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles anzeigen</translation>
    </message>
</context>
<context>
    <name>relata::gui::CodeEditor</name>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>This line sent %1. A click shows them.</source>
        <translation>Diese Zeile schickte %1. Ein Klick zeigt sie.</translation>
    </message>
    <message>
        <source>This line sent %1.</source>
        <translation>Diese Zeile hat gesendet: %1.</translation>
    </message>
</context>
<context>
    <name>relata::gui::CommandPalette</name>
    <message>
        <source>What fits</source>
        <translation>Was passt</translation>
    </message>
    <message>
        <source>Nothing here has these words.</source>
        <translation>Hier gibt es nichts mit diesen Wörtern.</translation>
    </message>
</context>
<context>
    <name>relata::gui::CompletionList</name>
    <message>
        <source>Completions</source>
        <translation>Vorschläge</translation>
    </message>
</context>
<context>
    <name>relata::gui::DockTitle</name>
    <message>
        <source>Close (F9 opens it again)</source>
        <translation>Schließen (F9 öffnet wieder)</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>%1 schließen</translation>
    </message>
</context>
<context>
    <name>relata::gui::ExercisePage</name>
    <message>
        <source>Instructions</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>What the program did</source>
        <translation>Was das Programm tat</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Abfragen</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Press Check to see which of these your answer passes.</source>
        <translation>„Prüfen“ zeigt, welche davon die Antwort besteht.</translation>
    </message>
    <message>
        <source>You predicted %1, and so it was.</source>
        <translation>Vorhergesagt: %1. Genau so war es.</translation>
    </message>
    <message>
        <source>You predicted %1, it sent %2: which line sent the others?</source>
        <translation>Vorhergesagt: %1, gesendet: %2. Welche Zeile hat die anderen gesendet?</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>Eigene Antwort</translation>
    </message>
    <message>
        <source>Solution</source>
        <translation>Lösung</translation>
    </message>
    <message>
        <source>Queries (%1)</source>
        <translation>Abfragen (%1)</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>Stopped before every check was made.</source>
        <translation>Angehalten, bevor alles geprüft war.</translation>
    </message>
    <message>
        <source>All %1 checks passed.</source>
        <translation>Alle %1 Prüfungen bestanden.</translation>
    </message>
    <message>
        <source>%1 of %2 checks passed.</source>
        <translation>%1 von %2 Prüfungen bestanden.</translation>
    </message>
    <message>
        <source>%1 of %2 points.</source>
        <translation>%1 von %2 Punkten.</translation>
    </message>
    <message>
        <source>Checks (%1/%2)</source>
        <translation>Prüfungen (%1/%2)</translation>
    </message>
    <message>
        <source>More or less room for these tabs</source>
        <translation>Mehr oder weniger Platz für diese Reiter</translation>
    </message>
    <message>
        <source>More or less room for these tabs (Ctrl+Shift+M, or a double click on a tab)</source>
        <translation>Mehr oder weniger Platz für diese Reiter (Strg+Umschalt+M oder ein Doppelklick auf einen Reiter)</translation>
    </message>
    <message>
        <source>Compare your answer with the solution, or go on with Ctrl+Alt+Right.</source>
        <translation>Die Antwort lässt sich nun mit der Lösung vergleichen; mit Strg+Alt+Rechts geht es weiter.</translation>
    </message>
    <message>
        <source>Copy the prompt</source>
        <translation>Prompt kopieren</translation>
    </message>
    <message>
        <source>Read more: %1</source>
        <translation>Mehr dazu: %1</translation>
    </message>
    <message>
        <source>Before the first run: how many queries will it send, with N as above?</source>
        <translation>Vor dem ersten Lauf: Wie viele Abfragen werden es, mit N wie oben?</translation>
    </message>
    <message>
        <source>Answer first, then press Check (F7). Run (F5) shows what the program really sends.</source>
        <translation>Erst antworten, dann „Prüfen“ (F7). „Ausführen“ (F5) zeigt, was das Programm wirklich sendet.</translation>
    </message>
    <message>
        <source>Press Run (F5) to see which queries the program sends.</source>
        <translation>„Ausführen“ (F5) zeigt, welche Abfragen das Programm sendet.</translation>
    </message>
</context>
<context>
    <name>relata::gui::FindBar</name>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find in the code</source>
        <translation>Im Code suchen</translation>
    </message>
    <message>
        <source>Find previous</source>
        <translation>Vorigen Treffer suchen</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>Nächsten Treffer suchen</translation>
    </message>
    <message>
        <source>Close the find bar</source>
        <translation>Die Suchleiste schließen</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
</context>
<context>
    <name>relata::gui::FoldChart</name>
    <message>
        <source>%1: %2 rows, unique() is missing</source>
        <translation>%1: %2 Zeilen, unique() fehlt</translation>
    </message>
    <message>
        <source>%1: %2 rows, %3</source>
        <translation>%1: %2 Zeilen, %3</translation>
    </message>
</context>
<context>
    <name>relata::gui::GrowthChart</name>
    <message>
        <source>Queries against N</source>
        <translation>Abfragen über N</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>reference %1 – %2</source>
        <translation>Vergleich %1 – %2</translation>
    </message>
    <message>
        <source>N (rows of the data)</source>
        <translation>N (Zeilen der Daten)</translation>
    </message>
</context>
<context>
    <name>relata::gui::GrowthView</name>
    <message>
        <source>Queries for each N</source>
        <translation>Abfragen für jedes N</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Runs your program with more and more rows and counts its queries.</source>
        <translation>Führt das Programm mit immer mehr Zeilen aus und zählt seine Abfragen.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Stop measuring</source>
        <translation>Die Messung anhalten</translation>
    </message>
    <message>
        <source>Run at every size: yours and the reference solutions</source>
        <translation>In jeder Größe ausführen: das eigene Programm und die Vergleichslösungen</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Wird gemessen…</translation>
    </message>
</context>
<context>
    <name>relata::gui::HintStrip</name>
    <message>
        <source>Compare with the solution…</source>
        <translation>Mit der Lösung vergleichen…</translation>
    </message>
    <message>
        <source>Next exercise</source>
        <translation>Nächste Aufgabe</translation>
    </message>
    <message>
        <source>Show the next hint (F8)</source>
        <translation>Den nächsten Hinweis zeigen (F8)</translation>
    </message>
    <message>
        <source>Open the exercise that follows in the course (Ctrl+Alt+Right)</source>
        <translation>Die nächste Aufgabe des Kurses öffnen (Strg+Alt+Rechts)</translation>
    </message>
    <message>
        <source>Hint %1 of %2</source>
        <translation>Hinweis %1 von %2</translation>
    </message>
    <message>
        <source>No more hints</source>
        <translation>Keine weiteren Hinweise</translation>
    </message>
    <message>
        <source>Opens once your answer has passed every check</source>
        <translation>Öffnet sich, sobald die Antwort jede Prüfung bestanden hat</translation>
    </message>
    <message>
        <source>Take the last hint away again (Shift+F8)</source>
        <translation>Den letzten Hinweis wieder wegnehmen (Umschalt+F8)</translation>
    </message>
    <message>
        <source>Your answer and the solution side by side, with the queries of both (F10)</source>
        <translation>Die eigene Antwort und die Lösung nebeneinander, mit den Abfragen beider (F10)</translation>
    </message>
    <message>
        <source>Hide hint</source>
        <translation>Hinweis ausblenden</translation>
    </message>
    <message>
        <source>Hide the last hint</source>
        <translation>Letzten Hinweis ausblenden</translation>
    </message>
</context>
<context>
    <name>relata::gui::LessonPage</name>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
</context>
<context>
    <name>relata::gui::MainWindow</name>
    <message>
        <source>Course</source>
        <translation>Kurs</translation>
    </message>
    <message>
        <source>Relata</source>
        <translation>Relata</translation>
    </message>
    <message>
        <source>Python 3.11 · SQLModel · SQLite in memory</source>
        <translation>Python 3.11 · SQLModel · SQLite im Speicher</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>The draft could not be saved: is the disk full?</source>
        <translation>Der Entwurf ließ sich nicht speichern: Ist die Festplatte voll?</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>Läuft…</translation>
    </message>
    <message>
        <source>There is no course in %1.</source>
        <translation>In %1 ist kein Kurs.</translation>
    </message>
    <message>
        <source>The course cannot be read.

%1</source>
        <translation>Der Kurs ist nicht lesbar.

%1</translation>
    </message>
    <message>
        <source>A part of the course cannot be read: %1</source>
        <translation>Ein Teil des Kurses ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>Search the lesson and the error pages</source>
        <translation>Lektion und Fehlerseiten durchsuchen</translation>
    </message>
    <message>
        <source>Type a command or the name of a page</source>
        <translation>Befehl oder Name einer Seite</translation>
    </message>
    <message>
        <source>exercise</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>section</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>Studied today: %1 of %2 min</source>
        <translation>Heute gelernt: %1 von %2 min</translation>
    </message>
    <message>
        <source>Your study - Relata</source>
        <translation>Mein Lernstand - Relata</translation>
    </message>
    <message>
        <source>%1 - Relata</source>
        <translation>%1 - Relata</translation>
    </message>
    <message>
        <source>This course has no page “%1”.</source>
        <translation>Dieser Kurs hat keine Seite „%1“.</translation>
    </message>
    <message>
        <source>This was the last exercise of the course.</source>
        <translation>Das war die letzte Aufgabe des Kurses.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>%1 at line %2 of %3</source>
        <translation>%1 in Zeile %2 von %3</translation>
    </message>
    <message>
        <source> in %1 ms</source>
        <translation> in %1 ms</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Find in the code…</source>
        <translation>&amp;Im Code suchen…</translation>
    </message>
    <message>
        <source>Search the &amp;lesson…</source>
        <translation>Die &amp;Lektion durchsuchen…</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Theme of the &amp;system</source>
        <translation>Aussehen des &amp;Systems</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>&amp;Helles Aussehen</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>&amp;Dunkles Aussehen</translation>
    </message>
    <message>
        <source>&amp;Bigger</source>
        <translation>&amp;Größer</translation>
    </message>
    <message>
        <source>S&amp;maller</source>
        <translation>K&amp;leiner</translation>
    </message>
    <message>
        <source>&amp;Usual size</source>
        <translation>&amp;Übliche Größe</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>&amp;Vorführung</translation>
    </message>
    <message>
        <source>C&amp;ommand palette…</source>
        <translation>&amp;Befehle suchen…</translation>
    </message>
    <message>
        <source>&amp;Course</source>
        <translation>&amp;Kurs</translation>
    </message>
    <message>
        <source>&amp;What the program did</source>
        <translation>&amp;Was das Programm tat</translation>
    </message>
    <message>
        <source>The tabs below the editor</source>
        <translation>Die Reiter unter dem Editor</translation>
    </message>
    <message>
        <source>Next &amp;tab</source>
        <translation>&amp;Nächster Reiter</translation>
    </message>
    <message>
        <source>&amp;Previous tab</source>
        <translation>&amp;Voriger Reiter</translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation>&amp;Nächster Bereich</translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation>Aufteilung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Next page</source>
        <translation>&amp;Nächste Seite</translation>
    </message>
    <message>
        <source>&amp;Previous page</source>
        <translation>&amp;Vorige Seite</translation>
    </message>
    <message>
        <source>Next &amp;exercise</source>
        <translation>Nächste &amp;Aufgabe</translation>
    </message>
    <message>
        <source>&amp;Your study</source>
        <translation>&amp;Mein Lernstand</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>&amp;Willkommen</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>A&amp;usführen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>A&amp;nhalten</translation>
    </message>
    <message>
        <source>&amp;Check</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Next &amp;hint</source>
        <translation>Nächster &amp;Hinweis</translation>
    </message>
    <message>
        <source>R&amp;eset the files</source>
        <translation>Dateien &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>E&amp;xplain what is here</source>
        <translation>&amp;Erklären, was hier steht</translation>
    </message>
    <message>
        <source>&amp;Glossary of %1</source>
        <translation>&amp;Glossar von %1</translation>
    </message>
    <message>
        <source>&amp;Glossary</source>
        <translation>&amp;Glossar</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>Sp&amp;rache</translation>
    </message>
    <message>
        <source>Pre&amp;vious pane</source>
        <translation>V&amp;origer Bereich</translation>
    </message>
    <message>
        <source>Time at this desk today, and what the lesson is made for. A pause of more than three minutes does not count.</source>
        <translation>Zeit an diesem Tisch heute, und wofür die Lektion gemacht ist. Eine Pause von mehr als drei Minuten zählt nicht.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>&amp;Save the study report…</source>
        <translation>&amp;Lernbericht speichern…</translation>
    </message>
    <message>
        <source>&amp;Import progress…</source>
        <translation>Lernstand &amp;importieren…</translation>
    </message>
    <message>
        <source>More or less room for the &amp;tabs</source>
        <translation>Mehr oder weniger Platz für die Re&amp;iter</translation>
    </message>
    <message>
        <source>&amp;Back to where you were</source>
        <translation>&amp;Zurück zur vorigen Stelle</translation>
    </message>
    <message>
        <source>Take the last hint &amp;away</source>
        <translation>Letzten Hinweis &amp;wegnehmen</translation>
    </message>
    <message>
        <source>Com&amp;pare with the solution…</source>
        <translation>Mit der &amp;Lösung vergleichen…</translation>
    </message>
    <message>
        <source>The solution opens once your answer has passed every check.</source>
        <translation>Die Lösung öffnet sich, sobald die Antwort jede Prüfung bestanden hat.</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>Alles &amp;markieren</translation>
    </message>
    <message>
        <source>C&amp;omment lines out, or in again</source>
        <translation>&amp;Zeilen auskommentieren oder wieder aufnehmen</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;About Relata</source>
        <translation>&amp;Über Relata</translation>
    </message>
    <message>
        <source>Every command stands in a menu, and Ctrl+Shift+P finds it by its name.</source>
        <translation>Jeder Befehl steht in einem Menü, und Strg+Umschalt+P findet ihn nach seinem Namen.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>In the code</source>
        <translation>Im Code</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Complete the word</source>
        <translation>Das Wort ergänzen</translation>
    </message>
    <message>
        <source>Leave the editor</source>
        <translation>Den Editor verlassen</translation>
    </message>
    <message>
        <source>Lines to be put into order</source>
        <translation>Zeilen, die zu ordnen sind</translation>
    </message>
    <message>
        <source>Take the line over, or put it back</source>
        <translation>Die Zeile übernehmen oder zurücklegen</translation>
    </message>
    <message>
        <source>Move the line up</source>
        <translation>Die Zeile nach oben</translation>
    </message>
    <message>
        <source>Move the line down</source>
        <translation>Die Zeile nach unten</translation>
    </message>
    <message>
        <source>About Relata</source>
        <translation>Über Relata</translation>
    </message>
    <message>
        <source>Relata %1</source>
        <translation>Relata %1</translation>
    </message>
    <message>
        <source>A study desk for relationships and eager loading. It runs SQLModel programs on an engine of its own; nothing leaves this computer.

Your study is kept in %1.

Free software under the GNU General Public License, version 3. Made with Qt %2, QScintilla, MD4C and SQLite.</source>
        <translation>Ein Lerntisch für Beziehungen und vorausschauendes Laden. Er führt SQLModel-Programme mit einem eigenen Motor aus; nichts verlässt diesen Rechner.

Der Lernstand liegt in %1.

Freie Software unter der GNU General Public License, Version 3. Gemacht mit Qt %2, QScintilla, MD4C und SQLite.</translation>
    </message>
    <message>
        <source>memory only, until the desk is closed</source>
        <translation>nur im Speicher, bis das Programm endet</translation>
    </message>
    <message>
        <source>F4 goes back to “%1”.</source>
        <translation>F4 führt zurück zu „%1“.</translation>
    </message>
    <message>
        <source> · F1 explains it</source>
        <translation> · F1 erklärt ihn</translation>
    </message>
    <message>
        <source>There is no cell in sight or below that could be run.</source>
        <translation>Hier und weiter unten gibt es keine Zelle zum Ausführen.</translation>
    </message>
    <message>
        <source>Indent the line less, more</source>
        <translation>Die Zeile aus- oder einrücken</translation>
    </message>
    <message>
        <source>&amp;Export progress…</source>
        <translation>Lernstand e&amp;xportieren…</translation>
    </message>
    <message>
        <source>Mark as &amp;done</source>
        <translation>Als &amp;erledigt markieren</translation>
    </message>
    <message>
        <source>Not &amp;done after all</source>
        <translation>&amp;Doch nicht erledigt</translation>
    </message>
</context>
<context>
    <name>relata::gui::NoteBox</name>
    <message>
        <source>Tip</source>
        <translation>Tipp</translation>
    </message>
    <message>
        <source>Take care</source>
        <translation>Vorsicht</translation>
    </message>
    <message>
        <source>What really happens</source>
        <translation>Was wirklich geschieht</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Quotation</source>
        <translation>Zitat</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>Hinweis</translation>
    </message>
</context>
<context>
    <name>relata::gui::NoticeBar</name>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>relata::gui::ObjectTiles</name>
    <message>
        <source>Identity map</source>
        <translation>Identity Map</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more in the table</source>
        <translation>
            <numerusform>und %n weiteres in der Tabelle</numerusform>
            <numerusform>und %n weitere in der Tabelle</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2: %3, %4</source>
        <translation>%1 %2: %3, %4</translation>
    </message>
</context>
<context>
    <name>relata::gui::ObjectsView</name>
    <message>
        <source>Moment before</source>
        <translation>Voriger Augenblick</translation>
    </message>
    <message>
        <source>Moment after</source>
        <translation>Nächster Augenblick</translation>
    </message>
    <message>
        <source>Moment of the run</source>
        <translation>Augenblick des Laufs</translation>
    </message>
    <message>
        <source>The moments of the run: each query, and each line that changed objects</source>
        <translation>Die Augenblicke des Laufs: jede Abfrage und jede Zeile, die Objekte verändert hat</translation>
    </message>
    <message>
        <source>Objects in the sessions</source>
        <translation>Objekte in den Sessions</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>%1 %2, %3: %4</source>
        <translation>%1 %2, %3: %4</translation>
    </message>
    <message>
        <source>Choose an object to read what its state means.</source>
        <translation>Ein Objekt wählen: Hier steht dann, was sein Zustand bedeutet.</translation>
    </message>
    <message>
        <source>Moment %1 of %2 · %3 · %4</source>
        <translation>Moment %1 von %2 · %3 · %4</translation>
    </message>
</context>
<context>
    <name>relata::gui::OutlinePanel</name>
    <message>
        <source>Filter the course</source>
        <translation>Kurs filtern</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Kurs</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>All pages</source>
        <translation>Alle Seiten</translation>
    </message>
    <message>
        <source>Not done yet</source>
        <translation>Noch nicht erledigt</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Show pages by state</source>
        <translation>Seiten nach Zustand zeigen</translation>
    </message>
    <message>
        <source>Which pages are listed</source>
        <translation>Welche Seiten aufgeführt sind</translation>
    </message>
    <message>
        <source>%1 of %2 pages done</source>
        <translation>%1 von %2 Seiten erledigt</translation>
    </message>
</context>
<context>
    <name>relata::gui::OutputView</name>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>(%1 characters more were printed than can be shown)</source>
        <translation>(%1 Zeichen mehr wurden ausgegeben, als sich zeigen lassen)</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>The program printed nothing.</source>
        <translation>Das Programm hat nichts ausgegeben.</translation>
    </message>
    <message>
        <source>What the program prints is shown here. Press Run (F5).</source>
        <translation>Hier erscheint, was das Programm ausgibt. „Ausführen“ (F5) startet es.</translation>
    </message>
</context>
<context>
    <name>relata::gui::PageFooter</name>
    <message>
        <source>Previous page (Alt+Left)</source>
        <translation>Vorige Seite (Alt+Links)</translation>
    </message>
    <message>
        <source>Say that you know what this page tells (Ctrl+D)</source>
        <translation>Sagen, dass man weiß, was diese Seite sagt (Strg+D)</translation>
    </message>
    <message>
        <source>Next page (Alt+Right)</source>
        <translation>Nächste Seite (Alt+Rechts)</translation>
    </message>
    <message>
        <source>Mark as done</source>
        <translation>Als erledigt markieren</translation>
    </message>
    <message>
        <source>Say that this page is not done after all (Ctrl+D)</source>
        <translation>Die Seite ist doch noch nicht erledigt (Strg+D)</translation>
    </message>
    <message>
        <source>Done (take back)</source>
        <translation>Erledigt (zurücknehmen)</translation>
    </message>
</context>
<context>
    <name>relata::gui::ParsonsView</name>
    <message>
        <source>Lines to &amp;choose from</source>
        <translation>Zur &amp;Auswahl stehende Zeilen</translation>
    </message>
    <message>
        <source>Your &amp;program</source>
        <translation>Eigenes &amp;Programm</translation>
    </message>
    <message>
        <source>Lines to choose from</source>
        <translation>Zur Auswahl stehende Zeilen</translation>
    </message>
    <message>
        <source>Your program</source>
        <translation>Eigenes Programm</translation>
    </message>
    <message>
        <source>Alt+Up and Alt+Down move the line, Right and Left indent it, Delete puts it back</source>
        <translation>Alt+Auf und Alt+Ab verschieben die Zeile, Rechts und Links rücken sie ein und aus, Entf legt sie zurück</translation>
    </message>
    <message>
        <source>The chosen line goes into the program, below its current line (Enter)</source>
        <translation>Die gewählte Zeile kommt ins Programm, unter dessen aktuelle Zeile (Eingabe)</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move the line up (Alt+Up)</source>
        <translation>Die Zeile nach oben verschieben (Alt+Auf)</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Move the line down (Alt+Down)</source>
        <translation>Die Zeile nach unten verschieben (Alt+Ab)</translation>
    </message>
    <message>
        <source>Indent less</source>
        <translation>Ausrücken</translation>
    </message>
    <message>
        <source>Indent the line less (Left)</source>
        <translation>Die Zeile ausrücken (Links)</translation>
    </message>
    <message>
        <source>Indent more</source>
        <translation>Einrücken</translation>
    </message>
    <message>
        <source>Indent the line more (Right)</source>
        <translation>Die Zeile einrücken (Rechts)</translation>
    </message>
    <message>
        <source>Put back ↑</source>
        <translation>Zurücklegen ↑</translation>
    </message>
    <message>
        <source>Put the line back (Delete)</source>
        <translation>Die Zeile zurücklegen (Entf)</translation>
    </message>
    <message>
        <source>Enter or a double click puts the line into your program</source>
        <translation>Eingabe oder Doppelklick setzt die Zeile in Ihr Programm</translation>
    </message>
    <message>
        <source>Use ↓</source>
        <translation>Verwenden ↓</translation>
    </message>
</context>
<context>
    <name>relata::gui::PredictionForm</name>
    <message>
        <source>your prediction</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>choose, or type</source>
        <translation>wählen oder schreiben</translation>
    </message>
</context>
<context>
    <name>relata::gui::ProgramEditor</name>
    <message>
        <source>Files of the program</source>
        <translation>Dateien des Programms</translation>
    </message>
    <message>
        <source>%1, read only</source>
        <translation>%1, nur lesbar</translation>
    </message>
    <message>
        <source>%1 (read only)</source>
        <translation>%1 (nur lesbar)</translation>
    </message>
</context>
<context>
    <name>relata::gui::Prose</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>relata::gui::QueryView</name>
    <message>
        <source>Show preparation</source>
        <translation>Vorbereitung zeigen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter the queries</source>
        <translation>Die Abfragen filtern</translation>
    </message>
    <message>
        <source>Show only queries that contain these words in SQL, parameters, cause or line</source>
        <translation>Nur Abfragen zeigen, die diese Wörter in SQL, Parametern, Grund oder Zeile enthalten</translation>
    </message>
    <message>
        <source>&amp;Group by</source>
        <translation>&amp;Gruppieren nach</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Group the queries by</source>
        <translation>Die Abfragen gruppieren nach</translation>
    </message>
    <message>
        <source>Line: what one line sent. Cause: why it was sent. Nothing: every query in order.</source>
        <translation>Zeile: was eine Zeile gesendet hat. Grund: warum es gesendet wurde. Nichts: jede Abfrage der Reihe nach.</translation>
    </message>
    <message>
        <source>Also list what creates the tables and fills them</source>
        <translation>Auch zeigen, was die Tabellen anlegt und füllt</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>Copy every listed query as text</source>
        <translation>Jede gezeigte Abfrage als Text kopieren</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Abfragen</translation>
    </message>
    <message>
        <source>Columns of the query log</source>
        <translation>Spalten des Abfrageprotokolls</translation>
    </message>
    <message>
        <source>The selected query</source>
        <translation>Die gewählte Abfrage</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Press Run (F5) to see which queries the program sends.</source>
        <translation>„Ausführen“ (F5) zeigt, welche Abfragen das Programm sendet.</translation>
    </message>
    <message>
        <source>The program sent no query.</source>
        <translation>Das Programm hat keine Abfrage gesendet.</translation>
    </message>
    <message>
        <source> · %1 of them lazy</source>
        <translation> · davon %1 nachgeladen</translation>
    </message>
    <message>
        <source> · %1 identical to an earlier one</source>
        <translation> · %1 gleich einer früheren</translation>
    </message>
    <message>
        <source> · rows fetched: %1</source>
        <translation> · geholte Datenzeilen: %1</translation>
    </message>
    <message>
        <source>Choose a query to read it in full.</source>
        <translation>Eine gewählte Abfrage steht hier ganz.</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Datenzeilen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Stopped. Until then the program had sent no query.</source>
        <translation>Angehalten. Bis dahin hatte das Programm keine Abfrage geschickt.</translation>
    </message>
    <message>
        <source>Stopped. Until then: %1.</source>
        <translation>Angehalten. Bis dahin: %1.</translation>
    </message>
    <message>
        <source>A query that you choose is shown here in full.</source>
        <translation>Eine ausgewählte Abfrage wird hier vollständig angezeigt.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>nobody awaits it</source>
        <translation>niemand wartet mit await darauf</translation>
    </message>
</context>
<context>
    <name>relata::gui::ReferenceWindow</name>
    <message>
        <source>%1: your answer and the solution</source>
        <translation>%1: eigene Antwort und Lösung</translation>
    </message>
    <message>
        <source>%1: %2, rows fetched: %3</source>
        <translation>%1: %2, geholte Datenzeilen: %3</translation>
    </message>
    <message>
        <source>%1 (the same as yours)</source>
        <translation>%1 (dieselbe wie Ihre)</translation>
    </message>
</context>
<context>
    <name>relata::gui::RelationshipDiagram</name>
    <message>
        <source>Diagram of the relationships</source>
        <translation>Bild der Beziehungen</translation>
    </message>
    <message>
        <source>%1 refers to %2: %3</source>
        <translation>%1 verweist auf %2: %3</translation>
    </message>
    <message>
        <source>Press Run (F5) to see the tables.</source>
        <translation>„Ausführen“ (F5) zeigt die Tabellen.</translation>
    </message>
</context>
<context>
    <name>relata::gui::RelationshipView</name>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Other &amp;key</source>
        <translation>Anderer &amp;Schlüssel</translation>
    </message>
    <message>
        <source>Foreign key to follow instead</source>
        <translation>Fremdschlüssel, dem stattdessen zu folgen ist</translation>
    </message>
    <message>
        <source>Foreign keys that the chosen relationships could follow instead</source>
        <translation>Fremdschlüssel, denen die gewählten Beziehungen stattdessen folgen könnten</translation>
    </message>
    <message>
        <source>Write foreign_keys or remote_side into the program; the same as dragging the wire. Can be undone.</source>
        <translation>foreign_keys oder remote_side ins Programm schreiben; dasselbe wie das Ziehen der Linie. Lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Diagram of the relationships</source>
        <translation>Bild der Beziehungen</translation>
    </message>
    <message>
        <source>Foreign keys and the relationships that follow them</source>
        <translation>Fremdschlüssel und die Beziehungen, die ihnen folgen</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Shows which foreign key each relationship follows.</source>
        <translation>Zeigt, welchem Fremdschlüssel jede Beziehung folgt.</translation>
    </message>
    <message>
        <source>The tables have no foreign key.</source>
        <translation>Die Tabellen haben keinen Fremdschlüssel.</translation>
    </message>
    <message>
        <source>Dashed: nothing says which key these relationships follow. Drag a wire to the key it should follow.</source>
        <translation>Gestrichelt: Nichts sagt, welchem Schlüssel diese Beziehungen folgen. Die Linie auf den Schlüssel ziehen, dem sie folgen soll.</translation>
    </message>
    <message>
        <source>%1 as remote_side</source>
        <translation>%1 als remote_side</translation>
    </message>
    <message>
        <source>The program has no Relationship() to write this into.</source>
        <translation>Das Programm hat kein Relationship(), in das sich das schreiben ließe.</translation>
    </message>
    <message>
        <source>Drag a wire to the foreign key it should follow, or a loop to the primary key to write remote_side.</source>
        <translation>Leitung auf den Fremdschlüssel ziehen, dem sie folgen soll; eine Schleife auf den Primärschlüssel schreibt remote_side.</translation>
    </message>
    <message>
        <source>Drag a wire to the foreign key that it should follow.</source>
        <translation>Leitung auf den Fremdschlüssel ziehen, dem sie folgen soll.</translation>
    </message>
    <message>
        <source>choose a relationship</source>
        <translation>Beziehung auswählen</translation>
    </message>
    <message>
        <source>there is no other</source>
        <translation>kein anderer da</translation>
    </message>
    <message>
        <source>Which foreign key each relationship follows. These models are read only.</source>
        <translation>Welchem Fremdschlüssel jede Beziehung folgt. Diese Modelle sind nur lesbar.</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur lesbar</translation>
    </message>
</context>
<context>
    <name>relata::gui::RunBar</name>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Run the program (F5)</source>
        <translation>Das Programm ausführen (F5)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop what is running (Shift+F5)</source>
        <translation>Anhalten, was läuft (Umschalt+F5)</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Check the answer (F7)</source>
        <translation>Die Antwort prüfen (F7)</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Put the files back as they were handed out; can be undone</source>
        <translation>Die Dateien in den ausgegebenen Zustand bringen; lässt sich rückgängig machen</translation>
    </message>
    <message>
        <source>&amp;N =</source>
        <translation>&amp;N =</translation>
    </message>
    <message>
        <source>N, the size of the data to run with</source>
        <translation>N, die Größe der Daten für den Lauf</translation>
    </message>
    <message>
        <source>The size of the data for Run: the larger N, the more rows there are</source>
        <translation>Die Größe der Daten für „Ausführen“: je größer N, desto mehr Datenzeilen</translation>
    </message>
</context>
<context>
    <name>relata::gui::RunRowsView</name>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
</context>
<context>
    <name>relata::gui::RunViews</name>
    <message>
        <source>Queries over time</source>
        <translation>Abfragen im Lauf der Zeit</translation>
    </message>
    <message>
        <source>Connections taken from the pool</source>
        <translation>Verbindungen, die dem Pool entnommen wurden</translation>
    </message>
    <message>
        <source>Relationships loaded ahead and read</source>
        <translation>Vorausgeladene und gelesene Beziehungen</translation>
    </message>
    <message>
        <source>Rows and objects of each result</source>
        <translation>Zeilen und Objekte jedes Ergebnisses</translation>
    </message>
    <message>
        <source>Queries vs N</source>
        <translation>Abfragen je N</translation>
    </message>
    <message>
        <source>Relationships</source>
        <translation>Beziehungen</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Strategies</source>
        <translation>Strategien</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Datenzeilen</translation>
    </message>
    <message>
        <source>Eager loads</source>
        <translation>Vorausgeladen</translation>
    </message>
</context>
<context>
    <name>relata::gui::StrategyView</name>
    <message>
        <source>&amp;Relationship</source>
        <translation>&amp;Beziehung</translation>
    </message>
    <message>
        <source>Relationship to load in each way</source>
        <translation>Beziehung, die auf jede Art geladen wird</translation>
    </message>
    <message>
        <source>The relationship that is loaded in each way</source>
        <translation>Die Beziehung, die auf jede Art geladen wird</translation>
    </message>
    <message>
        <source>The program under each loading strategy</source>
        <translation>Das Programm unter jeder Ladestrategie</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Press Run (F5) first: then this runs your program under each loading strategy. Your text stays as it is.</source>
        <translation>Zuerst „Ausführen“ (F5): Danach läuft das Programm hier unter jeder Ladestrategie. Der Text bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>The program has no relationship that could be loaded in several ways.</source>
        <translation>Das Programm hat keine Beziehung, die sich auf mehrere Arten laden ließe.</translation>
    </message>
    <message>
        <source>Runs your program under each loading strategy. Your text stays as it is.</source>
        <translation>Führt das Programm unter jeder Ladestrategie aus. Der Text bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>Den Vergleich anhalten</translation>
    </message>
    <message>
        <source>Run the program under each strategy</source>
        <translation>Das Programm unter jeder Strategie ausführen</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Wird verglichen…</translation>
    </message>
    <message>
        <source>Queries of %1, with %2 loaded in each way.</source>
        <translation>Abfragen von %1, wobei %2 auf jede Art geladen wird.</translation>
    </message>
</context>
<context>
    <name>relata::gui::StudyPage</name>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>%1 could not be written.</source>
        <translation>%1 ließ sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>As a page for the browser or as a PDF</source>
        <translation>Als Seite für den Browser oder als PDF</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;HTML (*.html)</source>
        <translation>PDF (*.pdf);;HTML (*.html)</translation>
    </message>
    <message>
        <source>Everything as one JSON file, to keep or to take to another computer</source>
        <translation>Alles als eine JSON-Datei, zum Aufheben oder für einen anderen Rechner</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Import progress…</source>
        <translation>Lernstand importieren…</translation>
    </message>
    <message>
        <source>Adds what a file holds; what is done stays done</source>
        <translation>Fügt hinzu, was eine Datei enthält; Erledigtes bleibt erledigt</translation>
    </message>
    <message>
        <source>Import progress</source>
        <translation>Lernstand importieren</translation>
    </message>
    <message>
        <source>The progress was imported.</source>
        <translation>Der Lernstand wurde importiert.</translation>
    </message>
    <message>
        <source>%1 is not a progress file of Relata.</source>
        <translation>%1 ist keine Lernstandsdatei von Relata.</translation>
    </message>
    <message>
        <source>Your study</source>
        <translation>Mein Lernstand</translation>
    </message>
    <message>
        <source>Export progress…</source>
        <translation>Lernstand exportieren…</translation>
    </message>
    <message>
        <source>Export progress</source>
        <translation>Lernstand exportieren</translation>
    </message>
</context>
<context>
    <name>relata::gui::WelcomePage</name>
    <message>
        <source>Relationships and eager loading</source>
        <translation>Beziehungen und vorausschauendes Laden</translation>
    </message>
    <message>
        <source>Sit down for 35 minutes. Read a little, run ordinary SQLModel programs, and see each query that they send.</source>
        <translation>35 Minuten Zeit nehmen. Ein wenig lesen, gewöhnliche SQLModel-Programme ausführen und jede Abfrage sehen, die sie senden.</translation>
    </message>
    <message>
        <source>&amp;Begin the lesson</source>
        <translation>Die Lektion &amp;beginnen</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Run anything</source>
        <translation>Alles ausführen</translation>
    </message>
    <message>
        <source>See the queries</source>
        <translation>Die Abfragen sehen</translation>
    </message>
    <message>
        <source>The margin beside the code counts the queries that each line sends.</source>
        <translation>Der Rand neben dem Code zählt die Abfragen, die jede Zeile sendet.</translation>
    </message>
    <message>
        <source>Check your answer</source>
        <translation>Die Antwort prüfen</translation>
    </message>
    <message>
        <source>Stop when you like</source>
        <translation>Aufhören, wann man will</translation>
    </message>
    <message>
        <source>What you type is kept as you type it. You go on where you stopped.</source>
        <translation>Was geschrieben wird, wird sofort gespeichert. Weiter geht es, wo man aufgehört hat.</translation>
    </message>
    <message>
        <source>Find your way</source>
        <translation>Sich zurechtfinden</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P finds every command and page, F1 explains a name. Ctrl and + make everything bigger.</source>
        <translation>Strg+Umschalt+P findet jeden Befehl und jede Seite, F1 erklärt einen Namen. Strg und + macht alles größer.</translation>
    </message>
    <message>
        <source>&amp;Go on with “%1”</source>
        <translation>&amp;Weiter mit „%1“</translation>
    </message>
    <message>
        <source>F7 tries an exercise on several sets of data and names the line that is wrong. F8 gives one hint at a time.</source>
        <translation>F7 probiert eine Aufgabe mit verschiedenen Daten und nennt die Zeile, an der es liegt. F8 gibt einen Hinweis nach dem anderen.</translation>
    </message>
    <message>
        <source>Change a program and run it again: Ctrl+Enter. Nothing can break: every run has its own database.</source>
        <translation>Ein Programm ändern und wieder laufen lassen: Strg+Eingabe. Kaputtgehen kann nichts: Jeder Lauf hat seine eigene Datenbank.</translation>
    </message>
</context>
<context>
    <name>relata::models</name>
    <message>
        <source>Add %1 %2</source>
        <translation>%1 %2 hinzufügen</translation>
    </message>
    <message>
        <source>Is looked at once %1 passes.</source>
        <translation>Wird angesehen, sobald %1 besteht.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
</context>
<context>
    <name>relata::models::CheckListModel</name>
    <message>
        <source>expected %1</source>
        <translation>erwartet: %1</translation>
    </message>
    <message>
        <source>got %1</source>
        <translation>erhalten: %1</translation>
    </message>
    <message>
        <source>not checked yet</source>
        <translation>noch nicht geprüft</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>nicht bestanden</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>übersprungen</translation>
    </message>
    <message>
        <source>could not be checked</source>
        <translation>nicht prüfbar</translation>
    </message>
</context>
<context>
    <name>relata::models::EagerLoadModel</name>
    <message>
        <source>Relationship</source>
        <translation>Beziehung</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>loaded ahead (%1), never read</source>
        <translation>vorausgeladen (%1), nie gelesen</translation>
    </message>
    <message>
        <source>loaded ahead (%1), read in part</source>
        <translation>vorausgeladen (%1), zum Teil gelesen</translation>
    </message>
    <message>
        <source>loaded ahead (%1), all read</source>
        <translation>vorausgeladen (%1), alles gelesen</translation>
    </message>
    <message>
        <source>The query for it was sent for nothing: leave the option out.</source>
        <translation>Die Abfrage dafür war umsonst: Die Option kann entfallen.</translation>
    </message>
    <message>
        <source>read: a query at each read</source>
        <translation>gelesen: bei jedem Lesen eine Abfrage</translation>
    </message>
    <message>
        <source>read: it was there</source>
        <translation>gelesen: war schon da</translation>
    </message>
    <message>
        <source>read: the session had the object, no query</source>
        <translation>gelesen: die Session hatte das Objekt, keine Abfrage</translation>
    </message>
    <message>
        <source>read: the foreign key is NULL, no query</source>
        <translation>gelesen: der Fremdschlüssel ist NULL, keine Abfrage</translation>
    </message>
    <message>
        <source>read: it raised</source>
        <translation>gelesen: löste einen Fehler aus</translation>
    </message>
    <message>
        <source>Press Run (F5) to see which relationships were loaded ahead and which of them were read.</source>
        <translation>„Ausführen“ (F5) zeigt, welche Beziehungen vorausgeladen und welche davon gelesen wurden.</translation>
    </message>
    <message>
        <source>No relationship was loaded ahead or read.</source>
        <translation>Keine Beziehung wurde vorausgeladen oder gelesen.</translation>
    </message>
    <message>
        <source>No relationship was loaded ahead.</source>
        <translation>Keine Beziehung wurde vorausgeladen.</translation>
    </message>
    <message>
        <source>Everything that was loaded ahead was read.</source>
        <translation>Alles Vorausgeladene wurde gelesen.</translation>
    </message>
    <message>
        <source>Loaded ahead and never read: %1.</source>
        <translation>Vorausgeladen und nie gelesen: %1.</translation>
    </message>
</context>
<context>
    <name>relata::models::FetchModel</name>
    <message>
        <source>1 object</source>
        <translation>1 Objekt</translation>
    </message>
    <message>
        <source>%1 objects</source>
        <translation>%1 Objekte</translation>
    </message>
    <message>
        <source>Rows fetched</source>
        <translation>Geholte Zeilen</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>unique()</source>
        <translation>unique()</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>needed, not called</source>
        <translation>nötig, nicht aufgerufen</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>nicht nötig</translation>
    </message>
    <message>
        <source>called: %1 rows an object</source>
        <translation>aufgerufen: %1 Zeilen je Objekt</translation>
    </message>
    <message>
        <source>called</source>
        <translation>aufgerufen</translation>
    </message>
    <message>
        <source>A collection was loaded by a join: the Result wants unique() before it gives objects.</source>
        <translation>Eine Collection wurde über einen JOIN geladen: Das Result verlangt unique(), bevor es Objekte gibt.</translation>
    </message>
    <message>
        <source>The join gave a row for each member of the collection; unique() folded them.</source>
        <translation>Der JOIN gab für jedes Mitglied der Collection eine Zeile; unique() hat sie zusammengelegt.</translation>
    </message>
    <message>
        <source>no object was taken</source>
        <translation>kein Objekt wurde entnommen</translation>
    </message>
    <message>
        <source>not all rows were taken</source>
        <translation>nicht alle Zeilen wurden entnommen</translation>
    </message>
    <message>
        <source>Press Run (F5) to see how many rows each result fetched.</source>
        <translation>„Ausführen“ (F5) zeigt, wie viele Zeilen jedes Ergebnis geholt hat.</translation>
    </message>
    <message>
        <source>The program fetched no result.</source>
        <translation>Das Programm hat kein Ergebnis geholt.</translation>
    </message>
    <message>
        <source>Rows fetched: %1, objects: %2.</source>
        <translation>Geholte Zeilen: %1, Objekte: %2.</translation>
    </message>
    <message>
        <source>Most at %1: %2 rows for %3.</source>
        <translation>Am meisten bei %1: %2 Zeilen für %3.</translation>
    </message>
    <message>
        <source>unique() is needed and not called: %1.</source>
        <translation>unique() ist nötig und nicht aufgerufen: %1.</translation>
    </message>
</context>
<context>
    <name>relata::models::GrowthModel</name>
    <message>
        <source>constant</source>
        <translation>gleichbleibend</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>linear</translation>
    </message>
    <message>
        <source>quadratic</source>
        <translation>quadratisch</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1: %2, %3 at N = %4.</source>
        <translation>%1: %2, %3 bei N = %4.</translation>
    </message>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>At N = %1: %2</source>
        <translation>Bei N = %1: %2</translation>
    </message>
    <message>
        <source>your program</source>
        <translation>eigenes Programm</translation>
    </message>
    <message>
        <source>%1: failed at every N.</source>
        <translation>%1: bei jedem N gescheitert.</translation>
    </message>
</context>
<context>
    <name>relata::models::LeaseModel</name>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Zurückgegeben</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Held for</source>
        <translation>Gehalten</translation>
    </message>
    <message>
        <source>Taken after</source>
        <translation>Entnommen nach</translation>
    </message>
    <message>
        <source>none free</source>
        <translation>keine frei</translation>
    </message>
    <message>
        <source>the pool timed out</source>
        <translation>der Pool gab auf</translation>
    </message>
    <message>
        <source>Every connection was out and none came back in time.</source>
        <translation>Alle Verbindungen waren vergeben, und keine kam rechtzeitig zurück.</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>Verbindung %1</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>Taken here and never given back: close its session or connection.</source>
        <translation>Hier entnommen und nie zurückgegeben: Session oder Connection schließen.</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartend</translation>
    </message>
    <message>
        <source>Press Run (F5) to see when connections were taken from the pool and given back.</source>
        <translation>„Ausführen“ (F5) zeigt, wann Verbindungen dem Pool entnommen und zurückgegeben wurden.</translation>
    </message>
    <message>
        <source>The program took no connection.</source>
        <translation>Das Programm hat keine Verbindung entnommen.</translation>
    </message>
    <message>
        <source>Every connection was given back.</source>
        <translation>Jede Verbindung wurde zurückgegeben.</translation>
    </message>
    <message>
        <source>Never given back: taken at %1.</source>
        <translation>Nie zurückgegeben: entnommen bei %1.</translation>
    </message>
    <message>
        <source>The pool timed out once.</source>
        <translation>Der Pool gab einmal auf.</translation>
    </message>
    <message>
        <source>The pool timed out %1 times.</source>
        <translation>Der Pool gab %1-mal auf.</translation>
    </message>
    <message>
        <source>A connection was taken once.</source>
        <translation>Einmal wurde eine Verbindung entnommen.</translation>
    </message>
    <message>
        <source>A connection was taken %1 times.</source>
        <translation>%1-mal wurde eine Verbindung entnommen.</translation>
    </message>
</context>
<context>
    <name>relata::models::ObjectsModel</name>
    <message>
        <source>transient</source>
        <translation>transient</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>pending</translation>
    </message>
    <message>
        <source>persistent, expired</source>
        <translation>persistent, abgelaufen</translation>
    </message>
    <message>
        <source>persistent, changed</source>
        <translation>persistent, geändert</translation>
    </message>
    <message>
        <source>persistent</source>
        <translation>persistent</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>deleted</translation>
    </message>
    <message>
        <source>detached, expired</source>
        <translation>detached, abgelaufen</translation>
    </message>
    <message>
        <source>detached</source>
        <translation>detached</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>in no session and no row of the database</source>
        <translation>in keiner Session und keine Zeile der Datenbank</translation>
    </message>
    <message>
        <source>added: the next flush inserts its row</source>
        <translation>hinzugefügt: der nächste Flush fügt seine Zeile ein</translation>
    </message>
    <message>
        <source>its values are out of date: the next read sends a query</source>
        <translation>seine Werte sind überholt: das nächste Lesen sendet eine Abfrage</translation>
    </message>
    <message>
        <source>changed: the next flush updates its row</source>
        <translation>geändert: der nächste Flush aktualisiert seine Zeile</translation>
    </message>
    <message>
        <source>its row is deleted; it leaves the session with the commit</source>
        <translation>seine Zeile ist gelöscht; mit dem Commit verlässt es die Session</translation>
    </message>
    <message>
        <source>its session is closed and nothing is loaded: reading it raises DetachedInstanceError</source>
        <translation>seine Session ist zu und nichts ist geladen: Lesen löst DetachedInstanceError aus</translation>
    </message>
    <message>
        <source>its session is closed: what is loaded can be read, anything else raises DetachedInstanceError</source>
        <translation>seine Session ist zu: Geladenes ist lesbar, alles andere löst DetachedInstanceError aus</translation>
    </message>
    <message>
        <source>nothing refers to it any more: Python has freed it</source>
        <translation>nichts verweist mehr darauf: Python hat es freigegeben</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) came in</source>
        <translation>
            <numerusform>%n Objekt kam herein</numerusform>
            <numerusform>%n Objekte kamen herein</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) changed</source>
        <translation>
            <numerusform>%n Objekt geändert</numerusform>
            <numerusform>%n Objekte geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) brought up to date</source>
        <translation>
            <numerusform>%n Objekt aktualisiert</numerusform>
            <numerusform>%n Objekte aktualisiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) expired</source>
        <translation>
            <numerusform>%n Objekt abgelaufen</numerusform>
            <numerusform>%n Objekte abgelaufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) left the session</source>
        <translation>
            <numerusform>%n Objekt verließ die Session</numerusform>
            <numerusform>%n Objekte verließen die Session</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) freed</source>
        <translation>
            <numerusform>%n Objekt freigegeben</numerusform>
            <numerusform>%n Objekte freigegeben</numerusform>
        </translation>
    </message>
    <message>
        <source>Press Run (F5) to see which objects the sessions held, moment by moment.</source>
        <translation>„Ausführen“ (F5) zeigt Augenblick für Augenblick, welche Objekte die Sessions hielten.</translation>
    </message>
    <message>
        <source>The program brought no object into a session.</source>
        <translation>Das Programm brachte kein Objekt in eine Session.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) in the session</source>
        <translation>
            <numerusform>%n Objekt in der Session</numerusform>
            <numerusform>%n Objekte in der Session</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n detached</source>
        <translation>
            <numerusform>%n abgelöst</numerusform>
            <numerusform>%n abgelöst</numerusform>
        </translation>
    </message>
    <message>
        <source>the run went on: only its beginning is kept</source>
        <translation>der Lauf ging weiter: nur sein Anfang wurde aufgezeichnet</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>What that means</source>
        <translation>Was das heißt</translation>
    </message>
    <message>
        <source>stands for its row: asked for again, the session gives this same object</source>
        <translation>steht für seine Datenzeile: erneut verlangt, gibt die Session dasselbe Objekt</translation>
    </message>
    <message numerus="yes">
        <source>%n expired</source>
        <translation>
            <numerusform>%n abgelaufen</numerusform>
            <numerusform>%n abgelaufen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>relata::models::OutlineModel</name>
    <message>
        <source>exercise</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>section</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>started</source>
        <translation>begonnen</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>nicht begonnen</translation>
    </message>
</context>
<context>
    <name>relata::models::QueryLogModel</name>
    <message>
        <source>Sent before, with the same parameters</source>
        <translation>Schon gesendet, mit denselben Parametern</translation>
    </message>
    <message>
        <source>%1 similar queries: the same SQL, other parameters</source>
        <translation>%1 ähnliche Abfragen: dasselbe SQL, andere Parameter</translation>
    </message>
    <message>
        <source>%1 queries, %2 of them identical to an earlier one: the same SQL and parameters</source>
        <translation>%1 Abfragen, davon %2 gleich einer früheren: dasselbe SQL und dieselben Parameter</translation>
    </message>
    <message>
        <source>identical to an earlier one</source>
        <translation>gleich einer früheren</translation>
    </message>
    <message>
        <source>identical to %1</source>
        <translation>gleich der %1.</translation>
    </message>
    <message>
        <source>%1 · %2 identical</source>
        <translation>%1 · %2 gleich</translation>
    </message>
    <message>
        <source>%1 · identical</source>
        <translation>%1 · gleich</translation>
    </message>
    <message>
        <source>several</source>
        <translation>mehrere</translation>
    </message>
    <message>
        <source>begins at %1, takes %2</source>
        <translation>beginnt bei %1, dauert %2</translation>
    </message>
    <message>
        <source>Why it was sent: %1</source>
        <translation>Warum gesendet: %1</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Why it was sent</source>
        <translation>Warum gesendet</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Datenzeilen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>verweigert</translation>
    </message>
    <message>
        <source>refused: it was not sent, since nobody awaits it</source>
        <translation>verweigert: nicht gesendet, denn niemand wartet mit await darauf</translation>
    </message>
</context>
<context>
    <name>relata::models::RelationshipLinksModel</name>
    <message>
        <source>%1 ?</source>
        <translation>%1 ?</translation>
    </message>
    <message>
        <source>? %1 relationships</source>
        <translation>? %1 Beziehungen</translation>
    </message>
    <message>
        <source>undecided: %1</source>
        <translation>unentschieden: %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Foreign key</source>
        <translation>Fremdschlüssel</translation>
    </message>
    <message>
        <source>refers to</source>
        <translation>verweist auf</translation>
    </message>
    <message>
        <source>followed by</source>
        <translation>dem folgen</translation>
    </message>
</context>
<context>
    <name>relata::models::StrategyModel</name>
    <message>
        <source>as written</source>
        <translation>wie geschrieben</translation>
    </message>
    <message>
        <source>%1:%2: %3</source>
        <translation>%1:%2: %3</translation>
    </message>
    <message>
        <source>prints something else</source>
        <translation>gibt etwas anderes aus</translation>
    </message>
    <message>
        <source>same output, %1 lazy loads</source>
        <translation>gleiche Ausgabe, %1-mal nachgeladen</translation>
    </message>
    <message>
        <source>same output, no lazy load</source>
        <translation>gleiche Ausgabe, nichts nachgeladen</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Abfragen</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Datenzeilen</translation>
    </message>
    <message>
        <source>Time in SQLite</source>
        <translation>Zeit in SQLite</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>relata::models::TimelineModel</name>
    <message>
        <source>Sent after</source>
        <translation>Gesendet nach</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Why it was sent</source>
        <translation>Warum gesendet</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Press Run (F5) to see when each query was sent.</source>
        <translation>„Ausführen“ (F5) zeigt, wann jede Abfrage gesendet wurde.</translation>
    </message>
    <message>
        <source>The program sent no query.</source>
        <translation>Das Programm hat keine Abfrage gesendet.</translation>
    </message>
    <message>
        <source>%1 within %2, %3 of it inside SQLite.</source>
        <translation>%1 in %2, davon %3 in SQLite.</translation>
    </message>
</context>
</TS>
