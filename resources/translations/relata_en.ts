<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>relata::gui::ObjectTiles</name>
    <message numerus="yes">
        <source>and %n more in the table</source>
        <translation>
            <numerusform>and %n more in the table</numerusform>
            <numerusform>and %n more in the table</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>relata::models::ObjectsModel</name>
    <message numerus="yes">
        <source>%n object(s) came in</source>
        <translation>
            <numerusform>%n object came in</numerusform>
            <numerusform>%n objects came in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) changed</source>
        <translation>
            <numerusform>%n object changed</numerusform>
            <numerusform>%n objects changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) brought up to date</source>
        <translation>
            <numerusform>%n object brought up to date</numerusform>
            <numerusform>%n objects brought up to date</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) expired</source>
        <translation>
            <numerusform>%n object expired</numerusform>
            <numerusform>%n objects expired</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) left the session</source>
        <translation>
            <numerusform>%n object left the session</numerusform>
            <numerusform>%n objects left the session</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) freed</source>
        <translation>
            <numerusform>%n object freed</numerusform>
            <numerusform>%n objects freed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) in the session</source>
        <translation>
            <numerusform>%n object in the session</numerusform>
            <numerusform>%n objects in the session</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n detached</source>
        <translation>
            <numerusform>%n detached</numerusform>
            <numerusform>%n detached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n expired</source>
        <translation>
            <numerusform>%n expired</numerusform>
            <numerusform>%n expired</numerusform>
        </translation>
    </message>
</context>
</TS>
